package desk_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

const (
	talks = "/desk/stories/story-talks"
	claim = talks + "/claims/claim-talks"
)

// The keys of evidence: of what was said to Channel Nine, and of the wire's words in all its copies.
var nine, wires = keysOf("report-nine"), keysOf("report-wire-")

func keysOf(report string) string {
	var keys []string
	for _, e := range webtest.Sample().Ledgers[webtest.Talks].Claims[0].Evidence {
		if strings.HasPrefix(string(e.ReportID), report) {
			keys = append(keys, e.Key)
		}
	}
	return strings.Join(keys, " ")
}

func TestEachActOnAClaim(t *testing.T) {
	for name, tt := range map[string]struct {
		path string
		form url.Values
		want []news.ClaimAct
		said string
		at   string // where the editor is then
	}{
		"reword":                        {claim, url.Values{"do": {"word"}, "wording": {" They  will\r\ntalk. "}}, []news.ClaimAct{{Kind: news.ActReword, ClaimID: "claim-talks", Wording: "They will talk."}}, "keeps this wording", "?claim=claim-talks#claim-claim-talks"},
		"lock":                          {claim, url.Values{"do": {"lock"}}, []news.ClaimAct{{Kind: news.ActLock, ClaimID: "claim-talks", Wording: "Karst and Melland have agreed to hold secret talks on the closed strait."}}, "keeps its words", "?claim=claim-talks#claim-claim-talks"},
		"unlock":                        {talks + "/claims/claim-fax", url.Values{"do": {"unlock"}}, []news.ClaimAct{{Kind: news.ActUnlock, ClaimID: "claim-fax"}}, "left to the machine", "?claim=claim-fax#claim-claim-fax"},
		"lead":                          {talks + "/claims/claim-fax", url.Values{"do": {"lead"}}, []news.ClaimAct{{Kind: news.ActLead, ClaimID: "claim-fax"}}, "central claim", "?claim=claim-fax#claim-claim-fax"},
		"merge, by a part of the words": {claim, url.Values{"do": {"join"}, "into": {"FAXED nine"}}, []news.ClaimAct{{Kind: news.ActMerge, ClaimID: "claim-talks", Into: "claim-fax"}}, "one claim from now on", "?claim=claim-fax#claim-claim-fax"},
		"move": {claim + "/evidence", url.Values{"do": {"move"}, "said": {wires, nine}, "to": {"claim-fax"}, "stance": {"against"}},
			[]news.ClaimAct{{Kind: news.ActMove, ClaimID: "claim-talks", Into: "claim-fax", Evidence: append(strings.Fields(wires), nine), Stance: news.Against}}, "stands here", "?claim=claim-fax#claim-claim-fax"},
		"another side of the same claim": {claim + "/evidence", url.Values{"do": {"move"}, "said": {nine}, "stance": {"for"}},
			[]news.ClaimAct{{Kind: news.ActMove, ClaimID: "claim-talks", Into: "claim-talks", Evidence: []string{nine}, Stance: news.For}}, "stands here", "?claim=claim-talks#claim-claim-talks"},
		"to none": {claim + "/evidence", url.Values{"do": {"none"}, "said": {nine}, "to": {"nonsense"}, "stance": {"for"}},
			[]news.ClaimAct{{Kind: news.ActMove, ClaimID: "claim-talks", Evidence: []string{nine}}}, "bears on no claim", "?claim=claim-talks#claim-claim-talks"},
		"place two, and one that is named": {claim + "/reports", url.Values{"report": {"report-nine", "report-daily", "another"}, "other": {"Skerry Lantern"}, "stance": {"against"}}, []news.ClaimAct{
			{Kind: news.ActPlace, ClaimID: "claim-talks", ReportID: "report-daily", Stance: news.Against}, {Kind: news.ActPlace, ClaimID: "claim-talks", ReportID: "report-nine", Stance: news.Against},
			{Kind: news.ActPlace, ClaimID: "claim-talks", ReportID: "report-loose", Stance: news.Against}}, "3 reports stand against the claim", "?claim=claim-talks#claim-claim-talks"},
		"let the machine place": {talks + "/claims/claim-fax/reports", url.Values{"report": {"report-daily-2"}, "stance": {"machine"}}, []news.ClaimAct{{Kind: news.ActUnplace, ClaimID: "claim-fax", ReportID: "report-daily-2"}}, "by the machine again", "?claim=claim-fax#claim-claim-fax"},
	} {
		t.Run(name, func(t *testing.T) {
			w := webtest.Sample()
			// What an editor did before, which some of these take back.
			w.Acts = []news.ClaimAct{{StoryID: webtest.Talks, Kind: news.ActLock, ClaimID: "claim-fax"}, {StoryID: webtest.Talks, Kind: news.ActPlace, ClaimID: "claim-fax", ReportID: "report-daily-2", Stance: news.Against}}
			before := len(w.Acts)
			e, acts := loggedIn(t, w)
			got := e.post(tt.path, tt.form)
			if got.Code != http.StatusSeeOther || got.Header().Get("Location") != talks+tt.at {
				t.Fatalf("answers %d to %q: %s", got.Code, got.Header().Get("Location"), got.Body)
			}
			if len(w.Acts)-before != len(tt.want) || len(acts.Weighed) != 1 {
				t.Fatalf("acts %+v, weighed %v", w.Acts, acts.Weighed)
			}
			for i, a := range w.Acts[before:] {
				if a.By != "ada" || a.StoryID != webtest.Talks {
					t.Errorf("who and where: %+v", a)
				}
				want := tt.want[i]
				if a.Kind != want.Kind || a.ClaimID != want.ClaimID || a.Into != want.Into || a.Wording != want.Wording || a.Stance != want.Stance || a.ReportID != want.ReportID || strings.Join(a.Evidence, " ") != strings.Join(want.Evidence, " ") {
					t.Errorf("%+v\nwant %+v", a, want)
				}
			}
			e.says(e.get(talks), http.StatusOK, tt.said, "What editors did")
		})
	}
}

