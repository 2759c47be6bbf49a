package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/postgres"
	"onrecord/internal/testkit/smtpsink"
)

// The mailing that is killed: its readers, how often it is killed, and how many connections it has open.
const (
	mailReaders     = 6000
	mailKills       = 20
	mailConnections = 20
)

// TestAKilledMailingLosesNobody kills the service with SIGKILL at random moments of a mailing, starts it again, and compares whom
// the mail server has mails for with the list: every reader ends with one accounted state, nobody is lost, and mailed twice are
// only those whose last answer was not written down, one for each open connection at most, under the same Message-ID.
func TestAKilledMailingLosesNobody(t *testing.T) {
	program(t)
	for _, kind := range []string{"SQLite", "PostgreSQL"} {
		t.Run(kind, func(t *testing.T) {
			database := filepath.Join(t.TempDir(), "onrecord.db")
			if kind == "PostgreSQL" {
				database = postgres.New(t)
			}
			m := newMailing(t, database)
			random := rand.New(rand.NewPCG(2031, uint64(len(kind)))) //nolint:gosec // moments, not secrets
			for i := range mailKills {
				// The kills are spread over the mailing, each at a moment that nobody chose.
				next := (mailReaders*i + random.IntN(mailReaders)) / (mailKills + 1)
				m.killAt(t, max(next, m.sink.Mails()+1), time.Duration(random.IntN(3000))*time.Microsecond)
				m.compare(t, fmt.Sprintf("after kill %d", i+1))
			}
			m.finish(t)
			m.compare(t, "in the end")
			if v := m.sending(t); v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: mailReaders}) {
				t.Errorf("in the end the mailing is %s, %+v", v.State, v.Counts)
			}
			twice, ids := 0, map[string]string{}
			received := m.sink.Received()
			for to, times := range received {
				if len(times) != 1 {
					t.Errorf("%s was mailed under several Message-IDs: %v", to, times)
				}
				for id, n := range times {
					if other := ids[id]; other != "" {
						t.Errorf("%s and %s got the same Message-ID %s", to, other, id)
					}
					ids[id] = to
					twice += n - 1
				}
			}
			if len(received) != mailReaders {
				t.Errorf("%d readers were mailed, want %d", len(received), mailReaders)
			}
			if twice > m.doubtful {
				t.Errorf("%d mails came again, and only of %d was it not known whether they had come", twice, m.doubtful)
			}
			t.Logf("%d kills; of %d mails it was not known whether they had come, and %d came again", mailKills, m.doubtful, twice)
		})
	}
}

// mailing is an edition that is due, its readers, and a mail server.
type mailing struct {
	database, folder string
	sink             *smtpsink.Sink
	edition          news.Edition
	readers          map[news.ID]string // addresses by subscription
	doubtful         int
}

