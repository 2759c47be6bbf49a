package news

import "time"

// MendKind says what was done to stories.
type MendKind string

// What can be done to stories: two are made one, reports go to a story of their own, reports go to another story.
const (
	MergedStories MendKind = "merge"
	SplitStory    MendKind = "split"
	MovedReports  MendKind = "move"
)

// Mending is a change of which reports are in which story, after they had been put there: who did it, and on what evidence. An
// editor's is never undone by the machine: the stories that an editor had a hand in are neither split nor ended in another by
// it, though others may end in them, and a report that an editor placed stays.
type Mending struct {
	ID      ID
	At      time.Time
	Kind    MendKind
	Who     string // the editor; empty: the machine
	From    ID     // the story that lost reports; after a merger its address redirects
	Into    ID     // the story that got them; after a split it is new
	Reports []ID   // those that went, the earliest first
	Because string // the evidence, as a sentence
	Score   float64

	FromTitle, IntoTitle string // filled in by the store on reading
}
