package send

import (
	"context"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error

	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	PublicationBySlug(ctx context.Context, slug string) (news.Publication, error)
	Edition(ctx context.Context, id news.ID) (news.Edition, error)

	Subscriber(ctx context.Context, id news.ID) (news.Subscriber, error)
	// SubscriberByAddress compares without case.
	SubscriberByAddress(ctx context.Context, address string) (news.Subscriber, error)
	SaveSubscriber(ctx context.Context, u news.Subscriber) error
	Subscription(ctx context.Context, id news.ID) (news.Subscription, error)
	SubscriptionOf(ctx context.Context, subscriberID, publicationID news.ID) (news.Subscription, error)
	SaveSubscription(ctx context.Context, u news.Subscription) error
	// AddConsent adds a line to the proof, which nothing ever changes.
	AddConsent(ctx context.Context, c news.Consent) error

	// AddDeliveries makes a delivery to each reader with an active subscription to the edition's publication who has none
	// yet, and says how many it made.
	AddDeliveries(ctx context.Context, editionID news.ID, newID func() news.ID) (int, error)
	// WaitingDeliveries gives deliveries of an edition that are waiting and come after the given one, in the order of
	// their ids, with the readers' addresses.
	WaitingDeliveries(ctx context.Context, editionID, after news.ID, limit int) ([]news.Delivery, error)
	// DeliveryCounts says how many deliveries of an edition are in each state.
	DeliveryCounts(ctx context.Context, editionID news.ID) (news.DeliveryCounts, error)
	// SaveDelivery changes state, attempts, error and time of a delivery.
	SaveDelivery(ctx context.Context, d news.Delivery) error
}

// Next hands subscriptions on to be sent their confirming mail, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error
