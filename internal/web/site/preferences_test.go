package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/web/webtest"
)

func TestTheFormsOfAReadersOwnPage(t *testing.T) {
	h, did, last := acts(t)
	page := webtest.Get(t, h, "/preferences/good")
	body := page.Body.String()
	if err := webtest.WellFormed(body); err != nil || page.Code != http.StatusOK || page.Header().Get("Cache-Control") != "no-store" || page.Header().Get("Referrer-Policy") != "no-referrer" || !strings.Contains(body, "noindex") {
		t.Errorf("%d, %v, %v", page.Code, page.Header(), err)
	}
	for _, want := range []string{"leser@bücher.example", `value="strait-brief" checked`, "Download all of it", "Erase all that says who you are"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(body, "<script") || strings.Contains(body, "onclick") {
		t.Error("the page needs a script")
	}
	if len(*did) != 0 {
		t.Fatalf("to look at it did %v", *did)
	}
	for _, c := range []struct {
		form url.Values
		act  string
		says string // what the page says then
	}{
		{url.Values{"do": {"save"}, "get": {"strait-brief"}, "language": {"fr"}}, "choose", "Your choice is saved."},
		{url.Values{"do": {"pause"}, "until": {webtest.Now.AddDate(0, 0, 5).Format("2006-01-02")}}, "pause", "No edition is sent to you until then."},
		{url.Values{"do": {"resume"}}, "pause", "The break is over"},
		{url.Values{"do": {"move"}, "email": {"New@example.org"}}, "move", "We have sent a mail to the new address."},
		{url.Values{"do": {"stay"}}, "stay", "go on coming to this address"},
	} {
		got := webtest.Post(t, h, "/preferences/good", c.form)
		to := got.Header().Get("Location")
		if got.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/preferences/good?done=") || len(*did) == 0 || (*did)[len(*did)-1] != c.act {
			t.Errorf("%v answers %d to %q, and did %v", c.form, got.Code, to, *did)
			continue
		}
		if body := webtest.Get(t, h, to).Body.String(); !strings.Contains(body, c.says) {
			t.Errorf("%v: the page does not say %q", c.form, c.says)
		}
		switch c.act {
		case "choose":
			if len(last.Wishes) < 2 || !last.Wishes[0].Wanted || last.Wishes[1].Wanted || !strings.HasPrefix(last.Wishes[0].Wording, "Send me ") || last.Visitor.Address != "192.0.2.1" {
				t.Errorf("it was told %+v", last)
			}
		case "move":
			if last.Address != "New@example.org" {
				t.Errorf("it was told %+v", last)
			}
		}
	}
}

func TestWhatAReaderMistypesIsSaidWhereItStands(t *testing.T) {
	h, did, _ := acts(t)
	for _, c := range []struct {
		form   url.Values
		status int
		says   string
	}{
		{url.Values{"do": {"move"}, "email": {"new@example,org"}}, http.StatusUnprocessableEntity, "There is a comma where a full stop should be; did you mean new@example.org?"},
		{url.Values{"do": {"pause"}, "until": {"soon"}}, http.StatusUnprocessableEntity, "Choose the day from which you want your mails again"},
		{url.Values{"do": {"pause"}, "until": {"2001-01-01"}}, http.StatusUnprocessableEntity, "That day has begun already"},
		{url.Values{"do": {"pause"}, "until": {"2099-01-01"}}, http.StatusUnprocessableEntity, "That is more than a year away"},
		{url.Values{"do": {"save"}, "language": {"<b>"}}, http.StatusUnprocessableEntity, "is no language"},
		{url.Values{"do": {"nothing"}}, http.StatusUnprocessableEntity, "does not say what to do"},
		{nil, http.StatusUnprocessableEntity, "does not say what to do"},
	} {
		got := webtest.Post(t, h, "/preferences/good", c.form)
		if body := got.Body.String(); got.Code != c.status || !strings.Contains(body, c.says) || webtest.WellFormed(body) != nil {
			t.Errorf("%v answers %d: %s", c.form, got.Code, body)
		}
	}
	if len(*did) != 0 {
		t.Errorf("it did %v", *did)
	}
	var got int
	for range 10 {
		got = webtest.Post(t, h, "/preferences/good", url.Values{"do": {"move"}, "email": {"new@example.org"}}).Code
	}
	if got != http.StatusTooManyRequests {
		t.Errorf("mails without end answer %d", got)
	}
}

