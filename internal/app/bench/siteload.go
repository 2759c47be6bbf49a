package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
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
	Cores   Spread  `json:"cores"` // how many of them the service was at work on, on Linux
}

// FullFigures are those of pages as fast as they come, beside nginx serving the same bytes as a static file just after.
type FullFigures struct {
	Name      string         `json:"name"`
	By        string         `json:"by"`
	PerSecond Spread         `json:"per_second"`
	Nginx     []NginxFigures `json:"nginx"` // none: not installed
}

// NginxFigures are those of nginx, set up in one way.
type NginxFigures struct {
	Name      string `json:"name"`
	PerSecond Spread `json:"per_second"`
	Ratio     Spread `json:"ratio"` // ours to it
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

// ask fetches a page whole, as browsers do; headers are names and values by turns.
func ask(ctx context.Context, c *http.Client, url, accept string, headers ...string) (body []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", accept)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
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
	var half, most, cores []float64
	for i := range b.Runs + 1 {
		began, busy := time.Now(), b.service.busy()
		took, failed := b.openLoop(ctx, c)
		if i == 0 {
			continue // to warm up
		}
		if len(took) == 0 {
			return fmt.Errorf("all %d pages failed", failed)
		}
		half, most = append(half, below(took, 0.50)), append(most, below(took, 0.99))
		cores = append(cores, (b.service.busy()-busy).Seconds()/time.Since(began).Seconds())
		f.Pages.MostMS, f.Pages.Failed = max(f.Pages.MostMS, took[len(took)-1]), f.Pages.Failed+failed
	}
	f.Pages.P50MS, f.Pages.P99MS, f.Pages.Cores = spread(half, 1), spread(most, 1), spread(cores, 1)
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
	wrk, lacks := exec.LookPath("wrk")
	by := "wrk"
	if lacks != nil {
		by = "our own client"
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
		var ours []float64
		theirs, ratios := map[string][]float64{}, map[string][]float64{}
		for range b.Runs {
			mine, err := b.rate(ctx, wrk, b.service.url(page), v.accept)
			if err != nil {
				return err
			}
			ours = append(ours, mine)
			for _, way := range static.ways() {
				other, err := b.rate(ctx, wrk, way.url, v.accept)
				if err != nil {
					return err
				}
				theirs[way.name], ratios[way.name] = append(theirs[way.name], other), append(ratios[way.name], mine/other)
			}
		}
		figures.PerSecond = spread(ours, 1)
		for _, way := range static.ways() {
			figures.Nginx = append(figures.Nginx, NginxFigures{way.name, spread(theirs[way.name], 1), spread(ratios[way.name], 1)})
		}
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
