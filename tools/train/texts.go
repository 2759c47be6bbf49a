package main

import (
	"maps"
	"math/rand/v2"
	"slices"

	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/syntax"
	"onrecord/internal/read/tag"
)

// text is an annotated text, parsed, with its right labels and attributions.
type text struct {
	parsed *roles.Text
	gold   []int
	groups []roles.Group
}

// readTexts reads the annotated texts of a folder and parses them.
func readTexts(folder string, l *lexicon.Lexicon, m *roles.Model) ([]text, error) {
	annotated, err := readAnnotated(folder)
	if err != nil {
		return nil, err
	}
	out := make([]text, len(annotated))
	for i, a := range annotated {
		tokens := tag.Stopped(tag.Tokens(a.text, l.Abbreviation))
		cut := tag.Sentences(tokens)
		t := text{parsed: roles.New(tokens, cut, m.Parse(tokens, cut), m.Names), gold: make([]int, len(tokens))}
		for _, at := range a.attributions {
			g := roles.Group{Source: spans(tokens, roles.SourceB, at.source), Content: spans(tokens, roles.ContentB, at.content)}
			cues := spans(tokens, roles.CueB, at.cue)
			if len(cues) > 0 {
				g.Cue = cues[0]
			}
			t.groups = append(t.groups, g)
			for _, s := range slices.Concat(cues, g.Source, g.Content) {
				t.label(s)
			}
		}
		t.mend()
		out[i] = t
	}
	return out, nil
}

// excerpts gives some runs of one to three sentences of a text as texts of their own, so that what is learned does for
// headlines and short notes too. None cuts an attribution in two.
func (t text) excerpts(r *rand.Rand, names *roles.Names) []text {
	p := t.parsed
	whole := make([]bool, len(p.Tokens)+1) // whether no attribution goes on here
	for i := range whole {
		whole[i] = true
	}
	for _, g := range t.groups {
		spans := slices.Concat(g.Source, g.Content, []roles.Span{g.Cue})
		from, to := len(p.Tokens), 0
		for _, s := range spans {
			if s.To > 0 {
				from, to = min(from, s.From), max(to, s.To)
			}
		}
		for i := from + 1; i < to; i++ {
			whole[i] = false
		}
	}
	var out []text
	for first := 0; first < len(p.Sentences); {
		n := min(1+r.IntN(3), len(p.Sentences)-first)
		from, to := p.Sentences[first][0], p.Sentences[first+n-1][1]
		if r.IntN(excerptsOf) == 0 && whole[from] && whole[to] {
			part := text{parsed: p.Part(first, first+n, names), gold: t.gold[from:to]}
			out = append(out, part)
		}
		first += n
	}
	return out
}

// spans gives the runs of tokens that lie in spans of code points. Pieces that touch are one.
func spans(tokens []tag.Token, role int, pieces [][2]int) []roles.Span {
	var out []roles.Span
	pieces = slices.SortedFunc(slices.Values(pieces), func(a, b [2]int) int { return a[0] - b[0] })
	for _, p := range pieces {
		from, _ := slices.BinarySearchFunc(tokens, p[0]+1, func(t tag.Token, at int) int { return t.End - at })
		to := from
		for to < len(tokens) && tokens[to].Start < p[1] {
			to++
		}
		if n := len(out); n > 0 && from <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, to)
			continue
		}
		if to > from {
			out = append(out, roles.Span{Role: role, From: from, To: to})
		}
	}
	return out
}

// label gives the tokens of a span that have no label yet theirs.
func (t *text) label(s roles.Span) {
	first := true
	for i := s.From; i < s.To; i++ {
		if t.gold[i] != roles.Out {
			continue
		}
		t.gold[i] = s.Role
		if !first {
			t.gold[i]++
		}
		first = false
	}
}

// mend makes what goes on without a beginning begin.
func (t *text) mend() {
	for i, y := range t.gold {
		if y != roles.Out && y%2 == 0 && (i == 0 || t.gold[i-1] != y && t.gold[i-1] != y-1) {
			t.gold[i]--
		}
	}
}

func tagsAndLabels(docs []document) (tags, labels []string) {
	t, l := map[string]bool{}, map[string]bool{}
	for _, d := range docs {
		for _, s := range d.sentences {
			for _, w := range s {
				t[w.tag], l[w.label] = true, true
			}
		}
	}
	return slices.Sorted(maps.Keys(t)), slices.Sorted(maps.Keys(l))
}

// sentences gives the sentences of a corpus with tags and labels as numbers.
func sentences(docs []document, tags, labels []string) []syntax.Example {
	var out []syntax.Example
	for _, d := range docs {
		for _, s := range d.sentences {
			e := make(syntax.Example, len(s))
			for i, w := range s {
				tag, _ := slices.BinarySearch(tags, w.tag)
				label, _ := slices.BinarySearch(labels, w.label)
				e[i] = syntax.Word{Form: w.form, Tag: tag, Head: w.head - 1, Label: label}
			}
			out = append(out, e)
		}
	}
	return out
}
