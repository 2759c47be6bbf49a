package storetest

import (
	"reflect"
	"testing"
	"time"

	"onrecord/internal/news"
)

// outletPages: what ledgers say of an outlet's reports is counted, and each figure is as long as the list behind it.
func outletPages(t *testing.T, w *world) {
	record, f := w.feed(t, "record")
	tide, g := w.feed(t, "tide")
	first := w.report(t, f, "first", now)
	echo := w.report(t, g, "echo", now.Add(time.Hour))
	denial := w.report(t, g, "denial", now.Add(2*time.Hour))
	back := w.report(t, f, "back", now.Add(3*time.Hour))
	w.read(t, first, 1, "Words of his own.", says("Tomas Vane"))
	w.read(t, denial, 1, "Words of his own.", says("Tomas Vane"))
	vane := w.speaker(t, "Tomas Vane", first, denial)
	st := w.story(t, "Talks", first, echo, denial, back)
	claim, gone := w.id(), w.id()
	_, version, _, err := w.StoryVersion(w.ctx, st.ID)
	ok(t, err)
	said := func(r news.Report, stance news.Stance, words string) news.Evidence {
		return news.Evidence{ClaimID: claim, ReportID: r.ID, StatementID: w.id(), Key: string(w.id()), Stance: stance, Polarity: news.Asserts, Standing: news.Named, Speaker: "Tomas Vane",
			At: news.Span{3, 9}, Words: words, Since: r.Published}
	}
	ok(t, w.SaveLedger(w.ctx, st, version, []news.ClaimLedger{
		{
			Claim: news.Claim{ID: claim, StoryID: st.ID, Wording: "There will be talks.", Main: true},
			Origins: []news.Origin{
				{Label: "o1", Name: "officials", Standing: news.Unnamed, Stance: news.For, Root: first.ID, Reports: 2},
				{Label: "o2", Name: "Tomas Vane", Standing: news.Named, Stance: news.Against, Root: denial.ID, Reports: 1},
			},
			Positions: []news.Position{{ReportID: first.ID, Stance: news.For, Origin: "o1"}, {ReportID: echo.ID, Stance: news.For, Origin: "o1"}, {ReportID: denial.ID, Stance: news.Against, Origin: "o2"},
				{ReportID: back.ID, Stance: news.For, Origin: "o1"}},
			Evidence: []news.Evidence{said(first, news.For, "There will be talks"), said(denial, news.Against, "No talks are planned")},
		},
		{Claim: news.Claim{ID: gone, StoryID: st.ID, Wording: "It was so.", Gone: now, Ordinal: 1}},
	}, []news.Change{
		{At: now, Kind: news.FirstReport, ReportID: first.ID, Words: "The record reports it first."},
		{At: now.Add(2 * time.Hour), Kind: news.FirstDenial, ReportID: denial.ID, ClaimID: claim, Words: "Tomas Vane denies."},
		{At: now.Add(4 * time.Hour), Kind: news.HeadlineChanged, ReportID: first.ID, Words: "Another headline.", Told: news.Telling{Kind: news.HeadlineChanged, Words: "Another"}},
		{At: now.Add(5 * time.Hour), Kind: news.Withdrawal, ReportID: first.ID, ClaimID: claim, Words: "It takes it back."},
	}))
	for _, c := range []struct {
		outlet news.Outlet
		want   news.OutletFigures
	}{
		{record, news.OutletFigures{Reports: 2, Stories: 1, First: first.Published, Last: back.Published, Origins: 1, Corrections: 1, Changes: 1}},
		{tide, news.OutletFigures{Reports: 2, Stories: 1, First: echo.Published, Last: denial.Published, Origins: 1, Repeats: 1, Denials: 1}},
		{news.Outlet{ID: "nobody"}, news.OutletFigures{}},
	} {
		got, err := w.OutletFigures(w.ctx, c.outlet.ID)
		ok(t, err)
		if got != c.want {
			t.Errorf("%s: %+v, not %+v", c.outlet.Name, got, c.want)
		}
		for of, n := range map[news.OutletDeeds]int{news.OutletOrigins: got.Origins, news.OutletRepeats: got.Repeats, news.OutletDenials: got.Denials, news.OutletCorrections: got.Corrections, news.OutletChanges: got.Changes} {
			deeds, err := w.OutletDeeds(w.ctx, c.outlet.ID, of, 0, 10)
			ok(t, err)
			if len(deeds) != n {
				t.Errorf("%s: the %s are %d, and their figure says %d", c.outlet.Name, of, len(deeds), n)
			}
			for _, d := range deeds {
				if d.Report.OutletID != c.outlet.ID || d.Story != st.ID || d.Of != "Talks" || d.At.IsZero() || d.Words == "" || d.Kind == news.HeadlineChanged && d.Told.Words != "Another" {
					t.Errorf("%s: among the %s: %+v", c.outlet.Name, of, d)
				}
			}
		}
		reports, err := w.OutletReports(w.ctx, c.outlet.ID, 0, 10)
		ok(t, err)
		stories, err := w.OutletStories(w.ctx, c.outlet.ID, 0, 10)
		ok(t, err)
		if len(reports) != got.Reports || len(stories) != got.Stories {
			t.Errorf("%s: %d reports and %d stories are listed", c.outlet.Name, len(reports), len(stories))
		}
	}
	if _, err := w.OutletDeeds(w.ctx, record.ID, "all", 0, 10); news.KindOf(err) != news.NotFound {
		t.Errorf("deeds of no kind: %v", err)
	}
	turns, err := w.SpeakerTurns(w.ctx, vane.ID, 10)
	ok(t, err)
	want := news.Turn{Claim: claim, Story: st.ID, Wording: "There will be talks.", Of: "Talks",
		Before: news.TurnSide{Stance: news.For, Words: "There will be talks", ReportID: first.ID, Outlet: "record", At: first.Published, Span: news.Span{3, 9}},
		After:  news.TurnSide{Stance: news.Against, Words: "No talks are planned", ReportID: denial.ID, Outlet: "tide", At: denial.Published, Span: news.Span{3, 9}}}
	if !reflect.DeepEqual(turns, []news.Turn{want}) {
		t.Errorf("the turns of Tomas Vane: %+v", turns)
	}
}

