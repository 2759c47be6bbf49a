package desk_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/webtest"
)

func mailingOf(id news.ID) string { return "/desk/editions/" + string(id) + "/mailing" }

func TestHowAMailingStandsIsSaidInWords(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().Mailed())
	for id, words := range map[news.ID][]string{
		webtest.Draft:     {"It is mailed when it appears", "Send a test"},
		webtest.Newest:    {"Finished at 07:20.", `100</span>% of <span data-count="total">1,284`, `<dd data-count="sent">1,281</dd>`},
		webtest.Going:     {"Going out.", "52</span>%", ">Pause</button>", "Cancel it …"},
		webtest.Deferred:  {"All have been tried; 6 messages are put off, and the next try is at 09:32."},
		webtest.Held:      {"Paused by ada. Nothing goes out until it is resumed.", ">Resume</button>"},
		webtest.Refused:   {"Paused, because the mail server refuses mail from here: 550 5.7.1", "until that is mended and the mailing is resumed"},
		webtest.Unreached: {"Waits until 09:20, because the mail server cannot be reached: mail.example.org:587"},
		webtest.Million:   {"590,033", "1,000,000"},
		webtest.Cancelled: {"Cancelled by ada at Mon 3 Mar, 07:20.", `<dd data-count="cancelled">1,253</dd>`},
	} {
		e.says(e.get(mailingOf(id)), http.StatusOK, words...)
	}
	// Two looks ten seconds apart say how quickly it goes.
	was := fmt.Sprintf("?was=%d-%d", webtest.Now.UnixMilli()-10_000, 655+9+4-100)
	e.says(e.get(mailingOf(webtest.Going)+was), http.StatusOK, "10 a second, about 2 min left", "Look again")
	for _, nonsense := range []string{"?was=x-y", "?was=9-99999999", "?was=99999999999999-1", "?was=-"} {
		if body := e.get(mailingOf(webtest.Going) + nonsense).Body.String(); strings.Contains(body, "a second") {
			t.Errorf("%s is believed", nonsense)
		}
	}
	e.says(e.get(mailingOf("nowhere")), http.StatusNotFound)
	e.says(e.get("/desk/editions"), http.StatusOK, `<a href="/desk/editions/edition-going/mailing">mails: 655 sent, 616 to be sent`)
	e.says(e.get("/desk/editions/edition-going"), http.StatusOK, `/desk/editions/edition-going/mailing`, `/desk/editions/edition-going/mail"`)
}

func TestTheOverviewShowsMailingsWithTheirReason(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().Mailed())
	body := e.get("/desk/").Body.String()
	waits, going, _ := strings.Cut(body, "Going out by mail")
	for words, place := range map[string]string{
		"Paused by ada.": waits, "refuses mail from here: 550 5.7.1": waits, "655 of 1,284 sent, 9 bounced": going, "Waits until 09:20, because": going, "590,033 of 1,000,000 sent": going,
	} {
		if !strings.Contains(place, words) {
			t.Errorf("%q does not stand where it should", words)
		}
	}
	if strings.Contains(body, "Sent by mistake") {
		t.Error("what has ended is still shown")
	}
	quiet, _ := loggedIn(t, webtest.Sample())
	if strings.Contains(quiet.get("/desk/").Body.String(), "Going out by mail") {
		t.Error("nothing is going out")
	}
}

func TestCountsForProgramsAndPages(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().Mailed())
	got := e.get(mailingOf(webtest.Going) + "/counts.json")
	var c map[string]any
	if err := json.Unmarshal(got.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]any{
		"state": "sending", "words": "Going out.", "total": 1284.0, "done": 668.0, "percent": 52.0, "waiting": 604.0, "sent": 655.0, "deferred": 12.0, "bounced": 9.0,
		"suppressed": 4.0, "cancelled": 0.0, "at": float64(webtest.Now.UnixMilli()),
	} {
		if c[name] != want {
			t.Errorf("%s is %v, want %v", name, c[name], want)
		}
	}
	if got.Header().Get("Cache-Control") != "no-store" || got.Header().Get("Content-Type") != "application/json" {
		t.Errorf("the header is %v", got.Header())
	}
}

