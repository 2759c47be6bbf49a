package letter

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

// The marks, as a caller makes them.
const (
	unsubscribe = "https://mark-unsubscribe.invalid/"
	preferences = "https://mark-preferences.invalid/"
)

var links = Links{
	Unsubscribe: unsubscribe, Preferences: preferences, Web: "https://digest.example.org/harbour/2031-03-02", Archive: "https://digest.example.org/harbour/archive",
	Postal: "The Harbour Digest, 4 Quay Street, Lowmark",
}

var due = time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)

var harbour = news.Publication{
	ID: "p", Slug: "harbour", Name: "The Harbour Digest", Language: "en", Sections: []string{"News"}, From: "Harbour Desk <desk@harbour.example>",
	Schedule: news.Schedule{Days: []time.Weekday{time.Thursday, time.Sunday, time.Tuesday}, Hour: 7, Zone: "Europe/Helsinki"},
}

// whole is an edition with every kind of item.
func whole() news.Edition {
	return news.Edition{
		ID: "e", PublicationID: "p", Slug: "2031-03-02", State: news.Published, Due: due, PublishedAt: due,
		Title:      "Ministry denies the pier was ever for sale",
		Standfirst: "Two papers say it was offered; a spokesman and the buyer say it was not. Also: what changed in a report after it appeared.",
		Sections: []news.Section{
			{Name: "News", Items: []news.EditionItem{
				{Headline: "Pier was offered to a foreign firm, officials say", Outlet: "The Tidewater Courier", Author: "Ines Falk", Date: due.Add(-30 * time.Hour),
					Summary: "Two officials who asked not to be named said the northern pier was offered in January. The ministry's spokesman called the account false. The firm said it had made no bid.",
					URL:     "https://courier.example/2031/pier?a=1&b=2", Ledger: "1 unnamed origin behind 9 reports · denied by Oskar Brandt and Lumen Shipping"},
				{Headline: "Ferry timetable changes in April", Outlet: "Radio Skerry", Date: due.Add(-5 * time.Hour),
					Summary: "The winter timetable ends a week early.", URL: "https://skerry.example/ferry", Ledger: "2 origins, 1 named, behind 3 reports"},
				{Headline: "Council puts off its vote on the breakwater", Outlet: "The Tidewater Courier", Author: "Pavel Ostrander", Date: due.Add(-9 * time.Hour),
					Summary: "The council was to decide on Friday who pays for the breakwater. It met for four hours behind closed doors, then went home; its clerk said only that a new date would be named.",
					URL:     "https://courier.example/2031/breakwater", Ledger: "On “The vote was put off under pressure from the ministry”: 2 origins, none named, behind 4 reports · denied by the council"},
			}},
			{Name: "Denials and Corrections", Items: []news.EditionItem{
				{Headline: "<b>Fish & chips</b> \"not\" banned\r\nBcc: everyone@strangers.example", Outlet: "Strait News", Author: "A. B.", Summary: "An earlier version said <script>alert(1)</script> that they were.",
					URL: "javascript:alert(1)", Ledger: "corrected"},
				{Headline: "הנמל ייסגר ליום אחד", Outlet: "עיתון החוף", Date: due.Add(-2 * time.Hour), Summary: "הרשות הודיעה כי הנמל ייסגר ביום שני.", URL: "https://coast.example/port"},
			}},
		},
	}
}

// one is an edition with a single item and no more.
func one() news.Edition {
	e := whole()
	e.Standfirst = ""
	e.Sections = []news.Section{{Name: "News", Items: e.Sections[0].Items[1:2]}}
	e.Title = e.Sections[0].Items[0].Headline
	return e
}

// long is an edition that no mail program would show whole.
func long() news.Edition {
	e := whole()
	for i := range 400 {
		e.Sections[0].Items = append(e.Sections[0].Items, news.EditionItem{
			Headline: fmt.Sprint("Item ", i, " of a long day on the strait"), Outlet: "Radio Skerry", Summary: strings.Repeat("Words that fill the page. ", 20), URL: fmt.Sprint("https://skerry.example/", i),
		})
	}
	return e
}

// hebrew is an edition in Hebrew, with one item that is not.
func hebrew() (news.Publication, news.Edition) {
	p := harbour
	p.Language, p.Name = "he-IL", "תקציר הנמל"
	e := whole()
	e.Title = "המשרד מכחיש שהמזח הוצע למכירה"
	e.Standfirst = "שני עיתונים טוענים שהוצע; דובר המשרד והקונה אומרים שלא. ועוד: מה השתנה בידיעה אחרי שפורסמה."
	e.Sections = []news.Section{{Name: "חדשות", Items: []news.EditionItem{
		{Headline: "המזח הוצע לחברה זרה, אומרים גורמים רשמיים", Outlet: "עיתון החוף", Author: "נועה ברק", Date: due.Add(-30 * time.Hour),
			Summary: "שני גורמים שביקשו לא להזדהות אמרו שהמזח הצפוני הוצע בינואר. דובר המשרד אמר שהדברים אינם נכונים. החברה מסרה שלא הגישה הצעה.",
			URL:     "https://coast.example/pier", Ledger: "מקור אחד בעילום שם מאחורי 9 דיווחים · הוכחש על ידי \u2068Oskar Brandt\u2069 ו\u2068Lumen Shipping\u2069"},
		{Headline: "הנמל ייסגר ליום אחד", Outlet: "עיתון החוף", Date: due.Add(-2 * time.Hour), Summary: "הרשות הודיעה כי הנמל ייסגר ביום שני, 3 במרץ, בין 08:00 ל־16:00.", URL: "https://coast.example/port"},
	}}, {Name: "מן העולם", Items: whole().Sections[0].Items[:1]}}
	return p, e
}

