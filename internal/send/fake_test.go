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

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	"onrecord/internal/testkit/mailcatcher"
)

// store is a store in memory.
type store struct {
	mu sync.Mutex
	state
	failing int // which Settle from now fails, once, for good; 0: none
	locked  map[int64]bool
}

type state struct {
	publications  []news.Publication
	editions      []news.Edition
	subscribers   []news.Subscriber
	subscriptions []news.Subscription
	deliveries    []news.Delivery
	sendings      []news.Sending
	owners        map[int64]string
	summonses     []news.Summons
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

func (s *store) Within(ctx context.Context, fn func(context.Context) error) error { return fn(ctx) }

func (s *store) Summon(_ context.Context, to news.Summons) ([]news.ID, error) {
	to.ID, to.Editor, to.Address = news.NewID(to.At), "ada", "ada@example.org"
	s.summonses = append(s.summonses, to)
	return []news.ID{to.ID}, nil
}

func (s *store) Summons(_ context.Context, id news.ID) (news.Summons, error) {
	return find(s.summonses, "summons", func(v news.Summons) bool { return v.ID == id })
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

func (s *store) sending(is func(news.Sending) bool) (*news.Sending, error) {
	if i := slices.IndexFunc(s.sendings, is); i >= 0 {
		return &s.sendings[i], nil
	}
	return nil, news.Errorf(news.NotFound, "there is no such mailing")
}

func (s *store) BeginSending(ctx context.Context, edition news.ID, now time.Time) (news.Sending, error) {
	if v, err := s.Sending(ctx, edition); err == nil {
		return v, nil
	}
	v := news.Sending{Number: int64(len(s.sendings) + 1), EditionID: edition, State: news.Listing, Began: now}
	s.sendings = append(s.sendings, v)
	return v, nil
}

func (s *store) Sending(_ context.Context, edition news.ID) (news.Sending, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := s.sending(func(v news.Sending) bool { return v.EditionID == edition })
	if err != nil {
		return news.Sending{}, err
	}
	return *v, nil
}

func (s *store) LockSending(_ context.Context, number int64) (func(), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked[number] {
		return nil, news.Errorf(news.Conflict, "somebody is at it")
	}
	s.locked = map[int64]bool{number: true}
	return func() { s.mu.Lock(); defer s.mu.Unlock(); delete(s.locked, number) }, nil
}

func (s *store) OwnSending(_ context.Context, number int64, owner string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.owners = map[int64]string{number: owner}
	return nil
}

func (s *store) ListReaders(_ context.Context, number int64, _ string, _ time.Time, _ int) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := s.sending(func(v news.Sending) bool { return v.Number == number })
	if err != nil || v.State != news.Listing {
		return false, err
	}
	for _, u := range s.subscriptions {
		if u.State == news.Active {
			s.deliveries = append(s.deliveries, news.Delivery{Sending: number, Subscription: u.ID, State: news.Waiting})
			v.Counts.Waiting++
		}
	}
	slices.SortFunc(s.deliveries, func(a, b news.Delivery) int { return strings.Compare(string(a.Subscription), string(b.Subscription)) })
	v.State = news.Underway
	return false, nil
}

// due gives the deliveries that are so.
func (s *store) due(limit int, is func(news.Delivery) bool) (out []news.Addressed, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		if !is(d) || len(out) == limit {
			continue
		}
		u, err := find(s.subscriptions, "subscription", func(u news.Subscription) bool { return u.ID == d.Subscription })
		if err != nil {
			return nil, err
		}
		reader, err := find(s.subscribers, "subscriber", func(r news.Subscriber) bool { return r.ID == u.SubscriberID })
		if err != nil {
			return nil, err
		}
		a := news.Addressed{Delivery: d, Subscriber: reader.ID, Address: reader.Address, Language: reader.Language}
		if u.State != news.Active {
			a.Against = "the reader ended the subscription before the message was sent"
		}
		out = append(out, a)
	}
	return out, nil
}

func (s *store) WaitingDeliveries(_ context.Context, number int64, after news.ID, _ time.Time, limit int) ([]news.Addressed, error) {
	return s.due(limit, func(d news.Delivery) bool {
		return d.Sending == number && d.State == news.Waiting && d.Subscription > after
	})
}

