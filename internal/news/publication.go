package news

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Publication is a digest with its days.
type Publication struct {
	ID       ID
	Slug     string
	Name     string
	About    string // one sentence for the subscribe box
	Language string
	Schedule Schedule
	Sections []string // in order; the first takes what fits no other
	From     string   // RFC 5322 mailbox the mails come from
	Created  time.Time
}

// Validate says whether the publication may be stored.
func (p Publication) Validate() error {
	if err := checkSlug(p.Slug); err != nil {
		return err
	}
	if err := checkLanguage(p.Language); err != nil {
		return err
	}
	if strings.TrimSpace(p.Name) == "" {
		return FieldErrorf("name", "a publication needs a name")
	}
	if err := errors.Join(fits("name", p.Name, LongestName), fits("about", p.About, LongestSentence)); err != nil {
		return err
	}
	if p.From != "" {
		if _, err := ParseAddress(p.From); err != nil {
			return FieldErrorf("from", "%q is no mailbox; one looks like Daily Alert <alert@example.org>", p.From)
		}
	}
	if err := checkSections(p.Sections); err != nil {
		return err
	}
	for i, name := range p.Sections {
		if strings.TrimSpace(name) == "" || slices.Contains(p.Sections[:i], name) {
			return FieldErrorf("sections", "%q is empty or stands there twice; name each section once", name)
		}
	}
	return p.Schedule.Validate()
}

// Upcoming says when the publication's next edition after now is due, and which date it has in its address; both are empty if it
// appears at no time that can be found.
func (p Publication) Upcoming(now time.Time) (due time.Time, slug string) {
	due = p.Schedule.Next(now)
	zone, err := time.LoadLocation(p.Schedule.Zone)
	if err != nil || due.IsZero() {
		return time.Time{}, ""
	}
	return due, due.In(zone).Format(time.DateOnly)
}

func checkSections(names []string) error {
	if len(names) == 0 {
		return FieldErrorf("sections", "a publication needs at least one section")
	}
	for i, name := range names {
		if strings.TrimSpace(name) == "" {
			return FieldErrorf("sections", "a section needs a name")
		}
		if err := fits("sections", name, LongestName); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return FieldErrorf("sections", "%q is there twice; name each section once", name)
		}
	}
	return nil
}

// Schedule says when editions appear: on some days of the week, at an hour of the publication's own zone.
type Schedule struct {
	Days   []time.Weekday
	Hour   int
	Minute int
	Zone   string // IANA name
}

// Validate says whether the schedule can be kept.
func (s Schedule) Validate() error {
	if len(s.Days) == 0 {
		return FieldErrorf("days", "an edition appears on at least one day of the week")
	}
	if s.Hour < 0 || s.Hour > 23 || s.Minute < 0 || s.Minute > 59 {
		return FieldErrorf("time", "%02d:%02d is no time of day", s.Hour, s.Minute)
	}
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" {
		return FieldErrorf("zone", "%q is no time zone; use a name such as Asia/Jerusalem", s.Zone)
	}
	return nil
}

// Next gives the first appointed time after t, in UTC. A time of day that a change of clocks skips is moved on by the
// length of the gap, and of one that occurs twice the first counts.
func (s Schedule) Next(t time.Time) time.Time {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || len(s.Days) == 0 {
		return time.Time{}
	}
	local := t.In(zone)
	for i := range 9 {
		day := s.on(local.Year(), local.Month(), local.Day()+i, zone)
		weekday := time.Date(local.Year(), local.Month(), local.Day()+i, 12, 0, 0, 0, zone).Weekday()
		if day.After(t) && slices.Contains(s.Days, weekday) {
			return day.UTC()
		}
	}
	return time.Time{}
}

// on gives the appointed time of one day. time.Date does not say which of its two answers it gives around a change of
// clocks, so both are looked at.
func (s Schedule) on(year int, month time.Month, day int, zone *time.Location) time.Time {
	at := time.Date(year, month, day, s.Hour, s.Minute, 0, 0, zone)
	if gap := (s.Hour*60 + s.Minute) - (at.Hour()*60 + at.Minute()); gap > 0 {
		return at.Add(time.Duration(gap) * time.Minute)
	}
	if earlier := at.Add(-time.Hour); earlier.Hour() == at.Hour() && earlier.Minute() == at.Minute() {
		return earlier
	}
	return at
}

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
	PublishedAt   time.Time
	Touched       bool // an editor changed the draft: it is not drafted anew
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

// Items counts the entries of all sections.
func (e Edition) Items() int {
	n := 0
	for _, s := range e.Sections {
		n += len(s.Items)
	}
	return n
}