// arabic is an English edition of what outlets that write in other scripts say.
func arabic() news.Edition {
	e := whole()
	e.Sections[0].Items = append(e.Sections[0].Items, news.EditionItem{
		Headline: "وزارة الموانئ تنفي عرض الرصيف للبيع", Outlet: "صحيفة المضيق", Author: "ليلى حداد", Date: due.Add(-7 * time.Hour),
		Summary: "قال المتحدث باسم الوزارة إن الرصيف الشمالي لم يعرض للبيع، وإن الشركة لم تتقدم بأي عرض (انظر Strait News).", URL: "https://strait.example/ar/1",
		Ledger: "1 institutional origin behind 2 reports",
	}, news.EditionItem{
		Headline: "港湾局は桟橋の売却を否定した", Outlet: "海峡新聞", Date: due.Add(-6 * time.Hour),
		Summary: "港湾局の報道官は、北桟橋が外国企業に提示されたという報道は事実ではないと述べた。企業側も入札していないとしている。", URL: "https://kaikyo.example/1",
		Ledger: "1 named origin behind 1 report",
	})
	return e
}

// hostile is an edition of what nobody would write who means well.
func hostile() news.Edition {
	e := whole()
	word := strings.Repeat("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 3)
	e.Title = word[:120] + " and the pier"
	e.Sections = append(e.Sections, news.Section{Name: `"><img src=https://spy.example/p.gif>` + word, Items: []news.EditionItem{
		{Headline: `</td></tr></table><h1>Breaking</h1><style>*{display:none}</style><img src="https://spy.example/p.gif">`, Outlet: `<a href="https://spy.example/">Spy</a>`, Author: word,
			Summary: "{{.Secret}} <!-- --> <![endif]--> &lt;b&gt; https://spy.example/" + strings.Repeat("x", 200), URL: `https://spy.example/"onmouseover="alert(1)`, Ledger: "denied by <b>" + word + " · denied by"},
		{Headline: word, Outlet: word, Summary: word + " " + word, URL: "https://spy.example/" + word, Ledger: word},
		{Headline: "\u202eesrever\u2066 \x00\x07\u2028all that follows", Outlet: "\u202e", Summary: "\ufeffa\u202b\r\n\r\nb\t", URL: "//spy.example/"},
		{Headline: unsubscribe[:20], Outlet: "", Summary: "", URL: "ftp://spy.example/"},
	}})
	return e
}

// all writes every letter there is, by name.
func all(t testing.TB) (names []string, letters map[string]Letter) {
	t.Helper()
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	letters = map[string]Letter{}
	add := func(name string, l Letter, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		letters[name], names = l, append(names, name)
	}
	edition := func(name string, p news.Publication, e news.Edition, language string, links Links) {
		l, err := w.Edition(p, e, language, links)
		add(name, l, err)
	}
	p, e := hebrew()
	edition("edition", harbour, whole(), "", links)
	edition("edition-one", harbour, one(), "", Links{Unsubscribe: unsubscribe})
	edition("edition-long", harbour, long(), "", links)
	edition("edition-he", p, e, "", links)
	edition("edition-he-in-en", p, e, "en", links)
	edition("edition-in-he", harbour, whole(), "he", links)
	edition("edition-scripts", harbour, arabic(), "", links)
	edition("edition-hostile", harbour, hostile(), "", links)
	l, err := w.TestEdition(harbour, whole(), "", links)
	add("edition-test", l, err)
	for _, language := range []string{"en", "he"} {
		s := Small{Publication: harbour, Language: language, Host: "digest.example.org", Days: 7, Postal: links.Postal}
		for name, write := range map[string]func(Small) (Letter, error){"confirm": w.Confirm, "preferences": w.Preferences, "address": w.NewAddress, "moving": w.Moving, "ask": w.Ask} {
			s.Link = "https://digest.example.org/" + name + "/1.0123456789abcdef.q1w2e3.c2lnbmF0dXJlLWhlcmU"
			l, err := write(s)
			add(name+"-"+language, l, err)
		}
		s.Link, s.Days = "https://digest.example.org/desk/editions/e", 0
		l, err := w.Unapproved(s, whole())
		add("unapproved-"+language, l, err)
		l, err = w.Held(s, whole())
		add("held-"+language, l, err)
		l, err = w.Halted(s, whole(), "554 5.7.1 mail from 192.0.2.1 is refused here")
		add("halted-"+language, l, err)
	}
	slices.Sort(names)
	return names, letters
}
