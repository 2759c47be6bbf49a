package app

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/mailcatcher"
)

// hours is a desk at work whose clock is set by hand, with a reader and an editor who have mailboxes.
type hours struct {
	*App
	*mailcatcher.Catcher
	t     *testing.T
	clock atomic.Int64
	p     news.Publication
}

// sundaySeven is an hour of the publication: Sunday 2 March 2031, 07:00 in Jerusalem.
var sundaySeven = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

func openHours(t *testing.T, database string) *hours {
	t.Helper()
	h := &hours{t: t}
	var err error
	h.Catcher, err = mailcatcher.Start(t.Context(), mailcatcher.Options{})
	ok(t, err)
	t.Cleanup(func() { _ = h.Catcher.Close() })
	h.set(sundaySeven.Add(-48 * time.Hour))
	h.App = h.machine(database, "one")
	h.p, err = h.AddPublication(t.Context(), NewPublication{Slug: "alert", Name: "Daily Alert", Language: "en", Days: []string{"sun", "tue"}, At: "07:00", Zone: "Asia/Jerusalem",
		Sections: []string{"News"}, From: "alert@digest.example"})
	ok(t, err)
	_, err = h.AddEditor(t.Context(), "ada", "correct horse battery", "ada@editors.example")
	ok(t, err)
	u := news.Subscriber{ID: news.NewID(sundaySeven), Address: "reader@example.org", Created: sundaySeven}
	ok(t, h.Store.SaveSubscriber(t.Context(), u))
	ok(t, h.Store.SaveSubscription(t.Context(), news.Subscription{ID: news.NewID(sundaySeven), SubscriberID: u.ID, PublicationID: h.p.ID, State: news.Active, Changed: sundaySeven}))
	return h
}

// machine opens the desk on one more machine.
func (h *hours) machine(database, node string) *App {
	h.t.Helper()
	host, port, err := net.SplitHostPort(h.Addr())
	ok(h.t, err)
	a, err := Open(h.t.Context(), set(h.t, map[string]string{"database": database, "smtp.host": host, "smtp.port": port, "smtp.tls": "off", "node": node, "secret": strings.Repeat("s", 40)}),
		slog.New(slog.DiscardHandler), Extras{Clock: news.ClockFunc(h.Now)})
	ok(h.t, err)
	ok(h.t, a.Flow.Start(h.t.Context()))
	h.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		ok(h.t, a.Flow.Stop(ctx))
		ok(h.t, a.Close())
	})
	return a
}

func (h *hours) set(at time.Time) { h.clock.Store(at.UnixMicro()) }

// Now gives the time that the clock was set to.
func (h *hours) Now() time.Time { return time.UnixMicro(h.clock.Load()).UTC() }

// edition adds one that is due at the Sunday's seven.
func (h *hours) edition(state news.EditionState) news.Edition {
	h.t.Helper()
	e := news.Edition{ID: news.NewID(sundaySeven), PublicationID: h.p.ID, Slug: "2031-03-02", Title: "The pier", State: state, Due: sundaySeven, Until: sundaySeven, Touched: true,
		Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{ID: "i", Headline: "The pier", Outlet: "Courier", URL: "https://courier.example/pier"}}}}}
	if state != news.Draft {
		e.ApprovedBy, e.ApprovedAt = "ada", sundaySeven.Add(-10*time.Hour)
	}
	ok(h.t, h.Store.SaveEdition(h.t.Context(), e))
	return e
}

// tick sets the clock, looks for what is due on each machine, and waits until all of it is done.
func (h *hours) tick(at time.Time, also ...*App) {
	h.t.Helper()
	h.set(at)
	errs := make(chan error)
	machines := append([]*App{h.App}, also...)
	for _, a := range machines {
		go func() { errs <- a.Flow.Tick(h.t.Context(), a.Store, at) }()
	}
	for range machines {
		ok(h.t, <-errs)
	}
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for h.t.Context().Err() == nil {
		left, err := h.Flow.Left(h.t.Context())
		ok(h.t, err)
		if len(left) == 0 {
			return
		}
		<-look.C
	}
}

// got gives what was mailed: to whom and about what.
func (h *hours) got() (out []string) {
	for _, m := range h.Messages() {
		out = append(out, m.To+": "+m.Subject)
	}
	return out
}

