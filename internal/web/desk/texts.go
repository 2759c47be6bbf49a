package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web/marked"
)

// textPage is a version of a report with its statements, where editors correct them.
type textPage struct {
	news.Revision
	Report     news.Report
	Newest     *news.Revision // the newest text, if it is another one
	Paragraphs []marked.Paragraph
	Statements []statementRow
	Add        statementForm
	Acts       []actRow
	Wrong      string // why an act was not undone

	of news.ID // the statement whose form was not taken; empty: the one to add
}

// Ref gives the statement with a number, for the mark in the text that leads to it.
func (p textPage) Ref(number int) statementRow { return p.Statements[number-1] }

// statementRow is a statement that stands, with the form to correct it.
type statementRow struct {
	news.Statement
	Number     int
	Who        string // the speaker, or the words of the source
	Cue, Words string
	Form       statementForm
}

// Label says aloud whose statement it is.
func (r statementRow) Label() string {
	return fmt.Sprintf("%s, %s, %s", r.Who, r.Standing, r.Polarity)
}

func textAddress(id news.ID) string { return "/desk/texts/" + url.PathEscape(string(id)) }

// newestText leads from a report to its newest text, and there to a statement if one is asked for and still stands.
func (d *desk) newestText(w http.ResponseWriter, r *http.Request) error {
	v, err := d.Store.NewestText(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	address := textAddress(v.ID)
	if id := news.ID(r.URL.Query().Get("statement")); id != "" {
		all, err := d.Store.Statements(r.Context(), v.ID)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(all, func(st news.Statement) bool { return st.ID == id }); i >= 0 {
			address += fmt.Sprintf("#statement-%d", i+1)
		}
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

func (d *desk) text(w http.ResponseWriter, r *http.Request) error {
	return d.showText(w, r, http.StatusOK, textPage{})
}

// showText shows a text, with what was typed and not taken.
func (d *desk) showText(w http.ResponseWriter, r *http.Request, status int, p textPage) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	var err error
	if p.Revision, p.Report, err = d.Store.Revision(ctx, id); err != nil {
		return err
	}
	newest, err := d.Store.NewestText(ctx, p.Report.ID)
	if err != nil {
		return err
	}
	if newest.ID != id {
		p.Newest = &newest
	}
	statements, err := d.Store.Statements(ctx, id)
	if err != nil {
		return err
	}
	text, typed := []rune(p.Text), p.Add
	p.Add = statementForm{Key: "new"}
	if typed.Wrong != nil && p.of == "" {
		p.Add = typed
	}
	p.Paragraphs = marked.Cut(text, statements)
	taken := false
	for i, st := range statements {
		row := statementRow{Statement: st, Number: i + 1, Who: st.Speaker, Cue: oneLine(news.Cut(text, st.Cue)), Words: oneLine(news.Cut(text, st.Content)), Form: statementFormOf(text, i+1, st)}
		if row.Who == "" {
			row.Who = oneLine(news.Cut(text, st.Source))
		}
		if row.Who == "" {
			row.Who = "Somebody"
		}
		if typed.Wrong != nil && p.of == st.ID {
			typed.Key, taken = row.Form.Key, true
			row.Form = typed
		}
		p.Statements = append(p.Statements, row)
	}
	if typed.Wrong != nil && p.of != "" && !taken { // somebody else was faster: what was typed can still be added
		typed.Key = "new"
		p.Add = typed
	}
	corrections, err := d.Store.Corrections(ctx, id)
	if err != nil {
		return err
	}
	p.Acts = actsOf(corrections)
	title := p.Title
	if title == "" {
		title = p.Report.Title
	}
	return d.show(w, r, status, "text", title, p)
}

// corrects has an editor act on the statements of a text, and the report's story weighed again, both or neither, and leads back to
// the statement that the act was about. A form that is not taken is shown again.
func (d *desk) corrects(w http.ResponseWriter, r *http.Request, said string, p textPage, act func(ctx context.Context, who string) (news.Statement, error)) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	_, report, err := d.Store.Revision(ctx, id)
	if err != nil {
		return err
	}
	var stories []news.ID
	if report.StoryID != "" {
		stories = append(stories, report.StoryID)
	}
	var about news.Statement
	err = d.weighed(ctx, func(ctx context.Context) (err error) {
		about, err = act(ctx, d.user(r.Context()))
		return err
	}, stories...)
	if err == nil {
		return d.backTo(w, r, said, id, about, true)
	}
	faults := news.Faults(err)
	if len(faults) == 0 {
		return err
	}
	p.Add.Wrong = map[string]string{}
	for _, f := range faults {
		why, ok := refused(f)
		if !ok {
			return err
		}
		p.Add.fault(f.Field, why)
	}
	return d.showText(w, r, http.StatusUnprocessableEntity, p)
}

func (d *desk) addStatement(w http.ResponseWriter, r *http.Request) error {
	f := typedForm(r)
	f.Key = "new"
	id := news.ID(r.PathValue("id"))
	return d.corrects(w, r, "The statement is added, and stays when the text is read again. It can be undone below.", textPage{Add: f}, func(ctx context.Context, who string) (news.Statement, error) {
		st, err := d.typedStatement(ctx, id, f)
		if err != nil {
			return st, err
		}
		return st, d.Actions.Statements.AddStatement(ctx, who, id, st)
	})
}

func (d *desk) correctStatement(w http.ResponseWriter, r *http.Request) error {
	f, id, of := typedForm(r), news.ID(r.PathValue("id")), news.ID(r.PathValue("statement"))
	p := textPage{Add: f, of: of}
	if r.PostFormValue("do") == "remove" {
		return d.corrects(w, r, "That is no statement from now on. It can be undone below.", p, func(ctx context.Context, who string) (news.Statement, error) {
			st, err := d.standing(ctx, id, of)
			if err != nil {
				return st, err
			}
			return st, d.Actions.Statements.RemoveStatement(ctx, who, id, of)
		})
	}
	return d.corrects(w, r, "The statement stays as you have it, however often the text is read. It can be undone below.", p, func(ctx context.Context, who string) (news.Statement, error) {
		st, err := d.typedStatement(ctx, id, f)
		if err != nil {
			return st, err
		}
		return st, d.Actions.Statements.CorrectStatement(ctx, who, id, of, st)
	})
}

// typedStatement finds what was typed in the text.
func (d *desk) typedStatement(ctx context.Context, id news.ID, f statementForm) (news.Statement, error) {
	v, _, err := d.Store.Revision(ctx, id)
	if err != nil {
		return news.Statement{}, err
	}
	return f.statement(v.Text)
}

func (d *desk) undoCorrection(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	_, report, err := d.Store.Revision(ctx, id)
	if err != nil {
		return err
	}
	var stories []news.ID
	if report.StoryID != "" {
		stories = append(stories, report.StoryID)
	}
	act := news.ID(r.PostFormValue("act"))
	about, err := d.correctedBy(ctx, id, act)
	if err != nil {
		return err
	}
	err = d.weighed(ctx, func(ctx context.Context) error {
		return d.Actions.Statements.UndoCorrection(ctx, d.user(r.Context()), id, act)
	}, stories...)
	if err == nil {
		return d.backTo(w, r, "That is undone.", id, about, false)
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	return d.showText(w, r, http.StatusUnprocessableEntity, textPage{Wrong: why})
}

// actRow is what an editor did to a statement, as the page lists it.
type actRow struct {
	news.Correction
	Words   string   // of the statement
	Changes []string // what was put right
	Ended   string   // why it no longer stands
}

// actsOf lists acts, the newest first.
func actsOf(corrections []news.Correction) []actRow {
	var out []actRow
	for _, c := range slices.Backward(corrections) {
		st := c.Statement
		if st == nil {
			st = c.Machine
		}
		row := actRow{Correction: c}
		if st != nil { // not one that is not whole
			row.Words = oneLine(strings.TrimPrefix(strings.Join([]string{st.Speaker, c.Words(st.Cue), c.Words(st.Content)}, " · "), " · "))
		}
		if c.Machine != nil && c.Statement != nil {
			row.Changes = changes(c)
		}
		if !c.Standing() {
			row.Ended = "undone by " + c.EndedBy
			if slices.ContainsFunc(corrections, func(o news.Correction) bool { return o.ID != c.ID && o.Root == c.Root && o.At.Equal(c.EndedAt) }) {
				row.Ended = "replaced by " + c.EndedBy
			}
		}
		out = append(out, row)
	}
	return out
}

// changes says in words what an editor put right of what the machine had found, or that it was right.
func changes(c news.Correction) (out []string) {
	was, is := c.Machine, c.Statement
	for _, f := range []struct{ name, was, is string }{
		{"who speaks", was.Speaker, is.Speaker}, {"standing", string(was.Standing), string(is.Standing)}, {"polarity", string(was.Polarity), string(is.Polarity)},
		{"by way of", strings.Join(was.Via, ", "), strings.Join(is.Via, ", ")}, {"source", c.Words(was.Source), c.Words(is.Source)},
		{"cue", c.Words(was.Cue), c.Words(is.Cue)}, {"content", c.Words(was.Content), c.Words(is.Content)},
	} {
		if f.was == f.is {
			continue
		}
		if f.was == "" {
			f.was = "nothing"
		}
		if f.is == "" {
			f.is = "nothing"
		}
		out = append(out, oneLine(f.name+": "+f.was+" → "+f.is))
	}
	if len(out) == 0 {
		places := func(st *news.Statement) string { return fmt.Sprint(st.Source, st.Cue, st.Content) }
		if places(was) == places(is) {
			return []string{"kept as it was found"}
		}
		return []string{"the same words in another place"}
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
