package alert

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error
	// Story gives a story.
	Story(ctx context.Context, id news.ID) (news.Story, error)
	// Ledger gives a story's claims and changes.
	Ledger(ctx context.Context, storyID news.ID) (news.Ledger, error)
	// Accounts gives a story's reports with their outlets and texts.
	Accounts(ctx context.Context, storyID news.ID) ([]news.Account, error)
	// Edition gives an edition.
	Edition(ctx context.Context, id news.ID) (news.Edition, error)
	// Publication gives a publication.
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	// Watches gives all watches.
	Watches(ctx context.Context) ([]news.Watch, error)
	// PartsAround gives the notices that are parts of threads of so many parts and were posted between two times, and keeps other
	// machines from raising any until the transaction ends.
	PartsAround(ctx context.Context, parts int, from, to time.Time) ([]news.Notice, error)
	// AddNotice raises a notice, once for each key; it gives 0 for one that was raised before.
	AddNotice(ctx context.Context, n news.Notice) (int64, error)
}
