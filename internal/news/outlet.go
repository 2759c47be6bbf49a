package news

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// OutletKind says what sort of publisher an outlet is.
type OutletKind string

// The kinds of outlet.
const (
	Agency      OutletKind = "agency"
	Newspaper   OutletKind = "newspaper"
	Broadcaster OutletKind = "broadcaster"
	Government  OutletKind = "government"
	Social      OutletKind = "social"
	OtherOutlet OutletKind = "other"
)

// OutletKinds lists them.
func OutletKinds() []OutletKind {
	return []OutletKind{Newspaper, Agency, Broadcaster, Government, Social, OtherOutlet}
}

// Validate says whether there is such a kind.
func (k OutletKind) Validate() error {
	if slices.Contains(OutletKinds(), k) {
		return nil
	}
	return FieldErrorf("kind", "%q is no kind of outlet; use newspaper, agency, broadcaster, government, social or other", string(k))
}

// Outlet is who publishes.
type Outlet struct {
	ID       ID
	Name     string
	Kind     OutletKind
	Homepage string // URL; its host is what "according to" links are matched against
	Own      bool   // of kind social, and the house's own: its posts are notices
	Created  time.Time
}

// Validate says whether the outlet may be stored.
func (o Outlet) Validate() error {
	if strings.TrimSpace(o.Name) == "" {
		return FieldErrorf("name", "an outlet needs a name")
	}
	if err := fits("name", o.Name, LongestName); err != nil {
		return err
	}
	if o.Own && o.Kind != Social {
		return FieldErrorf("own", "only what a social outlet posts becomes a notice; set its kind to social, or do not call it the house's own")
	}
	return o.Kind.Validate()
}

// FeedState says whether a feed is still asked.
type FeedState string

// The states of a feed.
const (
	FeedActive FeedState = "active"
	FeedBroken FeedState = "broken" // fails at present; still asked, less often
	FeedGone   FeedState = "gone"   // answered 410; not asked again until an editor says so
	FeedPaused FeedState = "paused" // by an editor
	// FeedRemoved is one that an editor took away: it is not asked and stands in no list. What it brought stays.
	FeedRemoved FeedState = "removed"
)

// Feed is one of an outlet's feeds.
type Feed struct {
	ID       ID
	OutletID ID
	URL      string
	Title    string
	Full     bool // items carry their whole text: pages are not fetched (social posts)
	State    FeedState

	// What the last answers said (RFC 9110, sections 8.8.2 and 8.8.3).
	ETag         string
	LastModified string
	Hash         string // of the last body, to skip unchanged documents that send no validators

	Failures  int    // in a row
	Error     string // of the last failure
	Interval  time.Duration
	CheckedAt time.Time // zero: never
	NextAt    time.Time // when to ask again
	Created   time.Time
}

// Validate says whether the feed may be stored.
func (f Feed) Validate() error {
	if err := fits("url", f.URL, LongestAddress); err != nil {
		return err
	}
	u, err := url.Parse(f.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return FieldErrorf("url", "%q is no feed address; give one that begins with http:// or https://", f.URL)
	}
	if u.User != nil {
		return FieldErrorf("url", "a name or password in the address would be shown to all; leave out what stands before the @")
	}
	if f.OutletID == "" {
		return FieldErrorf("outlet", "a feed belongs to an outlet")
	}
	return nil
}
