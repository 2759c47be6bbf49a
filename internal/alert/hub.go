package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// Notices is what the hub needs of the store.
type Notices interface {
	// NoticesAfter gives the notices raised after number seq, the oldest first. Numbers become visible in their order.
	NoticesAfter(ctx context.Context, seq int64, limit int) ([]news.Notice, error)
	// LastNotice gives the number of the notice raised last, 0 if there is none.
	LastNotice(ctx context.Context) (int64, error)
}

const (
	// look is how often the store is asked for what other machines raised.
	look = 2 * time.Second
	// beat is how often an idle stream gets a sign of life: a proxy in between does not close it or hold back what came before, and a page
	// that hears nothing for longer knows that the stream was lost on the way.
	beat = 15 * time.Second
	// soon and spread say after how long a browser comes back by itself: pages that lost their streams together do not come back together.
	soon, spread = 1500 * time.Millisecond, 3 * time.Second
	// recent is how many notices are kept in memory for the streams that are open.
	recent = 256
	// page is how many notices are read at once for a reader who was away.
	page = 100
	// patience is how long a reader may take nothing in. Who is gone without a word holds a stream no longer than that; all others
	// have streams of their own and do not wait for it.
	patience = 30 * time.Second
)

// Hub streams notices as server-sent events (WHATWG HTML, section 9.2).
type Hub struct {
	notices   Notices
	languages *locale.Catalogue
	from      func(*http.Request) string
	log       *slog.Logger
	wake      chan struct{}
	room      *room
	beat      time.Duration

	mu      sync.Mutex
	tail    []raised      // the newest, in order
	newest  int64         // the number of the notice raised last, or unknown
	changed chan struct{} // closed and replaced when tail grows
	done    bool
}

// raised is a notice as it is sent, made once for all streams in a language.
type raised struct {
	seq int64
	in  map[string]string // by language
}

// NewHub makes a hub; Run keeps it going. What the house says itself in notices it says in any of the languages. from gives the address that
// a request came from, by which streams are limited, "" where it is not known.
func NewHub(notices Notices, languages *locale.Catalogue, from func(*http.Request) string, log *slog.Logger) *Hub {
	return &Hub{
		notices: notices, languages: languages, from: from, log: log, wake: make(chan struct{}, 1), room: newRoom(mostStreams, mostFrom), beat: beat,
		changed: make(chan struct{}), newest: unknown,
	}
}

// Wake has the hub look at the store now.
func (h *Hub) Wake() {
	select {
	case h.wake <- struct{}{}:
	default: // it is about to look anyway
	}
}

// Run reads new notices from the store until ctx ends, and then lets all streams end.
func (h *Hub) Run(ctx context.Context) {
	defer func() {
		h.mu.Lock()
		h.done = true
		close(h.changed)
		h.mu.Unlock()
	}()
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	last := int64(unknown)
	for {
		found, err := h.more(ctx, &last)
		if err != nil && ctx.Err() == nil {
			h.log.Warn("looking for notices", "error", err)
		}
		if len(found) > 0 {
			last = found[len(found)-1].Seq
			h.publish(found)
			if len(found) == page {
				continue
			}
		}
		if err == nil {
			h.known(last) // there is nothing after it
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-h.wake:
		}
	}
}

// unknown is the number of the notice seen last before the store was asked.
const unknown = -1

// more gives the notices after the last one seen. Memory begins at the newest; who asks for older ones gets them from the
// store.
func (h *Hub) more(ctx context.Context, last *int64) ([]news.Notice, error) {
	if *last == unknown {
		newest, err := h.notices.LastNotice(ctx)
		if err != nil {
			return nil, err
		}
		*last = max(0, newest-recent)
	}
	return h.notices.NoticesAfter(ctx, *last, page)
}

func (h *Hub) publish(found []news.Notice) {
	frames, err := h.framed(found)
	if err != nil {
		h.log.Error("a notice cannot be sent", "error", err) // it is made of strings and numbers
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tail = append(h.tail, frames...)
	if n := len(h.tail) - recent; n > 0 {
		h.tail = append([]raised(nil), h.tail[n:]...)
	}
	close(h.changed)
	h.changed = make(chan struct{})
}

// known notes which notice is the newest, so that streams that begin with what is to come need not ask the store, all at once when
// everybody comes back.
func (h *Hub) known(newest int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.newest = newest
}

// now gives the number of the newest notice. One that this machine has not heard of yet is to come.
func (h *Hub) now(ctx context.Context) (int64, error) {
	h.mu.Lock()
	newest := h.newest
	h.mu.Unlock()
	if newest != unknown {
		return newest, nil
	}
	return h.notices.LastNotice(ctx)
}

// after gives the notices after seq from memory, if memory reaches back that far, and a channel that is closed when there
// are more.
func (h *Hub) after(seq int64) (found []raised, whole bool, changed <-chan struct{}, done bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.tail) == 0 {
		return nil, true, h.changed, h.done
	}
	for i, n := range h.tail {
		if n.seq > seq {
			// Numbers may have gaps, so memory is known to reach back only to its own first notice.
			return h.tail[i:], i > 0, h.changed, h.done
		}
	}
	return nil, true, h.changed, h.done
}

