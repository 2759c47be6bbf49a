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
	// urgent is how many single mails would like a connection; ceded brings one of them the slot of a carrier, and a channel that is
	// closed when its connection is.
	urgent atomic.Int32
	ceded  chan chan struct{}

	mu    sync.Mutex
	ills  int       // failures in a row
	until time.Time // not used before
	why   error     // the last failure
	hung  bool      // nobody at it has been heard of since it was given up
}

func newRelay(w Way) *relay {
	w.Weight, w.Connections = max(w.Weight, 1), max(w.Connections, 1)
	r := &relay{Way: w, slots: make(chan struct{}, w.Connections), ceded: make(chan chan struct{})}
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

// takeFirst waits for a connection to be free for one mail that somebody waits for. Where a mailing has them all, the first carrier
// that is between two messages cedes its own.
func (r *relay) takeFirst(ctx context.Context) bool {
	r.urgent.Add(1)
	defer r.urgent.Add(-1)
	select {
	case r.slots <- struct{}{}:
		return true
	case closed := <-r.ceded:
		<-closed
		return true
	case <-ctx.Done():
		return false
	}
}

// full says that all connections are taken.
func (r *relay) full() bool { return len(r.slots) == cap(r.slots) }

// shaky says that the relay is being left alone, or hung when it was last heard of.
func (r *relay) shaky() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.hung || time.Now().Before(r.until)
}

// fell notes that the relay failed. It is left alone for a while, longer each time in a row.
func (r *relay) fell(err error, t tempo) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	if now.After(r.until) { // those who were at it together fail together, and count once
		r.ills++
		r.until = now.Add(jitter(min(t.firstRest<<min(r.ills-1, 12), t.longestRest)))
	}
	r.why, r.hung = err, false
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

// lane is a relay in one run, with what waits for it there.
type lane struct {
	*relay
	queue  chan *parcel
	credit int       // whose turn it is, see turn
	behind time.Time // since when it has had enough to do; zero: it keeps up

	mu       sync.Mutex
	carriers int
	open     int // of its connections
}

func newLane(r *relay) *lane { return &lane{relay: r, queue: make(chan *parcel, r.Connections)} }

// ill notes that the relay failed. What waits for it goes to another.
func (l *lane) ill(run *run, err error) {
	l.fell(err, run.tempo)
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

// keepsUp notes that a parcel was put into the queue.
func (l *lane) keepsUp() { l.behind = time.Time{} }

// lags notes that there is enough to do, and says whether nothing has moved for so long that the relay must have failed.
func (l *lane) lags(stuck time.Duration) bool {
	now := time.Now()
	if l.behind.IsZero() {
		l.behind = now
	}
	if l.limit != nil { // what is asked of it is to be slow
		stuck = max(stuck, time.Duration(3/float64(l.limit.Limit())*float64(time.Second)))
	}
	return l.hangs() && now.Sub(l.behind) > stuck
}

// hang gives up a relay of which nothing has moved. What waits for it goes to another, and until it is heard of, others go first.
func (l *lane) hang(run *run) {
	l.ill(run, news.Errorf(news.Unavailable, "no message got through for %v", run.tempo.stuck))
	l.relay.mu.Lock()
	l.hung = true
	l.relay.mu.Unlock()
}

// busy says that there is enough to do, so that others go first: it was waited for in vain, or the relay is to be given messages
// slowly. One that is only full at this moment is waited for, or weights would not hold.
func (l *lane) busy() bool {
	l.relay.mu.Lock()
	defer l.relay.mu.Unlock()
	return l.hung || len(l.queue) == cap(l.queue) && (l.limit != nil || !l.behind.IsZero())
}

// pick gives the lane whose turn it is, by weight, among those that are not left alone; those that are busy come last. None: how
// long until one may be.
func pick(all []*lane) (chosen *lane, wait time.Duration) {
	var free, busy []*lane
	for _, l := range all {
		switch rest := l.rests(); {
		case rest > 0:
			if wait == 0 || rest < wait {
				wait = rest
			}
		case l.busy():
			busy = append(busy, l)
		default:
			free = append(free, l)
		}
	}
	if len(free) == 0 {
		free = busy
	}
	return turn(free), wait
}

// turn is smooth weighted round robin: each gains its weight, the one with most goes first and pays the sum.
func turn(all []*lane) (chosen *lane) {
	sum := 0
	for _, l := range all {
		l.credit += l.Weight
		sum += l.Weight
		if chosen == nil || l.credit > chosen.credit {
			chosen = l
		}
	}
	if chosen != nil {
		chosen.credit -= sum
	}
	return chosen
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
