package stance

import (
	"math"
	"strconv"
	"strings"
)

// Features are what a regression sees: names and values, each name once.
type Features struct {
	Names  []string
	Values []float64
}

func (f *Features) add(name string, v float64) {
	f.Names = append(f.Names, name)
	f.Values = append(f.Values, v)
}

// step adds that a value is on a step of a stair: regressions are linear, what counts tell is not.
func (f *Features) step(name string, v float64, last int) {
	f.add(name+"="+strconv.Itoa(min(int(v), last)), 1)
}

// runs counts runs of a skeleton, by name, in the order in which they first came.
type runs struct {
	at    map[string]int
	found Features
}

// add counts the runs of at most so many words. Those of one blank or an end alone say nothing.
func (r *runs) add(part string, skeleton []string, longest int) {
	if r.at == nil {
		r.at = map[string]int{}
	}
	for i := range skeleton {
		for n := 1; n <= longest && i+n <= len(skeleton); n++ {
			if n == 1 && (skeleton[i] == "^" || skeleton[i] == "$" || skeleton[i] == "_") {
				continue
			}
			name := part + strings.Join(skeleton[i:i+n], " ")
			k, ok := r.at[name]
			if !ok {
				k = len(r.found.Names)
				r.at[name] = k
				r.found.add(name, 0)
			}
			r.found.Values[k]++
		}
	}
}

// into adds the runs to features, repeats counting less and less.
func (r *runs) into(f *Features, weight float64) {
	for i, name := range r.found.Names {
		f.add(name, weight*(1+math.Log(r.found.Values[i])))
	}
}

// ClaimFeatures gives what tells how a claim leans.
func (l *Lens) ClaimFeatures(c *Claim) Features {
	var f Features
	f.add("one", 1)
	var r runs
	r.add("", l.skeleton(c.stems), 3)
	r.into(&f, 1)
	for k, n := range c.counts {
		if n > 0 {
			f.add("any:"+kinds[k], 1)
		}
		if n > 1 {
			f.add("many:"+kinds[k], 1)
		}
	}
	f.step("size", float64(len(c.stems)/3), 6)
	return f
}

// leadSentences are the opening of a text as far as leaning goes.
const leadSentences = 3

// TextFeatures gives what tells how a text leans, whatever the claim.
func (l *Lens) TextFeatures(t *Text) Features {
	var f Features
	f.add("one", 1)
	var opening, whole runs
	var lead, all counts
	for i, s := range t.sentences {
		skeleton := l.skeleton(s.stems)
		if i < leadSentences {
			opening.add("lead:", skeleton, 2)
			lead.add(s.counts)
		}
		whole.add("text:", skeleton, 1)
		all.add(s.counts)
	}
	for k, name := range kinds {
		f.step("lead "+name, lead[k], 5)
		f.step("all "+name, all[k], 8)
		f.add("share "+name, 20*all[k]/math.Max(float64(t.size), 50))
	}
	f.step("length", float64(len(t.sentences)/5), 6)
	opening.into(&f, 0.5)
	whole.into(&f, 0.5)
	return f
}

// NearFeatures gives what tells how a text leans, from what of it is near the claim. It shares no name with TextFeatures.
func (l *Lens) NearFeatures(m *Meeting) Features {
	var f Features
	var near runs
	for _, n := range m.near {
		near.add("near:", l.skeleton(m.text.sentences[n].stems), 2)
	}
	for k, name := range kinds {
		f.step("near "+name, m.nearCounts[k], 5)
		if m.reach[k] > 0 {
			f.step("reach "+name, m.reach[k], 6)
		}
		if m.reachLead[k] > 0 {
			f.step("lead reach "+name, m.reachLead[k], 6)
		}
	}
	for _, share := range []struct {
		name  string
		value float64
		steps int
	}{{"whole", m.whole, 5}, {"window", m.window, 5}, {"sentence", m.sentence, 5}, {"opening", m.lead, 5}, {"pairs", m.pairs, 4}} {
		f.step(share.name, share.value*float64(share.steps), share.steps-1)
	}
	near.into(&f, 0.5)
	return f
}
