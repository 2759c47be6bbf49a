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
	Postal   string   // where the house is by post, for the foot of the mails; empty: it is left out
	// Late is how long after its hour an approved edition still appears by itself, if the machine was off at the hour; 0: never, but
	// for the Punctual minutes that a restart takes.
	Late    time.Duration
	Remind  time.Duration // how long before its hour editors are told of an edition that nobody has approved; 0: never
	Created time.Time
}

// What a publication has unless somebody says otherwise.
const (
	DefaultLate   = 6 * time.Hour
	DefaultRemind = time.Hour
)

// The most that these may be. An edition is drafted a day before its hour.
const (
	LongestLate   = 14 * 24 * time.Hour
	LongestRemind = 24 * time.Hour
)

// Punctual is how long after its hour an edition is not late.
const Punctual = 5 * time.Minute

// Validate says whether the publication may be stored: every field that may not stand is named.
func (p Publication) Validate() error {
	errs := []error{checkSlug(p.Slug), checkLanguage(p.Language), fits("name", p.Name, LongestName), seen("name", p.Name), fits("about", p.About, LongestSentence)}
	if strings.TrimSpace(p.Name) == "" {
		errs = append(errs, FieldErrorf("name", "a publication needs a name"))
	}
	if p.From != "" {
		if _, err := ParseAddress(p.From); err != nil {
			errs = append(errs, FieldErrorf("from", "%q is no mailbox; one looks like Daily Alert <alert@example.org>", p.From))
		}
	}
	errs = append(errs, fits("postal", p.Postal, LongestSentence), seen("postal", p.Postal))
	if p.Late < 0 || p.Late > LongestLate {
		errs = append(errs, FieldErrorf("late", "%s is not from 0 to %s", FormatDuration(p.Late), FormatDuration(LongestLate)))
	}
	if p.Remind < 0 || p.Remind > LongestRemind {
		errs = append(errs, FieldErrorf("remind", "%s is not from 0 to %s; editions are drafted a day before their hour", FormatDuration(p.Remind), FormatDuration(LongestRemind)))
	}
	return errors.Join(append(errs, checkSections(p.Sections), p.Schedule.Validate())...)
}

// window is how long an edition may appear after it was to.
func (p Publication) window() time.Duration { return max(p.Late, Punctual) }

// Upcoming says when the publication's next edition after now is due, and which date it has in its address; both are empty if it
// appears at no time that can be found.
func (p Publication) Upcoming(now time.Time) (due time.Time, slug string) {
	return p.Schedule.NextDay(now)
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
