package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/site"
)

// NewPublication is a publication as people write it down.
type NewPublication struct {
	Slug, Name, About, Language string
	Days                        []string // as in sun, Tuesday
	At                          string   // as in 07:00
	Zone                        string
	Sections                    []string
	From                        string
}

// AddPublication adds a publication.
func (a *App) AddPublication(ctx context.Context, n NewPublication) (news.Publication, error) {
	now := a.Clock.Now()
	p := news.Publication{ID: news.NewID(now), Slug: n.Slug, Name: n.Name, About: n.About, Language: n.Language, From: n.From, Created: now,
		Schedule: news.Schedule{Zone: n.Zone}}
	if site.Reserved(n.Slug) {
		return p, news.FieldErrorf("slug", "the address /%s belongs to another page; choose another slug", n.Slug)
	}
	for _, name := range n.Sections {
		p.Sections = append(p.Sections, strings.TrimSpace(name))
	}
	at, err := time.Parse("15:04", n.At)
	if err != nil {
		return p, news.FieldErrorf("at", "%q is no time of day; one looks like 07:00", n.At)
	}
	p.Schedule.Hour, p.Schedule.Minute = at.Hour(), at.Minute()
	for _, name := range n.Days {
		day, ok := weekday(name)
		if !ok {
			return p, news.FieldErrorf("days", "%q is no day of the week; use sun, mon, tue, wed, thu, fri, sat", name)
		}
		if slices.Contains(p.Schedule.Days, day) {
			return p, news.FieldErrorf("days", "%s stands there twice", day)
		}
		p.Schedule.Days = append(p.Schedule.Days, day)
	}
	if n.From != "" {
		if _, err := news.ParseAddress(n.From); err != nil {
			return p, news.FieldErrorf("from", "%q is no mailbox; one looks like Daily Alert <alert@example.org>", n.From)
		}
	}
	return p, taken(a.Store.SavePublication(ctx, p), "slug", "publication", n.Slug)
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
