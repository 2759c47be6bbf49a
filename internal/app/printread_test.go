package app_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/terminal"
)

var update = flag.Bool("update", false, "write what is printed into testdata")

// said is a reading with all that can make a row hard to print.
func said(t *testing.T) app.ReadText {
	t.Helper()
	r := app.ReadText{Name: "dam.txt", Reading: news.Reading{Language: "en"}}
	add := func(source, cue, content string, polarity news.Polarity, standing news.Standing, speaker string, via ...string) {
		st := news.Statement{Polarity: polarity, Standing: standing, Speaker: speaker, Via: via}
		put := func(words string) (spans []news.Span) {
			if words != "" {
				start := len([]rune(r.Text))
				r.Text += words + " "
				spans = []news.Span{{start, start + len([]rune(words))}}
			}
			return spans
		}
		st.Source, st.Cue, st.Content = put(source), put(cue), put(content)
		r.Statements = append(r.Statements, st)
	}
	add("the Harbour Office", "said", "that the dam was safe", news.Asserts, news.Institution, "Harbour Office")
	add("Harbour minister Anna Berg,", "denied, in a statement that she read herself,",
		"that anybody had told her of a crack before the\nmorning on which it was found, and said that she would resign if that turned out to be untrue", news.Denies, news.Named, "Anna Berg")
	add("an official", "told", "that the gates had been closed since Monday", news.Asserts, news.Unnamed, "", "Sall Courier", "the Evening Telegraph of Karsk")
	add("", "it is feared", "that it leaks", news.Doubts, news.Other, "")
	add("He", "declined to comment", "", news.Declines, news.Named, "Anna Berg")
	add("王小明", "asked", "為什麼沒有人檢查這座大壩 and who had 👩‍👩‍👧‍👦 paid for it", news.Asks, news.Named, "王小明")
	add("the spokesman", "confirmed", "that מים שקטים חודרים עמוק וגם אל תוך הסלע הקשה ביותר שבהר was their motto", news.Confirms, news.Office, "דוד כהן")
	add("Lind\x1b[2J", "said", "\x1b]0;evil\a\u202ethat it was false\x9b31m", news.Asserts, news.Named, "Lind\x1b[2J", "Courier\x1b[H")
	return r
}

func TestStatementsFitTheScreen(t *testing.T) {
	r := said(t)
	for _, width := range []int{1, 20, 40, 60, 80, 100, 160, 300} {
		var out, coloured strings.Builder
		if err := app.PrintReading(&out, terminal.Screen{Width: width}, r, []string{"en"}); err != nil {
			t.Fatal(err)
		}
		if err := app.PrintReading(&coloured, terminal.Screen{Width: width, Colour: true}, r, []string{"en"}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			line = strings.TrimSuffix(line, "\n")
			if n := terminal.Width(line); n > min(max(width, 22), 160) { // standing and polarity are not divided
				t.Errorf("%d columns: a line has %d: %s", width, n, line)
			}
			if strings.ContainsFunc(line, terminal.Commands) {
				t.Errorf("%d columns: a line commands the terminal: %q", width, line)
			}
		}
		// Colours say nothing that the words do not.
		bare := coloured.String()
		for _, style := range []terminal.Style{"0", terminal.Bold, terminal.Faint, terminal.Red, terminal.Green, terminal.Yellow, terminal.Magenta, terminal.Cyan} {
			bare = strings.ReplaceAll(bare, "\x1b["+string(style)+"m", "")
		}
		if bare != out.String() {
			t.Errorf("%d columns: without its colours the coloured print is\n%s\nnot\n%s", width, bare, out.String())
		}
		// Nothing that matters is cut.
		for _, word := range []string{"untrue", "Monday", "Telegraph", "檢查", "motto", "comment", "Berg"} {
			if width >= 20 && !strings.Contains(out.String(), word) {
				t.Errorf("%d columns: %q is not there:\n%s", width, word, out.String())
			}
		}
		if width == 60 || width == 100 {
			golden(t, fmt.Sprintf("read.%d.golden", width), out.String())
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("printed\n%s\nnot what %s has:\n%s", got, path, want)
	}
}

func TestWhyThereAreNoStatements(t *testing.T) {
	for _, tt := range []struct{ text, language, want string }{
		{"", "und", "no statements: the text is empty"},
		{"\ufeff \n", "und", "no statements: the text is empty"},
		{"42", "und", "no statements: the text is too short or too mixed to tell its language"},
		{"La digue tient.", "fr", "French, no statements: they are found only in English so far"},
		{"Das Wehr hält.", "x-q", "x-q, no statements: they are found only in English so far"},
		{"The dam is old.", "en", "English, no statements: nobody is quoted or reported in it"},
	} {
		var out strings.Builder
		r := app.ReadText{Name: "a\x1b.txt", Text: tt.text, Reading: news.Reading{Language: tt.language}}
		if err := app.PrintReading(&out, terminal.Screen{Width: 100}, r, []string{"en"}); err != nil || out.String() != "a\ufffd.txt\n"+tt.want+"\n" {
			t.Errorf("%q is %q, %v", tt.text, out.String(), err)
		}
	}
}

func TestAContentWithoutEndIsShownByItsBeginning(t *testing.T) {
	text := "Berg said " + strings.Repeat("dam ", 100_000)
	r := app.ReadText{Name: "-", Text: text, Reading: news.Reading{Language: "en", Statements: []news.Statement{{
		Source: []news.Span{{0, 4}}, Cue: []news.Span{{5, 9}}, Content: []news.Span{{10, len(text)}}, Standing: news.Named, Polarity: news.Asserts, Speaker: "Berg"}}}}
	var out strings.Builder
	if err := app.PrintReading(&out, terminal.Screen{Width: 100}, r, []string{"en"}); err != nil || out.Len() > 4_000 || !strings.Contains(strings.Join(strings.Fields(out.String()), " "), "… (398500 characters more)") {
		t.Errorf("%d bytes, %v", out.Len(), err)
	}
}
