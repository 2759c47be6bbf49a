package send

import (
	"context"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

// Subscribe notes that somebody asked for a publication, and has the confirming mail sent. It answers the same whether the
// address is subscribed already or not, and does as much work; one that is subscribed gets no mail, nor one that an operator
// suppressed, nor one that got a mail five minutes or three of them a day ago. A bad address is Invalid, about the field email;
// where very many ask at once, that is a Conflict.
func (p *People) Subscribe(ctx context.Context, s news.SignUp, v news.Visitor) error {
	to, err := address.Parse(s.Address)
	if err != nil {
		return err
	}
	publication, err := p.Store.PublicationBySlug(ctx, s.Publication)
	if err != nil {
		return err
	}
	if err := p.crowded(ctx); err != nil {
		return err
	}
	return p.twice(ctx, func(ctx context.Context) error { return p.ask(ctx, publication, to, s.Wording, v) })
}

// twice runs fn in a transaction, and once more if something stood in the way: another request took in the same address in that
// moment, and now it is there, or what became of a mail to the reader was just being written down.
func (p *People) twice(ctx context.Context, fn func(ctx context.Context) error) error {
	err := p.Store.Within(ctx, fn)
	if kind := news.KindOf(err); kind == news.Conflict || kind == news.Unavailable {
		err = p.Store.Within(ctx, fn)
	}
	return err
}

func (p *People) ask(ctx context.Context, publication news.Publication, to, wording string, v news.Visitor) error {
	if err := p.forget(ctx); err != nil {
		return err
	}
	u, subscription, err := p.enrol(ctx, publication.ID, to)
	if err != nil {
		return err
	}
	c := p.line(subscription.ID, news.Asked, v)
	c.Wording = wording
	if err := p.Store.AddConsent(ctx, c); err != nil {
		return err
	}
	if subscription.State == news.Active && u.Suppressed == "" || u.Suppressed == news.ByOperator {
		return nil
	}
	asked, err := p.mail(ctx, news.ToConfirm, u, subscription.ID, u.Address)
	if err != nil || !asked || subscription.State == news.Active {
		return err
	}
	subscription.State, subscription.Changed = news.Pending, p.Clock.Now()
	return p.Store.SaveSubscription(ctx, subscription)
}

// enrol gives the reader of an address and their subscription; both are made if they are not there.
func (p *People) enrol(ctx context.Context, publicationID news.ID, to string) (u news.Subscriber, s news.Subscription, err error) {
	now := p.Clock.Now()
	u, err = p.Store.SubscriberByAddress(ctx, to)
	if news.KindOf(err) == news.NotFound {
		u = news.Subscriber{ID: news.NewID(now), Address: to, Created: now}
		err = p.Store.SaveSubscriber(ctx, u)
	}
	if err != nil {
		return u, s, err
	}
	s, err = p.Store.SubscriptionOf(ctx, u.ID, publicationID)
	if news.KindOf(err) == news.NotFound {
		s = news.Subscription{ID: news.NewID(now), SubscriberID: u.ID, PublicationID: publicationID, State: news.Pending, Changed: now}
		err = p.Store.SaveSubscription(ctx, s)
	}
	return u, s, err
}

// LookConfirm gives the publication that the link in a confirming mail is about, and changes nothing: for the page with the button.
func (p *People) LookConfirm(ctx context.Context, token string) (news.Publication, error) {
	return p.look(ctx, ToConfirm, token)
}

// LookUnsubscribe is the same for the link that ends a subscription.
func (p *People) LookUnsubscribe(ctx context.Context, token string) (news.Publication, error) {
	return p.look(ctx, ToUnsubscribe, token)
}

func (p *People) look(ctx context.Context, purpose Purpose, token string) (news.Publication, error) {
	id, err := p.Links.Check(purpose, token, p.Clock.Now())
	if err != nil {
		return news.Publication{}, err
	}
	s, err := p.Store.Subscription(ctx, id)
	if err != nil {
		return news.Publication{}, err
	}
	if purpose == ToConfirm && s.State == news.Ended {
		return news.Publication{}, errEnded
	}
	return p.Store.Publication(ctx, s.PublicationID)
}

var errEnded = news.Errorf(news.Conflict, "this subscription was ended after the mail was sent; subscribe again to get a new one").Say("ended_since")

// Confirm makes a subscription active, from the link in the confirming mail, and lifts what kept mail from an address that bounced
// or complained. Doing it again changes nothing.
func (p *People) Confirm(ctx context.Context, token string, v news.Visitor) (news.Publication, error) {
	return p.change(ctx, ToConfirm, token, v, news.Active, news.Confirmed)
}

// Unsubscribe ends a subscription, from the link in any mail. Doing it again changes nothing.
func (p *People) Unsubscribe(ctx context.Context, token string, v news.Visitor) (news.Publication, error) {
	return p.change(ctx, ToUnsubscribe, token, v, news.Ended, news.Stopped)
}

func (p *People) change(ctx context.Context, purpose Purpose, token string, v news.Visitor, to news.SubscriptionState, act news.ConsentAct) (publication news.Publication, err error) {
	id, err := p.Links.Check(purpose, token, p.Clock.Now())
	if err != nil {
		return publication, err
	}
	err = p.Store.Within(ctx, func(ctx context.Context) error {
		s, err := p.Store.Subscription(ctx, id)
		if err != nil {
			return err
		}
		if publication, err = p.Store.Publication(ctx, s.PublicationID); err != nil {
			return err
		}
		u, err := p.Store.Subscriber(ctx, s.SubscriberID)
		if err != nil {
			return err
		}
		lift := to == news.Active && (u.Suppressed == news.ByBounce || u.Suppressed == news.ByComplaint)
		if s.State == to && !lift {
			return nil
		}
		if purpose == ToConfirm && s.State == news.Ended {
			return errEnded
		}
		if lift {
			if err := p.Store.Unsuppress(ctx, u.ID); err != nil {
				return err
			}
		}
		return p.set(ctx, s, to, p.line(id, act, v))
	})
	return publication, err
}

// set gives a subscription another state, with its line in the proof.
func (p *People) set(ctx context.Context, s news.Subscription, to news.SubscriptionState, proof news.Consent) error {
	s.State, s.Changed = to, p.Clock.Now()
	if err := p.Store.SaveSubscription(ctx, s); err != nil {
		return err
	}
	proof.SubscriptionID = s.ID
	return p.Store.AddConsent(ctx, proof)
}
