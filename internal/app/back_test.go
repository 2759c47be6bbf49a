package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestAfterAnActTheDeskIsWhereTheStatementIs(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		r := openNewsroom(t, fresh())
		ctx := t.Context()
		r.Clock = news.ClockFunc(time.Now) // sessions end by the machine's clock
		_, err := r.AddUser(ctx, "ada", "correct horse battery")
		ok(t, err)
		const text = "Ada Frey denied it. Bo Lind was told so. Cy Dahl said no."
		report := r.report(text)
		version, err := r.Store.NewestText(ctx, report)
		ok(t, err)
		var found []news.Statement
		for i, w := range [][]string{{"Ada Frey", "denied", "it"}, {"Cy Dahl", "said", "no"}} {
			found = append(found, news.Statement{ID: news.NewID(now), RevisionID: version.ID, ReportID: report, Ordinal: i, Source: at(t, text, w[0]), Cue: at(t, text, w[1]), Content: at(t, text, w[2]), Polarity: news.Denies, Standing: news.Named, Speaker: w[0]})
		}
		ok(t, r.Store.SaveReading(ctx, version, found, nil))
		v := visit(t, r.App, "192.0.2.7")
		v.login()
		page := "/desk/texts/" + string(version.ID)
		leads := func(what, path string, form url.Values, want string) {
			t.Helper()
			if got := v.ask(http.MethodPost, page+path, form); got.Code != http.StatusSeeOther || got.Header().Get("Location") != page+want {
				t.Errorf("%s answers %d to %q, want %q", what, got.Code, got.Header().Get("Location"), want)
			}
		}
		form := func(source, cue, content string) url.Values {
			return url.Values{"source": {source}, "cue": {cue}, "content": {content}, "standing": {"named"}, "polarity": {"asserts"}, "speaker": {source}, "do": {"correct"}}
		}
		one := func(i int) string {
			t.Helper()
			all, err := r.Store.Statements(ctx, version.ID)
			ok(t, err)
			return "/statements/" + string(all[i].ID)
		}
		undo := func(act news.Act) url.Values {
			t.Helper()
			all, err := r.Store.Corrections(ctx, version.ID)
			ok(t, err)
			for _, c := range all {
				if c.Act == act && c.Standing() {
					return url.Values{"act": {string(c.ID)}}
				}
			}
			t.Fatalf("nothing was %s", act)
			return nil
		}
		leads("adding the second of three", "/statements", form("Bo Lind", "was told", "so"), "#statement-2")
		leads("correcting the last", one(2), form("Cy Dahl", "said", "no."), "#statement-3")
		leads("removing the last", one(2), url.Values{"do": {"remove"}}, "#statement-2")
		leads("undoing that", "/undo", undo(news.Removed), "#statement-3")
		leads("undoing what was added", "/undo", undo(news.Added), "#acts-title")
		leads("removing the first", one(0), url.Values{"do": {"remove"}}, "#statement-1")
		leads("removing the only one", one(0), url.Values{"do": {"remove"}}, "#acts-title")

		// What is not taken is shown where it was typed: browsers keep the place that the address of a form names.
		ok(t, r.Store.SaveReading(ctx, version, found, nil))
		leads("undoing the first", "/undo", undo(news.Removed), "#statement-1")
		body := v.ask(http.MethodGet, page, nil).Body.String()
		for _, want := range []string{page + one(0) + `#statement-1"`, page + `/statements#add"`, `id="add"`, page + `/undo#acts-title"`, `id="acts-title"`} {
			if !strings.Contains(body, want) {
				t.Errorf("the page has no %s", want)
			}
		}
	})
}
