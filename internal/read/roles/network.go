package roles

import (
	"strings"
	"unicode/utf8"

	"onrecord/internal/read/linear"
	"onrecord/internal/read/recurrent"
	"onrecord/internal/words"
)

// Vectors give words their vectors, a byte a number.
type Vectors struct {
	Place map[string]int // by word in small letters
	Width int
	Scale float32 // what 1 stands for
	All   []int8
	Stems []uint32 // hashes of the words' stems, by place
}

// FindStems works the words' stems out.
func (v *Vectors) FindStems() {
	v.Stems = make([]uint32, len(v.Place))
	for w, at := range v.Place {
		v.Stems[at] = linear.Word(words.Stem(w))
	}
}

// Network scores roles by vectors of words and classes. Its input is a row of Vectors for each token and rows of learned
// vectors. It is not told the sentences' trees: what it knows of them, it learned, and so it errs otherwise than the field does.
type Network struct {
	Vectors *Vectors
	stems   map[uint32]int32 // those that have a learned vector, from 1
	net     *recurrent.Net
}

const (
	endings  = 1024 // rows for the last three letters, by hash
	stepKind = 11
)

// slots are the tables of learned vectors: how many rows, how wide.
func slots(names *Names, stems int) [][2]int {
	return [][2]int{
		{stems + 1, 24},
		{endings, 8},
		{len(names.Tags) + 2, 12},
		{6, 6},   // how cue-like the word is,
		{6, 6},   // and its stem
		{128, 8}, // the kind of segment and the place in a quotation
		{shapes, 3},
		{9, 4}, // how far the sentence's beginning
		{9, 4}, // and its end are
		{8, 3}, // length of the segment
		{6, 4}, // how cue-like the sentence is
	}
}

// Shape gives the shape of a network for a language's tags, labels and stems.
func shape(names *Names, stems, width int, o NetworkOptions) recurrent.Shape {
	return recurrent.Shape{Fixed: width, Slots: slots(names, stems), First: o.First, Width: o.Width, Layers: o.Layers, Labels: Labels, Steps: stepKind}
}

// sequence makes the input of a text.
func (g *Network) sequence(x *Context) *recurrent.Sequence {
	t, n, width := x.Text, len(x.Tokens), g.Vectors.Width
	rows := len(slots(t.names, 0))
	s := &recurrent.Sequence{Len: n, Fixed: make([]float32, n*width), Rows: make([][]int32, rows), Steps: make([]uint8, n)}
	for k := range s.Rows {
		s.Rows[k] = make([]int32, n)
	}
	for i, tok := range t.Tokens {
		if at, ok := g.Vectors.Place[tok.Lower]; ok {
			to := s.Fixed[i*width : (i+1)*width]
			for j, v := range g.Vectors.All[at*width : (at+1)*width] {
				to[j] = float32(v) * g.Vectors.Scale
			}
		}
		seg, begin := x.segments[x.segment[i]], t.Sentences[t.sentence[i]]
		for k, v := range [...]int{
			int(g.stems[t.stem[i]]), ending(tok.Lower), t.Words[i].Tag + 2, int(x.cueish[i]), int(x.stemish[i]),
			int(seg.kind)*4 + int(t.quote[i]), letters(tok.Text, i == begin[0]), min(i-begin[0], 8), min(begin[1]-1-i, 8), int(bucket(seg.to - seg.from)),
			int(x.most[t.sentence[i]]),
		} {
			s.Rows[k][i] = int32(v) //nolint:gosec // small
		}
		s.Steps[i] = x.stepTo(i)
	}
	return s
}

// ending gives the row of a word's last three letters.
func ending(lower string) int {
	h := uint32(2166136261)
	for _, b := range []byte(lower[max(0, len(lower)-3):]) {
		h = (h ^ uint32(b)) * 16777619
	}
	return int(h >> 7 % endings)
}

const shapes = 6

// letters gives the kind of letters that a word is written with.
func letters(s string, first bool) int {
	r, size := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[size:])
	capital := func(r rune) bool { return strings.ToLower(string(r)) != string(r) }
	switch {
	case r >= '0' && r <= '9':
		return 4
	case capital(r) && size < len(s) && capital(second):
		return 2
	case capital(r) && first:
		return 3
	case capital(r):
		return 1
	case strings.ToUpper(string(r)) != string(r):
		return 0
	}
	return 5
}

// stepTo gives the kind of the step to a token, by the marks around it.
func (x *Context) stepTo(i int) uint8 {
	if i == 0 {
		return 0
	}
	t := x.Text
	switch prev, tok := t.Tokens[i-1].Text, t.Tokens[i]; {
	case tok.Break:
		return 1
	case i == t.Sentences[t.sentence[i]][0]:
		return 2
	case t.quote[i] == opening:
		return 5
	case t.quote[i-1] == closing:
		return 6
	case t.quote[i] == closing:
		return 7
	case t.quote[i-1] == opening:
		return 8
	case prev == ",":
		return 3
	case tok.Text == ",":
		return 4
	case prev == ":" || prev == "--" || prev == "–" || prev == "—" || prev == "―":
		return 9
	case prev == "that":
		return 10
	}
	return 0
}

// Scores gives the scores of a text.
func (g *Network) Scores(x *Context) Scores {
	s := newScores(len(x.Tokens))
	g.addTo(s, 1, x)
	return s
}

// addTo adds a share of a text's scores to others.
func (g *Network) addTo(s Scores, share float32, x *Context) {
	q := g.sequence(x)
	for i, v := range g.net.Emit(q) {
		s.Emit[i] += share * v
	}
	for i := range q.Len {
		to := s.Move[i*steps : (i+1)*steps]
		for k, v := range g.net.Step(q.Steps[i]) {
			to[k] += share * v
		}
	}
}

// NetworkOptions say how large a network is and how it is learned.
type NetworkOptions struct {
	First, Width, Layers int
	LeastStem            int // how often a stem must occur to have a learned vector
	recurrent.Options
}

// LearnNetwork learns a network from texts and what their labels should be.
func LearnNetwork(vectors *Vectors, texts []*Context, gold []Target, o NetworkOptions, each func(round int, loss float64)) *Network {
	names := texts[0].names
	g := &Network{Vectors: vectors, stems: frequentStems(texts, o.LeastStem)}
	g.net = recurrent.New(shape(names, len(g.stems), vectors.Width, o), o.Seed)
	sequences := make([]*recurrent.Sequence, len(texts))
	for i, x := range texts {
		sequences[i] = g.sequence(x)
	}
	recurrent.Learn(g.net, sequences, func(at int, emit, move []float32) (float64, []float32, []float32) {
		l := newLattice(Scores{emit, move})
		s := gold[at].slope(l)
		return gold[at].loss(l), s.Emit, s.Move
	}, o.Options, each)
	return g
}

// frequentStems numbers the stems that occur often enough, from 1.
func frequentStems(texts []*Context, least int) map[uint32]int32 {
	count, out := map[uint32]int{}, map[uint32]int32{}
	for _, x := range texts {
		for _, s := range x.stem {
			if count[s]++; count[s] == least {
				out[s] = int32(len(out)) + 1 //nolint:gosec // some thousands
			}
		}
	}
	return out
}
