package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

const (
	doubts    = 20  // pairs that are asked about on one page
	longQuery = 200 // characters of a name that is sought
	namesEach = 100 // names in reports on a page of a speaker
)

type speakersPage struct {
	Query  string
	Error  string
	Doubts []doubtRow
	List   []speakerRow
	Total  int
	pager
}

type speakerRow struct {
	news.Speaker
	Called string
}

type doubtRow struct {
	One, Other speakerRow
	Because    string
}

// pager is where one stands in a list of pages.
type pager struct {
	Page, Pages  int
	Newer, Older string // the addresses of the pages around; empty: there is none
}

func pages(r *http.Request, total, each int) (pager, error) {
	at, err := web.Page(r)
	if err != nil {
		return pager{}, err
	}
	p := pager{Page: at, Pages: max(1, (total+each-1)/each)}
	if p.Page > p.Pages {
		return p, news.Errorf(news.NotFound, "there is no such page; the last one is %d", p.Pages)
	}
	address := func(page int) string {
		q := url.Values{"page": {strconv.Itoa(page)}}
		if typed := r.URL.Query().Get("q"); typed != "" {
			q.Set("q", typed)
		}
		return r.URL.Path + "?" + q.Encode()
	}
	if p.Page > 1 {
		p.Newer = address(p.Page - 1)
	}
	if p.Page < p.Pages {
		p.Older = address(p.Page + 1)
	}
	return p, nil
}

// offset is how many come before the page that is asked for.
func offset(r *http.Request, each int) (int, error) {
	at, err := web.Page(r)
	return (at - 1) * each, err
}

func rowOf(s news.Speaker) speakerRow {
	return speakerRow{s, strings.Trim(s.Office+", "+s.Affiliation, ", ")}
}

// speakers lists the people whom reports name as sources; first of all, pairs of whom an editor should say whether they are one.
func (d *desk) speakers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p := speakersPage{Query: strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))}
	if utf8.RuneCountInString(p.Query) > longQuery {
		p.Error = "That is too long for a name; give a part of it."
		return d.show(w, r, http.StatusUnprocessableEntity, "speakers", "Speakers", p)
	}
	before, err := offset(r, many)
	if err != nil {
		return err
	}
	found, total, err := d.Actions.Speakers.FindSpeakers(ctx, p.Query, before, many)
	if err != nil {
		return err
	}
	p.Total = total
	if p.pager, err = pages(r, total, many); err != nil {
		return err
	}
	for _, s := range found {
		p.List = append(p.List, rowOf(s))
	}
	if p.Query == "" && p.Page == 1 {
		pairs, err := d.Actions.Speakers.DoubtfulSpeakers(ctx, doubts)
		if err != nil {
			return err
		}
		for _, pair := range pairs {
			p.Doubts = append(p.Doubts, doubtRow{rowOf(pair.One), rowOf(pair.Speaker), pair.Because})
		}
	}
	return d.show(w, r, http.StatusOK, "speakers", "Speakers", p)
}

type speakerPage struct {
	speakerRow
	Form        SpeakerForm
	Held        []news.Held
	Appearances []news.Appearance
	Suggestions []doubtRow
	Acts        []news.SpeakerAct
	pager

	Wrong map[string]string // what cannot be taken, by the name of the form: write, join, split
	Typed string            // the name in the form to join
	To    string            // the name in the form to split
}

// Further gives the further names one a line, as the form has them.
func (p speakerPage) Further() string { return strings.Join(p.Form.Aliases, "\n") }

// OfReports says what an empty field would show: what reports say.
func (p speakerPage) OfReports() news.Held {
	for _, h := range p.Held {
		if h.Office != "" {
			return h
		}
	}
	return news.Held{}
}

func (d *desk) speaker(w http.ResponseWriter, r *http.Request) error {
	return d.showSpeaker(w, r, http.StatusOK, speakerPage{})
}

// showSpeaker shows a speaker, with what was typed and not taken.
func (d *desk) showSpeaker(w http.ResponseWriter, r *http.Request, status int, p speakerPage) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	s, err := d.Store.Speaker(ctx, id)
	if err != nil {
		return err
	}
	if s.Root != id {
		http.Redirect(w, r, "/desk/speakers/"+string(s.Root), http.StatusSeeOther)
		return nil
	}
	p.speakerRow = rowOf(s)
	if p.Wrong["write"] == "" {
		p.Form = SpeakerForm{Name: s.Name}
		if s.Set.Office {
			p.Form.Office = s.Office
		}
		if s.Set.Affiliation {
			p.Form.Affiliation = s.Affiliation
		}
		for _, a := range s.Given {
			p.Form.Aliases = append(p.Form.Aliases, a.Name)
		}
	}
	if p.Held, err = d.Store.SpeakerHeld(ctx, id); err != nil {
		return err
	}
	before, err := offset(r, namesEach)
	if err != nil {
		return err
	}
	if p.Appearances, err = d.Store.SpeakerAppearances(ctx, id, before, namesEach); err != nil {
		return err
	}
	// A report has one or two names of a speaker, so the reports say how many pages there are.
	if p.pager, err = pages(r, max(s.Reports, before+len(p.Appearances)), namesEach); err != nil {
		return err
	}
	suggested, err := d.Actions.Speakers.SuggestSpeakers(ctx, id)
	if err != nil {
		return err
	}
	for _, g := range suggested[:min(doubts, len(suggested))] {
		p.Suggestions = append(p.Suggestions, doubtRow{p.speakerRow, rowOf(g.Speaker), g.Because})
	}
	if p.Acts, err = d.Store.SpeakerActs(ctx, id); err != nil {
		return err
	}
	return d.show(w, r, status, "speaker", s.Name, p)
}

