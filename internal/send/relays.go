package send

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/news"
)

// Way is a mail server that takes mails from here, and how it is to be used.
type Way struct {
	Relay
	Name        string  // for the log and the desk
	Weight      int     // its share of the messages, against those of the others; at least 1
	Connections int     // how many at once
	Rate        float64 // messages a second at most; 0: as many as it takes
}

// relay is a way in one run.
type relay struct {
	Way
	queue chan *parcel
	limit *rate.Limiter // nil: none

	mu       sync.Mutex
	carriers int
	credit   int       // whose turn it is, see pick
	ills     int       // failures in a row
	until    time.Time // not used before
	why      error     // the last failure
}

func newRelay(w Way) *relay {
	w.Weight, w.Connections = max(w.Weight, 1), max(w.Connections, 1)
	r := &relay{Way: w, queue: make(chan *parcel, w.Connections)}
	if w.Rate > 0 {
		r.limit = rate.NewLimiter(rate.Limit(w.Rate), 1)
	}
	return r
}

// pace waits until the relay may be given another message.
func (r *relay) pace(ctx context.Context) bool { return r.limit == nil || r.limit.Wait(ctx) == nil }

// How long a relay that failed is left alone: longer each time in a row.
const (
	firstRest   = 500 * time.Millisecond
	longestRest = 2 * time.Minute
)

// ill notes that the relay failed. What waits for it goes to another.
func (r *relay) ill(run *run, err error) {
	r.mu.Lock()
	now := time.Now()
	if now.After(r.until) { // those who were at it together fail together, and count once
		r.ills++
		r.until = now.Add(jitter(min(firstRest<<min(r.ills-1, 12), longestRest)))
	}
	r.why = err
	r.mu.Unlock()
	for {
		select {
		case p := <-r.queue:
			run.back(p)
		default:
			run.wake()
			return
		}
	}
}

// well notes that the relay answered.
func (r *relay) well() {
	r.mu.Lock()
	r.ills, r.until, r.why = 0, time.Time{}, nil
	r.mu.Unlock()
}

// rests says how long the relay is to be left alone.
func (r *relay) rests() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Until(r.until)
}

// staff puts a carrier to work if those who are there have not kept up.
func (r *relay) staff(run *run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.carriers >= r.Connections || r.carriers > 0 && len(r.queue) == 0 {
		return
	}
	r.carriers++
	c := &carrier{run: run, relay: r, done: make(chan struct{}, 1)}
	run.carriers.Go(c.carry)
}

// retire lets a carrier go that found nothing to do, unless there is something now.
func (r *relay) retire(*carrier) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) > 0 {
		return false
	}
	r.carriers--
	return true
}

// pick gives the relay whose turn it is, by weight, among those that are not left alone (smooth weighted round robin: each
// gains its weight, the one with most goes first and pays the sum). None: how long until one may be.
func pick(all []*relay) (chosen *relay, wait time.Duration) {
	sum := 0
	for _, r := range all {
		if rest := r.rests(); rest > 0 {
			if wait == 0 || rest < wait {
				wait = rest
			}
			continue
		}
		r.credit += r.Weight
		sum += r.Weight
		if chosen == nil || r.credit > chosen.credit {
			chosen = r
		}
	}
	if chosen != nil {
		chosen.credit -= sum
	}
	return chosen, wait
}

// down says why no relay can be used, if none has answered for a while.
func down(all []*relay) error {
	var why error
	for _, r := range all {
		r.mu.Lock()
		ills := r.ills
		if r.why != nil {
			why = news.Errorf(news.Unavailable, "%s: %w", r.Name, r.why)
		}
		r.mu.Unlock()
		if ills < tolerated {
			return nil
		}
	}
	return why
}

// tolerated is after how many failures in a row a run no longer waits for a relay: for about half a minute. The mailing is taken
// up again a minute later.
const tolerated = 7
