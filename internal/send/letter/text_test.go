package letter

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLinesOfText(t *testing.T) {
	for _, tt := range []struct{ first, rest, text, want string }{
		{"", "", "", ""},
		{"1. ", "   ", "short", "1. short"},
		{"1. ", "   ", strings.Repeat("words ", 14), "1. " + strings.TrimSpace(strings.Repeat("words ", 11)) + "\n   words words words"},
		{"", "", strings.Repeat("港", 40), strings.Repeat("港", 36) + "\n" + strings.Repeat("港", 4)},                                                   // two columns each
		{"  | ", "  | ", strings.Repeat("港", 35), "  | " + strings.Repeat("港", 34) + "\n  | 港"},                                                      //
		{"", "", strings.Repeat("港", 35) + "、。", strings.Repeat("港", 34) + "\n港、。"},                                                                  // no line begins with a full stop
		{"", "", strings.Repeat("הנמל ", 15), strings.TrimSpace(strings.Repeat("הנמל ", 14)) + "\nהנמל"},                                             //
		{"", "", "שָׁלוֹם " + strings.Repeat("a", 66), "שָׁלוֹם " + strings.Repeat("a", 66) + ""},                                                    // marks take no room: 5 columns and not 9
		{"", "", "see https://example.org/" + strings.Repeat("x", 90) + " there", "see\nhttps://example.org/" + strings.Repeat("x", 90) + "\nthere"}, // whole, or nobody could follow it
		{"  ", "  ", strings.Repeat("x", 100), "  " + strings.Repeat("x", 70) + "\n  " + strings.Repeat("x", 30)},
		{"", "", strings.Repeat("a", 68) + " well-known", strings.Repeat("a", 68) + "\nwell-known"},
		{"", "", strings.Repeat("a", 64) + " well-known", strings.Repeat("a", 64) + " well-\nknown"},
	} {
		if got := wrap(tt.first, tt.rest, tt.text); got != tt.want {
			t.Errorf("%q became\n%s\nwant\n%s", tt.text, got, tt.want)
		}
	}
}

// TestTheTextReadsAsOne: no markup, no line too long but with a link on it, no spaces at ends, links on lines of their own.
func TestTheTextReadsAsOne(t *testing.T) {
	names, letters := all(t)
	for _, name := range names {
		l := letters[name]
		for i, line := range strings.Split(l.Text, "\n") {
			if columns(line) > Width && !strings.Contains(line, "://") {
				t.Errorf("%s: line %d has %d columns: %s", name, i+1, columns(line), line)
			}
			if strings.TrimRight(line, " ") != line && line != "-- " {
				t.Errorf("%s: line %d ends in spaces", name, i+1)
			}
			if name != "edition-hostile" && strings.Contains(line, "://") && len(strings.Fields(line)) > 1 {
				t.Errorf("%s: line %d has a link among words: %s", name, i+1, line)
			}
		}
		if strings.Contains(l.Text, "\n\n\n\n") || strings.HasPrefix(l.Text, "\n") || strings.HasSuffix(l.Text, "\n\n") || !strings.HasSuffix(l.Text, "\n") {
			t.Errorf("%s has gaps:\n%s", name, l.Text)
		}
		if strings.Count(l.Text, "\n-- \n") != 1 {
			t.Errorf("%s: what follows the signature's dashes is not plain", name)
		}
		if strings.Contains(l.Text, "&amp;") || strings.Contains(l.Text, "&#") {
			t.Errorf("%s was escaped as if it were HTML", name)
		}
	}
}

// FuzzNoWordIsLostInALine wraps any text and takes the line ends out again.
func FuzzNoWordIsLostInALine(f *testing.F) {
	f.Add("1. ", "   ", "Words that fill the page and go on https://example.org/"+strings.Repeat("x", 90))
	f.Add("", "| ", strings.Repeat("港", 90)+" "+strings.Repeat("e\u0301", 100))
	f.Add("    ", "", "a\u00adb\u200b\u2028c \U0001F468\u200d\U0001F469\u200d\U0001F467")
	f.Fuzz(func(t *testing.T, first, rest, text string) {
		if !utf8.ValidString(text) || strings.TrimLeft(first+rest, " |0123456789.") != "" || len(first) > 12 || len(rest) > 12 {
			return
		}
		text = clean(text)
		got := wrap(first, rest, text)
		bare := func(s string) string {
			return strings.Map(func(c rune) rune {
				if unicode.IsSpace(c) {
					return -1
				}
				return c
			}, s)
		}
		lines := strings.Split(got, "\n")
		var words strings.Builder
		for i, line := range lines {
			indent := rest
			if i == 0 {
				indent = first
			}
			if got == "" {
				continue
			}
			if !strings.HasPrefix(line, indent) {
				t.Errorf("line %d is %q", i+1, line)
			}
			words.WriteString(strings.TrimPrefix(line, indent))
			if columns(line) > Width && !strings.ContainsAny(line, ":@") && len([]rune(strings.TrimPrefix(line, indent))) > 1 {
				t.Errorf("line %d has %d columns: %q", i+1, columns(line), line)
			}
		}
		if bare(words.String()) != bare(text) {
			t.Errorf("%q became %q", text, got)
		}
	})
}
