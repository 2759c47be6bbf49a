package news

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Subscriber is a reader who gave an address.
type Subscriber struct {
	ID          ID
	Address     string    // as mail servers take it: the domain in A-labels (RFC 5890); compared without case; empty once erased
	Language    string    // in which they want what there is in several; empty: the publication's
	Tags        []string  // short words by which lists are cut, in order
	PausedUntil time.Time // no edition is sent before; zero: not paused
	Created     time.Time
	Erased      time.Time // when all that says who they are was deleted; zero: it is there

	Suppression
	Soft   int       // soft bounces in a row, at most one a day is counted
	SoftAt time.Time // when the last was counted
}

// Suppression says why an address gets no mail, whatever its reader subscribed to.
type Suppression struct {
	Suppressed    SuppressedBy // empty: it gets mail
	SuppressedAt  time.Time
	SuppressedWhy string // the server's words, or the operator's
}

// SuppressedBy says who or what had an address suppressed.
type SuppressedBy string

// What suppresses an address, the weakest first: a stronger one takes the place of a weaker. A reader who confirms again lifts
// a bounce and a complaint; an operator's word only an operator takes back.
const (
	ByBounce    SuppressedBy = "bounce"
	ByComplaint SuppressedBy = "complaint"
	ByOperator  SuppressedBy = "operator"
)

// suppressors are in the order of their strength.
var suppressors = []SuppressedBy{"", ByBounce, ByComplaint, ByOperator}

// Outranks says whether this takes the place of another.
func (s SuppressedBy) Outranks(other SuppressedBy) bool {
	return slices.Index(suppressors, s) > slices.Index(suppressors, other)
}

// Validate says whether it is one of those above.
func (s SuppressedBy) Validate() error {
	if !slices.Contains(suppressors, s) {
		return FieldErrorf("suppressed", "%q suppresses nobody; use bounce, complaint or operator", s)
	}
	return nil
}

// Paused says whether editions are held back from the reader.
func (u Subscriber) Paused(now time.Time) bool { return u.PausedUntil.After(now) }

// LongestPause is how far in the future a pause ends at most.
const LongestPause = 366 * 24 * time.Hour

// Validate says whether the reader may be stored: every field that may not stand is named.
func (u Subscriber) Validate() error {
	if u.Language != "" {
		if err := checkLanguage(u.Language); err != nil {
			return err
		}
	}
	for i, t := range u.Tags {
		if err := CheckTag(t); err != nil {
			return err
		}
		if slices.Contains(u.Tags[:i], t) {
			return FieldErrorf("tags", "%q stands there twice", t)
		}
	}
	if len(u.Tags) > mostTags {
		return FieldErrorf("tags", "there are %d; a reader has %d at most", len(u.Tags), mostTags)
	}
	return u.Suppressed.Validate()
}

// How long a tag is, in characters, and how many one reader has.
const (
	longestTag = 40
	mostTags   = 50
)

// word is what a tag looks like: letters and digits of any alphabet, with hyphens between them.
var word = regexp.MustCompile(`^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$`)

// CheckTag says whether a word is fit as a tag, about the field tags.
func CheckTag(s string) error {
	if !word.MatchString(s) || utf8.RuneCountInString(s) > longestTag || s != strings.ToLower(s) {
		return FieldErrorf("tags", "%q is no tag; use one word in small letters, such as donor or jerusalem-2031, of at most %d characters", s, longestTag)
	}
	return nil
}

// ParseTags reads tags as people write them: with commas, semicolons or spaces between them, in letters of any size. They come
// in order and each once.
func ParseTags(s string) ([]string, error) {
	var tags []string
	for _, t := range strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return c == ',' || c == ';' || c == ' ' || c == '\t' || c == '|' }) {
		if err := CheckTag(t); err != nil {
			return nil, err
		}
		tags = append(tags, t)
	}
	slices.Sort(tags)
	tags = slices.Compact(tags)
	return tags, Subscriber{Tags: tags}.Validate()
}

// Reader is a subscriber of one publication, as lists show them.
type Reader struct {
	Subscriber
	Subscription Subscription
}

// ReaderFilter says which readers of a publication a list is of. What is empty keeps nobody out.
type ReaderFilter struct {
	PublicationID ID // always set
	State         SubscriptionState
	Language      string       // the reader's, or the publication's where the reader has none
	Tag           string       // one that they all have
	Suppressed    SuppressedBy // by what; Anything: suppressed at all
	Address       string       // a part of the address, in whatever case
	Audience      Audience     // of an edition
	MailedAt      time.Time    // only whom an edition would be mailed to then: who is neither suppressed nor pausing
}

// ToBeMailed leaves the readers whom an edition of a publication for an audience would be mailed to now.
func ToBeMailed(publicationID ID, to Audience, now time.Time) ReaderFilter {
	return ReaderFilter{PublicationID: publicationID, State: Active, Audience: to, MailedAt: now}
}

// Anything is every way of being suppressed, in a filter.
const Anything SuppressedBy = "any"

// NewReader is a reader who is taken from a list, with all that is kept of them at first.
type NewReader struct {
	Subscriber   Subscriber
	Subscription Subscription
	Proof        Consent
}

// ReaderLine is one line of a list of readers, as it stands there.
type ReaderLine struct {
	Line      int // from 1
	Address   string
	Language  string
	Tags      string
	ConsentAt string
	ConsentIP string
	Wording   string // what the reader agreed to

	State      string // of lists that have readers who are none any more: empty or active, or they are not taken
	Suppressed string // why the list's program mails them nothing; empty: it does
}
