package syntax

import (
	"onrecord/internal/read/linear"
)

// Model tags and parses. It may be used by many at once, each with a Parser of its own.
type Model struct {
	Tags   []string // by number
	Labels []string

	tag, move, arc *linear.Model
	known          map[uint32]int // words that bear one tag nearly always, by hash of the lower-case form with its capital
}

// Parser parses sentences with a model. It keeps what it works with, so it is used by one at a time.
type Parser struct {
	m        *Model
	forms    []form
	tags     []int
	features []uint32
	scores   []int32
	state    state
}

// NewParser makes a parser.
func (m *Model) NewParser() *Parser {
	return &Parser{m: m, scores: make([]int32, max(len(m.Tags), len(m.Labels), moves))}
}

func (p *Parser) scored(m *linear.Model) []int32 {
	s := p.scores[:m.Classes()]
	clear(s)
	m.Score(p.features, s)
	return s
}

// Parse gives the words of a sentence their tags, heads and labels.
func (p *Parser) Parse(words []Word) {
	p.Tag(words)
	p.tree(words)
}

// Tag gives the words of a sentence their tags.
func (p *Parser) Tag(words []Word) {
	p.forms, p.tags = p.forms[:0], p.tags[:0]
	for _, w := range words {
		p.forms = append(p.forms, newForm(w.Form))
	}
	before, before2 := -1, -1
	for i := range words {
		t, ok := p.m.known[p.forms[i].key()]
		if !ok {
			p.features = tagFeatures(p.features[:0], p.forms, i, before, before2)
			t = best(p.scored(p.m.tag))
		}
		words[i].Tag = t
		p.tags = append(p.tags, t)
		before, before2 = t, before
	}
}

func (f form) key() uint32 { return f.lower ^ f.shape*0x9e3779b1 }

// tree makes the tree of a sentence that has its tags.
func (p *Parser) tree(words []Word) {
	s := &p.state
	s.reset(len(words))
	v := sight{p.forms, p.tags}
	for !s.done() {
		may := s.may()
		move := only(may)
		if move < 0 {
			p.features = moveFeatures(p.features[:0], s, v)
			move = allowed(p.scored(p.m.move), may)
		}
		label := -1
		if move != shift {
			head, dep := s.arc(move)
			p.features = arcFeatures(p.features[:0], s, v, head, dep)
			label = best(p.scored(p.m.arc))
		}
		s.do(move, label)
	}
	for i := range words {
		words[i].Head, words[i].Label = s.head[i], s.label[i]
		if s.head[i] == s.n {
			words[i].Head = -1
		}
	}
}

// only gives the one transition that can be made, -1 if there are several.
func only(may [moves]bool) int {
	at := -1
	for m, ok := range may {
		if ok {
			if at >= 0 {
				return -1
			}
			at = m
		}
	}
	return at
}

// allowed gives the transition with the highest score of those that can be made.
func allowed[T int32 | float32](scores []T, may [moves]bool) int {
	at := -1
	for m, s := range scores {
		if may[m] && (at < 0 || s > scores[at]) {
			at = m
		}
	}
	return at
}
