package compose

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error
	// Publication gives a publication.
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	// Edition gives an edition. Until the transaction ends, nobody else changes it.
	Edition(ctx context.Context, id news.ID) (news.Edition, error)
	// EditionBySlug gives a publication's edition of a day.
	EditionBySlug(ctx context.Context, publicationID news.ID, slug string) (news.Edition, error)
	// Editions gives the publication's published editions, the newest first.
	Editions(ctx context.Context, publicationID news.ID, limit int) ([]news.Edition, error)
	// StoriesBetween gives the stories that have a report published in [from, until).
	StoriesBetween(ctx context.Context, from, until time.Time) ([]news.Story, error)
	// Ledger gives a story's claims and changes.
	Ledger(ctx context.Context, storyID news.ID) (news.Ledger, error)
	// StoryReports gives a story's reports, the earliest first.
	StoryReports(ctx context.Context, storyID news.ID) ([]news.Report, error)
	// Outlet gives an outlet.
	Outlet(ctx context.Context, id news.ID) (news.Outlet, error)
	// NewestText gives the read revision of a report with the highest number.
	NewestText(ctx context.Context, reportID news.ID) (news.Revision, error)
	// SaveEdition adds or changes an edition.
	SaveEdition(ctx context.Context, e news.Edition) error
}
