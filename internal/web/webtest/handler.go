package webtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
	"onrecord/internal/web/desk"
	"onrecord/internal/web/site"
)

// Base is the address that the sample site believes it has.
const Base = "https://brief.example"

// Unread says which language a text is in that is not in English.
func Unread(language string) string {
	if language == "en" {
		return ""
	}
	return "This text is in " + language + "; statements are found only in English so far."
}

// SiteOptions are the options of a site on a world.
func SiteOptions(w *World) site.Options {
	return site.Options{
		Searches: w.Searches, Store: w, Readers: Readers(w, func(string, Asked) {}), FindSpeakers: w.SpeakersNamed, Clock: Clock, Log: slog.New(slog.DiscardHandler), BaseURL: Base, Unread: Unread, Picture: w.Picture,
		WriteFeed: func(out io.Writer, f site.Feed) error {
			first := ""
			if len(f.Editions) > 0 {
				first = f.Page(f.Editions[0])
			}
			said := map[string]any{"format": f.Format, "self": f.Self, "first": first}
			if len(f.Pieces) > 0 {
				said["pieces"] = f.Pieces
			}
			return json.NewEncoder(out).Encode(said)
		},
	}
}

// HandlerWith serves a world's site, and tells of each feed that is written.
func HandlerWith(t testing.TB, w *World, feed func(site.Feed)) http.Handler {
	t.Helper()
	o := SiteOptions(w)
	write := o.WriteFeed
	o.WriteFeed = func(out io.Writer, f site.Feed) error { feed(f); return write(out, f) }
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return web.Secure(s)
}

// Acts are what an editor set off.
type Acts struct {
	Fed       []desk.FeedForm
	Refed     map[news.ID]desk.FeedForm // feeds that were changed
	Removed   []news.ID                 // feeds that were removed
	Weighed   []news.ID
	Drafted   []news.ID
	Approved  []string // edition and who
	Spoken    []string // what else was said of editions: act, edition and who or to whom
	Published []desk.PublicationForm
	Retried   []int64
	People    []string // what was done to speakers, in words
	Mended    []string // what was done to statements, in words
	Put       []news.Statement
	Read      []string       // what was done to readers, in words
	Regrouped []news.Mending // what was done to stories
	Mailed    []string       // what was done about mailings, in words
	Wrote     []string       // what was done to articles and authors, in words
}

// publish notes a publication, unless it has faults that the form is to show.
func (a *Acts) publish(f desk.PublicationForm) error {
	var errs []error
	if f.Name == "" {
		errs = append(errs, news.FieldErrorf("name", "a publication needs a name"))
	}
	if len(f.Days) == 0 {
		errs = append(errs, news.FieldErrorf("days", "an edition appears on at least one day of the week"))
	}
	if _, err := time.LoadLocation(f.Zone); err != nil {
		errs = append(errs, news.FieldErrorf("zone", "%q is no time zone; use a name such as Asia/Jerusalem", f.Zone))
	}
	if f.Slug == "taken" {
		errs = append(errs, &news.Error{Kind: news.Conflict, Field: "slug", Message: "there is a publication \"taken\" already"})
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	a.Published = append(a.Published, f)
	return nil
}

// Password is what every user of a sample desk logs in with.
const Password = "correct horse battery"

// Stream is a stream of notices that a test feeds.
type Stream struct{ Events chan string }

// ServeHTTP sends what comes, as server-sent events, until the reader goes.
func (s *Stream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	_ = out.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case e := <-s.Events:
			if _, err := io.WriteString(w, "event: notice\ndata: "+e+"\n\n"); err != nil {
				return
			}
			_ = out.Flush()
		}
	}
}

// PushKey is the public key of a house (RFC 8292, section 2.4).
const PushKey = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"

// Pushes keeps in memory which browsers ask to be told.
type Pushes struct {
	mu    sync.Mutex
	asked []string
}

// Key implements site.Push.
func (p *Pushes) Key() string { return PushKey }

// Ask implements site.Push.
func (p *Pushes) Ask(_ context.Context, ask news.PushAsk) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, fmt.Sprint("ask ", ask.Topics, " in ", ask.Language))
	return news.CheckTopics(ask.Topics)
}

// End implements site.Push.
func (p *Pushes) End(context.Context, string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, "end")
	return nil
}

// Asked gives what browsers asked.
func (p *Pushes) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

// Handler serves a world as the program does: the site, and the desk below /desk.
func Handler(t testing.TB, w *World) http.Handler {
	t.Helper()
	h, _ := Whole(t, w)
	return h
}

