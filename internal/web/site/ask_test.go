package site

import (
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// FuzzAsk: whatever stands in the address of a search, what is read of it is bounded and of known kinds, and written as an address it
// reads the same.
func FuzzAsk(f *testing.F) {
	for _, seed := range []string{"", "q=talks", "q=%22secret+talks%22&outlet=o&speaker=vane&by=s&standing=named&polarity=denies&from=2031-03-02&to=2031-03-04&kind=editions&sort=newest&page=2",
		"q=%00%ff&from=2031-13-40", "speaker=&by=x", "q=%22&q=%22%22", "standing=famous", "from=2031-03-04&to=2031-03-02", "q=%E2%80%9Cא+ב%E2%80%9D"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		a, faults, err := readAsk(q)
		if err != nil || len(faults) > 0 {
			return
		}
		s := a.search(time.UTC)
		words := 0
		for _, p := range s.Phrases {
			words += len(p)
			for _, w := range p {
				if w == "" || strings.ContainsAny(w, "\"' \x00") {
					t.Fatalf("the word %q", w)
				}
			}
		}
		if words > news.MostWords || !s.From.IsZero() && !s.Until.IsZero() && !s.From.Before(s.Until) {
			t.Fatalf("%q asks for %+v", query, s)
		}
		again, faults, err := readAsk(a.query())
		if err != nil || len(faults) > 0 || !reflect.DeepEqual(a, again) {
			t.Fatalf("%q is read as %+v, and written and read again as %+v, %v, %v", query, a, again, faults, err)
		}
		seek(s.Phrases).excerpt(a.Query + " " + query)
	})
}

func TestWhatIsFoundIsMarked(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"talks", "Secret talks, and talks.", "Secret [talks], and [talks]."},
		{`"secret talks"`, "Secret talks, and talks.", "[Secret talks], and talks."},
		{"cafe", "In the Café of the CAFÉ.", "In the [Café] of the [CAFÉ]."},
		{"שלום", "אמר שלום לכולם", "אמר [שלום] לכולם"},
		{"is", "This island is his.", "This island [is] his."},
		{"", "Nothing is sought.", "Nothing is sought."},
		{"x <script>", "a <script>x</script>", "a <[script]>[x]</[script]>"},
	} {
		var b strings.Builder
		for _, m := range seek(news.Phrases(c.query)).mark(c.text) {
			if m.Found {
				b.WriteString("[" + m.Text + "]")
			} else {
				b.WriteString(m.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("%s in %q: %q", c.query, c.text, b.String())
		}
	}
}

func TestAnExcerptIsWhereTheWordsAre(t *testing.T) {
	text := strings.Repeat("Many other words stand here. ", 60) + "At the end the pilots spoke of a bridge and a ferry. " + strings.Repeat("And more of them. ", 60) + "A ferry."
	var b strings.Builder
	for _, m := range seek(news.Phrases("ferry bridge")).excerpt(text) {
		b.WriteString(m.Text)
	}
	if got := b.String(); !strings.Contains(got, "pilots spoke of a bridge and a ferry") || !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || len(got) > 400 {
		t.Errorf("the excerpt is %q", got)
	}
	if got := seek(news.Phrases("nowhere")).excerpt("A short text."); len(got) != 1 || got[0].Text != "A short text." {
		t.Errorf("the excerpt of a text without the words is %+v", got)
	}
}

func TestPhrases(t *testing.T) {
	for query, want := range map[string][][]string{
		"":                          nil,
		`"`:                         nil,
		`talks "secret plan" fax`:   {{"talks"}, {"secret", "plan"}, {"fax"}},
		`“secret plan”`:             {{"secret", "plan"}},
		`open " quote`:              {{"open"}, {"quote"}},
		`o'clock (not) x-ray`:       {{"o"}, {"clock"}, {"not"}, {"x"}, {"ray"}},
		strings.Repeat("many ", 40): slicesOf("many", news.MostWords),
	} {
		if got := news.Phrases(query); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %q", query, got)
		}
	}
}

func slicesOf(word string, n int) [][]string {
	out := make([][]string, n)
	for i := range out {
		out[i] = []string{word}
	}
	return out
}
