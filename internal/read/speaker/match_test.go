package speaker_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
)

var noon = time.Date(2031, 3, 2, 12, 0, 0, 0, time.UTC)

// desk matches reports one after the other, as the reader does.
type desk struct {
	t     *testing.T
	store *speaker.Memory
	rules *speaker.Rules
	match *speaker.Matcher
	n     int
}

func newDesk(t *testing.T) *desk {
	store, r := speaker.NewMemory(), rules(t)
	return &desk{t, store, r, speaker.NewMatcher(r, store, news.ClockFunc(func() time.Time { return noon })), 0}
}

// report reads a text, published so many days after noon, in which these people are named, and gives whom the first was matched
// with.
func (d *desk) report(days int, text string, names ...string) news.Appearance {
	d.t.Helper()
	d.n++
	return d.again(news.ID(fmt.Sprintf("report-%02d", d.n)), days, text, names...)
}

func (d *desk) again(id news.ID, days int, text string, names ...string) news.Appearance {
	d.t.Helper()
	var statements []news.Statement
	for _, n := range names {
		statements = append(statements, news.Statement{Standing: news.Named, Speaker: n})
	}
	report := news.Report{ID: id, Published: noon.AddDate(0, 0, days)}
	if err := d.match.Keep(d.t.Context(), report, d.rules.Look(text, statements), false); err != nil {
		d.t.Fatal(err)
	}
	all, err := d.store.Appearances(d.t.Context(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, a := range all {
		if a.Name == names[0] {
			return a
		}
	}
	d.t.Fatalf("%s does not appear", names[0])
	return news.Appearance{}
}

// TestTwoReports: whether the person in one report is matched with the one in another, and by which rule.
func TestTwoReports(t *testing.T) {
	for _, c := range []struct {
		why         string
		name, text  string
		name2, then string
		days        int
		same        bool
		rule        news.MatchRule
	}{
		{"the same full name in two reports about the same things", "Ada Frey", "Ada Frey said in Karsk that the Sallow Bridge was shut.", "Ada Frey", "Ada Frey said no. The bridge of Sallow near Karsk stays shut.", 1, true, news.SameCompany},
		{"the same common name and nothing else", "Ada Smith", "Ada Smith said so.", "Ada Smith", "Ada Smith said no.", 1, false, news.NotClear},
		{"the same rare name and nothing else", "Ada Frey", "Ada Frey said so.", "Ada Frey", "Ada Frey said no.", 1, true, news.SameName},
		{"the same rare name two years later", "Ada Frey", "Ada Frey said so.", "Ada Frey", "Ada Frey said no.", 730, false, news.NotClear},
		{"the same rare name for another work", "Ada Frey", "Prosecutor Ada Frey said so.", "Ada Frey", "Coach Ada Frey said no.", 1, false, news.NotClear},
		{"the same common name with a middle name", "Ada Q. Smith", "Ada Q. Smith said so.", "Ada Q. Smith", "Ada Q. Smith said no.", 1, true, news.SameName},
		{"a middle initial more, and the same office", "Ada Smith", "Attorney General Ada Smith said so.", "Ada Q. Smith", "Attorney General Ada Q. Smith said no.", 1, true, news.OtherForm},
		{"father and son in the same office", "John Keel", "Attorney General John Keel said so.", "John Keel Jr.", "Attorney General John Keel Jr. said no.", 1, false, news.FirstOfName},
		{"an office whose every word says little", "Ada Smith", "Chief medical officer Ada Smith said so.", "Ada Smith", "Ada Smith, the chief medical officer, said no.", 1, true, news.SameContext},
		{"the same full name and what every report names", "Ada Smith", "Ada Smith said so on Monday to Reuters in Washington.", "Ada Smith", "Ada Smith said no to Reuters, in Washington on Monday.", 1, false, news.NotClear},
		{"the same office", "Ada Frey", "Harbour Commissioner Ada Frey of Oakton said so.", "Ada Frey", "Ada Frey, the harbour commissioner of Oakton, said no.", 1, true, news.SameContext},
		{"a body and its acronym", "Tom Vane", "Tom Vane, a spokesman for the National Harbour Council, said so.", "Tom Vane", "NHC spokesman Tom Vane said no.", 1, true, news.SameContext},
		{"a country and its people", "Lia Oro", "Lia Oro, Melland’s foreign minister, said so.", "Lia Oro", "Mellandian Foreign Minister Lia Oro said no.", 1, true, news.SameContext},
		{"accents, case and titles", "José Ortiz", "José Ortiz said so. It was in Karsk, near Sallow.", "Mr. JOSE ORTIZ", "Mr. JOSE ORTIZ said no. It was in Karsk, near Sallow.", 1, true, news.SameCompany},
		{"a hyphen", "Ban Ki-min", "Ban Ki-min said so. It was in Karsk, near Sallow.", "Ban Ki Min", "Ban Ki Min said no. It was in Karsk, near Sallow.", 1, true, news.SameCompany},
		{"one body described in two ways", "Tom Vane", "White Palace spokesman Tom Vane said so. It was in Karsk, near Sallow.", "Tom Vane", "Tom Vane, a spokesman for the Harbour Council, said no. It was in Karsk, near Sallow.", 1, true, news.SameCompany},

		{"mayors of two towns", "Pat Lund", "Mayor Pat Lund of Oakton said so. It was in Karsk, near Sallow.", "Pat Lund", "Pat Lund, the mayor of Millbrook, said no. It was in Karsk, near Sallow.", 1, false, news.SetApart},
		{"a coach and a prosecutor", "Pat Lund", "Pat Lund, the coach of Oakton Rovers, said so. It was in Karsk, near Sallow.", "Pat Lund", "Pat Lund, a prosecutor in Karsk, said no. It was in Karsk, near Sallow.", 1, false, news.SetApart},
		{"a career of two years", "Pat Lund", "Pat Lund, the coach of Oakton Rovers, said so. It was in Karsk, near Sallow.", "Pat Lund", "Pat Lund, a prosecutor in Karsk, said no. It was in Karsk, near Sallow.", 800, true, news.SameCompany},
		{"another middle initial", "John A. Keel", "John A. Keel said so. It was in Karsk, near Sallow.", "John B. Keel", "John B. Keel said no. It was in Karsk, near Sallow.", 1, false, news.FirstOfName},
		{"a middle name more", "John Keel", "John Keel said so. It was in Karsk, near Sallow.", "John Amos Keel", "John Amos Keel said no. It was in Karsk, near Sallow.", 1, false, news.FirstOfName},
		{"a middle name more, about the same things", "John Keel", "John Keel said so of the Brack in Karsk, near Sallow.", "John Amos Keel", "John Amos Keel said no. It was the Brack in Karsk, near Sallow.", 1, true, news.OtherForm},
		{"a short form with office and body", "Tim Keel", "Tim Keel, a prosecutor in Karsk, said so.", "Timothy Keel", "Karsk prosecutor Timothy Keel said no.", 1, true, news.OtherForm},
		{"a surname with office and body", "Tim Keel", "Tim Keel, the mayor of Karsk, said so.", "Keel", "Karsk Mayor Keel said no.", 1, true, news.OtherForm},
		{"a surname with another body", "Tim Keel", "Tim Keel, the mayor of Karsk, said so.", "Keel", "Oakton Mayor Keel said no.", 1, false, news.NameAlone},
		{"another given name with office and body", "Tim Keel", "Tim Keel, a prosecutor in Karsk, said so.", "Ada Keel", "Karsk prosecutor Ada Keel said no.", 1, false, news.FirstOfName},
		{"father and son", "John Keel", "John Keel said so. It was in Karsk, near Sallow.", "John Keel Jr.", "John Keel Jr. said no. It was in Karsk, near Sallow.", 1, false, news.FirstOfName},
		{"a surname alone", "Keel", "Keel said so. It was in Karsk, near Sallow.", "Keel", "Keel said no. It was in Karsk, near Sallow.", 1, false, news.NameAlone},
		{"a surname and a full name", "John Keel", "John Keel said so. It was in Karsk, near Sallow.", "Keel", "Mr. Keel said no. It was in Karsk, near Sallow.", 1, false, news.NameAlone},
		{"an initial", "John Keel", "John Keel said so. It was in Karsk, near Sallow.", "J. Keel", "J. Keel said no. It was in Karsk, near Sallow.", 1, false, news.NameAlone},
		{"the same initial", "J. Keel", "J. Keel said so. It was in Karsk, near Sallow.", "J. Keel", "J. Keel said no. It was in Karsk, near Sallow.", 1, false, news.NameAlone},
		{"two initials are a name", "J.K. Keel", "J.K. Keel said so. It was in Karsk, near Sallow.", "J. K. Keel", "J. K. Keel said no. It was in Karsk, near Sallow.", 1, true, news.SameCompany},
		{"a short form", "Tim Keel", "Tim Keel said so.", "Timothy Keel", "Timothy Keel said no.", 1, false, news.FirstOfName},
		{"another spelling", "Muhammad Ghazi", "Muhammad Ghazi said so. It was in Karsk, near Sallow.", "Mohammed Gazi", "Mohammed Gazi said no. It was in Karsk, near Sallow.", 1, false, news.FirstOfName},
	} {
		t.Run(c.why, func(t *testing.T) {
			d := newDesk(t)
			one := d.report(0, c.text, c.name)
			two := d.report(c.days, c.then, c.name2)
			if got := one.SpeakerID == two.SpeakerID; got != c.same || two.Rule != c.rule || two.Because == "" {
				t.Errorf("matched: %v, by %s because %s (%q %q); want %v by %s", got, two.Rule, two.Because, two.Office, two.Affiliation, c.same, c.rule)
			}
			if c.same && two.With != one.ReportID {
				t.Errorf("the evidence names report %q", two.With)
			}
		})
	}
}

func TestOfTwoNamesakesTheOneThatFits(t *testing.T) {
	d := newDesk(t)
	mayor := d.report(0, "Mayor Pat Lund of Oakton said so.", "Pat Lund")
	coach := d.report(1, "Pat Lund, the coach of Karsk Rovers, said so.", "Pat Lund")
	if mayor.SpeakerID == coach.SpeakerID {
		t.Fatal("a mayor and a coach are one")
	}
	if again := d.report(2, "Oakton's mayor, Pat Lund, said so.", "Pat Lund"); again.SpeakerID != mayor.SpeakerID || again.Rule != news.SameContext {
		t.Errorf("the mayor was matched by %s because %s", again.Rule, again.Because)
	}
	who := d.report(3, "Pat Lund said so.", "Pat Lund")
	if who.SpeakerID == mayor.SpeakerID || who.SpeakerID == coach.SpeakerID || who.Rule != news.NotClear {
		t.Errorf("nobody knows which, and it was matched by %s because %s", who.Rule, who.Because)
	}
	// One who could not be told apart is no third candidate.
	if again := d.report(4, "Coach Pat Lund of Karsk Rovers said so.", "Pat Lund"); again.SpeakerID != coach.SpeakerID {
		t.Errorf("the coach was matched by %s because %s", again.Rule, again.Because)
	}
}

func TestOfTwoRareNamesakesNeitherByTheNameAlone(t *testing.T) {
	d := newDesk(t)
	one, two := d.report(0, "Prosecutor Ada Frey said so.", "Ada Frey"), d.report(1, "Coach Ada Frey said no.", "Ada Frey")
	if one.SpeakerID == two.SpeakerID {
		t.Fatal("a prosecutor and a coach are one")
	}
	if who := d.report(2, "Ada Frey said so.", "Ada Frey"); who.SpeakerID == one.SpeakerID || who.SpeakerID == two.SpeakerID || who.Rule != news.NotClear {
		t.Errorf("nobody knows which, and it was matched by %s because %s", who.Rule, who.Because)
	}
}

// TestReadAgain: another reading of a report keeps its matches, and changes one only for a reason.
func TestReadAgain(t *testing.T) {
	d := newDesk(t)
	const there = " It was in Karsk, near Sallow."
	first := d.report(0, "Ada Frey said so."+there, "Ada Frey", "Keel")
	if mayor := d.report(1, "Mayor Ada Frey of Oakton said so."+there, "Ada Frey"); mayor.SpeakerID != first.SpeakerID {
		t.Fatal("they are not matched")
	}
	speakers := len(d.store.Speakers)
	if again := d.again("report-01", 0, "Ada Frey said so."+there, "Ada Frey", "Keel"); again.SpeakerID != first.SpeakerID {
		t.Error("the same reading matched somebody else")
	}
	if len(d.store.Speakers) != speakers {
		t.Errorf("the same reading made speakers: %d, then %d", speakers, len(d.store.Speakers))
	}
	if again := d.again("report-01", 0, "Ada Frey said no.", "Ada Frey", "Keel"); again.SpeakerID != first.SpeakerID || again.Rule != news.SameName {
		t.Errorf("a reading that says less takes the match away: %s because %s", again.Rule, again.Because)
	}
	if again := d.again("report-01", 0, "Coach Ada Frey of Karsk Rovers said so.", "Ada Frey"); again.SpeakerID == first.SpeakerID || again.Rule != news.SetApart {
		t.Errorf("a reading that says more leaves the match: %s because %s", again.Rule, again.Because)
	}
}

func TestOnePersonTwiceInOneReport(t *testing.T) {
	d := newDesk(t)
	one := d.report(0, "Ada Frey said so. Ms. Ada Frey said no.", "Ada Frey", "Ms. Ada Frey")
	all, _ := d.store.Appearances(t.Context(), one.ReportID)
	if len(all) != 2 || all[0].SpeakerID != all[1].SpeakerID {
		t.Errorf("matched: %+v", all)
	}
}

func TestOnlyNamedPeople(t *testing.T) {
	found := rules(t).Look("x", []news.Statement{
		{Standing: news.Institution, Speaker: "Harbour Council"}, {Standing: news.Named, Speaker: ""}, {Standing: news.Named, Speaker: "…"},
		{Standing: news.Unnamed, Speaker: "officials"}, {Standing: news.Named, Speaker: strings.Repeat("Ada ", 60)},
	})
	if len(found) != 0 {
		t.Errorf("found %+v", found)
	}
}

// TestATextOfNames: what names thousands is no report, and costs no more than the largest of them.
func TestATextOfNames(t *testing.T) {
	var text strings.Builder
	var statements []news.Statement
	for i := range 5000 {
		name := fmt.Sprintf("Ada Fr%s", strings.Repeat(string(rune('a'+i%26)), 1+i/26%90))
		statements = append(statements, news.Statement{Standing: news.Named, Speaker: name})
		text.WriteString(name + ", the mayor of Oakton, said so. ")
	}
	if found := rules(t).Look(text.String(), statements); len(found) != 400 {
		t.Errorf("%d names", len(found))
	}
}

func TestSuggest(t *testing.T) {
	r := rules(t)
	held := func(office, body string) []news.Held {
		return []news.Held{{Office: office, Affiliation: body, First: noon, Last: noon}}
	}
	for _, c := range []struct {
		why  string
		a, b speaker.Face
		want string // part of the reason; empty: none
	}{
		{"a middle name more", speaker.Face{Names: []string{"John Keel"}}, speaker.Face{Names: []string{"John Amos Keel"}}, "a middle name more"},
		{"other middle initials", speaker.Face{Names: []string{"John A. Keel"}}, speaker.Face{Names: []string{"John B. Keel"}}, ""},
		{"an initial for a name", speaker.Face{Names: []string{"John A. Keel"}}, speaker.Face{Names: []string{"John Amos Keel"}}, "a middle name more"},
		{"an initial", speaker.Face{Names: []string{"John Keel"}}, speaker.Face{Names: []string{"J. Keel"}}, "the initial"},
		{"another initial", speaker.Face{Names: []string{"John Keel"}}, speaker.Face{Names: []string{"B. Keel"}}, ""},
		{"a suffix", speaker.Face{Names: []string{"John Keel"}}, speaker.Face{Names: []string{"John Keel Jr."}}, "by jr alone"},
		{"two suffixes", speaker.Face{Names: []string{"John Keel Sr."}}, speaker.Face{Names: []string{"John Keel Jr."}}, ""},
		{"a short form", speaker.Face{Names: []string{"Tim Keel"}}, speaker.Face{Names: []string{"Timothy Keel"}}, "short for"},
		{"another spelling", speaker.Face{Names: []string{"Muammar Gaddari"}}, speaker.Face{Names: []string{"Moammar Qadhari"}}, "sound alike"},
		{"another given name", speaker.Face{Names: []string{"Ada Keel"}}, speaker.Face{Names: []string{"Bo Keel"}}, ""},
		{"a surname alone", speaker.Face{Names: []string{"Ada Keel"}}, speaker.Face{Names: []string{"Keel"}}, ""},
		{"a surname in one story", speaker.Face{Names: []string{"Ada Keel"}, Stories: []news.ID{"s"}}, speaker.Face{Names: []string{"Keel"}, Stories: []news.ID{"r", "s"}}, "named in one story"},
		{"a surname and a body", speaker.Face{Names: []string{"Ada Keel"}, Held: held("mayor", "Oakton")}, speaker.Face{Names: []string{"Keel"}, Held: held("Mayor", "Oakton")}, "both are mayor (Oakton)"},
		{"namesakes", speaker.Face{Names: []string{"Ada Keel"}, Held: held("mayor", "Oakton")}, speaker.Face{Names: []string{"Ada Keel"}, Held: held("coach", "Karsk Rovers")}, "the same full name"},
		{"nobody", speaker.Face{}, speaker.Face{Names: []string{"Ada Keel"}}, ""},
	} {
		c.a.Speaker.ID, c.b.Speaker.ID = "a", "b"
		for _, pair := range [][2]speaker.Face{{c.a, c.b}, {c.b, c.a}} {
			got := r.Suggest(pair[0], []speaker.Face{pair[0], pair[1]})
			if c.want == "" && len(got) > 0 {
				t.Errorf("%s: suggested because %s", c.why, got[0].Because)
			}
			if c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Because, c.want)) {
				t.Errorf("%s: suggested %+v, want one because %q", c.why, got, c.want)
			}
		}
	}
}