// Whole is Handler, and tells what editors set off.
func Whole(t testing.TB, w *World) (http.Handler, *Acts) {
	t.Helper()
	o := SiteOptions(w)
	if w.Stream != nil {
		o.Events = w.Stream
	}
	if w.Pushes != nil {
		o.Push = w.Pushes
	}
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	acts := Acts{Refed: map[news.ID]desk.FeedForm{}}
	feed := func(f desk.FeedForm) error {
		return errors.Join(news.Feed{URL: f.URL, OutletID: "o"}.Validate(), news.Outlet{Name: "o", Kind: news.OutletKind(f.Kind), Own: f.Own}.Validate())
	}
	d, err := desk.New(desk.Options{
		Store: w, Sessions: &Sessions{}, Clock: Clock, Log: slog.New(slog.DiscardHandler), Preview: s.Preview, PreviewArticle: s.PreviewArticle, PreviewPicture: s.PreviewPicture, Unread: Unread,
		Actions: desk.Actions{
			Statements: statements{w, &acts}, Speakers: speakers{w, &acts}, Stories: stories{w, &acts}, Claims: claims{w, &acts}, Readers: deskReaders{w, &acts},
			Mailings: mailings{w, &acts},
			AddFeed: func(_ context.Context, f desk.FeedForm) error {
				if err := feed(f); err != nil {
					return err
				}
				acts.Fed = append(acts.Fed, f)
				return nil
			},
			SetFeed: func(_ context.Context, id news.ID, f desk.FeedForm) error {
				if err := feed(f); err != nil {
					return err
				}
				acts.Refed[id] = f
				return nil
			},
			RemoveFeed: func(ctx context.Context, id news.ID) error {
				if err := w.SetFeedState(ctx, id, news.FeedRemoved); err != nil {
					return err
				}
				acts.Removed = append(acts.Removed, id)
				return nil
			},
			Articles: deskPieces{w, &acts},
			Weigh:    func(_ context.Context, id news.ID) error { acts.Weighed = append(acts.Weighed, id); return nil },
			Draft:    func(_ context.Context, id news.ID) error { acts.Drafted = append(acts.Drafted, id); return nil },
			Approve: func(_ context.Context, id news.ID, who string) error {
				acts.Approved = append(acts.Approved, string(id)+" by "+who)
				return nil
			},
			Withdraw: func(_ context.Context, id news.ID, who string) error {
				acts.Spoken = append(acts.Spoken, "withdraw "+string(id)+" by "+who)
				return nil
			},
			Release: func(_ context.Context, id news.ID, who string) error {
				acts.Spoken = append(acts.Spoken, "release "+string(id)+" by "+who)
				return nil
			},
			SetAudience: func(_ context.Context, id news.ID, to news.Audience) error {
				acts.Spoken = append(acts.Spoken, "mail "+string(id)+" to "+to.String())
				return nil
			},
			AddPublication: func(_ context.Context, f desk.PublicationForm) error { return acts.publish(f) },
			SetPublication: func(_ context.Context, _ news.ID, f desk.PublicationForm) error { return acts.publish(f) },
			Parked:         func(context.Context, int) ([]news.ParkedJob, error) { return w.ParkedList, w.Fail },
			Retry: func(_ context.Context, n int64) error {
				if n != 41 {
					return none("job")
				}
				acts.Retried = append(acts.Retried, n)
				return nil
			},
			Left: func(context.Context) (map[news.Step]int, error) {
				return map[news.Step]int{news.Gather: 4, news.Read: 12}, w.Fail
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", s)
	mux.Handle("/desk/", d)
	return web.Secure(mux), &acts
}

// Sessions keeps sessions in memory.
type Sessions struct {
	mu   sync.Mutex
	data map[string][]byte
}

// FindCtx implements scs.CtxStore.
func (s *Sessions) FindCtx(_ context.Context, token string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.data[token]
	return b, ok, nil
}

// CommitCtx implements scs.CtxStore.
func (s *Sessions) CommitCtx(_ context.Context, token string, b []byte, _ time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.data == nil {
		s.data = map[string][]byte{}
	}
	s.data[token] = b
	return nil
}

// DeleteCtx implements scs.CtxStore.
func (s *Sessions) DeleteCtx(_ context.Context, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.data, token)
	return nil
}

// Find, Commit and Delete are the older methods, which the interface asks for.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit implements scs.Store.
func (s *Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, b, expiry)
}

// Delete implements scs.Store.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
