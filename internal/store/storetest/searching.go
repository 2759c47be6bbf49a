package storetest

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func search(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	p := w.report(t, f, "bridge", now)
	w.read(t, p, 1, "The harbour master said the old bridge would close.")
	q := w.report(t, f, "bridges", now)
	w.read(t, q, 1, strings.Repeat("Many other words stand here. ", 50)+"At the end a bridge, and שלום עולם too.")

	found := func(query string) []news.ID { return w.found(t, news.Search{Phrases: news.Phrases(query)}) }
	for _, c := range []struct {
		query string
		want  []news.ID
	}{
		{"BRIDGE harbour", []news.ID{p.ID}},
		{"שלום", []news.ID{q.ID}},
		{`"old bridge"`, []news.ID{p.ID}},
		{`"bridge old"`, nil},
		{`"about bridge"`, []news.ID{p.ID}},
		{`"about bridge" "old bridge" harbour`, []news.ID{p.ID}}, // one in the title, one in the text
		{`"bridge the"`, nil},                                    // the end of the title, and where the text begins
		{`"שלום עולם"`, []news.ID{q.ID}},
		{" - ", nil},
		{"nowhere", nil},
	} {
		if got := found(c.query); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s finds %v, not %v", c.query, got, c.want)
		}
	}
	if got := found("bridge"); len(got) != 2 {
		t.Errorf("bridge finds %v", got)
	}
	// The newest text is what counts, whichever revision was read last.
	w.read(t, p, 2, "The old pier would close.")
	if got := found("bridge harbour"); got != nil {
		t.Errorf("an old text is found: %v", got)
	}
	if got := found("pier"); !reflect.DeepEqual(got, []news.ID{p.ID}) {
		t.Errorf("found %v", got)
	}
}

// found gives the ids of what a search finds.
func (w *world) found(t *testing.T, f news.Search) (ids []news.ID) {
	t.Helper()
	hits, err := w.FindReports(w.ctx, f, 0, 10)
	ok(t, err)
	for _, h := range hits {
		ids = append(ids, h.Report.ID)
	}
	return ids
}

// searchNarrowed: outlet, speaker, standing, polarity and date, by themselves, together, and with words.
func searchNarrowed(t *testing.T, w *world) {
	record, f := w.feed(t, "record")
	tide, g := w.feed(t, "tide")
	days := func(n int) time.Time { return now.AddDate(0, 0, n) }
	statement := func(polarity news.Polarity, standing news.Standing, speaker string, content news.Span) news.Statement {
		return news.Statement{Source: []news.Span{{0, 5}}, Cue: []news.Span{{6, 10}}, Content: []news.Span{content}, Polarity: polarity, Standing: standing, Speaker: speaker}
	}
	a := w.report(t, f, "a", days(-3))
	w.read(t, a, 1, "Roth said the bridge closes.", statement(news.Asserts, news.Named, "Ines Roth", news.Span{10, 27}))
	b := w.report(t, f, "b", days(-2))
	w.read(t, b, 1, "Roth said no to the bridge.", statement(news.Denies, news.Named, "Ines Roth", news.Span{10, 26}), statement(news.Asserts, news.Unnamed, "an official", news.Span{10, 12}))
	c := w.report(t, g, "c", days(-1))
	old := w.read(t, c, 1, "They said the pier closes.", statement(news.Doubts, news.Unnamed, "officials", news.Span{10, 25}))
	roth := w.speaker(t, "Ines Roth", a, b).ID

	for _, x := range []struct {
		name string
		f    news.Search
		want []news.ID
	}{
		{"nothing", news.Search{}, nil},
		{"an outlet", news.Search{Outlet: record.ID}, []news.ID{b.ID, a.ID}},
		{"another", news.Search{Outlet: tide.ID}, []news.ID{c.ID}},
		{"none such", news.Search{Outlet: "nobody"}, nil},
		{"from a day", news.Search{From: days(-2)}, []news.ID{c.ID, b.ID}},
		{"until a day", news.Search{Until: days(-2)}, []news.ID{a.ID}},
		{"a day", news.Search{From: days(-2), Until: days(-1)}, []news.ID{b.ID}},
		{"denied", news.Search{Polarity: news.Denies}, []news.ID{b.ID}},
		{"unnamed", news.Search{Standing: news.Unnamed}, []news.ID{c.ID, b.ID}},
		{"denied by the unnamed: no one statement is both", news.Search{Standing: news.Unnamed, Polarity: news.Denies}, nil},
		{"a speaker", news.Search{Speaker: roth}, []news.ID{b.ID, a.ID}},
		{"a speaker denies", news.Search{Speaker: roth, Polarity: news.Denies}, []news.ID{b.ID}},
		{"a speaker, unnamed", news.Search{Speaker: roth, Standing: news.Unnamed}, nil},
		{"words of an outlet", news.Search{Phrases: news.Phrases("closes"), Outlet: record.ID}, []news.ID{a.ID}},
		{"words denied", news.Search{Phrases: news.Phrases("bridge"), Polarity: news.Denies}, []news.ID{b.ID}},
		{"words of a speaker", news.Search{Phrases: news.Phrases("bridge"), Speaker: roth, Newest: true}, []news.ID{b.ID, a.ID}},
		{"words of a day", news.Search{Phrases: news.Phrases("said"), From: days(-1), Standing: news.Unnamed, Outlet: tide.ID}, []news.ID{c.ID}},
	} {
		if got := w.found(t, x.f); !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s: found %v, not %v", x.name, got, x.want)
		}
	}
	hits, err := w.FindReports(w.ctx, news.Search{Speaker: roth, Polarity: news.Denies}, 0, 10)
	ok(t, err)
	if len(hits) != 1 || len(hits[0].Statements) != 1 || hits[0].Statements[0].Words != "no to the bridge" || hits[0].Statements[0].Root != roth || hits[0].Statements[0].Number != 1 {
		t.Errorf("what Roth denied: %+v", hits)
	}
	if hits, err = w.FindReports(w.ctx, news.Search{Outlet: record.ID}, 1, 1); err != nil || len(hits) != 1 || hits[0].Report.ID != a.ID {
		t.Errorf("the second page has %+v, %v", hits, err)
	}
	// What the newest text no longer has is not found, nor what an editor overruled.
	w.read(t, c, 2, "They said the pier closes.", statement(news.Asserts, news.Unnamed, "officials", news.Span{10, 25}))
	if got := w.found(t, news.Search{Polarity: news.Doubts}); got != nil {
		t.Errorf("a doubt of an old text is found: %v", got)
	}
	ok(t, w.SaveReading(w.ctx, old, nil, nil)) // the old text read again changes nothing of the newest
	if got := w.found(t, news.Search{Polarity: news.Asserts, Outlet: tide.ID}); len(got) != 1 {
		t.Errorf("the newest text is no longer found: %v", got)
	}
}