func newMailing(t *testing.T, database string) *mailing {
	t.Helper()
	m := &mailing{database: database, folder: t.TempDir(), readers: map[news.ID]string{}}
	var err error
	if m.sink, err = smtpsink.Start(t.Context(), smtpsink.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = m.sink.Close() })
	s := m.open(t)
	defer func() { _ = s.Close() }()
	now := time.Now().UTC().Truncate(time.Second)
	p := news.Publication{ID: news.NewID(now), Slug: "alert", Name: "The Alert", Language: "en", Sections: []string{"News"}, From: "Alert <desk@digest.example.org>", Created: now,
		Schedule: news.Schedule{Days: []time.Weekday{now.AddDate(0, 0, 3).Weekday()}, Hour: 7, Zone: "UTC"}}
	m.edition = news.Edition{ID: news.NewID(now), PublicationID: p.ID, Slug: "2031-03-02", Title: "Ministry denies it", State: news.Approved, ApprovedBy: "ada", ApprovedAt: now, Due: now.Add(-time.Minute),
		Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{Headline: "Pier was offered, officials say", Outlet: "Courier", Summary: "Two officials said so.", URL: "https://courier.example/pier"}}}}}
	err = s.Within(t.Context(), func(ctx context.Context) error {
		if err := errors.Join(s.SavePublication(ctx, p), s.SaveEdition(ctx, m.edition)); err != nil {
			return err
		}
		for i := range mailReaders {
			at := now.Add(time.Duration(i) * time.Millisecond)
			u := news.Subscriber{ID: news.NewID(at), Address: fmt.Sprintf("reader%d@example.net", i), Created: at}
			subscription := news.Subscription{ID: news.NewID(at), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: at}
			if err := errors.Join(s.SaveSubscriber(ctx, u), s.SaveSubscription(ctx, subscription)); err != nil {
				return err
			}
			m.readers[subscription.ID] = u.Address
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *mailing) open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), m.database)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve starts the service.
func (m *mailing) serve(t *testing.T, ctx context.Context) (*exec.Cmd, *bytes.Buffer) { //nolint:revive // the test comes first, as everywhere here
	t.Helper()
	host, port, err := net.SplitHostPort(m.sink.Addr())
	if err != nil {
		t.Fatal(err)
	}
	said := &bytes.Buffer{}
	c := exec.CommandContext(ctx, program(t), "serve", "--set", "data="+m.folder, "--set", "database="+m.database, "--set", "roles=work", "--set", "tick=1s", "--set", "node=one",
		"--set", "smtp.host="+host, "--set", "smtp.port="+port, "--set", "smtp.tls=off", "--set", "base_url=https://digest.example.org", "--set", "mail.bounces=bounces@digest.example.org",
		"--set", fmt.Sprintf("smtp.connections=%d", mailConnections))
	c.Dir, c.Stderr, c.Stdout = m.folder, said, said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, said
}

// killAt runs the service until so many mails have come, and a moment more, and kills it.
func (m *mailing) killAt(t *testing.T, mails int, moment time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, said := m.serve(t, ctx)
	waited := m.sink.Wait(ctx, mails)
	for began := time.Now(); time.Since(began) < moment; { //nolint:revive // a moment too short to sleep for
	}
	if err := c.Process.Kill(); err != nil { // SIGKILL: nothing is tidied up
		t.Fatal(err)
	}
	_ = c.Wait()
	if waited != nil {
		t.Fatalf("%d of %d mails came: %v\n%s", m.sink.Mails(), mails, waited, said)
	}
	// What was on its way still arrives.
	if err := m.sink.Alone(ctx); err != nil {
		t.Fatal(err)
	}
}

// finish runs the service until the mailing is at its end.
func (m *mailing) finish(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, said := m.serve(t, ctx)
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }()
	s := m.open(t)
	defer func() { _ = s.Close() }()
	for {
		v, err := s.Sending(ctx, m.edition.ID)
		if err == nil && v.State == news.Finished {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the mailing is %+v, %v\n%s", v, err, said)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (m *mailing) sending(t *testing.T) news.Sending {
	t.Helper()
	s := m.open(t)
	defer func() { _ = s.Close() }()
	v, err := s.Sending(t.Context(), m.edition.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// compare holds what is written down against what the mail server has, while nobody is at work.
func (m *mailing) compare(t *testing.T, when string) {
	t.Helper()
	s := m.open(t)
	defer func() { _ = s.Close() }()
	v, err := s.Sending(t.Context(), m.edition.ID)
	if news.KindOf(err) == news.NotFound && m.sink.Mails() == 0 {
		return // it was killed before it began
	}
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.CountDeliveries(t.Context(), v.Number)
	if err != nil {
		t.Fatal(err)
	}
	if rows != v.Counts || v.State != news.Listing && rows.Total() != mailReaders {
		t.Errorf("%s: the counts are %+v, the rows %+v, of %d readers", when, v.Counts, rows, mailReaders)
	}
	all, err := s.Deliveries(t.Context(), v.Number, "", 2*mailReaders)
	if err != nil {
		t.Fatal(err)
	}
	received, unknown := m.sink.Received(), 0
	for _, d := range all {
		came := len(received[m.readers[d.Subscription]]) > 0
		switch {
		case d.State == news.Sent && !came:
			t.Errorf("%s: %s counts as sent, and no mail came", when, m.readers[d.Subscription])
		case d.State != news.Sent && came:
			unknown++
		}
	}
	if unknown > mailConnections {
		t.Errorf("%s: of %d mails it is not written down that they came, with %d connections", when, unknown, mailConnections)
	}
	m.doubtful += unknown
}
