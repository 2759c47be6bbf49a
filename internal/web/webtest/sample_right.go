package webtest

import (
	"time"

	"onrecord/internal/news"
)

// FromTheRight makes of a world one whose first publication is Hebrew, with items in Hebrew, Arabic, Persian and English, about the same
// stories; the second one stays English, and has an edition with the same items. So each side has content of the other within it.
func (w *World) FromTheRight() *World {
	p := &w.Pubs[0]
	p.Name, p.Language, p.About = "מבט על המצר", "he", "מה מדווח על מצר קארסט, ועל דעת מי."
	p.Sections = []string{"חדשות", "הכחשות ותיקונים", "פרשנות"}
	item := func(id news.ID, story news.ID, headline, outlet, author string, t time.Time, summary, ledger string) news.EditionItem {
		return news.EditionItem{ID: id, StoryID: story, ReportID: Record, Headline: headline, Outlet: outlet, Author: author, Date: t, Summary: summary, URL: "https://outlet.example/" + string(id), Ledger: ledger}
	}
	const headline = "קארסט ומלנד הסכימו על שיחות חשאיות בעניין המצר, אומרים גורמים רשמיים"
	sections := []news.Section{
		{Name: "חדשות", Items: []news.EditionItem{
			item("r1", Talks, headline, "ידיעות הנמל", "נועה בר ועידו מרש", at(2, 6, 10),
				"קארסט ומלנד הסכימו לקיים שיחות חשאיות על המצר הסגור, כך אמרו ביום ראשון גורמים רשמיים בקארסט ל־The Lowmark Record. דובר הקנצלריה, Tomas Vane, אמר שהדבר אינו נכון.",
				"מקור אחד בעילום שם מאחורי 13 דיווחים · הוכחש על ידי \u2068Tomas Vane\u2069, \u2068Lia Oro\u2069 ועוד אחד"),
			item("r2", Bridge, "أسعار الوقود ترتفع في ميلاند", "صحيفة المرفأ", "", at(3, 15, 0), "قالت الوزارة إن الأسعار سترتفع بنسبة عشرة في المئة اعتبارا من الأحد.", "מקור מוסדי אחד מאחורי שני דיווחים"),
			item("r3", Bridge, "پل دراز از دوشنبه برای تعمیر بسته می\u200cشود", "روزنامهٔ بندر", "", at(3, 12, 0), "شهردار گفت که پل از روز دوشنبه بسته می\u200cشود و کشتی\u200cها تا پاییز هر بیست دقیقه حرکت می\u200cکنند (طرح ۲۰۳۱).", "מקור אחד בשמו מאחורי דיווח אחד"),
			item("r4", Bridge, "Upland dairies strike over the price of milk", "Upland Voice", "Per Holm", at(3, 7, 30), "Drivers stopped at six in the morning.", "שני מקורות, אחד מהם בשמו, מאחורי 4 דיווחים"),
		}},
		{Name: "הכחשות ותיקונים", Items: []news.EditionItem{
			item("r5", Talks, "שרת החוץ מכחישה שיחות עם קארסט", "Melland Daily", "אונה ברנדט", at(2, 10, 40), "שרת החוץ Lia Oro הכחישה ביום ראשון שהתקיימו שיחות (“Not one”, אמרה).", "הוכחש על ידי \u2068Lia Oro\u2069"),
		}},
	}
	titles := []string{headline, "תקציב בלי מספר אחד", "מי מכר את המגדלור", "Fog", "שלוש גרסאות להתנגשות אחת (2031)"}
	for i := range w.AllOfThem {
		e := &w.AllOfThem[i]
		if e.PublicationID == p.ID {
			e.Title, e.Standfirst, e.Sections = titles[i%len(titles)], "עוד בגיליון: הגשר הארוך נסגר ביום שני לתיקונים; Upland dairies strike over the price of milk.", sections
		}
	}
	due := time.Date(2031, 3, 4, 9, 0, 0, 0, time.UTC)
	w.AllOfThem = append(w.AllOfThem, news.Edition{
		ID: "edition-mixed", PublicationID: w.Pubs[1].ID, Slug: due.Format(time.DateOnly), Title: "One story in four alphabets", Standfirst: "Also in this edition: " + headline + "; " + sections[0].Items[1].Headline + ".",
		State: news.Published, Due: due, PublishedAt: due, Sections: sections, ApprovedBy: "ada", ApprovedAt: due.Add(-time.Hour),
	})
	l := w.Ledgers[Talks]
	l.Story.Title = headline
	l.Claims[0].Wording = "קארסט ומלנד הסכימו לקיים שיחות חשאיות על המצר הסגור."
	l.Claims[0].Origins[0].Name = "גורמים רשמיים בקארסט, ל־The Lowmark Record"
	l.Claims[0].Origins[3].Name = "משרד הים"
	w.Ledgers[Talks] = l
	for i := range w.Reports {
		switch w.Reports[i].ID {
		case "report-echo-0":
			w.Reports[i].Outlet, w.Reports[i].Title = "ידיעות הנמל", "מה יביא הסכם על המצר למעבורות"
		case "report-echo-1":
			w.Reports[i].Outlet, w.Reports[i].Title = "روزنامهٔ بندر", "پیمان تنگه برای ناوگان چه معنایی دارد؟"
		}
	}
	for i := range w.Notes {
		if i%2 == 0 {
			w.Notes[i].Title, w.Notes[i].Who = "הכחשה ראשונה: Tomas Vane מכחיש", "ידיעות הנמל"
		}
	}
	return w
}