// FuzzAbout: whatever a text and a name are, nothing fails, and what is told of a name stands in the text.
func FuzzAbout(f *testing.F) {
	f.Add("Ada Frey, a spokeswoman for the Harbour Council, said so.", "Ada Frey")
	f.Add("The mayor of Oakton, Pat Lund, 46, said", "Pat Lund")
	f.Add("Secretary of State J.K. O’Dell of of the of,,", "J.K. O’Dell's")
	f.Add("of of \xff of", "\xff")
	r := rules(f)
	f.Fuzz(func(t *testing.T, text, name string) {
		if n := r.Name(name); n.Full() && (n.Key() == "" || n.Family() == "" || n.Sound() == "") {
			t.Errorf("%q is full and has no key: %+v", name, n)
		}
		for _, a := range r.Look(text, []news.Statement{{Standing: news.Named, Speaker: name}}) {
			words := strings.Join(strings.Fields(text), " ")
			if said := strings.TrimSuffix(a.Words, "…"); !strings.Contains(string([]rune(words)), said) {
				t.Errorf("%q is not in %q", said, words)
			}
		}
	})
}

func BenchmarkLook(b *testing.B) {
	r := rules(b)
	text := strings.Repeat("Ada Frey, a spokeswoman for the Harbour Council, said so. Then Mayor Pat Lund of Oakton, who was near the pier, asked why. ", 40)
	for b.Loop() {
		r.Look(text, []news.Statement{{Standing: news.Named, Speaker: "Ada Frey"}, {Standing: news.Named, Speaker: "Pat Lund"}})
	}
}

