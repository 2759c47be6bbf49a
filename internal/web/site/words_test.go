package site_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/net/html"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

// catalogue gives the English messages, and a language in which each of them stands in brackets: what stands in none is no message.
func catalogue(t *testing.T) *locale.Catalogue {
	t.Helper()
	const folder = "../../locale/messages/"
	english, err := os.ReadFile(folder + "en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := toml.Unmarshal(english, &all); err != nil {
		t.Fatal(err)
	}
	for name, value := range all {
		if name != "numbers" {
			all[name] = bracketed(value)
		}
	}
	marked, err := toml.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	languages, err := locale.LoadFrom(fstest.MapFS{"messages/en.toml": {Data: english}, "messages/en-XA.toml": {Data: marked}})
	if err != nil {
		t.Fatal(err)
	}
	return languages
}

func bracketed(value any) any {
	switch v := value.(type) {
	case string:
		return "⟦" + v + "⟧"
	case []any:
		for i := range v {
			v[i] = bracketed(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = bracketed(v[name])
		}
	}
	return value
}

// data collects all texts of a world, which pages show as they are.
func data(into *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		into.WriteString(" " + plainly(v.String()))
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			data(into, v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			data(into, v.MapIndex(key))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			data(into, v.Field(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			data(into, v.Elem())
		}
	default:
	}
}

// plainly makes texts comparable: on one line, in small letters, without marks of direction.
func plainly(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

var brackets = regexp.MustCompile(`⟦[^⟦⟧]*⟧`)

// notWords are names that are the same in all languages, and what stands for something that a reader types.
var notWords = []string{"brief.example", "x", "bluesky", "facebook", "linkedin", "whatsapp", "telegram", "rss", "atom", "json", "json-ld", "https", "onrecord", "reader@example.org", "wet", "utc", "p", "n"}

// bare gives the words of a page that are neither a message nor from outside.
func bare(t *testing.T, page, known string) (out []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	isKnown := func(words string) bool { // whole, or joined from several things that are
		return strings.Contains(known, words) || !slices.ContainsFunc(strings.Split(words, ", "), func(part string) bool { return !strings.Contains(known, part) })
	}
	look := func(at, text string) {
		for brackets.MatchString(text) {
			text = brackets.ReplaceAllString(text, "|")
		}
		for _, rest := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("|·:¶[]/", r) }) {
			rest = strings.Trim(plainly(rest), " …,.;()“”0123456789")
			if !strings.ContainsFunc(rest, unicode.IsLetter) || slices.Contains(notWords, rest) || isKnown(rest) {
				continue
			}
			out = append(out, at+": "+rest)
		}
	}
	var text strings.Builder // of the whole page: a message may have elements within it
	for n := range doc.Descendants() {
		switch {
		case n.Type == html.ElementNode && !slices.Contains(inline, n.Data):
			text.WriteString("|")
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" && !foreign(n.Parent):
			text.WriteString(n.Data)
		}
		for _, a := range n.Attr {
			if slices.Contains([]string{"title", "aria-label", "placeholder", "alt", "data-now", "data-yesterday", "data-seen", "data-arrived", "data-have", "data-whole", "data-kind-post", "data-kind-watch", "data-kind-edition",
				"data-close", "data-open", "data-told", "data-saved", "data-stopped", "data-denied", "data-failed", "data-start", "data-save", "data-ask", "data-change"}, a.Key) && n.Data != "link" || a.Key == "content" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Val == "description" }) {
				look("<"+n.Data+" "+a.Key+">", a.Val)
			}
		}
	}
	look("its text", text.String())
	return out
}

// inline are elements that stand within a sentence.
var inline = []string{"a", "bdi", "time"}

// foreign says whether an element is in another language than its page.
func foreign(n *html.Node) bool {
	for ; n != nil && n.Data != "html"; n = n.Parent {
		if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "lang" }) {
			return true
		}
	}
	return false
}

// everyPage are the addresses of all kinds of page, in all their states.
var everyPage = []string{
	"/issue-briefs", "/issue-briefs/who-sent-the-fax", "/issue-briefs/a-note", "/issue-briefs/endless", "/iyun/mi-shalach", "/issue-briefs/forged", "/issue-briefs/archive", "/iyun",
	"/authors/dana-roth", "/authors/noa-bar", "/authors/long", "/authors/new", "/authors/none", "/subscribe?publication=issue-briefs",

	"/", "/harbour-papers", "/harbour-papers/archive", "/strait-brief/archive", "/strait-brief/" + webtest.Now.Format("2006-01-02"), "/strait-brief/2001-01-01",
	"/story/" + string(webtest.Talks), "/story/" + string(webtest.Bridge), "/story/story-bare", "/story/" + string(webtest.Long), "/story/" + string(webtest.Long) + "?page=2", "/story/story-talks?changes=all", "/story/none",
	"/claim/claim-talks", "/claim/claim-fax", "/claim/claim-talks?side=for", "/claim/claim-talks?side=against", "/claim/claim-talks?side=beside", "/claim/claim-fax?report=report-daily-2", "/claim/claim-talks?origin=none",
	"/report/" + string(webtest.Record), "/report/report-record?version=1", "/report/report-record?at=0-71&of=1", "/report/report-record?at=headline", "/report/report-record?at=0-7&of=9", "/report/report-record?at=0-700000",
	"/report/" + string(webtest.Marfa), "/report/report-loose",
	"/speaker/" + string(webtest.Vane), "/speaker/speaker-long", "/speakers", "/speakers?q=vane", "/speakers?q=nobody-of-the-kind", "/speakers?q=" + strings.Repeat("x", 300), "/speakers?page=999", "/speakers?page=x",
	"/search", "/search?q=talks", "/search?q=nothing+of+the+kind", "/search?q=" + strings.Repeat("x", 300), "/notices",
	"/subscribe?publication=strait-brief", "/subscribe/sent?publication=strait-brief", "/confirm/good", "/confirm/forged", "/unsubscribe/good", "/unsubscribe/" + news.TestToken,
	"/preferences", "/preferences/sent", "/preferences/good?done=saved", "/preferences/paused", "/preferences/held", "/preferences/forged", "/preferences/good/erase", "/new-address/good",
	"/no/such/page", "/go/none/1", "/story/story-talks/timeline.svg", "/claim/claim-talks/origins.svg", "/claim/claim-talks/timeline.svg", "/claim/claim-fax/nothing.svg", "/story/story-bare/timeline.svg",
}

