package read_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/read"
)

var load = sync.OnceValues(read.New)

// newReader gives the one reader of all tests.
func newReader(t testing.TB) *read.Reader {
	t.Helper()
	r, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// line gives a statement as the tables below write it: source, cue and content as cut from the text, then what was
// concluded.
func line(text string, st news.Statement) string {
	runes := []rune(text)
	s := fmt.Sprintf("%s | %s | %s | %s %s", news.Cut(runes, st.Source), news.Cut(runes, st.Cue), news.Cut(runes, st.Content), st.Standing, st.Polarity)
	if st.Speaker != "" {
		s += " | " + st.Speaker
	}
	if len(st.Via) > 0 {
		s += " | via " + strings.Join(st.Via, ", ")
	}
	return s
}

func TestStatements(t *testing.T) {
	reader := newReader(t)
	for _, tt := range []struct {
		name, text string
		want       []string // among the statements found
	}{
		{"indirect with that", "Mayor Anna Berg said on Monday that the dam was safe.",
			[]string{"Mayor Anna Berg | said | that the dam was safe | named asserts | Anna Berg"}},
		{"indirect without that", "The harbour master said the pier would close.",
			[]string{"The harbour master | said | the pier would close | office asserts"}},
		{"direct, cue after", "“The dam is safe,” said Anna Berg, the mayor of Halden. “We have checked it twice.”",
			[]string{"Anna Berg, the mayor of Halden | said | “The dam is safe,” … “We have checked it twice.” | named asserts | Anna Berg"}},
		{"direct, cue before", "Mayor Anna Berg said: “The dam is safe. It was checked.”",
			[]string{"Mayor Anna Berg | said | “The dam is safe. It was checked.” | named asserts | Anna Berg"}},
		{"direct, cue in the middle", "“I do not believe it,” Ms. Holt told the Evening Post, “and neither should you.”",
			[]string{"Ms. Holt | told | “I do not believe it,” … “and neither should you.” | named asserts | Holt | via Evening Post"}},
		{"straight and doubled marks", "''The dam is safe,'' said Anna Berg.",
			[]string{"Anna Berg | said | ''The dam is safe,'' | named asserts | Anna Berg"}},
		{"mixed", "Anna Berg said the plan was “a gift to the fish” and little else.",
			[]string{"Anna Berg | said | the plan was “a gift to the fish” and little else | named asserts | Anna Berg"}},
		{"cue in the middle of a clause", "The dam, the engineers said on Monday, is safe and will hold.",
			[]string{"the engineers | said | The dam … is safe and will hold | public asserts"}},
		{"cue at the end", "The ferry line will merge with the port, two officials familiar with the talks said on Monday.",
			[]string{"two officials familiar with the talks | said | The ferry line will merge with the port | unnamed asserts"}},
		{"a quotation over paragraphs", "“We are ready,” said Anna Berg. “The boats are manned.\n\n“We sail at dawn.”",
			[]string{"Anna Berg | said | “We are ready,” … “The boats are manned.\n\n“We sail at dawn.” | named asserts | Anna Berg"}},
		{"according to, before", "According to Channel 9, the mayor of Halden has resigned.",
			[]string{"Channel 9 | According to | the mayor of Halden has resigned | outlet asserts | Channel 9"}},
		{"according to, after", "The mill has closed, according to the town council.",
			[]string{"the town council | according to | The mill has closed | institution asserts"}},
		{"two verbs of one source", "The prime minister's office confirmed that a fax had arrived in 2017 but said it could not determine who wrote it.",
			[]string{
				"The prime minister's office | confirmed | that a fax had arrived in 2017 | institution confirms",
				"The prime minister's office | said | it could not determine who wrote it | institution doubts",
			}},
		{"a participle goes with the speaker", "Mira Holt demanded that the government publish the fax, saying voters had a right to know.",
			[]string{
				"Mira Holt | demanded | that the government publish the fax | named asks | Mira Holt",
				"Mira Holt | saying | voters had a right to know | named asserts | Mira Holt",
			}},
		{"a statement saying", "Port spokesman Jon Dahl released a statement saying: “It is not true that we were asked.”",
			[]string{"Port spokesman Jon Dahl | released a statement saying | “It is not true that we were asked.” | named denies | Jon Dahl"}},
		{"a noun for a cue", "The palace issued a firm denial that any offer had been made.",
			[]string{"The palace | issued a firm denial | that any offer had been made | institution denies"}},
		{"a belief", "There is a belief among diplomats that the leak came from Estmark.",
			[]string{"diplomats | belief | that the leak came from Estmark | unnamed asserts"}},
		{"a belief of a body", "There is growing concern in the port authority that the pier will not hold.",
			[]string{"the port authority | concern | that the pier will not hold | institution asserts"}},
		{"attitudes", "Many fishermen fear that the border will cost them their catch.",
			[]string{"Many fishermen | fear | that the border will cost them their catch | public asserts"}},
		{"nested", "The Halden Record reported that Foreign Minister Anton Vasko denied the charge.",
			[]string{
				"The Halden Record | reported | that Foreign Minister Anton Vasko denied the charge | outlet asserts | Halden Record | via Anton Vasko",
			}},
		{"no comment", "A ministry spokesman declined to comment. The embassy did not respond to a request for comment.",
			[]string{
				"A ministry spokesman | declined | to comment | office declines",
				"The embassy | did not respond to | a request for comment | institution declines",
			}},
		{"denied having done", "Petra Lind denied ever seeing the fax.",
			[]string{"Petra Lind | denied | ever seeing the fax | named denies | Petra Lind"}},
		{"said not to be so", "“There is no agreement,” said Petra Lind.",
			[]string{"Petra Lind | said | “There is no agreement,” | named denies | Petra Lind"}},
		{"a question", "“Were there talks or not?” asked Petra Lind.",
			[]string{"Petra Lind | asked | “Were there talks or not?” | named asks | Petra Lind"}},
		{"anonymity", "“Nobody approved it,” said a former aide, who spoke on condition of anonymity.",
			[]string{"a former aide, who spoke on condition of anonymity | said | “Nobody approved it,” | unnamed asserts"}},
		{"a document", "An audit by the Court of Accounts found that three invoices were missing.",
			[]string{"An audit by the Court of Accounts | found | that three invoices were missing | document asserts"}},
		{"told an outlet", "Jon Dahl, who was the minister's deputy, told the Courier that he could not say who wrote it.",
			[]string{"Jon Dahl, who was the minister's deputy | told | that he could not say who wrote it | named doubts | Jon Dahl | via Courier"}},
		{"told reporters", "Jon Dahl told reporters in Halden that he would resign.",
			[]string{"Jon Dahl | told | that he would resign | named asserts | Jon Dahl"}},
		{"an abbreviation ends no sentence", "Dr. Ada Frey of the U.S. Geological Survey said the hill had moved.",
			[]string{"Dr. Ada Frey of the U.S. Geological Survey | said | the hill had moved | named asserts | Ada Frey"}},
		{"an aside before the verb", "In Kalvik, Estmark's foreign minister, Ilse Morand, also denied the report.",
			[]string{"Estmark's foreign minister, Ilse Morand | also denied | the report | named denies | Ilse Morand"}},
		{"a headline", "Mayor says dam is safe\n\nMayor Anna Berg said on Monday that the dam was safe.",
			[]string{"Mayor | says | dam is safe | office asserts"}},
		{"a note", "@annaberg says the dam is safe",
			[]string{"@annaberg | says | the dam is safe | named asserts | @annaberg"}},
		{"behind the place of the report", "KALVIK -- The government of Norland said on Monday that there was no such deal.",
			[]string{"The government of Norland | said | that there was no such deal | institution denies"}},
		{"could not be reached", "Mr. Berg could not be reached for comment.",
			[]string{"Mr. Berg | could not be reached | for comment | named declines | Berg"}},
		{"a quotation of the paragraph before", "Ms. Morand said: “No.”\n\nElling's office would not say when the cabinet had learned of it.",
			[]string{"Elling's office | would not say | when the cabinet had learned of it | institution declines | Elling's office", "Ms. Morand | said | “No.” | named denies | Morand"}},
		{"two plain verbs", "Opposition lawmakers called for an inquiry and accused the government of lying.",
			[]string{"Opposition lawmakers | called for | an inquiry | public asks", "Opposition lawmakers | accused | the government of lying | public asserts"}},
		{"an outlet credits another", "The White Sea Tribune, citing the Halden Record, said the two would meet.",
			[]string{"The White Sea Tribune | said | the two would meet | outlet asserts | White Sea Tribune | via Halden Record"}},
		{"an outlet that its kind gives away", "Karl Ovesen told the weekly Spegel he could not tell.",
			[]string{"Karl Ovesen | told | he could not tell | named doubts | Karl Ovesen | via Spegel"}},
		{"a clause before the main one", "While Anna Berg has said that the dam is safe, engineers warned that it might not hold.",
			[]string{
				"Anna Berg | has said | that the dam is safe | named asserts | Anna Berg",
				"engineers | warned | that it might not hold | public asserts",
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, st := range reader.Text(tt.text).Statements {
				got = append(got, line(tt.text, st))
			}
			for _, want := range tt.want {
				want = strings.TrimSuffix(want, " | ")
				if !slices.Contains(got, want) {
					t.Errorf("%s\nwant %s\n got %s", tt.text, want, strings.Join(got, "\n     "))
				}
			}
		})
	}
}

func TestSpeakersAreFoundInTheText(t *testing.T) {
	reader := newReader(t)
	text := `Foreign Minister Anton Vasko denied that any talks had taken place. “Somebody invented this,” he told the Halden Record.

Opposition leader Mira Holt said Vasko should go. She said voters had a right to know.

Port spokesman Jon Dahl said the ferries would sail. The spokesman said no ship had been held.

One aide said the minister was furious. The aide said the letters were lost.

“We were not asked,” Vasko said.

The Halden Record said that it stood by its report. “The report is accurate,” the newspaper said.`
	want := []string{
		"Anton Vasko named", "Anton Vasko named", "Mira Holt named", "Mira Holt named", "Jon Dahl named", "Jon Dahl named",
		" unnamed", " unnamed", "Anton Vasko named", "Halden Record outlet", "Halden Record outlet",
	}
	var got []string
	for _, st := range reader.Text(text).Statements {
		got = append(got, fmt.Sprint(st.Speaker, " ", st.Standing))
	}
	if !slices.Equal(got, want) {
		t.Errorf("speakers\n%q, want\n%q", got, want)
	}
}

func TestNothingIsSaid(t *testing.T) {
	reader := newReader(t)
	for _, text := range []string{
		"", " \n ", "The dam is old. Water runs over it in spring, and the valley floods.", "42", "……", "\xff\xfe",
		"Subscribe to our newsletter. Share this. 2:32pm",
	} {
		if got := reader.Text(text).Statements; len(got) > 0 {
			t.Errorf("%q: %s", text, line(text, got[0]))
		}
	}
}

func TestLanguage(t *testing.T) {
	reader := newReader(t)
	for want, text := range map[string]string{
		"en":  "The mayor said that the dam was safe.",
		"de":  "Die Bürgermeisterin sagte am Montag, der Damm sei sicher und niemand müsse sich Sorgen machen, denn er werde geprüft.",
		"fr":  "La maire a déclaré lundi que le barrage était sûr et que personne ne devait s'inquiéter, car il serait vérifié.",
		"he":  "ראש העיר אמרה ביום שני כי הסכר בטוח ואין סיבה לדאגה",
		"ru":  "Мэр заявила в понедельник, что плотина безопасна и беспокоиться не о чем",
		"und": "Zxcv 12",
	} {
		got := reader.Text(text)
		if got.Language != want {
			t.Errorf("%q is %q, want %q", text, got.Language, want)
		}
		if want != "en" && len(got.Statements) > 0 {
			t.Errorf("%q: %d statements in a language without a lexicon", text, len(got.Statements))
		}
	}
}

func TestTranscripts(t *testing.T) {
	text := "HOLT: Were there talks before the vote?\n\nVIETOR: No. It's not true that there were talks.\n\nSEN. ADA FREY: People deserve an answer"
	var got []string
	for _, st := range newReader(t).Text(text).Statements {
		got = append(got, fmt.Sprintf("%s %s %s %q", st.Speaker, st.Standing, st.Polarity, news.Cut([]rune(text), st.Content)))
	}
	want := []string{`HOLT named asks "Were there talks before the vote?"`, `VIETOR named denies "No. It's not true that there were talks."`, `ADA FREY named asserts "People deserve an answer"`}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPlainTextIsDecoded(t *testing.T) {
	for _, tt := range []struct{ name, raw, contentType, want string }{
		{"UTF-8", "“Safe,” said Ada.", "", "“Safe,” said Ada."},
		{"UTF-8, cut within a character", "“Safe,” said Ada. \xe2\x80", "", "“Safe,” said Ada. \ufffd"},
		{"UTF-8 with one damaged byte", "“Safe,” “quite,” said \xffAda.", "", "“Safe,” “quite,” said \ufffdAda."},
		{"windows-1252", "B\xfcrgermeister \x93Berg\x94", "", "Bürgermeister “Berg”"},
		{"what the server says", "\xf0\xd2\xc1\xd7\xc4\xc1", "text/plain; charset=koi8-r", "Правда"},
		{"UTF-16 by its mark", "\xff\xfeA\x00d\x00a\x00", "text/plain; charset=utf-8", "Ada"},
		{"a content type that is damaged", "Ada", "text/plain; charset=\"", "Ada"},
	} {
		if got := read.Plain([]byte(tt.raw), tt.contentType); strings.TrimPrefix(got, "\ufeff") != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A headline has none of the words that tell most texts' language.
func TestTheLanguageOfHeadlines(t *testing.T) {
	for text, english := range map[string]bool{
		"Minister denies plan to raise ferry fares": true, "Police confirm second body found in quarry": true, "Army chief admits drone strike killed civilians": true,
		"Study: Coffee drinkers live longer": true, "Ten dead in Lagos blast: police": true,
		"Minister dementiert Bericht über Rücktritt": false, "Le ministre dément les accusations de corruption": false, "El presidente niega haber recibido sobornos": false,
		"Minister ontkent plan voor hogere veerprijzen": false, "Governo: no al ponte sullo stretto": false, "Real Madrid vence al Barcelona en la final": false,
		"Statsministeren afviser kritik af ny lov": false, "Polis söker vittnen efter rån i Malmö": false,
	} {
		if got := newReader(t).Text(text).Language; (got == "en") != english {
			t.Errorf("%q is in %q", text, got)
		}
	}
}