func (s *store) DeferredDeliveries(_ context.Context, number int64, now time.Time, limit int) ([]news.Addressed, error) {
	return s.due(limit, func(d news.Delivery) bool {
		return d.Sending == number && d.State == news.Deferred && !d.Due.After(now)
	})
}

func (s *store) Addressed(_ context.Context, number int64, subscription news.ID, _ time.Time) (news.Addressed, error) {
	all, err := s.due(1, func(d news.Delivery) bool { return d.Sending == number && d.Subscription == subscription })
	if err != nil || len(all) == 0 {
		return news.Addressed{}, errors.Join(err, news.Errorf(news.NotFound, "there is no such message"))
	}
	return all[0], nil
}

func (s *store) NextDeferred(_ context.Context, number int64) (next time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.deliveries {
		if d.Sending == number && d.State == news.Deferred && (next.IsZero() || d.Due.Before(next)) {
			next = d.Due
		}
	}
	return next, nil
}

func (s *store) Settle(_ context.Context, number int64, owner string, outcomes []news.Outcome, _ int) (news.Sending, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing > 0 {
		if s.failing--; s.failing == 0 {
			return news.Sending{}, news.Errorf(news.Conflict, "another machine has taken over this mailing")
		}
	}
	v, err := s.sending(func(v news.Sending) bool { return v.Number == number })
	if err != nil || s.owners[number] != owner {
		return news.Sending{}, errors.Join(err, news.Errorf(news.Conflict, "another run owns it"))
	}
	for _, o := range outcomes {
		i := slices.IndexFunc(s.deliveries, func(d news.Delivery) bool { return d.Sending == number && d.Subscription == o.Subscription })
		d := &s.deliveries[i]
		if d.State != o.From {
			continue
		}
		*v.Counts.Of(o.From)--
		*v.Counts.Of(o.To)++
		d.State, d.At, d.Due, d.Status, d.Reply = o.To, o.At, o.Due, o.Status, o.Reply
		if o.To != news.Suppressed {
			d.Attempts++
		}
		if d.Began.IsZero() {
			d.Began = o.At
		}
	}
	return *v, nil
}

func (s *store) TakeFeedback(context.Context, news.Returned, string, int) error { return nil }

func (s *store) ChangeSending(_ context.Context, number int64, from []news.SendingState, to news.Sending) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, err := s.sending(func(v news.Sending) bool { return v.Number == number })
	if err != nil || !slices.Contains(from, v.State) {
		return errors.Join(err, news.Errorf(news.Conflict, "it is in another state"))
	}
	v.State, v.Said, v.Next, v.Ended = to.State, to.Said, to.Next, to.Ended
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

func (c conn) End(next *smtp.Message) (string, error) {
	reply, err := c.Conn.End(next)
	if c.desk.sent != nil {
		c.desk.sent()
	}
	return reply, err
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
	handed  []news.ID
	sent    func() // called after each message, before it is noted
}

func (d *desk) counts(t *testing.T) news.DeliveryCounts {
	t.Helper()
	v, err := d.Sending(t.Context(), d.edition.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v.Counts
}

// add makes a confirmed reader.
func (d *desk) add(address string) {
	u := news.Subscriber{ID: news.NewID(d.now), Address: address, Created: d.now}
	d.subscribers = append(d.subscribers, u)
	d.subscriptions = append(d.subscriptions, news.Subscription{ID: news.NewID(d.now), SubscriberID: u.ID, PublicationID: d.publications[0].ID, State: news.Active, Changed: d.now})
}

// open sets up a desk with so many confirmed readers: r0@example.org, r1@example.org, …
func open(t *testing.T, readers int, with ...func(*send.Options)) *desk {
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
	o := send.Options{
		Store: d.store, Ways: []send.Way{{Relay: relay{r, d}, Name: "the catcher", Connections: 1}}, Links: d.links,
		Next:    func(_ context.Context, ids ...news.ID) error { d.handed = append(d.handed, ids...); return nil },
		Summons: func(_ context.Context, ids ...news.ID) error { d.handed = append(d.handed, ids...); return nil },
		Clock:   news.ClockFunc(func() time.Time { return d.now }), Log: slog.New(slog.DiscardHandler),
	}
	for _, set := range with {
		set(&o)
	}
	d.step, err = send.New(o)
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
