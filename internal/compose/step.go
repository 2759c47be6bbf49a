package compose

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// firstCover is how far back a publication's first edition looks, and the furthest that any does.
const firstCover = 7 * 24 * time.Hour

// Step drafts editions.
type Step struct {
	store  Store
	locale *locale.Catalogue
	clock  news.Clock
	log    *slog.Logger
}

// New makes the step.
func New(store Store, clock news.Clock, log *slog.Logger) (*Step, error) {
	languages, err := locale.Load()
	return &Step{store: store, locale: languages, clock: clock, log: log}, err
}

// Run drafts the next edition of a publication, or drafts it anew. One that an editor touched or approved is left alone.
func (s *Step) Run(ctx context.Context, publicationID news.ID) error {
	p, err := s.store.Publication(ctx, publicationID)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	due, slug := p.Upcoming(now)
	if len(p.Schedule.Days) == 0 {
		return news.FieldErrorf("days", "%s has no days, since it has articles alone; give it days to have editions", p.Name)
	}
	if slug == "" {
		return news.FieldErrorf("schedule", "%s appears at no time that can be found; mend its days or zone", p.Name)
	}
	e, err := s.store.EditionBySlug(ctx, p.ID, slug)
	if !mine(e, err) {
		return ignoreNotFound(err)
	}
	from, err := s.coversFrom(ctx, p, due)
	if err != nil {
		return err
	}
	sections, heads, err := s.layOut(ctx, p, from, now)
	if err != nil {
		return fmt.Errorf("drafting %s of %s: %w", slug, p.Name, err)
	}
	if len(sections) == 0 {
		s.log.InfoContext(ctx, "nothing to draft an edition from", "publication", p.Slug, "since", from)
		return nil
	}
	return s.store.Within(ctx, func(ctx context.Context) error {
		// The editor may have been quicker.
		e, err := s.store.EditionBySlug(ctx, p.ID, slug)
		if !mine(e, err) {
			return ignoreNotFound(err)
		}
		if e.ID == "" {
			e = news.Edition{ID: news.NewID(now), PublicationID: p.ID, Slug: slug, State: news.Draft}
		}
		e.Due, e.From, e.Until, e.Sections = due, from, now, sections
		if e.Title, e.Standfirst, err = headline(heads, s.locale.Choose(p.Language)); err != nil {
			return err
		}
		return s.store.SaveEdition(ctx, e)
	})
}

// mine reports whether the step may write an edition that was looked for: it is not there, or an untouched draft.
func mine(e news.Edition, err error) bool {
	if err != nil {
		return news.KindOf(err) == news.NotFound
	}
	return e.State == news.Draft && !e.Touched
}

func ignoreNotFound(err error) error {
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	return err
}

// coversFrom is where the last edition left off.
func (s *Step) coversFrom(ctx context.Context, p news.Publication, due time.Time) (time.Time, error) {
	last, err := s.store.Editions(ctx, p.ID, 1)
	if err != nil {
		return time.Time{}, err
	}
	from := due.Add(-firstCover)
	if len(last) > 0 && last[0].Until.After(from) {
		from = last[0].Until
	}
	return from, nil
}

// headline makes an edition's title and standfirst from the headlines that rank highest.
func headline(heads []string, in *locale.Language) (title, standfirst string, err error) {
	title = heads[0]
	if more := heads[1:min(len(heads), 3)]; len(more) > 0 {
		standfirst, err = in.Text("line.also", "headlines", strings.Join(more, "; "))
	}
	return title, cut(standfirst, news.LongestStandfirst), err
}
