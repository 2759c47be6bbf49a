package site_test

import (
	"strings"
	"testing"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// What happened to a story is said in the language of each page, feed and picture; the English words that were written when it was found
// are for what was found before it was kept in facts.
func TestWhatHappenedIsSaidInThePagesLanguage(t *testing.T) {
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range languages.Languages() {
		w := webtest.Sample().Told()
		for i := range w.Pubs {
			w.Pubs[i].Language = l.Tag
		}
		h := webtest.Handler(t, w)
		r, err := w.Report(t.Context(), webtest.Record)
		if err != nil {
			t.Fatal(err)
		}
		record := string(r.OutletID)
		for _, path := range []string{"/story/" + string(webtest.Talks), "/claim/claim-talks", "/claim/claim-talks/origins.svg"} {
			if got := strings.Contains(webtest.Get(t, h, path).Body.String(), ", to "); got != (l.Tag == "en") {
				t.Errorf("in %s, %s says in English to whom something was said: %t", l.Tag, path, got)
			}
		}
		for _, path := range []string{
			"/story/" + string(webtest.Talks) + "?changes=all", "/story/" + string(webtest.Talks) + "/timeline.svg", "/notices", "/", "/outlet/" + record + "?of=changes",
		} {
			if body := webtest.Get(t, h, path).Body.String(); strings.Contains(body, webtest.InEnglish) || !strings.Contains(body, "Lowmark") {
				t.Errorf("in %s, %s has words that were written in English, or nothing of what happened", l.Tag, path)
			}
		}
		body := webtest.Get(t, h, "/story/"+string(webtest.Talks)+"?changes=all").Body.String()
		for _, told := range webtest.Tellings() {
			said := l.Told(told, "")
			if said == "" {
				t.Errorf("in %s nothing is said of %+v", l.Tag, told)
			}
			if !strings.Contains(body, strings.ReplaceAll(said, "'", "&#39;")) {
				t.Errorf("in %s the story lacks %q", l.Tag, said)
			}
		}
		title, text := l.Notice(news.Notice{Title: webtest.InEnglish, Told: news.Telling{Kind: news.FirstDenial, Story: "Talks", Outlet: "Channel Nine", Who: "Tomas Vane", Words: "No."}})
		want := map[string][2]string{"en": {"First denial: Talks", "Tomas Vane is the first to deny (Channel Nine): No."}, "he": {"הכחשה ראשונה: \u2068Talks\u2069", "הכחשה ראשונה, מפי \u2068Tomas Vane\u2069 (\u2068Channel Nine\u2069): \u2068No.\u2069"}}
		if is, ok := want[l.Tag]; ok && (title != is[0] || text != is[1]) {
			t.Errorf("in %s a notice says %q, %q", l.Tag, title, text)
		}
	}
}
