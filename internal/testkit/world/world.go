package world

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/news"
)

//go:embed outlets.txt stories/*.txt
var content embed.FS

// Zone is where the sample publication appears, and its outlets publish.
const Zone = "Asia/Jerusalem"

const span = 6 * 24 * time.Hour

// World is the sample world. It may be used by several goroutines.
type World struct {
	begin, end time.Time
	outlets    []outletSpec
	stories    []storySpec
	reports    []*report // in order of time
	byKey      map[string]*report
	listening

	mu  sync.Mutex
	now time.Time
}

// report is a report with its dates filled in.
type report struct {
	reportSpec
	story    string
	versions []version
}

type version struct {
	at     time.Time
	silent bool
	title  string
	text   []string // paragraphs, links in them
}

// current gives the number of the version that stands at a moment, from 0; -1 before the report is published.
func (r *report) current(at time.Time) int {
	n := -1
	for i, v := range r.versions {
		if !v.at.After(at) {
			n = i
		}
	}
	return n
}

// New makes the world of the six days before end, which is the hour of an edition. The error names the file and line of the
// content that is wrong.
func New(end time.Time) (*World, error) {
	zone, err := time.LoadLocation(Zone)
	if err != nil {
		return nil, fmt.Errorf("the sample world's time zone: %w", err)
	}
	return load(content, end.In(zone))
}

func load(files fs.FS, end time.Time) (*World, error) {
	w := &World{begin: end.Add(-span), end: end, now: end, byKey: map[string]*report{}}
	file, err := files.Open("outlets.txt")
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // read only
	if w.outlets, err = parseOutlets("outlets.txt", file); err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "stories/*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := w.loadStory(files, name); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(w.reports, func(a, b *report) int {
		return cmp.Or(a.versions[0].at.Compare(b.versions[0].at), strings.Compare(a.key(), b.key()))
	})
	return w, w.check()
}

func (w *World) loadStory(files fs.FS, name string) error {
	file, err := files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // read only
	s, err := parseStory(path.Base(name), file)
	if err != nil {
		return err
	}
	w.stories = append(w.stories, s)
	for _, spec := range s.reports {
		r := &report{reportSpec: spec, story: s.slug}
		for _, v := range spec.versions {
			filled := version{at: w.begin.Add(v.at), silent: v.silent}
			// Dates are those of the first version: a text that changes later the same day says the same day.
			if filled.title, err = dated(v.title, w.begin.Add(spec.versions[0].at)); err != nil {
				return news.FieldErrorf(fmt.Sprintf("%s:%d", spec.file, spec.line), "%v", err)
			}
			for _, p := range v.text {
				if p, err = dated(p, w.begin.Add(spec.versions[0].at)); err != nil {
					return news.FieldErrorf(fmt.Sprintf("%s:%d", spec.file, spec.line), "%v", err)
				}
				filled.text = append(filled.text, p)
			}
			r.versions = append(r.versions, filled)
		}
		if other := w.byKey[r.key()]; other != nil {
			return news.FieldErrorf(fmt.Sprintf("%s:%d", spec.file, spec.line), "the report %s is in %s too", r.key(), other.file)
		}
		w.byKey[r.key()] = r
		w.reports = append(w.reports, r)
	}
	return nil
}

// check says what in the content leads nowhere.
func (w *World) check() error {
	for _, r := range w.reports {
		where := fmt.Sprintf("%s:%d", r.file, r.line)
		o := w.outlet(r.outlet)
		if o == nil {
			return news.FieldErrorf(where, "there is no outlet %q in outlets.txt", r.outlet)
		}
		if !o.full && r.versions[0].title == "" {
			return news.FieldErrorf(where, "the report has no title")
		}
		keys := []string{r.echo, r.repeats}
		for _, v := range r.versions {
			for _, p := range v.text {
				for _, m := range linked.FindAllStringSubmatch(p, -1) {
					keys = append(keys, m[2])
				}
			}
		}
		for _, key := range keys {
			if key != "" && w.byKey[key] == nil {
				return news.FieldErrorf(where, "there is no report %q", key)
			}
		}
		switch side, _, _ := strings.Cut(r.stands, " "); side {
		case "", "for", "against", "beside":
		default:
			return news.FieldErrorf(where, "stands: %q is no stance; use for, against or beside", r.stands)
		}
	}
	return nil
}

func (w *World) outlet(slug string) *outletSpec {
	for i := range w.outlets {
		if w.outlets[i].slug == slug {
			return &w.outlets[i]
		}
	}
	return nil
}

// Begin is when the six days begin.
func (w *World) Begin() time.Time { return w.begin }

// End is when they end: the hour of the edition.
func (w *World) End() time.Time { return w.end }

// SetTime moves the world to a moment: feeds and pages have what was published by then, in the version of then. A world
// stands at its end until it is moved.
func (w *World) SetTime(t time.Time) {
	w.mu.Lock()
	w.now = t
	w.mu.Unlock()
}

func (w *World) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Ticks gives the moments at which to look in order to see all versions of all texts: evening and morning of every day, and
// what the stories ask for. All are before the end.
func (w *World) Ticks() []time.Time {
	const evening, morning = 11 * time.Hour, 23 * time.Hour
	var out []time.Time
	for day := time.Duration(0); day < span; day += 24 * time.Hour {
		out = append(out, w.begin.Add(day+evening), w.begin.Add(day+morning))
	}
	for _, s := range w.stories {
		for _, at := range s.looks {
			out = append(out, w.begin.Add(at))
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.Compact(out)
}

// Outlet is an outlet with the addresses of its feeds.
type Outlet struct {
	news.Outlet
	Feeds    []string
	Full     bool   // items carry their whole text
	Language string // BCP 47
}

// Outlets gives the outlets in the order of their file. Once the world has started, the addresses are those that it serves.
func (w *World) Outlets() []Outlet {
	var out []Outlet
	for _, o := range w.outlets {
		with := Outlet{Outlet: o.Outlet, Full: o.full, Language: o.language}
		with.Homepage = w.home(o.slug)
		for _, f := range o.feeds {
			with.Feeds = append(with.Feeds, w.feedURL(o.slug, f))
		}
		out = append(out, with)
	}
	return out
}

// Report is a report as the world has it.
type Report struct {
	Story     string
	Outlet    Outlet
	URL       string
	Title     string // of its last version
	Author    string
	Published time.Time
	Versions  []Version // first to last
}

// Version is a text of a report from a moment on.
type Version struct {
	At    time.Time
	Title string
	Text  string // plain, paragraphs divided by a blank line
}

// Reports gives the reports in order of time.
func (w *World) Reports() []Report {
	outlets := map[string]Outlet{}
	for i, o := range w.Outlets() {
		outlets[w.outlets[i].slug] = o
	}
	var out []Report
	for _, r := range w.reports {
		with := Report{Story: r.story, Outlet: outlets[r.outlet], URL: w.address(r.key()), Author: r.author, Published: r.versions[0].at}
		for _, v := range r.versions {
			with.Title = v.title
			with.Versions = append(with.Versions, Version{At: v.at, Title: v.title, Text: v.plain()})
		}
		out = append(out, with)
	}
	return out
}

func (v version) plain() string {
	var paragraphs []string
	for _, p := range v.text {
		paragraphs = append(paragraphs, plain(p))
	}
	return strings.Join(paragraphs, "\n\n")
}
