package webtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"onrecord/internal/news"
)

// Get asks a handler for a page.
func Get(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// Post sends a handler a form, as a browser on the same site does; a header is given as "Name: value".
func Post(t testing.TB, h http.Handler, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		if value == "" {
			r.Header.Del(name)
		} else {
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// void are the elements that have no end (HTML, section 13.1.2).
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// WellFormed says what is wrong with a page: an element that is not closed or closed twice, an attribute given twice, an id
// used twice.
func WellFormed(page string) error {
	z := html.NewTokenizer(strings.NewReader(page))
	var open []string
	ids := map[string]bool{}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return z.Err()
			}
			if len(open) > 0 {
				return fmt.Errorf("never closed: %v", open)
			}
			return nil
		case html.StartTagToken:
			t := z.Token()
			seen := map[string]bool{}
			for _, a := range t.Attr {
				if seen[a.Key] {
					return fmt.Errorf("<%s> has %s twice", t.Data, a.Key)
				}
				seen[a.Key] = true
				if a.Key == "id" {
					if ids[a.Val] {
						return fmt.Errorf("the id %q is there twice", a.Val)
					}
					ids[a.Val] = true
				}
			}
			if !slices.Contains(void, t.Data) {
				open = append(open, t.Data)
			}
		case html.EndTagToken:
			name := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != name {
				return fmt.Errorf("</%s> where %v is open", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// Harmless says what in a page could run or load something that the site did not put there: the page's own policy forbids
// scripts and styles that stand in the page, so there must be none at all.
func Harmless(page string) error {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return err
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		src, kind, class, sandbox := "", "", "", "none"
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				return fmt.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "href" || a.Key == "action" || a.Key == "src":
				if scheme, _, ok := strings.Cut(value, ":"); ok && !strings.ContainsAny(scheme, "/#?") && !slices.Contains([]string{"http", "https", "mailto"}, scheme) {
					return fmt.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
				if strings.HasPrefix(value, "//") {
					return fmt.Errorf("<%s %s=%q> leads elsewhere without saying so", n.Data, a.Key, a.Val)
				}
			}
			switch a.Key {
			case "src":
				src = value
			case "type":
				kind = value
			case "class":
				class = value
			case "sandbox":
				sandbox = value
			}
		}
		switch n.Data {
		case "iframe":
			if sandbox != "" || !strings.HasPrefix(src, "/") {
				return fmt.Errorf("a frame that may do what is in it: %s, sandbox=%q", src, sandbox)
			}
		case "img":
			if !strings.HasPrefix(src, "/") || strings.HasPrefix(src, "//") {
				return fmt.Errorf("a picture from elsewhere: %s", src)
			}
		case "object", "embed", "math", "video", "audio", "style", "base", "foreignobject", "use", "image", "animate", "set":
			return fmt.Errorf("<%s>", n.Data)
		case "svg":
			if class != "pic" {
				return errors.New("a picture that the site did not draw")
			}
		case "script":
			if kind == "application/ld+json" { // it is no script; what stands in it must be whole
				if src != "" || n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data)) {
					return errors.New("linked data that is none")
				}
				continue
			}
			if !strings.HasPrefix(src, "/") || n.FirstChild != nil {
				return errors.New("a script that is not a file of the site")
			}
		}
	}
	return nil
}

// payloads are what hostile feeds try.
var payloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</title><svg onload=alert(1)>`, `{{.}}<iframe srcdoc=x>`,
	"\x02<b onclick=x>\x03", `</textarea><script>x</script>`, "javascript:alert(1)", `<style>*{display:none}</style>`, "\u202e<math>",
}

// Hostile makes of a world one in which everything that comes from outside is hostile: each field is one of the payloads,
// and each address leads where no page may.
func Hostile(w *World) *World {
	n := 0
	bad := func() string { n++; return payloads[n%len(payloads)] }
	address := func() string {
		n++
		return []string{"javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/", "vbscript:x", "/\\evil.example", " javascript:alert(1)"}[n%6]
	}
	for i := range w.AllOfThem {
		e := &w.AllOfThem[i]
		e.Title, e.Standfirst = bad(), bad()
		var sections []news.Section
		for _, s := range e.Sections {
			kept := news.Section{Name: s.Name + " " + bad()}
			for _, item := range s.Items {
				item.Headline, item.Outlet, item.Author, item.Summary, item.Ledger, item.URL = bad(), bad(), bad(), bad(), bad(), address()
				kept.Items = append(kept.Items, item)
			}
			sections = append(sections, kept)
		}
		e.Sections = sections
	}
	for i := range w.Reports {
		r := &w.Reports[i]
		r.Title, r.Outlet, r.Author, r.Summary, r.URL, r.Language = bad(), bad(), bad(), bad(), address(), bad()
	}
	for i := range w.Texts {
		v := &w.Texts[i]
		v.Title, v.Byline, v.Text = bad(), bad(), bad()+v.Text+bad()
	}
	for _, list := range w.Said {
		for i := range list {
			list[i].Speaker, list[i].Via = bad(), []string{bad(), bad()}
		}
	}
	for _, list := range w.Mended {
		for i := range list {
			list[i].By, list[i].EndedBy, list[i].Around = bad(), bad(), bad()+list[i].Around
		}
	}
	for i := range w.People {
		v := &w.People[i]
		v.Name, v.Office, v.Affiliation, v.Aliases, v.Given = bad(), bad(), bad(), []string{bad(), bad()}, []news.Alias{{Name: bad()}}
	}
	for i := range w.Named {
		n := &w.Named[i]
		n.Name, n.Because, n.Words, n.Outlet, n.Title = payloads[i%len(payloads)], bad(), bad(), bad(), bad()
	}
	for _, held := range w.HeldBy {
		for i := range held {
			held[i].Office, held[i].Affiliation = bad(), bad()
		}
	}
	for _, list := range w.Likely {
		for i := range list {
			list[i].Because, list[i].Speaker.Name = bad(), bad()
		}
	}
	for i := range w.SpeakerDeeds {
		w.SpeakerDeeds[i].Who, w.SpeakerDeeds[i].SpeakerName, w.SpeakerDeeds[i].OtherName = bad(), bad(), bad()
	}
	for id, l := range w.Ledgers {
		l.Story.Title = bad()
		for i := range l.Claims {
			c := &l.Claims[i]
			c.Wording = bad()
			for j := range c.Origins {
				c.Origins[j].Name = bad()
			}
			for j := range c.Positions {
				c.Positions[j].Quote, c.Positions[j].Speaker, c.Positions[j].Credits = bad(), bad(), bad()
			}
			for j := range c.Evidence {
				c.Evidence[j].Words, c.Evidence[j].Speaker, c.Evidence[j].Key = bad(), bad(), bad()+c.Evidence[j].Key
			}
		}
		for i := range l.Changes {
			l.Changes[i].Words = bad()
		}
		w.Ledgers[id] = l
	}
	for i := range w.Notes {
		m := &w.Notes[i]
		m.Who, m.Title, m.Body, m.URL = bad(), bad(), bad(), address()
		if m.Thread != "" {
			m.Thread = `t"><script>`
		}
	}
	for _, turns := range w.Turned {
		for i := range turns {
			turns[i].Wording, turns[i].Of, turns[i].Before.Words, turns[i].After.Words, turns[i].Before.Outlet = bad(), bad(), bad(), bad(), bad()
		}
	}
	for i := range w.OutletList {
		w.OutletList[i].Name = bad()
		w.OutletList[i].Homepage = address()
	}
	for i := range w.FeedList {
		w.FeedList[i].Title, w.FeedList[i].Error, w.FeedList[i].URL = bad(), bad(), address()
	}
	return w
}
