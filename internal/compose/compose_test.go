package compose

import (
	"context"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// sunday is an edition's hour: Sunday 07:00 in Jerusalem.
var sunday = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

type fake struct {
	publication news.Publication
	editions    map[string]news.Edition
	stories     []news.Story
	ledgers     map[news.ID]news.Ledger
	reports     map[news.ID][]news.Report
	texts       map[news.ID]string
	before      func() // runs when a transaction begins
}

func (f *fake) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	if f.before != nil {
		f.before()
	}
	return fn(ctx)
}
func (f *fake) Publication(context.Context, news.ID) (news.Publication, error) {
	return f.publication, nil
}
func (f *fake) Edition(_ context.Context, id news.ID) (news.Edition, error) {
	for _, e := range f.editions {
		if e.ID == id {
			return e, nil
		}
	}
	return news.Edition{}, news.Errorf(news.NotFound, "there is no such edition")
}
func (f *fake) EditionBySlug(_ context.Context, _ news.ID, slug string) (news.Edition, error) {
	e, ok := f.editions[slug]
	if !ok {
		return e, news.Errorf(news.NotFound, "there is no such edition")
	}
	return e, nil
}
func (f *fake) Editions(context.Context, news.ID, int) (out []news.Edition, err error) {
	for _, e := range f.editions {
		if e.State == news.Published {
			out = append(out, e)
		}
	}
	return out, nil
}
func (f *fake) StoriesBetween(context.Context, time.Time, time.Time) ([]news.Story, error) {
	return f.stories, nil
}
func (f *fake) Ledger(_ context.Context, id news.ID) (news.Ledger, error) { return f.ledgers[id], nil }
func (f *fake) StoryReports(_ context.Context, id news.ID) ([]news.Report, error) {
	return f.reports[id], nil
}
func (f *fake) NewestText(_ context.Context, id news.ID) (news.Revision, error) {
	return news.Revision{Text: f.texts[id]}, nil
}
func (f *fake) Outlet(_ context.Context, id news.ID) (news.Outlet, error) {
	kind := news.Newspaper
	if id == "wall" {
		kind = news.Social
	}
	return news.Outlet{ID: id, Kind: kind}, nil
}
func (f *fake) SaveEdition(_ context.Context, e news.Edition) error {
	f.editions[e.Slug] = e
	return nil
}

// world is a day before the edition: talks that are denied, a plain flood, an analysis, and a report in another language.
func world() *fake {
	day := sunday.Add(-20 * time.Hour)
	report := func(id, outlet, title string, at time.Time) news.Report {
		return news.Report{ID: news.ID(id), OutletID: news.ID(outlet), Outlet: outlet, Title: title, URL: "https://" + outlet + ".example/" + id, Published: at}
	}
	return &fake{
		publication: news.Publication{ID: "p", Slug: "alert", Name: "Alert", Language: "en", Sections: []string{"News", "Denials and Corrections", "Analysis"},
			Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 7, Zone: "Asia/Jerusalem"}},
		editions: map[string]news.Edition{},
		stories:  []news.Story{{ID: "flood", Language: "en"}, {ID: "talks", Language: "en-GB"}, {ID: "inondation", Language: "fr"}},
		ledgers: map[news.ID]news.Ledger{
			"talks": {Claims: []news.ClaimLedger{{
				Origins:   []news.Origin{{Label: "o1", Standing: news.Unnamed, Stance: news.For, Reports: 2}, {Label: "o2", Name: "Tomas Vane", Standing: news.Named, Stance: news.Against}},
				Positions: []news.Position{{ReportID: "t0", Stance: news.For, EchoOf: "t1"}, {ReportID: "t1", Stance: news.For}, {ReportID: "t2", Stance: news.Against}},
			}}, Changes: []news.Change{{At: day, Kind: news.FirstDenial, ReportID: "t2"}}},
		},
		reports: map[news.ID][]news.Report{
			"talks": {report("t0", "copy", "Copied talks", day.Add(-time.Hour)), report("t1", "record", "Secret talks agreed", day), report("t2", "herald", "No talks, says Vane", day),
				report("t3", "herald", "Analysis: what talks would mean", day)},
			"flood":      {report("f0", "record", "Old flood", sunday.AddDate(0, 0, -30)), report("f1", "record", "River rises", day)},
			"inondation": {report("i1", "courrier", "La crue", day)},
		},
		texts: map[news.ID]string{
			"t1": "CASTELMAR — The two have agreed to talk, officials said. They would meet in May. Nobody would say where.",
			"f1": "River rises\n\nThe river rose by a metre on Saturday. Two villages were cut off.",
		},
	}
}

