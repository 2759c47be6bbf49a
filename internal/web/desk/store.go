package desk

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Store is what the desk needs of the store. Errors carry a news.Kind.
type Store interface {
	ArticleStore

	Within(ctx context.Context, fn func(ctx context.Context) error) error
	UserByName(ctx context.Context, name string) (news.User, error)

	Outlets(ctx context.Context) ([]news.Outlet, error)
	Feeds(ctx context.Context) ([]news.Feed, error)
	// Feed gives a feed and its outlet. One that was removed is NotFound to the desk, and has the state news.FeedRemoved.
	Feed(ctx context.Context, id news.ID) (news.Feed, news.Outlet, error)
	AskFeedNow(ctx context.Context, id news.ID) error
	SetFeedState(ctx context.Context, id news.ID, state news.FeedState) error

	Stories(ctx context.Context, limit int) ([]news.Story, error)
	Story(ctx context.Context, id news.ID) (news.Story, error)
	StoryReports(ctx context.Context, id news.ID) ([]news.Report, error)
	Ledger(ctx context.Context, id news.ID) (news.Ledger, error)
	// Mendings gives what was done to a story, the last first.
	Mendings(ctx context.Context, storyID news.ID) ([]news.Mending, error)

	// Revision gives a text and its report, NewestText the newest one of a report that was read.
	Revision(ctx context.Context, id news.ID) (news.Revision, news.Report, error)
	NewestText(ctx context.Context, reportID news.ID) (news.Revision, error)
	// Statements gives those of a text that stand, Corrections all that editors said of them, the oldest first.
	Statements(ctx context.Context, revisionID news.ID) ([]news.Statement, error)
	Corrections(ctx context.Context, revisionID news.ID) ([]news.Correction, error)
	// LostCorrections gives those that stand while their words no longer do in the newest text of a report, the newest first.
	LostCorrections(ctx context.Context, limit int) ([]news.Correction, error)

	// Speaker gives a speaker; of one that was joined with another, Root is the other.
	Speaker(ctx context.Context, id news.ID) (news.Speaker, error)
	SpeakerHeld(ctx context.Context, root news.ID) ([]news.Held, error)
	SpeakerAppearances(ctx context.Context, root news.ID, offset, limit int) ([]news.Appearance, error)
	SpeakerActs(ctx context.Context, root news.ID) ([]news.SpeakerAct, error)

	Publications(ctx context.Context) ([]news.Publication, error)
	Publication(ctx context.Context, id news.ID) (news.Publication, error)
	AllEditions(ctx context.Context, limit int) ([]news.Edition, error)
	Edition(ctx context.Context, id news.ID) (news.Edition, error)
	SaveEdition(ctx context.Context, e news.Edition) error
	DeliveryCounts(ctx context.Context, editionID news.ID) (news.DeliveryCounts, error)
	// Sending gives the mailing of an edition, NotFound if there is none yet; OpenSendings those that have not ended.
	Sending(ctx context.Context, editionID news.ID) (news.Sending, error)
	OpenSendings(ctx context.Context) ([]news.Sending, error)
	// FindDeliveries gives a page of a mailing's deliveries, and what the filter must say to get the next; empty: there is none.
	FindDeliveries(ctx context.Context, number int64, f news.DeliveryFilter, limit int) (found []news.Addressed, after string, err error)
	SubscriptionCounts(ctx context.Context, publicationID news.ID) (map[news.SubscriptionState]int, error)
	// CountReaders says how many readers a filter leaves.
	CountReaders(ctx context.Context, f news.ReaderFilter) (int, error)
	// UsersWithMail says how many users can be told by mail that they are wanted.
	UsersWithMail(ctx context.Context) (int, error)

	// Feedback gives what came back of mails, the newest first, before the one with that number (0: from the newest on).
	Feedback(ctx context.Context, f news.ReturnedFilter, before int64, limit int) ([]news.Returned, error)
	// CameBackSince counts what came back since a time, by kind.
	CameBackSince(ctx context.Context, since time.Time) (map[news.FeedbackKind]int, error)
	// Opened gives how often things of an edition's mails were opened; nothing of what never was.
	Opened(ctx context.Context, editionID news.ID) ([]news.Opened, error)

	LatestNotices(ctx context.Context, limit int) ([]news.Notice, error)
	Watches(ctx context.Context) ([]news.Watch, error)
	SaveWatch(ctx context.Context, w news.Watch) error
	DeleteWatch(ctx context.Context, id news.ID) error
}

// FeedForm is what the form for a feed asks for.
type FeedForm struct {
	URL, Outlet, Kind string
	Full              bool
}