func TestEditorsPauseResumeAndCancel(t *testing.T) {
	w := webtest.Sample().Mailed()
	e, acts := loggedIn(t, w)
	address := mailingOf(webtest.Going)
	for _, c := range []struct{ do, says, words string }{
		{"pause", "The mailing is paused.", "Paused by ada."},
		{"resume", "The mailing goes on.", "Going out."},
		{"cancel", "The mailing is cancelled.", "Cancelled by ada"},
	} {
		if c.do == "cancel" {
			e.says(e.get(address+"/cancel"), http.StatusOK, "Cancel this mailing?", "655 of 1,284 readers have got it", "The 616 whose mail is still to go out", "Only pause it", `value="cancel"`)
		}
		if got := e.post(address, url.Values{"do": {c.do}}); got.Code != http.StatusSeeOther || got.Header().Get("Location") != address {
			t.Errorf("%s answers %d to %s", c.do, got.Code, got.Header().Get("Location"))
		}
		e.says(e.get(address), http.StatusOK, c.says, c.words)
	}
	if got := strings.Join(acts.Mailed, ", "); got != "pause edition-going ada, resume edition-going, cancel edition-going ada" {
		t.Errorf("done: %s", got)
	}
	e.says(e.post(address, url.Values{"do": {"pause"}}), http.StatusConflict, "The mailing has ended.")
	e.says(e.get(address+"/cancel"), http.StatusOK, "There is nothing to cancel.")
	e.says(e.get(mailingOf(webtest.Draft)+"/cancel"), http.StatusOK, "There is nothing to cancel.")
	e.says(e.post(address, url.Values{"do": {"burn"}}), http.StatusUnprocessableEntity, "choose pause, resume or cancel")
	e.says(e.post(mailingOf(webtest.Draft), url.Values{"do": {"pause"}}), http.StatusConflict, "not being mailed yet")
}

func TestMessagesAreFoundByStateAndAddress(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().Mailed())
	address := mailingOf(webtest.Going)
	e.says(e.get(address), http.StatusOK, "reader0@mail0.example", "leser5@bücher.example", `deferred <span class="soft" data-count="deferred">12</span>`, `<td class="words" dir="auto">550 5.1.1 &lt;nobody&gt;`, "4.2.1", "?after=",
		`<bdi>former14@mail0.example</bdi> <span class="soft">now <bdi>reader14@mail0.example</bdi></span>`)
	e.says(e.get(address+"?after=60"), http.StatusOK, "From the beginning")
	bounced := e.get(address + "?state=bounced").Body.String()
	if strings.Contains(bounced, "250 2.0.0") || !strings.Contains(bounced, "550 5.1.1") || !strings.Contains(bounced, "These as a table") {
		t.Error("not only the bounced ones are shown")
	}
	e.says(e.get(address+"?q=READER4@"), http.StatusOK, "reader4@mail4.example", `value="READER4@"`)
	e.says(e.get(address+"?q=%3Cscript%3E&state=sent"), http.StatusOK, "No address on the list begins so, or none whose message is sent.", `value="&lt;script&gt;"`)
	e.says(e.get(address+"?state=cancelled"), http.StatusOK, "No message is cancelled.")
	e.says(e.get(address+"?state=lost"), http.StatusBadRequest, "write state=bounced")
	e.says(e.get(address+"?q="+strings.Repeat("a", 201)), http.StatusUnprocessableEntity, "too long for an address")
}

func TestMessagesThatWereForgotten(t *testing.T) {
	w := webtest.Sample().Mailed()
	e, _ := loggedIn(t, w)
	address := mailingOf(webtest.Forgotten)
	got := e.get(address)
	e.says(got, http.StatusOK, "What became of each message was deleted on", `<time datetime="2031-02-20T03:00:00Z"`, "Finished at Mon 28 Jan 2030, 09:20.", "20 February 2031", "The counts above stay.", `data-count="sent">1,280<`)
	for _, not := range []string{"Nobody is on the list", `type="search"`, "messages.csv", "?state="} {
		if strings.Contains(got.Body.String(), not) {
			t.Errorf("the page has %q", not)
		}
	}
	e.says(e.get(address+"/messages.csv"), http.StatusNotFound, "was deleted on 20 February 2031")
}

