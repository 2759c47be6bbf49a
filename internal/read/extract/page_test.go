package extract_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"onrecord/internal/news"
	"onrecord/internal/read/extract"
)

const paragraphs = `<p>The harbour of Lindmark will stay closed until the end of the month, the port authority said on Tuesday,
after a freighter ran aground at its mouth and blocked the only deep channel.</p>
<p>“We are not aware of any injuries,” said Mara Oldt, a spokeswoman for the authority, who denied that the pilot had been
drunk. The ship's owners could not be reached for a comment, and their lawyer declined to give one.</p>
<p>Two tugs are on their way from <a href="/ports/kesten">Kesten</a>, and a third will follow when the weather allows it,
according to the <a href="http://www.agency.example/wire?id=3#top">coast guard</a>.</p>
<p>Fishermen, who have been kept from leaving for five days now, gathered at the town hall to ask what will be done for them
and by whom. The mayor promised an answer by Friday.</p>`

// page puts an article into what stands around articles.
func page(head, body string) string {
	return `<!DOCTYPE html><html lang="en-GB"><head><title>Harbour stays closed | The Lindmark Post</title>` + head + `</head>
<body><div class="cookie-banner" id="cookies"><p>We value your privacy. We and our partners use cookies.</p><button>Accept all</button></div>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<main><article><h1>Harbour stays closed</h1><div class="byline">By Tom Reek</div>` + body + `</article></main>
<aside class="related"><h2>More from us</h2><ul><li><a href="/a">Ferry prices rise again</a></li><li><a href="/b">Ten recipes with herring</a></li></ul></aside>
<footer><p>Copyright The Lindmark Post. All rights reserved.</p></footer></body></html>`
}

func TestAnArticleIsFoundInItsPage(t *testing.T) {
	head := `<link rel="canonical" href="/news/harbour"><meta property="article:published_time" content="2025-03-04T18:30:00+02:00">
<meta property="og:title" content="Harbour stays closed"><meta name="author" content="Tom Reek">`
	doc, err := extract.Page([]byte(page(head, paragraphs)), "text/html; charset=utf-8", "https://post.example/news/harbour?from=front")
	if err != nil {
		t.Fatal(err)
	}
	if doc.Title != "Harbour stays closed" || doc.Byline != "Tom Reek" || doc.Language != "en-GB" {
		t.Errorf("title %q, byline %q, language %q", doc.Title, doc.Byline, doc.Language)
	}
	if want := time.Date(2025, 3, 4, 16, 30, 0, 0, time.UTC); !doc.Published.Equal(want) || doc.Published.Location() != time.UTC {
		t.Errorf("published %v, want %v", doc.Published, want)
	}
	if doc.URL != "https://post.example/news/harbour" {
		t.Errorf("address %q", doc.URL)
	}
	got := strings.Split(doc.Text, "\n\n")
	if len(got) != 4 || !strings.HasPrefix(got[0], "The harbour of Lindmark") || !strings.HasSuffix(got[3], "by Friday.") {
		t.Errorf("text has %d paragraphs:\n%s", len(got), doc.Text)
	}
	want := []string{"https://post.example/ports/kesten", "http://www.agency.example/wire?id=3"}
	if !reflect.DeepEqual(doc.Links, want) {
		t.Errorf("links %q, want %q", doc.Links, want)
	}
}

func TestWhatStandsInTheMidstOfAnArticle(t *testing.T) {
	body := strings.Replace(paragraphs, "<p>Two tugs", `<figure><img src="/a.jpg"><figcaption>The freighter on Tuesday. Photo: Anna Holt</figcaption></figure>
<p>Related: <a href="/pilot">The pilot who came in from the fog</a></p><p><a href="https://coast.example/report.pdf">The coast guard's report on the accident</a></p>
<p>Two tugs`, 1)
	doc, err := extract.Page([]byte(page("", body)), "text/html", "https://post.example/news/harbour")
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"Anna Holt", "came in from the fog", "herring", "cookies", "rights reserved"} {
		if strings.Contains(doc.Text, gone) {
			t.Errorf("%q is in the text", gone)
		}
	}
	for _, kept := range []string{"not aware of any injuries", "report on the accident", "Two tugs"} {
		if !strings.Contains(doc.Text, kept) {
			t.Errorf("%q is not in the text", kept)
		}
	}
}