// refused gives what an editor must be told of a form that was not taken; false if the error is another one.
func refused(err error) (string, bool) {
	var e *news.Error
	if !errors.As(err, &e) || e.Kind != news.Invalid && e.Kind != news.Conflict && e.Kind != news.NotFound {
		return "", false
	}
	return sentence(e.Message), true
}

// answer shows a speaker again after an act: with what was done, or with why it was not.
func (d *desk) answer(w http.ResponseWriter, r *http.Request, form, said, address string, p speakerPage, err error) error {
	if err == nil {
		return d.done(w, r, said, address)
	}
	why, ok := refused(err)
	if !ok {
		return err
	}
	p.Wrong = map[string]string{form: why}
	return d.showSpeaker(w, r, http.StatusUnprocessableEntity, p)
}

func speakerAddress(id news.ID) string { return "/desk/speakers/" + url.PathEscape(string(id)) }

func (d *desk) writeSpeaker(w http.ResponseWriter, r *http.Request) error {
	id := news.ID(r.PathValue("id"))
	f := SpeakerForm{Name: r.PostFormValue("name"), Office: r.PostFormValue("office"), Affiliation: r.PostFormValue("affiliation")}
	for line := range strings.Lines(r.PostFormValue("aliases")) {
		if line = strings.TrimSpace(line); line != "" {
			f.Aliases = append(f.Aliases, line)
		}
	}
	err := d.Actions.Speakers.WriteSpeaker(r.Context(), d.user(r.Context()), id, f)
	return d.answer(w, r, "write", "That is kept, whatever reports say.", speakerAddress(id), speakerPage{Form: f}, err)
}

func (d *desk) joinSpeaker(w http.ResponseWriter, r *http.Request) error {
	ctx, id, typed := r.Context(), news.ID(r.PathValue("id")), strings.TrimSpace(r.PostFormValue("other"))
	var other news.Speaker
	var err error = news.Errorf(news.Invalid, "whom? Write a name or an id")
	if typed != "" {
		other, err = d.Actions.Speakers.SpeakerNamed(ctx, typed)
	}
	if err == nil {
		err = d.Actions.Speakers.MergeSpeakers(ctx, d.user(ctx), id, other.ID)
	}
	return d.answer(w, r, "join", other.Name+" is the same speaker from now on; it can be undone below.", speakerAddress(id), speakerPage{Typed: typed}, err)
}

func (d *desk) keepApart(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), news.ID(r.PathValue("id"))
	err := d.Actions.Speakers.KeepSpeakersApart(ctx, d.user(ctx), id, news.ID(r.PostFormValue("other")))
	back := speakerAddress(id)
	if r.PostFormValue("from") == "list" {
		back = "/desk/speakers"
	}
	return d.answer(w, r, "join", "They are two, and are not asked about again.", back, speakerPage{}, err)
}

func (d *desk) splitSpeaker(w http.ResponseWriter, r *http.Request) error {
	ctx, id, typed := r.Context(), news.ID(r.PathValue("id")), strings.TrimSpace(r.PostFormValue("to"))
	var names []news.MovedName
	for _, v := range r.PostForm["name"] {
		if report, name, ok := strings.Cut(v, " "); ok {
			names = append(names, news.MovedName{ReportID: news.ID(report), Name: name})
		}
	}
	var to news.Speaker
	var err error
	if typed != "" {
		to, err = d.Actions.Speakers.SpeakerNamed(ctx, typed)
	}
	if err == nil {
		to.ID, err = d.Actions.Speakers.SplitSpeaker(ctx, d.user(ctx), id, names, to.ID)
	}
	return d.answer(w, r, "split", "The names went here, and stay. It can be undone below.", speakerAddress(to.ID), speakerPage{To: typed}, err)
}

func (d *desk) undoSpeaker(w http.ResponseWriter, r *http.Request) error {
	ctx, id, act := r.Context(), news.ID(r.PathValue("id")), news.ID(r.PostFormValue("act"))
	acts, err := d.Store.SpeakerActs(ctx, id)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(acts, func(a news.SpeakerAct) bool { return a.ID == act }) {
		return news.Errorf(news.NotFound, "this speaker has no such act")
	}
	err = d.Actions.Speakers.UndoSpeakerAct(ctx, d.user(ctx), act)
	return d.answer(w, r, "acts", "That is undone.", speakerAddress(id), speakerPage{}, err)
}
