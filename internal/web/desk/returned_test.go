package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"onrecord/internal/web/webtest"
)

func TestWhatCameBack(t *testing.T) {
	w := webtest.Sample()
	e, _ := loggedIn(t, w)
	e.says(e.get("/desk/returned"), http.StatusOK, "None came back in the last 7 days.", "Nothing. What bounces is seen here if there is a way for it to come in")
	e.says(e.get("/desk/"), http.StatusOK, "none in the last 7 days")
	w.Returning()
	e.says(e.get("/desk/"), http.StatusOK, `href="/desk/returned?kind=unknown">2 mails came back that nobody could read`, `href="/desk/returned">`)
	first := e.get("/desk/returned")
	e.says(first, http.StatusOK, "ivo.marek@harbour.example", "No such mailbox: gets no more mail.", "550 5.1.1 &lt;ivo.marek@harbour.example&gt;", "Code 5.1.1", "Called spam by its reader: gets no more mail.",
		"The mail or its sender was refused: still gets mail; this is yours to mend.", "Not delivered so far: their server still tries.", "Nobody could read it: look at its words.", "A report about no mail that is known here.",
		"leser@bücher.example", `href="/desk/editions/edition-newest"`, "by lmtp", `href="/desk/returned?before=951">Further back`, `<blockquote class="server" dir="auto">`, "&amp; &lt;left&gt;")
	if n := strings.Count(first.Body.String(), "<blockquote"); n != 49 { // a complaint has no words
		t.Errorf("%d rows with words on the first page", n)
	}
	second := e.get("/desk/returned?before=951")
	e.says(second, http.StatusOK, `href="/desk/returned">The newest`, "Not delivered, and it may be the mailbox: counted")
	if strings.Contains(second.Body.String(), "Further back") || strings.Count(second.Body.String(), "<blockquote") != 17 {
		t.Error("the second page is not the last")
	}
	e.says(e.get("/desk/returned?kind=bounced&verdict=soft"), http.StatusOK, `<option value="bounced" selected>`, `<option value="soft" selected>`, `before=945&amp;kind=bounced&amp;verdict=soft`)
	e.says(e.get("/desk/returned?kind=complained&verdict=dead"), http.StatusOK, "Nothing of that kind.", `<a href="/desk/returned">Show everything</a>`)
	e.says(e.get("/desk/returned?kind=none"), http.StatusUnprocessableEntity, "is none of bounced, complained, unknown and delayed")
	for _, before := range []string{"x", "0", "-1", "99999999999999999999"} {
		e.says(e.get("/desk/returned?before="+before), http.StatusBadRequest, "take the link on the page before")
	}
	other, _ := stranger(t, w)
	if got := other.get("/desk/returned"); got.Code != http.StatusSeeOther {
		t.Errorf("a stranger gets %d", got.Code)
	}
}

func TestWhatReadersOpenedNamesNobody(t *testing.T) {
	w := webtest.Sample()
	e, _ := loggedIn(t, w)
	if got := e.get("/desk/editions/edition-newest").Body.String(); strings.Contains(got, "What readers opened") {
		t.Error("it speaks of counts where nothing is counted")
	}
	w.Returning()
	got := e.get("/desk/editions/edition-newest")
	e.says(got, http.StatusOK, "Links clicked 312 times, mails opened 1043 times. Nobody is named", "Programs that look into mails click and open, too.")
	body := got.Body.String()
	if a, b, c := strings.Index(body, `tally-n">187`), strings.Index(body, `tally-n">96`), strings.Index(body, `tally-n">29`); a < 0 || b < a || c < b {
		t.Error("they do not stand in order")
	}
	w.OpenedOf = w.OpenedOf[:1]
	e.says(e.get("/desk/editions/edition-newest"), http.StatusOK, "Mails opened 1043 times. Nobody is named")
}
