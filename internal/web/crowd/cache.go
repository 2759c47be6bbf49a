// Package crowd keeps the public pages of the site for a moment, so that a crowd costs what one reader does.
//
// In come requests; out go answers, from memory while they are young, else from the handler behind. What may be kept is decided twice: the
// handler behind says which addresses have public pages (Options.Public), and hands over what it made for one as an Answer (Put). Everything
// else passes through untouched: other methods, requests with a cookie or a password, errors, redirects, streams.
//
// A kept page cannot be anybody's own: it is made for a request from which all is taken out that the page's key does not have. The key is
// the address with its query, and the languages that the reader asks for, as far as the site has them.
//
// A page is given out as it is for Options.Fresh after it was made. Whoever asks then, until it is as old as Options.Oldest, still gets
// it at once, and it is made anew behind their back; after that they wait. So no reader sees a page that was made longer ago than that, on
// any number of machines, and nothing has to be told to anybody when something changes. Forget lets those who change something see it at
// once. One page is made by one request at a time, and the others wait for it; few are made at once, so that a rush on many pages
// takes time, not memory.
//
// Memory is bounded by Options.Bytes, whatever addresses strangers think of: what is asked for once does not drive out what is asked
// for often (W-TinyLFU, by otter). When making a page fails, the answer says so to each who waited, and is not kept; an old page is
// not shown instead, because it may be the removal of something that makes it fail.
package crowd

import (
	"context"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"onrecord/internal/web/coding"
	"onrecord/internal/web/cork"
)

// Options say what is kept and for how long.
type Options struct {
	Public        func(r *http.Request) bool         // whether an address has a page that is the same for all; asked only of pages that are not kept
	Languages     func(acceptLanguage string) string // of the languages that a reader asks for those that make a difference, as an Accept-Language header
	Fresh, Oldest time.Duration                      // how long a page is given out as it is, and how old it gets while it is made anew
	Bytes         int
	Now           func() time.Time // nil: the system's
}

// Cache serves kept pages before a handler.
type Cache struct {
	Options
	next    http.Handler
	forgot  atomic.Uint64 // how many times all was forgotten
	entries *otter.Cache[key, *entry]
	flights singleflight.Group
	renew   chan struct{} // as many as are made anew at once behind readers' backs, on half of the cores: the others are for the readers
	places  chan struct{} // as many as are made at once in all
	packer  coding.Packer
}

// key is everything that a page depends on.
type key struct{ path, raw, query, languages string }

// longest is how long the parts of an address may be together for its page to be kept.
const longest = 1024

// remembered is how long a page stays in memory after it was made. It is not shown for that long, but one that turns out the same when
// it is made anew is packed already.
const remembered = time.Minute

// share is which part of the memory one page may take at most.
const share = 16

// making bounds the time that making a page may take. It does not end with the request of who asked first, for others wait for it too.
const making = 20 * time.Second

// leastPlaces is how many pages may be made at once on a machine with few cores: some wait for the database.
const leastPlaces = 16

type entry struct {
	*Answer
	made time.Time
	// forgot is how many times all had been forgotten when making it began; a page made before the last time is not shown.
	forgot uint64
}

// New puts a cache before a handler.
func New(o Options, next http.Handler) *Cache {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Cache{
		Options: o, next: next, renew: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)), places: make(chan struct{}, max(leastPlaces, 4*runtime.GOMAXPROCS(0))),
		entries: otter.Must(&otter.Options[key, *entry]{
			MaximumWeight:    uint64(o.Bytes),
			Weigher:          func(k key, e *entry) uint32 { return uint32(min(e.most()+k.length(), 1<<31)) },
			ExpiryCalculator: otter.ExpiryWriting[key, *entry](remembered),
		}),
	}
}

// Held gives how many bytes of memory what is kept may take.
func (c *Cache) Held() int {
	c.entries.CleanUp()
	return int(c.entries.WeightedSize())
}

func (k key) length() int { return len(k.path) + len(k.raw) + len(k.query) + len(k.languages) }

