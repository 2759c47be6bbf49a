package send

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"onrecord/internal/news"
)

// run is one run over a mailing: it reads what is due, gives it to carriers, one for each connection, and has an accountant write
// down what became of it.
//
//	database ─▶ dispatch ─▶ a lane for each relay ─▶ carriers ─▶ mail server
//	    ▲                                                 │
//	    └──────────────────── account ◀───────────────────┘
type run struct {
	*Step
	number int64
	owner  string
	mails  *mails
	lanes  []*lane
	paces  paces

	ctx      context.Context //nolint:containedctx // the run's own: done when it is to end
	end      context.CancelCauseFunc
	carriers sync.WaitGroup
	entries  chan entry
	broken   chan struct{} // closed when nothing more is written down
	woken    chan struct{}

	mu       sync.Mutex
	open     map[news.ID]bool // what is on its way
	gone     map[news.ID]bool // what was written down while a page is being read; nil: none is
	returned []*parcel        // what is to be given to another connection
	accepted bool             // a message was taken
	refusals int              // in a row, that are about us and not about a reader
	arrives  bool             // a message was taken, in this run or one before
	halted   error            // why a human must see to it
}

// pageful is how many deliveries are read at a time. They are read shortly before they go out: who unsubscribes is left out within
// the time that a page takes.
const pageful = 500

// do sends what is due, until there is no more, or ctx ends, or it makes no sense to go on.
func (r *run) do(ctx context.Context) error {
	r.ctx, r.end = context.WithCancelCause(ctx)
	defer r.end(nil)
	r.entries, r.broken, r.woken = make(chan entry, mostEntries), make(chan struct{}), make(chan struct{}, 1)
	r.open = map[news.ID]bool{}
	var accountant sync.WaitGroup
	accountant.Go(func() { r.account(r.entries) })
	var editors sync.WaitGroup
	editors.Go(r.heed)
	err := r.dispatch()
	stopped := r.ctx.Err() != nil
	r.end(nil)
	editors.Wait()
	r.carriers.Wait()
	close(r.entries)
	accountant.Wait()
	if stopped { // what dispatch says then is only that it was: a read that was cut short
		err = nil
	}
	if cause := context.Cause(r.ctx); err == nil && cause != context.Canceled { //nolint:errorlint // our own
		err = cause
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// stop ends the run; what is between a last dot and its answer is brought to its end.
func (r *run) stop(why error) {
	if why == nil {
		why = context.Canceled
	}
	r.end(why)
}

// dispatch reads what is due and gives it out until nothing is left.
func (r *run) dispatch() error {
	next := pages{run: r}
	for r.ctx.Err() == nil {
		p, err := r.take(&next)
		if err != nil {
			return err
		}
		if p == nil {
			if r.idle() && next.ended {
				return nil
			}
			r.rest(min(50*time.Millisecond, r.paces.wait()))
			continue
		}
		if p.Against != "" {
			o := p.outcome(news.Suppressed, r.clock.Now())
			o.Reply = p.Against
			r.enter(entry{Outcome: o})
			continue
		}
		if err := r.give(p); err != nil {
			return err
		}
	}
	return nil
}

// take gives the parcel that is next: one that came back, one that was held back, or a new one.
func (r *run) take(next *pages) (*parcel, error) {
	r.mu.Lock()
	if n := len(r.returned); n > 0 {
		p := r.returned[n-1]
		r.returned = r.returned[:n-1]
		r.mu.Unlock()
		return p, nil
	}
	r.mu.Unlock()
	if p := r.paces.next(); p != nil {
		return p, r.look(p)
	}
	for r.paces.count < mostHeld {
		p, err := next.take()
		if p == nil || err != nil {
			return nil, err
		}
		if p.Against != "" || !r.paces.hold(p) {
			return p, nil
		}
	}
	return nil, nil //nolint:nilnil // there is none now
}

// look reads again what a parcel says of its reader, if it was held back for long: they may have left meanwhile.
func (r *run) look(p *parcel) error {
	if time.Since(p.read) < r.tempo.fresh {
		return nil
	}
	now, err := r.store.Addressed(r.ctx, r.number, p.Subscription, r.clock.Now())
	if err != nil {
		return err
	}
	p.Address, p.Language, p.Against, p.read = now.Address, now.Language, now.Against, time.Now()
	return nil
}

// give puts a parcel into the lane whose turn it is.
func (r *run) give(p *parcel) error {
	for r.ctx.Err() == nil {
		lane, wait := pick(r.lanes)
		if lane == nil {
			if why := down(r.lanes); why != nil {
				return why
			}
			r.rest(wait)
			continue
		}
		lane.staff(r)
		late := time.NewTimer(r.tempo.slow)
		select {
		case lane.queue <- p:
			late.Stop()
			lane.keepsUp()
			lane.staff(r)
			return nil
		case <-r.ctx.Done():
			late.Stop()
		case <-late.C:
			if lane.lags(r.tempo.stuck) {
				lane.hang(r)
			}
		}
	}
	return nil
}

// rest waits until something happened, or for a while.
func (r *run) rest(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-r.woken:
	case <-timer.C:
	case <-r.ctx.Done():
	}
}

func (r *run) wake() {
	select {
	case r.woken <- struct{}{}:
	default:
	}
}

// idle says that nothing is on its way and nothing is held back.
func (r *run) idle() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.open) == 0 && len(r.returned) == 0
}

