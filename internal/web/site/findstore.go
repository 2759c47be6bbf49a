package site

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Finding is what the site needs to find things, and to list all there is.
type Finding interface {
	// FindReports gives the reports that a search is of, the best first or the newest, with their newest texts and the statements in
	// these: those that are what is sought, if that is something said. A search for nothing finds nothing.
	FindReports(ctx context.Context, f news.Search, offset, limit int) ([]news.Hit, error)
	// FindEditions gives the published editions that have the words of a search.
	FindEditions(ctx context.Context, f news.Search, offset, limit int) ([]news.Edition, error)
	// SearchArticles gives the published articles that have all the words of a query, those in quotation marks one after the other, the best first.
	SearchArticles(ctx context.Context, query string, limit int) ([]news.ArticleHit, error)

	// Outlets gives all outlets by name, Outlet one.
	Outlets(ctx context.Context) ([]news.Outlet, error)
	Outlet(ctx context.Context, id news.ID) (news.Outlet, error)
	// OutletFigures counts what ledgers say of an outlet's reports, and OutletDeeds lists what one of these figures counts, the newest first.
	OutletFigures(ctx context.Context, id news.ID) (news.OutletFigures, error)
	OutletDeeds(ctx context.Context, id news.ID, of news.OutletDeeds, offset, limit int) ([]news.OutletDeed, error)
	// OutletReports gives an outlet's reports, the newest first, and OutletStories the stories that they are in.
	OutletReports(ctx context.Context, id news.ID, offset, limit int) ([]news.Report, error)
	OutletStories(ctx context.Context, id news.ID, offset, limit int) ([]news.Story, error)
	// SpeakerTurns gives the claims on which a speaker said one thing and later the contrary, the newest first.
	SpeakerTurns(ctx context.Context, root news.ID, limit int) ([]news.Turn, error)

	// EditionDays gives when a publication's editions were due, the newest first, and EditionsBetween those of some days.
	EditionDays(ctx context.Context, publicationID news.ID) ([]time.Time, error)
	EditionsBetween(ctx context.Context, publicationID news.ID, from, until time.Time) ([]news.Edition, error)
	// EditionsSince gives the editions of all publications that appeared since a time, without their items, the newest first.
	EditionsSince(ctx context.Context, since time.Time, limit int) ([]news.Edition, error)
	// Listed gives the pages that search engines are to know, in an order that lasts, and CountListed how many there are.
	Listed(ctx context.Context, offset, limit int) ([]news.Listed, error)
	CountListed(ctx context.Context) (int, error)
}
