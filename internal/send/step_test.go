package send_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail"
	"go.uber.org/goleak"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEachReaderGetsTheirOwnMail(t *testing.T) {
	const readers = 50
	d := open(t, readers)
	for range 2 { // the second run finds nothing to do
		if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
			t.Fatal(err)
		}
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: readers}) || d.Count() != readers || d.Repeats() != 0 {
		t.Fatalf("%+v; %d mails came, %d of them again", c, d.Count(), d.Repeats())
	}
	seen := map[string]bool{}
	for _, m := range d.Messages() {
		if m.Broken != "" {
			t.Fatalf("the mail to %s cannot be read: %s", m.To, m.Broken)
		}
		if n := strings.Count(string(m.Source), "@example.org"); n != 1 || !strings.Contains(string(m.Source), m.To) {
			t.Errorf("the mail to %s has %d addresses of readers in it", m.To, n)
		}
		token := link(t, m, send.ToUnsubscribe)
		if seen[token] || !strings.Contains(m.HTML, `href="`+site+"/unsubscribe/"+token+`"`) || m.Header.Get("List-Unsubscribe") != "<"+site+"/unsubscribe/"+token+">" {
			t.Errorf("the mail to %s has not its own link in all three places", m.To)
		}
		seen[token] = true
		id, err := d.links.Check(send.ToUnsubscribe, token, d.now)
		if err != nil {
			t.Fatal(err)
		}
		u, err := d.Subscription(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		reader, err := find(d.subscribers, "subscriber", func(r news.Subscriber) bool { return r.ID == u.SubscriberID })
		if err != nil || reader.Address != m.To {
			t.Errorf("the link of %s ends the subscription of %s, %v", m.To, reader.Address, err)
		}
	}
}

// TestARunThatIsStoppedGoesOn stops a run after each number of mails: the server has taken one, and it is not noted yet.
func TestARunThatIsStoppedGoesOn(t *testing.T) {
	const readers = 5
	for n := 1; n < readers; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			d := open(t, readers)
			ctx, cancel := context.WithCancel(t.Context())
			d.sent = func() {
				if d.Count() == n {
					cancel()
				}
			}
			if err := d.step.Run(ctx, d.edition.ID); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if c := d.counts(t); c != (news.DeliveryCounts{Sent: n, Waiting: readers - n}) || d.Count() != n {
				t.Errorf("after the stop: %+v; %d mails came", c, d.Count())
			}
			if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
				t.Fatal(err)
			}
			if c := d.counts(t); c != (news.DeliveryCounts{Sent: readers}) || d.Count() != readers || d.Repeats() != 0 {
				t.Errorf("in the end: %+v; %d mails came, %d of them again", c, d.Count(), d.Repeats())
			}
		})
	}
}

// TestAMailWhoseReceiptIsNotKnownIsTheSameMailAgain has the server take each mail in turn and break off before saying so, and the
// store fail after each in turn.
func TestAMailWhoseReceiptIsNotKnownIsTheSameMailAgain(t *testing.T) {
	const readers = 4
	for n := 1; n <= readers; n++ {
		for name, cut := range map[string]func(*desk){
			"server": func(d *desk) { d.Cut(n) },
			"store":  func(d *desk) { d.failing = n },
		} {
			t.Run(fmt.Sprint(name, n), func(t *testing.T) {
				d := open(t, readers)
				cut(d)
				if err := d.step.Run(t.Context(), d.edition.ID); err == nil {
					t.Fatal("nothing was cut off")
				}
				if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
					t.Fatal(err)
				}
				if c := d.counts(t); c != (news.DeliveryCounts{Sent: readers}) || d.Count() != readers || d.Repeats() != 1 {
					t.Errorf("%+v; %d mails came, %d of them again, want 1", c, d.Count(), d.Repeats())
				}
			})
		}
	}
}

