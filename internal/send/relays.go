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

	credit int       // whose turn it is, see pick
	behind time.Time // since when it has had enough to do; zero: it keeps up

	mu       sync.Mutex
	carriers int
	ills     int       // failures in a row
	until    time.Time // not used before
	why      error     // the last failure
	hung     bool      // nobody at it has been heard of since it was given up
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

// keepsUp notes that the relay took a parcel into its queue.
func (r *relay) keepsUp() { r.behind = time.Time{} }

// lags notes that the relay has enough to do, and says whether nothing has moved for so long that it must have failed.
func (r *relay) lags(stuck time.Duration) bool {
	now := time.Now()
	if r.behind.IsZero() {
		r.behind = now
	}
	if r.limit != nil { // what is asked of it is to be slow
		stuck = max(stuck, time.Duration(3/float64(r.limit.Limit())*float64(time.Second)))
	}
	return now.Sub(r.behind) > stuck
}

// hang gives up a relay of which nothing has moved. What waits for it goes to another, and until it is heard of, others go first.
func (r *relay) hang(run *run) {
	r.ill(run, news.Errorf(news.Unavailable, "no message got through for %v", run.tempo.stuck))
	r.mu.Lock()
	r.hung = true
	r.mu.Unlock()
}

// busy says that the relay has enough to do, so that others go first: it was waited for in vain, or it is to be given messages
// slowly. One that is only full at this moment is waited for, or weights would not hold.
func (r *relay) busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hung || len(r.queue) == cap(r.queue) && (r.limit != nil || !r.behind.IsZero())
}

// ill notes that the relay failed. What waits for it goes to another.
func (r *relay) ill(run *run, err error) {
	r.mu.Lock()
	now := time.Now()
	if now.After(r.until) { // those who were at it together fail together, and count once
		r.ills++
		r.until = now.Add(jitter(min(run.tempo.firstRest<<min(r.ills-1, 12), run.tempo.longestRest)))
	}
	r.why, r.hung = err, false
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
	r.ills, r.until, r.why, r.hung = 0, time.Time{}, nil, false
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

// pick gives the relay whose turn it is, by weight, among those that are not left alone; those that are busy come last. None: how
// long until one may be.
func pick(all []*relay) (chosen *relay, wait time.Duration) {
	var free, busy []*relay
	for _, r := range all {
		switch rest := r.rests(); {
		case rest > 0:
			if wait == 0 || rest < wait {
				wait = rest
			}
		case r.busy():
			busy = append(busy, r)
		default:
			free = append(free, r)
		}
	}
	if len(free) == 0 {
		free = busy
	}
	return turn(free), wait
}

// turn is smooth weighted round robin: each gains its weight, the one with most goes first and pays the sum.
func turn(all []*relay) (chosen *relay) {
	sum := 0
	for _, r := range all {
		r.credit += r.Weight
		sum += r.Weight
		if chosen == nil || r.credit > chosen.credit {
			chosen = r
		}
	}
	if chosen != nil {
		chosen.credit -= sum
	}
	return chosen
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
