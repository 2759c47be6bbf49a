package send_test

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
	realstore "onrecord/internal/store"
	"onrecord/internal/testkit/postgres"
	"onrecord/internal/testkit/smtpsink"
)

// shaky is a store whose writes, or answers, are lost at times.
type shaky struct {
	*realstore.Store
	before, after func() error // of a Settle; what they say is what it says
	reads         func() error
	hang          func() bool // the next read of who waits hangs until it is given up
	failed        atomic.Int64
}

func (s *shaky) Settle(ctx context.Context, number int64, owner string, outcomes []news.Outcome, soft int) (v news.Sending, err error) {
	if s.before != nil {
		err = s.before()
	}
	if err == nil {
		v, err = s.Store.Settle(ctx, number, owner, outcomes, soft)
	}
	if err == nil && s.after != nil {
		err = s.after()
	}
	if err != nil {
		s.failed.Add(1)
	}
	return v, err
}

func (s *shaky) WaitingDeliveries(ctx context.Context, number int64, after news.ID, now time.Time, limit int) ([]news.Addressed, error) {
	if s.reads != nil {
		if err := s.reads(); err != nil {
			return nil, err
		}
	}
	if s.hang != nil && s.hang() {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return s.Store.WaitingDeliveries(ctx, number, after, now, limit)
}

var errAway = news.Errorf(news.Unavailable, "the database does not answer")

// away gives errAway from the nth call on, for a while.
func away(nth int64, d time.Duration) func() error {
	var calls atomic.Int64
	var since time.Time
	var mu sync.Mutex
	return func() error {
		mu.Lock()
		defer mu.Unlock()
		if calls.Add(1) < nth {
			return nil
		}
		if since.IsZero() {
			since = time.Now()
		}
		if time.Since(since) < d {
			return errAway
		}
		return nil
	}
}

func TestADatabaseThatIsAwayForAWhileIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, shake := range map[string]func(*shaky){
		"nothing can be written": func(s *shaky) { s.before = away(3, time.Second) },
		"its answers are lost":   func(s *shaky) { s.after = away(3, time.Second) },
		"nothing can be read":    func(s *shaky) { s.reads = away(1, time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			var w *shaky
			s := &server{}
			a := newArena(t, setup{wrap: func(kept *realstore.Store) send.Store { w = &shaky{Store: kept}; shake(w); return w }}, s)
			v := a.run(t) // one run sees it through
			a.all(t, v)
			if s.Mails() != len(a.readers) {
				t.Errorf("%d mails came", s.Mails())
			}
			if w.failed.Load() == 0 && w.reads == nil {
				t.Error("nothing failed")
			}
		})
	}
}

func TestADatabaseThatStaysAwayEndsTheRun(t *testing.T) {
	t.Parallel()
	var fails atomic.Bool
	fails.Store(true)
	s := &server{cut: true} // as far as what came of its mails goes
	a := newArena(t, setup{wrap: func(kept *realstore.Store) send.Store {
		return &shaky{Store: kept, before: func() error {
			if s.Mails() > 50 && fails.Load() {
				return errAway
			}
			return nil
		}}
	}}, s)
	a.step.Hurry(20) // so that it does not wait for long
	v := a.run(t)
	if v.State != news.Underway || v.Said == "" || !v.Next.After(a.clock.Now()) || v.Counts.Waiting == 0 {
		t.Errorf("meanwhile it is %+v", v)
	}
	unknown := s.Mails() - v.Counts.Sent
	if unknown > s.connections {
		t.Errorf("of %d mails it is not written down that they came", unknown)
	}
	fails.Store(false)
	a.all(t, a.finish(t))
	if twice := s.Mails() - len(a.readers); twice > unknown {
		t.Errorf("%d mails came twice, and only of %d was it not known", twice, unknown)
	}
}

// TestARunThatEndsDuringAReadSaysWhatEndedIt has the run given up for what cannot be written while it reads who is next.
func TestARunThatEndsDuringAReadSaysWhatEndedIt(t *testing.T) {
	t.Parallel()
	var fails atomic.Bool
	fails.Store(true)
	s := &server{cut: true} // as far as what came of its mails goes
	// No more readers than connections: all are on their way when the next are read.
	a := newArena(t, setup{readers: 4, wrap: func(kept *realstore.Store) send.Store {
		w := &shaky{Store: kept, before: func() error {
			if fails.Load() {
				return errAway
			}
			return nil
		}}
		var reads atomic.Int64
		w.hang = func() bool { return reads.Add(1) > 1 && fails.Load() }
		return w
	}}, s)
	a.step.Hurry(20)
	v := a.run(t)
	if v.State != news.Underway || v.Said != errAway.Error() || !v.Next.After(a.clock.Now()) {
		t.Errorf("meanwhile it is %+v", v)
	}
	fails.Store(false)
	a.all(t, a.finish(t))
}

// TestAPostgresThatIsStoppedInTheMiddle stops the server while mails go out, for a second, and starts it again.
func TestAPostgresThatIsStoppedInTheMiddle(t *testing.T) {
	t.Parallel()
	cluster := postgres.Own(t)
	var once sync.Once
	var outage sync.WaitGroup
	s := &server{cut: true}
	s.o.Behave = func(at smtpsink.Point, to string) string {
		if at == smtpsink.End && number(to) == 50 {
			once.Do(func() {
				outage.Go(func() {
					if err := cluster.Down(context.Background()); err != nil {
						t.Error(err)
					}
					<-time.After(time.Second)
					if err := cluster.Up(context.Background()); err != nil {
						t.Error(err)
					}
				})
			})
		}
		return ""
	}
	a := newArena(t, setup{database: cluster.URL, readers: 8 * several(), timeout: 20 * time.Second}, s)
	if err := a.step.Run(t.Context(), a.edition.ID); err != nil {
		t.Errorf("the run does not see it through: %v", err)
	}
	outage.Wait()
	a.holds(t)
	a.all(t, a.finish(t))
	if twice := s.Mails() - len(a.readers); twice > s.connections {
		t.Errorf("%d mails came twice", twice)
	}
}

