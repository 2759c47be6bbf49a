package desk

import (
	"context"
	"net/http"
	"slices"
	"time"

	"onrecord/internal/news"
)

type editionRow struct {
	news.Edition
	Publication news.Publication
	Deliveries  news.DeliveryCounts
	Held        bool // its hour passed while the machine was off, and it waits for an editor
}

// Stands is its state as the desk shows it.
func (r editionRow) Stands() string {
	if r.Held {
		return "held"
	}
	return string(r.State)
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
	row.Held = e.Held(row.Publication, d.Clock.Now())
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
	return d.done(w, r, "The next edition is drafted from the news so far, unless an editor has taken it in hand.", "/desk/editions")
}

type editionPage struct {
	editionRow
	Form  editionForm
	To    audienceForm
	Names []string // of the sections an item can stand in
	Late  bool     // its hour has passed
	Next  bool     // it is the publication's next: unless an editor has it in hand, it is drafted anew while news comes in
	// What readers opened of the mails, all together; nothing where nothing is counted.
	Opened       []openedRow
	Clicks, Seen int
}

// openedRow says how often the link of an item was followed.
type openedRow struct {
	news.EditionItem
	N int
}

// openedOf lists an edition's items by how often their links were followed.
func (p *editionPage) openedOf(all []news.Opened) {
	var items map[news.ID]int
	items, p.Clicks, p.Seen = news.OpenedItems(all)
	for _, s := range p.Sections {
		for _, i := range s.Items {
			if n := items[i.ID]; n > 0 {
				p.Opened = append(p.Opened, openedRow{i, n})
			}
		}
	}
	slices.SortStableFunc(p.Opened, func(a, b openedRow) int { return b.N - a.N })
}