// TestAllWordsOfPagesAreMessages has the site speak a language in which each message stands in brackets, and finds what stands in none:
// words that would be English in every language.
func TestAllWordsOfPagesAreMessages(t *testing.T) {
	w := webtest.Sample().Edited().LongStory().WithPieces().Told()
	for i := range w.Pubs {
		w.Pubs[i].Language = "en-XA"
	}
	o := webtest.SiteOptions(w)
	o.Languages, o.Events, o.Push = catalogue(t), http.NotFoundHandler(), &webtest.Pushes{}
	h, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	var known strings.Builder
	data(&known, reflect.ValueOf(w))
	for _, e := range w.AllOfThem {
		known.WriteString(" " + plainly(e.Words())) // which excerpts are taken from
	}
	check := func(what, page string) {
		if strings.Contains(page, "⟨") {
			t.Errorf("%s lacks a message: %.300s", what, page[strings.Index(page, "⟨"):])
		}
		for _, words := range bare(t, page, known.String()) {
			t.Errorf("%s has words of its own in %s", what, words)
		}
	}
	for _, path := range everyPage {
		check(path, webtest.Get(t, h, path).Body.String())
	}
	check("a page of another method", webtest.Post(t, h, "/notices", nil).Body.String())
	check("another site's form", webtest.Post(t, h, "/preferences", nil, "Sec-Fetch-Site: cross-site").Body.String())
	for path, forms := range map[string][]url.Values{
		"/subscribe":        {{"publication": {"strait-brief"}, "email": {"x"}}},
		"/preferences":      {{"email": {"x"}}},
		"/preferences/good": {{"do": {"pause"}, "until": {"x"}}, {"do": {"pause"}, "until": {"2001-01-01"}}, {"do": {"move"}, "email": {"x"}}, {"do": {"nothing"}}},
		"/confirm/good":     {nil}, "/unsubscribe/good": {nil}, "/new-address/good": {nil}, "/preferences/good/erase": {nil},
	} {
		for _, form := range forms {
			check("POST "+path+" "+form.Encode(), webtest.Post(t, h, path, form).Body.String())
		}
	}
}

// TestEachMessageIsSaid finds messages that no page has any more, and keys of messages that are not there.
func TestEachMessageIsSaid(t *testing.T) {
	var source strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html", "templates/shared/*.html", "../../send/*.go", "../../platform/address/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	said := source.String()
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := languages.Choose("en").Keys()
	for _, key := range keys {
		key, of := strings.CutPrefix(key, "site.")
		if !of {
			continue
		}
		group, last, _ := strings.Cut(key, ".")
		if i := strings.LastIndex(key, "."); i >= 0 {
			group, last = key[:i], key[i+1:]
		}
		alone, _ := strings.CutSuffix(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(key, "_whenever"), "_daily"), "_days"), "_says")
		switch {
		case strings.Contains(said, `"`+key+`"`), strings.Contains(said, `"`+alone+`"`): // in full
		case strings.Contains(said, `"`+group+`."`), strings.Contains(said, `"`+group+`." `): // the value of something
		case strings.LastIndex(last, "_") > 0 && strings.Contains(said, `"`+group+"."+last[:strings.LastIndex(last, "_")+1]+`"`),
			strings.LastIndex(last, "_") > 0 && strings.Contains(said, `"`+group+"."+last[:strings.LastIndex(last, "_")]+`"`): // likewise
		case group == "count" && strings.Contains(said, `"`+strings.ReplaceAll(last, "_", " ")+`"`):
		case group == "error" && (strings.Contains(said, `Say("`+last+`"`) || strings.HasPrefix(last, "link_old_")):
		case group == "failure" && strings.Contains(said, `"`+strings.TrimSuffix(last, "_says")+`"`):
		case group == "mended" && strings.Contains(said, `"`+strings.TrimSuffix(key, "_here")+`"`):
		default:
			t.Errorf("no page says site.%s any more", key)
		}
	}
}
