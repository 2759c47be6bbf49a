package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/store"
)

// SiteOptions say what the site is measured on.
type SiteOptions struct {
	Reports, Stories, Editions int
	Rate                       int // pages a second
	For                        time.Duration
	Runs                       int
	Searches                   int // of each kind
	Streams                    int
	Database                   string // a postgres:// address; empty: SQLite in Folder
	Folder                     string // the filled database is kept here, and taken as it is if it is there; empty: a temporary one
	JSON                       bool
	Out, Err                   io.Writer
}

// SiteFigures are what Site found, as --json prints them.
type SiteFigures struct {
	Reports  int            `json:"reports"`
	Stories  int            `json:"stories"`
	Editions int            `json:"editions"`
	Database string         `json:"database"`
	Pages    PageFigures    `json:"pages"`
	Full     []FullFigures  `json:"sustained"`
	Search   []SearchFigure `json:"search"`
	Streams  StreamFigures  `json:"streams"`
	Wire     WireFigures    `json:"wire"`
	PeakMB   uint64         `json:"peak_mb"`
	Absent   []string       `json:"not_installed"`
	Cores    int            `json:"cores"`
	System   string         `json:"system"`
	Go       string         `json:"go"`
}

// Site measures how quickly the site answers, and in how much memory.
func Site(ctx context.Context, o SiteOptions) (err error) {
	switch {
	case o.Stories < 1 || o.Reports < o.Stories || o.Reports > 10_000_000:
		return news.FieldErrorf("--reports", "give from one for each story to ten million, and one story or more")
	case o.Editions < 1 || o.Editions > 5000:
		return news.FieldErrorf("--editions", "give from 1 to 5000")
	case o.Rate < 1 || o.Rate > 100_000:
		return news.FieldErrorf("--rate", "give from 1 to 100000 pages a second")
	case o.For < 100*time.Millisecond:
		return news.FieldErrorf("--for", "%s is too short; give 100ms or more", o.For)
	case o.Runs < 1:
		return news.FieldErrorf("--runs", "%d is too few; give 1 or more", o.Runs)
	case o.Searches < 1:
		return news.FieldErrorf("--searches", "%d is too few; give 1 or more", o.Searches)
	case o.Streams < 0 || o.Streams > 50_000:
		return news.FieldErrorf("--streams", "give from 0 to 50000")
	case o.Database != "" && !app.IsPostgres(o.Database):
		return news.FieldErrorf("--database", "%q is no postgres:// address; without one, an SQLite file is used", o.Database)
	}
	folder := o.Folder
	if folder == "" {
		if folder, err = os.MkdirTemp("", "onrecord-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	}
	b := &siteBench{SiteOptions: o, folder: folder}
	if b.Database == "" {
		b.Database = filepath.Join(folder, "onrecord.db")
	}
	if b.store, err = store.Open(ctx, b.Database); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.store.Close()) }()
	if err := b.filled(ctx); err != nil {
		return err
	}
	f := SiteFigures{Reports: o.Reports, Stories: o.Stories, Editions: o.Editions, Database: "SQLite", Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	if o.Database != "" {
		f.Database = "PostgreSQL"
	}
	if err := b.measure(ctx, &f); err != nil {
		return err
	}
	if o.JSON {
		return json.NewEncoder(o.Out).Encode(f)
	}
	return f.print(o.Out)
}

// siteBench is a site that is measured.
type siteBench struct {
	SiteOptions
	folder  string
	store   *store.Store
	pages   []string // the paths of editions
	world   *siteWorld
	service *service
}

// filled fills the database, unless it was filled before.
func (b *siteBench) filled(ctx context.Context) (err error) {
	if b.world, err = newSiteWorld(b.SiteOptions); err != nil {
		return err
	}
	p, err := b.store.PublicationBySlug(ctx, siteSlug)
	if news.KindOf(err) == news.NotFound {
		if err = b.world.fill(ctx, b.store); err == nil {
			p, err = b.store.PublicationBySlug(ctx, siteSlug)
		}
	}
	if err != nil {
		return err
	}
	editions, err := b.store.Editions(ctx, p.ID, b.Editions)
	for _, e := range editions {
		b.pages = append(b.pages, "/"+siteSlug+"/"+e.Slug)
		item := e.Sections[0].Items[0]
		b.world.stories = append(b.world.stories, siteStory{id: item.StoryID, title: item.Headline})
	}
	return err
}

func (b *siteBench) measure(ctx context.Context, f *SiteFigures) (err error) {
	if b.service, err = startService(ctx, b.folder, b.Database, b.Err); err != nil {
		return err
	}
	defer func() {
		if b.service != nil { // it could be started again
			err = errors.Join(err, b.service.stop())
		}
	}()
	for _, part := range []struct {
		name string
		do   func(context.Context, *SiteFigures) error
	}{
		{"bytes of a page", b.wire}, {"pages at a steady rate", b.steady}, {"pages as fast as they come", b.full}, {"search", b.search}, {"streams of notices, in a new process", b.streams},
	} {
		fmt.Fprintln(b.Err, part.name)
		if err := part.do(ctx, f); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	f.PeakMB = max(f.PeakMB, b.service.memory("VmHWM:")>>20)
	return nil
}

// afresh starts the service anew, for figures of memory that nothing before has a part in.
func (b *siteBench) afresh(ctx context.Context, f *SiteFigures) (err error) {
	f.PeakMB = max(f.PeakMB, b.service.memory("VmHWM:")>>20)
	if err := b.service.stop(); err != nil {
		return err
	}
	b.service, err = startService(ctx, b.folder, b.Database, b.Err)
	return err
}

// service is the program itself, serving pages in a process of its own, all settings at their defaults.
type service struct {
	command *exec.Cmd
	address string
}

func startService(ctx context.Context, folder, database string, errs io.Writer) (*service, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program to start it again: %w", err)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	empty := filepath.Join(folder, "empty.toml")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, "serve", "--role", "web", "--config", empty, "--set", "data="+folder, "--set", "database="+database, "--set", "listen="+address, "--set", "log.level=warn", "--set", "trusted_proxies=127.0.0.1/32")
	c.Stderr = errs
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("starting the service: %w", err)
	}
	s := &service{c, address}
	for range 200 {
		if answers(ctx, "http://"+address+"/") {
			return s, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("the service does not answer"), s.stop())
}

func (s *service) stop() error {
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	_ = s.command.Wait() // it was told to
	return nil
}

// memory gives a line of what Linux says of the service's memory, in bytes; 0 elsewhere.
func (s *service) memory(line string) uint64 {
	return memoryOf(fmt.Sprint(s.command.Process.Pid), line)
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func answers(ctx context.Context, url string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil && res.StatusCode == http.StatusOK
}

// print prints the figures for people.
func (f *SiteFigures) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d reports, %d stories, %d editions, %s\n", f.Reports, f.Stories, f.Editions, f.Database)
	p := f.Pages
	fmt.Fprintf(&b, "edition pages at %d a second, of %d: p50 %.2f ms, p99 %.2f ms (%.2f to %.2f over the runs), at most %.1f ms, on %.2f cores; %d failed\n", p.Rate, f.Editions, p.P50MS.Median, p.P99MS.Median, p.P99MS.Least, p.P99MS.Most, p.MostMS, p.Cores.Median, p.Failed)
	for _, v := range f.Full {
		fmt.Fprintf(&b, "%s, by %s: %.0f a second (%.0f to %.0f)", v.Name, v.By, v.PerSecond.Median, v.PerSecond.Least, v.PerSecond.Most)
		for _, n := range v.Nginx {
			fmt.Fprintf(&b, "; %.2f (%.2f to %.2f) of nginx's %.0f, %s", n.Ratio.Median, n.Ratio.Least, n.Ratio.Most, n.PerSecond.Median, n.Name)
		}
		fmt.Fprintln(&b)
	}
	for _, s := range f.Search {
		fmt.Fprintf(&b, "search for %s: p50 %.1f ms, p95 %.1f ms of %d\n", s.Kind, s.P50MS, s.P95MS, s.Queries)
	}
	if s := f.Streams; s.Open > 0 {
		fmt.Fprintf(&b, "%d open streams: %d MB, before %d MB; %.1f kB each; a notice reached all in %.0f ms, the first in %.0f ms\n", s.Open, s.AfterMB, s.BeforeMB, s.EachKB, s.AllMS, s.FirstMS)
	}
	fmt.Fprintf(&b, "an edition page over the wire, headers and all: %.1f kB by brotli, %.1f kB by gzip, %.1f kB unpacked; with its %d files, fonts cached: %.1f kB by brotli, %.1f kB by gzip\n",
		float64(f.Wire.Page.Brotli)/1000, float64(f.Wire.Page.Gzip)/1000, float64(f.Wire.Page.Plain)/1000, f.Wire.Files, float64(f.Wire.All.Brotli)/1000, float64(f.Wire.All.Gzip)/1000)
	fmt.Fprintf(&b, "peak memory %d MB\n", f.PeakMB)
	for _, a := range f.Absent {
		fmt.Fprintf(&b, "%s is not installed: %s\n", a, map[string]string{"wrk": "pages were asked for by our own client", "nginx": "there is nothing to compare with"}[a])
	}
	fmt.Fprintf(&b, "%d cores, %s, %s\n", f.Cores, f.System, f.Go)
	_, err := io.WriteString(w, b.String())
	return err
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

// busy is how much processor time the service has had, on Linux.
func (s *service) busy() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.command.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])) // from the third one of proc_pid_stat(5) on
	var ticks time.Duration
	for _, i := range []int{11, 12} { // utime, stime
		if i < len(fields) {
			n, err := strconv.ParseInt(fields[i], 10, 64)
			if err != nil {
				return 0
			}
			ticks += time.Duration(n)
		}
	}
	return ticks * time.Second / 100 // USER_HZ, on every Linux that Go runs on
}