// enter has an outcome written down.
func (r *run) enter(e entry) { r.entries <- e }

// closed notes that an outcome is on disk.
func (r *run) closed(o news.Outcome) {
	r.mu.Lock()
	delete(r.open, o.Subscription)
	if r.gone != nil {
		r.gone[o.Subscription] = true
	}
	if o.To == news.Sent {
		r.refusals, r.accepted, r.arrives = 0, true, true
	}
	empty := len(r.open) == 0
	r.mu.Unlock()
	if empty {
		r.wake()
	}
}

// taken says whether a message of this run was taken by a mail server.
func (r *run) taken() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.accepted
}

// back gives a parcel to be sent by another connection.
func (r *run) back(p *parcel) {
	r.mu.Lock()
	r.returned = append(r.returned, p)
	r.mu.Unlock()
	r.wake()
}

// mostRefusals is how many messages in a row may be refused for what we are and not for whom they go to, before the mailing is
// paused: it would go on to be refused to everybody.
const mostRefusals = 20

// unwelcome counts a refusal that is about us. Where messages arrive, those that are tried again do not count: they come together,
// a provider's that refuses us, and for them nobody else's mailing is to stop.
func (r *run) unwelcome(p *parcel, err error) {
	r.mu.Lock()
	if p.Attempts == 0 || !r.arrives {
		r.refusals++
	}
	many := r.refusals >= mostRefusals
	r.mu.Unlock()
	if many {
		r.halt(err)
	}
}

// halt ends the run until a human has seen to it.
func (r *run) halt(err error) {
	r.mu.Lock()
	if r.halted == nil {
		r.halted = err
	}
	r.mu.Unlock()
	r.stop(nil)
}

// pages reads deliveries: those that wait, in the order of the list, and between them those that were deferred and are due.
type pages struct {
	*run
	after news.ID
	read  []*parcel
	ended bool      // there are no more now
	asked time.Time // when the deferred ones were last asked for
	away  time.Time // since when the database does not answer
}

func (g *pages) take() (*parcel, error) {
	if len(g.read) == 0 {
		if err := g.turn(); err != nil {
			return nil, err
		}
	}
	if len(g.read) == 0 {
		return nil, nil //nolint:nilnil // there is none now
	}
	p := g.read[0]
	g.read = g.read[1:]
	return p, nil
}

// turn reads the next page.
func (g *pages) turn() (err error) {
	var all []news.Addressed
	// What is on its way while the page is read may be in it as it was before; once it is written down, nothing else would tell.
	g.watch(true)
	defer g.watch(false)
	if now := time.Now(); now.Sub(g.asked) > g.tempo.often {
		if all, err = g.store.DeferredDeliveries(g.ctx, g.number, g.clock.Now(), pageful); err != nil {
			return g.hindered(err)
		}
		g.asked = now
	}
	if len(all) == 0 && !g.ended {
		if all, err = g.store.WaitingDeliveries(g.ctx, g.number, g.after, g.clock.Now(), pageful); err != nil {
			return g.hindered(err)
		}
		if len(all) == 0 {
			g.ended = true
		} else {
			g.after = all[len(all)-1].Subscription
		}
	}
	g.away = time.Time{}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, a := range all {
		if !g.open[a.Subscription] && !g.gone[a.Subscription] {
			g.open[a.Subscription] = true
			g.read = append(g.read, &parcel{Addressed: a, read: time.Now()})
		}
	}
	return nil
}

// watch has what is written down from now on remembered, or forgotten again.
func (g *pages) watch(on bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.gone = nil; on {
		g.gone = map[news.ID]bool{}
	}
}

// hindered waits a little for a database that does not answer; the accountant knows how long that makes sense.
func (g *pages) hindered(err error) error {
	if news.KindOf(err) != news.Unavailable || g.ctx.Err() != nil {
		return err
	}
	g.log.LogAttrs(g.ctx, slog.LevelWarn, "who is to get the edition cannot be read yet", slog.Any("error", err))
	if g.away.IsZero() {
		g.away = time.Now()
	}
	if time.Since(g.away) > g.tempo.patience {
		return err
	}
	g.rest(g.tempo.often / 2)
	return nil
}
