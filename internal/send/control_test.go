package send_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	kept "onrecord/internal/store"
	"onrecord/internal/testkit/smtpsink"
)

// press is a desk on a real store that mails into a sink which can be held up.
type press struct {
	*kept.Store
	sink    *smtpsink.Sink
	step    *send.Step
	edition news.Edition
	handed  []news.ID // send jobs that were handed in
	log     bytes.Buffer
	first   func() error // done before a run writes down how the mailing stands; nil: nothing

	mu   sync.Mutex
	gate chan struct{} // what comes after so many mails waits for it
	at   int
}

func now() time.Time { return time.Now().UTC() }

// setUp sets up a desk with so many readers and an edition that has appeared.
func setUp(t *testing.T, readers int, rate float64) *press {
	t.Helper()
	p := &press{gate: make(chan struct{})}
	var err error
	p.Store, err = kept.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"))
	ok(t, err)
	t.Cleanup(func() { _ = p.Close() })
	publication := news.Publication{ID: news.NewID(now()), Slug: "harbour", Name: "The Harbour Digest", Language: "en", Sections: []string{"News"}, Created: now(),
		From: "Harbour Desk <desk@harbour.example>", Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "Europe/Helsinki"}}
	ok(t, p.SavePublication(t.Context(), publication))
	p.edition = edition(publication.ID)
	ok(t, p.SaveEdition(t.Context(), p.edition))
	ok(t, p.Within(t.Context(), func(ctx context.Context) error {
		for i := range readers {
			u := news.Subscriber{ID: news.NewID(now()), Address: fmt.Sprintf("r%d@example.org", i), Created: now()}
			if err := p.SaveSubscriber(ctx, u); err != nil {
				return err
			}
			if err := p.SaveSubscription(ctx, news.Subscription{ID: news.NewID(now()), SubscriberID: u.ID, PublicationID: publication.ID, State: news.Active, Changed: now()}); err != nil {
				return err
			}
		}
		return nil
	}))
	p.sink, err = smtpsink.Start(t.Context(), smtpsink.Options{Behave: p.behave})
	ok(t, err)
	t.Cleanup(func() { _ = p.sink.Close() })
	host, port, err := net.SplitHostPort(p.sink.Addr())
	ok(t, err)
	n, err := strconv.Atoi(port)
	ok(t, err)
	r, err := smtp.New(smtp.Options{Host: host, Port: n, TLS: "off", HELO: "localhost"})
	ok(t, err)
	p.step, err = send.New(send.Options{
		Store: p, Ways: []send.Way{{Relay: relay{r, &desk{}}, Name: "the sink", Connections: connections, Rate: rate}}, Links: send.NewLinks(key, site),
		Next:  func(_ context.Context, ids ...news.ID) error { p.handed = append(p.handed, ids...); return nil },
		Clock: news.ClockFunc(now), Log: slog.New(slog.NewTextHandler(&p.log, nil)),
	})
	ok(t, err)
	return p
}

// Within has an editor be quicker than what is to be done, if one is to be.
func (p *press) Within(ctx context.Context, do func(context.Context) error) error {
	if first := p.first; first != nil {
		p.first = nil
		if err := first(); err != nil {
			return err
		}
	}
	return p.Store.Within(ctx, do)
}

const connections = 8

// hold has the sink wait before each mail that begins after so many came, until the gate that it gives is closed.
func (p *press) hold(after int) (gate chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at, p.gate = after, make(chan struct{})
	return p.gate
}

func (p *press) behave(at smtpsink.Point, _ string) string {
	p.mu.Lock()
	gate, after := p.gate, p.at
	p.mu.Unlock()
	if at == smtpsink.Mail && after > 0 && p.sink.Mails() >= after {
		<-gate
	}
	return ""
}

// until starts a run, has an editor do something once so many mails came, and gives how long after that the run ended.
func (p *press) until(t *testing.T, mails int, do func() error) time.Duration {
	t.Helper()
	gate := p.hold(mails)
	ended := make(chan error, 1)
	go func() { ended <- p.step.Run(t.Context(), p.edition.ID) }()
	ok(t, p.sink.Wait(t.Context(), mails))
	ok(t, do())
	began := time.Now()
	close(gate)
	ok(t, <-ended)
	return time.Since(began)
}

// adds makes sure that the counts are those of the rows, add up to the list, and say what came.
func (p *press) adds(t *testing.T, list int) news.Sending {
	t.Helper()
	v, err := p.Sending(t.Context(), p.edition.ID)
	ok(t, err)
	rows, err := p.CountDeliveries(t.Context(), v.Number)
	ok(t, err)
	if v.Counts != rows || v.Counts.Total() != list || v.Counts.Sent != p.sink.Mails() {
		t.Errorf("the counts are %+v, the rows say %+v, the list is %d long, and %d mails came", v.Counts, rows, list, p.sink.Mails())
	}
	for to, ids := range p.sink.Received() {
		for id, n := range ids {
			if n > 1 || len(ids) > 1 {
				t.Errorf("%s got %s %d times", to, id, n)
			}
		}
	}
	return v
}

