package send

import (
	"context"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

// moving gives the errand that asks a reader's new address whether mails shall go there, if there is one that was not answered.
func (p *People) moving(ctx context.Context, subscriber news.ID) (found news.Errand, err error) {
	errands, err := p.Store.ErrandsOf(ctx, subscriber)
	if err != nil {
		return found, err
	}
	for _, e := range errands {
		if e.Kind == news.ToMove && e.Used.IsZero() && p.Clock.Now().Before(e.At.Add(confirmWithin)) {
			found = e
		}
	}
	return found, nil
}

// Move asks a new address whether a reader's mails shall go there, and tells the old one. Nothing changes until the link in the mail
// to the new address is followed and its button pressed. A bad address is Invalid, about the field email. Where the new address gets
// no mail now because others have had mails sent there, that is not told: it would say who is a reader.
func (p *People) Move(ctx context.Context, token, to string) error {
	to, err := address.Parse(to)
	if err != nil {
		return err
	}
	return p.Store.Within(ctx, func(ctx context.Context) error {
		u, s, err := p.reader(ctx, token)
		if err != nil {
			return err
		}
		if to == u.Address {
			return news.FieldErrorf("email", "your mails go there already").Say("move_there_already")
		}
		if err := p.movesOften(ctx, u.ID, to); err != nil {
			return err
		}
		if err := p.Store.DropErrands(ctx, u.ID, news.ToMove); err != nil {
			return err
		}
		asked, err := p.mail(ctx, news.ToMove, u, s.ID, to)
		if err == nil && !asked {
			err = p.Store.AddErrand(ctx, news.Errand{ID: news.NewID(p.Clock.Now()), Kind: news.ToMove, SubscriberID: u.ID, SubscriptionID: s.ID, Address: to, At: p.Clock.Now()})
		}
		if err != nil {
			return err
		}
		// The old address is told as often as a new one is asked: it is where the reader is now.
		e := news.Errand{ID: news.NewID(p.Clock.Now()), Kind: news.ToTell, SubscriberID: u.ID, SubscriptionID: s.ID, Address: u.Address, At: p.Clock.Now()}
		if err := p.Store.AddErrand(ctx, e); err != nil {
			return err
		}
		return p.Next(ctx, e.ID)
	})
}

// dailyMoves is how many addresses a reader may have asked in a day. The old one is told of each.
const dailyMoves = 5

// movesOften refuses what a reader has asked for too often themselves.
func (p *People) movesOften(ctx context.Context, reader news.ID, to string) error {
	errands, err := p.Store.ErrandsOf(ctx, reader)
	if err != nil {
		return err
	}
	now, all, there := p.Clock.Now(), 0, 0
	for _, e := range errands {
		if (e.Kind != news.ToMove && e.Kind != news.Dropped) || now.Sub(e.At) >= 24*time.Hour {
			continue
		}
		all++
		if strings.EqualFold(e.Address, to) {
			there++
			if now.Sub(e.At) < resendAfter {
				there = dailyMails
			}
		}
	}
	switch {
	case there >= dailyMails:
		return news.FieldErrorf("email", "you had a mail sent to that address just now, or several today; look there, or try again tomorrow").Say("move_just_now")
	case all >= dailyMoves:
		return news.FieldErrorf("email", "you have named several addresses today; try again tomorrow").Say("move_several")
	}
	return nil
}

// Stay takes the wish to move back: the link in the mail to the new address does nothing any more.
func (p *People) Stay(ctx context.Context, token string) error {
	return p.Store.Within(ctx, func(ctx context.Context) error {
		u, _, err := p.reader(ctx, token)
		if err != nil {
			return err
		}
		return p.Store.DropErrands(ctx, u.ID, news.ToMove)
	})
}

// LookMove gives from where to where a link moves a reader, and changes nothing.
func (p *People) LookMove(ctx context.Context, token string) (m news.Move, err error) {
	e, u, err := p.move(ctx, token)
	return news.Move{From: u.Address, To: e.Address}, err
}

func (p *People) move(ctx context.Context, token string) (e news.Errand, u news.Subscriber, err error) {
	id, err := p.Links.Check(ToMove, token, p.Clock.Now())
	if err != nil {
		return e, u, err
	}
	e, err = p.Store.Errand(ctx, id)
	if news.KindOf(err) == news.NotFound || err == nil && e.Kind != news.ToMove {
		return e, u, news.Errorf(news.Forbidden, "this change was taken back; nothing is changed").Say("move_taken_back")
	}
	if err != nil {
		return e, u, err
	}
	u, err = p.Store.Subscriber(ctx, e.SubscriberID)
	return e, u, err
}

// ConfirmMove has a reader's mails go to a new address, from the link that was mailed there; wording is what its page said. What
// kept mail from the old address is lifted, unless an operator did it. An address that another reader has is a Conflict. Doing
// it again changes nothing.
func (p *People) ConfirmMove(ctx context.Context, token, wording string, v news.Visitor) (m news.Move, err error) {
	err = p.Store.Within(ctx, func(ctx context.Context) error {
		e, u, err := p.move(ctx, token)
		if err != nil {
			return err
		}
		m = news.Move{From: u.Address, To: e.Address, Preferences: p.Links.Preferences(e.SubscriptionID, p.Clock.Now())}
		if !e.Used.IsZero() {
			return nil
		}
		other, err := p.Store.SubscriberByAddress(ctx, e.Address)
		if err == nil && other.ID != u.ID {
			return news.Errorf(news.Conflict, "this address gets mails from here already, as another reader; end the subscriptions of one of the two").Say("move_two_readers")
		}
		if err != nil && news.KindOf(err) != news.NotFound {
			return err
		}
		if err := p.Store.UseErrand(ctx, e.ID, p.Clock.Now()); err != nil {
			return err
		}
		u.Address = e.Address
		if err := p.Store.SaveSubscriber(ctx, u); err != nil {
			return err
		}
		if u.Suppressed != "" && u.Suppressed != news.ByOperator {
			if err := p.Store.Unsuppress(ctx, u.ID); err != nil {
				return err
			}
		}
		return p.proveMove(ctx, u.ID, m, wording, v)
	})
	return m, err
}

// proveMove adds the move to the proof of each subscription.
func (p *People) proveMove(ctx context.Context, subscriber news.ID, m news.Move, wording string, v news.Visitor) error {
	subscriptions, err := p.Store.SubscriptionsOf(ctx, subscriber)
	if err != nil {
		return err
	}
	for _, s := range subscriptions {
		c := p.line(s.ID, news.Moved, v)
		c.Wording, c.Note = wording, m.Note()
		if err := p.Store.AddConsent(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// SendLink mails a reader the link to their preferences. It answers the same, and does as much, whether the address is a reader's or
// not. A bad address is Invalid, about the field email.
func (p *People) SendLink(ctx context.Context, to string) error {
	to, err := address.Parse(to)
	if err != nil {
		return err
	}
	if err := p.crowded(ctx); err != nil {
		return err
	}
	return p.Store.Within(ctx, func(ctx context.Context) error {
		// A write that happens in any case: how long the answer takes tells nothing.
		if err := p.Store.SetSetting(ctx, "preferences asked", p.Clock.Now().Format("2006-01-02T15:04:05Z")); err != nil {
			return err
		}
		if err := p.forget(ctx); err != nil {
			return err
		}
		u, err := p.Store.SubscriberByAddress(ctx, to)
		if news.KindOf(err) == news.NotFound {
			return nil
		}
		if err != nil || u.Suppressed == news.ByOperator {
			return err
		}
		subscriptions, err := p.Store.SubscriptionsOf(ctx, u.ID)
		if err != nil || len(subscriptions) == 0 {
			return err
		}
		_, err = p.mail(ctx, news.ToManage, u, speaks(subscriptions).ID, u.Address)
		return err
	})
}

// speaks gives the subscription in whose publication's name a reader is written to: the newest that they have, else the newest that
// they had.
func speaks(all []news.Subscription) news.Subscription {
	best := all[0]
	for _, s := range all[1:] {
		if s.State == news.Active || best.State != news.Active {
			best = s
		}
	}
	return best
}
