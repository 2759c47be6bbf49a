package gather

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error

	// Feed gives a feed and the outlet it belongs to.
	Feed(ctx context.Context, id news.ID) (news.Feed, news.Outlet, error)

	// SaveFeed stores what a look at the feed found: Title, State, ETag, LastModified, Hash, Failures, Error, Interval,
	// CheckedAt and NextAt. What an editor decides stays as it is in the store: URL, OutletID, Full, and the states
	// news.FeedPaused and news.FeedRemoved. If the feed has another URL by now, what was found is not stored.
	SaveFeed(ctx context.Context, feed news.Feed) error

	// ReportByURL gives the report at a canonical URL, whichever feed it came by.
	ReportByURL(ctx context.Context, url string) (news.Report, error)

	// ReportByGUID gives the report that a feed knows by this id. The id is not empty.
	ReportByGUID(ctx context.Context, feedID news.ID, guid string) (news.Report, error)

	// SaveReport inserts the report, or updates GUID, Title, Author and Summary of the one with its ID. What later steps
	// know (Language, Published, DatedBy, StoryID, Revisions) is left alone by an update. A new report whose URL is taken
	// is a Conflict.
	SaveReport(ctx context.Context, report news.Report) error

	// LastRevision gives the report's revision with the highest number, Raw included.
	LastRevision(ctx context.Context, reportID news.ID) (news.Revision, error)

	// AddRevision stores a revision as fetched: ID, ReportID, Number, Fetched, ContentType and Raw are set, the rest is
	// for the read step. A number that is taken is a Conflict.
	AddRevision(ctx context.Context, revision news.Revision) error

	// Page gives what is remembered of the page behind a report.
	Page(ctx context.Context, reportID news.ID) (news.Page, error)

	// RecentPages gives the pages of the feed's reports that were first seen at or after since, oldest first.
	RecentPages(ctx context.Context, feedID news.ID, since time.Time) ([]news.Page, error)

	// SavePage inserts or replaces what is remembered of a report's page.
	SavePage(ctx context.Context, page news.Page) error
}

// Next hands new revisions on to whatever follows, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error
