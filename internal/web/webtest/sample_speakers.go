package webtest

import (
	"fmt"
	"strings"

	"onrecord/internal/news"
)

// The speakers that tests ask for.
const (
	Vane   news.ID = "speaker-vane"   // who spoke in many reports
	OldVan news.ID = "speaker-old"    // joined with Vane
	Roth   news.ID = "speaker-roth"   // who spoke once
	Silent news.ID = "speaker-silent" // whom no report names any more
)

// speakers adds those whom the reports name.
func (w *World) speakers() {
	w.HeldBy, w.Likely = map[news.ID][]news.Held{}, map[news.ID][]news.Suggestion{}
	appears := func(root news.ID, report news.ID, name string, rule news.MatchRule, because, words string) {
		r := news.Report{}
		for _, have := range w.Reports {
			if have.ID == report {
				r = have
			}
		}
		w.Named = append(w.Named, news.Appearance{ReportID: report, Name: name, Key: strings.ToLower(name), SpeakerID: root, Root: root, Rule: rule, Because: because, Words: words,
			Published: r.Published, Outlet: r.Outlet, Title: r.Title})
	}
	appears(Vane, Record, "Tomas Vane", news.FirstOfName, "nobody of that name was known", "Tomas Vane, a spokesman for the Chancellery")
	appears(Roth, "report-bridge", "Ines Roth", news.FirstOfName, "nobody of that name was known", "Mayor Ines Roth")
	for i := range 45 {
		id := news.ID(fmt.Sprintf("report-vane-%02d", i))
		text := fmt.Sprintf("The ferries run as they did, Chancellery spokesman Tomas Vane said on day %d. He declined to say for how long.", i+1)
		v := w.report(id, "", "The Ferryman", fmt.Sprintf("Ferries run on day %d", i+1), at(1, 6, i), text)
		w.statement(v, text, "Chancellery spokesman Tomas Vane", "said", "The ferries run as they did", news.Asserts, news.Named, "Tomas Vane")
		if i%3 == 0 {
			w.statement(v, text, "He", "declined to say", "for how long", news.Declines, news.Named, "Tomas Vane", "The Lowmark Record")
		}
		appears(Vane, id, "Tomas Vane", news.SameContext, "the same full name, and both are spokesman (Chancellery)", "Chancellery spokesman Tomas Vane")
	}
	w.Named[3].Pinned, w.Named[3].Rule, w.Named[3].Because, w.Named[3].With = true, news.ByEditor, "ada placed it here", ""
	w.Named[4].With = Record
	w.People = []news.Speaker{
		{ID: Vane, Root: Vane, Created: at(1, 6, 0), Name: "Tomas Vane", Office: "spokesman", Affiliation: "Chancellery", Aliases: []string{"T. Vane", "Tommy Vane"},
			Given: []news.Alias{{Name: "Tommy Vane", Key: "tommy vane"}}, Reports: 46, First: at(1, 6, 0), Last: at(2, 7, 15)},
		{ID: OldVan, Root: Vane, MergedInto: Vane, Name: "T. Vane"},
		{ID: Roth, Root: Roth, Name: "Ines Roth", Office: "Mayor", Reports: 1, First: at(3, 12, 0), Last: at(3, 12, 0)},
		{ID: "speaker-long", Root: "speaker-long", Name: "Abd ar-Rahman Nureddin ibn Abdallah al-Mustansir Wolfeschlegelsteinhausenbergerdorff-Llanfairpwllgwyngyll the Younger", Office: "permanent under-secretary of state for the regulation of inland waterways", Affiliation: "Joint Commission of the Straits, Harbours and Fisheries", Reports: 1, First: at(1, 6, 0), Last: at(1, 6, 0)},
		{ID: "speaker-rtl", Root: "speaker-rtl", Name: "ليلى الأحمد", Office: "وزيرة", Affiliation: "ميلاند", Reports: 1, First: at(1, 6, 0), Last: at(1, 6, 0)},
		{ID: "speaker-emoji", Root: "speaker-emoji", Name: "DJ 🚢 Dahl", Reports: 1, First: at(1, 6, 0), Last: at(1, 6, 0)},
		{ID: "speaker-vane-2", Root: "speaker-vane-2", Name: "Thomas Vane", Office: "spokesman", Affiliation: "Chancellery", Reports: 1, First: at(1, 6, 0), Last: at(1, 6, 0)},
		{ID: Silent, Root: Silent, Name: "Per Holm"},
	}
	for i := range 70 {
		id := news.ID(fmt.Sprintf("speaker-%02d", i))
		w.People = append(w.People, news.Speaker{ID: id, Root: id, Name: fmt.Sprintf("Holm Witness %c%c", 'A'+i/26, 'a'+i%26), Reports: 1, First: at(1, 6, 0), Last: at(1, 6, 0)})
	}
	w.HeldBy[Vane] = []news.Held{
		{Office: "spokesman", Affiliation: "Chancellery", First: at(1, 6, 0), Last: at(2, 7, 15), Reports: 46},
		{Office: "spokesman", First: at(1, 6, 0), Last: at(1, 9, 0), Reports: 2},
		{Office: "press attaché", Affiliation: "Karst embassy", First: at(1, 6, 0), Last: at(1, 6, 0), Reports: 1},
	}
	w.Likely[Vane] = []news.Suggestion{{Speaker: w.People[6], Because: "their names sound alike, and both are spokesman (Chancellery)", Weight: 6}}
	w.SpeakerDeeds = []news.SpeakerAct{
		{ID: "act-2", At: at(3, 9, 0), Who: "ada", Kind: news.SetAct, Speaker: Vane, SpeakerName: "Tomas Vane", Undone: true, Change: news.SpeakerChange{Before: &news.SpeakerFields{Name: "Tomas Vane"}, After: &news.SpeakerFields{Name: "Thomas Vane"}}},
		{ID: "act-1", At: at(3, 8, 0), Who: "ada", Kind: news.MergeAct, Speaker: Vane, Other: OldVan, SpeakerName: "Tomas Vane", OtherName: "T. Vane"},
	}
}