func (d *desk) edition(w http.ResponseWriter, r *http.Request) error {
	e, err := d.Store.Edition(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return d.showEdition(w, r, http.StatusOK, e, formOf(e))
}

func (d *desk) showEdition(w http.ResponseWriter, r *http.Request, status int, e news.Edition, f editionForm) error {
	to, err := d.audience(r, e)
	if err != nil {
		return err
	}
	return d.showEditionTo(w, r, status, e, f, to)
}

func (d *desk) showEditionTo(w http.ResponseWriter, r *http.Request, status int, e news.Edition, f editionForm, to audienceForm) error {
	row, err := d.editionRow(r.Context(), e)
	if err != nil {
		return err
	}
	opened, err := d.Store.Opened(r.Context(), e.ID)
	if err != nil {
		return err
	}
	now := d.Clock.Now()
	p := editionPage{
		editionRow: row, Form: f, To: to, Names: sectionsOf(row.Publication, e), Late: e.State == news.Draft && e.Late(now), Next: anew(row.Publication, e, now),
	}
	p.openedOf(opened)
	return d.show(w, r, status, "edition", e.Title, p)
}

// anew says whether a draft that nobody has in hand would be drafted anew.
func anew(p news.Publication, e news.Edition, now time.Time) bool {
	e.Touched = false
	return e.Anew(p, now)
}

// sectionsOf lists the publication's sections, and those that the draft still has from before they were renamed.
func sectionsOf(p news.Publication, e news.Edition) []string {
	names := slices.Clone(p.Sections)
	for _, s := range e.Sections {
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	return names
}

func (d *desk) preview(w http.ResponseWriter, r *http.Request) error {
	e, err := d.Store.Edition(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if d.Preview == nil {
		return news.Errorf(news.NotFound, "there is no preview here")
	}
	p, err := d.Store.Publication(r.Context(), e.PublicationID)
	if err != nil {
		return err
	}
	return d.Preview(w, r, p, e)
}

// saveEdition does what the pressed button says: take a draft in hand, so that it is no longer drafted anew; hand it back;
// keep what was typed; or keep it and approve. Of an approved one it withdraws the approval, or releases it if it is held; and it says
// whom an edition is mailed to.
func (d *desk) saveEdition(w http.ResponseWriter, r *http.Request) error {
	id := news.ID(r.PathValue("id"))
	switch r.PostFormValue("do") {
	case "take":
		return d.touch(w, r, id, true)
	case "hand back":
		return d.touch(w, r, id, false)
	case "approve as it is":
		return d.approve(w, r, id)
	case "withdraw":
		if err := d.Actions.Withdraw(r.Context(), id, d.user(r.Context())); err != nil {
			return err
		}
		return d.done(w, r, "The approval is withdrawn: it is a draft again, and yours to change.", "/desk/editions/"+string(id))
	case "release":
		if err := d.Actions.Release(r.Context(), id, d.user(r.Context())); err != nil {
			return err
		}
		return d.done(w, r, "Released: it appears at once, and is mailed.", "/desk/editions/"+string(id))
	case "audience":
		return d.setAudience(w, r, id)
	case "save", "approve":
		return d.keep(w, r, id, r.PostFormValue("do") == "approve")
	}
	return news.Errorf(news.Invalid, "the form does not say what is to be done; use one of its buttons")
}

// change reads a draft, changes it and saves it in one transaction. What is no draft any more is a Conflict.
func (d *desk) change(ctx context.Context, id news.ID, change func(news.Edition) (news.Edition, error)) error {
	return d.Store.Within(ctx, func(ctx context.Context) error {
		e, err := d.Store.Edition(ctx, id)
		if err != nil {
			return err
		}
		if e.State != news.Draft {
			return news.Errorf(news.Conflict, "this edition is %s; it can no longer be changed", e.State)
		}
		if e, err = change(e); err != nil {
			return err
		}
		return d.Store.SaveEdition(ctx, e)
	})
}

// touch takes a draft in hand, or hands it back.
func (d *desk) touch(w http.ResponseWriter, r *http.Request, id news.ID, touched bool) error {
	said := "The draft is yours: it stays as it is until you change it."
	err := d.change(r.Context(), id, func(e news.Edition) (news.Edition, error) {
		p, err := d.Store.Publication(r.Context(), e.PublicationID)
		switch {
		case touched:
		case anew(p, e, d.Clock.Now()):
			said = "The draft is handed back and will be made anew from the news."
		default:
			said = "The draft is handed back and stays as it is: only the next edition is drafted anew."
		}
		e.Touched = touched
		return e, err
	})
	if err != nil {
		return err
	}
	return d.done(w, r, said, "/desk/editions/"+string(id))
}

// approve approves a draft that nobody took in hand, if it is still the one that was shown.
func (d *desk) approve(w http.ResponseWriter, r *http.Request, id news.ID) error {
	e, err := d.Store.Edition(r.Context(), id)
	if err != nil {
		return err
	}
	if e.State == news.Draft && version(e) != r.PostFormValue("version") {
		return news.Errorf(news.Conflict, "the draft was made anew since you looked, and nothing was approved; go back and look again")
	}
	if err := d.Actions.Approve(r.Context(), id, d.user(r.Context())); err != nil {
		return err
	}
	return d.done(w, r, sentence("approved; "+e.Appears(d.Clock.Now())), "/desk/editions/"+string(id))
}

// keep keeps what an editor typed. What cannot be taken, and what would write over somebody else's work, is shown again as it
// was typed.
func (d *desk) keep(w http.ResponseWriter, r *http.Request, id news.ID, approve bool) error {
	ctx := r.Context()
	e, err := d.Store.Edition(ctx, id)
	if err != nil {
		return err
	}
	p, err := d.Store.Publication(ctx, e.PublicationID)
	if err != nil {
		return err
	}
	names := sectionsOf(p, e)
	f := formOf(e).read(r.PostForm.Get, names)
	if r.PostFormValue("version") != version(e) {
		f.Wrong["form"] = "Somebody saved this draft while you were at it. Your words stand below; save again to put them in place of theirs."
	}
	if len(f.Wrong) > 0 {
		return d.showEdition(w, r, http.StatusUnprocessableEntity, e, f)
	}
	seen := version(e)
	err = d.change(ctx, id, func(now news.Edition) (news.Edition, error) {
		if version(now) != seen {
			return now, news.Errorf(news.Conflict, "somebody saved this draft in the same moment; go back and save again")
		}
		now = f.edition(now, names)
		now.Touched = true
		return now, nil
	})
	if err != nil {
		return err
	}
	if !approve {
		return d.done(w, r, "The draft is kept as you left it.", "/desk/editions/"+string(id))
	}
	if err := d.Actions.Approve(ctx, id, d.user(ctx)); err != nil {
		return err
	}
	return d.done(w, r, sentence("kept and approved; "+e.Appears(d.Clock.Now())), "/desk/editions/"+string(id))
}
