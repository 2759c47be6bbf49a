package send

import (
	"context"
	"strings"
	"time"

	"onrecord/internal/news"
)

const (
	// confirmWithin is how long the link in a confirming mail works.
	confirmWithin = 7 * 24 * time.Hour
	// resendAfter is how long somebody who asks again waits for another confirming mail: nobody fills a stranger's
	// mailbox from here.
	resendAfter = 5 * time.Minute
)

// Subscribe notes that somebody asked for a publication, and has the confirming mail sent. Remote is the network address
// it came from, wording what the form said. It answers the same whether the address is subscribed already or not; one
// that is subscribed gets no mail, nor does one that was sent a confirming mail within five minutes. A bad address is
// Invalid, about the field email.
func (s *Step) Subscribe(ctx context.Context, publicationSlug, address, remote, wording string) error {
	address, err := news.ParseAddress(address)
	if err != nil {
		return err
	}
	ask := func() error {
		return s.store.Within(ctx, func(ctx context.Context) error { return s.ask(ctx, publicationSlug, address, remote, wording) })
	}
	err = ask()
	if news.KindOf(err) == news.Conflict {
		err = ask() // the same address was taken in by another request in that moment; now it is there
	}
	return err
}

func (s *Step) ask(ctx context.Context, publicationSlug, address, remote, wording string) error {
	p, err := s.store.PublicationBySlug(ctx, publicationSlug)
	if err != nil {
		return err
	}
	subscription, known, err := s.enrol(ctx, p.ID, address)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	if err := s.store.AddConsent(ctx, news.Consent{SubscriptionID: subscription.ID, At: now, Act: news.Asked, Address: remote, Wording: wording}); err != nil {
		return err
	}
	if subscription.State == news.Active || known && subscription.State == news.Pending && now.Before(subscription.Changed.Add(resendAfter)) {
		return nil
	}
	subscription.State, subscription.Changed = news.Pending, now
	if err := s.store.SaveSubscription(ctx, subscription); err != nil {
		return err
	}
	return s.next(ctx, subscription.ID)
}

// enrol gives the subscription of an address, and whether it was there; it is made, with its reader, if not.
func (s *Step) enrol(ctx context.Context, publicationID news.ID, address string) (u news.Subscription, known bool, err error) {
	now := s.clock.Now()
	reader, err := s.store.SubscriberByAddress(ctx, address)
	if news.KindOf(err) == news.NotFound {
		reader = news.Subscriber{ID: news.NewID(now), Address: address, Created: now}
		err = s.store.SaveSubscriber(ctx, reader)
	}
	if err != nil {
		return u, false, err
	}
	u, err = s.store.SubscriptionOf(ctx, reader.ID, publicationID)
	if news.KindOf(err) == news.NotFound {
		u = news.Subscription{ID: news.NewID(now), SubscriberID: reader.ID, PublicationID: publicationID, State: news.Pending, Changed: now}
		return u, false, s.store.SaveSubscription(ctx, u)
	}
	return u, true, err
}

// Confirm makes a subscription active, from the link in the confirming mail. Doing it again changes nothing.
func (s *Step) Confirm(ctx context.Context, token, remote string) (news.Publication, error) {
	return s.change(ctx, ToConfirm, token, remote, news.Active, news.Confirmed)
}

// Unsubscribe ends a subscription, from the link in any mail. Doing it again changes nothing.
func (s *Step) Unsubscribe(ctx context.Context, token, remote string) (news.Publication, error) {
	return s.change(ctx, ToUnsubscribe, token, remote, news.Ended, news.Stopped)
}

// Look gives the publication that a link is about, and changes nothing: for the page with the button.
func (s *Step) Look(ctx context.Context, p Purpose, token string) (news.Publication, error) {
	id, err := s.links.Check(p, token, s.clock.Now())
	if err != nil {
		return news.Publication{}, err
	}
	subscription, err := s.store.Subscription(ctx, id)
	if err != nil {
		return news.Publication{}, err
	}
	return s.store.Publication(ctx, subscription.PublicationID)
}

func (s *Step) change(ctx context.Context, p Purpose, token, remote string, to news.SubscriptionState, act news.ConsentAct) (publication news.Publication, err error) {
	id, err := s.links.Check(p, token, s.clock.Now())
	if err != nil {
		return publication, err
	}
	err = s.store.Within(ctx, func(ctx context.Context) error {
		subscription, err := s.store.Subscription(ctx, id)
		if err != nil {
			return err
		}
		if publication, err = s.store.Publication(ctx, subscription.PublicationID); err != nil || subscription.State == to {
			return err
		}
		if p == ToConfirm && subscription.State == news.Ended {
			return news.Errorf(news.Conflict, "this subscription was ended after the mail was sent; subscribe again to get a new one")
		}
		now := s.clock.Now()
		subscription.State, subscription.Changed = to, now
		if err := s.store.SaveSubscription(ctx, subscription); err != nil {
			return err
		}
		return s.store.AddConsent(ctx, news.Consent{SubscriptionID: id, At: now, Act: act, Address: remote})
	})
	return publication, err
}

// Refused is an address that an import did not take, and why.
type Refused struct {
	Line    int // from 1
	Address string
	Err     error
}

// Import subscribes addresses whose owners agreed elsewhere; wording says where and to what, and is kept as the proof.
// Readers who ended their subscription stay out. Each address is taken by itself, empty ones are passed over.
func (s *Step) Import(ctx context.Context, publicationSlug string, addresses []string, wording string) (taken int, refused []Refused, err error) {
	p, err := s.store.PublicationBySlug(ctx, publicationSlug)
	if err != nil {
		return 0, nil, err
	}
	if wording == "" {
		return 0, nil, news.FieldErrorf("consent", "say where and to what these readers agreed; it is kept as the proof")
	}
	for i, given := range addresses {
		if strings.TrimSpace(given) == "" {
			continue
		}
		err := s.importOne(ctx, p.ID, given, wording)
		switch {
		case err == nil:
			taken++
		case news.KindOf(err) == news.Invalid || news.KindOf(err) == news.Conflict:
			refused = append(refused, Refused{i + 1, given, err})
		default:
			return taken, refused, err
		}
	}
	return taken, refused, nil
}

func (s *Step) importOne(ctx context.Context, publicationID news.ID, given, wording string) error {
	address, err := news.ParseAddress(given)
	if err != nil {
		return err
	}
	return s.store.Within(ctx, func(ctx context.Context) error {
		subscription, _, err := s.enrol(ctx, publicationID, address)
		if err != nil {
			return err
		}
		switch subscription.State {
		case news.Active:
			return news.Errorf(news.Conflict, "is subscribed already")
		case news.Ended:
			return news.Errorf(news.Conflict, "the reader ended this subscription; only they can begin it again")
		}
		now := s.clock.Now()
		subscription.State, subscription.Changed = news.Active, now
		if err := s.store.SaveSubscription(ctx, subscription); err != nil {
			return err
		}
		return s.store.AddConsent(ctx, news.Consent{SubscriptionID: subscription.ID, At: now, Act: news.Imported, Wording: wording})
	})
}
