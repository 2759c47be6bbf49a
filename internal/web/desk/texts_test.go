package desk_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

const aText = "/desk/texts/report-record-v2"

// typed is a form for a statement of the sample's report, as a browser without scripts sends it.
func typed(changes ...string) url.Values {
	f := url.Values{
		"source": {"Ferries from Lowmark"}, "cue": {"said"}, "content": {"Ferries from  Lowmark still turn back"}, "source-at": {""}, "cue-at": {""}, "content-at": {""},
		"standing": {"institution"}, "polarity": {"asserts"}, "speaker": {"the ferries"}, "via": {"Harbour Gazette\r\n\r\nThe Ferryman"}, "do": {"correct"},
	}
	for _, c := range changes {
		name, value, _ := strings.Cut(c, "=")
		f.Set(name, value)
	}
	return f
}

func TestATextSaysWhatStandsAndWhatEditorsDid(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample())
	e.says(e.get(aText), http.StatusOK, `id="statement-3"`, `href="#ref-3"`, `name="cue-at"`, "Tomas Vane", `<option selected>named</option>`, `<option selected>denies</option>`,
		"Add a statement", "It is no statement", "What editors did", "replaced by ada", "standing: unnamed → named", "who speaks: nothing → Tomas Vane", "by way of: nothing → the Chancellery",
		"its words no longer stand in the text", "in an earlier version", `value="mend-2"`, `href="/desk/stories/story-talks"`)
	if strings.Contains(e.get(aText).Body.String(), `value="mend-1"`) {
		t.Error("what was replaced can be undone")
	}
	e.says(e.get("/desk/texts/report-record-v1"), http.StatusOK, "Version 2 is newer", `href="/desk/texts/report-record-v2"`, "Nothing was found in this text.")
	e.says(e.get("/desk/texts/report-marfa-v1"), http.StatusOK, "This text is in ar; statements are found only in English so far.")
	e.says(e.get("/desk/texts/none"), http.StatusNotFound)
	e.says(e.get("/desk/reports/none"), http.StatusNotFound)
	if got := e.get("/desk/reports/report-record"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != aText {
		t.Errorf("a report leads to %q", got.Header().Get("Location"))
	}
	e.says(e.get("/desk/stories/story-talks"), http.StatusOK, `href="/desk/reports/report-record"`)
	e.says(e.get("/desk/"), http.StatusOK, "A statement whose words no longer stand in the report")
}

func TestATextSaysWhatWasKeptAsItWasFound(t *testing.T) {
	said := func(from int) *news.Statement {
		return &news.Statement{Cue: []news.Span{{from, from + 4}}, Standing: news.Named, Polarity: news.Asserts}
	}
	for want, statement := range map[string]*news.Statement{"kept as it was found": said(0), "the same words in another place": said(5)} {
		w := webtest.Sample()
		w.Mended["report-record-v2"] = []news.Correction{{ID: "kept", Root: "kept", Act: news.Altered, By: "ada", At: webtest.Now, Around: "said said", Machine: said(0), Statement: statement}}
		e, _ := loggedIn(t, w)
		e.says(e.get(aText), http.StatusOK, want)
	}
}

func TestNoStandingIsChosenForAnEditor(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample())
	page := e.get(aText).Body.String()
	add := ""
	for i, form := range strings.Split(page, `name="standing" required`)[1:] {
		options, _, _ := strings.Cut(form, "</select>")
		if chosen := strings.Count(options, " selected>"); chosen != 1 {
			t.Errorf("form %d has %d standings chosen", i+1, chosen)
		}
		add = options
	}
	if !strings.Contains(add, `<option value="" selected>`) {
		t.Errorf("the form to add a statement begins with %s", add)
	}
	if n := strings.Count(page, `<option value="" selected>`); n != 1 {
		t.Errorf("%d forms are without a standing", n)
	}
}

