package bench

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/group"
	"onrecord/internal/words"
)

// groupWorld makes any number of reports out of real ones, for grouping to be measured with. The same reports, number and days
// make the same world. The recipe:
//
//   - A story takes the sentences of two to four real reports, drawn at random, in which every name (a word with a capital
//     letter that does not begin its sentence) is exchanged for another throughout: three in four for a name of the real
//     reports, drawn as often as it occurs there, so that the same people turn up in thousands of stories; the rest for one
//     that nobody has had, as places and people of the day are. Every second of its other words of five letters and more is
//     exchanged throughout for one drawn as often as it occurs, or a thousand stories would tell the same of other people.
//     Common words and the better part of the names so have posting lists that grow with the stream, as those of real news do.
//   - A report of it has one of the story's first sentences, six to fourteen others of it, and up to three that belong to no
//     story, drawn from all real reports with names exchanged anew. One report in seven is wire copy: an earlier
//     report of its story with a sentence of its own before it. One in twelve is a title alone.
//   - How many reports a story has is heavy-tailed (Pareto with exponent 1.25, at most 3,000): most have one or two.
//   - Stories begin at all times. Their reports follow after gaps whose logarithm is normal, most within the day; one story
//     in twelve goes on for up to three weeks. One report in fifty comes up to three days late.
type groupWorld struct {
	sentences [][]sentence // of each real report
	names     []string     // of all of them, as often as they occur
	matters   []string     // other words of five letters and more, likewise
	rnd       *rand.Rand
	next      coming
	begun     int
	begin     time.Time
	reports   int
	spread    time.Duration
	made      int
}

// sentence is a real one, taken apart at its names and longer words.
type sentence []piece

type piece struct {
	text string
	kind kind
}

// kind says what may be exchanged for what.
type kind int

const (
	kept kind = iota
	name
	matter
)

const exchanged = 5 // letters of a word that may be exchanged, at least

// newGroupWorld makes a world of so many reports, published over some days.
func newGroupWorld(texts []string, reports, days int) *groupWorld {
	w := &groupWorld{rnd: rand.New(rand.NewPCG(2, 16)), begin: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), reports: reports,
		spread: time.Duration(days) * 24 * time.Hour}
	for _, t := range texts {
		var own []sentence
		for _, s := range strings.FieldsFunc(t, func(r rune) bool { return r == '\n' }) {
			for _, part := range strings.SplitAfter(s, ". ") {
				if p := w.apart(part); len(p) > 0 {
					own = append(own, p)
				}
			}
		}
		if len(own) >= 3 {
			w.sentences = append(w.sentences, own)
		}
	}
	return w
}

// apart divides a sentence at its names, and notes them.
func (w *groupWorld) apart(text string) sentence {
	tokens := words.Tokens(text)
	if len(tokens) < 5 {
		return nil
	}
	runes := []rune(strings.TrimSpace(text))
	lead := utf8.RuneCountInString(text) - utf8.RuneCountInString(strings.TrimLeftFunc(text, unicode.IsSpace))
	var out sentence
	at := 0
	for i, t := range tokens {
		from, to := t.Span[0]-lead, t.Span[1]-lead
		if i == 0 || from < at || to > len(runes) || !t.Capital && to-from < exchanged {
			continue
		}
		p := piece{string(runes[from:to]), matter}
		if t.Capital {
			p.kind = name
			w.names = append(w.names, p.text)
		} else {
			w.matters = append(w.matters, p.text)
		}
		out = append(out, piece{string(runes[at:from]), kept}, p)
		at = to
	}
	return append(out, piece{string(runes[at:]), kept})
}

// tale is a story in the making.
type tale struct {
	number    int
	left      int
	sentences []sentence
	called    map[string]string // its words for those of the real reports
	goesOn    bool
	begin     time.Time
	copied    string // the text of an earlier report
}

// told is when a story's next report comes.
type told struct {
	at   time.Time
	tale *tale
}

// coming is the reports to come, the next first.
type coming []told

func (c coming) Len() int           { return len(c) }
func (c coming) Less(i, j int) bool { return c[i].at.Before(c[j].at) }
func (c coming) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }
func (c *coming) Push(x any)        { *c = append(*c, x.(told)) }
func (c *coming) Pop() any {
	old := *c
	last := old[len(old)-1]
	*c = old[:len(old)-1]
	return last
}

const (
	tailed     = 1.25 // the exponent of the number of a story's reports
	longest    = 3000
	meanOf     = 4.2 // reports of a story in the mean, by these two
	goesOn     = 1.0 / 12
	copiedOnce = 1.0 / 7
	titleOnly  = 1.0 / 12
	lateOnce   = 1.0 / 50
)

