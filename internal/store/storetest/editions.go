package storetest

import (
	"reflect"
	"testing"
	"time"

	"onrecord/internal/news"
)

func publications(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	got, err := w.PublicationBySlug(w.ctx, "alert")
	ok(t, err)
	if !reflect.DeepEqual(got, p) {
		t.Errorf("got %+v, want %+v", got, p)
	}
	p.Name = "Another"
	ok(t, w.SavePublication(w.ctx, p))
	if got, err = w.Publication(w.ctx, p.ID); err != nil || got.Name != "Another" {
		t.Errorf("got %+v, %v", got, err)
	}
	p.ID = w.id()
	kind(t, w.SavePublication(w.ctx, p), news.Conflict)
	p.Slug = "Not A Slug"
	kind(t, w.SavePublication(w.ctx, p), news.Invalid)
	if all, err := w.Publications(w.ctx); err != nil || len(all) != 1 {
		t.Errorf("publications: %+v, %v", all, err)
	}
}

func (w *world) edition(t *testing.T, p news.Publication, slug string, due time.Time, state news.EditionState) news.Edition {
	t.Helper()
	e := news.Edition{ID: w.id(), PublicationID: p.ID, Slug: slug, Title: "Edition " + slug, State: state, Due: due, From: due.Add(-48 * time.Hour), Until: due,
		Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{ID: w.id(), Headline: "H", Outlet: "O", Date: due, URL: "https://x.example/"}}}}}
	ok(t, w.SaveEdition(w.ctx, e))
	return e
}

func editions(t *testing.T, w *world) {
	p := w.publication(t, "alert")
	first := w.edition(t, p, "2031-03-02", now, news.Published)
	second := w.edition(t, p, "2031-03-04", now.AddDate(0, 0, 2), news.Published)
	third := w.edition(t, p, "2031-03-06", now.AddDate(0, 0, 4), news.Published)
	draft := w.edition(t, p, "2031-03-09", now.AddDate(0, 0, 7), news.Draft)

	got, err := w.EditionBySlug(w.ctx, p.ID, first.Slug)
	ok(t, err)
	if !reflect.DeepEqual(got, first) {
		t.Errorf("got %+v, want %+v", got, first)
	}
	draft.Touched, draft.ApprovedBy, draft.ApprovedAt, draft.State = true, "ada", now, news.Approved
	ok(t, w.SaveEdition(w.ctx, draft))
	if got, err = w.Edition(w.ctx, draft.ID); err != nil || !reflect.DeepEqual(got, draft) {
		t.Errorf("got %+v, %v", got, err)
	}
	if all, err := w.Editions(w.ctx, p.ID, 2); err != nil || len(all) != 2 || all[0].ID != third.ID {
		t.Errorf("published: %+v, %v", all, err)
	}
	if all, err := w.AllEditions(w.ctx, 10); err != nil || len(all) != 4 || all[0].ID != draft.ID {
		t.Errorf("all: %+v, %v", all, err)
	}
	before, after, err := w.EditionsAround(w.ctx, p.ID, second.Due)
	if err != nil || before.ID != first.ID || after.ID != third.ID {
		t.Errorf("around: %v and %v, %v", before.Slug, after.Slug, err)
	}
	if before, after, err = w.EditionsAround(w.ctx, p.ID, third.Due); err != nil || before.ID != second.ID || after.ID != "" {
		t.Errorf("around the last: %v and %v, %v", before.Slug, after.Slug, err)
	}
	again := first
	again.ID = w.id()
	kind(t, w.SaveEdition(w.ctx, again), news.Conflict)
}

func dueEditions(t *testing.T, w *world) {
	p := w.publication(t, "alert") // Sundays and Tuesdays at 07:00 in Jerusalem
	sunday := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

	drafts := func(at time.Time) []news.ID {
		t.Helper()
		ids, err := w.DueDrafts(w.ctx, at)
		ok(t, err)
		return ids
	}
	if got := drafts(sunday.Add(-30 * time.Hour)); got != nil {
		t.Errorf("drafted too early: %v", got)
	}
	if got := drafts(sunday.Add(-20 * time.Hour)); !reflect.DeepEqual(got, []news.ID{p.ID}) {
		t.Errorf("not drafted on the day before: %v", got)
	}
	if got := drafts(sunday.Add(-20*time.Hour + time.Minute)); got != nil {
		t.Errorf("drafted anew after a minute: %v", got)
	}
	if got := drafts(sunday.Add(-19 * time.Hour)); len(got) != 1 {
		t.Errorf("not drafted anew after an hour: %v", got)
	}

	approved := w.edition(t, p, "2031-03-02", sunday, news.Approved)
	w.edition(t, p, "2031-02-25", sunday.AddDate(0, 0, -5), news.Draft)
	publish := func(at time.Time) []news.ID {
		t.Helper()
		ids, err := w.DueEditions(w.ctx, at)
		ok(t, err)
		return ids
	}
	if got := publish(sunday.Add(-time.Second)); got != nil {
		t.Errorf("published before its hour: %v", got)
	}
	if got := publish(sunday); !reflect.DeepEqual(got, []news.ID{approved.ID}) {
		t.Errorf("due on the hour: %v; a draft never is", got)
	}
	if got := publish(sunday.Add(time.Minute)); got != nil {
		t.Errorf("asked for twice: %v", got)
	}
}
