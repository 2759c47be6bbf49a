package weigh

import "onrecord/internal/news"

// Study is a story as the trainer of a [Model] sees it: what is seen of its reports and the claim at its centre.
type Study struct {
	Reports   []news.ID // in the order of all that follows
	Wording   string    // of the claim
	Stance    []map[string]float64
	Prospects [][]Prospect

	placings  []*placing
	weights   weights
	claim     *proposition
	prospects [][]*prospect
}

// Prospect is one source that a report may have the claim from.
type Prospect struct {
	Standing news.Standing
	Features map[string]float64
}

// NewStudy looks at a story. It is nil where the story has no claim.
func NewStudy(accounts []news.Account) *Study {
	views := look(accounts)
	w := storyWeights(views)
	e := Kept{}.edits()
	claims := propositions(views, w, Kept{}, e)
	if len(claims) == 0 {
		return nil
	}
	c := claims[0]
	s := &Study{Wording: c.wording, weights: w, claim: c, placings: c.placings(&Model{}, w, views, true, e)}
	for _, p := range s.placings {
		s.Reports = append(s.Reports, p.in.Report.ID)
	}
	s.prospects = prospectsOf(w, s.placings, c)
	for _, f := range towards(w, s.placings, c) {
		s.Stance = append(s.Stance, f)
	}
	elsewhere(s.prospects)
	for _, ps := range s.prospects {
		var out []Prospect
		for _, p := range ps {
			out = append(out, Prospect{p.standing, p.f})
		}
		s.Prospects = append(s.Prospects, out)
	}
	return s
}

// Again gives the features of the second judgement of the prospects, from how likely each was by the first.
func (s *Study) Again(chances [][]float64) [][]map[string]float64 {
	var out [][]map[string]float64
	for _, fs := range again(s.judged(chances)) {
		var of []map[string]float64
		for _, f := range fs {
			of = append(of, f)
		}
		out = append(out, of)
	}
	return out
}

// Pairs gives the features of each two reports i and j < i, in that order, from how likely their prospects are and where they stand.
func (s *Study) Pairs(chances [][]float64, stances []news.Stance) [][]map[string]float64 {
	placings := make([]*placing, len(s.placings)) // of its own: several models may be learned from a study at once
	for i, p := range s.placings {
		own := *p
		own.stance = stances[i]
		placings[i] = &own
	}
	judgements := s.judged(chances)
	all, groups := grouped(s.weights, placings, judgements, s.claim)
	faces, dominance := faces(all, groups, judgements)
	out := make([][]map[string]float64, len(faces))
	for i, a := range faces {
		for _, b := range faces[:i] {
			out[i] = append(out[i], likeness(a, b, dominance))
		}
	}
	return out
}

func (s *Study) judged(chances [][]float64) []judged {
	out := make([]judged, len(s.prospects))
	for i, ps := range s.prospects {
		out[i] = judged{ps, chances[i]}
	}
	return out
}
