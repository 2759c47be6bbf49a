package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

type editionRow struct {
	news.Edition
	Publication news.Publication
	Deliveries  news.DeliveryCounts
}

type editionsPage struct {
	Rows         []editionRow
	Publications []news.Publication
}

func (d *desk) editionRows(r *http.Request) ([]editionRow, error) {
	editions, err := d.Store.AllEditions(r.Context(), many)
	if err != nil {
		return nil, err
	}
	rows := make([]editionRow, 0, len(editions))
	for _, e := range editions {
		row, err := d.editionRow(r.Context(), e)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func (d *desk) editionRow(ctx context.Context, e news.Edition) (row editionRow, err error) {
	row.Edition = e
	if row.Publication, err = d.Store.Publication(ctx, e.PublicationID); err != nil {
		return row, err
	}
	row.Deliveries, err = d.Store.DeliveryCounts(ctx, e.ID)
	return row, err
}

func (d *desk) editions(w http.ResponseWriter, r *http.Request) error {
	rows, err := d.editionRows(r)
	if err != nil {
		return err
	}
	publications, err := d.Store.Publications(r.Context())
	if err != nil {
		return err
	}
	return d.show(w, r, http.StatusOK, "editions", "Editions", editionsPage{rows, publications})
}

func (d *desk) draft(w http.ResponseWriter, r *http.Request) error {
	if err := d.Actions.Draft(r.Context(), news.ID(r.PathValue("id"))); err != nil {
		return err
	}
	return d.done(w, r, "The next edition is drafted from the news so far.", "/desk/editions")
}

type editionPage struct {
	editionRow
	Names []string // of the sections an item can stand in
	Field string
	Error string
}

func (d *desk) edition(w http.ResponseWriter, r *http.Request) error {
	e, err := d.Store.Edition(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return d.showEdition(w, r, http.StatusOK, e, "", "")
}

func (d *desk) showEdition(w http.ResponseWriter, r *http.Request, status int, e news.Edition, field, message string) error {
	row, err := d.editionRow(r.Context(), e)
	if err != nil {
		return err
	}
	return d.show(w, r, status, "edition", row.Publication.Name+", "+e.Slug, editionPage{row, row.Publication.Sections, field, message})
}

// saveEdition keeps what an editor made of a draft. Items are moved by their section and place, and taken out by a tick.
func (d *desk) saveEdition(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		return news.Errorf(news.Invalid, "the form cannot be read: %w", err)
	}
	ctx := r.Context()
	e, err := d.Store.Edition(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p, err := d.Store.Publication(ctx, e.PublicationID)
	if err != nil {
		return err
	}
	edited, field, err := arrange(e, p.Sections, r.PostForm.Get)
	if err != nil {
		return d.showEdition(w, r, http.StatusUnprocessableEntity, edited, field, err.Error())
	}
	err = d.Store.Within(ctx, func(ctx context.Context) error {
		now, err := d.Store.Edition(ctx, e.ID)
		if err != nil {
			return err
		}
		if now.State != news.Draft {
			return news.Errorf(news.Conflict, "the edition was %s meanwhile; it can no longer be changed", now.State)
		}
		edited.Touched = true
		return d.Store.SaveEdition(ctx, edited)
	})
	if err != nil {
		return err
	}
	return d.done(w, r, "The draft is kept as you left it.", "/desk/editions/"+string(e.ID))
}

// arrange makes of an edition what the form says: get gives a field's value. What cannot be taken stays in the edition that
// is given back, so that the form shows it again, with the name of the field.
func arrange(e news.Edition, sections []string, get func(string) string) (news.Edition, string, error) {
	type placed struct {
		item  news.EditionItem
		place int
	}
	e.Title, e.Standfirst = strings.TrimSpace(get("title")), strings.TrimSpace(get("standfirst"))
	by := map[string][]placed{}
	field, problem := "", error(nil)
	wrong := func(f, format string, args ...any) {
		if problem == nil {
			field, problem = f, fmt.Errorf(format, args...)
		}
	}
	if e.Title == "" {
		wrong("title", "An edition needs a headline.")
	}
	for _, s := range e.Sections {
		for _, item := range s.Items {
			id := string(item.ID)
			if get("remove-"+id) != "" {
				continue
			}
			item.Headline, item.Summary = strings.TrimSpace(get("headline-"+id)), strings.TrimSpace(get("summary-"+id))
			section := get("section-" + id)
			if !slices.Contains(sections, section) {
				wrong("section-"+id, "%q is none of the sections.", section)
				section = s.Name
			}
			if item.Headline == "" {
				wrong("headline-"+id, "An item needs a headline.")
			}
			place, err := strconv.Atoi(get("place-" + id))
			if err != nil || place < 1 {
				wrong("place-"+id, "A place is a number from 1.")
				place = len(by[section]) + 1
			}
			by[section] = append(by[section], placed{item, place})
		}
	}
	e.Sections = nil
	for _, name := range sections {
		items := by[name]
		slices.SortStableFunc(items, func(a, b placed) int { return a.place - b.place })
		if len(items) == 0 {
			continue
		}
		section := news.Section{Name: name}
		for _, p := range items {
			section.Items = append(section.Items, p.item)
		}
		e.Sections = append(e.Sections, section)
	}
	return e, field, problem
}

func (d *desk) approve(w http.ResponseWriter, r *http.Request) error {
	id := news.ID(r.PathValue("id"))
	if err := d.Actions.Approve(r.Context(), id, d.user(r.Context())); err != nil {
		return err
	}
	return d.done(w, r, "Approved. It appears at its hour.", "/desk/editions/"+string(id))
}
