package group

import (
	"context"
	"iter"
	"time"

	"onrecord/internal/news"
)

// Store is what the step needs of the store. Errors carry a news.Kind: NotFound where there is nothing of that name.
type Store interface {
	// Within runs fn in one transaction, which travels in the ctx given to fn.
	Within(ctx context.Context, fn func(ctx context.Context) error) error

	// LockGrouping makes every other transaction that calls it wait until the transaction of ctx ends, on any machine.
	// What such a transaction has committed can be read once it returns.
	LockGrouping(ctx context.Context) error

	// Report gives a report.
	Report(ctx context.Context, id news.ID) (news.Report, error)

	// PreviousRevision gives the report's read revision with the highest number below the given one. Raw may be left out.
	PreviousRevision(ctx context.Context, reportID news.ID, number int) (news.Revision, error)

	// GroupedSince gives the reports whose story was set after the given moment of the store's own counting, in the order
	// in which it was last set; 0 gives all that are in a story. A report moved from one story to another comes again, under
	// a higher number. Reports published before from may be left out. Each comes with what SaveGist was last given of it, or,
	// if that is nothing, with the text that GroupedText gives.
	GroupedSince(ctx context.Context, after int64, from time.Time) iter.Seq2[Grouped, error]

	// GroupedText gives a report's newest text, or what its feed says of it.
	GroupedText(ctx context.Context, reportID news.ID) (string, error)

	// SaveGist keeps what grouping needs of a report's words.
	SaveGist(ctx context.Context, reportID news.ID, gist []byte) error

	// Story gives a story.
	Story(ctx context.Context, id news.ID) (news.Story, error)

	// SaveStory adds the story, or stores its Title, Language, First, Last and MergedInto. Reports is the store's to count.
	SaveStory(ctx context.Context, story news.Story) error

	// SetStory puts the report into a story, gives it the next number for GroupedSince, and counts the reports of the
	// story it left and the one it joined anew. A report that an editor moved is left where it is.
	SetStory(ctx context.Context, reportID, storyID news.ID) error

	// Shaped reports whether an editor had a hand in which reports are in a story. Such a story is left as it is but for the
	// reports that join it.
	Shaped(ctx context.Context, storyID news.ID) (bool, error)

	// MergeStories has all reports of m.From go to m.Into, to which its address leads from then on, and keeps m.
	MergeStories(ctx context.Context, m news.Mending) error

	// SplitStory has m.Reports go from m.From to a new story, and keeps m.
	SplitStory(ctx context.Context, m news.Mending, into news.Story) error
}

// Grouped is a report that is in a story.
type Grouped = news.Grouped

// Next hands stories on to whatever follows, in the transaction carried by ctx.
type Next func(ctx context.Context, ids ...news.ID) error
