package news

import "time"

// NoticeKind says what a notice is about.
type NoticeKind string

// The kinds of notice.
const (
	NoticePost    NoticeKind = "post"    // an outlet's own social post
	NoticeWatch   NoticeKind = "watch"   // a watch was raised: first denial, new origin, text changed
	NoticeEdition NoticeKind = "edition" // an edition appeared
)

// Notice is one line in the live panel. Seq grows by one a notice and is what Last-Event-ID names.
type Notice struct {
	Seq     int64
	Key     string // what raised it, unique, so that a re-run raises it once
	At      time.Time
	Kind    NoticeKind
	Who     string // "The Halden Record", or the outlet of a post
	Title   string
	Body    string
	Told    Telling // of a watch: what Title and Body say in English, in facts
	URL     string  // where it leads, may be relative to the site
	StoryID ID
	// PublicationID is whose edition appeared; empty: it tells of something else.
	PublicationID ID
	Part          int    // of a numbered thread: 2 of 5
	Parts         int    // 0: no thread
	Thread        string // joins the parts of one thread
}

// Watch is a condition that raises a notice. Empty StoryID watches all stories.
type Watch struct {
	ID      ID
	Kind    ChangeKind
	StoryID ID
	Created time.Time
}
