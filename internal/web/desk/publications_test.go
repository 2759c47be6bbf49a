package desk_test

import (
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web/desk"
	"onrecord/internal/web/webtest"
)

func TestPublicationsAreSetUp(t *testing.T) {
	w := webtest.Sample()
	e, acts := loggedIn(t, w)
	e.says(e.get("/desk/publications"), http.StatusOK, "The Strait Brief", "Thursday 6 March, 07:00 (WET)", "1,284 readers, 17 to confirm", "Add a publication")
	e.says(e.get("/desk/publications/pub-strait"), http.StatusOK, `value="Tuesday" checked`, `value="Monday">`, `type="time" required value="07:00"`, `value="Europe/Lisbon"`, "4 Quay Street",
		`<option value="Asia/Jerusalem">`, "Denials and Corrections\nAnalysis", `name="late" type="text" dir="ltr" required value="6h"`, "in 46 hours")
	if strings.Contains(e.get("/desk/publications/pub-strait").Body.String(), `name="slug"`) {
		t.Error("the name in addresses can be changed")
	}
	e.says(e.get("/desk/publications/none"), http.StatusNotFound)
	e.says(e.get("/desk/publications/new"), http.StatusOK, `name="slug"`, `value="Europe/Lisbon"`, `value="6h"`)

	form := url.Values{
		"name": {" Evening Brief "}, "slug": {"evening"}, "about": {""}, "language": {"en"}, "day": {"Sunday", "Friday"}, "at": {"18:30"}, "zone": {"Asia/Jerusalem"},
		"sections": {"News\r\n\r\n Analysis \r\n"}, "from": {""}, "postal": {""}, "late": {"2h"}, "remind": {"30m"},
	}
	want := desk.PublicationForm{Slug: "evening", Name: "Evening Brief", Language: "en", Days: []string{"Sunday", "Friday"}, At: "18:30", Zone: "Asia/Jerusalem", Sections: []string{"News", "Analysis"}, Late: "2h", Remind: "30m"}
	if got := e.post("/desk/publications", form); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/publications" {
		t.Errorf("adding answers %d to %q", got.Code, got.Header().Get("Location"))
	}
	if got := e.post("/desk/publications/pub-strait", form); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/publications/pub-strait" {
		t.Errorf("changing answers %d to %q", got.Code, got.Header().Get("Location"))
	}
	same := want
	same.Slug = "strait-brief"
	if !reflect.DeepEqual(acts.Published, []desk.PublicationForm{want, same}) {
		t.Errorf("set up: %+v", acts.Published)
	}

	// What cannot be taken stands at its field, and what was typed stays.
	delete(form, "day")
	form.Set("name", "")
	form.Set("zone", "Norland/<Karsk>")
	form.Set("slug", "taken")
	for _, path := range []string{"/desk/publications", "/desk/publications/pub-strait"} {
		words := []string{"Nothing you typed is lost", `id="name-error">A publication needs a name.`, `id="days-error"`, `id="zone-error"`, `value="Norland/&lt;Karsk&gt;" aria-invalid="true"`, `value="18:30"`}
		if path == "/desk/publications" {
			words = append(words, `id="slug-error">There is a publication`)
		}
		e.says(e.post(path, form), http.StatusUnprocessableEntity, words...)
	}
}

func TestTheHourThatClocksSkipIsTold(t *testing.T) {
	w := webtest.Sample()
	w.Pubs[0].Schedule = news.Schedule{Days: []time.Weekday{time.Sunday}, Hour: 2, Minute: 30, Zone: "America/New_York"} // 9 March 2031
	w.Pubs[1].Schedule.Zone = "America/Sao_Paulo"
	e, _ := loggedIn(t, w)
	e.says(e.get("/desk/publications"), http.StatusOK, "Sunday 9 March, 03:30 (EDT), for the clocks skip 02:30 that day", "09:00 (UTC-03)")
	w.Pubs = nil
	e.says(e.get("/desk/publications"), http.StatusOK, "No publication yet")
	e.says(e.get("/desk/publications/new"), http.StatusOK, `value="UTC"`)
}

// All that the form offers is a zone, and those that everybody knows are among them.
func TestZonesToChooseFrom(t *testing.T) {
	list, err := os.ReadFile("zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Fields(string(list))
	for _, name := range all {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"UTC", "Asia/Jerusalem", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"} {
		if !strings.Contains("\n"+string(list), "\n"+name+"\n") {
			t.Errorf("there is no %s", name)
		}
	}
	if len(all) < 400 {
		t.Errorf("there are only %d", len(all))
	}
}

func TestWhatWaitsForAnEditorStandsOnTop(t *testing.T) {
	w := webtest.Sample().Troubled()
	e, acts := loggedIn(t, w)
	page := e.get("/desk/")
	e.says(page, http.StatusOK, "tag-held", "It has not gone out", `tag-paused">paused`, "412 of 1,284 sent", "too many complaints", "not approved", "in 47 minutes")
	if body := page.Body.String(); strings.Index(body, "tag-held") > strings.Index(body, "tag-paused") || strings.Index(body, "tag-paused") > strings.Index(body, "in 47 minutes") || strings.Contains(body, "No editor has a mail address") {
		t.Error("it does not stand in this order, or says that nobody is told")
	}
	e.says(e.get("/desk/editions"), http.StatusOK, `tag-held">held`, "for readers whose language is en and who have the tag donor or press")
	const path = "/desk/editions/edition-draft"
	e.says(e.get(path), http.StatusOK, "It has not gone out", "Send it now", "Withdraw the approval")
	e.post(path, url.Values{"do": {"release"}})
	e.says(e.get(path), http.StatusOK, "Released: it appears at once")
	e.post(path, url.Values{"do": {"withdraw"}})
	if got := strings.Join(acts.Spoken, "; "); got != "release edition-draft by ada; withdraw edition-draft by ada" {
		t.Errorf("said: %s", got)
	}
	w.Users[0].Mail = ""
	e.says(e.get("/desk/"), http.StatusOK, "No editor has a mail address")
	// One that is approved and not late can be taken back as well.
	for i := range w.AllOfThem {
		if w.AllOfThem[i].ID == webtest.Draft {
			w.AllOfThem[i].Due = webtest.Now.Add(time.Hour)
		}
	}
	if body := e.get(path).Body.String(); strings.Contains(body, "Send it now") || !strings.Contains(body, "Withdraw the approval") {
		t.Errorf("approved, it says %s", body)
	}
}

func TestWhomAnEditionIsFor(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	const path = "/desk/editions/edition-draft"
	e.says(e.get(path), http.StatusOK, "All readers. At this moment it would be mailed to 1,284, without those who are pausing or suppressed.")
	e.says(e.post(path, url.Values{"do": {"audience"}, "languages": {"en_US"}, "tags": {"two/words"}}), http.StatusUnprocessableEntity, `value="en_US"`, `id="languages-error"`, `id="tags-error"`, `value="two/words"`)
	e.post(path, url.Values{"do": {"audience"}, "languages": {"he"}, "tags": {"Donor press"}})
	e.says(e.get(path), http.StatusOK, "It is mailed to readers whose language is he and who have the tag donor or press.")
	if got := strings.Join(acts.Spoken, "; "); got != "mail edition-draft to readers whose language is he and who have the tag donor or press" {
		t.Errorf("said: %s", got)
	}
	if strings.Contains(e.get("/desk/editions/edition-newest").Body.String(), "Who gets it") {
		t.Error("whom an edition is for can be changed after it has appeared")
	}
}
