package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"time"
)

// search asks for words of the texts, alone and narrowed, each query once, one after the other: what is kept of pages helps nobody here.
func (b *siteBench) search(ctx context.Context, f *SiteFigures) error {
	c := loadClient(4)
	defer c.CloseIdleConnections()
	w := b.world
	random := rand.New(rand.NewPCG(5, 6))
	of := func(from, to int) string { return w.words[from+random.IntN(min(to, len(w.words))-from)] }
	var everything []float64
	count := 0
	common := func(i int) string {
		return []string{"said", "The", "of", "near", "officials"}[i%5] + strings.Repeat(" ", i)
	}
	outlets, err := b.store.Outlets(ctx)
	if err != nil {
		return err
	}
	outlet := func() string { return "outlet=" + string(outlets[random.IntN(len(outlets))].ID) }
	days := func(n int) string {
		from := w.begin.AddDate(0, 0, random.IntN(1000))
		return "from=" + from.Format(time.DateOnly) + "&to=" + from.AddDate(0, 0, n).Format(time.DateOnly)
	}
	kinds := []struct {
		name  string
		query func(i int) string
		more  func() string // that narrows it; nil: nothing does
	}{
		{name: "a word that many reports have", query: func(int) string { return of(0, 200) }},
		{name: "two such words", query: func(int) string { return of(0, 200) + " " + of(0, 200) }},
		{name: "a word that nearly all have", query: common},
		{"a word that many have, in one outlet", func(int) string { return of(0, 200) }, outlet},
		{"a word that nearly all have, in one outlet", common, outlet},
		{"a word that nearly all have, in one month", common, func() string { return days(30) }},
		{"a word that nearly all have, denied by somebody named, in a year", common, func() string { return "polarity=denies&standing=named&" + days(365) }},
		{"a word that nearly all have, in one outlet and a month", common, func() string { return outlet() + "&" + days(30) }},
		{name: "a rare word", query: func(int) string { return of(5000, siteWords) }},
		{name: "a phrase", query: func(int) string {
			words := strings.Fields(w.sentences[random.IntN(len(w.sentences))])
			from := random.IntN(max(1, len(words)-4))
			return strings.Join(words[from:min(len(words), from+4)], " ")
		}},
		{name: "what is not there", query: func(i int) string { return fmt.Sprintf("nowhere%dfound", i) }},
	}
	for _, kind := range kinds {
		var took []float64
		for i := range b.Searches {
			address := "/search?q=" + url.QueryEscape(kind.query(i))
			if kind.more != nil {
				address += "&" + kind.more()
			}
			began := time.Now()
			if _, err := ask(ctx, c, b.service.url(address), "gzip", "X-Forwarded-For", household(count+i)); err != nil {
				return err
			}
			took = append(took, float64(time.Since(began).Microseconds())/1000)
		}
		count += len(took)
		everything = append(everything, took...)
		slices.Sort(took)
		f.Search = append(f.Search, SearchFigure{kind.name, len(took), below(took, 0.5), below(took, 0.95)})
	}
	slices.Sort(everything)
	f.Search = append(f.Search, SearchFigure{"all of these", count, below(everything, 0.5), below(everything, 0.95)})
	return nil
}

// household gives an address of another network for each search, for one household may not search as often as a bench does.
func household(n int) string { return fmt.Sprintf("10.%d.%d.7", n/256%256, n%256) }
