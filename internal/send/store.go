package send

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	Edition(ctx context.Context, id news.ID) (news.Edition, error)

	Subscription(ctx context.Context, id news.ID) (news.Subscription, error)

	// Summon notes that all editors with an address are wanted, and gives what is to be mailed; Summons gives one.
	Summon(ctx context.Context, to news.Summons) ([]news.ID, error)
	Summons(ctx context.Context, id news.ID) (news.Summons, error)

	// BeginSending notes that an edition is to be mailed, and gives its mailing; one that has begun is left as it is.
	BeginSending(ctx context.Context, editionID news.ID, now time.Time) (news.Sending, error)
	// Sending gives the mailing of an edition.
	Sending(ctx context.Context, editionID news.ID) (news.Sending, error)
	// LockSending lets one run alone mail an edition, until it calls release or its process ends. If another is at it, the
	// error is a Conflict.
	LockSending(ctx context.Context, number int64) (release func(), err error)
	// OwnSending gives a run alone the right to write to a mailing, until another run takes it. To one that lost it, ListReaders
	// and Settle are a Conflict.
	OwnSending(ctx context.Context, number int64, owner string) error
	// ListReaders puts the next readers on the list of a mailing, at most so many, and says whether there may be more.
	ListReaders(ctx context.Context, number int64, owner string, now time.Time, limit int) (more bool, err error)
	// WaitingDeliveries gives deliveries of a mailing that are waiting and come after the given subscription, in their order.
	WaitingDeliveries(ctx context.Context, number int64, after news.ID, now time.Time, limit int) ([]news.Addressed, error)
	// DeferredDeliveries gives the deliveries of a mailing that are to be tried again by now.
	DeferredDeliveries(ctx context.Context, number int64, now time.Time, limit int) ([]news.Addressed, error)
	// Addressed gives one delivery of a mailing as it is now.
	Addressed(ctx context.Context, number int64, subscription news.ID, now time.Time) (news.Addressed, error)
	// NextDeferred gives when the next deferred delivery of a mailing is due; the zero time: none is.
	NextDeferred(ctx context.Context, number int64) (time.Time, error)
	// Settle writes down what became of deliveries, all of it or nothing, and gives the mailing after that. What it wrote
	// survives a power cut.
	Settle(ctx context.Context, number int64, owner string, outcomes []news.Outcome, softBounces int) (news.Sending, error)
	// TakeFeedback keeps what came back about a message, once, and does what it says; known is what it is known again by.
	TakeFeedback(ctx context.Context, r news.Returned, known string, softBounces int) error
	// ChangeSending changes the state of a mailing from one of those given to another; in another state it is a Conflict.
	ChangeSending(ctx context.Context, number int64, from []news.SendingState, v news.Sending) error
}

// Next hands errands, summonses and editions on to be mailed, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error
