package letter

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

func writer(t testing.TB) *Writer {
	t.Helper()
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWhichLanguageTheFrameIsIn(t *testing.T) {
	w := writer(t)
	for _, tt := range []struct{ publication, reader, language, direction, says string }{
		{"en", "", "en", "ltr", "Unsubscribe"},
		{"en", "he-IL", "he", "ltr", "הסרה מרשימת התפוצה"}, // most of it is English
		{"he", "", "he", "rtl", "הסרה מרשימת התפוצה"},
		{"he", "en", "en", "rtl", "Unsubscribe"},
		{"ar", "", "en", "rtl", "Unsubscribe"}, // there is no Arabic yet
		{"he", "ar", "he", "rtl", "הסרה מרשימת התפוצה"},
		{"", "no tag!", "en", "ltr", "Unsubscribe"},
	} {
		p := harbour
		p.Language = tt.publication
		l, err := w.Edition(p, whole(), tt.reader, links)
		if err != nil || l.Language != tt.language || l.Direction != tt.direction || !strings.Contains(l.HTML, tt.says) {
			t.Errorf("a publication in %q for a reader of %q: %s, %s, %v", tt.publication, tt.reader, l.Language, l.Direction, err)
		}
	}
}

// TestContentIsInItsOwnLanguage sees that a voice is told what it reads, and old programs from which side it begins.
func TestContentIsInItsOwnLanguage(t *testing.T) {
	_, letters := all(t)
	want := map[string]string{
		"edition/Ministry denies the pier was ever for sale":           "",
		"edition-scripts/وزارة الموانئ تنفي عرض الرصيف للبيع":          `lang="ar"`,
		"edition-scripts/港湾局は桟橋の売却を否定した":                               `lang="ja"`,
		"edition-in-he/Ministry denies the pier was ever for sale":     `lang="en"`,
		"edition-he-in-en/המשרד מכחיש שהמזח הוצע למכירה":               `lang="he-IL"`,
		"edition-he/Pier was offered to a foreign firm, officials say": `lang="en"`,
		"edition-he/1 unnamed origin behind 9 reports":                 `lang="en"`,
		"edition-he/מקור אחד בעילום שם מאחורי 9 דיווחים":               `lang="he-IL"`,
		"edition/הרשות הודיעה כי הנמל ייסגר ביום שני.":                 `lang="he"`,
		"edition-in-he/בגיליון זה":                                     `dir="rtl"`,
		"edition-scripts/1 institutional origin behind 2 reports":      `dir="ltr" align="left"`,
	}
	for at, attr := range want {
		name, text, _ := strings.Cut(at, "/")
		found := false
		for n := range document(t, letters[name].HTML).Descendants() {
			if n.Type != html.ElementNode || !slices.Contains([]string{"h1", "h2", "h3", "p"}, n.Data) || !strings.HasPrefix(words(n), text) {
				continue
			}
			found = true
			a := attributes(n)
			var got []string
			for _, k := range []string{"lang", "dir", "align"} {
				if v := a[k]; v != "" {
					got = append(got, k+`="`+v+`"`)
				}
			}
			if strings.Join(got, " ") != attr {
				t.Errorf("%s: <%s> has %q, want %s", at, n.Data, got, attr)
			}
			break
		}
		if !found {
			t.Errorf("%s is not there", at)
		}
	}
}

func TestATestSaysThatItIsOne(t *testing.T) {
	w := writer(t)
	for language, want := range map[string]string{"en": "This is a test.", "he": "זוהי שליחת ניסיון."} {
		real, err := w.Edition(harbour, whole(), language, links)
		if err != nil {
			t.Fatal(err)
		}
		l, err := w.TestEdition(harbour, whole(), language, links)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(l.Subject, "] "+real.Subject) || !strings.HasPrefix(l.Subject, "[") || !strings.HasPrefix(l.Text, "*** "+want) {
			t.Errorf("%s: %q\n%s", language, l.Subject, l.Text)
		}
		if head, _, _ := strings.Cut(l.HTML, "<h1"); !strings.Contains(head, want) || strings.Contains(real.HTML, want) || strings.Contains(real.Text, want) {
			t.Errorf("%s: the page says %s", language, head)
		}
	}
}

func TestWhatSmallLettersLeaveOut(t *testing.T) {
	w := writer(t)
	s := Small{Publication: harbour, Host: "digest.example.org"}
	s.Publication.Schedule.Days, s.Link = nil, "https://digest.example.org/confirm/x"
	l, err := w.Confirm(s)
	if err != nil || strings.Contains(l.Text, "It appears") || strings.Contains(l.Text, "works for") || !strings.Contains(l.Text, "\n"+s.Link+"\n") {
		t.Errorf("without days it says %v\n%s", err, l.Text)
	}
	// One confirms what one was asked, and is not talked into it.
	if links := strings.Count(l.HTML, "<a "); links != 1 {
		t.Errorf("the confirming mail has %d links", links)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	w := writer(t)
	p := harbour
	p.Schedule.Zone = "Strait/Lowmark"
	if _, err := w.Edition(p, whole(), "", links); news.KindOf(err) != news.Invalid {
		t.Errorf("of a zone that is none: %v", err)
	}
	for _, write := range []func(Small, news.Edition) (Letter, error){w.Unapproved, w.Held, func(s Small, e news.Edition) (Letter, error) { return w.Halted(s, e, "") }} {
		if _, err := write(Small{Publication: p}, whole()); news.KindOf(err) != news.Invalid {
			t.Errorf("of a zone that is none: %v", err)
		}
	}
	for _, mark := range []string{"https://mark.invalid/a b", "javascript:x", "https://mark.invalid/\"", "https://märk.invalid/"} {
		if _, err := w.Edition(harbour, whole(), "", Links{Unsubscribe: mark}); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "unsubscribe") {
			t.Errorf("of the mark %q: %v", mark, err)
		}
	}
}

func english(t testing.TB) *locale.Language {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Choose("en")
}

func TestThePiecesOfALedgersLine(t *testing.T) {
	for line, want := range map[string]string{
		"1 unnamed origin behind 9 reports · denied by A and B":         "<1 unnamed origin|unnamed> behind 9 reports · <denied by A and B|against>",
		"2 origins, 1 named, behind 3 reports":                          "2 origins, 1 named, behind 3 reports",
		"On “X · denied by Y”: 2 origins, none named, behind 4 reports": "On “X · denied by Y”: <2 origins, none named,|unnamed> behind 4 reports",
		"3 reports, no origin given · corrected":                        "<3 reports, no origin given|unnamed> · corrected",
		"In an editor's own words":                                      "In an editor's own words",
		"":                                                              "",
	} {
		var got strings.Builder
		for _, p := range pieces(line, english(t)) {
			if p.Side == "" {
				got.WriteString(p.Words)
			} else {
				got.WriteString("<" + p.Words + "|" + p.Side + ">")
			}
		}
		if got.String() != want {
			t.Errorf("%q: %s", line, got.String())
		}
	}
}

// TestEveryMessageIsUsed sees that the templates ask for what there is, and that nothing else is there.
func TestEveryMessageIsUsed(t *testing.T) {
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := strings.Builder{}
	for _, name := range []string{"edition.html", "item.html", "small.html", "frame.html", "edition.txt", "small.txt"} {
		b, err := files.ReadFile("templates/" + name)
		if err != nil {
			t.Fatal(err)
		}
		used.Write(b)
	}
	keys := c.Choose("en").Keys()
	for _, m := range regexp.MustCompile(`"([a-z]+\.[a-z_.]+)"`).FindAllStringSubmatch(used.String(), -1) {
		if !slices.Contains(keys, m[1]) {
			t.Errorf("a template asks for %s, which no language has", m[1])
		}
	}
	for _, key := range keys {
		if strings.HasPrefix(key, "edition.") && !strings.Contains(used.String(), `"`+key+`"`) && key != "edition.also" {
			t.Errorf("nothing asks for %s", key)
		}
	}
}

// FuzzContentStaysContent puts hostile words wherever words from outside go. The page has the same elements as one with plain
// words, and the marks once each.
func FuzzContentStaysContent(f *testing.F) {
	f.Add("Title", "Name", "Summary", "https://example.org/", "1 unnamed origin behind 2 reports")
	f.Add("<h1>", "\"><img src=x>", "{{.}}<!--", "javascript:alert(1)", "On “<b>”: denied by </td>")
	f.Add("\u202e\u2066", "\x00\xff\xd7", strings.Repeat("long", 300), "https://example.org/\"'<>", "denied by "+strings.Repeat("x", 99))
	f.Add("הנמל", "名", "]]> --> ${x}", "//example.org", "</style><style>")
	w, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, title, name, summary, address, ledger string) {
		write := func(title, name, summary, address, ledger string) (Letter, int) {
			p := harbour
			p.Name, p.Language = name, title
			e := whole()
			e.Title, e.Standfirst = title, summary
			e.Sections = []news.Section{{Name: name, Items: []news.EditionItem{
				{Headline: title, Outlet: name, Author: name, Date: due, Summary: summary, URL: address, Ledger: ledger},
				{Headline: "Second", Outlet: "Radio Skerry"},
			}}}
			l := links
			l.Postal = name
			letter, err := w.Edition(p, e, title, l)
			if err != nil {
				t.Fatal(err)
			}
			elements := 0
			for n := range document(t, letter.HTML).Descendants() {
				if n.Type == html.ElementNode && n.Data != "span" { // these follow the words of the ledger
					elements++
				}
			}
			return letter, elements
		}
		plain := func(s string) string {
			if clean(s) == "" {
				return ""
			}
			return "x"
		}
		to := ""
		if link(address) != "" {
			to = "https://example.org/"
		}
		l, got := write(title, name, summary, address, ledger)
		if _, want := write(plain(title), plain(name), plain(summary), to, plain(ledger)); got != want {
			t.Errorf("%d elements, want %d:\n%s", got, want, l.HTML)
		}
		for _, part := range []string{l.Subject, l.Text, l.HTML} {
			if !utf8.ValidString(part) || strings.ContainsFunc(part, func(c rune) bool { return c != '\n' && unicode.Is(unicode.Cc, c) || c >= 0x202a && c <= 0x202e }) {
				t.Errorf("there are characters that command something in %q", part)
			}
		}
		if strings.Contains(l.Subject, "\n") {
			t.Errorf("the subject is %q", l.Subject)
		}
		if strings.Count(l.HTML, unsubscribe) != 1 || strings.Count(l.Text, unsubscribe) != 1 || strings.Count(l.HTML, preferences) != 1 || strings.Count(l.Text, preferences) != 1 {
			t.Error("the marks are not there once each")
		}
		var line strings.Builder
		for _, p := range pieces(ledger, english(t)) {
			line.WriteString(p.Words)
		}
		if line.String() != ledger {
			t.Errorf("the ledger's line became %q", line.String())
		}
	})
}