// TestOnePersonWhoWasTakenForTwo: where two speakers fit equally, the one with more evidence is taken.
func TestOnePersonWhoWasTakenForTwo(t *testing.T) {
	d := newDesk(t)
	one := d.report(0, "Ada Smith said so.", "Ada Smith")
	two := d.report(1, "Mayor Ada Smith of Oakton said so.", "Ada Smith")
	if one.SpeakerID == two.SpeakerID {
		t.Fatal("matched on nothing")
	}
	if three := d.report(2, "Oakton's mayor, Ada Smith, said so.", "Ada Smith"); three.SpeakerID != two.SpeakerID {
		t.Errorf("the mayor was matched by %s because %s", three.Rule, three.Because)
	}
}

// FuzzName: whatever is taken for a name, its parts are well formed, and writing it in capitals or with a title changes nothing.
func FuzzName(f *testing.F) {
	for _, s := range []string{"Ada Frey", "", " ", "Dr. J.K. O’Dell, Jr.", "José Ortiz y Ñandú", "عمر الشريف", "山田太郎", "🙂 🙂", "a\u202eb c", "\x00\xff", "Ban Ki-min’s", "“Ike” \"x", strings.Repeat("a b ", 200)} {
		f.Add(s)
	}
	r := rules(f)
	f.Fuzz(func(t *testing.T, s string) {
		n := r.Name(s)
		for _, w := range n.Words {
			if w == "" || strings.ContainsAny(w, " .,") {
				t.Errorf("%q has the word %q", s, w)
			}
		}
		if len(n.Words) > 12 {
			t.Errorf("%q has %d words", s, len(n.Words))
		}
		if again := r.Name(s); again.Key() != n.Key() || again.Sound() != n.Sound() {
			t.Errorf("%q is not the same twice", s)
		}
		if shown := speaker.Shown(s); strings.TrimSpace(shown) != shown {
			t.Errorf("%q is shown as %q", s, shown)
		}
		if speaker.Fold(speaker.Fold(s)) != speaker.Fold(s) {
			t.Errorf("%q folds to %q, and that to %q", s, speaker.Fold(s), speaker.Fold(speaker.Fold(s)))
		}
	})
}