// listed: each page that search engines are to know stands there once, in an order that lasts.
func listed(t *testing.T, w *world) {
	p := w.publication(t, "digest")
	e := w.edition(t, p, "2031-03-02", now.Add(-time.Hour), news.Published)
	w.edition(t, p, "2031-03-04", now.Add(time.Hour), news.Draft)
	o, f := w.feed(t, "record")
	r := w.report(t, f, "first", now)
	w.read(t, r, 1, "Words of his own.", says("Tomas Vane"))
	v := w.speaker(t, "Tomas Vane", r)
	st := w.story(t, "Talks", r)
	n, err := w.CountListed(w.ctx)
	ok(t, err)
	all, err := w.Listed(w.ctx, 0, 100)
	ok(t, err)
	got := map[string]bool{}
	for _, l := range all {
		got[l.Path] = true
	}
	for _, path := range []string{"/digest", "/digest/2031-03-02", "/story/" + string(st.ID), "/report/" + string(r.ID), "/outlet/" + string(o.ID), "/speaker/" + string(v.ID)} {
		if !got[path] {
			t.Errorf("%s is not listed", path)
		}
	}
	if got["/digest/2031-03-04"] || n != len(all) || n != len(got) {
		t.Errorf("%d are listed, counted as %d: %v", len(all), n, all)
	}
	second, err := w.Listed(w.ctx, 1, 2)
	ok(t, err)
	if !reflect.DeepEqual(second, all[1:3]) {
		t.Errorf("from the second on: %v, not %v", second, all[1:3])
	}
	days, err := w.EditionDays(w.ctx, p.ID)
	ok(t, err)
	if len(days) != 1 || !days[0].Equal(e.Due) {
		t.Errorf("the days of the editions: %v", days)
	}
	between, err := w.EditionsBetween(w.ctx, p.ID, e.Due, e.Due.Add(time.Hour))
	ok(t, err)
	if len(between) != 1 || between[0].ID != e.ID {
		t.Errorf("the editions between: %v", between)
	}
}