// TestADiskThatIsFull lets the database grow no more while mails go out, and then again.
func TestADiskThatIsFull(t *testing.T) {
	for name, full := range map[string]func(t *testing.T, a *arena, database string) (room func()){
		"no page is left": func(t *testing.T, a *arena, _ string) func() {
			if _, err := a.SQLite().Exec(`PRAGMA max_page_count = 1`); err != nil { // as many as there are
				t.Error(err)
			}
			return func() {
				if _, err := a.SQLite().Exec(`PRAGMA max_page_count = 1000000`); err != nil {
					t.Error(err)
				}
			}
		},
		"files cannot grow": func(t *testing.T, _ *arena, database string) func() {
			info, err := os.Stat(database + "-wal")
			if err != nil {
				t.Error(err)
				return func() {}
			}
			var old syscall.Rlimit
			if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
				t.Error(err)
			}
			limit(t, syscall.Rlimit{Cur: uint64(info.Size()), Max: old.Max})
			return func() { limit(t, old) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			signal.Ignore(syscall.SIGXFSZ)
			defer signal.Reset(syscall.SIGXFSZ)
			database := filepath.Join(t.TempDir(), "desk.db")
			var a *arena
			var w *shaky
			var once sync.Once
			var outage sync.WaitGroup
			s := &server{}
			s.o.Behave = func(at smtpsink.Point, to string) string {
				if at == smtpsink.End && number(to) == 50 {
					once.Do(func() {
						outage.Go(func() {
							room := full(t, a, database)
							<-time.After(time.Second)
							room()
						})
					})
				}
				return ""
			}
			a = newArena(t, setup{database: database, readers: 4 * several(), timeout: 20 * time.Second, wrap: func(kept *realstore.Store) send.Store { w = &shaky{Store: kept}; return w }}, s)
			err := a.step.Run(t.Context(), a.edition.ID)
			outage.Wait()
			if err != nil {
				t.Errorf("the run does not see it through: %v", err)
			}
			a.holds(t)
			a.all(t, a.finish(t))
			if w.failed.Load() == 0 || s.Mails() != len(a.readers) {
				t.Errorf("%d writes failed, and %d mails came", w.failed.Load(), s.Mails())
			}
		})
	}
}

func limit(t *testing.T, l syscall.Rlimit) {
	t.Helper()
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
		t.Error(err)
	}
}

// TestAClockThatLeaps has the clock go back by a month and on by a year while mails go out, some of which are to be tried again.
func TestAClockThatLeaps(t *testing.T) {
	t.Parallel()
	all := map[string][]time.Duration{
		"back":          {-30 * 24 * time.Hour},
		"on":            {365 * 24 * time.Hour},
		"back and on":   {-30 * 24 * time.Hour, 365 * 24 * time.Hour},
		"on and back":   {365 * 24 * time.Hour, -365 * 24 * time.Hour},
		"on, on and on": {365 * 24 * time.Hour, 365 * 24 * time.Hour, 365 * 24 * time.Hour},
	}
	if testing.Short() {
		all = map[string][]time.Duration{"on and back": all["on and back"]}
	}
	for name, leaps := range all {
		t.Run(name, func(t *testing.T) {
			var a *arena
			var mu sync.Mutex
			tries := map[string]int{}
			ended := 0
			s := &server{}
			s.o.Behave = func(at smtpsink.Point, to string) string {
				mu.Lock()
				defer mu.Unlock()
				switch {
				case at == smtpsink.Recipient && number(to)%10 == 1:
					if tries[to]++; tries[to] < 4 {
						return "450 4.2.0 greylisted"
					}
				case at == smtpsink.Recipient && number(to) == 7:
					tries[to]++
					return "450 4.2.0 never"
				case at == smtpsink.End:
					if ended++; ended%15 == 0 && ended/15 <= len(leaps) {
						a.clock.move(leaps[ended/15-1])
					}
				}
				return ""
			}
			a = newArena(t, setup{}, s)
			v := a.run(t)
			began := a.clock.Now()
			for rounds := 0; v.Counts.Deferred > 1; rounds++ {
				when := v.Next
				if when.Sub(a.clock.Now()) > 6*time.Hour { // put off by a clock that was wrong
					when = a.clock.Now()
				}
				if due, err := a.DueSendings(t.Context(), when); err != nil || len(due) != 1 {
					t.Fatalf("at %v is due: %v, %v; the mailing is %+v", when, due, err, v)
				}
				a.clock.move(10 * time.Minute)
				v = a.run(t)
				if rounds > 20 {
					t.Fatalf("it does not end: %+v", v)
				}
			}
			if took := a.clock.Now().Sub(began); took > 3*time.Hour || v.Counts.Sent != len(a.readers)-1 {
				t.Errorf("after %v: %+v", took, v.Counts)
			}
			v = a.finish(t)
			d := a.delivery(t, "r7@example.org")
			if v.State != news.Finished || d.State != news.Bounced || d.Attempts < 30 || tries["r7@example.org"] != d.Attempts {
				t.Errorf("who never is let in: %+v after %d tries; %+v", d, tries["r7@example.org"], v)
			}
			if u, err := a.SubscriberByAddress(t.Context(), "r7@example.org"); err != nil || u.Suppressed != "" {
				t.Errorf("they are suppressed by %q, %v", u.Suppressed, err)
			}
		})
	}
}
