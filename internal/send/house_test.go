package send_test

import (
	"context"
	"flag"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	kept "onrecord/internal/store"
	"onrecord/internal/testkit/mailcatcher"
)

// house is a desk with its people on a real store: what they ask for is mailed to a mail catcher.
type house struct {
	*kept.Store
	*mailcatcher.Catcher
	now    time.Time
	links  send.Links
	people *send.People
	step   *send.Step
	jobs   []news.ID
	took   int // mails that were looked at
}

var at = news.Visitor{Address: "192.0.2.7", Agent: "Browser/1.0"}

// build sets up a house with two publications, harbour and tides.
func build(t *testing.T) *house {
	t.Helper()
	h := &house{now: time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC), links: send.NewLinks(key, site)}
	var err error
	if h.Store, err = kept.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Store.Close() })
	if h.Catcher, err = mailcatcher.Start(t.Context(), mailcatcher.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Catcher.Close() })
	for slug, name := range map[string]string{"harbour": "The Harbour Digest", "tides": "Tides"} {
		ok(t, h.SavePublication(t.Context(), news.Publication{ID: news.NewID(h.now), Slug: slug, Name: name, Language: "en", Sections: []string{"News"},
			From: "Harbour Desk <desk@harbour.example>", Created: h.now, Schedule: news.Schedule{Days: []time.Weekday{time.Sunday, time.Tuesday}, Hour: 7, Zone: "Europe/Helsinki"}}))
	}
	host, port, err := net.SplitHostPort(h.Addr())
	ok(t, err)
	n, err := strconv.Atoi(port)
	ok(t, err)
	r, err := smtp.New(smtp.Options{Host: host, Port: n, TLS: "off", HELO: "localhost"})
	ok(t, err)
	clock := news.ClockFunc(func() time.Time { return h.now })
	h.people = send.NewPeople(send.PeopleOptions{
		Store: h.Store, Links: h.links, Secret: key, Clock: clock, Log: slog.New(slog.DiscardHandler), Hourly: 40,
		Next: func(_ context.Context, ids ...news.ID) error { h.jobs = append(h.jobs, ids...); return nil },
		Returned: func(ctx context.Context, reader news.ID) ([]news.Returned, error) {
			return h.Feedback(ctx, news.ReturnedFilter{Subscriber: reader}, 0, 100)
		},
	})
	h.step, err = send.New(send.Options{Store: h.Store, People: h.people, Ways: []send.Way{{Relay: relay{r, &desk{}}, Name: "the catcher"}}, Links: h.links, Bounces: send.NewBounces(key, bouncing), Clock: clock, Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	return h
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// is fails the test unless an error has that kind and says this.
func is(t *testing.T, err error, kind news.Kind, says string) {
	t.Helper()
	if news.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v; want %s: %s", news.KindOf(err), err, kind, says)
	}
}

// mailed runs the jobs that were handed on and gives the mails that came of them.
func (h *house) mailed(t *testing.T) []mailcatcher.Message {
	t.Helper()
	jobs := h.jobs
	h.jobs = nil
	for _, id := range jobs {
		ok(t, h.step.Run(t.Context(), id))
	}
	all := h.Messages()[h.took:]
	h.took += len(all)
	return all
}

// ask asks for a publication, and gives the one mail that comes of it.
func (h *house) ask(t *testing.T, publication, address string) mailcatcher.Message {
	t.Helper()
	ok(t, h.people.Subscribe(t.Context(), news.SignUp{Publication: publication, Address: address, Wording: wording}, at))
	mails := h.mailed(t)
	if len(mails) != 1 {
		t.Fatalf("%d mails came of asking", len(mails))
	}
	return mails[0]
}

// join makes a reader, and gives the token of their preferences.
func (h *house) join(t *testing.T, publication, address string) (reader news.Subscriber, preferences string) {
	t.Helper()
	_, err := h.people.Confirm(t.Context(), link(t, h.ask(t, publication, address), send.ToConfirm), at)
	ok(t, err)
	reader, err = h.SubscriberByAddress(t.Context(), address)
	ok(t, err)
	all, err := h.SubscriptionsOf(t.Context(), reader.ID)
	ok(t, err)
	return reader, strings.TrimPrefix(h.links.Preferences(all[0].ID, h.now), site+"/preferences/")
}

// state gives the states of a reader's subscriptions, and acts what the proof of them says.
func (h *house) state(t *testing.T, reader news.ID) string {
	t.Helper()
	all, err := h.SubscriptionsOf(t.Context(), reader)
	ok(t, err)
	var said []string
	for _, s := range all {
		p, err := h.Publication(t.Context(), s.PublicationID)
		ok(t, err)
		proof, err := h.Consents(t.Context(), s.ID)
		ok(t, err)
		acts := make([]string, len(proof))
		for i, c := range proof {
			acts[i] = string(c.Act)
		}
		said = append(said, p.Slug+" "+string(s.State)+" ("+strings.Join(acts, ", ")+")")
	}
	return strings.Join(said, "; ")
}

// link gives the last part of the address in a mail's text that begins like this.
func link(t *testing.T, m mailcatcher.Message, purpose send.Purpose) string {
	t.Helper()
	start := site + "/" + string(purpose) + "/"
	_, rest, found := strings.Cut(m.Text, start)
	if !found {
		t.Fatalf("no %s link in:\n%s", purpose, m.Text)
	}
	return strings.Fields(rest)[0]
}

var update = flag.Bool("update", false, "write the golden files again")

// golden compares with a file in testdata. The signed part of links differs by the ids and is left out.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		ok(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	ok(t, err)
	if got != string(want) {
		t.Errorf("%s is not as it was; look at the difference and, if it is as you want it, run with -update:\n%s", path, got)
	}
}

// plain takes out of a mail's part what differs from run to run: the tokens and the line ends of mail.
func plain(t *testing.T, m mailcatcher.Message, part string, p send.Purpose) string {
	return strings.ReplaceAll(strings.ReplaceAll(part, link(t, m, p), "TOKEN"), "\r\n", "\n")
}