// report makes the next report, and says which story it tells and when it comes.
func (w *groupWorld) report() (r group.Report, story int, now time.Time) {
	// Stories begin evenly, as many as it takes.
	perStory := time.Duration(float64(w.spread) * meanOf / float64(w.reports))
	for len(w.next) == 0 || !w.begin.Add(time.Duration(w.begun)*perStory).After(w.next[0].at) {
		t := w.tell(w.begin.Add(time.Duration(w.begun) * perStory))
		w.begun++
		t.number = w.begun
		heap.Push(&w.next, told{t.begin, t})
	}
	n := heap.Pop(&w.next).(told)
	t := n.tale
	w.made++
	r = group.Report{ID: fmt.Sprintf("r%025d", w.made), Language: "en", Published: n.at}
	if w.rnd.Float64() < lateOnce {
		r.Published = n.at.Add(-time.Duration(w.rnd.Float64() * 72 * float64(time.Hour)))
	}
	w.write(&r, t)
	if t.left--; t.left > 0 {
		gap := 0.12 * math.Exp(1.3*w.rnd.NormFloat64()) / math.Sqrt(float64(t.left))
		if t.goesOn {
			gap = 20 * w.rnd.Float64() / float64(t.left)
		}
		heap.Push(&w.next, told{n.at.Add(time.Duration(gap * 24 * float64(time.Hour))), t})
	} else {
		t.sentences, t.called = nil, nil
	}
	return r, t.number, n.at
}

// tell begins a story.
func (w *groupWorld) tell(begin time.Time) *tale {
	t := &tale{called: map[string]string{}, begin: begin, goesOn: w.rnd.Float64() < goesOn}
	t.left = min(longest, int(math.Pow(1-w.rnd.Float64(), -1/tailed)))
	for range 2 + w.rnd.IntN(3) {
		t.sentences = append(t.sentences, w.sentences[w.rnd.IntN(len(w.sentences))]...)
	}
	t.sentences = t.sentences[:min(len(t.sentences), 60):min(len(t.sentences), 60)]
	return t
}

// write makes a report's title and text.
func (w *groupWorld) write(r *group.Report, t *tale) {
	lead := w.say(t.sentences[w.rnd.IntN(min(len(t.sentences), 4))], t.called)
	fields := strings.Fields(lead)
	r.Title = strings.Join(fields[:min(len(fields), 11)], " ")
	switch {
	case w.rnd.Float64() < titleOnly:
		return
	case t.copied != "" && w.rnd.Float64() < copiedOnce:
		r.Text = lead + "\n\n" + t.copied
		return
	}
	var b strings.Builder
	b.WriteString(lead)
	for range 6 + w.rnd.IntN(9) {
		b.WriteString("\n\n")
		b.WriteString(w.say(t.sentences[w.rnd.IntN(len(t.sentences))], t.called))
	}
	for range w.rnd.IntN(4) {
		other := w.sentences[w.rnd.IntN(len(w.sentences))]
		b.WriteString("\n\n")
		b.WriteString(w.say(other[w.rnd.IntN(len(other))], map[string]string{}))
	}
	r.Text = b.String()
	t.copied = r.Text
}

// say writes a sentence with the names of a story.
func (w *groupWorld) say(s sentence, called map[string]string) string {
	var b strings.Builder
	for _, p := range s {
		if p.kind == kept {
			b.WriteString(p.text)
		} else {
			b.WriteString(w.called(p, called))
		}
	}
	return b.String()
}

// called gives a story's word for a word of the real reports.
func (w *groupWorld) called(p piece, called map[string]string) string {
	if c, known := called[p.text]; known {
		return c
	}
	c := p.text
	switch {
	case p.kind == name && w.rnd.IntN(4) == 0:
		c = w.unheard()
	case p.kind == name:
		c = w.names[w.rnd.IntN(len(w.names))]
	case w.rnd.IntN(2) == 0:
		c = w.matters[w.rnd.IntN(len(w.matters))]
	}
	called[p.text] = c
	return c
}

// unheard makes a name that hardly anybody has.
func (w *groupWorld) unheard() string {
	const begins, middles = "bcdfghjklmnprstvwz", "aeiou"
	out := make([]byte, 0, 10)
	for range 3 + w.rnd.IntN(2) {
		out = append(out, begins[w.rnd.IntN(len(begins))], middles[w.rnd.IntN(len(middles))])
	}
	out[0] -= 'a' - 'A'
	return string(out)
}
