package alert

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// say is a post: outlet and part, and how many minutes after the first.
type say struct {
	words  string
	minute int
}

func TestPartsFindTheirThread(t *testing.T) {
	for _, c := range []struct {
		name  string
		posts []say
		want  string // which posts, by their place, are together
	}{
		{"in order", []say{{"1/3 a", 0}, {"2/3 b", 1}, {"3/3 c", 2}}, "0 1 2"},
		{"backwards", []say{{"3/3 c", 2}, {"2/3 b", 1}, {"1/3 a", 0}}, "0 1 2"},
		{"late", []say{{"1/3 a", 0}, {"3/3 c", 2}, {"Something else", 3}, {"2/3 b", 1}}, "0 1 3 | 2"},
		{"continued the next day", []say{{"1/2 a", 0}, {"2/2 b", 20 * 60}}, "0 1"},
		{"another thread of as many parts", []say{{"1/2 a", 0}, {"2/2 b", 1}, {"1/2 c", 30}, {"2/2 d", 31}}, "0 1 | 2 3"},
		{"another before the first is whole", []say{{"1/3 a", 0}, {"2/3 b", 1}, {"1/3 x", 30}, {"3/3 c", 2}, {"2/3 y", 31}, {"3/3 z", 32}}, "0 1 3 | 2 4 5"},
		{"posted twice", []say{{"1/2 a", 0}, {"1/2 a", 1}, {"2/2 b", 2}}, "0 | 1 2"},
		{"of other lengths", []say{{"1/2 a", 0}, {"2/3 b", 1}}, "0 | 1"},
		{"a week later", []say{{"1/2 a", 0}, {"2/2 b", 7 * 24 * 60}}, "0 | 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &fake{story: news.Ledger{Story: news.Story{ID: "s"}}}
			step := New(f, nil, quiet)
			for i, p := range c.posts {
				r := news.Report{ID: news.ID(fmt.Sprint(i)), Title: p.words, Published: now.Add(time.Duration(p.minute) * time.Minute)}
				f.accounts = append(f.accounts, news.Account{Report: r, Outlet: news.Outlet{ID: "o", Name: "The Desk", Kind: news.Social, Own: true}})
				for range 2 { // a story is weighed again and again
					if err := step.Run(t.Context(), "s"); err != nil {
						t.Fatal(err)
					}
				}
			}
			var groups []string
			place := map[string]int{}
			for i, n := range f.notices {
				at, ok := place[n.Thread]
				if n.Thread == "" || !ok {
					at = len(groups)
					place[n.Thread], groups = at, append(groups, "")
				}
				groups[at] = strings.TrimSpace(groups[at] + " " + fmt.Sprint(i))
			}
			if got := strings.Join(groups, " | "); got != c.want {
				t.Errorf("together are %s, want %s", got, c.want)
			}
		})
	}
}

func TestTwoOutletsHaveThreadsOfTheirOwn(t *testing.T) {
	f := &fake{story: news.Ledger{Story: news.Story{ID: "s"}}}
	for i, outlet := range []news.ID{"o", "p"} {
		f.accounts = append(f.accounts, news.Account{Report: news.Report{ID: outlet, Title: fmt.Sprintf("%d/2 x", i+1), Published: now},
			Outlet: news.Outlet{ID: outlet, Kind: news.Social, Own: true}})
	}
	if err := New(f, nil, quiet).Run(t.Context(), "s"); err != nil || len(f.notices) != 2 || f.notices[0].Thread == f.notices[1].Thread {
		t.Errorf("%v: %+v", err, f.notices)
	}
}
