package tag

import (
	"math"
	"strings"
)

// Tag fills in the tags of one sentence.
func (t *Tagger) Tag(sentence []Token) {
	if len(sentence) == 0 {
		return
	}
	border := len(t.tags)
	options := make([][]scored, len(sentence))
	best := make([][]float64, len(sentence))
	back := make([][]int16, len(sentence))
	for i := range sentence {
		options[i] = t.options(sentence[i], i == 0 || opening(sentence[i-1].Text))
		best[i] = make([]float64, len(options[i]))
		back[i] = make([]int16, len(options[i]))
		for j, o := range options[i] {
			if i == 0 {
				best[i][j] = t.follow[border][o.tag] + o.score
				continue
			}
			top, from := math.Inf(-1), 0
			for k, p := range options[i-1] {
				if v := best[i-1][k] + t.follow[p.tag][o.tag]; v > top {
					top, from = v, k
				}
			}
			best[i][j], back[i][j] = top+o.score, int16(from)
		}
	}
	last := len(sentence) - 1
	at, top := 0, math.Inf(-1)
	for j, o := range options[last] {
		if v := best[last][j] + t.follow[o.tag][border]; v > top {
			top, at = v, j
		}
	}
	for i := last; i >= 0; i-- {
		sentence[i].Tag = t.tags[options[i][at].tag]
		at = int(back[i][at])
	}
}

func opening(s string) bool {
	switch s {
	case "\"", "“", "''", "``", "‘", "'", ":", "(", "«", "[":
		return true
	}
	return false
}

// options gives the tags that a token may have. A capital at the start of a sentence says nothing, so there the form in
// small letters counts too.
func (t *Tagger) options(token Token, first bool) []scored {
	word := strings.ReplaceAll(token.Text, "’", "'")
	known := t.words[word]
	if word != token.Lower && (first || len(known) == 0) {
		if small := t.words[token.Lower]; len(small) > 0 {
			if len(known) == 0 && !first {
				// A known word with a capital in mid-sentence: part of a name, or of a headline.
				return merge(small, t.ending(token.Text))
			}
			return merge(known, small)
		}
	}
	if len(known) > 0 {
		return known
	}
	return t.ending(token.Text)
}

func (t *Tagger) ending(word string) []scored {
	for _, key := range Endings(word) {
		if s, ok := t.endings[key]; ok && len(s) > 0 {
			return s
		}
	}
	return t.open
}

// merge joins two lists in the order of tags, keeping the better score.
func merge(a, b []scored) []scored {
	out := make([]scored, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].tag < b[0].tag:
			out, a = append(out, a[0]), a[1:]
		case len(a) == 0 || b[0].tag < a[0].tag:
			out, b = append(out, b[0]), b[1:]
		default:
			out = append(out, scored{a[0].tag, max(a[0].score, b[0].score)})
			a, b = a[1:], b[1:]
		}
	}
	return out
}