func TestAnEditorPausesResumesAndCancels(t *testing.T) {
	const readers = 2000
	p := setUp(t, readers, 0)
	ctx, id := t.Context(), p.edition.ID
	is(t, p.step.Pause(ctx, id, "ada"), news.Conflict, "the edition of 2031-03-02 is not being mailed yet, so it cannot be paused")

	took := p.until(t, 500, func() error { return p.step.Pause(ctx, id, "ada") })
	v := p.adds(t, readers)
	if took > time.Second || v.State != news.Paused || v.Said != "paused by ada" || v.Counts.Sent < 500 || v.Counts.Sent > 500+3*connections {
		t.Errorf("paused in the middle, it is %+v after %v", v, took)
	}
	is(t, p.step.Pause(ctx, id, "ben"), news.Conflict, "the mailing of the edition of 2031-03-02 is paused already")
	ok(t, p.step.Run(ctx, id)) // a job that comes now does nothing
	if v := p.adds(t, readers); v.Counts.Sent > 500+3*connections {
		t.Errorf("while it is paused, %d mails came", v.Counts.Sent)
	}

	ok(t, p.step.Resume(ctx, id))
	if v := p.adds(t, readers); v.State != news.Underway || v.Said != "" || !v.Next.IsZero() || len(p.handed) != 1 || p.handed[0] != id {
		t.Errorf("resumed, it is %+v, and %v was handed in", v, p.handed)
	}
	is(t, p.step.Resume(ctx, id), news.Conflict, "is going out, so it cannot be resumed")

	took = p.until(t, 1200, func() error { return p.step.Cancel(ctx, id, "ada") })
	v = p.adds(t, readers)
	if took > time.Second || v.State != news.Cancelled || v.Said != "cancelled by ada" || v.Counts.Open() != 0 || v.Counts.Cancelled < readers-1200-3*connections || v.Ended.IsZero() {
		t.Errorf("cancelled, it is %+v after %v", v, took)
	}
	is(t, p.step.Pause(ctx, id, "ada"), news.Conflict, "was cancelled, so it cannot be paused")
	is(t, p.step.Resume(ctx, id), news.Conflict, "was cancelled, so it cannot be resumed")
	is(t, p.step.Cancel(ctx, id, "ada"), news.Conflict, "the mailing of the edition of 2031-03-02 is cancelled already")
	ok(t, p.step.Run(ctx, id))
	if after := p.adds(t, readers); after != v {
		t.Errorf("after another run it is %+v", after)
	}
	is(t, p.step.Cancel(ctx, "nowhere", "ada"), news.NotFound, "edition")
}

func TestTheLogSaysHowAMailingStandsAfterARun(t *testing.T) {
	for name, cancel := range map[string]func(p *press, cancel func() error){
		"in the middle":              func(p *press, cancel func() error) { p.until(t, 5, cancel) },
		"while the end is noted":     func(p *press, cancel func() error) { p.first = cancel; ok(t, p.step.Run(t.Context(), p.edition.ID)) },
		"not at all, but to the end": func(p *press, _ func() error) { ok(t, p.step.Run(t.Context(), p.edition.ID)) },
	} {
		t.Run(name, func(t *testing.T) {
			p := setUp(t, 50, 0)
			cancel(p, func() error {
				// As another machine does it.
				v, err := p.Sending(t.Context(), p.edition.ID)
				ok(t, err)
				v.State, v.Ended = news.Cancelled, now()
				return p.Store.ChangeSending(t.Context(), v.Number, []news.SendingState{news.Underway}, v)
			})
			v, err := p.Sending(t.Context(), p.edition.ID)
			ok(t, err)
			if got := p.log.String(); strings.Count(got, "msg=mailed") != 1 || !strings.Contains(got, "state="+string(v.State)+" ") {
				t.Errorf("it is %s, and the log says %s", v.State, got)
			}
		})
	}
}

func TestAResumedMailingGoesToItsEnd(t *testing.T) {
	const readers = 300
	p := setUp(t, readers, 0)
	p.until(t, 100, func() error { return p.step.Pause(t.Context(), p.edition.ID, "ada") })
	ok(t, p.step.Resume(t.Context(), p.edition.ID))
	p.hold(0)
	ok(t, p.step.Run(t.Context(), p.edition.ID))
	if v := p.adds(t, readers); v.State != news.Finished || v.Counts.Sent != readers {
		t.Errorf("in the end it is %+v", v)
	}
	is(t, p.step.Cancel(t.Context(), p.edition.ID, "ada"), news.Conflict, "is finished, so it cannot be cancelled")
}

// TestAPauseIsHeededWhileMailsWaitForTheirTime has a relay that takes a mail every few minutes: no outcome tells the run.
func TestAPauseIsHeededWhileMailsWaitForTheirTime(t *testing.T) {
	p := setUp(t, 20, 0.01)
	took := p.until(t, 1, func() error {
		for { // until it is written down that the first was sent
			if v, err := p.Sending(t.Context(), p.edition.ID); err != nil || v.Counts.Sent == 1 {
				break
			}
		}
		return p.step.Pause(t.Context(), p.edition.ID, "ada")
	})
	if took > time.Second {
		t.Errorf("it took %v", took)
	}
	if v := p.adds(t, 20); v.Counts.Sent != 1 {
		t.Errorf("%+v", v.Counts)
	}
}

func TestAMailingThatIsPausedBeforeItsListIsMadeLosesNobody(t *testing.T) {
	p := setUp(t, 30, 0)
	v, err := p.BeginSending(t.Context(), p.edition.ID, now())
	ok(t, err)
	ok(t, p.OwnSending(t.Context(), v.Number, "one"))
	_, err = p.ListReaders(t.Context(), v.Number, "one", now(), 10)
	ok(t, err)
	ok(t, p.step.Pause(t.Context(), p.edition.ID, "ada"))
	if more, err := p.ListReaders(t.Context(), v.Number, "one", now(), 10); more || err != nil {
		t.Errorf("paused, the list goes on: %v, %v", more, err)
	}
	p.adds(t, 10)
	ok(t, p.step.Resume(t.Context(), p.edition.ID))
	ok(t, p.step.Run(t.Context(), p.edition.ID))
	if v := p.adds(t, 30); v.State != news.Finished {
		t.Errorf("in the end it is %+v", v)
	}
}
