package send

import (
	"context"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	Edition(ctx context.Context, id news.ID) (news.Edition, error)

	Subscription(ctx context.Context, id news.ID) (news.Subscription, error)

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

// Next hands errands on to be mailed, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error
