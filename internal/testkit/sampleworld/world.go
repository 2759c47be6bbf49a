package sampleworld

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"onrecord/internal/news"
)

// Hours is how long the world's time is.
const Hours = 6 * 24

// World is the sample world.
type World struct {
	end     time.Time
	outlets []*outlet
	reports []*report // by time
	servers []*http.Server
	wait    sync.WaitGroup

	mu  sync.Mutex
	now time.Time
}

// Outlet is a sample outlet as a desk is told of it.
type Outlet struct {
	Name     string
	Kind     news.OutletKind
	Homepage string
	Feeds    []string // addresses
	Full     bool     // items carry their whole text
}

// New makes the world whose six days end at end. It stands at its beginning.
func New(end time.Time) (*World, error) {
	outlets, reports, err := load()
	if err != nil {
		return nil, err
	}
	w := &World{end: end, outlets: outlets, reports: reports}
	w.now = w.Begin()
	return w, nil
}

// Begin is the beginning of the six days, End their end.
func (w *World) Begin() time.Time { return w.end.Add(-Hours * time.Hour) }

// End is the end of the six days.
func (w *World) End() time.Time { return w.end }

// SetTime makes it a moment of the six days.
func (w *World) SetTime(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t
}

// Now is the moment that it is.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// at is an hour of the six days as a time.
func (w *World) at(hour float64) time.Time {
	return w.Begin().Add(time.Duration(hour * float64(time.Hour)))
}

// Ticks are the moments at which a desk should look so as to see everything: each text is there at one of them before it
// changes.
func (w *World) Ticks() []time.Time {
	var out []time.Time
	for _, hour := range []float64{10, 20, 27.5, 34, 46.5, 52.5, 53.5, 58, 68.5, 76, 84, 98, 112, 127, 143} {
		out = append(out, w.at(hour))
	}
	return out
}

// Start lets every outlet listen: each on an address of its own, 127.0.0.11 and on, at the port of addr. Where those
// addresses are not to be had, each listens on 127.0.0.1 at a port of its own, counted up from there.
func (w *World) Start(ctx context.Context, addr string) error {
	_, text, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return err
	}
	for i, o := range w.outlets {
		l, err := listen(ctx, i, port)
		if err != nil {
			return errors.Join(err, w.Close())
		}
		o.address = "http://" + l.Addr().String()
		s := &http.Server{Handler: w.handler(o), ReadHeaderTimeout: 10 * time.Second}
		w.servers = append(w.servers, s)
		w.wait.Go(func() { _ = s.Serve(l) })
	}
	return nil
}

// listen opens the port of the nth outlet: an address of its own on loopback, or, on systems that have but one, a port of
// its own.
func listen(ctx context.Context, nth, port int) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.%d:%d", 11+nth, port))
	if err == nil || port == 0 || errors.Is(err, syscall.EADDRINUSE) {
		return l, err
	}
	l, again := c.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port+1+nth))
	if again != nil {
		return nil, errors.Join(err, again)
	}
	return l, nil
}

// Free says whether Start would find everything that it listens on at addr free.
func (w *World) Free(ctx context.Context, addr string) bool {
	_, text, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return false
	}
	for i := range w.outlets {
		l, err := listen(ctx, i, port)
		if err != nil {
			return false
		}
		defer func() { _ = l.Close() }()
	}
	return true
}

// Close lets the outlets go.
func (w *World) Close() error {
	var errs []error
	for _, s := range w.servers {
		errs = append(errs, s.Close())
	}
	w.wait.Wait()
	return errors.Join(errs...)
}

// Outlets lists the outlets with the addresses of their feeds. Two of these are odd: one gives no feed, one is gone.
func (w *World) Outlets() []Outlet {
	out := make([]Outlet, 0, len(w.outlets))
	for _, o := range w.outlets {
		v := Outlet{Name: o.name, Kind: o.kind, Homepage: o.address + "/", Feeds: []string{o.address + feedPath[o.format]}, Full: o.full}
		switch o.key {
		case brokenAt:
			v.Feeds = append(v.Feeds, o.address+"/sport.xml")
		case goneAt:
			v.Feeds = append(v.Feeds, o.address+"/old.rdf")
		}
		out = append(out, v)
	}
	return out
}

// Where the odd feeds are.
const (
	brokenAt = "record"
	goneAt   = "gazette"
)

// shown gives the text of a report at the present moment, and whether it is out yet.
func (w *World) shown(r *report) (v version, out bool) {
	now := w.Now()
	for _, t := range r.texts {
		if w.at(t.hour).After(now) {
			break
		}
		v, out = t, true
	}
	return v, out
}

func (w *World) address(r *report) string { return r.outlet.address + "/news/" + r.slug + ".html" }

var dateMark = regexp.MustCompile(`\{day:([0-9.]+)\}`)

// words fills the dates into a text: {day:52} is the weekday of hour 52.
func (w *World) words(text string) string {
	return dateMark.ReplaceAllStringFunc(text, func(m string) string {
		hour, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimPrefix(m, "{day:"), "}"), 64)
		if err != nil {
			return m
		}
		return w.at(hour).Format("Monday")
	})
}
