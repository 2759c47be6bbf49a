package weigh

import (
	_ "embed"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"onrecord/internal/news"
)

// Model is what tools/ledger learned from stories labelled by hand: how much each thing that is seen counts in four judgements. All are
// regressions: a sum of weights times features, of which the logistic function, or the softmax over what there is to choose from,
// gives how likely each answer is.
type Model struct {
	Stance  map[string][3]float64 // where a report stands: for, against, beside, in the order of news.Stances
	Whence  map[string]float64    // which prospect a report has its claim from, judged alone
	Amid    map[string]float64    // the same, with what was judged of the other reports
	Same    map[string]float64    // whether two reports have it from the same origin
	Joining float64               // from which mean chance of that on two groups of reports are one
}

//go:embed weights.txt
var weightsText string

// learned gives the weights that the program carries.
var learned = sync.OnceValue(func() *Model {
	m, err := ParseModel(weightsText)
	if err != nil {
		panic("weigh: " + err.Error()) // the file is ours, and tested
	}
	return m
})

// ParseModel reads what [Model.Write] wrote. Lines that begin with # are remarks.
func ParseModel(text string) (*Model, error) {
	m := &Model{Stance: map[string][3]float64{}, Whence: map[string]float64{}, Amid: map[string]float64{}, Same: map[string]float64{}}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		values := make([]float64, 0, 3)
		for _, s := range f[min(2, len(f)):] {
			x, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return nil, fmt.Errorf("line %d of the weights: %w", n+1, err)
			}
			values = append(values, x)
		}
		to := map[string]map[string]float64{"whence": m.Whence, "amid": m.Amid, "same": m.Same}[f[0]]
		switch {
		case f[0] == "stance" && len(values) == 3:
			m.Stance[f[1]] = [3]float64(values)
		case f[0] == "joining" && len(values) == 1:
			m.Joining = values[0]
		case to != nil && len(values) == 1:
			to[f[1]] = values[0]
		default:
			return nil, fmt.Errorf("line %d of the weights: %q is no weight", n+1, line)
		}
	}
	return m, nil
}

// Write writes the weights as text, in order.
func (m *Model) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "joining\t\t%.3f\n", m.Joining)
	for _, k := range slices.Sorted(maps.Keys(m.Stance)) {
		x := m.Stance[k]
		fmt.Fprintf(&b, "stance\t%s\t%.3f\t%.3f\t%.3f\n", k, x[0], x[1], x[2])
	}
	for _, part := range []struct {
		name    string
		weights map[string]float64
	}{{"whence", m.Whence}, {"amid", m.Amid}, {"same", m.Same}} {
		for _, k := range slices.Sorted(maps.Keys(part.weights)) {
			if x := part.weights[k]; math.Abs(x) >= 0.0005 {
				fmt.Fprintf(&b, "%s\t%s\t%.3f\n", part.name, k, x)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (f features) score(w map[string]float64) float64 {
	sum := 0.0
	for _, k := range f.names() {
		sum += f[k] * w[k]
	}
	return sum
}

// chances turns scores into chances that add up to 1.
func chances(scores []float64) []float64 {
	out := make([]float64, len(scores))
	if len(scores) == 0 {
		return out
	}
	top, sum := slices.Max(scores), 0.0
	for i, s := range scores {
		out[i] = math.Exp(s - top)
		sum += out[i]
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// stanceOf judges where a report stands.
func (m *Model) stanceOf(f features) news.Stance {
	var scores [3]float64
	for _, k := range f.names() {
		for i, w := range m.Stance[k] {
			scores[i] += f[k] * w
		}
	}
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return news.Stances()[best]
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
