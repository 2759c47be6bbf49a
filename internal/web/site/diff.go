package site

import (
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// The kinds of change.
const (
	same = ""
	gone = "del"
	come = "ins"
)

// change is a run of words that stayed, went or came.
type change struct {
	Kind string
	Text string
	Skip bool // stands for a long stretch that stayed
}

// around is how many words that stayed are shown on either side of a change.
const around = 18

// brk stands for the break between paragraphs among the words.
const brk = "¶"

// compare says what changed from one text to the next, word by word, with long stretches that stayed left out. Nil means
// that nothing changed but white space.
func compare(before, after string) []change {
	a, b := wordsOf(before), wordsOf(after)
	diffs := lcs.DiffLines(a, b)
	if len(diffs) == 0 {
		return nil
	}
	var out []change
	at := 0
	for _, d := range diffs {
		out = append(out, kept(a[at:d.Start], at == 0, false)...)
		if d.End > d.Start {
			out = append(out, change{Kind: gone, Text: joinWords(a[d.Start:d.End])})
		}
		if d.ReplEnd > d.ReplStart {
			out = append(out, change{Kind: come, Text: joinWords(b[d.ReplStart:d.ReplEnd])})
		}
		at = d.End
	}
	return append(out, kept(a[at:], false, true)...)
}

// kept shows words that stayed: those near a change, and a gap for the rest.
func kept(w []string, first, last bool) []change {
	if len(w) == 0 {
		return nil
	}
	if len(w) <= 2*around+6 && !first && !last || len(w) <= around {
		return []change{{Text: joinWords(w)}}
	}
	gap := change{Skip: true}
	switch {
	case first:
		return []change{gap, {Text: joinWords(w[len(w)-around:])}}
	case last:
		return []change{{Text: joinWords(w[:around])}, gap}
	}
	return []change{{Text: joinWords(w[:around])}, gap, {Text: joinWords(w[len(w)-around:])}}
}

// wordsOf splits a text into words, with brk between paragraphs.
func wordsOf(text string) []string {
	var out []string
	for i, p := range strings.Split(text, "\n\n") {
		if i > 0 {
			out = append(out, brk)
		}
		out = append(out, strings.Fields(p)...)
	}
	return out
}

func joinWords(w []string) string { return strings.Join(w, " ") }
