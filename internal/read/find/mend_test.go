package find

import (
	"strings"
	"testing"

	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/weights"
)

// english gives what is known of English.
func english(t *testing.T) (*lexicon.Lexicon, *roles.Model) {
	t.Helper()
	l, err := lexicon.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	m, err := weights.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	return l, m
}

// What was found in pieces, with marks or without a source is shown whole.
func TestAttributionsAreMended(t *testing.T) {
	l, m := english(t)
	for _, tt := range []struct{ name, found, want string }{
		{"a clause that was cut before its verb", "<Officials> {contend} [that only later the leak] was confirmed by the court.",
			"Officials | contend | that only later the leak was confirmed by the court"},
		{"the subject of the verb before", "The mayor denied the report, {saying} [that it was false].", "The mayor | saying | that it was false"},
		{"who stands behind the verb", "[The dam will hold], {said} one engineer.", "one engineer | said | The dam will hold"},
		{"nobody", "[The dam will hold], it is {said}.", " | said | The dam will hold"},
		{"marks of a quotation", "“[The dam is safe],” <Anna Berg> {said}.", "Anna Berg | said | “The dam is safe,”"},
		{"marks of a quotation that goes on", "“[The dam is safe] and it will hold,” <Anna Berg> {said}.", "Anna Berg | said | The dam is safe"},
		{"marks around a source and a cue", "<Anna Berg,> the mayor, {said:} [“No.”]", "Anna Berg | said | “No.”"},
		{"a mark for a cue", "<BERG>{:} [The dam is safe].", "BERG | : | The dam is safe"},
		{"who was told", "<Jon Dahl> {told} [the Courier he would resign].", "Jon Dahl | told | he would resign"},
		{"what was told", "<Jon Dahl> {told} [the truth about the dam].", "Jon Dahl | told | the truth about the dam"},
		{"a noun that does the cue's work", "<The palace> {issued} [a firm denial that any offer had been made].",
			"The palace | issued a firm denial | that any offer had been made"},
		{"a noun that is spoken of", "<The palace> {rejected} [the claim that an offer had been made].",
			"The palace | rejected | the claim that an offer had been made"},
		{"what was denied", "<Petra Lind> {denied ever seeing} [the fax].", "Petra Lind | denied | ever seeing the fax"},
		{"the place of a report within what is said", "[HALDEN (NNA) - The dam is safe], <Jon Dahl> {said}.", "Jon Dahl | said | The dam is safe"},
		{"brackets that are cut", "<Officials> {said} [that the town (which the river, in spring,] floods) was safe.", "Officials | said | that the town (which the river, in spring, floods)"},
		{"a relative behind who speaks", "<An engineer, who> left, {said} [that it was safe].", "An engineer | said | that it was safe"},
		{"whom a report cites", "<The Harbour Times> reported, {citing} [two officials, that the talks were over].", "The Harbour Times | reported | that the talks were over"},
		{"to whom it was said, and when", "<Jon Dahl> {confirmed} [to the Courier on Monday that he would resign].", "Jon Dahl | confirmed | that he would resign"},
		{"to do something", "<Jon Dahl> {agreed} [to leave on Monday].", "Jon Dahl | agreed | to leave on Monday"},
		{"a dash that ends no place", "<Jon Dahl> — a friend of the mayor — {said} [that he would resign].", "Jon Dahl | said | that he would resign"},
		{"the place of a report", "<HALDEN, Norland — Jon Dahl> {said} [that he would resign].", "Jon Dahl | said | that he would resign"},
	} {
		text, g := marked(tt.found)
		x := New(text, l, m)
		c := x.mended(g(x))
		if got := c.written(x, text); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// marked reads a text with <source>, {cue} and [content], and gives the spans once it is tokenised.
func marked(s string) (string, func(x *Text) roles.Group) {
	var text strings.Builder
	places := map[rune][2]int{}
	begins := map[rune]int{}
	closes := map[rune]rune{'>': '<', '}': '{', ']': '['}
	n := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("<{[", r):
			begins[r] = n
		case closes[r] != 0:
			places[closes[r]] = [2]int{begins[closes[r]], n}
		default:
			text.WriteRune(r)
			n++
		}
	}
	return text.String(), func(x *Text) roles.Group {
		span := func(mark rune, role int) []roles.Span {
			p, ok := places[mark]
			if !ok {
				return nil
			}
			s := roles.Span{Role: role, From: -1}
			for i, tok := range x.Tokens {
				if tok.Start >= p[0] && tok.End <= p[1] {
					if s.From < 0 {
						s.From = i
					}
					s.To = i + 1
				}
			}
			return []roles.Span{s}
		}
		return roles.Group{Cue: span('{', roles.CueB)[0], Source: span('<', roles.SourceB), Content: span('[', roles.ContentB)}
	}
}
