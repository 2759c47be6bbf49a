package stance

import (
	"strings"

	"onrecord/internal/words"
)

// Text is a report's text, taken apart once for all the claims it is held against.
type Text struct {
	sentences []sentence
	in        map[string][]int32 // by stem that is no stop word: the sentences it is in
	pairs     map[[2]string]bool // such stems that follow one another
	names     map[string]bool    // stems that stand with a capital within a sentence
	size      int                // stems and marks

	leaning [3]float64 // what the judge's regression makes of it before a claim is known
}

// sentence is a run of stems and marks, stop words among them.
type sentence struct {
	stems  []string
	counts counts
}

// maxSentences is how much of a text is looked at.
const maxSentences = 80

// Text takes a report apart.
func (l *Lens) Text(text string) *Text {
	t := &Text{in: map[string][]int32{}, pairs: map[[2]string]bool{}, names: map[string]bool{}}
	runes := []rune(text)
	tokens := words.Tokens(text)
	at := 0
	for n, span := range words.Sentences(text) {
		if n == maxSentences {
			break
		}
		var s sentence
		last, end, first := "", span[0], at
		for ; at < len(tokens) && tokens[at].Span[0] < span[1]; at++ {
			token := tokens[at]
			s.stems = marks(s.stems, runes[min(end, token.Span[0]):token.Span[0]])
			end = token.Span[1]
			stem := words.Stem(token.Text)
			s.stems = append(s.stems, stem)
			if token.Capital && at > first {
				t.names[stem] = true
			}
			if words.Stop(token.Text) {
				continue
			}
			if list := t.in[stem]; len(list) == 0 || list[len(list)-1] != int32(n) {
				t.in[stem] = append(list, int32(n))
			}
			if last != "" {
				t.pairs[[2]string{last, stem}] = true
			}
			last = stem
		}
		s.stems = marks(s.stems, runes[min(end, span[1]):span[1]])
		s.counts = l.count(s.stems)
		t.size += len(s.stems)
		t.sentences = append(t.sentences, s)
	}
	return t
}

// marks adds the marks that say something of how a sentence is meant, one of each kind in a row.
func marks(to []string, between []rune) []string {
	for _, r := range between {
		switch {
		case strings.ContainsRune(`"“”‘’'«»`, r):
			r = '"'
		case strings.ContainsRune(`?:!,…`, r):
		case r == '(' || r == '[':
			r = '('
		case r == '–' || r == '—' || r == '-' || r == '|':
			r = '-'
		default:
			continue
		}
		if m := string(r); len(to) == 0 || to[len(to)-1] != m {
			to = append(to, m)
		}
	}
	return to
}

// Stems calls yield for every stem of the text that is a word, each once, in no order, and says whether it stands with a
// capital within a sentence.
func (t *Text) Stems(yield func(stem string, name bool)) {
	seen := map[string]bool{}
	for _, s := range t.sentences {
		for _, w := range s.stems {
			if !seen[w] && !isMark(w) {
				seen[w] = true
				yield(w, t.names[w])
			}
		}
	}
}

func isMark(stem string) bool {
	return len(stem) == 1 && strings.Contains(`"?:!,(-`, stem) || stem == "…"
}