func TestWhatAServerRefuses(t *testing.T) {
	d := open(t, 6)
	d.Refuse("r1@example.org", 550, -1)
	d.Refuse("r3@example.org", 451, 2)
	first := d.step.Run(t.Context(), d.edition.ID)
	if news.KindOf(first) != news.Unavailable || !strings.Contains(first.Error(), "1 messages") || !strings.Contains(first.Error(), "451 4.2.1") {
		t.Errorf("the run says %v", first)
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: 4, Failed: 1, Waiting: 1}) {
		t.Errorf("after the first run: %+v", c)
	}
	for _, u := range d.deliveries {
		switch u.State {
		case news.Failed:
			if u.Error != "550 5.1.1 no such reader here" || u.Attempts != 1 {
				t.Errorf("the failed one: %+v", u)
			}
		case news.Waiting:
			if u.Error != "451 4.2.1 try again later" || u.Attempts != 1 {
				t.Errorf("the waiting one: %+v", u)
			}
		case news.Sent:
			if u.Error != "" || u.Attempts != 1 || !u.SentAt.Equal(d.now) {
				t.Errorf("a sent one: %+v", u)
			}
		}
	}
	if err := d.step.Run(t.Context(), d.edition.ID); news.KindOf(err) != news.Unavailable {
		t.Errorf("the second run says %v", err)
	}
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Errorf("the third run says %v", err)
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: 5, Failed: 1}) || d.Count() != 5 || d.Repeats() != 0 {
		t.Errorf("in the end: %+v, %d mails", c, d.Count())
	}
}

func TestOnlyWhatAppearedIsSent(t *testing.T) {
	for _, state := range []news.EditionState{news.Draft, news.Approved} {
		d := open(t, 1)
		d.editions[0].State = state
		if err := d.step.Run(t.Context(), d.edition.ID); news.KindOf(err) != news.Conflict {
			t.Errorf("%s: %v", state, err)
		}
		if len(d.deliveries) != 0 || d.Count() != 0 {
			t.Errorf("%s: %d mails", state, d.Count())
		}
	}
}

func TestWhoLeavesOrComesDuringASend(t *testing.T) {
	d := open(t, 3)
	d.Refuse("r1@example.org", 451, 1)
	if err := d.step.Run(t.Context(), d.edition.ID); news.KindOf(err) != news.Unavailable {
		t.Fatal(err)
	}
	d.subscriptions[1].State = news.Ended
	d.add("late@example.org")
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: 2, Failed: 1}) || d.Count() != 2 {
		t.Errorf("%+v, %d mails; who left before their mail was sent gets none, nor does who came after", c, d.Count())
	}
}

func TestAServerThatIsGoneCostsNoAttempts(t *testing.T) {
	d := open(t, 3)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.step.Run(t.Context(), d.edition.ID); news.KindOf(err) != news.Unavailable {
		t.Errorf("got %v", err)
	}
	for _, u := range d.deliveries {
		if u.State != news.Waiting || u.Attempts != 0 {
			t.Errorf("%+v", u)
		}
	}
	if len(d.deliveries) != 3 {
		t.Errorf("%d deliveries, want 3 that wait", len(d.deliveries))
	}
}

// deaf is a relay whose every message ends in the same error.
type deaf struct {
	err           error
	opened, tried int
}

func (r *deaf) Open(context.Context) (send.Conn, error)     { r.opened++; return r, nil }
func (r *deaf) Send(context.Context, *mail.Msg) (err error) { r.tried++; return r.err }
func (r *deaf) Close() error                                { return nil }

func TestARunGivesUpOnAServerThatTakesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		tries int
	}{
		"it breaks off at every message": {news.Errorf(news.Unavailable, "the mail server broke off"), 3},
		"it refuses the sender":          {news.Errorf(news.Conflict, "the mail server takes no mail from you"), 1},
	} {
		t.Run(name, func(t *testing.T) {
			d, relay := open(t, 10), &deaf{err: c.err}
			step, err := send.New(send.Options{Store: d.store, Relay: relay, Links: d.links, Clock: news.ClockFunc(func() time.Time { return d.now }), Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			if err := step.Run(t.Context(), d.edition.ID); !errors.Is(err, c.err) {
				t.Errorf("the run says %v", err)
			}
			if relay.tried != c.tries || relay.opened != c.tries {
				t.Errorf("%d messages over %d connections, want %d", relay.tried, relay.opened, c.tries)
			}
			if got := d.counts(t); got != (news.DeliveryCounts{Waiting: 10}) {
				t.Errorf("%+v", got)
			}
		})
	}
}
