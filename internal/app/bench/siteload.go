package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// PageFigures are those of pages at a steady rate. A page's time counts from when it was due to be asked for, so that a server that holds
// up the asking gains nothing by it.
type PageFigures struct {
	Rate    int     `json:"rate"`
	Seconds float64 `json:"seconds"`
	P50MS   Spread  `json:"p50_ms"`
	P99MS   Spread  `json:"p99_ms"`
	MostMS  float64 `json:"most_ms"`
	Failed  int     `json:"failed"`
}

// FullFigures are those of pages as fast as they come.
type FullFigures struct {
	Name      string `json:"name"`
	By        string `json:"by"`
	PerSecond Spread `json:"per_second"`
	Nginx     Spread `json:"nginx_per_second"` // the same bytes, as a static file; 0: not installed
	ToNginx   Spread `json:"to_nginx"`         // of the run just after
}

// SearchFigure is what searches of one kind take.
type SearchFigure struct {
	Kind    string  `json:"kind"`
	Queries int     `json:"queries"`
	P50MS   float64 `json:"p50_ms"`
	P95MS   float64 `json:"p95_ms"`
}

func loadClient(connections int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConns: connections, MaxIdleConnsPerHost: connections, DisableCompression: true}, Timeout: 30 * time.Second}
}

// ask fetches a page whole, as browsers do.
func ask(ctx context.Context, c *http.Client, url, accept string) (body []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", accept)
	r.Header.Set("Accept-Language", "en-GB,en;q=0.9")
	res, err := c.Do(r)
	if err != nil {
		return nil, err
	}
	body, err = io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %d", url, res.StatusCode)
	}
	return body, nil
}

// steady asks for editions, each as likely as any other, at a steady rate.
func (b *siteBench) steady(ctx context.Context, f *SiteFigures) error {
	c := loadClient(256)
	defer c.CloseIdleConnections()
	f.Pages = PageFigures{Rate: b.Rate, Seconds: b.For.Seconds()}
	var half, most []float64
	for i := range b.Runs + 1 {
		took, failed := b.openLoop(ctx, c)
		if i == 0 {
			continue // to warm up
		}
		if len(took) == 0 {
			return fmt.Errorf("all %d pages failed", failed)
		}
		half, most = append(half, below(took, 0.50)), append(most, below(took, 0.99))
		f.Pages.MostMS, f.Pages.Failed = max(f.Pages.MostMS, took[len(took)-1]), f.Pages.Failed+failed
	}
	f.Pages.P50MS, f.Pages.P99MS = spread(half, 1), spread(most, 1)
	return ctx.Err()
}

// openLoop gives how long pages took in milliseconds, the quickest first.
func (b *siteBench) openLoop(ctx context.Context, c *http.Client) (took []float64, failed int) {
	n := int(b.For.Seconds() * float64(b.Rate))
	random := rand.New(rand.NewPCG(3, 4))
	var all sync.WaitGroup
	var mu sync.Mutex
	begin := time.Now()
	for i := range n {
		due := begin.Add(time.Duration(i) * time.Second / time.Duration(b.Rate))
		time.Sleep(time.Until(due))
		url := b.service.url(b.pages[random.IntN(len(b.pages))])
		all.Go(func() {
			_, err := ask(ctx, c, url, "gzip, deflate, br")
			ms := float64(time.Since(due).Microseconds()) / 1000
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed++
				return
			}
			took = append(took, ms)
		})
	}
	all.Wait()
	slices.Sort(took)
	return took, failed
}

func (s *service) url(path string) string { return "http://" + s.address + path }

// below gives the value below which a part of sorted values lies.
func below(sorted []float64, p float64) float64 {
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))]
}

// full asks for one edition over and over, as fast as answers come, and has nginx serve the same bytes just after.
func (b *siteBench) full(ctx context.Context, f *SiteFigures) (err error) {
	wrk, by := "", "our own client"
	if wrk, err = exec.LookPath("wrk"); err == nil {
		by = "wrk"
	} else {
		f.Absent = append(f.Absent, "wrk")
	}
	page := b.pages[0]
	static, err := startNginx(ctx, b, page)
	if err != nil {
		return err
	}
	if static == nil {
		f.Absent = append(f.Absent, "nginx")
	} else {
		defer func() { err = errors.Join(err, static.stop()) }()
	}
	for _, v := range []struct{ name, accept string }{{"one edition, packed by gzip", "gzip"}, {"one edition, unpacked", "identity"}} {
		figures := FullFigures{Name: v.name, By: by}
		var ours, theirs, ratios []float64
		for range b.Runs {
			mine, err := b.rate(ctx, wrk, b.service.url(page), v.accept)
			if err != nil {
				return err
			}
			ours = append(ours, mine)
			if static == nil {
				continue
			}
			other, err := b.rate(ctx, wrk, "http://"+static.address+"/page.html", v.accept)
			if err != nil {
				return err
			}
			theirs, ratios = append(theirs, other), append(ratios, mine/other)
		}
		figures.PerSecond, figures.Nginx, figures.ToNginx = spread(ours, 1), spread(theirs, 1), spread(ratios, 1)
		f.Full = append(f.Full, figures)
	}
	return nil
}

var (
	wrkRate   = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	wrkFaults = regexp.MustCompile(`(?m)^\s*(Socket errors:.*|Non-2xx.*)$`)
)

// connections is how many are open at once when pages are asked for as fast as they come.
const connections = 64

