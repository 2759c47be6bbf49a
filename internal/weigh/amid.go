package weigh

import (
	"math"
	"slices"

	"onrecord/internal/news"
)

// judged is a report's prospects with how likely each is whence it has the claim.
type judged struct {
	prospects []*prospect
	chances   []float64
}

// judge weighs the prospects of all reports on a claim: each report alone, then again with what was judged of the others, for reports of
// one story have their claim from few.
func (m *Model) judge(all [][]*prospect) []judged {
	elsewhere(all)
	out := make([]judged, len(all))
	for i, ps := range all {
		out[i] = judged{ps, m.alone(ps)}
	}
	for i, fs := range again(out) {
		scores := make([]float64, len(fs))
		for k, f := range fs {
			scores[k] = f.score(m.Amid)
		}
		out[i].chances = chances(scores)
	}
	return out
}

func (m *Model) alone(ps []*prospect) []float64 {
	scores := make([]float64, len(ps))
	for i, p := range ps {
		scores[i] = p.f.score(m.Whence)
	}
	return chances(scores)
}

// again gives the features of the second judgement: those of the first, what it came to, and how likely the same source and the same kind
// of source are in the other reports.
func again(all []judged) [][]features {
	type sums struct {
		keys  map[string]float64
		kinds map[news.Standing]float64
	}
	total := sums{map[string]float64{}, map[news.Standing]float64{}}
	own := make([]sums, len(all))
	for i, j := range all {
		own[i] = sums{map[string]float64{}, map[news.Standing]float64{}}
		for k, p := range j.prospects {
			for _, key := range p.keys {
				own[i].keys[key] += j.chances[k]
			}
			own[i].kinds[p.standing] += j.chances[k]
		}
		for k, x := range own[i].keys {
			total.keys[k] += x
		}
		for k, x := range own[i].kinds {
			total.kinds[k] += x
		}
	}
	others := math.Max(1, float64(len(all)-1))
	out := make([][]features, len(all))
	for i, j := range all {
		for k, p := range j.prospects {
			f := features{}
			for name, x := range p.f {
				f[name] = x
			}
			f["own"] = math.Log(j.chances[k] + 0.01)
			f["others kind"] = math.Log(0.03 + math.Max(0, total.kinds[p.standing]-own[i].kinds[p.standing])/others)
			for _, key := range p.keys {
				f.most("others same", (total.keys[key]-own[i].keys[key])/others)
				f.most("others same "+string(p.standing), (total.keys[key]-own[i].keys[key])/others)
			}
			out[i] = append(out[i], f)
		}
	}
	return out
}

// best gives the kind of source that is likeliest, and of it the likeliest source; what is only spoken of, if nobody of that kind speaks and
// no outlet is credited.
func (j judged) best() *prospect {
	kinds := map[news.Standing]float64{}
	for i, p := range j.prospects {
		kinds[p.standing] = max(kinds[p.standing], j.chances[i])
	}
	var kind news.Standing
	for _, s := range news.Standings() {
		if kind == "" || kinds[s] > kinds[kind] {
			kind = s
		}
	}
	best := -1
	for i, p := range j.prospects {
		if p.standing != kind {
			continue
		}
		if best < 0 || !p.mention() && j.prospects[best].mention() || p.mention() == j.prospects[best].mention() && j.chances[i] > j.chances[best] {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return j.prospects[best]
}

// chance says how likely a prospect is whence the report has the claim.
func (j judged) chance(p *prospect) float64 { return j.chances[slices.Index(j.prospects, p)] }
