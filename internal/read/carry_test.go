package read

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// at finds the n-th place of words in a text.
func at(text, words string, n int) news.Span {
	from := 0
	for range n {
		from += strings.Index(text[from:], words) + len(words)
	}
	from += strings.Index(text[from:], words)
	start := len([]rune(text[:from]))
	return news.Span{start, start + len([]rune(words))}
}

func said(source, cue news.Span, content ...news.Span) *news.Statement {
	return &news.Statement{Source: []news.Span{source}, Cue: []news.Span{cue}, Content: content, Polarity: news.Asserts, Standing: news.Named}
}

func TestCarry(t *testing.T) {
	const text = "Berg said no. In the end Berg said no. “It is,” Lind said, “not so — ever.”"
	second := news.Correction{Act: news.Added, Statement: said(at(text, "Berg", 1), at(text, "said", 1), at(text, "no", 1))}
	broken := news.Correction{Act: news.Added, Statement: said(at(text, "Lind", 0), at(text, "said", 2), at(text, "“It is,”", 0), at(text, "“not so — ever.”", 0))}
	kept := said(at(text, "Berg", 1), at(text, "said", 1), at(text, "In the end", 0), at(text, "no", 1))
	narrowed := news.Correction{Act: news.Altered, Machine: kept, Statement: said(at(text, "Berg", 1), at(text, "said", 1), at(text, "no", 1))}
	removed := news.Correction{Act: news.Removed, Machine: kept}
	for _, c := range []struct {
		name, to, want string // the words before and in the source, and in the content; empty: lost
		c              news.Correction
	}{
		{"the same text", text, "Berg said no. In the end Berg: no", second},
		{"further down", "News.\n\n" + text, "News.\n\nBerg said no. In the end Berg: no", second},
		{"the other one gone", text[14:], "In the end Berg: no", second},
		{"only one left, elsewhere", "Berg said no. All else is new here.", "Berg: no", second},
		{"words between", "In the end Berg, who was tired, said no.", "In the end Berg: no", second},
		{"other letters", "IN THE END BERG SAID NO.", "IN THE END BERG: NO", second},
		{"too far apart", "In the end Berg " + strings.Repeat("and so on ", 40) + "said no.", "", second},
		{"other words", "In the end Berg said yes.", "", second},
		{"nothing", "", "", second},
		{"straight quotes", "\"It is,\" Lind said, \"not so — ever.\"", "\"It is,\" Lind: \"It is,\" … \"not so — ever.\"", broken},
		{"something put in", "“It is,” Lind, the clerk, said, “not so — ever.”", "“It is,” Lind: “It is,” … “not so — ever.”", broken},
		{"narrowed by an editor, the rest gone", "At last Berg said no.", "At last Berg: no", narrowed},
		{"removed, and half of it gone", "At last Berg said no.", "", removed},
	} {
		c.c.By, c.c.At = "ada", time.Unix(1, 0)
		c.c.Remember([]rune(text))
		to := []rune(c.to)
		got, ok := carry(c.c, to, marks(to))
		if !ok || got.Lost {
			if c.want != "" || !got.Lost || ok {
				t.Errorf("%s: lost", c.name)
			}
			continue
		}
		st := got.Statement
		if words := string(to[:st.Source[0][1]]) + ": " + news.Cut(to, st.Content); words != c.want {
			t.Errorf("%s: %q, want %q", c.name, words, c.want)
		}
		if again, ok := carry(got, []rune(text), marks([]rune(text))); ok && news.Cut([]rune(text), again.Statement.Content) != c.c.Words(c.c.Statement.Content) {
			t.Errorf("%s: and back again it is %q", c.name, news.Cut([]rune(text), again.Statement.Content))
		}
	}
}

func FuzzCarry(f *testing.F) {
	f.Add("Berg said no. In the end Berg said no.", "In the end, Berg said no.", 25, 29, 30, 34, 35, 37)
	f.Add("\u0301a İ ǅ", "a\u0301 i̇ ǆ", 0, 1, 1, 3, 3, 5)
	f.Add("", " ", 0, 0, 0, 0, 0, 0)
	f.Add("a a a a a a", "a a a", 0, 1, 2, 3, 4, 5)
	f.Add("שלום said לא", "said שלום לא", 0, 4, 5, 9, 10, 12)
	f.Fuzz(func(t *testing.T, from, to string, a, b, c, d, e, g int) {
		text, other := []rune(from), []rune(to)
		st := said(news.Span{a, b}, news.Span{c, d}, news.Span{e, g})
		k := news.Correction{Act: news.Added, By: "ada", At: time.Unix(1, 0), Statement: st}
		if k.Validate(len(text)) != nil {
			return
		}
		k.Remember(text)
		if k.Words(st.Content) != news.Cut(text, st.Content) {
			t.Errorf("the words are %q, not %q", k.Words(st.Content), news.Cut(text, st.Content))
		}
		got, ok := carry(k, other, marks(other))
		if !ok {
			return
		}
		if err := got.Validate(len(other)); err != nil {
			t.Fatalf("carried from %q to %q: %v", from, to, err)
		}
		if a, b := fold(text[e:g]), fold(other[got.Statement.Content[0][0]:got.Statement.Content[0][1]]); len(strings.Fields(a)) == 1 && strings.TrimSpace(a) != b && strings.Join(strings.Fields(a), "") != strings.Join(strings.Fields(b), "") {
			t.Errorf("%q became %q", a, b)
		}
	})
}

func TestCarryTakesTimeInProportion(t *testing.T) {
	text := []rune(strings.Repeat("said ", 200_000))
	c := news.Correction{Act: news.Added, Statement: said(news.Span{500_000, 500_004}, news.Span{500_005, 500_009}, news.Span{500_010, 500_019})}
	c.Remember(text)
	began := time.Now()
	if got, ok := carry(c, text, marks(text)); !ok || got.Statement.Cue[0] != c.Statement.Cue[0] {
		t.Errorf("went to %v", got.Statement.Cue)
	}
	if d := time.Since(began); d > 10*time.Second {
		t.Errorf("took %s", d)
	}
}