func TestAReaderErasesThemselvesInTwoSteps(t *testing.T) {
	h, did, _ := acts(t)
	if got := webtest.Get(t, h, "/preferences/good/erase"); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "It cannot be undone.") || len(*did) != 0 {
		t.Errorf("the first step answers %d, did %v", got.Code, *did)
	}
	if got := webtest.Post(t, h, "/preferences/good/erase", nil); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "All is erased") || strings.Join(*did, " ") != "erase" {
		t.Errorf("the second answers %d, did %v", got.Code, *did)
	}
	data := webtest.Get(t, h, "/preferences/good/data.json")
	if data.Code != http.StatusOK || !strings.HasPrefix(data.Header().Get("Content-Type"), "application/json") || !strings.Contains(data.Header().Get("Content-Disposition"), "attachment") || data.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the data answer %d, %v", data.Code, data.Header())
	}
}

func TestAForgedLinkDoesNothingAndSaysSo(t *testing.T) {
	h, did, _ := acts(t)
	for _, path := range []string{"/preferences/forged", "/preferences/forged/erase", "/new-address/forged", "/confirm/forged", "/unsubscribe/forged"} {
		for _, got := range []interface{ Result() *http.Response }{webtest.Get(t, h, path), webtest.Post(t, h, path, url.Values{"do": {"save"}})} {
			if r := got.Result(); r.StatusCode != http.StatusForbidden {
				t.Errorf("%s answers %d", path, r.StatusCode)
			}
		}
		// Nor does another site's form, whatever the link.
		if got := webtest.Post(t, h, strings.Replace(path, "forged", "good", 1), url.Values{"do": {"save"}}, "Sec-Fetch-Site: cross-site"); got.Code != http.StatusForbidden {
			t.Errorf("another site's form to %s answers %d", path, got.Code)
		}
	}
	if got := webtest.Get(t, h, "/preferences/forged/data.json"); got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), "was not made here") {
		t.Errorf("the data answer %d", got.Code)
	}
	if len(*did) != 0 {
		t.Errorf("it did %v", *did)
	}
}

func TestALinkIsMailedToWhoAsks(t *testing.T) {
	h, did, _ := acts(t)
	if got := webtest.Post(t, h, "/preferences", url.Values{"email": {"reader"}}); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "There is no @ in it") {
		t.Errorf("a bad address answers %d", got.Code)
	}
	got := webtest.Post(t, h, "/preferences", url.Values{"email": {"reader@example.org"}})
	if got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/preferences/sent" || strings.Join(*did, " ") != "link to reader@example.org" {
		t.Errorf("it answers %d, did %v", got.Code, *did)
	}
	if body := webtest.Get(t, h, "/preferences/sent").Body.String(); !strings.Contains(body, "If that address is a reader") {
		t.Error("it does not say that it tells nothing")
	}
	for range 10 {
		got = webtest.Post(t, h, "/preferences", url.Values{"email": {"reader@example.org"}})
	}
	if got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") == "" {
		t.Errorf("asking without end answers %d", got.Code)
	}
}

func TestANewAddressIsConfirmedByItsButton(t *testing.T) {
	h, did, last := acts(t)
	if got := webtest.Get(t, h, "/new-address/good"); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `<form method="post">`) || len(*did) != 0 {
		t.Errorf("following the link answers %d, did %v", got.Code, *did)
	}
	got := webtest.Post(t, h, "/new-address/good", nil)
	if got.Code != http.StatusOK || !strings.Contains(got.Body.String(), "Your mails come here now") || strings.Join(*did, " ") != "moved" || strings.Contains(last.Wording, "@") {
		t.Errorf("the button answers %d, did %v: %+v", got.Code, *did, last)
	}
}

func TestManyAskAtOnce(t *testing.T) {
	h, _, _ := acts(t)
	got := webtest.Post(t, h, "/subscribe", url.Values{"publication": {"strait-brief"}, "email": {"crowd@example.org"}})
	if got.Code != http.StatusTooManyRequests || !strings.Contains(got.Body.String(), "Very many people are asking at this moment; please try again in an hour") {
		t.Errorf("it answers %d: %s", got.Code, got.Body)
	}
}
