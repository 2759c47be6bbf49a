package site_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

// Readers see what editors did to claims and stories, as long as it counts, and not which editor it was.
func TestReadersSeeWhatEditorsDid(t *testing.T) {
	w := webtest.Sample().Edited()
	act := func(a news.ClaimAct) {
		a.ID, a.StoryID, a.By, a.At = news.ID(fmt.Sprint("further-", len(w.Acts))), webtest.Talks, "ada", webtest.Now.Add(time.Duration(len(w.Acts))*time.Minute)
		w.Acts = append(w.Acts, a)
	}
	act(news.ClaimAct{Kind: news.ActMerge, ClaimID: webtest.Joined, Into: "claim-talks"})
	act(news.ClaimAct{Kind: news.ActLead, ClaimID: "claim-talks"})
	act(news.ClaimAct{Kind: news.ActReword, ClaimID: "claim-fax", Wording: "An offer that was faxed was approved."})
	act(news.ClaimAct{Kind: news.ActUnplace, ClaimID: "claim-talks", ReportID: "report-nine"})
	w.MendingList = append(w.MendingList,
		news.Mending{At: webtest.Now, Kind: news.MergedStories, Who: "bo", From: "story-old", Into: webtest.Talks, FromTitle: "A pact on the strait", Reports: []news.ID{"report-nine"}},
		news.Mending{At: webtest.Now, Kind: news.MovedReports, Who: "bo", From: webtest.Talks, Into: webtest.Bridge, FromTitle: "Talks", IntoTitle: "The bridge", Reports: []news.ID{"a", "b"}},
		news.Mending{At: webtest.Now, Kind: news.MergedStories, From: "story-older", Into: webtest.Talks, FromTitle: "What the machine merged"})
	h := webtest.Handler(t, w)
	for path, c := range map[string]struct{ says, not []string }{
		"/story/story-talks": {[]string{`id="editors"`, "What editors did", "An editor merged “There is a pact” into “Karst and Melland have agreed", "the central claim.", "An editor worded a claim “An offer that was faxed was approved”.",
			"An editor left it to the program again where the report of Channel Nine stands to “Karst", "An editor fixed the wording “An offer", "An editor placed the report of Cape Observer against “An offer",
			"An editor moved 2 statements from “Karst", "An editor merged the story “A pact on the strait” into this one.", "An editor moved two reports from “Talks” to “The bridge”.",
			`<a class="event-link" href="/claim/claim-talks">Show<span class="unseen"> the claim</span></a>`, `<a class="event-link" href="/story/story-bridge">`, "4 earlier acts"},
			[]string{"Retired envoys have met twice.”", "What the machine merged", ">ada<", ">bo<", "by ada", "by bo"}},
		"/claim/claim-talks": {[]string{"An editor merged “There is a pact” into “Karst", "the central claim.", "An editor left it to the program again", "An editor moved 2 statements from"}, []string{"was faxed was approved", "A pact on the strait"}},
		"/claim/claim-fax":   {[]string{"An editor worded a claim “An offer that was faxed", "An editor moved 2 statements from", "An editor fixed the wording"}, []string{"There is a pact.", "the central claim."}},
	} {
		got := webtest.Get(t, h, path)
		body := got.Body.String()
		if err := errors.Join(webtest.WellFormed(body), webtest.Harmless(body)); err != nil || got.Code != http.StatusOK {
			t.Fatal(path, got.Code, err)
		}
		for _, say := range c.says {
			if !strings.Contains(body, say) {
				t.Errorf("%s does not say %q", path, say)
			}
		}
		for _, say := range c.not {
			if strings.Contains(body, say) {
				t.Errorf("%s says %q", path, say)
			}
		}
	}
	if body := webtest.Get(t, webtest.Handler(t, webtest.Sample()), "/story/story-talks").Body.String(); strings.Contains(body, "What editors did") {
		t.Error("where editors did nothing, there is a part for it")
	}
}
