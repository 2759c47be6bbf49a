package send

import (
	"context"
	"strings"
	"time"

	"onrecord/internal/news"
)

// reader gives whose preferences a link leads to, and the subscription that it was mailed with.
func (p *People) reader(ctx context.Context, token string) (u news.Subscriber, s news.Subscription, err error) {
	id, expires, err := p.Links.check(ToPreferences, token, p.Clock.Now())
	if err != nil {
		return u, s, err
	}
	if s, err = p.Store.Subscription(ctx, id); err != nil {
		return u, s, err
	}
	if u, err = p.Store.Subscriber(ctx, s.SubscriberID); err != nil {
		return u, s, err
	}
	if !u.Erased.IsZero() {
		return u, s, news.Errorf(news.NotFound, "nothing is kept of this reader any more: all was erased").Say("reader_erased")
	}
	proof, err := p.Store.Consents(ctx, s.ID)
	if err != nil {
		return u, s, err
	}
	for _, c := range proof {
		if c.Act == news.Moved && expires.Add(-preferencesWithin).Before(c.At.Truncate(time.Second)) {
			return u, s, news.Errorf(news.Forbidden, "this link was mailed to an address that the reader has left; take that of a newer mail").Say("link_left")
		}
	}
	return u, s, nil
}

// Preferences gives what the page of a reader shows. A forged link, or one that is too old, is Forbidden; what belongs to a reader
// who was erased is NotFound.
func (p *People) Preferences(ctx context.Context, token string) (v news.Preferences, err error) {
	if v.Reader, _, err = p.reader(ctx, token); err != nil {
		return v, err
	}
	publications, err := p.Store.Publications(ctx)
	if err != nil {
		return v, err
	}
	subscriptions, err := p.Store.SubscriptionsOf(ctx, v.Reader.ID)
	if err != nil {
		return v, err
	}
	states := map[news.ID]news.SubscriptionState{}
	for _, s := range subscriptions {
		states[s.PublicationID] = s.State
	}
	for _, publication := range publications {
		v.Choices = append(v.Choices, news.Choice{Publication: publication, State: states[publication.ID]})
	}
	moving, err := p.moving(ctx, v.Reader.ID)
	v.Moving = moving.Address
	return v, err
}

// Choose subscribes a reader to what they want and ends what they do not. It needs no confirming mail: only a mail to their address
// leads to the page, and the proof says so. What is not among the wishes stays as it is.
func (p *People) Choose(ctx context.Context, token string, wishes []news.Wish, v news.Visitor) error {
	return p.Store.Within(ctx, func(ctx context.Context) error {
		u, _, err := p.reader(ctx, token)
		if err != nil {
			return err
		}
		for _, w := range wishes {
			publication, err := p.Store.PublicationBySlug(ctx, w.Publication)
			if err != nil {
				return err
			}
			if err := p.choose(ctx, u, publication, w, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *People) choose(ctx context.Context, u news.Subscriber, publication news.Publication, w news.Wish, v news.Visitor) error {
	s, err := p.Store.SubscriptionOf(ctx, u.ID, publication.ID)
	if err != nil && news.KindOf(err) != news.NotFound {
		return err
	}
	known := err == nil
	switch {
	case w.Wanted && (!known || s.State != news.Active):
		if !known {
			s = news.Subscription{ID: news.NewID(p.Clock.Now()), SubscriberID: u.ID, PublicationID: publication.ID}
		}
		c := p.line(s.ID, news.Chosen, v)
		c.Wording = strings.TrimSpace(w.Wording + " " + chosenBecause)
		return p.set(ctx, s, news.Active, c)
	case !w.Wanted && known && s.State != news.Ended:
		return p.set(ctx, s, news.Ended, p.line(s.ID, news.Stopped, v))
	}
	return nil
}

// chosenBecause is in the proof of what was added on the preference page.
const chosenBecause = "(Chosen on the reader's page of preferences, to which only a signed link in a mail to their address leads; so no confirming mail was sent.)"

// Pause holds all editions back from a reader until a time; a time that is past, or none, ends the pause.
func (p *People) Pause(ctx context.Context, token string, until time.Time) error {
	now := p.Clock.Now()
	if until.After(now.Add(news.LongestPause)) {
		return news.FieldErrorf("until", "that is more than a year away; choose a day before, or end the subscription").Say("until_far")
	}
	if !until.After(now) {
		until = time.Time{}
	}
	return p.edit(ctx, token, func(u *news.Subscriber) { u.PausedUntil = until })
}

// SetLanguage sets the language that a reader reads best; none: that of each publication.
func (p *People) SetLanguage(ctx context.Context, token, language string) error {
	return p.edit(ctx, token, func(u *news.Subscriber) { u.Language = language })
}

func (p *People) edit(ctx context.Context, token string, change func(*news.Subscriber)) error {
	return p.Store.Within(ctx, func(ctx context.Context) error {
		u, _, err := p.reader(ctx, token)
		if err != nil {
			return err
		}
		change(&u)
		if err := u.Validate(); err != nil {
			return err
		}
		return p.Store.SaveSubscriber(ctx, u)
	})
}
