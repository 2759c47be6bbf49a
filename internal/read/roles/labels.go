package roles

// The labels of tokens: what each is part of, and whether it is the first of it.
const (
	Out = iota
	SourceB
	SourceI
	ContentB
	ContentI
	CueB
	CueI
	Labels
)

// follows says whether a label may come after another: an I only after its B or itself. Odd labels are B, even ones I.
func follows(before, label int) bool {
	return label == Out || label%2 == 1 || before == label || before == label-1
}

// Span is a run of tokens with one role, end exclusive: SourceB, ContentB or CueB.
type Span struct{ Role, From, To int }

// Spans cuts labels into runs.
func Spans(labels []int) []Span {
	var out []Span
	for i := 0; i < len(labels); {
		l := labels[i]
		if l == Out {
			i++
			continue
		}
		j := i + 1
		for j < len(labels) && labels[j] == l+1 {
			j++
		}
		out = append(out, Span{l, i, j})
		i = j
	}
	return out
}

// overlap counts the tokens that a span shares with others.
func overlap(a Span, list []Span) int {
	n := 0
	for _, b := range list {
		n += max(0, min(a.To, b.To)-max(a.From, b.From))
	}
	return n
}

func length(list []Span) int {
	n := 0
	for _, s := range list {
		n += s.To - s.From
	}
	return n
}

func shared(a, b []Span) int {
	n := 0
	for _, s := range a {
		n += overlap(s, b)
	}
	return n
}

// Group is an attribution as spans of tokens, each role's in order.
type Group struct {
	Cue             Span
	Source, Content []Span
}
