package send_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	realstore "onrecord/internal/store"
	"onrecord/internal/testkit/smtpsink"
)

// tester is a test, or a try of rapid's.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
	Cleanup(f func())
}

// server is a mail server that a test has misbehave, and how it is used.
type server struct {
	*smtpsink.Sink
	o           smtpsink.Options
	weight      int
	connections int // 0: 5
	rate        float64
	cut         bool // it was cut off: of a mail on each connection it is not known whether it came

	mu    sync.Mutex
	heard []taken
	// doubtful counts, by recipient, the mails that it took and whose answer it kept to itself.
	doubtful map[string]int
}

// taken is a mail that came, and when.
type taken struct {
	to string
	at time.Time
}

// start has the server listen at an address; empty: anywhere.
func (s *server) start(t tester, addr string) {
	t.Helper()
	misbehave := s.o.Behave
	o := s.o
	o.Addr = addr
	o.Behave = func(at smtpsink.Point, to string) (reply string) {
		if misbehave != nil {
			reply = misbehave(at, to)
		}
		if at != smtpsink.End {
			return reply
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		switch last := reply[strings.LastIndexByte(reply, '\n')+1:]; {
		case reply == "" || strings.HasPrefix(last, "250 ") && len(reply) < 200<<10:
			s.heard = append(s.heard, taken{to, time.Now()})
		case !strings.HasPrefix(last, "4") && !strings.HasPrefix(last, "5"):
			s.doubtful[strings.ToLower(to)]++
		}
		return reply
	}
	var err error
	if s.Sink, err = smtpsink.Start(context.Background(), o); err != nil {
		t.Fatal(err)
	}
}

// arena is a mailing to readers by servers that misbehave, on a store of SQLite or PostgreSQL.
type arena struct {
	*realstore.Store
	servers []*server
	step    *send.Step
	edition news.Edition
	readers map[news.ID]string // addresses, by subscription
	clock   *clock
}

// clock is one that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) Now() time.Time       { return time.UnixMicro(c.at.Load()).UTC() }
func (c *clock) move(d time.Duration) { c.at.Add(d.Microseconds()) }
func (c *clock) set(t time.Time)      { c.at.Store(t.UnixMicro()) }

// setup is what an arena may have besides its servers.
type setup struct {
	database string // empty: an SQLite file
	readers  int    // 0: several hundred
	domain   func(i int) string
	paces    []send.Pace
	wrap     func(*realstore.Store) send.Store
	timeout  time.Duration // of an answer; 0: 300 ms
	calm     bool          // it is as patient as outside tests
	relay    func(*server) send.Relay
}

// several is how many readers a mailing has.
func several() int {
	if testing.Short() {
		return 60
	}
	return 300
}

// emptyDesk is the file of a desk that knows nothing: copying it is quicker than to make it each time.
var emptyDesk = sync.OnceValues(func() (file []byte, err error) {
	folder, err := os.MkdirTemp("", "onrecord-arena-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	s, err := realstore.Open(context.Background(), filepath.Join(folder, "desk.db"))
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, "desk.db"))
})