// Actions are what an editor can set off.
type Actions struct {
	// AddFeed adds a feed, SetFeed changes one. What cannot be taken is Invalid or a Conflict, about the field url, outlet or kind.
	AddFeed func(ctx context.Context, f FeedForm) error
	SetFeed func(ctx context.Context, id news.ID, f FeedForm) error
	// RemoveFeed takes a feed from the desk; its reports stay.
	RemoveFeed func(ctx context.Context, id news.ID) error
	// Statements is what can be done to the statements of a text.
	Statements Statements
	// Speakers is what can be done to speakers.
	Speakers Speakers
	// Stories is what can be done to stories.
	Stories Stories
	// Claims is what can be done to the claims of a story.
	Claims Claims
	// Readers is what can be seen of readers and done with them.
	Readers Readers
	// Mailings is what can be done about the mail of an edition.
	Mailings Mailings
	// Articles is what can be done with the house's own articles.
	Articles Articles
	// Weigh has a story weighed again, after a correction.
	Weigh func(ctx context.Context, storyID news.ID) error
	// Draft has a publication's next edition drafted now.
	Draft func(ctx context.Context, publicationID news.ID) error
	// Approve lets a draft appear at its hour, Withdraw takes that back, and Release lets one appear that is held.
	Approve, Withdraw, Release func(ctx context.Context, editionID news.ID, who string) error
	// SetAudience says which readers an edition is mailed to.
	SetAudience func(ctx context.Context, editionID news.ID, to news.Audience) error
	// AddPublication adds a publication, SetPublication changes one, but for its slug. What cannot be taken is Invalid or a Conflict,
	// each fault about a field named as in the form.
	AddPublication func(ctx context.Context, f PublicationForm) error
	SetPublication func(ctx context.Context, id news.ID, f PublicationForm) error
	// Parked lists the jobs that gave up; Retry runs one again.
	Parked func(ctx context.Context, limit int) ([]news.ParkedJob, error)
	Retry  func(ctx context.Context, number int64) error
	// Left counts the jobs still to be run, by step.
	Left func(ctx context.Context) (map[news.Step]int, error)
}

// SpeakerForm is what the form for a speaker asks for. An empty office or affiliation is again what reports say.
type SpeakerForm struct {
	Name, Office, Affiliation string
	Aliases                   []string
}

// Stories does what editors want with stories. Each act is in the name of who, is kept, and is never undone by the machine.
type Stories interface {
	// MergeStories has all reports of one story go to another, to which its address leads from then on.
	MergeStories(ctx context.Context, who string, from, into news.ID) error
	// SplitStory makes a new story of some reports of another, and gives it.
	SplitStory(ctx context.Context, who string, from news.ID, reports []news.ID) (news.ID, error)
	// MoveReports puts reports of one story into another.
	MoveReports(ctx context.Context, who string, from news.ID, reports []news.ID, to news.ID) error
}

// Speakers finds speakers and does what editors want with them. Each act is in the name of who, is kept, and can be undone; what
// came in between may make it a Conflict.
type Speakers interface {
	// FindSpeakers gives the speakers whose names have all the words of a query, those in most reports first, and how many there are.
	FindSpeakers(ctx context.Context, query string, offset, limit int) ([]news.Speaker, int, error)
	// SpeakerNamed gives the speaker of an id, or of a name that only one has.
	SpeakerNamed(ctx context.Context, name string) (news.Speaker, error)
	// SuggestSpeakers gives those who may be the same as one, the likeliest first; DoubtfulSpeakers such pairs among all.
	SuggestSpeakers(ctx context.Context, id news.ID) ([]news.Suggestion, error)
	DoubtfulSpeakers(ctx context.Context, limit int) ([]news.Doubt, error)

	MergeSpeakers(ctx context.Context, who string, into, other news.ID) error
	KeepSpeakersApart(ctx context.Context, who string, one, other news.ID) error
	// SplitSpeaker takes names in reports to another speaker, to a new one if to is empty, and gives it.
	SplitSpeaker(ctx context.Context, who string, from news.ID, names []news.MovedName, to news.ID) (news.ID, error)
	WriteSpeaker(ctx context.Context, who string, id news.ID, f SpeakerForm) error
	UndoSpeakerAct(ctx context.Context, who string, id news.ID) error
}

// Statements does what editors want with the statements of a text. Each act is in the name of who, is kept, and can be undone; it
// has the names in the report matched with speakers anew. What cannot be taken is Invalid, about a field; a Conflict is what
// somebody else changed meanwhile.
type Statements interface {
	CorrectStatement(ctx context.Context, who string, revisionID, id news.ID, to news.Statement) error
	AddStatement(ctx context.Context, who string, revisionID news.ID, st news.Statement) error
	RemoveStatement(ctx context.Context, who string, revisionID, id news.ID) error
	UndoCorrection(ctx context.Context, who string, revisionID, id news.ID) error
}

// Mailings does what editors want with the mail of an edition. What does not go with the state of a mailing is a Conflict.
type Mailings interface {
	PauseMailing(ctx context.Context, editionID news.ID, who string) error
	ResumeMailing(ctx context.Context, editionID news.ID) error
	CancelMailing(ctx context.Context, editionID news.ID, who string) error
	// PreviewMail gives the mail of an edition, in any state, as a reader of a language will get it; empty is the publication's.
	PreviewMail(ctx context.Context, editionID news.ID, language string) (news.MailPreview, error)
	// TestMail sends an edition, in any state, as a test. What is no address is Invalid, about the field to.
	TestMail(ctx context.Context, editionID news.ID, language string, to []string) ([]news.TestSent, error)
}

// Claims does what editors want with the claims of a story. Each act is in the name of who, is kept, and can be undone; it shows when
// the story has been weighed again. What cannot be taken is Invalid, about a field; a Conflict is what somebody else changed meanwhile.
type Claims interface {
	// EditClaims does acts in order, all of them or none. They say what is done; who, when and to which story is filled in. Those that
	// would change nothing are not kept, and it says in words what is so already.
	EditClaims(ctx context.Context, who string, storyID news.ID, acts []news.ClaimAct) (already []string, err error)
	// UndoClaimAct takes an act back, and says how many later acts rest by that.
	UndoClaimAct(ctx context.Context, who string, storyID, actID news.ID) (resting int, err error)
	// KnownClaimActs gives what editors did to a story's claims, the newest first.
	KnownClaimActs(ctx context.Context, ledger news.Ledger) ([]news.KnownAct, error)
	// ShownSoon waits a few seconds at most until the story's ledger shows all that was done to it, and says whether it does.
	ShownSoon(ctx context.Context, storyID news.ID) (bool, error)
}
