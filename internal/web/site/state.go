package site

import (
	"net/url"
	"strings"

	"onrecord/internal/news"
)

// stateView is the state of a claim, with the rule that gives it and what the rule found.
type stateView struct {
	State   news.ClaimState
	Rule    string
	Grounds []telling
}

// stateOf works out the state of a claim; each ground leads to the page that shows what it counts, and no more.
func stateOf(c news.ClaimLedger, v claimView) stateView {
	status := c.Status()
	out := stateView{State: status.State, Rule: v.In.rule(status.State)}
	anchors := map[string]string{}
	for _, s := range []side{v.For, v.Against, v.Beside} {
		for _, o := range s.Origins {
			anchors[o.Label] = strings.TrimPrefix(o.Address, v.Address+"?origin=")
		}
	}
	counts := true // the first ground that is of origins counts all that stands for the claim
	for _, g := range status.Because {
		q := url.Values{}
		switch {
		case len(g.Reports) > 0:
			for _, id := range g.Reports {
				q.Add("report", string(id))
			}
		case counts:
			counts = false
			q.Set("side", string(news.For))
		default:
			for _, label := range g.Origins {
				q.Add("origin", anchors[label])
			}
		}
		out.Grounds = append(out.Grounds, telling{v.In.ground(g), v.Address + "?" + q.Encode()})
	}
	return out
}

// ground says a reason for a state in words.
func (s speech) ground(g news.Ground) string {
	switch {
	case g.Kind == news.GroundTakenBack:
		return s.count("ground.taken_back", g.Count)
	case g.Kind == news.GroundPartySays:
		return s.say("ground.party_says", "name", s.Source(g.Name))
	case g.Kind == news.GroundPartyDenies:
		return s.say("ground.party_denies", "name", s.Source(g.Name))
	case g.Kind == news.GroundDenial:
		return s.say("ground.denies", "name", s.Source(g.Name))
	case g.Count == 0:
		return s.say("ground.no_origin")
	case g.Count == 1:
		return s.count("ground.origin", g.Behind, "standing", s.phrase("sole."+key(g.Sole)))
	}
	named := s.counted("ground.named", g.Named)
	switch g.Named {
	case 0:
		named = s.phrase("ground.named_none")
	case g.Count:
		named = s.phrase("ground.named_all")
	}
	return s.count("ground.origins", g.Count, "named", named, "reports", s.counted("count.report", g.Behind))
}

// rule is a state with its place on the page, where the rule stands that gives it.
type rule struct {
	State  news.ClaimState
	Anchor string
}

func rules() []rule {
	var out []rule
	for _, r := range news.StateRules() {
		out = append(out, rule{r.State, stateAnchor(r.State)})
	}
	return out
}

func stateAnchor(s news.ClaimState) string { return "state-" + anchor(string(s)) }