func TestEncodings(t *testing.T) {
	russian := "Порт останется закрытым до конца месяца, сообщила во вторник администрация. «О пострадавших нам ничего не известно», — заявила представитель администрации. Она опровергла сообщения о том, что лоцман был пьян, и сказала, что расследование ещё не завершено."
	hebrew := "הנמל יישאר סגור עד סוף החודש, כך הודיעה ביום שלישי רשות הנמלים. הדוברת הכחישה כי הנווט היה שיכור ומסרה כי אין נפגעים."
	german := "Der Hafen bleibt bis zum Ende des Monats geschlossen, teilte die Behörde am Dienstag mit. Verletzte gebe es nicht, erklärte die Sprecherin später."
	for _, tt := range []struct {
		name, text, header, meta string
		encode                   *charmap.Charmap
		language                 string
	}{
		{"windows-1251 by header", russian, "text/html; charset=windows-1251", "", charmap.Windows1251, "ru"},
		{"windows-1251 by meta", russian, "text/html", `<meta charset="windows-1251">`, charmap.Windows1251, "ru"},
		{"windows-1251 by nothing", russian, "", "", charmap.Windows1251, "ru"},
		{"windows-1251 said to be UTF-8", russian, "text/html; charset=utf-8", "", charmap.Windows1251, "ru"},
		{"windows-1255 by meta, late", hebrew, "text/html", "<style>" + strings.Repeat("a{color:red}", 200) + `</style><meta http-equiv="Content-Type" content="text/html; charset=windows-1255">`, charmap.Windows1255, "he"},
		{"windows-1255 by nothing", hebrew, "text/html", "", charmap.Windows1255, "he"},
		{"latin1 by header", german, "text/html; charset=iso-8859-1", "", charmap.ISO8859_1, "de"},
		{"latin1 by nothing", german, "", "", charmap.ISO8859_1, "de"},
		{"UTF-8 by nothing", german, "", "", nil, "de"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			source := "<html><head>" + tt.meta + "<title>x</title></head><body><article>" + strings.Repeat("<p>"+tt.text+"</p>", 3) + "</article></body></html>"
			raw := []byte(source)
			if tt.encode != nil {
				var err error
				if raw, err = tt.encode.NewEncoder().Bytes(raw); err != nil {
					t.Fatal(err)
				}
			}
			doc, err := extract.Page(raw, tt.header, "")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(doc.Text, tt.text) {
				t.Errorf("text is %.80q…, want %.80q…", doc.Text, tt.text)
			}
			if doc.Language != tt.language {
				t.Errorf("language %q, want %q", doc.Language, tt.language)
			}
		})
	}
}

func TestAnEntryOfAFeedIsAllArticle(t *testing.T) {
	doc, err := extract.Page([]byte(`<!DOCTYPE html><html><head><title>3/5</title></head><body><article><p>No.</p></article></body></html>`), news.FromFeed, "")
	if err != nil || doc.Text != "No." || doc.Title != "3/5" {
		t.Errorf("%+v, %v", doc, err)
	}
}

func TestAShortPageIsNotReadTwice(t *testing.T) {
	for source, sentence := range map[string]string{
		`<title>T</title><h1>Plan dead</h1><p>Mary Smith said the plan was dead.</p>`: "Mary Smith said the plan was dead.",
		`<p>Hi</p>`: "Hi",
		`<title>Home page</title><nav><a href="/">Home</a></nav><p>Short note.</p>`: "Short note.",
	} {
		doc, err := extract.Page([]byte(source), "text/html; charset=utf-8", "https://post.example/short")
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(doc.Text, sentence); n != 1 {
			t.Errorf("%s: the sentence stands %d times in %q", source, n, doc.Text)
		}
	}
}

func TestPagesWithoutAnArticle(t *testing.T) {
	for _, raw := range []string{"", " ", "<html>", "\x00\xff", "<p>", "<!--", "<article></article>", "plain words"} {
		if doc, err := extract.Page([]byte(raw), "", "::not an address"); err != nil || len(doc.Text) > len(raw) {
			t.Errorf("%q gives %+v, %v", raw, doc, err)
		}
	}
}

func TestHostilePages(t *testing.T) {
	for name, raw := range map[string]string{
		"deep":      strings.Repeat("<div>", 20000) + "words",
		"deep list": strings.Repeat("<ul><li>", 5000) + "words",
		"script":    page("", "<script>alert('no')</script><style>p{}</style>"+paragraphs),
		"huge":      strings.Repeat("<p>words and more words</p>", 800_000),
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := extract.Page([]byte(raw), "", "https://evil.example/")
			if err != nil && news.KindOf(err) != news.Invalid {
				t.Errorf("error of kind %q: %v", news.KindOf(err), err)
			}
			if err != nil && !strings.Contains(err.Error(), "https://evil.example/") {
				t.Errorf("the error names no address: %v", err)
			}
			if strings.Contains(doc.Text, "alert(") {
				t.Errorf("a script is taken for text: %q", doc.Text)
			}
		})
	}
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(page("", paragraphs)), "text/html")
	f.Add([]byte(`<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"x","author":[{"name":"y"}],"datePublished":"2025-01-01"}]}</script>`), "")
	f.Add([]byte("<table><td><svg><p><math><title></table>\xff\xfe<br><br>"), "text/html; charset=utf-16")
	f.Add([]byte("<a href=':'><base href='//'><meta charset=x-user-defined><time pubdate datetime=99999999999>"), "charset=;")
	f.Fuzz(func(t *testing.T, raw []byte, contentType string) {
		doc, err := extract.Page(raw, contentType, "https://a.example/b")
		if err != nil && news.KindOf(err) != news.Invalid {
			t.Fatal(err)
		}
		if doc.Language == "" && err == nil {
			t.Error("no language")
		}
		if strings.Contains(doc.Text, "\n\n\n") {
			t.Errorf("an empty paragraph: %q", doc.Text)
		}
	})
}
