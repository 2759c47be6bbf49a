package send_test

import (
	"context"
	"fmt"
	"math"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
	"onrecord/internal/testkit/smtpsink"
)

// number gives the number of a reader by the address.
func number(to string) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(strings.Split(to, "@")[0], "r"))
	return n
}

func TestAServerThatIsNotUpYet(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	s := &server{Sink: &smtpsink.Sink{}} // not started: nobody listens there
	a := newArena(t, setup{relay: func(*server) send.Relay { return plainRelay(t, addr, time.Second) }}, s)
	v := a.run(t)
	if v.State != news.Underway || !strings.Contains(v.Said, addr) || !v.Next.After(a.clock.Now()) {
		t.Errorf("meanwhile it is %+v", v)
	}
	s.start(t, addr)
	t.Cleanup(func() { _ = s.Close() })
	a.all(t, a.finish(t))
}

func TestWhatIsSaidOfReadersIsTheirsAlone(t *testing.T) {
	var tries sync.Map
	s := &server{o: smtpsink.Options{Behave: func(at smtpsink.Point, to string) string {
		if at != smtpsink.Recipient {
			return ""
		}
		n, _ := tries.LoadOrStore(to, new(atomic.Int64))
		switch try := n.(*atomic.Int64).Add(1); {
		case number(to)%10 == 0:
			return "550 5.1.1 no such reader"
		case number(to)%10 == 1 && try < 4:
			return "450 4.2.0 greylisted"
		case number(to)%10 == 2:
			return "552 5.2.2 mailbox full"
		case number(to)%10 == 3:
			return "554 5.7.1 no" // of this message: it is tried again, and not for long
		}
		return ""
	}}}
	a := newArena(t, setup{}, s)
	v := a.finish(t)
	n := len(a.readers)
	if v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: n * 7 / 10, Bounced: n * 3 / 10}) {
		t.Errorf("in the end it is %s (%s), %+v", v.State, v.Said, v.Counts)
	}
	for to, want := range map[string]struct {
		state    news.DeliveryState
		attempts int
		by       news.SuppressedBy
		soft     int
	}{"r0": {news.Bounced, 1, news.ByBounce, 0}, "r1": {news.Sent, 4, "", 0}, "r2": {news.Bounced, 1, "", 1}, "r3": {news.Bounced, 0, "", 0}, "r4": {news.Sent, 1, "", 0}} {
		d := a.delivery(t, to+"@example.org")
		u, err := a.SubscriberByAddress(t.Context(), to+"@example.org")
		if err != nil || d.State != want.state || want.attempts != 0 && d.Attempts != want.attempts || d.Attempts > 6 || u.Suppressed != want.by || u.Soft != want.soft {
			t.Errorf("%s: %+v; suppressed by %q, %d soft bounces, %v", to, d, u.Suppressed, u.Soft, err)
		}
	}
}

func TestAServerThatTakesNoMailFromHerePausesTheMailing(t *testing.T) {
	mended := false
	var mu sync.Mutex
	for name, no := range map[string]struct {
		at    smtpsink.Point
		reply string
		again bool // an editor may resume before it is mended
	}{
		"the sender":         {smtpsink.Mail, "550 5.7.1 log in first", true},
		"every message":      {smtpsink.Recipient, "554 5.7.1 not from you", true},
		"every content":      {smtpsink.End, "550 5.7.26 not signed", true},
		"every message, old": {smtpsink.End, "554 not from you", true},
	} {
		t.Run(name, func(t *testing.T) {
			mended = false
			s := &server{o: smtpsink.Options{Behave: func(at smtpsink.Point, _ string) string {
				mu.Lock()
				defer mu.Unlock()
				if at == no.at && !mended {
					return no.reply
				}
				return ""
			}}}
			a := newArena(t, setup{}, s)
			for i := range 3 {
				v := a.finish(t)
				if v.State != news.Paused || !strings.Contains(v.Said, no.reply) || v.Counts.Open() != len(a.readers) || v.Counts.Deferred > (i+1)*(20+2*s.connections) {
					t.Fatalf("it is %+v", v)
				}
				a.resume(t)
			}
			mu.Lock()
			mended = true
			mu.Unlock()
			a.all(t, a.finish(t))
			if s.Mails() != len(a.readers) {
				t.Errorf("%d mails came", s.Mails())
			}
		})
	}
}

