package read

import (
	"context"

	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	speaker.Store

	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error

	// Revision gives a revision, Raw included, and the report that it is a version of.
	Revision(ctx context.Context, id news.ID) (news.Revision, news.Report, error)

	// PreviousRevision gives the report's read revision with the highest number below the given one. Raw may be left out.
	PreviousRevision(ctx context.Context, reportID news.ID, number int) (news.Revision, error)

	// LockRevision keeps everybody else from reading or correcting a revision until the transaction of ctx ends.
	LockRevision(ctx context.Context, id news.ID) error

	// Statements gives the statements of a revision that stand, those of editors among them.
	Statements(ctx context.Context, revisionID news.ID) ([]news.Statement, error)

	// Found gives what was found in a revision when it was last read, in the order of its text; Corrections what editors said
	// of it, what they undid again too, the oldest first.
	Found(ctx context.Context, revisionID news.ID) ([]news.Statement, error)
	Corrections(ctx context.Context, revisionID news.ID) ([]news.Correction, error)

	// SaveReading stores Title, Byline, Text, Language and Links of the revision, marks it as read, puts the statements in
	// place of those found before, adds or changes the corrections, and lets them overrule what they are about.
	SaveReading(ctx context.Context, revision news.Revision, found []news.Statement, corrections []news.Correction) error

	// SaveCorrections adds or changes corrections of a revision.
	SaveCorrections(ctx context.Context, revisionID news.ID, corrections []news.Correction) error

	// DropRevision forgets a revision, its statements and corrections. Dropping one that is gone is no error.
	DropRevision(ctx context.Context, id news.ID) error

	// UpdateReport stores Title, Author, Language, Published and DatedBy of the report; the rest is left alone.
	UpdateReport(ctx context.Context, report news.Report) error
}

// Next hands reports on to whatever follows, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error

// Extract finds the article in a page. An error of kind Invalid means that there is none.
type Extract func(raw []byte, contentType, url string) (news.Document, error)
