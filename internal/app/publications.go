package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// NewPublication is a publication as people write it down.
type NewPublication struct {
	Slug, Name, About, Language string
	Days                        []string // as in sun, Tuesday
	At                          string   // as in 07:00
	Zone                        string
	Sections                    []string
	From, Postal                string
	Late, Remind                string // as in 6h; empty: what news has as their defaults
}

// AddPublication adds a publication.
func (a *App) AddPublication(ctx context.Context, n NewPublication) (news.Publication, error) {
	now := a.Clock.Now()
	c := PublicationChange{
		Name: &n.Name, About: &n.About, Language: &n.Language, Days: &n.Days, At: &n.At, Zone: &n.Zone, Sections: &n.Sections, From: &n.From, Postal: &n.Postal,
	}
	if n.Late != "" {
		c.Late = &n.Late
	}
	if n.Remind != "" {
		c.Remind = &n.Remind
	}
	p, err := c.of(news.Publication{ID: news.NewID(now), Slug: n.Slug, Created: now, Late: news.DefaultLate, Remind: news.DefaultRemind})
	if err := onceEach(err, p.Validate()); err != nil {
		return p, err
	}
	return p, taken(a.Store.SavePublication(ctx, p), "slug", "publication", n.Slug)
}

// PublicationChange is what is to be different about a publication, written as in NewPublication; what is nil stays.
type PublicationChange struct {
	Name, About, Language, At, Zone, From, Postal *string
	Late, Remind                                  *string
	Days, Sections                                *[]string
}

// SetPublication changes a publication. Editions that are drafted or approved already keep their hour.
func (a *App) SetPublication(ctx context.Context, slug string, c PublicationChange) (p news.Publication, err error) {
	if c == (PublicationChange{}) {
		return p, news.Errorf(news.Invalid, "nothing is to be changed; say what, as in --at 06:30")
	}
	err = a.Store.Within(ctx, func(ctx context.Context) error {
		if p, err = a.Store.PublicationBySlug(ctx, slug); err != nil {
			return err
		}
		p, err = c.of(p)
		if err := onceEach(err, p.Validate()); err != nil {
			return err
		}
		return a.Store.SavePublication(ctx, p)
	})
	return p, err
}

// of gives the publication after the change. What is written in a way that cannot be read is Invalid, each field of it; the rest is
// for the publication's own rules.
func (c PublicationChange) of(p news.Publication) (news.Publication, error) {
	for _, set := range []struct{ to, from *string }{
		{&p.Name, c.Name}, {&p.About, c.About}, {&p.Language, c.Language}, {&p.Schedule.Zone, c.Zone}, {&p.From, c.From}, {&p.Postal, c.Postal},
	} {
		if set.from != nil {
			*set.to = strings.TrimSpace(*set.from)
		}
	}
	if c.Sections != nil {
		p.Sections = nil
		for _, name := range *c.Sections {
			p.Sections = append(p.Sections, strings.TrimSpace(name))
		}
	}
	var errs []error
	if c.At != nil {
		at, err := time.Parse("15:04", *c.At)
		if err != nil {
			errs = append(errs, news.FieldErrorf("at", "%q is no time of day from 00:00 to 23:59; write hours and minutes, as 07:00", *c.At))
		}
		p.Schedule.Hour, p.Schedule.Minute = at.Hour(), at.Minute()
	}
	for _, set := range []struct {
		field string
		to    *time.Duration
		from  *string
	}{{"late", &p.Late, c.Late}, {"remind", &p.Remind, c.Remind}} {
		if set.from == nil {
			continue
		}
		d, err := news.ParseDuration(set.field, *set.from)
		if err != nil {
			errs = append(errs, err)
		} else {
			*set.to = d
		}
	}
	if c.Days != nil {
		days, err := weekdays(*c.Days)
		if err != nil {
			errs = append(errs, err)
		} else {
			p.Schedule.Days = days
		}
	}
	return p, errors.Join(errs...)
}

// onceEach joins errors about fields, the first about each field: what could not be read is not said to be missing too.
func onceEach(errs ...error) error {
	var first []error
	said := map[string]bool{}
	for _, e := range news.Faults(errors.Join(errs...)) {
		if !said[e.Field] {
			first = append(first, e)
		}
		said[e.Field] = true
	}
	return errors.Join(first...)
}

// NoDays is how people write that a publication has no days of its own: articles alone.
const NoDays = "none"

// weekdays reads days of the week as people write them. None must be said: it would be a slip more often than not.
func weekdays(names []string) (days []time.Weekday, err error) {
	if len(names) == 1 && strings.EqualFold(strings.TrimSpace(names[0]), NoDays) {
		return nil, nil
	}
	if len(names) == 0 {
		return nil, news.FieldErrorf("days", "an edition appears on at least one day of the week; for a publication of articles alone, say none")
	}
	for _, name := range names {
		day, ok := weekday(name)
		if !ok {
			return nil, news.FieldErrorf("days", "%q is no day of the week; use sun, mon, tue, wed, thu, fri, sat", name)
		}
		if slices.Contains(days, day) {
			return nil, news.FieldErrorf("days", "%s stands there twice", day)
		}
		days = append(days, day)
	}
	return days, nil
}

// weekday reads a day's English name or its first three letters or more.
func weekday(name string) (time.Weekday, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(d.String()), name) {
			return d, true
		}
	}
	return 0, false
}
