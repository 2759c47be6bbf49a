package app

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/postgres"
)

// onDesks runs a test on an empty desk on SQLite and on PostgreSQL, with a publication and an editor.
func onDesks(t *testing.T, set map[string]string, test func(t *testing.T, a *App)) {
	for name, where := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "desk.db") },
		"PostgreSQL": func(t *testing.T) string { return postgres.New(t) },
	} {
		t.Run(name, func(t *testing.T) {
			flags := map[string]string{"data": t.TempDir(), "database": where(t), "mail.from": "desk@digest.example"}
			for k, v := range set {
				flags[k] = v
			}
			c, err := config.Load(config.Sources{File: os.DevNull, Flags: flags})
			if err != nil {
				t.Fatal(err)
			}
			a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler), Extras{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := a.Close(); err != nil {
					t.Error(err)
				}
			})
			if _, err := a.AddPublication(t.Context(), NewPublication{Slug: "daily-alert", Name: "Daily Alert", Language: "en", Days: []string{"sun"}, At: "07:00", Zone: "UTC", Sections: []string{"News"}}); err != nil {
				t.Fatal(err)
			}
			if _, err := a.AddUser(t.Context(), "ada", "correct horse battery"); err != nil {
				t.Fatal(err)
			}
			test(t, a)
		})
	}
}

// visitor asks the whole of the pages, from a proxy on this machine on behalf of somebody.
type visitor struct {
	t      *testing.T
	h      http.Handler
	client string
	cookie string
}

func visit(t *testing.T, a *App, client string) *visitor {
	t.Helper()
	h, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t: t, h: h, client: client}
}

func (v *visitor) ask(method, path string, form url.Values) *httptest.ResponseRecorder {
	v.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.RemoteAddr = "127.0.0.1:4711"
	r.Header.Set("X-Forwarded-For", v.client)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", v.cookie)
	w := httptest.NewRecorder()
	v.h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		v.cookie = c.Name + "=" + c.Value
	}
	return w
}

func (v *visitor) login() *httptest.ResponseRecorder {
	return v.ask(http.MethodPost, "/desk/login", url.Values{"name": {"ada"}, "password": {"correct horse battery"}})
}

// What is served beside the site stands where no publication can: see the site's own test for its pages.
func TestNoPublicationIsCalledAsAPageOfTheProgram(t *testing.T) {
	for _, name := range []string{"desk", "mail"} {
		p := news.Publication{Slug: name, Name: "x", Language: "en", Sections: []string{"News"}, Schedule: news.Schedule{Days: []time.Weekday{time.Sunday}, Zone: "UTC"}}
		if err := p.Validate(); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "slug: /"+name+" is a page of the program's own") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is no id in an address is a page that is not there, on either database.
func TestWhatIsNoIDIsNotFound(t *testing.T) {
	onDesks(t, nil, func(t *testing.T, a *App) {
		v := visit(t, a, "192.0.2.7")
		v.login()
		for _, id := range []string{"%00", "%FF", "a%00b", "%C3%28", "none", strings.Repeat("x", 5000)} {
			for _, path := range []string{"/story/", "/report/", "/", "/daily-alert/", "/desk/stories/", "/desk/editions/"} {
				if got := v.ask(http.MethodGet, path+id, nil); got.Code != http.StatusNotFound {
					t.Errorf("GET %s%.10s answers %d", path, id, got.Code)
				}
			}
			for path, form := range map[string]url.Values{
				"/desk/feeds/" + id:                   {"do": {"ask"}},
				"/desk/stories/" + id + "/claims/x":   {"do": {"word"}, "wording": {"x"}},
				"/desk/stories/" + id + "/undo":       {"act": {"\x00"}},
				"/desk/stories/" + id + "/move":       {"report": {"\x00"}, "to": {"\x00"}},
				"/desk/publications/" + id + "/draft": {},
				"/desk/editions/" + id:                {"do": {"take"}},
				"/desk/jobs/" + id:                    {},
			} {
				if got := v.ask(http.MethodPost, path, form); got.Code != http.StatusNotFound {
					t.Errorf("POST %.40s answers %d", path, got.Code)
				}
			}
		}
	})
}

// Behind the reverse proxy that the manual describes, whoever asks too often stops nobody else.
func TestReadersBehindAProxyAreTakenForThemselves(t *testing.T) {
	onDesks(t, nil, func(t *testing.T, a *App) {
		v := visit(t, a, "192.0.2.66")
		subscribe := func(address string) int {
			return v.ask(http.MethodPost, "/subscribe", url.Values{"publication": {"daily-alert"}, "email": {address}}).Code
		}
		for range 12 {
			v.ask(http.MethodPost, "/desk/login", url.Values{"name": {"ada"}, "password": {"guess"}})
			subscribe("many@readers.example")
		}
		if subscribe("many@readers.example") != http.StatusTooManyRequests || v.login().Code != http.StatusTooManyRequests {
			t.Error("whoever asks without end is not stopped")
		}
		v.client = "192.0.2.7"
		if got := subscribe("one@readers.example"); got != http.StatusSeeOther {
			t.Errorf("another reader's subscription answers %d", got)
		}
		if got := v.login(); got.Code != http.StatusSeeOther {
			t.Errorf("another address's login answers %d", got.Code)
		}
	})
}