func (f *fake) step(now time.Time) *Step {
	return step(f, now)
}

// What the program drafts is never longer than what an editor may leave.
func TestADraftOfEndlessHeadlinesFits(t *testing.T) {
	f := world()
	for id, reports := range f.reports {
		for i := range reports {
			f.reports[id][i].Title, f.reports[id][i].Summary = strings.Repeat("endless ", 200), strings.Repeat("word ", 2000)
		}
	}
	if err := f.step(sunday.Add(-time.Hour)).Run(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	e := f.editions["2031-03-02"]
	if err := e.Validate(); err != nil || e.Items() == 0 || e.Title != e.Sections[0].Items[0].Headline {
		t.Errorf("%d items, %q: %v", e.Items(), e.Title, err)
	}
}

func TestADraftHasTheDaysStoriesInTheirSections(t *testing.T) {
	f := world()
	if err := f.step(sunday.Add(-time.Hour)).Run(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	e, ok := f.editions["2031-03-02"]
	if !ok || e.State != news.Draft || !e.Due.Equal(sunday) {
		t.Fatalf("editions: %+v", f.editions)
	}
	got := map[string][]string{}
	for _, s := range e.Sections {
		for _, i := range s.Items {
			got[s.Name] = append(got[s.Name], i.Headline)
		}
	}
	want := map[string][]string{"News": {"River rises"}, "Denials and Corrections": {"Secret talks agreed"}, "Analysis": {"Analysis: what talks would mean"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	talks := e.Sections[1].Items[0]
	if talks.Summary != "The two have agreed to talk, officials said. They would meet in May. Nobody would say where." ||
		talks.Ledger != "1 unnamed origin behind 2 reports · denied by Tomas Vane" || talks.Outlet != "record" || talks.StoryID != "talks" {
		t.Errorf("item: %+v", talks)
	}
	if e.Title != "Secret talks agreed" || !strings.Contains(e.Standfirst, "River rises") {
		t.Errorf("title %q, standfirst %q", e.Title, e.Standfirst)
	}
}

func TestTheDraftIsMadeAnewUntilAnEditorTouchesIt(t *testing.T) {
	f := world()
	run := func() news.Edition {
		t.Helper()
		if err := f.step(sunday.Add(-time.Hour)).Run(t.Context(), "p"); err != nil {
			t.Fatal(err)
		}
		return f.editions["2031-03-02"]
	}
	first := run()
	f.reports["flood"][1].Title = "River rises further"
	second := run()
	if second.ID != first.ID || second.Sections[0].Items[0].Headline != "River rises further" {
		t.Errorf("the second draft is %+v", second)
	}
	second.Touched, second.Title = true, "By hand"
	f.editions[second.Slug] = second
	if third := run(); third.Title != "By hand" {
		t.Error("the editor's work is gone")
	}
	// Also if the editor is at it while the step works.
	second.Touched = false
	f.editions[second.Slug] = second
	f.before = func() { e := second; e.Touched, e.Title = true, "Just now"; f.editions[e.Slug] = e }
	if fourth := run(); fourth.Title != "Just now" {
		t.Error("the editor's work of this moment is gone")
	}
}

func TestADayWithoutNewsHasNoDraft(t *testing.T) {
	f := world()
	f.stories = f.stories[2:] // only what the publication's readers cannot read
	if err := f.step(sunday.Add(-time.Hour)).Run(t.Context(), "p"); err != nil || len(f.editions) != 0 {
		t.Errorf("%v; editions %v", err, f.editions)
	}
}

func TestApprove(t *testing.T) {
	f := world()
	step := f.step(sunday.Add(-time.Hour))
	if err := step.Run(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	e := f.editions["2031-03-02"]
	if err := step.Approve(t.Context(), e.ID, "ada"); err != nil {
		t.Fatal(err)
	}
	if got := f.editions[e.Slug]; got.State != news.Approved || got.ApprovedBy != "ada" || got.ApprovedAt.IsZero() {
		t.Errorf("approved: %+v", got)
	}
	if err := step.Approve(t.Context(), e.ID, "bo"); news.KindOf(err) != news.Conflict {
		t.Errorf("approved twice: %v", err)
	}
	f.editions["empty"] = news.Edition{ID: "empty", Slug: "empty", State: news.Draft}
	if err := step.Approve(t.Context(), "empty", "ada"); news.KindOf(err) != news.Conflict {
		t.Errorf("an empty one: %v", err)
	}
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("word ", 120) + "end."
	for _, c := range []struct{ text, title, want string }{
		{"One is the first of them. Two is another sentence. Three is here too. Four is not.", "T", "One is the first of them. Two is another sentence. Three is here too."},
		{"By Ada Frey\n\nThe bridge will close on Monday. Ferries will run.", "T", "The bridge will close on Monday. Ferries will run."},
		{"The bridge closes\n\nThe bridge will close on Monday for good.", "The bridge closes", "The bridge will close on Monday for good."},
		{"LONDON, 3 May (AGENCY) — The bridge will close soon. It is old and it is weak.", "T", "The bridge will close soon. It is old and it is weak."},
		{"", "T", ""},
	} {
		if got := Summary(c.text, c.title); got != c.want {
			t.Errorf("%.40q gives %q, want %q", c.text, got, c.want)
		}
	}
	if got := Summary(long, "T"); len([]rune(got)) > full || !strings.HasSuffix(got, "…") {
		t.Errorf("a long sentence gives %d characters: %q", len([]rune(got)), got)
	}
}

func FuzzSummary(f *testing.F) {
	f.Add("CASTELMAR — A. B! C?\n\nD…", "t")
	f.Add("\xff — \xff", "")
	f.Fuzz(func(t *testing.T, text, title string) { Summary(text, title) })
}

func step(f Store, at time.Time) *Step { return stepAt(f, func() time.Time { return at }) }

func stepAt(f Store, clock news.ClockFunc) *Step {
	s, err := New(f, clock, slog.New(slog.DiscardHandler))
	if err != nil {
		panic(err)
	}
	return s
}

// in gives a language.
func in(tag string) *locale.Language {
	languages, err := locale.Load()
	if err != nil {
		panic(err)
	}
	return languages.Choose(tag)
}

func TestLine(t *testing.T) {
	origin := func(name string, stance news.Stance, standing news.Standing) news.Origin {
		return news.Origin{Label: name, Name: name, Stance: stance, Standing: standing}
	}
	pro := func(n int) (out []news.Position) {
		for range n {
			out = append(out, news.Position{Stance: news.For})
		}
		return out
	}
	for _, c := range []struct {
		origins   []news.Origin
		positions []news.Position
		want      string
	}{
		{[]news.Origin{origin("a", news.For, news.Unnamed)}, pro(14), "1 unnamed origin behind 14 reports"},
		{[]news.Origin{origin("a", news.For, news.Named), origin("b", news.For, news.Unnamed)}, pro(3), "2 origins, 1 named, behind 3 reports"},
		{[]news.Origin{origin("a", news.For, news.Unnamed), origin("b", news.For, news.Unnamed)}, pro(2), "2 origins, none named, behind 2 reports"},
		{[]news.Origin{origin("a", news.For, news.Office), origin("The V", news.Against, news.Named)}, pro(1), "1 origin behind 1 report · denied by the V"},
		{[]news.Origin{origin("V", news.Against, news.Named), origin("W", news.Against, news.Named), origin("X", news.Against, news.Named)}, nil, "denied by V, W and 1 more"},
		{nil, pro(2), "2 reports, no origin given"},
		{nil, nil, ""},
	} {
		ledger := news.Ledger{Claims: []news.ClaimLedger{{Claim: news.Claim{Wording: "The alarm of the museum was off"}, Origins: c.origins, Positions: c.positions}}}
		if got, err := Line(ledger, "Museum alarm was off, guard says", in("en")); err != nil || got != c.want {
			t.Errorf("got %q, %v, want %q", got, err, c.want)
		}
		want := c.want
		if want != "" {
			want = "On “The alarm of the museum was off”: " + want
		}
		if got, err := Line(ledger, "Bronze horse stolen in Castelmar", in("en")); err != nil || got != want {
			t.Errorf("under the headline of something else: got %q, %v, want %q", got, err, want)
		}
	}
	ledger := news.Ledger{Claims: []news.ClaimLedger{{Claim: news.Claim{Wording: "האזעקה במוזיאון הייתה כבויה"}, Positions: pro(2),
		Origins: []news.Origin{origin("a", news.For, news.Unnamed), origin("b", news.For, news.Unnamed), origin("Vane", news.Against, news.Named), origin("דובר המשטרה", news.Against, news.Office)}}}}
	want := "על “האזעקה במוזיאון הייתה כבויה”: שני מקורות, כולם בעילום שם, מאחורי שני דיווחים · הוכחש על ידי \u2068Vane\u2069 ודובר המשטרה"
	if got, err := Line(ledger, "סוס ברונזה נגנב", in("he")); err != nil || got != want {
		t.Errorf("in Hebrew: got %q, %v", got, err)
	}
}

// A thread's part has a number, which an edition leaves out; what looks like one in a paper's headline stays.
func TestAPostAppearsWithoutItsNumber(t *testing.T) {
	f := world()
	post := f.reports["flood"][1]
	post.OutletID, post.Title = "wall", "1/5 The river rises"
	f.texts[post.ID] = "1/5 The river rises by a metre. Two villages are cut off."
	paper := f.reports["talks"][1]
	paper.Title = "9/11 families ask for the papers"
	f.reports = map[news.ID][]news.Report{"flood": {post}, "talks": {paper}}
	if err := f.step(sunday.Add(-time.Hour)).Run(t.Context(), "p"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range f.editions["2031-03-02"].Sections {
		for _, i := range s.Items {
			got = append(got, i.Headline)
			if strings.HasPrefix(i.Summary, "1/5") {
				t.Errorf("the summary begins with the number: %q", i.Summary)
			}
		}
	}
	if want := []string{"9/11 families ask for the papers", "The river rises"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheEditorsWordOnALateEdition(t *testing.T) {
	f := &fake{publication: news.Publication{ID: "p", Late: time.Hour}, editions: map[string]news.Edition{}}
	at := sunday
	s := stepAt(f, func() time.Time { return at })
	edition := news.Edition{ID: "e", Slug: "2031-03-02", State: news.Approved, Due: sunday, ApprovedBy: "ada", ApprovedAt: sunday.Add(-time.Hour),
		Sections: []news.Section{{Items: []news.EditionItem{{Headline: "H"}}}}}
	f.editions["2031-03-02"] = edition

	at = sunday.Add(30 * time.Minute)
	if err := s.Release(t.Context(), "e", "bo"); news.KindOf(err) != news.Conflict || !strings.Contains(err.Error(), "at once") {
		t.Errorf("one that is not held yet is released: %v", err)
	}
	at = sunday.Add(2 * time.Hour)
	if err := s.Release(t.Context(), "e", "bo"); err != nil {
		t.Fatal(err)
	}
	if e := f.editions["2031-03-02"]; e.ReleasedBy != "bo" || !e.ReleasedAt.Equal(at) || e.Held(f.publication, at) || e.ApprovedBy != "ada" {
		t.Errorf("released: %+v", e)
	}
	if err := s.Address(t.Context(), "e", news.Audience{Tags: []string{"donor"}}); err != nil || f.editions["2031-03-02"].Audience.Everyone() {
		t.Errorf("it is not for donors: %v", err)
	}
	if err := s.Withdraw(t.Context(), "e", "bo"); err != nil {
		t.Fatal(err)
	}
	want := edition
	want.State, want.Touched, want.ApprovedBy, want.ApprovedAt, want.Audience = news.Draft, true, "", time.Time{}, news.Audience{Tags: []string{"donor"}}
	if e := f.editions["2031-03-02"]; !reflect.DeepEqual(e, want) {
		t.Errorf("withdrawn: %+v", e)
	}
	refused := func(err error, says string) {
		t.Helper()
		if news.KindOf(err) != news.Conflict || !strings.HasSuffix(err.Error(), says) {
			t.Errorf("it says %v, want %q", err, says)
		}
	}
	refused(s.Withdraw(t.Context(), "e", "bo"), "is a draft; only an approval can be withdrawn")
	refused(s.Release(t.Context(), "e", "bo"), "is not held; it is a draft")
	want.State = news.Published
	f.editions["2031-03-02"] = want
	refused(s.Withdraw(t.Context(), "e", "bo"), "has appeared; only an approval can be withdrawn")
	refused(s.Release(t.Context(), "e", "bo"), "is not held; it has appeared")
	refused(s.Address(t.Context(), "e", news.Audience{}), "has appeared; whom it is mailed to stands")
	if err := s.Address(t.Context(), "e", news.Audience{Languages: []string{"Klingon!"}}); news.KindOf(err) != news.Invalid {
		t.Errorf("it says %v", err)
	}
}
