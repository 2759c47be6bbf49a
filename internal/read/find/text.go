// Package find finds the attributions of a text: who the source is, which words are the cue, what the content.
//
// In go a text, the lexicon of its language and what was learned of it; out come attributions as runs of tokens, in the order
// of their cues, and what else can be said of the text: its quotations and noun phrases. Nothing fails; time grows in
// proportion to the text.
package find

import (
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/syntax"
	"onrecord/internal/read/tag"
)

// Range is a run of tokens, end exclusive.
type Range struct{ From, To int }

// Empty reports whether nothing is in the range.
func (r Range) Empty() bool { return r.To <= r.From }

// Text is a text with what can be said of it before looking for attributions.
type Text struct {
	Tokens    []tag.Token
	Sentences []Range
	Quotes    []Quote
	Chunks    []Range // base noun phrases
	words     []syntax.Word
	model     *roles.Model
	sentence  []int32 // by token: its sentence
	quote     []int32 // by token: the quotation it is in, marks included; -1 for none
	chunk     []int32 // by token: its noun phrase; -1 for none
	lexicon   *lexicon.Lexicon
}

// Quote is a quotation with its marks.
type Quote struct {
	Range
	Closed bool // a closing mark ends it; else the end of the paragraph does
}

// New tokenises, parses and divides a text.
func New(text string, l *lexicon.Lexicon, m *roles.Model) *Text {
	t := &Text{Tokens: tag.Stopped(tag.Tokens(plainly(text), l.Abbreviation)), lexicon: l, model: m}
	n := len(t.Tokens)
	t.sentence, t.quote, t.chunk = filled(n), filled(n), filled(n)
	t.findQuotes()
	t.doubleQuotes()
	sentences := tag.Sentences(t.Tokens)
	t.words = m.Parse(t.Tokens, sentences)
	for i, w := range t.words {
		t.Tokens[i].Tag = tag.Tag(m.Names.Tags[w.Tag])
	}
	for i, s := range sentences {
		t.Sentences = append(t.Sentences, Range{s[0], s[1]})
		for j := s[0]; j < s[1]; j++ {
			t.sentence[j] = int32(i) //nolint:gosec // no text has so many
		}
	}
	for _, s := range t.Sentences {
		t.verbs(s)
		t.findChunks(s)
	}
	return t
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// kind gives a token's part of speech, "" outside the text.
func (t *Text) kind(i int) tag.Tag {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	return t.Tokens[i].Tag
}

// is reports whether a token is one of some words, in small letters.
func (t *Text) is(i int, words ...string) bool {
	if i < 0 || i >= len(t.Tokens) {
		return false
	}
	for _, w := range words {
		if t.Tokens[i].Lower == w {
			return true
		}
	}
	return false
}

// has reports whether a token stands in a list of the lexicon.
func (t *Text) has(i int, list string) bool {
	return i >= 0 && i < len(t.Tokens) && t.lexicon.Has(list, t.Tokens[i].Lower)
}

// Lower gives the words of a range in small letters with one space between them.
func (t *Text) Lower(r Range) string {
	var b strings.Builder
	for i := max(r.From, 0); i < min(r.To, len(t.Tokens)); i++ {
		if i > r.From {
			b.WriteByte(' ')
		}
		b.WriteString(t.Tokens[i].Lower)
	}
	return b.String()
}

// Spans gives the places of token ranges in code points, in order and without overlaps.
func (t *Text) Spans(ranges []Range) []news.Span {
	ranges = slices.DeleteFunc(slices.Clone(ranges), Range.Empty)
	slices.SortFunc(ranges, func(a, b Range) int { return a.From - b.From })
	var out []news.Span
	for _, r := range ranges {
		span := news.Span{t.Tokens[r.From].Start, t.Tokens[r.To-1].End}
		if span[1] <= span[0] {
			continue // nothing but a full stop that is not written
		}
		if n := len(out); n > 0 && span[0] < out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], span[1])
			continue
		}
		out = append(out, span)
	}
	return out
}

// Kind gives a token's part of speech, "" outside the text.
func (t *Text) Kind(i int) tag.Tag { return t.kind(i) }

// Is reports whether a token is one of some words, in small letters.
func (t *Text) Is(i int, words ...string) bool { return t.is(i, words...) }

// Inside reports whether a token is within a quotation.
func (t *Text) Inside(i int) bool { return t.inside(i) }

// Sentence gives the number of the sentence that a token is in.
func (t *Text) Sentence(i int) int { return int(t.sentence[i]) }

// Chunk gives the base noun phrase that a token is in.
func (t *Text) Chunk(i int) (Range, bool) {
	if i < 0 || i >= len(t.Tokens) || t.chunk[i] < 0 {
		return Range{}, false
	}
	return t.Chunks[t.chunk[i]], true
}

// Temporal reports whether a phrase tells a time: "last week", "Tuesday night".
func (t *Text) Temporal(r Range) bool {
	if r.Empty() {
		return false
	}
	last := t.Tokens[r.To-1].Lower
	if t.lexicon.Has("times", last) {
		return true
	}
	return t.kind(r.To-1) == "CD" && len(last) == 4 && (last[0] == '1' || last[0] == '2') || t.kind(r.To-1) == "CD" && r.To-r.From > 1 && t.lexicon.Has("times", t.Tokens[r.From].Lower)
}
