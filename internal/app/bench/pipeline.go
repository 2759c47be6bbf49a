// Package bench runs the product on a load and prints figures: how long each step took, and how much memory at the most.
//
// In comes what to run on; out come lines of figures on Out and progress on Err. A speed is what this machine did this once;
// compare runs by ratio.
package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/feedserver"
)

// PipelineOptions say what the whole way is run on.
type PipelineOptions struct {
	Name     string // of the file, for errors
	Reports  []byte // JSON Lines
	Feeds    int
	Database string // a postgres:// address; empty: SQLite in a temporary folder
	Out, Err io.Writer
}

// stage is how long a step was at work: wall time from its first job to its last, and the time of all its jobs added up.
type stage struct {
	first, last time.Time
	busy        time.Duration
	jobs        int
	failed      int
}

// Pipeline serves reports as feeds and takes them the whole way to an edition.
func Pipeline(ctx context.Context, o PipelineOptions) (err error) {
	if o.Feeds < 1 {
		return news.FieldErrorf("--feeds", "%d is too few; give 1 or more", o.Feeds)
	}
	if o.Database != "" && !app.IsPostgres(o.Database) {
		return news.FieldErrorf("--database", "%q is no postgres:// address; without one, a temporary SQLite file is used", o.Database)
	}
	reports, err := feedserver.Read(bytes.NewReader(o.Reports))
	if err != nil {
		return news.FieldErrorf(o.Name, "%w", err)
	}
	if len(reports) == 0 {
		return news.FieldErrorf(o.Name, "holds no reports; give one JSON object a line")
	}
	folder, err := os.MkdirTemp("", "onrecord-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	outlets := feedserver.New(reports, o.Feeds)
	server := &http.Server{Handler: outlets, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer func() { err = errors.Join(err, server.Close()) }()

	// The desk lives at the time of the newest report, so that dates are neither old nor to come.
	start, newest := time.Now(), int64(0)
	for _, r := range feedserver.Complete(reports) {
		newest = max(newest, r.Published)
	}
	clock := news.ClockFunc(func() time.Time { return time.Unix(newest, 0).UTC().Add(time.Hour + time.Since(start)) })

	m := &meter{stages: map[news.Step]*stage{}}
	database := o.Database
	if database == "" {
		database = filepath.Join(folder, "onrecord.db")
	}
	a, err := app.Open(ctx, config.Config{
		Data: folder, Database: database, BaseURL: "http://127.0.0.1", Roles: []string{"work"}, Node: "bench",
		SMTPHost: "127.0.0.1", SMTPPort: 1, SMTPTLS: "off", UserAgent: "Onrecord-Bench/1.0", Loopback: true,
	}, slog.New(slog.NewTextHandler(o.Err, &slog.HandlerOptions{Level: slog.LevelError})), app.Extras{Clock: clock, Eager: true, Timed: m.count})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	for _, url := range outlets.FeedURLs("http://" + listener.Addr().String()) {
		if _, err := a.AddFeed(ctx, app.NewFeed{URL: url, Outlet: "Outlet at " + url}); err != nil {
			return err
		}
	}
	publication, err := a.AddPublication(ctx, app.NewPublication{Slug: "bench", Name: "Bench", Language: "en", At: "07:00", Zone: "UTC",
		Days: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, Sections: []string{"News", "Denials and Corrections", "Analysis"}})
	if err != nil {
		return err
	}

	began := time.Now()
	running, err := a.Start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, running.Stop()) }()
	if err := a.Flow.Tick(ctx, a.Store, a.Clock.Now()); err != nil {
		return err
	}
	if err := settle(ctx, a, o.Err); err != nil {
		return err
	}
	if err := a.Flow.Hand(ctx, news.Compose, publication.ID); err != nil {
		return err
	}
	if err := settle(ctx, a, o.Err); err != nil {
		return err
	}
	took := time.Since(began)
	editions, err := a.Store.AllEditions(ctx, 1)
	if err != nil {
		return err
	}
	counts, err := a.Store.Counts(ctx)
	if err != nil {
		return err
	}
	parked, err := a.Flow.Parked(ctx, 1000)
	if err != nil {
		return err
	}
	m.print(o.Out, began)
	fmt.Fprintf(o.Out, "\n%d reports in %d feeds: %d gathered, %d texts, %d statements, %d stories, %d claims, %d origins, %d jobs parked\n",
		len(reports), o.Feeds, counts.Reports, counts.Revisions, counts.Statements, counts.Stories, counts.Claims, counts.Origins, len(parked))
	fmt.Fprintf(o.Out, "the whole way took %.1f s, %.0f reports a second, on %d cores\n", took.Seconds(), float64(counts.Reports)/took.Seconds(), runtime.NumCPU())
	fmt.Fprintf(o.Out, "peak memory %d MB\n", peakMemory()>>20)
	if len(editions) == 0 {
		return errors.New("there is no edition at the end")
	}
	e := editions[0]
	fmt.Fprintf(o.Out, "the edition of %s has %d items: %s\n", e.Slug, e.Items(), e.Title)
	return nil
}

// settle waits until no job is left.
func settle(ctx context.Context, a *app.App, progress io.Writer) error {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	said := time.Now()
	for {
		left, err := a.Flow.Left(ctx)
		if err != nil {
			return err
		}
		if len(left) == 0 {
			return nil
		}
		if time.Since(said) > 5*time.Second {
			said = time.Now()
			fmt.Fprintln(progress, "to go:", left)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// meter adds up what the steps take.
type meter struct {
	mu     sync.Mutex
	stages map[news.Step]*stage
}

func (m *meter) count(step news.Step, took time.Duration, err error) {
	now := time.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.stages[step]
	if s == nil {
		s = &stage{first: now.Add(-took)}
		m.stages[step] = s
	}
	s.last = now
	s.busy += took
	s.jobs++
	if err != nil {
		s.failed++
	}
}

func (m *meter) print(w io.Writer, began time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fmt.Fprintf(w, "%-8s %6s %6s %10s %10s %12s %10s\n", "step", "jobs", "failed", "begins s", "ends s", "busy s", "ms a job")
	for _, step := range news.Steps() {
		s := m.stages[step]
		if s == nil {
			continue
		}
		fmt.Fprintf(w, "%-8s %6d %6d %10.1f %10.1f %12.1f %10.1f\n", step, s.jobs, s.failed, s.first.Sub(began).Seconds(), s.last.Sub(began).Seconds(),
			s.busy.Seconds(), s.busy.Seconds()*1000/float64(s.jobs))
	}
}

// peakMemory is the most memory that this process ever had resident, in bytes (Linux: VmHWM; elsewhere what Go got from
// the system).
func peakMemory() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(status)) {
			if rest, found := strings.CutPrefix(line, "VmHWM:"); found {
				var kb uint64
				if _, err := fmt.Sscan(rest, &kb); err == nil {
					return kb << 10
				}
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys
}
