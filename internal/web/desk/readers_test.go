package desk_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"onrecord/internal/web/webtest"
)

func TestReadersAreFoundAndShownWithTheirProof(t *testing.T) {
	e, _ := loggedIn(t, webtest.Sample())
	for path, want := range map[string][]string{
		"/desk/readers":                            {"ada@example.org", "leser@bücher.example", "paused", "bounce", "4 readers", `<label for="suppressed">Mail</label>`, `<option value="any">suppressed</option>`},
		"/desk/readers?suppressed=operator":        {`<option value="operator" selected>suppressed by an editor</option>`},
		"/desk/readers?tag=donor":                  {"ada@example.org", "1 reader"},
		"/desk/readers?q=nobody":                   {"Nobody is like that."},
		"/desk/readers?publication=harbour-papers": {`value="harbour-papers" selected`},
		"/desk/readers/reader-ada":                 {"<strong>asked</strong>", "from <bdi dir=\"ltr\">192.0.2.7</bdi>", "Send me The Strait Brief by mail", "press the button:\n\nLINK", "Firefox/140.0"},
		"/desk/readers/reader-bo":                  {"Nothing is sent to this address since", "550 5.1.1 no such user here", "Let this address have mail again"},
		"/desk/readers/reader-gone":                {"An erased reader", "What stays is what they agreed to"},
	} {
		body := e.get(path).Body.String()
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%s does not say %q", path, w)
			}
		}
	}
	for path, want := range map[string]int{
		"/desk/readers?state=gone": http.StatusBadRequest, "/desk/readers?suppressed=x": http.StatusBadRequest, "/desk/readers?publication=none": http.StatusNotFound, "/desk/readers/none": http.StatusNotFound,
	} {
		if got := e.get(path); got.Code != want {
			t.Errorf("%s answers %d", path, got.Code)
		}
	}
	if strings.Contains(e.get("/desk/readers/reader-gone").Body.String(), "<form method=\"post\" action=\"/desk/readers/") {
		t.Error("an erased reader can be changed")
	}
}

func TestWhatAnEditorDoesToReaders(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	for _, c := range []struct {
		form url.Values
		code int
		says string // an act, or what the page says
	}{
		{url.Values{"do": {"tags"}, "tags": {"Press, donor"}}, http.StatusSeeOther, "reader-ada has the tags [donor press]"},
		{url.Values{"do": {"tags"}, "tags": {"<b>"}}, http.StatusUnprocessableEntity, "is no tag"},
		{url.Values{"do": {"suppress"}, "why": {"asked by telephone"}}, http.StatusSeeOther, "reader-ada is suppressed: asked by telephone (ada)"},
		{url.Values{"do": {"suppress"}, "why": {" "}}, http.StatusUnprocessableEntity, "Say why"},
		{url.Values{"do": {"unsuppress"}}, http.StatusSeeOther, "reader-ada gets mail"},
		{url.Values{"do": {"erase"}}, http.StatusUnprocessableEntity, "Tick that it is for good"},
		{url.Values{"do": {"erase"}, "sure": {"yes"}}, http.StatusSeeOther, "reader-ada is erased"},
		{url.Values{"do": {"x"}}, http.StatusUnprocessableEntity, "does not say what to do"},
	} {
		before := len(acts.Read)
		got := e.post("/desk/readers/reader-ada", c.form)
		if got.Code != c.code {
			t.Errorf("%v answers %d: %s", c.form, got.Code, got.Body)
		}
		if c.code == http.StatusSeeOther {
			if len(acts.Read) != before+1 || acts.Read[before] != c.says {
				t.Errorf("%v did %v", c.form, acts.Read[before:])
			}
		} else if len(acts.Read) != before || !strings.Contains(got.Body.String(), c.says) {
			t.Errorf("%v did %v and says %s", c.form, acts.Read[before:], got.Body)
		}
	}
}

// send sends the form for a list as a browser does.
func (e *editor) send(fields [][2]string, list string) *httptest.ResponseRecorder {
	e.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for _, f := range fields {
		_ = m.WriteField(f[0], f[1])
	}
	if list != "" {
		w, err := m.CreateFormFile("list", "readers.csv")
		if err != nil {
			e.t.Fatal(err)
		}
		_, _ = w.Write([]byte(list))
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, "/desk/readers/import", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return e.do(r)
}

func TestAListOfReadersIsSentToTheDesk(t *testing.T) {
	e, acts := loggedIn(t, webtest.Sample())
	fields := [][2]string{{"publication", "strait-brief"}, {"consent", "On paper"}, {"tags", "fair"}, {"dry", "yes"}}
	got := e.send(fields, "email,Name\nann@karsk.example,Ann\nann at karsk,Ann\n")
	body := got.Body.String()
	for _, want := range []string{"1 of 2 readers would be taken; nothing was changed", "Line 3", "ann at karsk", "There is no @ in it", "Not taken from the list: <bdi>Name</bdi>", `value="yes" checked`, ">On paper</textarea>"} {
		if !strings.Contains(body, want) {
			t.Errorf("it does not say %q: %d %s", want, got.Code, body)
		}
	}
	if len(acts.Read) != 1 || acts.Read[0] != "1 of a list for strait-brief, [fair], dry true: On paper" {
		t.Errorf("%v", acts.Read)
	}
	if err := webtest.WellFormed(body); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		fields [][2]string
		list   string
		says   string
	}{
		"no proof":   {fields[:1], "ann@karsk.example\n", "Say where and to what these readers agreed"},
		"no list":    {fields, "", "Choose a file."},
		"not a list": {fields, "Name,Phone\nAnn,1\n", "no column called email"},
		"empty":      {fields, " ", "There is nothing in it"},
		"bad tags":   {[][2]string{{"consent", "x"}, {"tags", "a<b"}}, "ann@karsk.example", "is no tag"},
	} {
		got := e.send(c.fields, c.list)
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), c.says) {
			t.Errorf("%s answers %d: %s", name, got.Code, got.Body)
		}
	}
	if len(acts.Read) != 1 {
		t.Errorf("%v", acts.Read)
	}
	e.cookie = ""
	if got := e.send(fields, "ann@karsk.example"); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/desk/login" || len(acts.Read) != 1 {
		t.Errorf("a stranger's list answers %d", got.Code)
	}
}