func (h *hours) expect(what string, id news.ID, state news.EditionState, mails ...string) {
	h.t.Helper()
	e, err := h.Store.Edition(h.t.Context(), id)
	ok(h.t, err)
	if got := h.got(); e.State != state || !slices.Equal(got, mails) {
		h.t.Errorf("%s: it is %s, want %s; mails %q, want %q", what, e.State, state, got, mails)
	}
}

const (
	toReader = "reader@example.org: Daily Alert: The pier"
	toldDue  = "ada@editors.example: Due at 07:00, not approved: Daily Alert"
	toldHeld = "ada@editors.example: Too late to go out by itself: Daily Alert"
)

func TestEditorsAreToldAnHourBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		h := openHours(t, fresh())
		e := h.edition(news.Draft)
		h.tick(sundaySeven.Add(-61 * time.Minute))
		h.expect("more than an hour before", e.ID, news.Draft)
		h.tick(sundaySeven.Add(-59 * time.Minute))
		h.expect("an hour before", e.ID, news.Draft, toldDue)
		h.tick(sundaySeven.Add(-58 * time.Minute))
		h.tick(sundaySeven)
		h.expect("at its hour", e.ID, news.Draft, toldDue)
		h.tick(sundaySeven.Add(3 * time.Hour))
		h.expect("later, nobody has approved it", e.ID, news.Draft, toldDue)
		ok(t, h.Approve(t.Context(), e.ID, "ada"))
		h.tick(sundaySeven.Add(3*time.Hour + time.Minute))
		h.expect("once approved, it goes out at once", e.ID, news.Published, toldDue, toReader)
	})
}

func TestAClockThatStopsForAWeek(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		h := openHours(t, fresh())
		e := h.edition(news.Approved)
		h.tick(sundaySeven.Add(-time.Hour))
		week := sundaySeven.AddDate(0, 0, 7)
		for range 3 {
			week = week.Add(time.Minute)
			h.tick(week)
		}
		h.expect("off for a week", e.ID, news.Approved, toldHeld)
		ok(t, h.Release(t.Context(), e.ID, "ada"))
		h.tick(week.Add(time.Minute))
		h.expect("released", e.ID, news.Published, toldHeld, toReader)
		h.tick(week.Add(time.Hour))
		h.expect("an hour later", e.ID, news.Published, toldHeld, toReader)
	})
}

func TestAMachineThatWasOffForAnHour(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		h := openHours(t, fresh())
		e := h.edition(news.Approved)
		h.tick(sundaySeven.Add(-time.Hour))
		h.tick(sundaySeven.Add(5*time.Hour + 59*time.Minute))
		h.expect("almost six hours late", e.ID, news.Published, toReader)
	})
}

func TestAClockThatIsSet(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		h := openHours(t, fresh())
		e := h.edition(news.Draft)
		h.tick(sundaySeven.Add(-time.Hour))
		h.expect("an hour before", e.ID, news.Draft, toldDue)
		ok(t, h.Approve(t.Context(), e.ID, "ada"))
		h.tick(sundaySeven.AddDate(0, 1, 0))
		h.expect("the clock jumps a month", e.ID, news.Approved, toldDue, toldHeld)
		h.tick(sundaySeven.Add(-30 * time.Minute))
		h.expect("and is set right", e.ID, news.Approved, toldDue, toldHeld)
		h.tick(sundaySeven.Add(time.Second))
		h.expect("at its hour", e.ID, news.Published, toldDue, toldHeld, toReader)
		h.tick(sundaySeven.Add(-time.Hour))
		h.tick(sundaySeven.Add(2 * time.Second))
		h.expect("it goes back an hour, and comes to it again", e.ID, news.Published, toldDue, toldHeld, toReader)
	})
}

func TestTwoMachinesPublishOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		database := fresh()
		h := openHours(t, database)
		other := h.machine(database, "two")
		e := h.edition(news.Draft)
		for i := range 5 {
			h.tick(sundaySeven.Add(time.Duration(i-50)*time.Minute), other)
		}
		h.expect("both before the hour", e.ID, news.Draft, toldDue)
		ok(t, h.Approve(t.Context(), e.ID, "ada"))
		for i := range 5 {
			h.tick(sundaySeven.Add(time.Duration(i)*time.Second), other)
		}
		h.expect("both at the hour", e.ID, news.Published, toldDue, toReader)
		if n := h.Repeats(); n != 0 {
			t.Errorf("%d mails came twice", n)
		}
	})
}
