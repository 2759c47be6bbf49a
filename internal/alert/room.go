package alert

import (
	"net/http"
	"sync"
)

const (
	// mostStreams is how many streams of notices are open on one machine at once: at 30 kB each (docs/measures.md) they take 600 MB.
	mostStreams = 20_000
	// mostFrom is how many of these may come from one address. Behind one may be an office with everybody in it, and a browser has a
	// stream for each tab that is looked at; but nobody alone takes more than a hundredth of all.
	//
	// Those whose address is not known ("") share the machine's number alone.
	mostFrom = 200
	// later is after how many seconds who is refused may come back (RFC 9110, section 10.2.3). Pages cannot read it: they wait longer
	// after each refusal, up to a minute.
	later = "60"
)

// room counts the streams that are open. One that does not fit is refused, and none that is open is ended for it.
type room struct {
	all, each int

	mu   sync.Mutex
	open int
	from map[string]int
}

func newRoom(all, each int) *room { return &room{all: all, each: each, from: map[string]int{}} }

// enter takes a place for a stream from somewhere, if there is one; leave gives it back.
func (r *room) enter(from string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open >= r.all || from != "" && r.from[from] >= r.each {
		return false
	}
	r.open++
	if from != "" {
		r.from[from]++
	}
	return true
}

func (r *room) leave(from string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
	if from == "" {
		return
	}
	if r.from[from]--; r.from[from] == 0 {
		delete(r.from, from) // addresses that come and go leave nothing behind
	}
}

// full refuses a stream.
func full(w http.ResponseWriter) {
	w.Header().Set("Retry-After", later)
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, "Too many pages listen for notices at the moment. Without it this one shows those of when it was loaded.", http.StatusServiceUnavailable)
}
