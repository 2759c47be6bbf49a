package tag

import "strings"

// longest is the number of tokens after which a sentence is cut even where no mark ends it. No sentence of a newspaper is
// as long; a table or a list of words without marks may be, and what looks at whole sentences must stay fast on it.
const longest = 300

// Sentences gives the runs of tokens [from, to) that are sentences. A closing quotation mark belongs to the sentence that
// it ends.
func Sentences(tokens []Token) [][2]int {
	var out [][2]int
	from := 0
	cut := func(to int) {
		if to > from {
			out = append(out, [2]int{from, to})
			from = to
		}
	}
	for i := 0; i < len(tokens); i++ {
		if tokens[i].Break {
			cut(i)
		}
		if i-from >= longest {
			cut(i)
		}
		if !ends(tokens, i) {
			continue
		}
		to := i + 1
		for to < len(tokens) && !tokens[to].Space && !tokens[to].Break && closer(tokens[to].Text) {
			to++
		}
		if to < len(tokens) && !tokens[to].Break && !starts(tokens[to]) {
			continue
		}
		cut(to)
		i = to - 1
	}
	cut(len(tokens))
	return out
}

// ends reports whether a token can end a sentence.
func ends(tokens []Token, i int) bool {
	switch t := tokens[i]; t.Text {
	case ".", "!", "?", "…", "...", "....", "。", "؟", "！", "？":
		return true
	default:
		// The full stop of an abbreviation may end the sentence as well: "in the U.S. He said".
		return len(t.Text) > 2 && strings.HasSuffix(t.Text, ".") && strings.Count(t.Text, ".") > 1 &&
			i+1 < len(tokens) && tokens[i+1].Space && opensSentence[tokens[i+1].Text]
	}
}

// opensSentence lists words that, with a capital after an abbreviation, begin a new sentence.
var opensSentence = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("The He She It They We I You A An In On At But And That This These Those There If When While As For After Before His Her Their Its Our My Mr. Ms. Mrs. “ \"") {
		m[w] = true
	}
	return m
}()

func closer(s string) bool {
	switch s {
	case "\"", "”", "''", "’", "'", ")", "]", "»", ".", "!", "?":
		return true
	}
	return false
}

// starts reports whether a token can begin a sentence: anything but a small letter, a comma or the like.
func starts(t Token) bool {
	if !t.Space {
		return false
	}
	if t.Word() {
		return t.Capital() || t.Text[0] == '@' || t.Text[0] == '#' || t.Lower[0] >= '0' && t.Lower[0] <= '9' || t.Text == t.Lower && strings.ToUpper(t.Text) == t.Text
	}
	switch t.Text {
	case ",", ";", ":", "-", "–", "—", "--", "&", "/", "”", "''":
		return false
	}
	return true
}
