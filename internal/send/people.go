package send

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"
	"time"

	"onrecord/internal/news"
)

// PeopleStore is what the people of the step need of the store. Errors carry a news.Kind: NotFound where there is nothing of that
// name, Conflict where another has an address already.
type PeopleStore interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error

	Publications(ctx context.Context) ([]news.Publication, error)
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	PublicationBySlug(ctx context.Context, slug string) (news.Publication, error)

	Subscriber(ctx context.Context, id news.ID) (news.Subscriber, error)
	// SubscriberByAddress compares without case.
	SubscriberByAddress(ctx context.Context, address string) (news.Subscriber, error)
	// SaveSubscriber keeps a reader with address, language, tags and pause.
	SaveSubscriber(ctx context.Context, u news.Subscriber) error
	// Unsuppress lets a reader have mail again, Suppress keeps all mail from them.
	Unsuppress(ctx context.Context, subscriberID news.ID) error
	Suppress(ctx context.Context, subscriberID news.ID, by news.SuppressedBy, why string, at time.Time) error

	Subscription(ctx context.Context, id news.ID) (news.Subscription, error)
	SubscriptionOf(ctx context.Context, subscriberID, publicationID news.ID) (news.Subscription, error)
	// SubscriptionsOf gives all of a reader, the oldest first.
	SubscriptionsOf(ctx context.Context, subscriberID news.ID) ([]news.Subscription, error)
	SaveSubscription(ctx context.Context, u news.Subscription) error

	// AddConsent adds a line to the proof, which nothing ever changes; Consents gives the lines of a subscription, the oldest first.
	AddConsent(ctx context.Context, c news.Consent) error
	Consents(ctx context.Context, subscriptionID news.ID) ([]news.Consent, error)

	AddErrand(ctx context.Context, e news.Errand) error
	Errand(ctx context.Context, id news.ID) (news.Errand, error)
	ErrandsOf(ctx context.Context, subscriberID news.ID) ([]news.Errand, error)
	// UseErrand marks an errand as done; one that is already is a Conflict.
	UseErrand(ctx context.Context, id news.ID, at time.Time) error
	// DropErrands takes back those of a reader of one kind that nothing came of, ForgetErrands deletes all from before a time.
	DropErrands(ctx context.Context, subscriberID news.ID, kind news.ErrandKind) error
	ForgetErrands(ctx context.Context, before time.Time) error
	// CountErrands says how many there were since a time, to one address and to all but those on imported lists.
	CountErrands(ctx context.Context, address string, since time.Time) (to, all int, err error)

	// Erase deletes all that says who a reader is, Erased knows a keyed hash of their address again.
	Erase(ctx context.Context, subscriberID news.ID, hash string, at time.Time) error
	Erased(ctx context.Context, hash string) (bool, error)
	// Unconfirmed gives readers who asked before a time and never confirmed anything.
	Unconfirmed(ctx context.Context, before time.Time, limit int) ([]news.ID, error)

	// SetSetting keeps a word under a name.
	SetSetting(ctx context.Context, key, value string) error

	ImportStore
}

// PeopleOptions are what the people of the step need.
type PeopleOptions struct {
	Store  PeopleStore
	Next   Next   // hands errands on to the step, which mails them
	Links  Links  // to confirm, to leave, to the preferences
	Secret []byte // the key of the hashes by which erased readers are known; 32 bytes or more
	Clock  news.Clock
	Log    *slog.Logger
	// Hourly is how many mails readers may ask for in an hour, all together; 0: 500.
	Hourly int
	// Deliveries gives what was mailed under a subscription, for a reader who wants to see all their data; nil: it is left out.
	Deliveries func(ctx context.Context, subscriptionID news.ID) ([]news.DeliveryData, error)
	// Returned gives what came back of mails to a reader, for the same; nil: it is left out.
	Returned func(ctx context.Context, subscriberID news.ID) ([]news.Returned, error)
}

