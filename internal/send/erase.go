package send

import (
	"context"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

// Erase deletes all that says who a reader is, from their own page. It cannot be undone. No import brings them back; they may
// subscribe again themselves.
func (p *People) Erase(ctx context.Context, token string) error {
	return p.twice(ctx, func(ctx context.Context) error {
		u, _, err := p.reader(ctx, token)
		if err != nil {
			return err
		}
		return p.erase(ctx, u)
	})
}

// EraseAddress does the same for an operator whom a reader asked by other ways.
func (p *People) EraseAddress(ctx context.Context, given string) error {
	a, err := address.Parse(given)
	if err != nil {
		return err
	}
	return p.twice(ctx, func(ctx context.Context) error {
		u, err := p.Store.SubscriberByAddress(ctx, a)
		if err != nil {
			return err
		}
		return p.erase(ctx, u)
	})
}

// EraseReader does the same for an editor who has the reader before them. One who was erased is NotFound.
func (p *People) EraseReader(ctx context.Context, id news.ID) error {
	return p.twice(ctx, func(ctx context.Context) error {
		u, err := p.Store.Subscriber(ctx, id)
		if err != nil {
			return err
		}
		if !u.Erased.IsZero() {
			return news.Errorf(news.NotFound, "this reader was erased already").Say("reader_erased")
		}
		return p.erase(ctx, u)
	})
}

func (p *People) erase(ctx context.Context, u news.Subscriber) error {
	subscriptions, err := p.Store.SubscriptionsOf(ctx, u.ID)
	if err != nil {
		return err
	}
	for _, s := range subscriptions {
		if err := p.Store.AddConsent(ctx, news.Consent{SubscriptionID: s.ID, At: p.Clock.Now(), Act: news.Erased}); err != nil {
			return err
		}
	}
	return p.Store.Erase(ctx, u.ID, p.hash(u.Address), p.Clock.Now())
}

// Data gives a reader all that is kept of them, from their own page.
func (p *People) Data(ctx context.Context, token string) (news.ReaderData, error) {
	u, _, err := p.reader(ctx, token)
	if err != nil {
		return news.ReaderData{}, err
	}
	return p.DataOf(ctx, u)
}

// DataOf gives all that is kept of a reader.
func (p *People) DataOf(ctx context.Context, u news.Subscriber) (d news.ReaderData, err error) {
	d = news.ReaderData{
		Address: u.Address, Since: u.Created, Language: u.Language, Tags: u.Tags, PausedUntil: some(u.PausedUntil), SoftBounces: u.Soft,
		Suppressed: u.Suppressed, SuppressedAt: some(u.SuppressedAt), SuppressedWhy: u.SuppressedWhy, Subscriptions: []news.SubscriptionData{},
	}
	subscriptions, err := p.Store.SubscriptionsOf(ctx, u.ID)
	if err != nil {
		return d, err
	}
	for _, s := range subscriptions {
		one, err := p.dataOf(ctx, s)
		if err != nil {
			return d, err
		}
		d.Subscriptions = append(d.Subscriptions, one)
	}
	errands, err := p.Store.ErrandsOf(ctx, u.ID)
	if err != nil {
		return d, err
	}
	for _, e := range errands {
		d.Mails = append(d.Mails, news.MailData{Kind: e.Kind, Address: e.Address, At: e.At})
	}
	if p.Returned != nil {
		returned, err := p.Returned(ctx, u.ID)
		if err != nil {
			return d, err
		}
		for _, r := range returned {
			d.Returned = append(d.Returned, news.ReturnedData{At: r.At, Kind: r.Kind, Verdict: r.Verdict, Edition: r.Edition, Status: r.Status, Words: r.Reply, By: r.By})
		}
	}
	moving, err := p.moving(ctx, u.ID)
	d.NewAddress = moving.Address
	return d, err
}

func (p *People) dataOf(ctx context.Context, s news.Subscription) (d news.SubscriptionData, err error) {
	publication, err := p.Store.Publication(ctx, s.PublicationID)
	if err != nil {
		return d, err
	}
	d = news.SubscriptionData{Publication: publication.Name, State: s.State, Changed: s.Changed, Proof: []news.ProofData{}}
	proof, err := p.Store.Consents(ctx, s.ID)
	if err != nil {
		return d, err
	}
	for _, c := range proof {
		d.Proof = append(d.Proof, news.ProofData{At: c.At, Act: c.Act, Address: c.Address, Agent: c.Agent, Wording: c.Wording, Mail: c.Mail, MessageID: c.MessageID, Note: c.Note})
	}
	if p.Deliveries == nil {
		return d, nil
	}
	d.Deliveries, err = p.Deliveries(ctx, s.ID)
	return d, err
}

// some gives a time, or nil for none.
func some(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
