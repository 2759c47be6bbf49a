package news

import "time"

// Step names one of the eight steps, and thereby the kind of a job.
type Step string

// The steps in the way of the data.
const (
	Gather  Step = "gather"
	Read    Step = "read"
	Group   Step = "group"
	Weigh   Step = "weigh"
	Compose Step = "compose"
	Publish Step = "publish"
	Send    Step = "send"
	Alert   Step = "alert"
)

// Steps lists them in order.
func Steps() []Step { return []Step{Gather, Read, Group, Weigh, Compose, Publish, Send, Alert} }

// Job asks for one step to be run on one thing.
type Job struct {
	Step Step
	ID   ID        // of what it is about: a feed, a revision, a report, a story, an edition, a delivery
	At   time.Time // not before; zero: now
}

// ParkedJob is a job that kept failing and waits for an editor.
type ParkedJob struct {
	Number   int64 // River's id
	Job      Job
	Attempts int
	Error    string
	Since    time.Time
}