// People keeps who reads what: how they come, what they choose, and how they go. Its methods may be called again without harm.
type People struct{ PeopleOptions }

// NewPeople makes it.
func NewPeople(o PeopleOptions) *People {
	if o.Hourly == 0 {
		o.Hourly = 500
	}
	return &People{o}
}

const (
	// confirmWithin is how long the link in a confirming mail works; askWithin that in a mail to a list that was imported.
	confirmWithin = 7 * 24 * time.Hour
	askWithin     = 30 * 24 * time.Hour
	// resendAfter is how long somebody who asks again waits for another mail, and dailyMails how many an address gets in
	// a day: nobody fills a stranger's mailbox from here.
	resendAfter = 5 * time.Minute
	dailyMails  = 3
	// errandsKept is how long it is known which mails were sent that are no editions: longer than their links work.
	errandsKept = 31 * 24 * time.Hour
)

// hash gives the keyed hash by which an erased address is known again. Without the key nobody can try out addresses on it.
func (p *People) hash(address string) string {
	mac := hmac.New(sha256.New, p.Secret)
	mac.Write([]byte("onrecord erased\x00" + strings.ToLower(address)))
	return hex.EncodeToString(mac.Sum(nil))
}

// mail asks for a mail to a reader, unless the address got one a moment ago or several today. Both are settled in the transaction
// that ctx carries.
func (p *People) mail(ctx context.Context, kind news.ErrandKind, u news.Subscriber, subscription news.ID, address string) (asked bool, err error) {
	now := p.Clock.Now()
	just, _, err := p.Store.CountErrands(ctx, address, now.Add(-resendAfter))
	if err != nil {
		return false, err
	}
	today, _, err := p.Store.CountErrands(ctx, address, now.Add(-24*time.Hour))
	if err != nil || just > 0 || today >= dailyMails {
		return false, err
	}
	e := news.Errand{ID: news.NewID(now), Kind: kind, SubscriberID: u.ID, SubscriptionID: subscription, Address: address, At: now}
	if err := p.Store.AddErrand(ctx, e); err != nil {
		return false, err
	}
	return true, p.Next(ctx, e.ID)
}

// forget deletes what has had its time: old errands, and a few readers who asked for something and never confirmed it. Of those
// nobody knows whether they asked themselves, so they are not kept from coming back on a list.
func (p *People) forget(ctx context.Context) error {
	now := p.Clock.Now()
	const few = 5
	if err := p.Store.ForgetErrands(ctx, now.Add(-errandsKept)); err != nil {
		return err
	}
	strangers, err := p.Store.Unconfirmed(ctx, now.Add(-errandsKept), few)
	if err != nil {
		return err
	}
	for _, id := range strangers {
		if err := p.Store.Erase(ctx, id, "", now); err != nil {
			return err
		}
	}
	return nil
}

// crowded says that more is asked for than the desk lets strangers have mailed. It is asked before anything is looked up, so that it
// says nothing about anybody.
func (p *People) crowded(ctx context.Context) error {
	_, all, err := p.Store.CountErrands(ctx, "", p.Clock.Now().Add(-time.Hour))
	if err == nil && all >= p.Hourly {
		p.Log.WarnContext(ctx, "more mails are asked for than go out in an hour; signup.hourly sets how many do", "asked", all)
		return news.Errorf(news.Conflict, "very many people are asking at this moment; please try again in an hour").Say("many_ask")
	}
	return err
}

// line begins a line of the proof.
func (p *People) line(subscription news.ID, act news.ConsentAct, v news.Visitor) news.Consent {
	return news.Consent{SubscriptionID: subscription, At: p.Clock.Now(), Act: act, Address: v.Address, Agent: short(v.Agent)}
}

// short cuts what a program says of itself to what is worth keeping.
func short(agent string) string {
	const most = 300
	agent = oneLine(agent)
	if len(agent) > most {
		agent = strings.ToValidUTF8(agent[:most], "")
	}
	return agent
}
