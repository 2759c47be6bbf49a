package send_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wneessen/go-mail"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	"onrecord/internal/testkit/mailcatcher"
)

// store is a store in memory.
type store struct {
	mu sync.Mutex
	state
	failing int // which SaveDelivery from now fails, once; 0: none
}

type state struct {
	publications  []news.Publication
	editions      []news.Edition
	subscribers   []news.Subscriber
	subscriptions []news.Subscription
	deliveries    []news.Delivery
}

func find[T any](all []T, what string, is func(T) bool) (T, error) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], nil
	}
	var none T
	return none, news.Errorf(news.NotFound, "there is no such %s", what)
}

func put[T any](all []T, v T, same func(T) bool) []T {
	if i := slices.IndexFunc(all, same); i >= 0 {
		all[i] = v
		return all
	}
	return append(all, v)
}

func (s *store) Publication(_ context.Context, id news.ID) (news.Publication, error) {
	return find(s.publications, "publication", func(p news.Publication) bool { return p.ID == id })
}

func (s *store) Edition(_ context.Context, id news.ID) (news.Edition, error) {
	return find(s.editions, "edition", func(e news.Edition) bool { return e.ID == id })
}

func (s *store) Subscription(_ context.Context, id news.ID) (news.Subscription, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return find(s.subscriptions, "subscription", func(u news.Subscription) bool { return u.ID == id })
}

func (s *store) SaveSubscription(_ context.Context, u news.Subscription) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.subscriptions = put(s.subscriptions, u, func(v news.Subscription) bool { return v.ID == u.ID })
	return nil
}

func (s *store) AddDeliveries(_ context.Context, edition news.ID, newID func() news.ID) (made int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.subscriptions {
		has := slices.ContainsFunc(s.deliveries, func(d news.Delivery) bool { return d.EditionID == edition && d.SubscriberID == u.SubscriberID })
		if u.State == news.Active && !has {
			s.deliveries = append(s.deliveries, news.Delivery{ID: newID(), EditionID: edition, SubscriberID: u.SubscriberID, Subscription: u.ID, State: news.Waiting})
			made++
		}
	}
	return made, nil
}

func (s *store) WaitingDeliveries(_ context.Context, edition, after news.ID, limit int) (out []news.Delivery, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		if d.EditionID == edition && d.State == news.Waiting && d.ID > after {
			reader, err := find(s.subscribers, "subscriber", func(u news.Subscriber) bool { return u.ID == d.SubscriberID })
			if err != nil {
				return nil, err
			}
			d.Address = reader.Address
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b news.Delivery) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out[:min(len(out), limit)], nil
}

func (s *store) DeliveryCounts(_ context.Context, edition news.ID) (c news.DeliveryCounts, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		switch {
		case d.EditionID != edition:
		case d.State == news.Waiting:
			c.Waiting++
		case d.State == news.Sent:
			c.Sent++
		case d.State == news.Failed:
			c.Failed++
		}
	}
	return c, nil
}

func (s *store) SaveDelivery(ctx context.Context, d news.Delivery) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.failing > 0 {
		if s.failing--; s.failing == 0 {
			return errors.New("the database has gone away")
		}
	}
	d.Address = ""
	s.deliveries = put(s.deliveries, d, func(v news.Delivery) bool { return v.ID == d.ID })
	return nil
}

// relay lets the step see smtp.Conn as its own interface, and a test what was sent.
type relay struct {
	*smtp.Relay
	desk *desk
}

func (r relay) Open(ctx context.Context) (send.Conn, error) {
	c, err := r.Relay.Open(ctx)
	if err != nil {
		return nil, err
	}
	return conn{c, r.desk}, nil
}

type conn struct {
	*smtp.Conn
	desk *desk
}

func (c conn) Send(ctx context.Context, m *mail.Msg) error {
	err := c.Conn.Send(ctx, m)
	if c.desk.sent != nil {
		c.desk.sent()
	}
	return err
}

const site = "https://digest.example.org"

