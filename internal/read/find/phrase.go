package find

import "strings"

// findChunks finds the base noun phrases of a sentence: from the article to the noun, with a possessive before it.
func (t *Text) findChunks(s Range) {
	for i := s.From; i < s.To; {
		to := t.chunkAt(i, s.To)
		if to == i {
			i++
			continue
		}
		for j := i; j < to; j++ {
			t.chunk[j] = int32(len(t.Chunks))
		}
		t.Chunks = append(t.Chunks, Range{i, to})
		i = to
	}
}

// chunkAt gives the end of the noun phrase that begins at a token, or i if none does.
func (t *Text) chunkAt(i, limit int) int {
	switch t.kind(i) {
	case "PRP", "EX":
		return i + 1
	}
	end := i // after the last token that can end a phrase
	for j := i; j < limit; j++ {
		switch k := t.kind(j); k {
		case "NN", "NNS", "NNP", "NNPS":
			end = j + 1
		case "CD":
			end = j + 1
		case "DT", "PDT", "PRP$", "WP$":
			if j > i && t.kind(j-1) != "PDT" && !t.has(j-1, "predeterminers") {
				return end
			}
			if k == "DT" {
				end = j + 1 // "some", "this", "those" may stand alone
			}
		case "POS":
			if end != j {
				return end
			}
			end = j + 1
		case "JJ", "JJR", "JJS", "$", "#", "RBS":
			if j+1 < limit && t.lexicon.Has("instances", t.Lower(Range{j, j + 2})) {
				return end
			}
			if t.has(j, "quantities") || j > i && t.kind(i) == "DT" {
				end = j + 1 // "the rich", "an academic"
			}
		case "VBG", "VBN":
			// "the proposed plan", "mounting losses": a participle between article and noun.
			if j == i && k == "VBN" && t.kind(j+1) == "NNS" && t.opens(j) {
				continue // "trusted aides"
			}
			if j == i || !nounish(string(t.kind(j+1))) {
				return end
			}
			if p := t.kind(j - 1); p != "DT" && p != "PRP$" && p != "JJ" && p != "POS" {
				return end
			}
		case "RB":
			if j+1 >= limit || t.kind(j+1) != "JJ" || j == i {
				return end
			}
		case "CC":
			if !t.is(j, "&") {
				return end
			}
		default:
			return end
		}
	}
	return end
}

// opens reports whether a phrase may begin at a token without an article: after a mark, "and" or a preposition, or at the very
// beginning.
func (t *Text) opens(i int) bool {
	if t.Tokens[i].Break || t.is(i-1, ",", "“", "\"") {
		return true
	}
	switch t.kind(i - 1) {
	case "", "CC", "IN":
		return true
	}
	return false
}

func nounish(k string) bool { return strings.HasPrefix(k, "NN") || strings.HasPrefix(k, "JJ") }
