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