// desk is a publication with an edition, a mail catcher, and the step between them.
type desk struct {
	*store
	*mailcatcher.Catcher
	now     time.Time
	links   send.Links
	step    *send.Step
	edition news.Edition
	sent    func() // called after each message, before it is noted
}

func (d *desk) counts(t *testing.T) news.DeliveryCounts {
	t.Helper()
	c, err := d.DeliveryCounts(t.Context(), d.edition.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// add makes a confirmed reader.
func (d *desk) add(address string) {
	u := news.Subscriber{ID: news.NewID(d.now), Address: address, Created: d.now}
	d.subscribers = append(d.subscribers, u)
	d.subscriptions = append(d.subscriptions, news.Subscription{ID: news.NewID(d.now), SubscriberID: u.ID, PublicationID: d.publications[0].ID, State: news.Active, Changed: d.now})
}

// open sets up a desk with so many confirmed readers: r0@example.org, r1@example.org, …
func open(t *testing.T, readers int) *desk {
	t.Helper()
	d := &desk{store: &store{}, now: time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC), links: send.NewLinks([]byte("a key of thirty-two bytes or more"), site)}
	var err error
	if d.Catcher, err = mailcatcher.Start(t.Context(), mailcatcher.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	p := news.Publication{ID: news.NewID(d.now), Slug: "harbour", Name: "The Harbour Digest", Language: "en", Sections: []string{"News"}, From: "Harbour Desk <desk@harbour.example>",
		Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "Europe/Helsinki"}}
	d.publications = append(d.publications, p)
	d.edition = edition(p.ID)
	d.editions = append(d.editions, d.edition)

	host, port, err := net.SplitHostPort(d.Addr())
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	r, err := smtp.New(smtp.Options{Host: host, Port: n, TLS: "off", HELO: "localhost"})
	if err != nil {
		t.Fatal(err)
	}
	d.step, err = send.New(send.Options{
		Store: d.store, Relay: relay{r, d}, Links: d.links, Clock: news.ClockFunc(func() time.Time { return d.now }), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range readers {
		d.add("r" + strconv.Itoa(i) + "@example.org")
	}
	return d
}

// edition is one with every kind of item.
func edition(publication news.ID) news.Edition {
	due := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
	return news.Edition{
		ID: news.NewID(due), PublicationID: publication, Slug: "2031-03-02", State: news.Published, Due: due, PublishedAt: due,
		Title:      "Ministry denies the pier was ever for sale",
		Standfirst: "Two papers say it was offered; a spokesman and the buyer say it was not. Also: what changed in a report after it appeared.",
		Sections: []news.Section{
			{Name: "News", Items: []news.EditionItem{
				{Headline: "Pier was offered to a foreign firm, officials say", Outlet: "The Tidewater Courier", Author: "Ines Falk", Date: due.Add(-30 * time.Hour),
					Summary: "Two officials who asked not to be named said the northern pier was offered in January. The ministry's spokesman called the account false. The firm said it had made no bid.",
					URL:     "https://courier.example/2031/pier?a=1&b=2", Ledger: "1 unnamed origin behind 9 reports · denied by Oskar Brandt and Lumen Shipping"},
				{Headline: "Ferry timetable changes in April", Outlet: "Radio Skerry", Date: due.Add(-5 * time.Hour),
					Summary: "The winter timetable ends a week early.", URL: "https://skerry.example/ferry", Ledger: "2 origins, 1 named behind 3 reports"},
			}},
			{Name: "Denials and Corrections", Items: []news.EditionItem{
				{Headline: "<b>Fish & chips</b> \"not\" banned\r\nBcc: everyone@strangers.example", Outlet: "Strait News", Author: "A. B.", Summary: "An earlier version said <script>alert(1)</script> that they were.",
					URL: "javascript:alert(1)", Ledger: "corrected"},
				{Headline: "הנמל ייסגר ליום אחד", Outlet: "עיתון החוף", Date: due.Add(-2 * time.Hour), Summary: "הרשות הודיעה כי הנמל ייסגר ביום שני.", URL: "https://coast.example/port"},
			}},
		},
	}
}
