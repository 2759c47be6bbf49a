package tag_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/internal/read/tag"
)

func abbreviation(w string) bool { return w == "mr" || w == "dr" }

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
