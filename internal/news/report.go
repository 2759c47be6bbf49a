package news

import "time"

// DatedBy says where a report's time comes from, because feeds lie about it.
type DatedBy string

// Where a date comes from.
const (
	DatedByFeed DatedBy = "feed"
	DatedByPage DatedBy = "page"
	DatedBySeen DatedBy = "seen" // none given, or one in the future: the time it was first seen
)

// Report is one published item of an outlet at one canonical URL.
type Report struct {
	ID        ID
	OutletID  ID
	FeedID    ID
	URL       string // canonical, unique
	GUID      string // the feed's own id for it, if any
	Title     string // of the newest revision
	Author    string
	Summary   string // from the feed, plain text
	Picture   string // the address of a picture, from the feed; empty: none
	Language  string // BCP 47, "und" until read
	Published time.Time
	DatedBy   DatedBy
	Seen      time.Time // first
	StoryID   ID        // empty until grouped
	Revisions int       // how many texts of it have been seen
	Newest    int       // the number of the newest of them that was read, 0 if none was; numbers of texts that said nothing new are missing

	Outlet string // the outlet's name, filled in by the store on reading
}

// Appearance says what a length of time after which something was seen in the report is counted from: “publication”, where somebody says
// when that was. When a text changed nobody here knows: only when it was seen to have changed.
func (r Report) Appearance() string {
	if r.DatedBy == DatedBySeen {
		return "the report was first seen"
	}
	return "publication"
}

// Revision is one version of a report's text that was seen. Gather stores it as fetched; read fills in the rest.
type Revision struct {
	ID          ID
	ReportID    ID
	Number      int // from 1
	Fetched     time.Time
	ContentType string
	Raw         []byte // as fetched

	Title    string // as read
	Byline   string
	Text     string // plain text, paragraphs divided by a blank line
	Language string
	Read     bool
	Links    []string // addresses that the text itself links to, absolute
}

// FromFeed is the content type of a revision that gather made from the feed's entry because the report's page could not be
// had. When the page can be had later, the difference between the two texts is nothing that the outlet changed.
const FromFeed = "text/html; charset=utf-8; from=feed"

// Page is what gather remembers of the page behind a report, to look at it again politely.
type Page struct {
	ReportID     ID
	URL          string // as linked by the feed; empty: the report has no page of its own
	ETag         string // validators of the last answer (RFC 9110, section 8.8)
	LastModified string
	Mark         string    // hash of the feed's entry as last seen
	Seen         time.Time // first, as the report's
	CheckedAt    time.Time // when the page was last asked for
	Error        string    // of the last time, if it failed
}

// Item is an entry of a feed document, sanitised.
type Item struct {
	Title     string
	Link      string
	ID        string
	Author    string
	Published time.Time // zero: none or unreadable
	Updated   time.Time // as the entry says; zero likewise
	Summary   string    // plain text
	Content   string    // sanitised HTML
	Picture   string    // the address of a picture that goes with it; empty: none
}

// FeedDocument is a feed as fetched and parsed.
type FeedDocument struct {
	Title       string
	Link        string
	Description string
	Items       []Item
}

// Document is the article found in a page.
type Document struct {
	URL       string // canonical, if the page names one
	Title     string
	Byline    string
	Published time.Time // zero: the page gives none
	Language  string    // BCP 47 as declared or detected, "und" if neither
	Text      string    // plain text, paragraphs divided by a blank line
	Links     []string  // addresses that the article itself links to, absolute where the page's address is known
}