// ServeHTTP serves a page.
func (c *Cache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || r.Header["Cookie"] != nil || r.Header["Authorization"] != nil {
		c.next.ServeHTTP(w, r)
		return
	}
	k := key{path: r.URL.Path, raw: r.URL.RawPath, query: r.URL.RawQuery}
	if asked := header(r, "Accept-Language"); asked != "" {
		k.languages = c.Languages(asked)
	}
	if e, ok := c.entries.GetIfPresent(k); ok && e.forgot == c.forgot.Load() {
		switch age := c.Now().Sub(e.made); {
		case age < c.Fresh:
			e.Write(w, r)
			return
		case age < c.Oldest:
			c.later(k, r)
			e.Write(w, r)
			return
		}
	}
	if k.length() > longest || !c.Public(r) {
		c.next.ServeHTTP(w, r)
		return
	}
	c.wait(k, w, r)
}

// wait has a page made, or waits for whoever has it made already.
func (c *Cache) wait(k key, w http.ResponseWriter, r *http.Request) {
	var mine *taker // set if this request is the one that it is made for
	done := c.flights.DoChan(c.flight(k), func() (any, error) {
		mine = c.make(k, r)
		return mine.answer, nil
	})
	select {
	case <-r.Context().Done(): // gone
	case made := <-done:
		switch answer, _ := made.Val.(*Answer); {
		case answer != nil:
			answer.Write(w, r)
		case mine == nil:
			c.next.ServeHTTP(w, r) // what one is refused is not for others to see
		case mine.panicked != nil:
			panic(mine.panicked) // for the server to deal with, as if there were no cache
		default:
			mine.send(w)
		}
	}
}

// later makes a page anew while its readers still have the old one. If many are being made, it stays old until the next asks.
func (c *Cache) later(k key, r *http.Request) {
	select {
	case c.renew <- struct{}{}:
	default:
		return
	}
	again := c.blank(k, r)
	go func() {
		defer func() { <-c.renew }()
		_, _, _ = c.flights.Do(c.flight(k), func() (any, error) {
			if e, ok := c.entries.GetIfPresent(k); ok && c.Now().Sub(e.made) < c.Fresh {
				return e.Answer, nil // another did meanwhile
			}
			return c.fill(k, again).answer, nil
		})
	}()
}

// flight is the name under which those who want a page wait for it. Whoever comes after all was forgotten does not wait for what was begun
// before.
func (c *Cache) flight(k key) string {
	return strings.Join([]string{strconv.FormatUint(c.forgot.Load(), 10), k.path, k.raw, k.query, k.languages}, "\x00")
}

// Forget has every page made anew before it is shown again: for those who have just changed something here, and look. What other machines
// keep, they keep.
func (c *Cache) Forget() { c.forgot.Add(1) }

// make makes a page for a request.
func (c *Cache) make(k key, r *http.Request) *taker { return c.fill(k, c.blank(k, r)) }

// blank gives a request for a page from which all is taken out that is not in its key, save whom it comes from, for limits.
func (c *Cache) blank(k key, r *http.Request) *http.Request {
	blank := (&http.Request{
		Method: http.MethodGet, URL: r.URL, Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor, Header: http.Header{}, Body: http.NoBody,
		Host: r.Host, RemoteAddr: r.RemoteAddr, RequestURI: r.RequestURI, TLS: r.TLS,
	}).WithContext(cork.Without(context.WithoutCancel(r.Context())))
	if k.languages != "" {
		blank.Header.Set("Accept-Language", k.languages)
	}
	return blank
}

// fill makes a page and keeps it, if it may be.
func (c *Cache) fill(k key, blank *http.Request) *taker {
	c.places <- struct{}{}
	defer func() { <-c.places }()
	ctx, cancel := context.WithTimeout(blank.Context(), making)
	defer cancel()
	made, forgot := c.Now(), c.forgot.Load() // before anything is read, so that what changes meanwhile is not taken for known
	t := &taker{header: http.Header{}, packer: &c.packer}
	func() {
		defer func() {
			if t.panicked = recover(); t.panicked != nil {
				t.answer = nil
			}
		}()
		c.next.ServeHTTP(t, blank.WithContext(ctx))
	}()
	if t.answer == nil || t.answer.most() > c.Bytes/share {
		c.entries.Invalidate(k)
		return t
	}
	if before, ok := c.entries.GetIfPresent(k); ok && before.same(t.answer) {
		t.answer = before.Answer
	}
	k = key{strings.Clone(k.path), strings.Clone(k.raw), strings.Clone(k.query), strings.Clone(k.languages)} // parts of a request's buffer
	c.entries.Set(k, &entry{t.answer, made, forgot})
	return t
}
