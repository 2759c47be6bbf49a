package main

import (
	"onrecord/internal/app"
	"onrecord/internal/news"
)

type speakerRow struct {
	ID          news.ID  `json:"id"`
	Name        string   `json:"name"`
	Office      string   `json:"office"`
	Affiliation string   `json:"affiliation"`
	Aliases     []string `json:"aliases"`
	Reports     int      `json:"reports"`
	First       *string  `json:"first"`
	Last        *string  `json:"last"`
}

func speakerLine(s news.Speaker) speakerRow {
	return speakerRow{s.ID, s.Name, s.Office, s.Affiliation, some(s.Aliases), s.Reports, stamp(s.First), stamp(s.Last)}
}

// speakerWhole is a speaker with the evidence.
type speakerWhole struct {
	speakerRow
	Held        []heldRow       `json:"held"`
	Appearances []appearanceRow `json:"appearances"`
	Suggestions []suggestionRow `json:"suggestions"`
	Acts        []actRow        `json:"acts"`
}

type heldRow struct {
	Office      string  `json:"office"`
	Affiliation string  `json:"affiliation"`
	First       *string `json:"first"`
	Last        *string `json:"last"`
	Reports     int     `json:"reports"`
}

type appearanceRow struct {
	Report      news.ID        `json:"report"`
	Published   *string        `json:"published"`
	Outlet      string         `json:"outlet"`
	Name        string         `json:"name"`
	Office      string         `json:"office"`
	Affiliation string         `json:"affiliation"`
	Words       string         `json:"words"`
	Rule        news.MatchRule `json:"rule"`
	Because     string         `json:"because"`
	With        news.ID        `json:"with"`
	ByEditor    bool           `json:"by_editor"`
}

type suggestionRow struct {
	ID      news.ID `json:"id"`
	Name    string  `json:"name"`
	Because string  `json:"because"`
}

type doubtRow struct {
	One     speakerRow `json:"one"`
	Other   speakerRow `json:"other"`
	Because string     `json:"because"`
}

func doubtLine(d news.Doubt) doubtRow {
	return doubtRow{speakerLine(d.One), speakerLine(d.Speaker), d.Because}
}

type actRow struct {
	ID     news.ID             `json:"id"`
	At     *string             `json:"at"`
	Who    string              `json:"who"`
	Kind   news.SpeakerActKind `json:"kind"`
	Words  string              `json:"words"`
	Undone bool                `json:"undone"`
}

func speakerDocument(k app.KnownSpeaker) speakerWhole {
	return speakerWhole{
		speakerLine(k.Speaker),
		rows(k.Held, func(h news.Held) heldRow {
			return heldRow{h.Office, h.Affiliation, stamp(h.First), stamp(h.Last), h.Reports}
		}),
		rows(k.Appearances, func(a news.Appearance) appearanceRow {
			return appearanceRow{a.ReportID, stamp(a.Published), a.Outlet, a.Name, a.Office, a.Affiliation, a.Words, a.Rule, a.Because, a.With, a.Pinned}
		}),
		rows(k.Suggestions, func(g news.Suggestion) suggestionRow {
			return suggestionRow{g.Speaker.ID, g.Speaker.Name, g.Because}
		}),
		rows(k.Acts, func(a news.SpeakerAct) actRow {
			return actRow{a.ID, stamp(a.At), a.Who, a.Kind, a.InWords(), a.Undone}
		}),
	}
}
