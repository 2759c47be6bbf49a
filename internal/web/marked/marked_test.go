package marked

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/news"
)

// show writes paragraphs down: each piece with what it is.
func show(all []Paragraph) string {
	var b strings.Builder
	for _, p := range all {
		for _, piece := range p {
			fmt.Fprintf(&b, "%d %q", piece.At, piece.Text)
			if piece.Class != "" {
				fmt.Fprintf(&b, " %s (%s)", piece.Class, piece.Of)
			}
			if len(piece.Refs) > 0 {
				fmt.Fprintf(&b, " %v", piece.Refs)
			}
			b.WriteString("\n")
		}
		b.WriteString("-\n")
	}
	return b.String()
}

func TestCut(t *testing.T) {
	text := []rune("“No,” said Vane, whom officials call firm.\n\nThe end.")
	got := show(Cut(text, []news.Statement{
		{Content: []news.Span{{0, 5}}, Cue: []news.Span{{6, 10}}, Source: []news.Span{{11, 15}}, Polarity: news.Denies, Standing: news.Named},
		{Content: []news.Span{{37, 41}}, Cue: []news.Span{{32, 36}}, Source: []news.Span{{22, 31}}, Polarity: news.Asserts, Standing: news.Unnamed},
		{Cue: []news.Span{{90, 99}}, Polarity: news.Denies, Standing: news.Named}, // not in the text
	}))
	want := `0 "“No,”" said said-denies said-from said-to (1)
5 " "
6 "said" cue (1) [1]
10 " "
11 "Vane" source is-named (1)
15 ", whom "
22 "officials" source is-unnamed (2)
31 " "
32 "call" cue (2) [2]
36 " "
37 "firm" said said-asserts said-from said-to (2)
41 "."
-
44 "The end."
-
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// The paper reported that officials said that it fell: a statement in the content of another.
func TestCutOfStatementsInOneAnother(t *testing.T) {
	text := []rune("A paper says aides deny it fell\n\nat noon, all.")
	got := show(Cut(text, []news.Statement{
		{Content: []news.Span{{13, 45}}, Cue: []news.Span{{8, 12}}, Source: []news.Span{{0, 7}}, Polarity: news.Asserts, Standing: news.FromOutlet},
		{Content: []news.Span{{24, 40}}, Cue: []news.Span{{19, 23}}, Source: []news.Span{{13, 18}}, Polarity: news.Denies, Standing: news.Unnamed},
		{Content: []news.Span{{38, 46}}, Cue: []news.Span{{19, 23}}, Polarity: news.Asks, Standing: news.Unnamed},
	}))
	want := `0 "A paper" source is-outlet (1)
7 " "
8 "says" cue (1) [1]
12 " "
13 "aides" said said-asserts said-from source is-unnamed (1 2)
18 " " said said-asserts (1)
19 "deny" said said-asserts cue (1 2 3) [2 3]
23 " " said said-asserts (1)
24 "it fell" said said-denies said-in said-from (1 2)
-
33 "at no" said said-denies said-in (1 2)
38 "on" said said-asks said-in said-from said-to (1 2 3)
40 ", all" said said-asks said-in said-to (1 3)
45 "." said said-asks said-to (3)
-
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func FuzzCut(f *testing.F) {
	f.Add("One.\n\nTwo “three” four.", 0, 4, 3, 9, 5, 40)
	f.Add("", -1, 3, 0, 0, 5, 4)
	f.Add("\n\n\n\n", 1, 3, 0, 2, 0, 1)
	f.Add("a\n\n\nb", 1, 3, 0, 2, 2, 5)
	f.Fuzz(func(t *testing.T, s string, a, b, c, d, e, g int) {
		text := []rune(s)
		all := Cut(text, []news.Statement{{Source: []news.Span{{a, b}}, Cue: []news.Span{{c, d}}, Content: []news.Span{{e, g}, {a, g}}}})
		var back strings.Builder
		for _, p := range all {
			for _, piece := range p {
				back.WriteString(piece.Text)
				if n := len([]rune(piece.Text)); piece.At < 0 || piece.At+n > len(text) || string(text[piece.At:piece.At+n]) != piece.Text {
					t.Errorf("%q does not stand at %d of %q", piece.Text, piece.At, s)
				}
			}
		}
		// Nothing of the text is lost or doubled: only blank lines go.
		if got, want := strings.ReplaceAll(back.String(), "\n", ""), strings.ReplaceAll(string(text), "\n", ""); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}
