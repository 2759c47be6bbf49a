package tag_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/internal/read/tag"
)

func abbreviation(w string) bool { return w == "Mr" || w == "Dr" || w == "Ill" }

func words(tokens []tag.Token) (out []string) {
	for _, t := range tokens {
		out = append(out, t.Text)
	}
	return out
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"Mr. Berg didn't say.":       "Mr.|Berg|did|n't|say|.",
		"It’s Anna’s 3,000.5 boats":  "It|’s|Anna|’s|3,000.5|boats",
		"The U.S.-led talks, p. 5":   "The|U.S.-led|talks|,|p|.|5",
		"''Yes,'' he said -- twice":  "''|Yes|,|''|he|said|--|twice",
		"@desk says #halden at 2:30": "@desk|says|#halden|at|2:30",
		"":                           "",
	} {
		if got := strings.Join(words(tag.Tokens(text, abbreviation)), "|"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"Mr. Berg came. He saw J. Dahl.":             {"Mr. Berg came .", "He saw J. Dahl ."},
		"The king was ill. The bank left.":           {"The king was ill .", "The bank left ."},
		"It was cold. @halden is safe.":              {"It was cold .", "@halden is safe ."},
		"“It is safe.” He left.":                     {"“ It is safe . ”", "He left ."},
		"“Is it safe?” he asked.":                    {"“ Is it safe ? ” he asked ."},
		"It is in the U.S. The mayor left.":          {"It is in the U.S.", "The mayor left ."},
		"A headline\n\nThe text":                     {"A headline", "The text"},
		"A line that is only\nbroken where it ended": {"A line that is only broken where it ended"},
	} {
		tokens := tag.Tokens(text, abbreviation)
		var got []string
		for _, s := range tag.Sentences(tokens) {
			got = append(got, strings.Join(words(tokens[s[0]:s[1]]), " "))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, seed := range []string{"Mr. Berg's U.S.-led", "'s", "’’’", "\xff'\xfe", "a''b``c", "1,2,3.", "...—…", "@#", "n't"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		length, end, covered := utf8.RuneCountInString(text), 0, 0
		tokens := tag.Tokens(text, abbreviation)
		for _, tok := range tokens {
			if tok.Start < end || tok.End <= tok.Start || tok.End > length || utf8.RuneCountInString(tok.Text) != tok.End-tok.Start {
				t.Fatalf("%q: token %q at %d to %d", text, tok.Text, tok.Start, tok.End)
			}
			end = tok.End
		}
		tokens = tag.Stopped(tokens)
		for i, tok := range tokens {
			if tok.End < tok.Start || i > 0 && tok.Start < tokens[i-1].End {
				t.Fatalf("%q: stopped, token %q at %d to %d", text, tok.Text, tok.Start, tok.End)
			}
		}
		for _, s := range tag.Sentences(tokens) {
			if s[0] != covered || s[1] <= s[0] {
				t.Fatalf("%q: sentence %v after %d", text, s, covered)
			}
			covered = s[1]
		}
		if covered != len(tokens) {
			t.Fatalf("%q: %d of %d tokens are in sentences", text, covered, len(tokens))
		}
	})
}

// A paragraph that ends with a word is read as if a full stop ended it, which takes no room.
func TestStopped(t *testing.T) {
	for text, want := range map[string]string{
		"A headline\n\nThe text.":      "A|headline|.|The|text|.",
		"Berg: ‘It is safe’\n\nHalden": "Berg|:|‘|It|is|safe|.|’|Halden|.",
		"In the U.S.":                  "In|the|U.S.",
		"He said:\n\n“It is.”":         "He|said|:|“|It|is|.|”",
		"":                             "",
	} {
		tokens := tag.Stopped(tag.Tokens(text, abbreviation))
		if got := strings.Join(words(tokens), "|"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		for i, tok := range tokens {
			if i > 0 && tok.Start < tokens[i-1].End {
				t.Errorf("%q: %q begins before %q ends", text, tok.Text, tokens[i-1].Text)
			}
		}
	}
}

// Lines that a program broke where they were full are one paragraph, whatever word the next begins with.
func TestFilledLines(t *testing.T) {
	text := "The dam above the town of Halden is safe, the mayor said, after\nEngineers of the Harbour Union had looked at it for three days.\nThe union had said that it would never be safe. On Tuesday its\nChairman took that back.\n\nA new paragraph begins here."
	for text, want := range map[string]int{
		text: 2,
		"Harbour chief\rHarbour minister Anna Berg spoke.\r\nNobody asked.":                                                    3,
		"Halden's dam is safe\nThe mayor said so\nNobody asked\nA long line about something else altogether, and more\nHalden": 5,
	} {
		got := 0
		for _, tok := range tag.Tokens(text, abbreviation) {
			if tok.Break {
				got++
			}
		}
		if got != want {
			t.Errorf("%q: %d paragraphs, want %d", text, got, want)
		}
	}
}
