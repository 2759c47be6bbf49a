package site_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

func TestTheLedgerShowsWhoSaysWhatAndWhere(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for _, c := range []struct {
		path string
		says []string
	}{
		{"/story/story-talks", []string{
			`<a class="state-word state-word-denied-by-a-party" href="#state-denied-by-a-party"`, `href="/claim/claim-talks?side=for">1 origin, unnamed, behind 13 reports</a>`,
			`">Tomas Vane, whom it is about, denies it</a>`,
			// Each line leads to its words, in the version that they were read in.
			`href="/report/report-record?at=0-71&amp;of=2#at"`, `added, first seen 65 minutes after publication`, `href="/claim/claim-talks?evidence=report-record-`,
			`class="pic"`, "The same as a table", "The same as a list", "Cite this", "ledger version 18, reports until 3 March 2031, 19:00 WET", "https://brief.example/story/story-talks</a>",
			`href="/story/story-talks.csv"`, `href="/story/story-talks.jsonld"`, "How the state of a claim is found", `id="state-alleged"`,
			"added the denial by Tomas Vane, seen 65 minutes after publication", "3 edits that touch no statement"}},
		{"/claim/claim-talks", []string{`<h1 class="claim-title" dir="auto">Karst and Melland have agreed`, `href="/story/story-talks"`, "Who has it from whom", "When who said what", "What changed", `rel="canonical" href="https://brief.example/claim/claim-talks"`}},
		{"/claim/claim-talks?side=for", []string{"All that is for it", "13 reports", "All of the claim"}},
		{"/claim/claim-talks?report=report-nine", []string{"What this report says", "Retired envoys have met twice"}},
		{"/claim/claim-left", []string{"has left the ledger", "in the house of a retired envoy", "3 March 2031, 20:00", `href="/story/story-talks"`}},
		{"/claim/claim-fax", []string{"An editor keeps this wording", "the fax bears"}},
	} {
		body := webtest.Get(t, h, c.path).Body.String()
		for _, say := range c.says {
			if !strings.Contains(strings.ToLower(body), strings.ToLower(say)) {
				t.Errorf("%s does not say %q", c.path, say)
			}
		}
	}
}

