package desk

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

//go:embed zones.txt
var zoneNames string // those of the tz database's zone.tab, for a choice

// PublicationForm is what the form for a publication asks for, as people write it.
type PublicationForm struct {
	Slug, Name, About, Language string
	Days                        []string // in English
	At, Zone                    string
	Sections                    []string
	From, Postal                string
	Late, Remind                string // as 6h
}

// publicationRow is a publication with what follows from it.
type publicationRow struct {
	news.Publication
	Next    string // when it appears next, in words and in its own zone
	In      string // how long that is from now
	Due     time.Time
	Readers readers
}

func (d *desk) publicationRow(r *http.Request, p news.Publication) (row publicationRow, err error) {
	now := d.Clock.Now()
	row = publicationRow{Publication: p, Due: p.Schedule.Next(now)}
	row.Next, row.In = appears(p.Schedule, row.Due), until(now, row.Due)
	counts, err := d.Store.SubscriptionCounts(r.Context(), p.ID)
	row.Readers = readers{p, counts[news.Active], counts[news.Pending], counts[news.Ended]}
	return row, err
}

func (d *desk) publications(w http.ResponseWriter, r *http.Request) error {
	all, err := d.Store.Publications(r.Context())
	if err != nil {
		return err
	}
	rows := make([]publicationRow, 0, len(all))
	for _, p := range all {
		row, err := d.publicationRow(r, p)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return d.show(w, r, http.StatusOK, "publications", "Publications", rows)
}

// publicationForm is a publication as an editor sees it, or typed it.
type publicationForm struct {
	PublicationForm
	New   bool
	Wrong map[string]string // what cannot be taken, by the name of the field
}

// Week are the days in their order, with a mark at those that are chosen.
func (f publicationForm) Week() (out []weekday) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		out = append(out, weekday{day.String(), slices.Contains(f.Days, day.String())})
	}
	return out
}

// noDays stands for no day, which must be said: it would be a slip more often than not.
const noDays = "none"

// NoDays says whether that was said.
func (f publicationForm) NoDays() bool { return slices.Contains(f.Days, noDays) }

type weekday struct {
	Name   string
	Chosen bool
}

// Parts are the sections as they stand in the form: each on a line.
func (f publicationForm) Parts() string { return strings.Join(f.Sections, "\n") }

// Zones are the names to choose from.
func (publicationForm) Zones() []string { return strings.Fields(zoneNames) }

// refuse gives the form with what is wrong in it; false if the error is about nothing that was typed.
func (f publicationForm) refuse(err error) (publicationForm, bool) {
	wrong, ok := wrongOf(err)
	if wrong[""] != "" {
		return f, false
	}
	if words, is := wrong["time"]; is {
		delete(wrong, "time")
		wrong["at"] = words
	}
	f.Wrong = wrong
	return f, ok
}

func formOfPublication(p news.Publication) publicationForm {
	f := PublicationForm{
		Slug: p.Slug, Name: p.Name, About: p.About, Language: p.Language, At: hour(p.Schedule), Zone: p.Schedule.Zone, Sections: p.Sections,
		From: p.From, Postal: p.Postal, Late: news.FormatDuration(p.Late), Remind: news.FormatDuration(p.Remind),
	}
	for _, day := range p.Schedule.Days {
		f.Days = append(f.Days, day.String())
	}
	if len(f.Days) == 0 && p.ID != "" {
		f.Days = []string{noDays}
	}
	return publicationForm{PublicationForm: f}
}

// typedPublication is what came in the form of a publication.
func typedPublication(r *http.Request) PublicationForm {
	typed := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	f := PublicationForm{
		Slug: typed("slug"), Name: typed("name"), About: typed("about"), Language: typed("language"), Days: r.PostForm["day"], At: typed("at"), Zone: typed("zone"),
		From: typed("from"), Postal: typed("postal"), Late: typed("late"), Remind: typed("remind"),
	}
	for line := range strings.Lines(typed("sections")) {
		if line = strings.TrimSpace(line); line != "" {
			f.Sections = append(f.Sections, line)
		}
	}
	return f
}

type publicationPage struct {
	publicationRow
	Form publicationForm
}

func (d *desk) newPublication(w http.ResponseWriter, r *http.Request) error {
	p := news.Publication{
		Language: "en", Schedule: news.Schedule{Hour: 7, Zone: time.UTC.String()}, Sections: []string{"News", "Denials and Corrections", "Analysis"},
		Late: news.DefaultLate, Remind: news.DefaultRemind,
	}
	// A second publication of a house is like its first.
	all, err := d.Store.Publications(r.Context())
	if err != nil {
		return err
	}
	if len(all) > 0 {
		p.Language, p.Schedule.Zone, p.From, p.Postal = all[0].Language, all[0].Schedule.Zone, all[0].From, all[0].Postal
	}
	f := formOfPublication(p)
	f.New = true
	return d.show(w, r, http.StatusOK, "publication", "Add a publication", publicationPage{Form: f})
}

func (d *desk) addPublication(w http.ResponseWriter, r *http.Request) error {
	typed := typedPublication(r)
	err := d.Actions.AddPublication(r.Context(), typed)
	if err == nil {
		return d.done(w, r, "The publication is added.", "/desk/publications")
	}
	if f, refused := (publicationForm{PublicationForm: typed, New: true}).refuse(err); refused {
		return d.show(w, r, http.StatusUnprocessableEntity, "publication", "Add a publication", publicationPage{Form: f})
	}
	return err
}

func (d *desk) publication(w http.ResponseWriter, r *http.Request) error {
	p, err := d.Store.Publication(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	return d.showPublication(w, r, http.StatusOK, p, formOfPublication(p))
}

func (d *desk) showPublication(w http.ResponseWriter, r *http.Request, status int, p news.Publication, f publicationForm) error {
	row, err := d.publicationRow(r, p)
	if err != nil {
		return err
	}
	return d.show(w, r, status, "publication", p.Name, publicationPage{row, f})
}

// savePublication keeps what an editor typed; what cannot be taken is shown again as it was typed.
func (d *desk) savePublication(w http.ResponseWriter, r *http.Request) error {
	p, err := d.Store.Publication(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	typed := typedPublication(r)
	typed.Slug = p.Slug
	if err = d.Actions.SetPublication(r.Context(), p.ID, typed); err == nil {
		return d.done(w, r, "The publication is changed. Editions that are drafted or approved already keep their hour.", "/desk/publications/"+string(p.ID))
	}
	if f, refused := (publicationForm{PublicationForm: typed}).refuse(err); refused {
		return d.showPublication(w, r, http.StatusUnprocessableEntity, p, f)
	}
	return err
}
