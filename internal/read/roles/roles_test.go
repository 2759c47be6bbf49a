package roles

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/read/syntax"
	"onrecord/internal/read/tag"
)

var names = NewNames([]string{"NN", "VBD"}, []string{"dep", "nsubj"})

// flat gives a text whose words all hang on nothing; words in capitals are nouns.
func flat(s string) *Text {
	tokens := tag.Tokens(s, func(string) bool { return false })
	words := make([]syntax.Word, len(tokens))
	for i, t := range tokens {
		words[i] = syntax.Word{Form: t.Text, Head: -1}
		if t.Text == t.Lower {
			words[i].Tag = 1
		}
	}
	return New(tokens, tag.Sentences(tokens), words, names)
}

func TestQuotations(t *testing.T) {
	for text, want := range map[string]string{
		`a "b c" d`:         "0 1 2 2 3 0",
		`“a b ”c`:           "1 2 2 3 0",
		"“a b\n\n“c d” e":   "1 2 2 1 2 2 3 0",
		`a "b`:              "0 1 2",
		`a ”b`:              "0 0 0",
		`he said "it is so`: "0 0 1 2 2 2",
		`''a'' b`:           "1 2 3 0",
	} {
		var got []string
		for _, q := range flat(text).quote {
			got = append(got, fmt.Sprint(q))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

func TestSpans(t *testing.T) {
	got := Spans([]int{Out, SourceB, SourceI, CueB, CueB, ContentB, ContentI, ContentI, Out})
	want := []Span{{SourceB, 1, 3}, {CueB, 3, 4}, {CueB, 4, 5}, {ContentB, 5, 8}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A long text is read in pieces that end with a paragraph, or with a sentence where no paragraph ends, and that miss nothing.
func TestPieces(t *testing.T) {
	for name, unit := range map[string]string{"paragraphs": "One two three.\n\nFour five six.\n\n", "sentences": "One two three. Four five six. ", "words": "one two three "} {
		tokens := tag.Tokens(strings.Repeat(unit, 3000), func(string) bool { return false })
		sentences := tag.Sentences(tokens)
		at := 0
		for len(sentences) > 0 {
			n := piece(tokens, sentences)
			from, to := sentences[0][0], sentences[n-1][1]
			if from != at || to-from > window*3/2 {
				t.Fatalf("%s: a piece from %d to %d after %d", name, from, to, at)
			}
			if name == "paragraphs" && to < len(tokens) && !tokens[to].Break {
				t.Errorf("a piece ends within a paragraph, at %d", to)
			}
			at, sentences = to, sentences[n:]
		}
		if at != len(tokens) {
			t.Errorf("%s: %d of %d tokens are read", name, at, len(tokens))
		}
	}
}

// taught is a small language: "X said Y." and "X smelled Y."; only what is said is a statement.
func taught() (contexts []*Context, gold [][]int) {
	for i := range 60 {
		w := []string{"Ada", "Bo", "Cy", "Dee"}[i%4]
		what := []string{"rain", "snow", "hail"}[i%3]
		verb, labels := "said", []int{SourceB, CueB, ContentB, ContentI, Out}
		if i%5 == 0 {
			verb, labels = "smelled", []int{Out, Out, Out, Out, Out}
		}
		contexts = append(contexts, NewContext(flat(w+" "+verb+" it "+what+"."), Cues{}))
		gold = append(gold, labels)
	}
	return contexts, gold
}

func known(gold [][]int) []Target {
	var out []Target
	for _, labels := range gold {
		out = append(out, Known(labels))
	}
	return out
}

func TestAFieldLearns(t *testing.T) {
	contexts, gold := taught()
	f := LearnField(contexts, known(gold), FieldOptions{Rounds: 8, AtLeast: 2, Rate: 0.3, Drop: 0.2, Least: 0.001, Seed: 1}, nil)
	right := 0
	for i, x := range contexts {
		if slices.Equal(f.Scores(x).Best(), gold[i]) {
			right++
		}
	}
	if right != len(contexts) {
		t.Errorf("%d of %d texts", right, len(contexts))
	}
}

// joined are the texts of the small language in which something is said, with its parts.
func joined(contexts []*Context, gold [][]int) (cases []Case) {
	for i, x := range contexts {
		if spans := Spans(gold[i]); len(spans) > 0 {
			cases = append(cases, Case{x, sure(gold[i]), []Group{{Cue: spans[1], Source: spans[:1], Content: spans[2:]}}})
		}
	}
	return cases
}

// sure are scores that leave no doubt about labels.
func sure(labels []int) Scores {
	s := newScores(len(labels))
	for i, y := range labels {
		s.Emit[i*Labels+y] = 30
	}
	return s
}

func TestLinksAreLearned(t *testing.T) {
	contexts, gold := taught()
	k := LearnLinker(joined(contexts, gold), 5, 0.3, 1).over(contexts[1])
	got := k.join(Spans(gold[1]))
	if len(got) != 1 || !slices.Equal(got[0].Source, []Span{{SourceB, 0, 1}}) || !slices.Equal(got[0].Content, []Span{{ContentB, 2, 4}}) {
		t.Errorf("joined as %v", got)
	}
}

// A cue that no content is likeliest to belong to gets one that another can spare, unless too much is lost by it.
func TestCuesGetContents(t *testing.T) {
	linker := LearnLinker(joined(taught()), 5, 0.3, 1)
	x := NewContext(flat("It rains, it snows, Ada said, Bo added."), Cues{})
	p := divide([]Span{{ContentB, 0, 2}, {ContentB, 3, 5}, {CueB, 7, 8}, {CueB, 10, 11}}, len(x.Tokens), nil)
	unit := int32(1 / linker.model.Scale())
	for _, tt := range []struct {
		loss int32 // of the second content with the second cue
		want []int
	}{{0, []int{0, 1}}, {unit, []int{0, 1}}, {10 * unit, []int{0, 0}}} {
		k := linker.over(x)
		for i, c := range p.cues {
			for j, s := range p.contents {
				n, _ := p.pair(c, s).number()
				k.known[n] = 1000*unit - int32(i*j)*tt.loss - int32(i*(1-j))*100*unit
			}
		}
		if got := k.cuesOf(&p); !slices.Equal(got, tt.want) {
			t.Errorf("where %d is lost: %v, not %v", tt.loss, got, tt.want)
		}
	}
}

// What most readings share is kept, and no token is part of two.
func TestConsensus(t *testing.T) {
	contexts, gold := taught()
	f := LearnField(contexts, known(gold), FieldOptions{Rounds: 8, AtLeast: 2, Rate: 0.3, Seed: 1}, nil)
	k := LearnLinker(joined(contexts, gold), 5, 0.3, 1)
	r := LearnRanker(k, joined(contexts, gold), 20, 0.3, 1)
	for i, want := range []int{0, 1, 1} {
		got := consensus(k.over(contexts[i]), r, newLattice(f.Scores(contexts[i])))
		if len(got) != want {
			t.Errorf("text %d: %v, want %d", i, got, want)
		}
	}
}
