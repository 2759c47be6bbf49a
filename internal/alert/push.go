package alert

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/platform/webpush"
)

// PushStore is what telling browsers needs of the store.
type PushStore interface {
	// SavePush keeps what a browser asks for; where there are so many already, it is a Conflict. EndPush deletes all that is kept of one.
	SavePush(ctx context.Context, ask news.PushAsk, most int, at time.Time) error
	EndPush(ctx context.Context, endpoint string) error
	// PushesOf gives the browsers of a batch that were not settled yet, SettlePush keeps how far one has been told.
	PushesOf(ctx context.Context, batch news.ID) ([]news.Push, error)
	SettlePush(ctx context.Context, p news.Push, goesOn bool) error
	// NoticesAfter gives the notices raised after number seq, the oldest first.
	NoticesAfter(ctx context.Context, seq int64, limit int) ([]news.Notice, error)
	// ForgetPushes deletes the browsers whose time is over, and says how many they were.
	ForgetPushes(ctx context.Context, now, renewed, failing time.Time) (int, error)
}

// PushOptions are what telling browsers needs.
type PushOptions struct {
	Store    PushStore
	Sender   *webpush.Sender
	Speaks   *locale.Catalogue // the languages that browsers are told in
	Most     int               // browsers
	Keep     time.Duration     // how long one is kept that is not heard of
	Loopback bool              // this machine may be a push service: for tests
	Clock    news.Clock
	Log      *slog.Logger
}

// Pusher tells browsers of notices, also while no page is open (Web Push).
//
// What a browser has been told is one number, that of the notice handled last, so nothing is owed that is not in the tables: after a crash
// the batch that was in hand goes on where it was. A browser that was being told at that very moment may be told again; the topic of the
// message and the tag of the notification make the second take the place of the first.
type Pusher struct{ PushOptions }

const (
	// fresh is how old what a notice tells may be for a browser to be told of it.
	fresh = 24 * time.Hour
	// backlog is how many notices a browser that could not be reached gets at once when it can: the newest.
	backlog = 5
	// atOnce is how many push services are spoken to at once.
	atOnce = 16
	// giveUp is after how long without success a browser is forgotten.
	giveUp = 14 * 24 * time.Hour
	// soonest and latest bound the wait after a failure.
	soonest, latest = time.Minute, 6 * time.Hour
)

// Key is the house's public key, which a browser asks with.
func (p *Pusher) Key() string { return p.Sender.Key() }

// Ask keeps that a browser wants to be told. What it says of itself is checked: Invalid.
func (p *Pusher) Ask(ctx context.Context, ask news.PushAsk) error {
	if err := webpush.Check(webpush.Browser{Endpoint: ask.Endpoint, Key: ask.Key, Auth: ask.Auth}, p.Loopback); err != nil {
		return err
	}
	if len(ask.Language) > news.LongestLanguage {
		return news.FieldErrorf("language", "%q is no language; give its tag, such as en or pt-BR, or leave it out", ask.Language)
	}
	if len(ask.Topics) > 0 || ask.Was == "" {
		if err := news.CheckTopics(ask.Topics); err != nil {
			return err
		}
	}
	return p.Store.SavePush(ctx, ask, p.Most, p.Clock.Now())
}

// End deletes all that is kept of a browser.
func (p *Pusher) End(ctx context.Context, endpoint string) error {
	return p.Store.EndPush(ctx, endpoint)
}

// Forget deletes the browsers whose time is over.
func (p *Pusher) Forget(ctx context.Context) error {
	now := p.Clock.Now()
	n, err := p.Store.ForgetPushes(ctx, now, now.Add(-p.Keep), now.Add(-giveUp))
	if n > 0 {
		p.Log.InfoContext(ctx, "browsers that were told of notices are forgotten, as their time is over", "browsers", n)
	}
	return err
}