func TestSplittingAClaim(t *testing.T) {
	w := webtest.Sample()
	e, _ := loggedIn(t, w)
	got := e.post(claim+"/evidence", url.Values{"do": {"split"}, "said": {nine}, "words": {"Envoys met."}})
	if len(w.Acts) != 1 || w.Acts[0].Kind != news.ActSplit || !w.Acts[0].Into.Valid() || w.Acts[0].Wording != "Envoys met." || w.Acts[0].Stance != "" {
		t.Fatalf("%d, %+v", got.Code, w.Acts)
	}
	if want := talks + "?claim=" + string(w.Acts[0].Into) + "#claim-" + string(w.Acts[0].Into); got.Header().Get("Location") != want {
		t.Errorf("leads to %q, want %q", got.Header().Get("Location"), want)
	}
}

func TestWhatIsNotTakenIsShownAgain(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 200))
	for name, tt := range map[string]struct {
		path   string
		form   url.Values
		status int
		says   []string
	}{
		"a long wording":        {claim, url.Values{"do": {"word"}, "wording": {long}}, 422, []string{long + "</textarea>", "It has 999 characters; 500 are the most.", `aria-describedby="wording-claim-talks-error"`, "<details class=\"mend\" open>"}},
		"no wording":            {claim, url.Values{"do": {"word"}, "wording": {" "}}, 422, []string{"A claim is one sentence; write it."}},
		"merged into nothing":   {claim, url.Values{"do": {"join"}, "into": {"an elephant"}}, 422, []string{`value="an elephant"`, "There is no such claim here"}},
		"merged into itself":    {claim, url.Values{"do": {"join"}, "into": {"claim-talks"}}, 422, []string{"A claim is made part of another one; choose it."}},
		"merged into which":     {claim, url.Values{"do": {"join"}, "into": {"e"}}, 422, []string{"2 of them have these words"}},
		"nothing ticked":        {claim + "/evidence", url.Values{"do": {"split"}, "words": {"Envoys met."}}, 422, []string{`value="Envoys met."`, "Tick at least one line"}},
		"split without words":   {claim + "/evidence", url.Values{"do": {"split"}, "said": {nine}}, 422, []string{`value="` + nine + `" checked`, "A claim is one sentence"}},
		"moved without stance":  {claim + "/evidence", url.Values{"do": {"move"}, "said": {nine}, "to": {"claim-fax"}}, 422, []string{`value="claim-fax"`, `value="` + nine + `" checked`, "Choose how it stands there"}},
		"words that are gone":   {claim + "/evidence", url.Values{"do": {"none"}, "said": {"report-nine-7"}}, 422, []string{"no longer in the ledger"}},
		"placed nowhere":        {claim + "/reports", url.Values{"report": {"report-nine"}, "stance": {"above"}}, 422, []string{`value="report-nine" checked`, "Choose where they stand"}},
		"no report":             {claim + "/reports", url.Values{"report": {"elsewhere"}, "stance": {"for"}}, 422, []string{"Tick at least one report"}},
		"a report of no name":   {claim + "/reports", url.Values{"other": {"The Moon"}, "stance": {"for"}}, 422, []string{`value="The Moon"`, "There is no such report here"}},
		"a dance":               {claim, url.Values{"do": {"dance"}}, 422, []string{"Nothing of the kind"}},
		"a claim that is gone":  {talks + "/claims/claim-old", url.Values{"do": {"word"}, "wording": {"My words"}}, 409, []string{"no longer in the ledger", "My words"}},
		"a story that is not":   {"/desk/stories/none/claims/claim-talks", url.Values{"do": {"lock"}}, 404, nil},
		"moved to no story":     {talks + "/move", url.Values{"report": {"report-aside"}, "to": {"none"}}, 422, []string{`value="none"`, "There is no such story here", `value="report-aside" checked`}},
		"no report to be moved": {talks + "/move", url.Values{"to": {"story-bridge"}}, 422, []string{`value="story-bridge"`, "Tick at least one report"}},
		"undone what is not":    {talks + "/undo", url.Values{"act": {"none"}}, 422, []string{"This story has no such act"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := webtest.Sample()
			e, acts := loggedIn(t, w)
			e.says(e.post(tt.path, tt.form), tt.status, tt.says...)
			if len(w.Acts)+len(acts.Weighed)+len(w.Moved) > 0 {
				t.Errorf("done: %+v, %v, %v", w.Acts, acts.Weighed, w.Moved)
			}
		})
	}
}

