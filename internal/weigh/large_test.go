package weigh_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// grown makes a story of so many reports out of the secret pact's: each has the text of one of them, with sentences and numbers of its own so
// that no two are copies, or, if they are to be identical, that text itself.
func grown(t testing.TB, n int, identical bool) []news.Account {
	t.Helper()
	seeds := secretPact(t)
	out := make([]news.Account, n)
	for i := range out {
		a := seeds[i%len(seeds)]
		if identical {
			a = seeds[1]
		}
		id := fmt.Sprintf("r%05d", i)
		a.Report.ID, a.Report.URL = news.ID(id), "https://"+id+".example/1"
		a.Report.Published = start.Add(time.Duration(i) * time.Minute)
		a.Outlet.Name, a.Earlier = fmt.Sprintf("%s %d", a.Outlet.Name, i%400), nil
		a.Report.Outlet = a.Outlet.Name
		if !identical {
			var own strings.Builder
			for k := range 6 {
				fmt.Fprintf(&own, " In district %d of ward %d some %d of %d households had heard of it by hour %d.", i*7+k, i%97+k, i*3+k, i*5+k*11, k)
			}
			a.Text += own.String()
		}
		out[i] = a
	}
	return out
}

func TestAThousandIdenticalReportsAreOneText(t *testing.T) {
	claims, _ := weigh.Ledger(grown(t, 1000, true), weigh.Kept{})
	c := claims[0]
	echoes := 0
	for _, p := range c.Positions {
		if p.EchoOf == c.Positions[0].ReportID {
			echoes++
		}
	}
	if _, _, fors, _ := c.Sides(); len(c.Positions) != 1000 || echoes != 999 || fors != 1 {
		t.Errorf("%d positions, %d echoes, %d origins for", len(c.Positions), echoes, fors)
	}
}

func BenchmarkLargeStories(b *testing.B) {
	for _, n := range []int{300, 1000, 4000, 20000} {
		accounts := grown(b, n, false)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				weigh.Ledger(accounts, weigh.Kept{})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/report")
		})
	}
}

// BenchmarkManyNames weighs one report in which so many people speak, every other one by a description: time is to grow with their number.
func BenchmarkManyNames(b *testing.B) {
	for _, n := range []int{250, 500, 1000} {
		a := news.Account{Report: news.Report{ID: "r", Published: start}, Title: "The pier of Brae is to close"}
		say := func(source, speaker string, standing news.Standing) {
			at := len([]rune(a.Text))
			a.Text += source + " said the pier of Brae would close in May. "
			s := len([]rune(source))
			a.Statements = append(a.Statements, news.Statement{ID: news.ID(fmt.Sprint("s", len(a.Statements))), ReportID: "r", Ordinal: len(a.Statements),
				Source: []news.Span{{at, at + s}}, Cue: []news.Span{{at + s + 1, at + s + 5}}, Content: []news.Span{{at + s + 6, at + s + 42}},
				Polarity: news.Asserts, Standing: standing, Speaker: speaker})
		}
		for i := range n {
			name := fmt.Sprintf("Jan Dorn%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)
			say(name, name, news.Named)
			say(fmt.Sprintf("His fisher%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676), "", news.Office)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				weigh.Ledger([]news.Account{a}, weigh.Kept{})
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(2*n), "µs/statement")
		})
	}
}
