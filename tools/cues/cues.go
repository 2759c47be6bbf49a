package main

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"onrecord/internal/read/find"
	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/tag"
)

// rounds is how often the texts are gone through: what ends a clause depends on which verbs report, which is counted.
const rounds = 3

// event is an annotated attribution; spans in code points.
type event struct{ source, cue, content [][2]int }

// countCues lets the reader propose attributions in each text and counts those that an annotator agrees with, by pattern,
// by lemma and by frame.
func countCues(folder, lexiconFolder string, counts tag.Counts) (lexicon.Cues, error) {
	tagger, err := tag.NewTagger(counts)
	if err != nil {
		return nil, err
	}
	words, err := os.ReadFile(filepath.Join(lexiconFolder, "words.txt"))
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(folder, "text", "*.txt"))
	if err != nil {
		return nil, err
	}
	cues := lexicon.Cues{}
	for range rounds {
		l, err := lexicon.New(strings.NewReader(string(words)), tagger, cues)
		if err != nil {
			return nil, err
		}
		cues = lexicon.Cues{}
		for _, path := range paths {
			if err := countText(path, l, cues); err != nil {
				return nil, err
			}
		}
	}
	for key, n := range cues {
		if n.Seen < 2 && !strings.HasPrefix(key, "*|") {
			delete(cues, key)
		}
	}
	return cues, nil
}

func countText(path string, l *lexicon.Lexicon, cues lexicon.Cues) error {
	name := strings.TrimSuffix(filepath.Base(path), ".txt")
	annotated, err := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(path)), "attributions", name+"_*.ann"))
	if err != nil || len(annotated) == 0 {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	events, err := readEvents(annotated[0]) // the first annotator is the gold one
	if err != nil {
		return err
	}
	t := find.New(string(text), l)
	for _, c := range t.Propose() {
		hit := 0
		for _, e := range events {
			if agrees(t, c, e) {
				hit = 1
				break
			}
		}
		lemma, frame := c.Key()
		for _, key := range []string{lemma + "|" + frame, lemma + "|*", "*|" + frame, "*|*"} {
			n := cues[key]
			cues[key] = lexicon.Count{Hits: n.Hits + hit, Seen: n.Seen + 1}
		}
	}
	return nil
}

// agrees reports whether a candidate is the annotated attribution: cues and sources touch, contents overlap by half.
func agrees(t *find.Text, c find.Candidate, e event) bool {
	return shared(spans(t, c.Cue), e.cue) > 0 &&
		(shared(spans(t, c.Source), e.source) > 0 || len(c.Source) == 0 && len(e.source) == 0) && alike(spans(t, c.Content), e.content)
}

func alike(a, b [][2]int) bool {
	n := shared(a, b)
	return 2*n >= length(a)+length(b)-n && n > 0
}

func spans(t *find.Text, ranges []find.Range) (out [][2]int) {
	for _, r := range ranges {
		out = append(out, [2]int{t.Tokens[r.From].Start, t.Tokens[r.To-1].End})
	}
	return out
}

func shared(a, b [][2]int) (n int) {
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x[1], y[1])-max(x[0], y[0]))
		}
	}
	return n
}

func length(a [][2]int) (n int) {
	for _, x := range a {
		n += x[1] - x[0]
	}
	return n
}

// readEvents reads a brat file. A few of its lines are broken: they are passed over, as the scorer does with spans that
// were removed.
func readEvents(path string) ([]event, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	marked := map[string][][2]int{}
	var events []event
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		cells := strings.Split(in.Text(), "\t")
		switch {
		case len(cells) < 2:
		case strings.HasPrefix(cells[0], "T"):
			_, where, _ := strings.Cut(cells[1], " ")
			for _, part := range strings.Split(where, ";") {
				from, to, _ := strings.Cut(part, " ")
				a, err1 := strconv.Atoi(from)
				b, err2 := strconv.Atoi(to)
				if err1 == nil && err2 == nil {
					marked[cells[0]] = append(marked[cells[0]], [2]int{a, b})
				}
			}
		case strings.HasPrefix(cells[0], "E"):
			var e event
			for _, arg := range strings.Fields(cells[1]) {
				role, ref, _ := strings.Cut(arg, ":")
				switch strings.TrimRight(role, "0123456789") {
				case "Source":
					e.source = append(e.source, marked[ref]...)
				case "Cue":
					e.cue = append(e.cue, marked[ref]...)
				case "Content":
					e.content = append(e.content, marked[ref]...)
				}
			}
			events = append(events, e)
		}
	}
	return events, in.Err()
}