func newArena(t tester, s setup, servers ...*server) *arena {
	t.Helper()
	if s.database == "" {
		folder, err := os.MkdirTemp("", "onrecord-arena-") // rapid's tests have no folders
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(folder) })
		s.database = filepath.Join(folder, "desk.db")
		empty, err := emptyDesk()
		if err = errors.Join(err, os.WriteFile(s.database, empty, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if s.readers == 0 {
		s.readers = several()
	}
	if s.domain == nil {
		s.domain = func(int) string { return "example.org" }
	}
	if s.timeout == 0 {
		s.timeout = 300 * time.Millisecond
	}
	a := &arena{servers: servers, readers: map[news.ID]string{}, clock: &clock{}}
	begin := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
	a.clock.set(begin)
	var err error
	if a.Store, err = realstore.Open(context.Background(), s.database); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Store.Close() })
	p := news.Publication{ID: news.NewID(begin), Slug: "harbour", Name: "The Harbour Digest", Language: "en", Sections: []string{"News"}, From: "Harbour Desk <desk@harbour.example>", Created: begin,
		Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "Europe/Helsinki"}}
	a.edition = edition(p.ID)
	err = a.Within(context.Background(), func(ctx context.Context) error {
		if err := errors.Join(a.SavePublication(ctx, p), a.SaveEdition(ctx, a.edition)); err != nil {
			return err
		}
		for i := range s.readers {
			at := begin.Add(time.Duration(i) * time.Millisecond)
			u := news.Subscriber{ID: news.NewID(at), Address: fmt.Sprintf("r%d@%s", i, s.domain(i)), Created: begin}
			subscription := news.Subscription{ID: news.NewID(at), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: begin}
			if err := errors.Join(a.SaveSubscriber(ctx, u), a.SaveSubscription(ctx, subscription)); err != nil {
				return err
			}
			a.readers[subscription.ID] = u.Address
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var ways []send.Way
	for i, v := range servers {
		v.doubtful = map[string]int{}
		if v.Sink == nil {
			v.start(t, "")
		}
		t.Cleanup(func() { _ = v.Close() })
		if v.connections == 0 {
			v.connections = 5
		}
		way := send.Way{Name: fmt.Sprintf("server %d", i), Weight: v.weight, Connections: v.connections, Rate: v.rate}
		if s.relay != nil {
			way.Relay = s.relay(v)
		} else {
			way.Relay = plainRelay(t, v.Addr(), s.timeout)
		}
		ways = append(ways, way)
	}
	var kept send.Store = a.Store
	if s.wrap != nil {
		kept = s.wrap(a.Store)
	}
	a.step, err = send.New(send.Options{
		Store: kept, Ways: ways, Paces: s.paces, Clock: a.clock, Log: slog.New(slog.DiscardHandler),
		Links: send.NewLinks([]byte("a key of thirty-two bytes or more"), site), Bounces: send.NewBounces([]byte("a key of thirty-two bytes or more"), "bounces@harbour.example"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !s.calm {
		a.step.Hurry(20)
	}
	return a
}

func plainRelay(t tester, addr string, timeout time.Duration) send.Relay {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	r, err := smtp.New(smtp.Options{Host: host, Port: n, TLS: "off", HELO: "localhost", Timeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	return opener{r}
}

// opener lets the step see smtp.Conn as its own interface.
type opener struct{ *smtp.Relay }

func (o opener) Open(ctx context.Context) (send.Conn, error) { return o.Relay.Open(ctx) }

func (a *arena) sending(t tester) news.Sending {
	t.Helper()
	v, err := a.Sending(context.Background(), a.edition.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// run runs the mailing once.
func (a *arena) run(t tester) news.Sending {
	t.Helper()
	if err := a.step.Run(context.Background(), a.edition.ID); err != nil {
		t.Fatalf("the run says %v", err)
	}
	a.holds(t)
	return a.sending(t)
}

// finish runs the mailing until it ends or is paused; the clock goes on to when there is something to do.
func (a *arena) finish(t tester) news.Sending {
	t.Helper()
	// Relays that failed are left alone for some seconds by the machine's clock, whatever the desk's says.
	for began, i := time.Now(), 0; i < 200 || time.Since(began) < 30*time.Second; i++ {
		v := a.run(t)
		if v.State != news.Underway {
			return v
		}
		a.clock.move(max(v.Next.Sub(a.clock.Now()), 0) + 5*time.Minute) // so that more than one is due
	}
	t.Fatalf("the mailing does not end: %+v", a.sending(t))
	return news.Sending{}
}

// resume does what an editor does who has mended what paused the mailing.
func (a *arena) resume(t tester) {
	t.Helper()
	v := a.sending(t)
	v.State, v.Said, v.Next = news.Underway, "", time.Time{}
	if err := a.ChangeSending(context.Background(), v.Number, []news.SendingState{news.Paused}, v); err != nil {
		t.Fatal(err)
	}
	a.clock.move(10 * time.Minute) // so that what was deferred is due
}

// received gives how often each Message-ID came to each reader, by whichever server.
func (a *arena) received() map[string]map[string]int {
	all := map[string]map[string]int{}
	for _, s := range a.servers {
		for to, ids := range s.Received() {
			if all[to] == nil {
				all[to] = map[string]int{}
			}
			for id, n := range ids {
				all[to][id] += n
			}
		}
	}
	return all
}

// holds makes sure of what is to be so whenever no run is at work: each reader has one row, the counts are those of the rows, who
// counts as sent has a mail, and twice, under the same Message-ID, only those have whose last answer was kept from us.
func (a *arena) holds(t tester) {
	t.Helper()
	v := a.sending(t)
	rows, err := a.CountDeliveries(context.Background(), v.Number)
	if err != nil {
		t.Fatal(err)
	}
	all, err := a.Deliveries(context.Background(), v.Number, "", 10*len(a.readers))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[news.ID]bool{}
	received := a.received()
	var unexplained []string
	explained := 0
	for _, s := range a.servers {
		if s.cut {
			explained += s.connections
		}
	}
	var counted news.DeliveryCounts
	ids := map[string]string{}
	for _, d := range all {
		to := a.readers[d.Subscription]
		if seen[d.Subscription] || to == "" {
			t.Errorf("the row of %q is there twice, or is nobody's", to)
		}
		seen[d.Subscription] = true
		*counted.Of(d.State)++
		copies := 0
		for id, n := range received[to] {
			copies += n
			if other, is := ids[id]; is {
				t.Errorf("%s and %s got the same Message-ID %s", to, other, id)
			}
			ids[id] = to
		}
		if len(received[to]) > 1 {
			t.Errorf("%s got several Message-IDs: %v", to, received[to])
		}
		doubtful := 0
		for _, s := range a.servers {
			s.mu.Lock()
			doubtful += s.doubtful[to]
			s.mu.Unlock()
		}
		if d.State == news.Sent && copies == 0 {
			t.Errorf("%s counts as sent, and no mail came", to)
		}
		if d.State != news.Sent && copies > doubtful {
			unexplained = append(unexplained, fmt.Sprintf("%s is %s, and %d mails came", to, d.State, copies))
		} else if copies > doubtful+1 {
			unexplained = append(unexplained, fmt.Sprintf("%s got %d mails, and only of %d was it not known whether they came", to, copies, doubtful))
		}
	}
	if len(unexplained) > explained {
		t.Errorf("more than %d: %s", explained, strings.Join(unexplained, "; "))
	}
	if len(seen) != len(a.readers) || v.Counts != rows || rows != counted || rows.Total() != len(a.readers) {
		t.Errorf("of %d readers %d have rows; the counts are %+v, the rows %+v, those listed %+v", len(a.readers), len(seen), v.Counts, rows, counted)
	}
	for to := range received {
		known := false
		for _, address := range a.readers {
			known = known || address == to
		}
		if !known {
			t.Errorf("a mail came for %q", to)
		}
	}
}

// all makes sure that a mailing is finished and everybody has the mail.
func (a *arena) all(t tester, v news.Sending) {
	t.Helper()
	if v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: len(a.readers)}) {
		t.Errorf("in the end it is %s (%s), %+v", v.State, v.Said, v.Counts)
	}
	if n := len(a.received()); n != len(a.readers) {
		t.Errorf("%d of %d readers have a mail", n, len(a.readers))
	}
}

// delivery gives what is written down of a reader.
func (a *arena) delivery(t tester, to string) news.Delivery {
	t.Helper()
	for id := range maps.Keys(a.readers) {
		if a.readers[id] == to {
			d, err := a.Delivery(context.Background(), a.sending(t).Number, id)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
	}
	t.Fatalf("nobody is %s", to)
	return news.Delivery{}
}
