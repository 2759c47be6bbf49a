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
	out := stateView{State: status.State}
	for _, r := range news.StateRules() {
		if r.State == status.State {
			out.Rule = r.When
		}
	}
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
		out.Grounds = append(out.Grounds, telling{g.Words, v.Address + "?" + q.Encode()})
	}
	return out
}

// rule is a rule for states, as the page lists them.
type rule struct {
	news.StateRule
	Anchor string
}

func rules() []rule {
	var out []rule
	for _, r := range news.StateRules() {
		out = append(out, rule{r, stateAnchor(r.State)})
	}
	return out
}

func stateAnchor(s news.ClaimState) string { return "state-" + anchor(string(s)) }
