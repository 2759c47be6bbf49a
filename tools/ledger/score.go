package main

import (
	"fmt"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// score counts what was judged right. The scorer of the bench folder does the same from the command line's output.
type score struct {
	stories, exact            int
	reports, stance, standing int
	right, predicted, wanted  int // pairs of the same origin
	apart                     float64
}

func (s *score) add(o *score) {
	s.stories += o.stories
	s.exact += o.exact
	s.reports += o.reports
	s.stance += o.stance
	s.standing += o.standing
	s.right += o.right
	s.predicted += o.predicted
	s.wanted += o.wanted
	s.apart += o.apart
}

func (s *score) String() string {
	n, r := float64(s.stories), float64(s.reports)
	return fmt.Sprintf("%d stories, %d reports: same origin F1 %.3f (P %.3f, R %.3f), origins exact %.2f, mean error %.2f, stance %.3f, standing %.3f",
		s.stories, s.reports, 2*float64(s.right)/float64(s.predicted+s.wanted), float64(s.right)/float64(s.predicted), float64(s.right)/float64(s.wanted),
		float64(s.exact)/n, s.apart/n, float64(s.stance)/r, float64(s.standing)/r)
}

// judge makes the ledgers of stories by a model and scores them by set.
func judge(m *weigh.Model, stories []*story) map[string]*score {
	out := map[string]*score{}
	for _, s := range stories {
		if out[s.set] == nil {
			out[s.set] = &score{}
		}
		out[s.set].story(m, s)
	}
	return out
}

func (s *score) story(m *weigh.Model, from *story) {
	claims, _ := weigh.LedgerBy(m, from.accounts, weigh.Kept{})
	at := map[news.ID]news.Position{}
	if len(claims) > 0 {
		for _, p := range claims[0].Positions {
			at[p.ReportID] = p
		}
	}
	none := func(label string) bool { return label == "" || strings.HasPrefix(label, "none") }
	fors, all := map[string]bool{}, map[string]bool{}
	for i, a := range from.Articles {
		p := at[news.ID(a.ID)]
		s.reports++
		if p.Stance == a.Stance {
			s.stance++
		}
		if string(p.Standing) == a.Standing {
			s.standing++
		}
		for _, o := range append([]string{p.Origin}, p.Also...) {
			if !none(o) && p.Stance == news.For {
				fors[o] = true
			}
		}
		if !none(p.Origin) {
			all[p.Origin] = true
		}
		for _, b := range from.Articles[:i] {
			q := at[news.ID(b.ID)]
			gold, found := a.Origin == b.Origin && !none(a.Origin), p.Origin == q.Origin && !none(p.Origin)
			if gold {
				s.wanted++
			}
			if found {
				s.predicted++
			}
			if gold && found {
				s.right++
			}
		}
	}
	n := len(fors)
	if n == 0 {
		n = len(all)
	}
	s.stories++
	if n == from.Origins {
		s.exact++
	}
	s.apart += float64(max(n-from.Origins, from.Origins-n))
}
