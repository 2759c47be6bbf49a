package send_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

func TestMain(m *testing.M) {
	_ = flag.Set("rapid.checks", "40") // each is a whole mailing; the command line may ask for more
	goleak.VerifyTestMain(m)
}

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
				if err := d.step.Run(t.Context(), d.edition.ID); (err == nil) != (name == "server") {
					t.Fatalf("the run says %v", err)
				}
				d.now = d.now.Add(5 * time.Minute)
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
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Errorf("the run says %v", err)
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: 4, Bounced: 1, Deferred: 1}) {
		t.Errorf("after the first run: %+v", c)
	}
	for _, u := range d.deliveries {
		switch u.State {
		case news.Bounced:
			if u.Reply != "550 5.1.1 no such reader here" || u.Status != "5.1.1" || u.Attempts != 1 {
				t.Errorf("the bounced one: %+v", u)
			}
		case news.Deferred:
			if wait := u.Due.Sub(d.now); u.Reply != "451 4.2.1 try again later" || u.Attempts != 1 || wait < 3*time.Minute || wait > 7*time.Minute {
				t.Errorf("the deferred one: %+v", u)
			}
		case news.Sent:
			if !strings.HasPrefix(u.Reply, "250 ") || u.Attempts != 1 || !u.At.Equal(d.now) {
				t.Errorf("a sent one: %+v", u)
			}
		}
	}
	if s := d.sendings[0]; s.State != news.Underway || !s.Next.After(d.now) {
		t.Errorf("the mailing is %+v", s)
	}
	for range 2 { // the first finds nothing due
		if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
			t.Errorf("the next run says %v", err)
		}
		if c := d.counts(t); c.Deferred != 1 {
			t.Errorf("then: %+v", c)
		}
		d.now = d.now.Add(8 * time.Minute)
	}
	d.now = d.now.Add(8 * time.Minute)
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Errorf("the last run says %v", err)
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: 5, Bounced: 1}) || d.Count() != 5 || d.Repeats() != 0 || d.sendings[0].State != news.Finished {
		t.Errorf("in the end: %+v, %d mails, %s", c, d.Count(), d.sendings[0].State)
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
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	d.subscriptions[1].State = news.Ended
	d.add("late@example.org")
	d.now = d.now.Add(8 * time.Minute)
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	if c := d.counts(t); c != (news.DeliveryCounts{Sent: 2, Suppressed: 1}) || d.Count() != 2 {
		t.Errorf("%+v, %d mails; who left before their mail was sent gets none, nor does who came after", c, d.Count())
	}
}