func TestCorrectingStatements(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	text, _, err := w.Revision(t.Context(), "report-record-v2")
	if err != nil {
		t.Fatal(err)
	}
	said := w.Said[text.ID][2]
	at := func(spans []news.Span) string { return fmt.Sprintf("%d-%d", spans[0][0], spans[0][1]) }
	const one = aText + "/statements/report-record-v2-s2"
	for _, c := range []struct {
		path, says, note string
		form             url.Values
		back             string
	}{
		{one, "stays as you have it", "ada corrected report-record-v2-s2", typed("source=Tomas Vane", "source-at="+at(said.Source), "cue=said in a statement", "cue-at="+at(said.Cue), "content=“It is not true that we have agreed to talks, or to any meeting after the vote,”"), "#statement-3"},
		{one, "no statement from now on", "ada removed report-record-v2-s2", typed("do=remove", "cue="), "#statement-3"},
		{aText + "/statements", "is added", "ada added to report-record-v2", typed(), "#statement-1"},
		{aText + "/undo", "is undone", "ada undid mend-2", url.Values{"act": {"mend-2"}}, "#statement-3"},
	} {
		got := e.post(c.path, c.form)
		if got.Code != http.StatusSeeOther || got.Header().Get("Location") != aText+c.back {
			t.Errorf("%s answers %d to %q: %s", c.path, got.Code, got.Header().Get("Location"), got.Body)
		}
		e.says(e.get(aText), http.StatusOK, c.says)
		if n := len(acts.Mended); n == 0 || acts.Mended[n-1] != c.note {
			t.Errorf("%s did %q", c.path, acts.Mended)
		}
	}
	if want := []news.ID{webtest.Talks, webtest.Talks, webtest.Talks, webtest.Talks}; !slices.Equal(acts.Weighed, want) || w.Begun < 4 {
		t.Errorf("weighed again: %v, in %d transactions", acts.Weighed, w.Begun)
	}
	corrected, added, runes := acts.Put[0], acts.Put[1], []rune(text.Text)
	if got := news.Cut(runes, corrected.Source); got != "Tomas Vane" || corrected.Cue[0] != said.Cue[0] || corrected.Content[0] != said.Content[0] {
		t.Errorf("corrected: %q, %+v", got, corrected)
	}
	if got := news.Cut(runes, added.Content); got != "Ferries from Lowmark still turn back" || added.Speaker != "the ferries" || !slices.Equal(added.Via, []string{"Harbour Gazette", "The Ferryman"}) || added.Standing != news.Institution {
		t.Errorf("added: %q, %+v", got, added)
	}
	if got := news.Cut(runes, added.Cue); got != "said" {
		t.Errorf("the cue is %q", got)
	}
}

func TestAStatementThatIsNotTaken(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	for _, c := range []struct {
		name, path string
		form       url.Values
		says       []string
	}{
		{"no such words", aText + "/statements", typed("content=what nobody wrote"), []string{`id="content-new-error"`, "do not stand in the text", ">what nobody wrote</textarea>", `aria-describedby="content-new-error"`, `value="the ferries"`}},
		{"no cue", aText + "/statements", typed("cue="), []string{`id="cue-new-error"`, "needs the words"}},
		{"anywhere", aText + "/statements", typed("source=", "content="), []string{`id="cue-new-error"`, "These words stand in the text "}},
		{"no standing", aText + "/statements/report-record-v2-s2", typed("standing=loud"), []string{`id="standing-3-error"`, "is no standing", "<details class=\"mend\" open>"}},
		{"standing not chosen", aText + "/statements", typed("standing="), []string{`id="standing-new-error"`, "Choose on whose authority", `<option value="" selected>`}},
		{"too long a name", aText + "/statements/report-record-v2-s2", typed("speaker=" + strings.Repeat("x", 999)), []string{`id="speaker-3-error"`}},
		{"a name not to be seen", aText + "/statements/report-record-v2-s2", typed("speaker=Vane\x1b[2J"), []string{`id="speaker-3-error"`, "It has a character that cannot be seen"}},
		{"nothing said", aText + "/statements", typed("content="), []string{`id="content-new-error"`}},
		{"changed meanwhile", aText + "/statements/gone", typed(), []string{"was changed meanwhile", `value="the ferries"`}},
		{"undone already", aText + "/undo", url.Values{"act": {"mend-1"}}, []string{"undone or replaced already"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e.t = t
			e.says(e.post(c.path, c.form), http.StatusUnprocessableEntity, c.says...)
		})
	}
	e.t = t
	e.says(e.post("/desk/texts/none/statements", typed()), http.StatusNotFound)
	e.says(e.post("/desk/texts/none/undo", nil), http.StatusNotFound)
	if len(acts.Mended)+len(acts.Weighed) > 0 {
		t.Errorf("something was done: %v, %v", acts.Mended, acts.Weighed)
	}
}

func TestOnlyEditorsCorrect(t *testing.T) {
	e, acts := stranger(t, webtest.Sample())
	for _, path := range []string{aText + "/statements", aText + "/statements/report-record-v2-s2", aText + "/undo"} {
		if got := e.post(path, typed("act=mend-2")); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/login" {
			t.Errorf("%s answers a stranger %d", path, got.Code)
		}
	}
	in, more := loggedIn(t, webtest.Sample())
	for _, path := range []string{aText + "/statements", aText + "/undo"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(typed("act=mend-2").Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if got := in.do(r); got.Code != http.StatusForbidden {
			t.Errorf("%s answers another site %d", path, got.Code)
		}
	}
	if len(acts.Mended)+len(more.Mended) > 0 {
		t.Error("something was done")
	}
}