// rate gives how many answers a second come from an address.
func (b *siteBench) rate(ctx context.Context, wrk, url, accept string) (float64, error) {
	if wrk == "" {
		return b.closedLoop(ctx, url, accept)
	}
	out, err := exec.CommandContext(ctx, wrk, "-t2", "-c"+strconv.Itoa(connections), fmt.Sprintf("-d%ds", max(1, int(b.For.Seconds()))), "-H", "Accept-Encoding: "+accept, url).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("wrk: %w: %s", err, bytes.TrimSpace(out))
	}
	if fault := wrkFaults.Find(out); fault != nil {
		return 0, fmt.Errorf("wrk: %s", bytes.TrimSpace(fault))
	}
	found := wrkRate.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("wrk says no rate: %s", out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

func (b *siteBench) closedLoop(ctx context.Context, url, accept string) (float64, error) {
	c := loadClient(connections)
	defer c.CloseIdleConnections()
	var n atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	begin := time.Now()
	for range connections {
		all.Go(func() {
			for time.Since(begin) < b.For {
				if _, err := ask(ctx, c, url, accept); err != nil {
					failed.Store(&err)
					return
				}
				n.Add(1)
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(n.Load()) / time.Since(begin).Seconds(), nil
}

// static is nginx, serving a page as a file.
type static struct {
	address string
	stop    func() error
}

// startNginx has nginx serve the very bytes that the service sends, unpacked and packed by gzip; nil, if it is not installed.
func startNginx(ctx context.Context, b *siteBench, page string) (*static, error) {
	nginx, err := tool("nginx")
	if err != nil {
		return nil, nil //nolint:nilerr // then there is nothing to compare with
	}
	folder, err := os.MkdirTemp("", "onrecord-nginx-")
	if err != nil {
		return nil, err
	}
	gone := func() error { return os.RemoveAll(folder) }
	c := loadClient(1)
	defer c.CloseIdleConnections()
	for name, accept := range map[string]string{"page.html": "identity", "page.html.gz": "gzip"} {
		body, err := ask(ctx, c, b.service.url(page), accept)
		if err != nil {
			return nil, errors.Join(err, gone())
		}
		if err := os.WriteFile(filepath.Join(folder, name), body, 0o644); err != nil { //nolint:gosec // nginx reads it as another user
			return nil, errors.Join(err, gone())
		}
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, errors.Join(err, gone())
	}
	settings := fmt.Sprintf(`daemon off; worker_processes auto; pid %[1]s/pid; error_log stderr error;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on; open_file_cache max=10; types { text/html html; }
client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
server { listen %[2]s; root %[1]s; } }
`, folder, address)
	file := filepath.Join(folder, "nginx.conf")
	if err := errors.Join(os.Chmod(folder, 0o755), os.WriteFile(file, []byte(settings), 0o600)); err != nil { //nolint:gosec // as above
		return nil, errors.Join(err, gone())
	}
	command := exec.CommandContext(ctx, nginx, "-c", file, "-e", "stderr")
	command.Stderr = b.Err
	if err := command.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("starting nginx: %w", err), gone())
	}
	stop := func() error {
		err := command.Process.Signal(os.Interrupt)
		_ = command.Wait() // it was told to
		return errors.Join(err, gone())
	}
	for range 100 {
		if answers(ctx, "http://"+address+"/page.html") {
			return &static{address, stop}, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("nginx does not answer"), stop())
}

// search asks for words of the texts, each query once, one after the other: what is kept of pages helps nobody here.
func (b *siteBench) search(ctx context.Context, f *SiteFigures) error {
	c := loadClient(4)
	defer c.CloseIdleConnections()
	w := b.world
	random := rand.New(rand.NewPCG(5, 6))
	of := func(from, to int) string { return w.words[from+random.IntN(min(to, len(w.words))-from)] }
	var everything []float64
	count := 0
	kinds := []struct {
		name  string
		query func(i int) string
	}{
		{"a word that many reports have", func(int) string { return of(0, 200) }},
		{"two such words", func(int) string { return of(0, 200) + " " + of(0, 200) }},
		{"a word that nearly all have", func(i int) string {
			return []string{"said", "The", "of", "near", "officials"}[i%5] + strings.Repeat(" ", i)
		}},
		{"a rare word", func(int) string { return of(5000, siteWords) }},
		{"a phrase", func(int) string {
			words := strings.Fields(w.sentences[random.IntN(len(w.sentences))])
			from := random.IntN(max(1, len(words)-4))
			return strings.Join(words[from:min(len(words), from+4)], " ")
		}},
		{"what is not there", func(i int) string { return fmt.Sprintf("nowhere%dfound", i) }},
	}
	for _, kind := range kinds {
		var took []float64
		for i := range b.Searches {
			began := time.Now()
			if _, err := ask(ctx, c, b.service.url("/search?q="+url.QueryEscape(kind.query(i))), "gzip"); err != nil {
				return err
			}
			took = append(took, float64(time.Since(began).Microseconds())/1000)
		}
		count += len(took)
		everything = append(everything, took...)
		slices.Sort(took)
		f.Search = append(f.Search, SearchFigure{kind.name, len(took), below(took, 0.5), below(took, 0.95)})
	}
	slices.Sort(everything)
	f.Search = append(f.Search, SearchFigure{"all of these", count, below(everything, 0.5), below(everything, 0.95)})
	return nil
}

// memoryOf gives a line of what Linux says of a process's memory, in bytes; 0 elsewhere.
func memoryOf(process, line string) uint64 {
	status, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return 0
	}
	for l := range strings.Lines(string(status)) {
		if rest, found := strings.CutPrefix(l, line); found {
			var kb uint64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb << 10
			}
		}
	}
	return 0
}
