package locale

import (
	"html/template"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
)

func all(t testing.TB) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestEveryLanguageSaysEverything also tells who adds one which forms of numbers it still lacks: Load lets them fall to “other”.
func TestEveryLanguageSaysEverything(t *testing.T) {
	c := all(t)
	if len(c.Languages()) < 2 || c.Languages()[0].Tag != "en" {
		t.Fatalf("languages: %v", c.Languages())
	}
	for _, l := range c.Languages() {
		if len(l.Keys()) == 0 || !slices.Equal(l.Keys(), c.Languages()[0].Keys()) {
			t.Errorf("%s has other messages than English", l.Tag)
		}
		has := map[plural.Form]bool{}
		for n := range 1001 {
			has[l.form(n)] = true
		}
		for name, form := range forms {
			if form == plural.Many && l.Tag == "he" {
				continue // CLDR 42 gave it up
			}
			for key, m := range l.messages {
				if _, ok := m.forms[form]; m.count && has[form] && !ok {
					t.Errorf("%s: %s has no form for %s", l.Tag, key, name)
				} else if ok && !has[form] {
					t.Errorf("%s: %s has a form for %s, which no number has in the language", l.Tag, key, name)
				}
			}
		}
		for key, m := range l.messages {
			for _, w := range m.forms {
				var words strings.Builder
				for _, p := range w.parts {
					words.WriteString(p.words)
				}
				if strings.TrimSpace(words.String()) == "" || strings.ContainsAny(words.String(), "<>&\r\n\t") {
					t.Errorf("%s: %s says %q", l.Tag, key, words.String())
				}
			}
		}
	}
}

func TestWhichLanguageIsSpoken(t *testing.T) {
	c := all(t)
	for _, tt := range []struct {
		wanted []string
		want   string
	}{
		{nil, "en"},
		{[]string{"", "he"}, "he"},
		{[]string{"he-IL", "en"}, "he"},
		{[]string{"iw"}, "he"}, // as Hebrew was called once
		{[]string{"HE"}, "he"},
		{[]string{"tlh", "not a tag!", "he"}, "he"},
		{[]string{"en-GB", "he"}, "en"},
		{[]string{"ar"}, "en"},
		{[]string{"en-Hebr"}, "en"}, // no file for that script, so English
	} {
		if got := c.Choose(tt.wanted...); got.Tag != tt.want {
			t.Errorf("of %q: %s", tt.wanted, got.Tag)
		}
	}
}

