package news

import (
	"errors"
	"strings"
	"time"
)

// EditionState says how far an edition is.
type EditionState string

// The states of an edition, in order. Only an approved one is ever published and sent.
const (
	Draft     EditionState = "draft"
	Approved  EditionState = "approved"
	Published EditionState = "published"
)

// Edition is one issue of a publication.
type Edition struct {
	ID            ID
	PublicationID ID
	Slug          string // its date in the publication's zone: 2026-11-22
	Title         string
	Standfirst    string
	State         EditionState
	Due           time.Time // when it is to appear
	From, Until   time.Time // the time whose reports it covers
	ApprovedBy    string
	ApprovedAt    time.Time
	ReleasedBy    string // who let it appear although it was late; empty: nobody had to
	ReleasedAt    time.Time
	PublishedAt   time.Time
	Audience      Audience // which readers it is mailed to
	Touched       bool     // an editor changed the draft: it is not drafted anew
	Sections      []Section
}

// Section is a part of an edition.
type Section struct {
	Name  string
	Items []EditionItem
}

// EditionItem is one entry of an edition.
type EditionItem struct {
	ID       ID
	StoryID  ID
	ReportID ID
	Headline string
	Outlet   string
	Author   string
	Date     time.Time
	Summary  string // two or three sentences
	URL      string
	Ledger   string // the ledger in one line: "2 origins · denied by the White House"
	// ArticleID is the piece of the house that it leads to; empty: it leads to a report.
	ArticleID ID `json:",omitempty"`
}

// Words gives what an edition says besides its title, as one text, for searches.
func (e Edition) Words() string {
	var b strings.Builder
	say := func(words string) {
		if words != "" {
			b.WriteString(words)
			b.WriteByte('\n')
		}
	}
	say(e.Standfirst)
	for _, s := range e.Sections {
		for _, i := range s.Items {
			say(i.Headline)
			say(strings.Trim(i.Outlet+" · "+i.Author, " ·"))
			say(i.Summary)
		}
	}
	return b.String()
}

// Validate says whether an editor may leave the edition so: every field that may not stand is named, those of its items among
// them.
func (e Edition) Validate() error {
	errs := []error{fits("title", e.Title, LongestHeadline), fits("standfirst", e.Standfirst, LongestStandfirst)}
	if strings.TrimSpace(e.Title) == "" {
		errs = append(errs, FieldErrorf("title", "an edition needs a headline"))
	}
	for _, s := range e.Sections {
		for _, i := range s.Items {
			errs = append(errs, i.Validate())
		}
	}
	return errors.Join(errs...)
}

// Validate says whether an editor may leave the item so: every field that may not stand is named.
func (i EditionItem) Validate() error {
	errs := []error{fits("headline", i.Headline, LongestHeadline), fits("summary", i.Summary, LongestSummary)}
	if strings.TrimSpace(i.Headline) == "" {
		errs = append(errs, FieldErrorf("headline", "an item needs a headline"))
	}
	return errors.Join(errs...)
}

// Late says whether the hour at which the edition is to appear has passed: once approved, it appears at once.
func (e Edition) Late(now time.Time) bool { return !now.Before(e.Due) }

// Promised is when an approved edition is to appear: at its hour, or at once if an editor approved or released it after that.
func (e Edition) Promised() time.Time {
	at := e.Due
	for _, word := range []time.Time{e.ApprovedAt, e.ReleasedAt} {
		if word.After(at) {
			at = word
		}
	}
	return at
}

// Held says whether an approved edition is so late that it does not appear by itself any more: the machine was off when it was to,
// and for longer than the publication lets an edition be late. It waits for an editor, who releases it or takes the approval back.
func (e Edition) Held(p Publication, now time.Time) bool {
	return e.State == Approved && now.Sub(e.Promised()) > p.window()
}

// Appears says when the edition appears once it is approved, in words.
func (e Edition) Appears(now time.Time) string {
	if e.Late(now) {
		return "it appears at once, for its hour has passed"
	}
	return "it appears at its hour"
}

// Anew says whether the program drafts the edition anew while news comes in: it is the publication's next, and a draft that no
// editor has in hand.
func (e Edition) Anew(p Publication, now time.Time) bool {
	_, slug := p.Upcoming(now)
	return e.State == Draft && !e.Touched && e.Slug == slug
}

// Item gives the item of a number, counted from 1 through all sections.
func (e Edition) Item(n int) (EditionItem, bool) {
	for _, s := range e.Sections {
		if n >= 1 && n <= len(s.Items) {
			return s.Items[n-1], true
		}
		n -= len(s.Items)
	}
	return EditionItem{}, false
}

// Items counts the entries of all sections.
func (e Edition) Items() int {
	n := 0
	for _, s := range e.Sections {
		n += len(s.Items)
	}
	return n
}
