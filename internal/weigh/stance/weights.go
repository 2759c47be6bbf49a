package stance

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// Weights is what was learned.
type Weights struct {
	Note   string   // from what, for people
	Known  []string // the stems that are features of their own
	Rarity Rarity

	Related   Forest                // of whether a report is about the claim
	Claim     map[string][3]float32 // of how a claim leans
	Text      map[string][3]float32 // of how a text leans
	Direction [3]Forest             // of each direction

	// Least is how sure, from 0 to 1, it must be that a report is about the claim; Lean is added to the scores of the
	// directions, so that rare ones are found.
	Least float64
	Lean  [3]float64
}

// check says what does not fit the rows that trees see.
func (w *Weights) check(l *Lens) error {
	m := l.Meet(l.Claim(""), l.Text(""))
	related, direction := len(m.RelatedRow()), len(m.StanceRow([3]float64{}, [3]float64{}))
	for i, f := range []*Forest{&w.Related, &w.Direction[0], &w.Direction[1], &w.Direction[2]} {
		width := direction
		if i == 0 {
			width = related
		}
		for _, t := range f.Trees {
			for _, n := range t {
				if n.Column >= width {
					return fmt.Errorf("weights of stances: a tree asks for column %d of rows of %d; learn them anew with tools/stance", n.Column, width)
				}
			}
		}
	}
	return nil
}

//go:embed weights.txt.zst
var learned []byte

// LearnedWeights gives the weights that tools/stance wrote.
func LearnedWeights() (Weights, error) {
	d, err := zstd.NewReader(bytes.NewReader(learned))
	if err != nil {
		return Weights{}, err
	}
	defer d.Close()
	return ParseWeights(d)
}

var directions = [3]string{"agree", "disagree", "discuss"}

// Write writes weights as ParseWeights reads them: lines of fields with tabs between, the first saying what follows. Numbers
// are rounded to four digits.
func (w *Weights) Write(to io.Writer) error {
	out := bufio.NewWriter(to)
	for _, line := range strings.Split(w.Note, "\n") {
		fmt.Fprintln(out, "#", line)
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }
	fmt.Fprintf(out, "least\t%s\nlean\t%s\t%s\t%s\n", number(w.Least), number(w.Lean[0]), number(w.Lean[1]), number(w.Lean[2]))
	for _, s := range w.Known {
		fmt.Fprintf(out, "known\t%s\n", s)
	}
	fmt.Fprintf(out, "stories\t%d\n", w.Rarity.Stories)
	for _, s := range slices.Sorted(maps.Keys(w.Rarity.In)) {
		fmt.Fprintf(out, "in\t%s\t%d\n", s, w.Rarity.In[s])
	}
	for _, list := range []struct {
		name string
		of   map[string][3]float32
	}{{"claim", w.Claim}, {"text", w.Text}} {
		for _, name := range slices.Sorted(maps.Keys(list.of)) {
			v := list.of[name]
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", list.name, name, number(float64(v[0])), number(float64(v[1])), number(float64(v[2])))
		}
	}
	forest := func(name string, f *Forest) {
		fmt.Fprintf(out, "base\t%s\t%s\n", name, number(f.Base))
		for _, t := range f.Trees {
			fmt.Fprintf(out, "tree\t%s", name)
			for _, n := range t {
				if n.Column < 0 {
					fmt.Fprintf(out, "\t%s", number(n.Value))
					continue
				}
				fmt.Fprintf(out, "\t%d %s %d %d", n.Column, number(n.Cut), n.Left, n.Right)
			}
			fmt.Fprintln(out)
		}
	}
	forest("related", &w.Related)
	for k, name := range directions {
		forest(name, &w.Direction[k])
	}
	return out.Flush()
}

// ParseWeights reads weights as Write writes them; lines that begin with # are notes. An error names the line.
func ParseWeights(from io.Reader) (Weights, error) {
	w := Weights{Rarity: Rarity{In: map[string]int{}}, Claim: map[string][3]float32{}, Text: map[string][3]float32{}}
	s := bufio.NewScanner(from)
	s.Buffer(nil, 1<<20)
	n := 0
	for s.Scan() {
		n++
		line := s.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		if err := w.line(strings.Split(line, "\t")); err != nil {
			return w, fmt.Errorf("weights of stances, line %d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		return w, fmt.Errorf("weights of stances, line %d: %w", n+1, err)
	}
	return w, nil
}

func (w *Weights) line(field []string) error {
	rest := field[1:]
	switch field[0] {
	case "least":
		return numbers(rest, &w.Least)
	case "lean":
		return numbers(rest, &w.Lean[0], &w.Lean[1], &w.Lean[2])
	case "stories":
		var v float64
		err := numbers(rest, &v)
		w.Rarity.Stories = int(v)
		return err
	}
	if len(rest) == 0 {
		return fmt.Errorf("%q is nothing known, or lacks a name", field[0])
	}
	name, rest := rest[0], rest[1:]
	switch field[0] {
	case "known":
		w.Known = append(w.Known, name)
		return numbers(rest)
	case "in":
		var v float64
		err := numbers(rest, &v)
		w.Rarity.In[name] = int(v)
		return err
	case "claim", "text":
		var v [3]float64
		err := numbers(rest, &v[0], &v[1], &v[2])
		list := map[string]map[string][3]float32{"claim": w.Claim, "text": w.Text}[field[0]]
		list[name] = [3]float32{float32(v[0]), float32(v[1]), float32(v[2])}
		return err
	case "base", "tree":
		f := &w.Related
		if name != "related" {
			k := slices.Index(directions[:], name)
			if k < 0 {
				return fmt.Errorf("trees of %q are of nothing known", name)
			}
			f = &w.Direction[k]
		}
		if field[0] == "base" {
			return numbers(rest, &f.Base)
		}
		t, err := parseTree(rest)
		f.Trees = append(f.Trees, t)
		return err
	}
	return fmt.Errorf("%q is nothing known", field[0])
}

func parseTree(nodes []string) ([]Node, error) {
	if len(nodes) == 0 {
		return nil, fmt.Errorf("a tree without a root")
	}
	t := make([]Node, len(nodes))
	for i, text := range nodes {
		part := strings.Fields(text)
		if len(part) == 1 {
			t[i].Column = -1
			if err := numbers(part, &t[i].Value); err != nil {
				return nil, err
			}
			continue
		}
		var column, left, right float64
		if err := numbers(part, &column, &t[i].Cut, &left, &right); err != nil {
			return nil, err
		}
		// Children after their parents: a walk down the tree ends.
		if column < 0 || left <= float64(i) || right <= float64(i) || left >= float64(len(nodes)) || right >= float64(len(nodes)) {
			return nil, fmt.Errorf("node %d of a tree, %q, leads nowhere", i, text)
		}
		t[i].Column, t[i].Left, t[i].Right = int(column), int(left), int(right)
	}
	return t, nil
}

// numbers reads as many numbers as there are places for them.
func numbers(fields []string, into ...*float64) error {
	if len(fields) != len(into) {
		return fmt.Errorf("%d numbers, not %d", len(fields), len(into))
	}
	for i, f := range fields {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%q is no number", f)
		}
		*into[i] = v
	}
	return nil
}
