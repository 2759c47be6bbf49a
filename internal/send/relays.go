package send

import (
	"context"
	"sync"
	"sync/atomic"
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

// relay is a way, and what all runs together make of it.
type relay struct {
	Way
	limit *rate.Limiter // nil: none
	// slots are its connections, taken by putting something in; waiting is how many carriers would like one.
	slots   chan struct{}
	waiting atomic.Int32

	mu    sync.Mutex
	ills  int       // failures in a row
	until time.Time // not used before
	why   error     // the last failure
}

func newRelay(w Way) *relay {
	w.Weight, w.Connections = max(w.Weight, 1), max(w.Connections, 1)
	r := &relay{Way: w, slots: make(chan struct{}, w.Connections)}
	if w.Rate > 0 {
		r.limit = rate.NewLimiter(rate.Limit(w.Rate), 1)
	}
	return r
}

// pace waits until the relay may be given another message.
func (r *relay) pace(ctx context.Context) bool { return r.limit == nil || r.limit.Wait(ctx) == nil }

// take waits for a connection to be free. The mailings of several editions take turns: see carrier.share.
func (r *relay) take(ctx context.Context) bool {
	r.waiting.Add(1)
	defer r.waiting.Add(-1)
	select {
	case r.slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (r *relay) give() { <-r.slots }

// How long a relay that failed is left alone: longer each time in a row.
const (
	firstRest   = 500 * time.Millisecond
	longestRest = 2 * time.Minute
)

// fell notes that the relay failed.
func (r *relay) fell(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if now.After(r.until) { // those who were at it together fail together, and count once
		r.ills++
		r.until = now.Add(jitter(min(firstRest<<min(r.ills-1, 12), longestRest)))
	}
	r.why = err
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

// lane is a relay in one run, with what waits for it there.
type lane struct {
	*relay
	queue  chan *parcel
	credit int // whose turn it is, see pick

	mu       sync.Mutex
	carriers int
	open     int // of its connections
}

func newLane(r *relay) *lane { return &lane{relay: r, queue: make(chan *parcel, r.Connections)} }

// ill notes that the relay failed. What waits for it goes to another.
func (l *lane) ill(run *run, err error) {
	l.fell(err)
	for {
		select {
		case p := <-l.queue:
			run.back(p)
		default:
			run.wake()
			return
		}
	}
}

// staff puts a carrier to work if those who are there have not kept up.
func (l *lane) staff(run *run) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.carriers >= l.Connections || l.carriers > 0 && len(l.queue) == 0 {
		return
	}
	l.carriers++
	c := &carrier{run: run, lane: l, done: make(chan struct{}, 1)}
	run.carriers.Go(c.carry)
}

// retire lets a carrier go that found nothing to do, unless there is something now.
func (l *lane) retire() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) > 0 {
		return false
	}
	l.carriers--
	return true
}

// opened counts the connections of this run.
func (l *lane) opened(n int) {
	l.mu.Lock()
	l.open += n
	l.mu.Unlock()
}

// hangs says that there are connections, so that a message which does not get through is stuck and does not wait for one.
func (l *lane) hangs() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open > 0
}

// pick gives the lane whose turn it is, by weight, among those that are not left alone (smooth weighted round robin: each
// gains its weight, the one with most goes first and pays the sum). None: how long until one may be.
func pick(all []*lane) (chosen *lane, wait time.Duration) {
	sum := 0
	for _, l := range all {
		if rest := l.rests(); rest > 0 {
			if wait == 0 || rest < wait {
				wait = rest
			}
			continue
		}
		l.credit += l.Weight
		sum += l.Weight
		if chosen == nil || l.credit > chosen.credit {
			chosen = l
		}
	}
	if chosen != nil {
		chosen.credit -= sum
	}
	return chosen, wait
}

// down says why no relay can be used, if none has answered for a while.
func down(all []*lane) error {
	var why error
	for _, l := range all {
		l.relay.mu.Lock()
		ills := l.ills
		if l.why != nil {
			why = news.Errorf(news.Unavailable, "%s: %w", l.Name, l.why)
		}
		l.relay.mu.Unlock()
		if ills < tolerated {
			return nil
		}
	}
	return why
}

// tolerated is after how many failures in a row a run no longer waits for a relay: for about half a minute. The mailing is taken
// up again a minute later.
const tolerated = 7
