package roles

import (
	"onrecord/internal/read/linear"
	"onrecord/internal/read/syntax"
	"onrecord/internal/read/tag"
	"onrecord/internal/words"
)

// Model is all that was learned of a language. It is not changed once made, and may be used by many at once.
type Model struct {
	Syntax  *syntax.Model
	Names   *Names
	Cues    Cues
	Field   *Field
	Network *Network
	Linker  *Linker
	Ranker  *Ranker
}

// Shares of the two models' scores in the sum that is read by. They are more than one together: each is less sure alone than
// both are where they agree.
const FieldShare, NetworkShare = 0.45, 0.6

// window is about how many tokens are read at a time: more than most articles have, and few enough that a text of any length
// needs no more memory than one of these.
const window = 2000

// Parse gives the words of a text their tags and trees; heads are places in the text.
func (m *Model) Parse(tokens []tag.Token, sentences [][2]int) []syntax.Word {
	parsed := make([]syntax.Word, len(tokens))
	for i := range tokens {
		parsed[i].Form = tokens[i].Text
	}
	p := m.Syntax.NewParser()
	for _, s := range sentences {
		p.Parse(parsed[s[0]:s[1]])
		for i := s[0]; i < s[1]; i++ {
			if parsed[i].Head >= 0 {
				parsed[i].Head += s[0]
			}
		}
	}
	return parsed
}

// Find gives the attributions of a parsed text in the order of their contents. A text longer than a window is read in pieces
// that end with a paragraph where there is one, with a sentence else.
func (m *Model) Find(tokens []tag.Token, sentences [][2]int, parsed []syntax.Word) []Group {
	var out []Group
	for len(sentences) > 0 {
		n := piece(tokens, sentences)
		from, to := sentences[0][0], sentences[n-1][1]
		for _, g := range m.find(tokens[from:to], moved(sentences[:n], from), hung(parsed[from:to], from)) {
			out = append(out, g.shifted(from))
		}
		sentences = sentences[n:]
	}
	return out
}

func (m *Model) find(tokens []tag.Token, sentences [][2]int, parsed []syntax.Word) []Group {
	x := NewContext(New(tokens, sentences, parsed, m.Names), m.Cues)
	return consensus(m.Linker.over(x), m.Ranker, newLattice(m.Scores(x)))
}

// Scores gives the models' scores together.
func (m *Model) Scores(x *Context) Scores {
	return Mix(x, m.Field, FieldShare, []*Network{m.Network}, NetworkShare)
}

// Mix gives a share of a field's scores and of the mean of networks'. Shares that are 1 together give the probabilities that
// are nearest to what is so.
func Mix(x *Context, f *Field, share float32, networks []*Network, shares float32) Scores {
	s := newScores(len(x.Tokens))
	f.addTo(s, share, x)
	for _, n := range networks {
		n.addTo(s, shares/float32(len(networks)), x)
	}
	return s
}

// piece gives how many of the sentences are read at a time: all, if they fit a window and a half.
func piece(tokens []tag.Token, sentences [][2]int) int {
	begin := sentences[0][0]
	if sentences[len(sentences)-1][1]-begin <= window*3/2 {
		return len(sentences)
	}
	last := 1
	for n := 1; n < len(sentences); n++ {
		size := sentences[n][0] - begin
		if size > window {
			break
		}
		if tokens[sentences[n][0]].Break || last == 1 || sentences[last][0]-begin < window/2 {
			last = n
		}
	}
	return last
}

// moved gives sentences counted from a token.
func moved(sentences [][2]int, from int) [][2]int {
	out := make([][2]int, len(sentences))
	for i, s := range sentences {
		out[i] = [2]int{s[0] - from, s[1] - from}
	}
	return out
}

// hung gives words whose heads are counted from a token.
func hung(words []syntax.Word, from int) []syntax.Word {
	if from == 0 {
		return words
	}
	out := make([]syntax.Word, len(words))
	for i, w := range words {
		if w.Head >= 0 {
			w.Head -= from
		}
		out[i] = w
	}
	return out
}

// shifted gives an attribution with its places counted from further ahead.
func (g Group) shifted(by int) Group {
	shift := func(list []Span) []Span {
		for i := range list {
			list[i].From, list[i].To = list[i].From+by, list[i].To+by
		}
		return list
	}
	g.Cue.From, g.Cue.To = g.Cue.From+by, g.Cue.To+by
	g.Source, g.Content = shift(g.Source), shift(g.Content)
	return g
}

// Knows reports whether a word, in small letters, is among the most frequent of the language.
func (m *Model) Knows(lower string) bool {
	_, ok := m.Network.Vectors.Place[lower]
	return ok
}

// Cueish gives how often a word with a tag is part of a cue, from 0, never, to 5, nearly always.
func (m *Model) Cueish(lower string, tag int) int {
	return int(m.Cues.level(linear.Word(words.Stem(lower)), tag))
}