func TestMessagesAsATable(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample().Mailed())
	got := e.get(mailingOf(webtest.Going) + "/messages.csv")
	if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "text/csv; charset=utf-8" || got.Header().Get("Content-Disposition") != `attachment; filename="mailing-strait-brief-2031-02-11.csv"` {
		t.Errorf("%d: %v", got.Code, got.Header())
	}
	rows, err := csv.NewReader(got.Body).ReadAll()
	if err != nil || len(rows) != 121 || strings.Join(rows[0], " ") != "email state attempts unheard first_attempt since next_try status reply moved_to" {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if strings.Join(rows[3], "|") != "reader2@mail2.example|deferred|2|0|2031-03-04T09:19:00Z|2031-03-04T09:19:00Z|2031-03-04T09:29:00Z|4.2.1|450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. Please resend your message at a later time.|" {
		t.Errorf("the third: %v", rows[3])
	}
	formulas, moved := 0, 0
	for _, r := range rows[1:] {
		if strings.HasPrefix(r[0], "=") {
			t.Errorf("a spreadsheet would reckon %q out", r[0])
		}
		if strings.HasPrefix(r[0], "'=") {
			formulas++
		}
		if r[0] == "former14@mail0.example" && r[9] == "reader14@mail0.example" {
			moved++
		} else if r[9] != "" {
			t.Errorf("somebody moved who did not: %v", r)
		}
	}
	if formulas == 0 || moved != 1 {
		t.Errorf("%d addresses look like a formula, and %d have moved", formulas, moved)
	}
	if rows, err := csv.NewReader(e.get(mailingOf(webtest.Going) + "/messages.csv?state=bounced").Body).ReadAll(); err != nil || len(rows) != 10 {
		t.Errorf("%d rows of bounced ones, %v", len(rows), err)
	}
	e.says(e.get(mailingOf(webtest.Draft)+"/messages.csv"), http.StatusNotFound, "not being mailed yet")
	if got := e.get(mailingOf(webtest.Going) + "/messages.csv?state=lost"); got.Code != http.StatusUnprocessableEntity {
		t.Errorf("a state that is none answers %d", got.Code)
	}
}

func TestTheMailIsSeenBeforeItGoesOut(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample())
	address := "/desk/editions/edition-draft/mail"
	whole := e.get(address)
	e.says(whole, http.StatusOK, "23.7 KB of the 102 KB", `<iframe class="sheet mail-screen" sandbox src="/desk/editions/edition-draft/mail/html?language=en"`, "On a telephone", "עברית")
	if csp := whole.Header().Get("Content-Security-Policy"); !strings.HasSuffix(csp, "; frame-src 'self'") {
		t.Errorf("the policy is %s", csp)
	}
	e.says(e.get(address+"?part=telephone&language=he"), http.StatusOK, "mail-telephone", "mail/html?language=he")
	e.says(e.get(address+"?part=text"), http.StatusOK, "1. Karst and Melland", "&lt;/pre&gt;&lt;script&gt;")
	e.says(e.get(address+"?part=header"), http.StatusOK, "DKIM-Signature", "bounces&#43;0-", "&lt;script&gt;")
	e.says(e.get(address+"?part=source"), http.StatusOK, "=D7=94", "source.eml?language=en", "&lt;script&gt;")
	e.says(e.get(address+"?part=all"), http.StatusBadRequest, "write part=screen")
	page := e.get(address + "/html?language=en")
	if csp := page.Header().Get("Content-Security-Policy"); !strings.HasPrefix(csp, "sandbox; default-src 'none'; style-src 'unsafe-inline'") || page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "<script>") {
		t.Errorf("the page in the frame: %d, %s", page.Code, csp)
	}
	file := e.get(address + "/source.eml?language=he")
	if file.Header().Get("Content-Type") != "message/rfc822" || file.Header().Get("Content-Disposition") != `attachment; filename="strait-brief-2031-03-06-he.eml"` || !strings.HasPrefix(file.Body.String(), "Subject: ") {
		t.Errorf("the file: %v", file.Header())
	}
	for _, path := range []string{"", "/html", "/source.eml"} {
		if got := e.get("/desk/editions/nowhere/mail" + path); got.Code != http.StatusNotFound {
			t.Errorf("of an edition that is not there, %q answers %d", path, got.Code)
		}
	}
}

func TestATestGoesOut(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	address := "/desk/editions/edition-draft/mail"
	got := e.post(address, url.Values{"to": {"ada@example.org, ben@example.org;\r\ncarl@example.org"}, "language": {"he"}, "part": {"text"}})
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != address+"?language=he&part=text" {
		t.Errorf("answers %d to %s", got.Code, got.Header().Get("Location"))
	}
	if done := strings.Join(acts.Mailed, ", "); done != "test edition-draft in he to ada@example.org, test edition-draft in he to ben@example.org, test edition-draft in he to carl@example.org" {
		t.Errorf("done: %s", done)
	}
	e.says(e.get(address+"?language=he&part=text"), http.StatusOK, "The test went to ada@example.org, ben@example.org, carl@example.org.")
	e.says(e.post(address, url.Values{"to": {"ada@example.org, full@example.org"}}), http.StatusOK, "Not every test went out.", "ada@example.org</bdi>: <span dir=\"auto\">went out", "452 4.2.2 &lt;b&gt;")
	e.says(e.post(address, url.Values{"to": {"ben"}}), http.StatusUnprocessableEntity, "&#34;ben&#34; is no mail address: there is no @ in it.", `id="to-error"`, ">ben</textarea>")
}