func TestWhatEditorsDidToClaims(t *testing.T) {
	w := webtest.Sample().Edited()
	e, acts := loggedIn(t, w)
	e.says(e.get(talks), http.StatusOK, "rests: what it builds on was undone", "some of its words no longer stand in the text", "undone by <bdi>bo</bdi>", "placed the report of Cape Observer against")
	e.says(e.post(claim, url.Values{"do": {"join"}, "into": {"claim-fax"}}), http.StatusSeeOther)
	split := w.Acts[2]
	e.says(e.post(talks+"/undo", url.Values{"act": {string(split.ID)}}), http.StatusUnprocessableEntity, "undone already")
	e.post(talks+"/undo", url.Values{"act": {"act-0"}})
	if w.Acts[0].Stands() || w.Acts[0].UndoneBy != "ada" || len(acts.Weighed) != 2 {
		t.Errorf("undone: %+v, weighed %v", w.Acts[0], acts.Weighed)
	}
	e.says(e.get(talks), http.StatusOK, "That is undone.")
}

// What is so already is not done again, and the editor is told.
func TestWhatIsSoAlreadyIsNotDoneAgain(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	e.post(claim, url.Values{"do": {"unlock"}})
	e.says(e.get(talks), http.StatusOK, "Nothing was changed: “Karst and Melland have agreed", "is not locked; it is left to the machine already.")
	for range 2 {
		e.post(claim, url.Values{"do": {"lock"}})
	}
	e.says(e.get(talks), http.StatusOK, "Nothing was changed:", "is locked already.")
	e.post(claim+"/reports", url.Values{"report": {"report-nine"}, "stance": {"for"}})
	e.post(claim+"/reports", url.Values{"report": {"report-nine", "report-aside"}, "stance": {"for"}})
	e.says(e.get(talks), http.StatusOK, "2 reports stand for the claim from now on. One of them did so already.")
	e.post(claim+"/reports", url.Values{"report": {"report-nine", "report-aside"}, "stance": {"for"}})
	e.says(e.get(talks), http.StatusOK, "Nothing was changed: all 2 of them stand so already")
	if len(w.Acts) != 3 || len(acts.Weighed) != 3 {
		t.Errorf("%d acts are kept, %d times it was weighed", len(w.Acts), len(acts.Weighed))
	}
}

func TestAnUndoingSaysWhatRestsByIt(t *testing.T) {
	w := webtest.Sample()
	e, _ := loggedIn(t, w)
	e.post(claim+"/evidence", url.Values{"do": {"split"}, "said": {nine}, "words": {"Envoys met."}})
	w.Acts = append(w.Acts, news.ClaimAct{ID: "later", StoryID: webtest.Talks, By: "bo", At: webtest.Now, Kind: news.ActMerge, ClaimID: "claim-fax", Into: w.Acts[0].Into})
	e.post(talks+"/undo", url.Values{"act": {string(w.Acts[0].ID)}})
	e.says(e.get(talks), http.StatusOK, "One later act builds on it, and counts for nothing now.", "rests: what it builds on was undone")
}