// event is what a notice looks like to the page.
type event struct {
	Seq   int64     `json:"seq"`
	At    time.Time `json:"at"`
	Kind  string    `json:"kind"`
	Who   string    `json:"who"`
	Title string    `json:"title"`
	Body  string    `json:"body"`
	URL   string    `json:"url"`
	Part  int       `json:"part,omitempty"`
	Parts int       `json:"parts,omitempty"`
	Thrd  string    `json:"thread,omitempty"`
}

// ServeHTTP streams what was raised after the notice named by the Last-Event-ID header, or by the query parameter after,
// which a page sets to the newest notice that it shows; without either it streams from now on. What the house says itself comes in the
// language that the parameter language asks for, a tag (RFC 5646), else in English. It ends when the reader goes or the hub stops; the
// browser then comes back by itself. Where too many streams are open, on this machine or from one address, it answers 503 with Retry-After.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	last, given, err := lastSeen(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	from := h.from(r)
	if !h.room.enter(from) {
		full(w)
		return
	}
	defer h.room.leave(from)
	if !given {
		if last, err = h.now(r.Context()); err != nil {
			h.log.Warn("looking for the newest notice", "error", err)
			http.Error(w, "The notices cannot be read at the moment.", http.StatusServiceUnavailable)
			return
		}
	}
	language := h.languages.Choose(r.URL.Query().Get("language")).Tag
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // or nginx holds events back
	out := wire{w, http.NewResponseController(w)}
	wait := soon + rand.N(spread) //nolint:gosec // jitter is no secret
	if out.send(fmt.Sprintf("retry: %d\n\n", wait.Milliseconds())) != nil {
		return
	}
	heart := time.NewTicker(h.beat)
	defer heart.Stop()
	for {
		found, whole, changed, done := h.after(last)
		if !whole {
			if found, err = h.older(r.Context(), last); err != nil {
				return
			}
		}
		if len(found) > 0 {
			frames := make([]string, len(found))
			for i, n := range found {
				frames[i], last = n.in[language], n.seq
			}
			if out.send(frames...) != nil {
				return
			}
			if !whole {
				continue
			}
		}
		if done {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		case <-heart.C:
			if out.send(alive) != nil {
				return
			}
		}
	}
}

// alive is what a stream gets when nothing happens. A comment would do for those in between, but the page does not hear it.
const alive = "event: beat\ndata: alive\n\n"

// wire is the connection to a reader.
type wire struct {
	w   http.ResponseWriter
	out *http.ResponseController
}

// send writes something and sees it off. A reader who takes nothing in for long loses the stream, and comes back with the number of what
// they saw last. A stream is as long as it is; only each sending has an end.
func (l wire) send(all ...string) error {
	_ = l.out.SetWriteDeadline(time.Now().Add(patience)) // a connection that has none is waited for
	for _, s := range all {
		if _, err := io.WriteString(l.w, s); err != nil {
			return err
		}
	}
	return l.out.Flush()
}

// older gives notices that memory has no more, from the store.
func (h *Hub) older(ctx context.Context, seq int64) ([]raised, error) {
	found, err := h.notices.NoticesAfter(ctx, seq, page)
	if err != nil {
		return nil, err
	}
	return h.framed(found)
}

// lastSeen reads the number that the reader saw last.
func lastSeen(r *http.Request) (seq int64, given bool, err error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("after")
	}
	if text == "" {
		return 0, false, nil
	}
	seq, err = strconv.ParseInt(text, 10, 64)
	if err != nil || seq < 0 {
		return 0, false, news.FieldErrorf("after", "%q is no number of a notice; they are counted from 0: write after=7", text)
	}
	return seq, true, nil
}

// framed writes notices as events, each in all languages. One that is the same in all is there once.
func (h *Hub) framed(found []news.Notice) ([]raised, error) {
	all := make([]raised, 0, len(found))
	for _, n := range found {
		made := raised{n.Seq, map[string]string{}}
		var frame, before, beforeBody string
		for i, l := range h.languages.Languages() {
			if title, body := l.Notice(n); i == 0 || title != before || body != beforeBody {
				data, err := json.Marshal(event{n.Seq, n.At, string(n.Kind), n.Who, title, body, n.URL, n.Part, n.Parts, n.Thread})
				if err != nil {
					return all, err
				}
				frame, before, beforeBody = fmt.Sprintf("id: %d\nevent: notice\ndata: %s\n\n", n.Seq, data), title, body
			}
			made.in[l.Tag] = frame
		}
		all = append(all, made)
	}
	return all, nil
}
