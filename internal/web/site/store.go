package site

import (
	"context"
	"io"
	"time"

	"onrecord/internal/news"
)

// Store is what the site needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	Pieces

	// Publications gives all of them, the oldest first.
	Publications(ctx context.Context) ([]news.Publication, error)
	// PublicationBySlug gives a publication by the name in its address.
	PublicationBySlug(ctx context.Context, slug string) (news.Publication, error)
	// Editions gives a publication's published editions, the newest first.
	Editions(ctx context.Context, publicationID news.ID, limit int) ([]news.Edition, error)
	// EditionBySlug gives an edition in any state by the date in its address.
	EditionBySlug(ctx context.Context, publicationID news.ID, slug string) (news.Edition, error)
	// Edition gives an edition in any state.
	Edition(ctx context.Context, id news.ID) (news.Edition, error)
	// EditionsAround gives the published editions just before and just after a time, without their items; either may be the zero edition.
	EditionsAround(ctx context.Context, publicationID news.ID, due time.Time) (before, after news.Edition, err error)

	// Story gives a story.
	Story(ctx context.Context, id news.ID) (news.Story, error)
	// Ledger gives a story's claims, the main one first, and its changes, the oldest first.
	Ledger(ctx context.Context, storyID news.ID) (news.Ledger, error)
	// MainClaims gives the main claim of each of some stories in brief, by story; stories without one are left out.
	MainClaims(ctx context.Context, stories []news.ID) (map[news.ID]news.ClaimBrief, error)
	// Mendings gives what was done to a story and to those that ended in it, the last first.
	Mendings(ctx context.Context, storyID news.ID) ([]news.Mending, error)
	// Claim gives a claim, also one that has left its ledger or was made part of another.
	Claim(ctx context.Context, id news.ID) (news.Claim, error)
	// ClaimsEver gives a story's claims, those that left the ledger too, and ClaimActs what editors did to them, the first act first.
	ClaimsEver(ctx context.Context, storyID news.ID) ([]news.Claim, error)
	ClaimActs(ctx context.Context, storyID news.ID) ([]news.ClaimAct, error)
	// StoryVersion gives a story, the version that its reports are at, and the version that its ledger was made from (0: never).
	StoryVersion(ctx context.Context, id news.ID) (story news.Story, version, weighed int64, err error)
	// StoryReports gives a story's reports with their outlets' names, the oldest first.
	StoryReports(ctx context.Context, storyID news.ID) ([]news.Report, error)

	// Report gives a report with its outlet's name.
	Report(ctx context.Context, id news.ID) (news.Report, error)
	// PictureSize gives what is kept of a report's picture, without its bytes.
	PictureSize(ctx context.Context, report news.ID) (news.Picture, error)
	// Revisions gives a report's texts, the oldest first.
	Revisions(ctx context.Context, reportID news.ID) ([]news.Revision, error)
	// NewestText gives a report's newest text that was read.
	NewestText(ctx context.Context, reportID news.ID) (news.Revision, error)
	// Statements gives the statements of one text, in its order.
	Statements(ctx context.Context, revisionID news.ID) ([]news.Statement, error)
	// Appearances gives the names of a report's sources with their speakers, StoryAppearances those of all reports of a story.
	Appearances(ctx context.Context, reportID news.ID) ([]news.Appearance, error)
	StoryAppearances(ctx context.Context, storyID news.ID) ([]news.Appearance, error)
	// Speaker gives a speaker; of one that was joined with another, Root is the other.
	Speaker(ctx context.Context, id news.ID) (news.Speaker, error)
	// SpeakerHeld gives the offices that reports give a speaker, the one said last first.
	SpeakerHeld(ctx context.Context, root news.ID) ([]news.Held, error)
	// SpeakerStatements gives what the newest texts of reports have a speaker say, the newest first, and how much there is.
	SpeakerStatements(ctx context.Context, root news.ID, offset, limit int) ([]news.Quoted, int, error)
	// Search finds reports whose text has all the words of a query, the best first.
	Search(ctx context.Context, query string, limit int) ([]news.Hit, error)

	// LatestNotices gives the newest notices, the newest first.
	LatestNotices(ctx context.Context, limit int) ([]news.Notice, error)
}

// Format names a format of feeds, as it stands in the address: feed.rss.
type Format string

// The formats of feeds.
const (
	RSS  Format = "rss"
	Atom Format = "atom"
	JSON Format = "json"
)

// Feed is what a feed of editions is made from.
type Feed struct {
	Format      Format
	Publication news.Publication
	Editions    []news.Edition // the newest first
	Pieces      []news.Piece   // articles, likewise
	Site        string         // the publication's page, absolute
	Self        string         // the feed's own address, absolute
	Page        func(news.Edition) string
}

// WriteFeed writes a feed document.
type WriteFeed func(w io.Writer, f Feed) error