func TestAStoryThatTakesLongToBeWeighed(t *testing.T) {
	w := webtest.Sample()
	w.Slow = true
	e, _ := loggedIn(t, w)
	e.post(claim, url.Values{"do": {"lock"}})
	e.says(e.get(talks), http.StatusOK, "still being weighed")
}

func TestMovingReports(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	got := e.post(talks+"/move", url.Values{"report": {"report-aside", "report-loose"}, "to": {"https://brief.example/story/story-bridge"}})
	if w.Moved["report-aside"] != webtest.Bridge || w.Moved["report-loose"] != webtest.Bridge || len(acts.Regrouped) != 1 || acts.Regrouped[0].Who != "ada" || got.Header().Get("Location") != "/desk/stories/story-bridge" {
		t.Errorf("moved %v, done %v", w.Moved, acts.Regrouped)
	}
	e.says(e.get("/desk/stories/story-bridge"), http.StatusOK, "2 reports are moved, and stay here.")
}

// Nobody acts from another site, or without a login, and looking changes nothing.
func TestWhoMayActOnClaims(t *testing.T) {
	w := webtest.Sample().Edited()
	before := len(w.Acts)
	e, acts := loggedIn(t, w)
	for path, form := range map[string]url.Values{claim: {"do": {"lock"}}, claim + "/evidence": {"do": {"none"}, "said": {nine}}, claim + "/reports": {"report": {"report-nine"}, "stance": {"for"}}, talks + "/undo": {"act": {"act-0"}}, talks + "/move": {"report": {"report-nine"}, "to": {"story-bridge"}}} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if got := e.do(r); got.Code != http.StatusForbidden {
			t.Errorf("%s from another site answers %d", path, got.Code)
		}
		if got := e.get(path + "?" + form.Encode()); got.Code != http.StatusMethodNotAllowed {
			t.Errorf("GET %s answers %d", path, got.Code)
		}
		stranger := &editor{t: t, handler: e.handler}
		if got := stranger.post(path, form); got.Header().Get("Location") != "/desk/login" {
			t.Errorf("a stranger's %s answers %d", path, got.Code)
		}
	}
	if len(w.Acts) != before || len(acts.Weighed)+len(w.Moved) > 0 || !w.Acts[0].Stands() {
		t.Error("something was done")
	}
}

func TestALinkToAStatementInItsText(t *testing.T) {
	w := webtest.Sample()
	w.Ledgers[webtest.Talks].Claims[0].Evidence[0].StatementID = "report-record-v2-s0"
	e, _ := loggedIn(t, w)
	for query, want := range map[string]string{"": "", "?statement=report-record-v2-s2": "#statement-3", "?statement=none": ""} {
		if got := e.get("/desk/reports/report-record" + query).Header().Get("Location"); got != "/desk/texts/report-record-v2"+want {
			t.Errorf("%q leads to %q", query, got)
		}
	}
	e.says(e.get(talks), http.StatusOK, `href="/desk/reports/report-record?statement=report-record-v2-s0"`)
}

// A page of 300 reports and 40 claims has each list to choose from once, and says in short what there is.
func TestAnAddressOfAClaimThatIsNotThere(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().LongStory())
	const says = "The claim that this address asks for is not in this story’s ledger."
	for query, missing := range map[string]bool{"": false, "?claim=": false, "?claim=claim-fax": false, "?claim=nix": true, "?claim=claim-flood-7": true} {
		got := e.get("/desk/stories/" + string(webtest.Talks) + query)
		if got.Code != http.StatusOK || strings.Contains(got.Body.String(), says) != missing {
			t.Errorf("%q answers %d, and says that it is not there: %v", query, got.Code, !missing)
		}
	}
}

func TestALongStory(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().LongStory())
	got := e.get("/desk/stories/story-long")
	body := got.Body.String()
	if err := errors.Join(webtest.WellFormed(body), webtest.Harmless(body)); err != nil || got.Code != http.StatusOK {
		t.Fatal(got.Code, err)
	}
	if n := strings.Count(body, "<option"); n > 40+300+10+40*8 {
		t.Errorf("%d options", n)
	}
	if strings.Contains(body, "<details class=\"fold\" open><summary>279") || !strings.Contains(body, "279 lines of evidence") {
		t.Error("279 lines of evidence are not folded away")
	}
	if len(body) > 1<<20 {
		t.Errorf("the page has %d KB", len(body)/1024)
	}
	e.says(e.get("/desk/stories/story-long?claim=claim-flood-7"), http.StatusOK, `-k7">`, "279 lines of evidence, and where 300 reports stand")
}
