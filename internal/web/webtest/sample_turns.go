package webtest

import "onrecord/internal/news"

// turns has the foreign minister deny what she said a year before, and the spokesman say in the evening what he denied in the morning.
func (w *World) turns() {
	w.Turned = map[news.ID][]news.Turn{Vane: {{
		Claim: "claim-talks", Story: Talks, Wording: "Karst and Melland have agreed to hold secret talks on the closed strait.", Of: "Karst and Melland agree to secret talks on the strait, officials say",
		Before: news.TurnSide{Stance: news.Against, Words: "It is not true that we have agreed to talks, or to any meeting after the vote", ReportID: Record, Outlet: "The Lowmark Record", At: at(2, 7, 15), Span: news.Span{10, 60}},
		After:  news.TurnSide{Stance: news.For, Words: "There was an understanding, of which I was not told", ReportID: "report-nine", Outlet: "Channel Nine", At: at(3, 18, 20), Span: news.Span{0, 40}},
	}}}
}