func TestWhatIsSaid(t *testing.T) {
	c := all(t)
	en, he := c.Choose("en"), c.Choose("he")
	day := time.Date(2031, 3, 2, 7, 5, 0, 0, time.UTC)
	week := []time.Weekday{time.Sunday, time.Tuesday, time.Thursday}
	must := func(s string, err error) string {
		if err != nil {
			t.Error(err)
		}
		return s
	}
	html := func(l *Language, key string, pairs ...any) string {
		s, err := l.HTML(key, pairs...)
		return must(string(s), err)
	}
	for _, tt := range []struct{ got, want string }{
		{en.Date(day), "Sunday, 2 March 2031"},
		{he.Date(day), "יום ראשון, 2 במרץ 2031"},
		{en.Day(day), "2 March"},
		{en.Clock(day), "07:05"},
		{en.FullDay(day), "2 March 2031"},
		{en.BriefDay(day), "2 Mar"},
		{he.BriefDay(day), "2 במרץ"},
		{en.Moment(day), "2 Mar, 07:05"},
		{en.Timed(day), "2 March 2031, 07:05"},
		{en.Exact(day), "Sunday, 2 March 2031, 07:05 UTC"},
		{he.Exact(day), "יום ראשון, 2 במרץ 2031, 07:05 UTC"},
		{en.DayOfMonth(day), "Sun 2"},
		{en.Month(day), "March 2031"},
		{en.Mon(day), "Mar"},
		{en.Number(9999), "9999"},
		{en.Number(-1234567), "-1,234,567"},
		{en.List([]string{"A", "B", "הנמל"}), "A, B and \u2068הנמל\u2069"},
		{he.List([]string{"הנמל", "B"}), "הנמל ו־\u2068B\u2069"},
		{he.List([]string{"A", "הנמל\u202e"}), "\u2068A\u2069 והנמל"},
		{must(en.Ago(day, day.Add(-59*time.Second))), "just now"},
		{must(en.Ago(day, day.Add(-time.Minute))), "1 minute ago"},
		{must(he.Ago(day, day.Add(-2*time.Hour))), "לפני שעתיים"},
		{must(en.Ago(day, day.Add(-25*time.Hour))), "yesterday"},
		{must(en.Ago(day, day.Add(-6*24*time.Hour))), "6 days ago"},
		{must(en.Ago(day, day.Add(-8*24*time.Hour))), "22 February"},
		{must(en.Ago(day, day.Add(-90*24*time.Hour))), "2 December 2030"},
		{must(en.Ago(day, day.Add(time.Hour))), "2 March"},
		{en.Weekdays(week), "Sunday, Tuesday and Thursday"},
		{en.Weekdays(week[:2]), "Sunday and Tuesday"},
		{en.Weekdays(week[:1]), "Sunday"},
		{en.Weekdays(nil), ""},
		{he.Weekdays(week), "יום ראשון, יום שלישי ויום חמישי"},
		{must(en.Count("edition.more", 1)), "And one more on the web"},
		{must(en.Count("edition.more", 0)), "And 0 more on the web"},
		{must(en.Count("edition.more", 21_000_001)), "And 21,000,001 more on the web"},
		{must(he.Count("edition.more", 2)), "ועוד שתי ידיעות באתר"},
		{must(he.Count("edition.more", 20)), "ועוד 20 ידיעות באתר"},
		{must(en.Text("edition.read", "outlet", "עיתון החוף")), "Read at \u2068עיתון החוף\u2069"},
		{must(en.Text("edition.read", "outlet", "A & B")), "Read at A & B"},
		{html(en, "edition.read", "outlet", "A & <b>"), "Read at <bdi>A &amp; &lt;b&gt;</bdi>"},
		{html(en, "edition.read", "outlet", template.HTML("<i>x</i>")), "Read at <i>x</i>"},
		{html(en, "edition.read", "outlet", Phrase("A & B")), "Read at A &amp; B"},
		{html(en, "test.banner"), "This is a test. Readers have not been sent it."},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
	for name, ask := range map[string]func() (string, error){
		"no such message":        func() (string, error) { return en.Text("edition.nothing") },
		"a place not filled":     func() (string, error) { return en.Text("edition.read") },
		"another place filled":   func() (string, error) { return en.Text("edition.read", "place", "x") },
		"one place too many":     func() (string, error) { return en.Text("edition.read", "outlet", "x", "more", "y") },
		"HTML in plain text":     func() (string, error) { return en.Text("edition.read", "outlet", template.HTML("x")) },
		"an address for nothing": func() (string, error) { return en.Text("edition.read", "outlet", Link("/x")) },
		"a name without value":   func() (string, error) { return en.Text("edition.read", "outlet") },
		"nothing to count":       func() (string, error) { return en.Count("edition.read", 1, "outlet", "x") },
		"counted without number": func() (string, error) { return en.Text("edition.more") },
	} {
		if s, err := ask(); err == nil {
			t.Errorf("%s: %q", name, s)
		}
	}
}

func TestWhichWayItIsWritten(t *testing.T) {
	for tag, want := range map[string]string{"en": "ltr", "he-IL": "rtl", "ar": "rtl", "az": "ltr", "az-Arab": "rtl", "ckb": "rtl", "dv": "rtl", "ja": "ltr", "": "ltr", "?": "ltr"} {
		if got := Direction(tag); got != want {
			t.Errorf("%q: %s", tag, got)
		}
	}
	for text, want := range map[string]string{"Pier": "ltr", "הנמל": "rtl", "12 – “הנמל”": "rtl", "الميناء": "rtl", "123": "", "": "", "港": "ltr", "\xd7": "",
		"\u2068Vane\u2069 ודובר": "rtl", "\u2067דובר\u2069 and Vane": "ltr", "\u2068Vane": ""} {
		if got := Side(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// TestABadFileIsRefused says what who adds a language is told.
func TestABadFileIsRefused(t *testing.T) {
	const dates = "name = 'X'\n[dates]\nlong = '{weekday} {day} {month} {year}'\nfull = '{day} {month} {year}'\nshort = '{day} {month}'\nbrief = '{day} {mon}'\nmoment = '{day} {mon} {hour} {minute}'\n" +
		"timed = '{day} {month} {year} {hour} {minute}'\nexact = '{weekday} {day} {month} {year} {hour} {minute} {zone}'\nof_month = '{wkd} {day}'\nmonth = '{month} {year}'\nclock = '{hour}:{minute}'\nlist = '{a} {b}'\n" +
		"months = ['1','2','3','4','5','6','7','8','9','10','11','12']\nmons = ['1','2','3','4','5','6','7','8','9','10','11','_']\nweekdays = ['1','2','3','4','5','6','7']\nwkds = ['1','2','3','4','5','6','7']\n"
	const good = dates + "[a]\nb = 'B {x}'\n[a.c]\nother = '{n}'\n"
	for name, tt := range map[string]struct{ file, says string }{
		"a message is missing":   {dates + "[a]\nb = 'B {x}'\n", "a.c is missing"},
		"a message too many":     {good + "d = 'D'\n", "a.c.other has a number"},
		"an odd list":            {strings.Replace(good, "list = '{a} {b}'", "list = '{a} {b}'\nforeign = '{a}'", 1), "foreign has the places"},
		"a form too many":        {good + "one = '1'\nd = 'D'\n", "a.c.d is no wording of a form"},
		"an unknown message":     {good + "[z]\nd = 'D'\n", "z.d is unknown"},
		"another place":          {strings.Replace(good, "{x}", "{y}", 1), `a.b has the places ["y"]`},
		"a stray brace":          {strings.Replace(good, "{x}", "{x", 1), "a.b: a brace"},
		"a brace that ends":      {strings.Replace(good, "{x}", "x}", 1), "a.b: a brace"},
		"no name of a place":     {strings.Replace(good, "{x}", "{x y}", 1), "{x y} is no place"},
		"words of no place":      {strings.Replace(good, "{x}", "{x|}", 1), "is no place"},
		"nine figures":           {good + "\n[numbers]\nfigures = '123456789'\n", "9 signs"},
		"a number in vain":       {good + "[z]\nd = '{n}'\n", "z.d has a number"},
		"no TOML":                {good + "[[", "it is no TOML"},
		"a number":               {strings.Replace(good, "'B {x}'", "1", 1), "a.b is neither"},
		"no name":                {strings.Replace(good, "name = 'X'", "", 1), "name is missing"},
		"eleven months":          {strings.Replace(good, "'12'", "", 1), "11 months"},
		"a date without its day": {strings.Replace(good, "long = '{weekday} {day}", "long = '{weekday}", 1), "long has the places"},
		"counted in one only":    {strings.Replace(good, "[a.c]\nother = '{n}'", "c = 'C'", 1), "a.c counts"},
	} {
		_, err := LoadFrom(fstest.MapFS{"messages/en.toml": {Data: []byte(good)}, "messages/he.toml": {Data: []byte(tt.file)}})
		if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "messages/he.toml") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LoadFrom(fstest.MapFS{"messages/he.toml": {Data: []byte(good)}}); err == nil {
		t.Error("without English it loads")
	}
	if _, err := LoadFrom(fstest.MapFS{"messages/en.toml": {Data: []byte(good)}, "messages/not a tag.toml": {Data: []byte(good)}}); err == nil {
		t.Error("a file that is named after no language loads")
	}
}

func FuzzAWordingIsTakenApartAndPutTogether(f *testing.F) {
	f.Add("Read at {outlet}: {headline}")
	f.Add("{a}{b} {")
	f.Add("}{")
	f.Fuzz(func(t *testing.T, s string) {
		w, err := read(s)
		if err != nil {
			return
		}
		got := ""
		for _, p := range w.parts {
			switch {
			case p.place != "" && p.words != "":
				got += "{" + p.place + "|" + p.words + "}"
			case p.place != "":
				got += "{" + p.place + "}"
			default:
				got += p.words
			}
		}
		if got != s {
			t.Errorf("%q became %q", s, got)
		}
		if l := (&Language{Direction: "ltr"}); utf8.ValidString(s) && strings.ContainsAny(l.Isolated(s), "\u2068") && Side(s) != "rtl" && !strings.Contains(s, "\u2068") {
			t.Errorf("%q is kept apart for nothing", s)
		}
	})
}

func TestAMessageIsReadBack(t *testing.T) {
	for _, l := range all(t).Languages() {
		for n := range 23 {
			reports, err := l.Count("line.reports", n)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := l.Match("line.reports", reports); !ok {
				t.Errorf("%s: %q is not read back", l.Tag, reports)
			}
			origins, err := l.Count("line.origins_named", n, "named", 1)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := l.Text("line.behind", "origins", origins, "reports", reports)
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := l.Match("line.behind", whole); !ok || got["origins"] != origins || got["reports"] != reports {
				t.Errorf("%s: %q is read as %q", l.Tag, whole, got)
			}
			if _, ok := l.Match("line.denied", whole); ok {
				t.Errorf("%s: %q is read as a denial", l.Tag, whole)
			}
		}
		denied, err := l.Text("line.denied", "names", "Vane · דובר")
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := l.Match("line.denied", denied); !ok || got["names"] != "Vane · דובר" {
			t.Errorf("%s: %q is read as %q", l.Tag, denied, got)
		}
	}
	if _, ok := all(t).Choose("en").Match("no.message", ""); ok {
		t.Error("a message that is none is read")
	}
}
