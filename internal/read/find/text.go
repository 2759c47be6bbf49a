// Package find proposes attributions in a tagged text: who the source is, which words are the cue, what the content.
//
// It proposes freely, every verb that has a subject and something to say among them; Choose then keeps what counts from
// annotated texts say is likely to be one. All positions are tokens; nothing fails; time grows in proportion to the text.
package find

import (
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/lexicon"
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
	Groups    []Group // verb groups
	sentence  []int32 // by token: its sentence
	quote     []int32 // by token: the quotation it is in, marks included; -1 for none
	chunk     []int32 // by token: its noun phrase; -1 for none
	group     []int32 // by token: its verb group; -1 for none
	lexicon   *lexicon.Lexicon
}

// Quote is a quotation with its marks.
type Quote struct {
	Range
	Closed bool // a closing mark ends it; else the end of the paragraph does
	Full   bool // stands as a clause or more by itself, not as a few words within one
}

// New tokenises, tags and divides a text.
func New(text string, l *lexicon.Lexicon) *Text {
	t := &Text{Tokens: tag.Tokens(text, l.Abbreviation), lexicon: l}
	n := len(t.Tokens)
	t.sentence, t.quote, t.chunk, t.group = filled(n), filled(n), filled(n), filled(n)
	for i, s := range tag.Sentences(t.Tokens) {
		t.Sentences = append(t.Sentences, Range{s[0], s[1]})
		l.Tags.Tag(t.Tokens[s[0]:s[1]])
		for j := s[0]; j < s[1]; j++ {
			t.sentence[j] = int32(i)
		}
	}
	t.findQuotes()
	for _, s := range t.Sentences {
		t.findChunks(s)
		t.findGroups(s)
		t.mendParticiples(s)
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

// kind gives a token's tag without the word it is bound to, "" outside the text.
func (t *Text) kind(i int) tag.Tag {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	return t.Tokens[i].Tag.Kind()
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

// sentenceOf gives the sentence that a token is in.
func (t *Text) sentenceOf(i int) Range { return t.Sentences[t.sentence[i]] }

func (t *Text) verb(i int) bool { return strings.HasPrefix(string(t.kind(i)), "VB") }

func (t *Text) adverb(i int) bool {
	k := t.kind(i)
	return k == "RB" || k == "RBR" || k == "RBS"
}

// Spans gives the places of token ranges in code points, in order and without overlaps.
func (t *Text) Spans(ranges []Range) []news.Span {
	ranges = slices.DeleteFunc(slices.Clone(ranges), Range.Empty)
	slices.SortFunc(ranges, func(a, b Range) int { return a.From - b.From })
	var out []news.Span
	for _, r := range ranges {
		span := news.Span{t.Tokens[r.From].Start, t.Tokens[r.To-1].End}
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

// Temporal reports whether a phrase tells a time.
func (t *Text) Temporal(r Range) bool { return t.temporal(r) }
