package weigh

import (
	"strings"
	"testing"

	"onrecord/internal/news"
)

// said makes an account of one sentence a statement: "SOURCE | CUE | CONTENT | standing | speaker".
func said(id string, lines ...string) news.Account {
	a := news.Account{Report: news.Report{ID: news.ID(id)}}
	for _, line := range lines {
		f := strings.Split(line, " | ")
		start := len([]rune(a.Text))
		a.Text += f[0] + " " + f[1] + " " + f[2] + ". "
		source, cue := len([]rune(f[0])), len([]rune(f[1]))
		a.Statements = append(a.Statements, news.Statement{
			ID: news.ID(id + "-" + f[0]), ReportID: news.ID(id), Ordinal: len(a.Statements),
			Source:   []news.Span{{start, start + source}},
			Cue:      []news.Span{{start + source + 1, start + source + 1 + cue}},
			Content:  []news.Span{{start + source + cue + 2, start + source + cue + 2 + len([]rune(f[2]))}},
			Standing: news.Standing(f[3]), Speaker: f[4], Polarity: news.Asserts,
		})
	}
	return a
}

func TestWhoIsMeant(t *testing.T) {
	for name, c := range map[string]struct {
		accounts []news.Account
		want     []string // of the first report: who speaks, in order
	}{
		"a description is who is named below": {
			[]news.Account{said("r", "A prominent cleric | has ruled | that snow may not be shaped | office | ", "Sheikh Omar Vane | said | snow is snow | named | Omar Vane")},
			[]string{"named Omar Vane", "named Omar Vane"},
		},
		"kin by their introduction": {
			[]news.Account{said("r", "His sister | said | he was on the boat | office | ", "The envoy, Jan Dorn, | denied | it | named | Jan Dorn", "His sister, Lucy Marr, | said | it again | named | Lucy Marr")},
			[]string{"named Lucy Marr", "named Jan Dorn", "named Lucy Marr"},
		},
		"a spokesman is nobody else unless the text says so": {
			[]news.Account{said("r", "A spokesman for the port | said | the pier was safe | office | ", "Lucy Marr | said | it was not | named | Lucy Marr")},
			[]string{"office A spokesman for the port", "named Lucy Marr"},
		},
		"he is the last who spoke": {
			[]news.Account{said("r", "Jan Dorn | said | the pier was safe | named | Jan Dorn", "He | added | that it would open in May | named | ")},
			[]string{"named Jan Dorn", "named Jan Dorn"},
		},
		"they are the body that is spoken of": {
			[]news.Account{said("r", "Police | have arrested | a man of 40 | institution | Police", "They | said | he was caught on the pier | public | ")},
			[]string{"institution Police", "institution police"},
		},
		"a surname that another report gives a person": {
			[]news.Account{
				said("r", "Dorn | said | the pier was safe | institution | "),
				said("s", "Jan Dorn | said | the pier was safe | named | Jan Dorn"),
			},
			[]string{"named Dorn"},
		},
		"an outlet that another report credits": {
			[]news.Account{
				said("r", "The trade publication Harbourman | said | the pier was sold | named | "),
				said("s", "Dorn | told | Harbourman that the pier was sold | named | Jan Dorn"),
				said("u", "The mayor | resigned | according to Harbourman | office | "),
				said("v", "The blog Harbourman | wrote | the pier was sold | outlet | Harbourman"),
			},
			[]string{"outlet Harbourman"},
		},
	} {
		views := look(c.accounts)
		var got []string
		for _, v := range views {
			if v.Report.ID != "r" {
				continue
			}
			for _, s := range v.sayings {
				got = append(got, string(s.Standing)+" "+s.name())
			}
		}
		if strings.Join(got, ", ") != strings.Join(c.want, ", ") {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