// searchEditions: published ones are found by all their words, others are not.
func searchEditions(t *testing.T, w *world) {
	p := w.publication(t, "digest")
	edition := func(slug string, state news.EditionState) news.Edition {
		due, err := time.Parse(time.DateOnly, slug)
		ok(t, err)
		e := news.Edition{ID: w.id(), PublicationID: p.ID, Slug: slug, Title: "The day " + slug, Standfirst: "A standfirst about ferries.", State: state, Due: due,
			Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{ID: w.id(), Headline: "The lighthouse is sold", Outlet: "Harbour Gazette", Summary: "For a farthing."}}}}}
		ok(t, w.SaveEdition(w.ctx, e))
		return e
	}
	one, two := edition("2031-03-02", news.Published), edition("2031-03-04", news.Published)
	draft := edition("2031-03-06", news.Draft)
	found := func(query string, f news.Search) (out []string) {
		f.Phrases, f.Newest = news.Phrases(query), true
		all, err := w.FindEditions(w.ctx, f, 0, 10)
		ok(t, err)
		for _, e := range all {
			out = append(out, e.Slug)
		}
		return out
	}
	for _, query := range []string{"lighthouse", "farthing gazette", "FERRIES", `"is sold"`} {
		if got := found(query, news.Search{}); !reflect.DeepEqual(got, []string{two.Slug, one.Slug}) {
			t.Errorf("%s finds %v", query, got)
		}
	}
	if got := found("lighthouse", news.Search{Until: two.Due}); !reflect.DeepEqual(got, []string{one.Slug}) {
		t.Errorf("until the second: %v", got)
	}
	if got := found("lighthouse", news.Search{Polarity: news.Denies}); got != nil {
		t.Errorf("an edition denies: %v", got)
	}
	draft.State = news.Published
	two.Sections[0].Items[0].Headline = "The lighthouse stays"
	ok(t, w.SaveEdition(w.ctx, draft))
	ok(t, w.SaveEdition(w.ctx, two))
	if got := found("sold", news.Search{}); !reflect.DeepEqual(got, []string{draft.Slug, one.Slug}) {
		t.Errorf("after the change: %v", got)
	}
}