// Every address within the ledger leads somewhere, and to no redirect.
func TestEveryWordOfALedgerOpensItsEvidence(t *testing.T) {
	w := webtest.Sample()
	grown := w.Grow(30)
	h := webtest.Handler(t, w)
	ref := regexp.MustCompile(`href="(/(?:claim|story|report)/[^"]*)"`)
	seen := map[string]bool{}
	for _, path := range []string{"/story/story-talks", "/claim/claim-talks", "/claim/claim-fax", "/story/" + string(grown), "/claim/" + string(grown) + "-claim-0"} {
		page := webtest.Get(t, h, path).Body.String()
		for _, m := range ref.FindAllStringSubmatch(page, -1) {
			to := strings.ReplaceAll(strings.ReplaceAll(m[1], "&amp;", "&"), "&#34;", `"`)
			if seen[to] {
				continue
			}
			seen[to] = true
			at, fragment, _ := strings.Cut(to, "#")
			got := webtest.Get(t, h, at)
			if got.Code != http.StatusOK {
				t.Errorf("%s leads to %s, which answers %d", path, to, got.Code)
			}
			if fragment != "" && fragment != "reports" && fragment != "versions-title" && !strings.Contains(got.Body.String(), `id="`+fragment+`"`) {
				t.Errorf("%s leads to %s, where no such place is", path, to)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d addresses", len(seen))
	}
}

func TestWordsAreHighlightedInTheVersionThatTheyWereReadIn(t *testing.T) {
	w := webtest.Sample()
	h := webtest.Handler(t, w)
	lit := regexp.MustCompile(`<mark class="at"[^>]*>(?s:.*?)</mark>`)
	tags := regexp.MustCompile(`<[^>]*>`)
	words := func(path string) (string, string) {
		body := webtest.Get(t, h, path).Body.String()
		out := ""
		for _, m := range lit.FindAllString(body, -1) {
			out += tags.ReplaceAllString(m, "")
		}
		if strings.Count(body, ` id="at"`) != min(len(out), 1) {
			t.Errorf("%s: the place to go to is there %d times", path, strings.Count(body, ` id="at"`))
		}
		return out, body
	}
	for _, c := range []struct{ path, lit, says string }{
		{"/report/report-record?at=0-71&of=2", "Karst and Melland have agreed to hold secret talks on the closed strait", "Version 2"},
		{"/report/report-record?at=0-71&of=1", "Karst and Melland have agreed to hold secret talks on the closed strait", `The text has changed since: <a href="/report/report-record?at=0-71&amp;of=2#at">the same words stand in the newest version</a>`},
		{"/report/report-record?at=58-93", "closed strait, Karst officials said", "Version 2"}, // across a statement, its cue and its source
		{"/report/report-record?at=headline", "Karst and Melland agree to secret talks on the strait, officials say", "Version 2"},
		{"/report/report-record?at=90000-90010", "", "The words that this address led to are not in the text any more."},
		{"/report/report-record?at=0-71&of=9", "Karst and Melland have agreed to hold secret talks on the closed strait", "There is no version 9 of this text; the words at this place in version 2 are shown."},
		{"/report/report-marfa?at=0-13", "أفادت صحيفة ل", `dir="auto"`},
	} {
		got, body := words(c.path)
		if got != c.lit {
			t.Errorf("%s highlights %q, want %q", c.path, got, c.lit)
		}
		if !strings.Contains(body, c.says) {
			t.Errorf("%s does not say %q", c.path, c.says)
		}
	}
	for i := range w.Texts {
		if w.Texts[i].ReportID == webtest.Record && w.Texts[i].Number == 2 {
			w.Texts[i].Text = "Another text altogether."
		}
	}
	if _, body := words("/report/report-record?at=0-71&of=1"); !strings.Contains(body, "does not have these words any more") {
		t.Error("nobody is told that the words are gone from the newest version")
	}
}

func TestAClaimThatWentLeadsOnOrSaysSo(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for path, to := range map[string]string{"/claim/claim-joined": "/claim/claim-talks", "/claim/claim-joined.csv": "/claim/claim-talks.csv", "/claim/claim-joined/origins.svg": "/claim/claim-talks/origins.svg"} {
		if got := webtest.Get(t, h, path); got.Code != http.StatusFound || got.Header().Get("Location") != to {
			t.Errorf("%s answers %d to %q", path, got.Code, got.Header().Get("Location"))
		}
	}
	for _, path := range []string{
		"/claim/none", "/claim/claim-left.csv", "/claim/claim-left/origins.svg", "/claim/claim-talks/other.svg", "/claim/claim-talks?origin=none", "/claim/claim-talks?report=none",
		"/claim/claim-talks?evidence=none", "/claim/claim-talks?side=for&page=7", "/story/none.csv", "/story/none/timeline.svg", "/story/story-talks?page=9",
	} {
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusNotFound || webtest.WellFormed(got.Body.String()) != nil {
			t.Errorf("%s answers %d", path, got.Code)
		}
	}
}

func TestTheTableOfEvidence(t *testing.T) {
	w := webtest.Sample()
	l := w.Ledgers[webtest.Talks]
	l.Claims[0].Evidence[0].Words = "=HYPERLINK(\"https://evil.example\";\"x\")"
	l.Claims[0].Evidence[1].Speaker = "@SUM(1)"
	l.Claims[0].Evidence[2].Words = "said “a, b”\r\nand \"c\""
	for i := range l.Claims[0].Positions {
		if p := &l.Claims[0].Positions[i]; p.ReportID == webtest.Record {
			p.Stance, p.ByEditor = news.Against, true
		}
	}
	h := webtest.Handler(t, w)
	got := webtest.Get(t, h, "/story/story-talks.csv")
	if kind := got.Header().Get("Content-Type"); kind != "text/csv; charset=utf-8; header=present" {
		t.Errorf("it is %s", kind)
	}
	if d := got.Header().Get("Content-Disposition"); d != "attachment; filename=story-story-talks.csv" {
		t.Errorf("it is kept as %s", d)
	}
	if got.Header().Get("ETag") == "" {
		t.Error("it has no tag")
	}
	rows, err := csv.NewReader(strings.NewReader(got.Body.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := func(name string) int {
		i := slices.Index(rows[0], name)
		if i < 0 {
			t.Fatalf("there is no column %s", name)
		}
		return i
	}
	positions, evidence := 0, 0
	for _, c := range l.Claims {
		evidence += len(c.Evidence)
		positions += len(c.Positions)
	}
	if len(rows) < 1+evidence || len(rows) > 1+evidence+positions {
		t.Errorf("%d lines for %d pieces of evidence", len(rows)-1, evidence)
	}
	reports := map[string]bool{}
	for _, r := range rows[1:] {
		reports[r[col("report")]] = true
		for i, cell := range r {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet reckons out %s: %q", rows[0][i], cell)
			}
		}
		if r[col("place")] == "" || !strings.HasPrefix(r[col("place")], "https://brief.example/report/") {
			t.Errorf("a line leads to %q", r[col("place")])
		}
	}
	if len(reports) != 18 {
		t.Errorf("%d of the 18 reports are in it", len(reports))
	}
	first := rows[1]
	for name, want := range map[string]string{
		"kind": "statement", "stance": "for", "polarity": "asserts", "standing": "unnamed", "speaker": "Karst officials", "origin": "o1", "origin_name": "Karst officials, to The Lowmark Record", "outlet": "The Lowmark Record",
		"published": "2031-03-02T06:10:00Z", "words": "'=HYPERLINK(\"https://evil.example\";\"x\")", "begins": "0", "ends": "71", "state": "denied by a party", "echo": "", "url": "https://the-lowmark-record.example/report-record",
	} {
		if got := first[col(name)]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	// An editor's placing of a whole report shows also where the report has words of its own, on each line of it.
	for _, r := range rows[1:] {
		want := [2]string{"for", "program"}
		switch r[col("report")] {
		case "report-record":
			want = [2]string{"against", "editor"}
		case "report-loose":
		default:
			continue
		}
		if got := [2]string{r[col("report_stance")], r[col("placed_by")]}; got != want && r[col("claim")] == "claim-talks" {
			t.Errorf("%s in %s: the report is placed %q, want %q", r[col("words")], r[col("outlet")], got, want)
		}
	}
	if rows[2][col("speaker")] != "'@SUM(1)" || rows[3][col("words")] != "said “a, b”\nand \"c\"" {
		t.Errorf("words do not come through: %q", rows[3][col("words")])
	}
	if !strings.Contains(got.Body.String(), "\r\n") {
		t.Error("lines do not end as RFC 4180 has it")
	}
	one := webtest.Get(t, h, "/claim/claim-fax.csv")
	if n := strings.Count(one.Body.String(), "claim-fax,"); n != 2 || strings.Contains(one.Body.String(), "claim-talks,") {
		t.Errorf("the table of one claim has %d lines of it", n)
	}
}

// node is a thing of linked data.
type node map[string]any

func graphOf(t *testing.T, body []byte) []node {
	t.Helper()
	var doc struct {
		Context string `json:"@context"`
		Graph   []node `json:"@graph"`
	}
	if err := json.Unmarshal(body, &doc); err != nil || doc.Context != "https://schema.org" {
		t.Fatalf("no linked data: %v, %q", err, doc.Context)
	}
	return doc.Graph
}

func TestLinkedData(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	got := webtest.Get(t, h, "/story/story-talks.jsonld")
	if kind := got.Header().Get("Content-Type"); kind != "application/ld+json" {
		t.Errorf("it is %s", kind)
	}
	kinds, articles := map[string]int{}, map[string]node{}
	for _, n := range graphOf(t, got.Body.Bytes()) {
		kind := n["@type"].(string)
		kinds[kind]++
		if kind == "NewsArticle" {
			articles[n["@id"].(string)] = n
			for _, must := range []string{"headline", "datePublished", "publisher", "url"} {
				if n[must] == nil {
					t.Errorf("%v has no %s", n["@id"], must)
				}
			}
			if _, err := time.Parse(time.RFC3339, n["datePublished"].(string)); err != nil {
				t.Error(err)
			}
		}
	}
	if kinds["Collection"] != 1 || kinds["ClaimReview"] != 2 || kinds["NewsArticle"] != 18 {
		t.Errorf("there are %v", kinds)
	}
	for _, n := range graphOf(t, got.Body.Bytes()) {
		if n["@type"] != "ClaimReview" {
			continue
		}
		if n["reviewRating"] != nil {
			t.Error("a review has a rating, though there is no verdict")
		}
		claim := node(n["itemReviewed"].(map[string]any))
		if claim["@type"] != "Claim" || n["claimReviewed"] != claim["name"] || n["author"].(map[string]any)["name"] != "The Strait Brief" || !strings.HasPrefix(n["url"].(string), "https://brief.example/claim/") {
			t.Errorf("a review is %v", n)
		}
		if _, err := time.Parse(time.RFC3339, n["datePublished"].(string)); err != nil {
			t.Error(err)
		}
		for _, a := range append(claim["appearance"].([]any), claim["firstAppearance"]) {
			if articles[a.(map[string]any)["@id"].(string)] == nil {
				t.Errorf("the claim appears in %v, which is not there", a)
			}
		}
		if n["url"] == "https://brief.example/claim/claim-talks" {
			if len(claim["appearance"].([]any)) != 13 || claim["datePublished"] != "2031-03-02T06:10:00Z" || n["abstract"] != "Denied by a party." || !strings.Contains(n["reviewBody"].(string), "13 reports say so.") {
				t.Errorf("the claim is %v", n)
			}
		}
	}
	// The same stands in the page, cut short, where no words of others can end it.
	hostile := webtest.Handler(t, webtest.Hostile(webtest.Sample()))
	for _, path := range []string{"/story/story-talks", "/claim/claim-talks"} {
		page := webtest.Get(t, hostile, path).Body.String()
		_, rest, found := strings.Cut(page, `<script type="application/ld+json">`)
		data, _, _ := strings.Cut(rest, "</script>")
		if !found || strings.ContainsAny(data, "<>") {
			t.Errorf("%s has linked data %.100q", path, data)
		}
		graphOf(t, []byte(data))
	}
}

func TestPicturesStandByThemselves(t *testing.T) {
	w := webtest.Hostile(webtest.Sample())
	h := webtest.Handler(t, w)
	for _, path := range []string{"/story/story-talks/timeline.svg", "/claim/claim-talks/origins.svg", "/claim/claim-talks/timeline.svg", "/claim/claim-talks/origins.svg?width=340", "/story/story-talks/timeline.svg?width=4000"} {
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "image/svg+xml" || got.Header().Get("ETag") == "" {
			t.Fatalf("%s answers %d, %v", path, got.Code, got.Header())
		}
		if policy := got.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "'self'") {
			t.Errorf("%s may do more than it needs: %s", path, policy)
		}
		var doc struct {
			Title string `xml:"title"`
			Desc  string `xml:"desc"`
		}
		if err := xml.Unmarshal(got.Body.Bytes(), &doc); err != nil || doc.Title == "" || doc.Desc == "" {
			t.Errorf("%s: %v, %q", path, err, doc)
		}
		if strings.Contains(got.Body.String(), `href="/`) {
			t.Errorf("%s leads nowhere from another site", path)
		}
	}
}

func TestWhatTheReaderHasOfALedgerIsNotSentAgain(t *testing.T) {
	h := webtest.Handler(t, webtest.Sample())
	for _, path := range []string{"/story/story-talks", "/claim/claim-talks", "/story/story-talks.csv", "/claim/claim-talks.jsonld", "/story/story-talks/timeline.svg"} {
		tag := webtest.Get(t, h, path).Header().Get("ETag")
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("If-None-Match", tag)
		again := httptest.NewRecorder()
		h.ServeHTTP(again, r)
		if tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s answers %d with %d bytes", path, again.Code, again.Body.Len())
		}
	}
}

func TestAStoryOfTwentyThousandReports(t *testing.T) {
	w := webtest.Sample()
	const n = 20_000
	w.Reports, w.Texts = nil, nil
	id := w.Grow(n)
	w.Texts = nil // looked for in order by the store in memory, which is slow; the ledger needs none
	h := webtest.Handler(t, w)
	begun := time.Now()
	for path, most := range map[string]int{"/story/" + string(id): 900_000, "/claim/" + string(id) + "-claim-0": 700_000, "/claim/" + string(id) + "-claim-0?side=for": 300_000, "/story/" + string(id) + "/timeline.svg": 400_000} {
		got := webtest.Get(t, h, path)
		if got.Code != http.StatusOK || got.Body.Len() > most {
			t.Errorf("%s answers %d with %d bytes", path, got.Code, got.Body.Len())
		}
		if strings.Contains(path, ".svg") {
			continue
		}
		if err := webtest.WellFormed(got.Body.String()); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if d := time.Since(begun); d > time.Minute {
		t.Errorf("four pages took %s", d)
	}
	rows, err := csv.NewReader(webtest.Get(t, h, "/story/"+string(id)+".csv").Body).ReadAll()
	if err != nil || len(rows) < n {
		t.Errorf("the table has %d lines: %v", len(rows), err)
	}
	all := webtest.Get(t, h, "/story/"+string(id)+"?changes=all").Body.String()
	if got := strings.Count(all, `<li class="event`); got != len(w.Ledgers[id].Changes) {
		t.Errorf("%d of %d changes are listed where all are asked for", got, len(w.Ledgers[id].Changes))
	}
	// Every report is reachable by turning pages.
	seen := map[string]bool{}
	ref := regexp.MustCompile(`<p class="report-title"><a href="(/report/[^"]*)"`)
	for _, page := range []int{1, 2, 200} {
		for _, m := range ref.FindAllStringSubmatch(webtest.Get(t, h, fmt.Sprintf("/story/%s?page=%d", id, page)).Body.String(), -1) {
			seen[m[1]] = true
		}
	}
	if len(seen) != 300 {
		t.Errorf("three pages list %d reports", len(seen))
	}
}

func TestTheGuideToTheLedgerSaysWhatTheProgramDoes(t *testing.T) {
	guide, err := os.ReadFile("../../../docs/ledger.md")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(guide)), " ")
	for _, r := range news.StateRules() {
		if want := fmt.Sprintf("**%s**: %s", r.State, r.When); !strings.Contains(text, want) {
			t.Errorf("docs/ledger.md does not have the rule\n%s", want)
		}
	}
	rows, err := csv.NewReader(webtest.Get(t, webtest.Handler(t, webtest.Sample()), "/story/story-talks.csv").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	for _, name := range rows[0] {
		at := strings.Index(text, "| `"+name+"` |")
		if at <= last {
			t.Errorf("docs/ledger.md does not have the column %s in its place", name)
		}
		last = at
	}
	if _, err := url.Parse(rows[1][0]); err != nil {
		t.Error(err)
	}
}
