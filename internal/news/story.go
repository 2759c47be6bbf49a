package news

import "time"

// Story is a set of reports about the same happening.
type Story struct {
	ID         ID
	Title      string
	Language   string
	First      time.Time // of its earliest report
	Last       time.Time // of its newest report
	Reports    int
	MergedInto ID // where a merged story went; its address redirects
}

// Grouped is a report that is in a story, as lean as the index of stories needs it.
type Grouped struct {
	Number    int64 // in the order of GroupedSince
	ReportID  ID
	StoryID   ID
	Title     string
	Text      string // empty where there is a Gist
	Language  string
	Published time.Time
	Pinned    bool   // an editor put it there
	Gist      []byte // what grouping kept of its words; empty: nothing, and Text is given instead
}