func TestServersThatAnnounceMoreOrLessThanTheyDo(t *testing.T) {
	half := func(reply string) func(smtpsink.Point, string) string {
		return func(at smtpsink.Point, to string) string {
			if at == smtpsink.Recipient && number(to)%2 == 1 {
				return reply
			}
			return ""
		}
	}
	for name, c := range map[string]struct {
		o    smtpsink.Options
		sent int // of ten
	}{
		"354 for nobody":                   {smtpsink.Options{Eager: true, Behave: half("550 5.1.1 no such reader")}, 5},
		"no groups of commands":            {smtpsink.Options{Plain: true}, 10},
		"no groups, and readers not there": {smtpsink.Options{Plain: true, Behave: half("550 5.1.1 no such reader")}, 5},
		"no words":                         {smtpsink.Options{Behave: half("550")}, 5},
		"a SIZE that is none":              {smtpsink.Options{Extensions: []string{"SIZE", "SIZE of it"}}, 10},
		"longer words than anybody reads": {smtpsink.Options{Behave: func(at smtpsink.Point, _ string) string {
			if at == smtpsink.End {
				return strings.Repeat("250-2.0.0 taken, and all of it is well\r\n", 2500) + "250 2.0.0 taken"
			}
			return ""
		}}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newArena(t, setup{}, &server{o: c.o})
			v := a.finish(t)
			n := len(a.readers)
			if v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: n * c.sent / 10, Bounced: n - n*c.sent/10}) {
				t.Errorf("in the end it is %s (%s), %+v", v.State, v.Said, v.Counts)
			}
			if d := a.delivery(t, "r0@example.org"); len(d.Reply) > news.MaxReply+100 {
				t.Errorf("kept are %d bytes of its words", len(d.Reply))
			}
		})
	}
}

func TestAServerThatTakesAMailAndNeverSaysSo(t *testing.T) {
	s := &server{o: smtpsink.Options{Behave: func(at smtpsink.Point, to string) string {
		if at == smtpsink.End && number(to) == 7 {
			return smtpsink.Drop
		}
		return ""
	}}}
	a := newArena(t, setup{readers: 20}, s)
	v := a.finish(t)
	if v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: 19, Bounced: 1}) {
		t.Errorf("in the end it is %s (%s), %+v", v.State, v.Said, v.Counts)
	}
	d := a.delivery(t, "r7@example.org")
	u, err := a.SubscriberByAddress(t.Context(), "r7@example.org")
	if err != nil || d.State != news.Bounced || d.Unheard != 5 || !strings.Contains(d.Reply, "5 times") || u.Suppressed != "" || u.Soft != 0 {
		t.Errorf("it is written down as %+v; suppressed by %q, %d soft bounces, %v", d, u.Suppressed, u.Soft, err)
	}
	for id, n := range a.received()["r7@example.org"] {
		if n != 5 {
			t.Errorf("the reader got %d copies of %s", n, id)
		}
	}
}

func TestAServerForSmallMailsOnly(t *testing.T) {
	s := &server{o: smtpsink.Options{Extensions: []string{"SIZE 1000"}}}
	a := newArena(t, setup{}, s)
	v := a.finish(t)
	if v.State != news.Paused || !strings.Contains(v.Said, "1000") || v.Counts.Open() != len(a.readers) || s.Mails() != 0 {
		t.Fatalf("it is %+v, and %d mails came", v, s.Mails())
	}
	addr := s.Addr()
	_ = s.Close()
	s.o.Extensions = []string{"SIZE 1000000"}
	s.start(t, addr)
	t.Cleanup(func() { _ = s.Close() })
	a.resume(t)
	a.all(t, a.finish(t))
}

// trickle passes on what a server says one byte at a time, in packets of their own.
func trickle(t *testing.T, addr string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); wait.Wait() })
	wait.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", addr)
			if err != nil {
				_ = c.Close()
				continue
			}
			pass := func(to, from net.Conn, size int) {
				for b := make([]byte, size); ; {
					n, err := from.Read(b)
					if _, lost := to.Write(b[:n]); err != nil || lost != nil {
						_, _ = to.Close(), from.Close()
						return
					}
				}
			}
			wait.Go(func() { pass(c, s, 1) })
			wait.Go(func() { pass(s, c, 4096) })
		}
	})
	return l.Addr().String()
}

func TestAServerThatSaysOneByteAtATime(t *testing.T) {
	a := newArena(t, setup{timeout: 5 * time.Second, relay: func(s *server) send.Relay { return plainRelay(t, trickle(t, s.Addr()), 5*time.Second) }}, &server{})
	a.all(t, a.finish(t))
}

func TestTheOthersTakeOverFromOneThatEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(s *server){
		"it is cut off": func(s *server) { go func() { _ = s.Close() }() },
		"it hangs":      func(*server) {},
	} {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int64
			first, second := &server{weight: 9, cut: name == "it is cut off"}, &server{}
			first.o.Behave = func(at smtpsink.Point, _ string) string {
				n := calls.Add(1)
				if n == 60 {
					end(first)
				}
				if n >= 60 && at != smtpsink.End {
					return smtpsink.Hang
				}
				return ""
			}
			a := newArena(t, setup{timeout: 2 * time.Second}, first, second)
			began := time.Now()
			v := a.run(t)
			// All but those that were on the lines to the first are there at once.
			if v.Counts.Sent < len(a.readers)-first.connections {
				t.Errorf("after one run: %+v", v.Counts)
			}
			a.all(t, a.finish(t))
			if took := time.Since(began); took > 15*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestASlowServerDoesNotHoldUpAQuickOne(t *testing.T) {
	t.Parallel()
	slow, quick := &server{weight: 1, rate: 4}, &server{weight: 1}
	a := newArena(t, setup{}, slow, quick)
	began := time.Now()
	a.all(t, a.finish(t))
	if took := time.Since(began); took > 8*time.Second { // by turns it would be over half a minute
		t.Errorf("it took %v, and the slow one took %d", took, slow.Mails())
	}
}

func TestServersGetTheirShares(t *testing.T) {
	n := max(400, 3*several())
	first, second := &server{weight: 9, connections: 4}, &server{weight: 1, connections: 4}
	a := newArena(t, setup{readers: n, timeout: 10 * time.Second, calm: true}, first, second)
	a.all(t, a.finish(t))
	if share := float64(first.Mails()) / float64(n); math.Abs(share-0.9) > 0.05 {
		t.Errorf("the one of weight 9 of 10 got %.3f", share)
	}
}

// most gives how many mails came within a second at most.
func most(heard []taken) (most int) {
	slices.SortFunc(heard, func(a, b taken) int { return a.at.Compare(b.at) })
	from := 0
	for i, h := range heard {
		for h.at.Sub(heard[from].at) > time.Second {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

func TestAServerGetsNoMoreThanItsRate(t *testing.T) {
	t.Parallel()
	const rate = 40
	s := &server{rate: rate}
	a := newArena(t, setup{readers: 3 * rate}, s)
	began := time.Now()
	a.all(t, a.finish(t))
	// Those that waited for a connection may come a little late, and closer together.
	if n := most(s.heard); n > rate+1+s.connections {
		t.Errorf("in a second came %d mails, and the rate is %d", n, rate)
	}
	if took := time.Since(began); took > 6*time.Second {
		t.Errorf("for 3 seconds of mails it took %v", took)
	}
}

func TestADomainAtItsPaceHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	const rate, slow = 20, 50
	s := &server{}
	a := newArena(t, setup{
		domain: func(i int) string {
			return map[bool]string{true: "mx.slow.example", false: fmt.Sprintf("d%d.example", i%7)}[i < slow]
		},
		paces: []send.Pace{{Domain: "slow.example", Rate: rate}}, readers: 250,
	}, s)
	a.all(t, a.finish(t))
	var theirs, others []taken
	for _, h := range s.heard {
		if strings.HasSuffix(h.to, "@mx.slow.example") {
			theirs = append(theirs, h)
		} else {
			others = append(others, h)
		}
	}
	if n := most(theirs); n > rate+2 || len(theirs) != slow {
		t.Errorf("in a second came %d mails of %d, and the pace is %d", n, len(theirs), rate)
	}
	if took := theirs[len(theirs)-1].at.Sub(theirs[0].at); took < time.Second*(slow-2)/rate || took > 3*time.Second*slow/rate {
		t.Errorf("for %d at %d a second it took %v", slow, rate, took)
	}
	most(others) // sorts
	if last, end := others[len(others)-1].at, theirs[slow-1].at; !last.Before(end) {
		t.Errorf("the others had to wait: their last came %v after all of those at their pace", last.Sub(end))
	}
}

func TestAnEditorPausesAndCancels(t *testing.T) {
	for _, to := range []news.SendingState{news.Paused, news.Cancelled} {
		t.Run(string(to), func(t *testing.T) {
			var a *arena
			var once sync.Once
			s := &server{}
			s.o.Behave = func(at smtpsink.Point, to2 string) string {
				if at == smtpsink.End && number(to2) == 50 {
					once.Do(func() {
						v := a.sending(t)
						v.State = to
						if err := a.ChangeSending(context.Background(), v.Number, []news.SendingState{news.Underway}, v); err != nil {
							t.Error(err)
						}
					})
				}
				return ""
			}
			a = newArena(t, setup{readers: 300}, s) // so many that they are not through before the editor's word is
			v := a.run(t)
			if v.State != to || v.Counts.Sent < 50 || v.Counts.Sent == len(a.readers) || s.Mails() != v.Counts.Sent {
				t.Errorf("it is %s, %+v, and %d mails came", v.State, v.Counts, s.Mails())
			}
			if to == news.Paused {
				a.resume(t)
				a.all(t, a.finish(t))
			}
		})
	}
}
