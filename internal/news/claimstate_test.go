package news_test

import (
	"strings"
	"testing"

	"onrecord/internal/news"
)

func TestTheStateOfAClaim(t *testing.T) {
	origin := func(label string, stance news.Stance, standing news.Standing, party bool) news.Origin {
		return news.Origin{Label: label, Name: "Origin " + label, Stance: stance, Standing: standing, Party: party, Root: news.ID("r" + label)}
	}
	unnamed, named := origin("1", news.For, news.Unnamed, false), origin("2", news.For, news.Named, false)
	partySays, partyDenies := origin("3", news.For, news.Institution, true), origin("4", news.Against, news.Named, true)
	otherDenies := origin("5", news.Against, news.Named, false)
	for _, c := range []struct {
		name    string
		origins []news.Origin
		back    []news.ID
		want    news.ClaimState
		says    string
	}{
		{"nobody", nil, nil, news.Alleged, "no origin stands for it"},
		{"one without a name", []news.Origin{unnamed}, nil, news.Alleged, "1 origin, unnamed, behind 1 report"},
		{"two without names", []news.Origin{unnamed, origin("9", news.For, news.Unnamed, false)}, nil, news.Alleged, "2 independent origins, none named"},
		{"two, one named", []news.Origin{unnamed, named}, nil, news.Corroborated, "2 independent origins, 1 named"},
		{"a party says so", []news.Origin{unnamed, partySays}, nil, news.ConfirmedByParty, "Origin 3, whom it is about, says so"},
		{"a party without a name says nothing for it", []news.Origin{origin("7", news.For, news.Unnamed, true)}, nil, news.Alleged, ""},
		{"a party denies one origin", []news.Origin{unnamed, partyDenies}, nil, news.DeniedByParty, "Origin 4, whom it is about, denies it"},
		{"a party denies two", []news.Origin{unnamed, named, partyDenies}, nil, news.Disputed, ""},
		{"two parties", []news.Origin{partySays, partyDenies}, nil, news.Disputed, ""},
		{"somebody else denies", []news.Origin{named, otherDenies}, nil, news.Disputed, "Origin 5 denies it"},
		{"only denied", []news.Origin{partyDenies}, nil, news.DeniedByParty, "no origin stands for it"},
		{"taken back by its only root", []news.Origin{unnamed}, []news.ID{"r1"}, news.Withdrawn, "1 report has taken it back"},
		{"taken back by one of two roots", []news.Origin{unnamed, named}, []news.ID{"r1"}, news.Corroborated, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := news.ClaimLedger{Origins: c.origins, Positions: []news.Position{{ReportID: "r1", Stance: news.For}}}
			for _, id := range c.back {
				l.Positions[0].ReportID, l.Positions[0].Withdrawn = id, true
			}
			got := l.Status()
			var said []string
			for _, g := range got.Because {
				said = append(said, g.Words)
			}
			if got.State != c.want || !strings.Contains(strings.Join(said, "; "), c.says) {
				t.Errorf("%q because %q; want %q, %q", got.State, said, c.want, c.says)
			}
		})
	}
	states := map[news.ClaimState]bool{}
	for _, r := range news.StateRules() {
		states[r.State] = r.When != ""
	}
	if len(states) != 6 {
		t.Errorf("%d states have a rule", len(states))
	}
}