// Run tells the browsers of a batch. What a push service does not take is no error here: that browser is tried again later, by itself.
func (p *Pusher) Run(ctx context.Context, batch news.ID) error {
	pushes, err := p.Store.PushesOf(ctx, batch)
	if err != nil || len(pushes) == 0 {
		return err
	}
	notices, err := p.notices(ctx, pushes)
	if err != nil {
		return err
	}
	var (
		wait  sync.WaitGroup
		turns = make(chan struct{}, atOnce)
		mu    sync.Mutex
		errs  []error
	)
	for _, one := range pushes {
		turns <- struct{}{}
		wait.Go(func() {
			defer func() { <-turns }()
			if err := p.tell(ctx, one, notices); err != nil {
				mu.Lock()
				errs = append(errs, err)
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// notices reads all that some of the browsers have not been told.
func (p *Pusher) notices(ctx context.Context, pushes []news.Push) (all []news.Notice, err error) {
	after := pushes[0].Seen
	for _, one := range pushes {
		after = min(after, one.Seen)
	}
	for {
		found, err := p.Store.NoticesAfter(ctx, after, page)
		if err != nil || len(found) == 0 {
			return all, err
		}
		all, after = append(all, found...), found[len(found)-1].Seq
	}
}

// tell brings one browser up to date. Its errors are the store's.
func (p *Pusher) tell(ctx context.Context, one news.Push, notices []news.Notice) error {
	now := p.Clock.Now()
	for _, n := range due(one, notices, now) {
		answer, err := p.Sender.Send(ctx, webpush.Browser{Endpoint: one.Endpoint, Key: one.Key, Auth: one.Auth}, message(p.Speaks.Choose(one.Language), n, now))
		switch {
		case ctx.Err() != nil:
			return ctx.Err() // the machine is stopping; the batch goes on when it is back
		case answer.Gone:
			return p.Store.EndPush(ctx, one.Endpoint)
		case news.KindOf(err) == news.Invalid:
			p.fails(&one, err, now) // but the next one may be taken
		case err != nil:
			p.fails(&one, err, now)
			one.Due = now.Add(max(min(soonest<<min(one.Failures-1, 10), latest), answer.RetryAfter))
			return p.Store.SettlePush(ctx, one, false)
		default:
			one.Failing, one.Failures, one.Error = time.Time{}, 0, ""
		}
		one.Seen = n.Seq
		if err := p.Store.SettlePush(ctx, one, true); err != nil {
			return err
		}
	}
	if len(notices) > 0 {
		one.Seen = max(one.Seen, notices[len(notices)-1].Seq)
	}
	return p.Store.SettlePush(ctx, one, false)
}

func (p *Pusher) fails(one *news.Push, err error, now time.Time) {
	one.Failures, one.Error = one.Failures+1, err.Error()
	if one.Failing.IsZero() {
		one.Failing = now
	}
}

// due gives the notices that a browser is to be told of: those it asked for, not the old ones, of a thread the last, and few.
func due(one news.Push, notices []news.Notice, now time.Time) (out []news.Notice) {
	at := map[string]int{}
	for _, n := range notices {
		if n.Seq <= one.Seen || !one.Wants(n) || now.Sub(n.At) > fresh {
			continue
		}
		if i, ok := at[n.Thread]; ok && n.Thread != "" {
			out = append(out[:i], out[i+1:]...)
			for name, j := range at {
				if j > i {
					at[name] = j - 1
				}
			}
		}
		at[n.Thread] = len(out)
		out = append(out, n)
	}
	return out[max(0, len(out)-backlog):]
}

// told is what a browser is told, as push.js reads it.
type told struct {
	Seq   int64  `json:"seq"`
	Who   string `json:"who"`
	Title string `json:"title"`
	Body  string `json:"body"`
	URL   string `json:"url"`
	Tag   string `json:"tag"`
}

// message makes what is handed in of a notice, in a language.
func message(in *locale.Language, n news.Notice, now time.Time) webpush.Message {
	topic := topicOf(n)
	n.Title, n.Body = in.Notice(n)
	t := told{Seq: n.Seq, Who: cut(n.Who, 100), Title: cut(cmp.Or(n.Title, n.Body), 200), Body: cut(n.Body, 300), URL: n.URL, Tag: topic}
	if n.Parts > 0 {
		t.Title = strconv.Itoa(n.Part) + "/" + strconv.Itoa(n.Parts) + " " + t.Title
	}
	if len(t.URL) > 1000 {
		t.URL = "/notices"
	}
	body := written(t)
	if len(body) > webpush.MaxBody {
		t.Body = ""
		body = written(t)
	}
	m := webpush.Message{Body: body, TTL: max(fresh-max(now.Sub(n.At), 0), time.Minute), Urgency: "normal", Topic: topic}
	if n.Kind == news.NoticePost {
		m.Urgency = "low"
	}
	return m
}

func written(t told) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(t) // strings and a number
	return bytes.TrimSpace(b.Bytes())
}

// topicOf names what a later message takes the place of: the same notice, or an earlier part of the same thread.
func topicOf(n news.Notice) string {
	if n.Thread == "" {
		return "n" + strconv.FormatInt(n.Seq, 10)
	}
	sum := sha256.Sum256([]byte(n.Thread))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// cut gives a text's first letters.
func cut(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
