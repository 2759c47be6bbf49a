package webtest

import (
	"fmt"
	"time"

	"onrecord/internal/news"
)

// InEnglish stands for the words of what is told in facts: no page shows them.
const InEnglish = "It was told in English"

// Tellings are what can be told of a change, each in facts.
func Tellings() []news.Telling {
	const who, words = "Tomas Vane", "We have not agreed to talks."
	edit := func(kind news.ChangeKind, what news.Told) news.Telling {
		return news.Telling{Kind: kind, What: what, Outlet: "The Lowmark Record", Who: who, Was: "We have agreed to talks.", Words: words, Count: 2, After: 65 * time.Minute}
	}
	all := []news.Telling{
		{Kind: news.FirstReport, Outlet: "The Lowmark Record", Words: "Karst and Melland agree to talks"}, {Kind: news.FirstReport},
		{Kind: news.NewOrigin, Outlet: "Channel Nine", Who: "a senior official"},
		{Kind: news.TextChanged, Outlet: "Skerry Lantern", Words: words, Count: 1}, {Kind: news.TextChanged, Outlet: "Skerry Lantern", Gone: 3, After: 3 * time.Hour, Found: true},
		{Kind: news.TextChanged, Outlet: "Skerry Lantern", Words: words, Count: 3, Gone: 1, After: 50 * time.Hour},
		edit(news.HeadlineChanged, ""), edit(news.Corrected, ""), edit(news.Withdrawal, ""),
	}
	for _, kind := range []news.ChangeKind{news.FirstNamed, news.FirstConfirm, news.FirstDenial} {
		all = append(all, news.Telling{Kind: kind, Outlet: "Channel Nine", Who: who, Words: words}, news.Telling{Kind: kind, Outlet: "Channel Nine", Claim: "There will be talks.", Words: words})
	}
	for _, what := range []news.Told{news.ToldDenial, news.ToldConfirmation, news.ToldRefusal, news.ToldStatement, news.ToldSeveral} {
		all = append(all, edit(news.StatementCame, what))
	}
	for _, what := range []news.Told{news.ToldDenial, news.ToldStatement, news.ToldSeveral} {
		all = append(all, edit(news.StatementGone, what))
	}
	for _, what := range []news.Told{news.ToldAsserted, news.ToldDenied, news.ToldConfirmed, news.ToldDoubted, news.ToldDeclined, news.ToldAsked, news.ToldSeveral} {
		all = append(all, edit(news.PolarityChanged, what))
	}
	return all
}

// Told has a story's changes and the notices of them told in facts, one of each.
func (w *World) Told() *World {
	l := w.Ledgers[Talks]
	l.Changes = nil
	w.Notes = nil
	for i, t := range Tellings() {
		at := l.Story.First.Add(time.Duration(i) * time.Minute)
		l.Changes = append(l.Changes, news.Change{At: at, Kind: t.Kind, ReportID: Record, Words: InEnglish, After: t.After, Told: t})
		t.Story = l.Story.Title
		w.Notes = append(w.Notes, news.Notice{
			Seq: int64(i + 1), Key: fmt.Sprint("told/", i), At: at, Kind: news.NoticeWatch, Who: t.Outlet, Title: InEnglish, Body: InEnglish, Told: t, URL: "/story/" + string(Talks), StoryID: Talks,
		})
	}
	w.Ledgers[Talks] = l
	return w
}
