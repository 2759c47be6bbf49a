package judge_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/judge"
	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/weights"
)

var load = sync.OnceValues(func() (*roles.Model, error) { return weights.Load("en") })

// learned gives what was learned of English.
func learned(t testing.TB) *roles.Model {
	t.Helper()
	m, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// marked cuts attributions out of a text in which they are marked, as a finder would give them with nothing but their places:
// <source> {cue} [content]. Each cue is one attribution; it takes the source and contents marked since the one before it, and
// those behind it up to the next.
func marked(t testing.TB, l *lexicon.Lexicon, text string) (*find.Text, []find.Candidate) {
	t.Helper()
	type mark struct {
		kind byte
		span news.Span
	}
	var plain strings.Builder
	var marks []mark
	open := map[rune][]int{}
	n := 0
	for _, r := range text {
		switch r {
		case '<', '{', '[':
			open[r] = append(open[r], n)
		case '>', '}', ']':
			o := map[rune]rune{'>': '<', '}': '{', ']': '['}[r]
			k := len(open[o]) - 1
			marks = append(marks, mark{byte(o), news.Span{open[o][k], n}})
			open[o] = open[o][:k]
		default:
			plain.WriteRune(r)
			n++
		}
	}
	x := find.New(plain.String(), l, learned(t))
	tokens := func(s news.Span) find.Range {
		var r find.Range
		for i, tok := range x.Tokens {
			if tok.Start < s[1] && tok.End > s[0] {
				if r.Empty() {
					r.From = i
				}
				r.To = i + 1
			}
		}
		return r
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return a.span[0] - b.span[0] })
	var out []find.Candidate
	var now find.Candidate
	flush := func() {
		if len(now.Cue) > 0 {
			now.Head = now.Cue[0].From
			out = append(out, now)
			now = find.Candidate{}
		}
	}
	for _, m := range marks {
		r := tokens(m.span)
		switch m.kind {
		case '<':
			if len(now.Source) > 0 {
				flush()
			}
			now.Source = append(now.Source, r)
		case '{':
			if len(now.Cue) > 0 {
				flush()
			}
			now.Cue = append(now.Cue, r)
		case '[':
			now.Content = append(now.Content, r)
		}
	}
	flush()
	return x, out
}

func english(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	l, err := lexicon.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// judged gives the statements of a marked text.
func judged(t testing.TB, l *lexicon.Lexicon, text string) []news.Statement {
	t.Helper()
	x, found := marked(t, l, text)
	got := judge.Judge(x, l, found)
	if len(got) == 0 {
		t.Fatalf("%s: nothing is marked", text)
	}
	return got
}

func TestPolarity(t *testing.T) {
	l := english(t)
	for _, tt := range []struct {
		text string
		want news.Polarity
	}{
		{"<Anna Berg> {said} [the dam was safe].", news.Asserts},
		{"<Anna Berg> {has repeatedly denied} [the charge].", news.Denies},
		{"<Anna Berg> {denied} [the charge].", news.Denies},
		{"<The palace> {issued a denial} [that any offer had been made].", news.Denies},
		{"<The palace> {issued} [a firm denial that any offer had been made].", news.Denies},
		{"<The port> {took issue with} [the count].", news.Denies},
		{"<Anna Berg> {said} [it was not true that the dam leaked].", news.Denies},
		{"“[It's not true],” {said} <Anna Berg>.", news.Denies},
		{"<The minister> {said} [that he had never met her].", news.Denies},
		{"<The minister> {called} [the report a lie].", news.Denies},
		{"<The minister> {called} [the bridge a wonder].", news.Asserts},
		{"<The port> {never said} [that the ferry was safe].", news.Denies},
		{"<The union> {does not support} [the merger].", news.Denies},
		{"<Critics> {said} [he had never been healthier].", news.Asserts}, // he is not the critics
		{"<The firm> {acknowledged} [that the tank had leaked].", news.Confirms},
		{"<The firm> {did not deny} [that the tank had leaked].", news.Confirms},
		{"<Anna Berg> {answered}: “[Yes, we knew].”", news.Confirms},
		{"<The firms> {agreed to} [merge].", news.Asserts},
		{"<Two members> {questioned} [whether the vote was fair].", news.Doubts},
		{"<Two members> {raised serious questions about} [the vote].", news.Doubts},
		{"<The office> {could not say} [who wrote the letter].", news.Doubts},
		{"<Anna Berg> {doesn't believe} [it].", news.Doubts},
		{"<Anna Berg> {has no doubt} [that it held].", news.Asserts},
		{"<The bank> {declined} [to comment].", news.Declines},
		{"<The bank> {did not immediately respond to} [a request for comment].", news.Declines},
		{"<The bank> {did not say} [who had signed].", news.Declines},
		{"<The bank> {would neither confirm nor deny} [the sale].", news.Declines},
		{"<The bank> {would not confirm} [the sale].", news.Declines},
		{"<The bank> {could not be reached for} [comment].", news.Declines},
		{"<Anna Berg> {said} “[No comment].”", news.Declines},
		{"<Anna Berg> {said} [she would not resign].", news.Declines},
		{"<Anna Berg> {would not be surprised} [by a strike].", news.Asserts},
		{"<The party> {has endorsed} [none of this].", news.Declines},
		{"<The union> {called on} [the board to resign].", news.Asks},
		{"<The union> {told} [the board to resign].", news.Asks},
		{"<The union> {said} [the board should resign].", news.Asks},
		{"<The union> {renewed its call for} [an inquiry].", news.Asks},
		{"“[Who paid for it?]” {said} <Anna Berg>.", news.Asks},
		{"<The crowd> {chanted}, “[Open the gates!]”", news.Asks},
		{"<The bank> {not only asked for} [more time].", news.Asks},
		{"<The mayor> {responded to a question about the dam by saying} [it was safe].", news.Asserts},
		{"<The mayor> {said when asked} [that it was safe].", news.Asserts},
		{"<The agency> {: } [The dam is safe]", news.Asserts},
		{"[The report] {was denied} by <Anna Berg>.", news.Denies},
		{"[The report] {was confirmed by} <two officials>.", news.Confirms},
		{"<No other outlet> {has confirmed} [the news].", news.Declines},
		{"<The ministry> {neither confirmed} nor denied [the sale].", news.Declines},
		{"“[I did not take a cent],” {said} <Jon Dahl>.", news.Denies},
		{"“[We never saw the memo],” {said} <Jon Dahl>.", news.Denies},
		{"<CNN> {says} [it has not independently verified the tape].", news.Declines},
		{"<Anna Berg> {called} [it a lie].", news.Denies},
	} {
		if got := judged(t, l, tt.text)[0].Polarity; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestStanding(t *testing.T) {
	l := english(t)
	for _, tt := range []struct {
		text string
		want news.Standing
	}{
		{"<Ms. Ortiz> {said} [so].", news.Named},
		{"<Mr. King> {said} [so].", news.Named},
		{"<Jan de Wit> {said} [so].", news.Named},
		{"<Former Secretary of State Anna Berg> {said} [so].", news.Named},
		{"<Pollster and strategist Anna Berg> {said} [so].", news.Named},
		{"<A spokesman for the port, Jon Dahl,> {said} [so].", news.Named},
		{"Anna Berg won. <The 43-year-old former nurse> {said} [so].", news.Named},
		{"Anna Berg and Jon Dahl spoke. <Both> {said} [so].", news.Named},
		{"<The harbour master> {said} [so].", news.Office},
		{"<A spokesman for the port> {said} [so].", news.Office},
		{"<Lawyers for the port> {said} [so].", news.Office},
		{"<The transport ministry> {said} [so].", news.Institution},
		{"<Norland> {said} [so].", news.Institution},
		{"<Police> {said} [so].", news.Institution},
		{"<Some unions> {said} [so].", news.Public},
		{"<France> {said} [so].", news.Institution},
		{"<Groups like the Harbour Union> {said} [so].", news.Institution},
		{"<Two aides> {said} [so].", news.Unnamed},
		{"<One of the officials> {said} [so].", news.Unnamed},
		{"<A member of the crew> {said} [so].", news.Unnamed},
		{"<Strategists for Anna Berg> {said} [so].", news.Unnamed},
		{"<People familiar with the talks> {said} [so].", news.Unnamed},
		{"<The ministry spokesman> {said} [so], speaking on condition of anonymity.", news.Unnamed},
		{"<A spokesman> {said} [so]. He asked not to be named.", news.Unnamed},
		{"<The ministry> {said} [so]. The aide asked not to be named.", news.Institution},
		{"<The audit> {found} [so].", news.FromPaper},
		{"<A Courier/Channel 9 poll last week> {found} [so].", news.FromPaper},
		{"<The Evening Herald> {reported} [so].", news.FromOutlet},
		{"<The newspaper> {reported} [so].", news.FromOutlet},
		{"<I> {think} [so].", news.FromOutlet},
		{"<Many commuters> {say} [so].", news.Public},
		{"<41%> {say} [so].", news.Public},
		{"<Nine in 10 voters> {say} [so].", news.Public},
		{"<Several members of the council> {say} [so].", news.Public},
		{"<The orchard, protesters and civic leaders> {say} [so].", news.Public},
		{"<Those who voted early> {say} [so].", news.Public},
		{"Jon Dahl won. <Those close to him> {say} [so].", news.Unnamed},
		{"<Critics, including the Harbour Union,> {said} [so].", news.Public},
		{"Protesters here, <who> {called for} [a film to be shown], stayed.", news.Public},
		{"It came from members of the Norland government, <which> {denied} [it].", news.Institution},
		{"He threw himself into the report, <which> {left no doubt} [of it].", news.FromPaper},
		{"<The long silence> {suggested} [so].", news.Other},
		{"<The negotiations> {suggested} [so].", news.Other},
		{"<Wednesday> {said} [so].", news.Other},
		{"<@annaberg> {says} [so].", news.Named},
		{"<A writer for Anna Berg> {said} [so].", news.Office},
		{"<The killer of Mark Dahl> {said} [so].", news.Other},
		{"Anna Berg lost. A woman <whose mayor> {said} [so] left.", news.Office},
		{"Anna Berg lost. <Her mother> {said} [so].", news.Office},
		{"<WHO> {said} [so].", news.Institution},
		{"<Court papers> {said} [so].", news.FromPaper},
		{"<The Canadian and Israeli governments> {said} [so].", news.Institution},
		{"<Radio Halden> {said} [so].", news.FromOutlet},
		{"<Dahl> {:} “[We will hold.]”", news.Named},
		{"<The person> {said} [so].", news.Unnamed},
		{"<Israel's military> {said} [so].", news.Institution},
		{"<Foxnews.es> {said} [so].", news.FromOutlet},
		{"<The country's top crime fighting agency> {said} [so].", news.Institution},
		{"<Wendy's> {said} [so].", news.Institution},
		{"<Spanish newspaper Marca> {said} [so].", news.FromOutlet},
		{"<Every senator> {says} [so].", news.Public},
		{"{It was said} [so].", news.Other},
	} {
		if got := judged(t, l, tt.text)[0]; got.Standing != tt.want {
			t.Errorf("%s: %s (%s), want %s", tt.text, got.Standing, got.Speaker, tt.want)
		}
	}
}

func TestSpeaker(t *testing.T) {
	l := english(t)
	for _, tt := range []struct{ text, want string }{
		{"<Anna Berg> {said} [so]. <She> {said} [more].", "Anna Berg"},
		{"<Anna Berg> {said} [Jon Dahl knew]. <He> {said} [more].", "Jon Dahl"},
		{"<Anna Berg> {said} [so]. Later <Berg> {said} [more].", "Anna Berg"},
		{"<Port spokesman Jon Dahl> {said} [so]. <The spokesman> {said} [more].", "Jon Dahl"},
		{"Jon Dahl is the mayor. Anna Berg lost. <The mayor> {said} [more].", "Jon Dahl"},
		{"<Estmark's foreign minister, Ilse Morand,> {said} [so]. <Prime Minister Jon Dahl> {agreed}. <The foreign minister> {said} [more].", "Ilse Morand"},
		{"<One aide> {said} [so]. <He> {said} [more].", ""},
		{"Anna Berg met Jon Dahl, who lost. A friend came, <who> {said} [more].", ""},
		{"<Anna Berg> {said} “[we <I> {think} [so]].”", "Anna Berg"},
		{"<The Halden Record> {said} [so]. <The newspaper> {said} [more].", "Halden Record"},
		{"<Jan de Wit> {said} [so]. <De Wit> {said} [more].", "Jan de Wit"},
		{"Jon Dahl sent it. It went to Pell Ostrand, then the ambassador, <who> {said} [more].", "Pell Ostrand"},
		{"The fax went to Halden, <his spokesman> {said}. [So].", ""},
		{"By @Jon_Dahl and others. <Dahl> {said} [more].", "Jon Dahl"},
		{"<A resident> {told} the Daily Star [so]. <They> {said} [more].", ""},
		{"<Anna Olsen> {said} [so]. Then <Olsen> {said} [more].", "Anna Olsen"},
		{"Anna Olsen lost. <Olsen> {said} [so]. Peter Olsen won. Then <Olsen> {said} [more].", "Peter Olsen"},
		{"Alan Holm won. <A spokesman for the palace> {denied} [it]. “[So],” <he> {said}. Alan Holm left.", ""},
		{"<The Central Bureau of Investigation (CBI)> {said} [so].", "Central Bureau of Investigation"},
		{"<The government of Norland> {said} [so].", ""},
		{"Carlo Holm won. <The Italian> {said} [more].", "Carlo Holm"},
		{"<Billie Jean King> {said} [more].", "Billie Jean King"},
	} {
		got := judged(t, l, tt.text)
		if last := got[len(got)-1].Speaker; last != tt.want {
			t.Errorf("%s: %q, want %q", tt.text, last, tt.want)
		}
	}
}

func TestVia(t *testing.T) {
	l := english(t)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"<Anna Berg> {told} the Evening Post [that the dam was safe].", []string{"Evening Post"}},
		{"<Anna Berg> {said} in an interview with Channel 9's Ada Frey [that the dam was safe].", []string{"Channel 9"}},
		{"[The dam is safe], <Anna Berg> {said}, according to the Evening Herald.", []string{"Evening Herald"}},
		{"<Anna Berg> {said} in a letter to the court [that the dam was safe].", []string{"letter"}},
		{"<Anna Berg> {said} through her lawyer [that the dam was safe].", []string{"lawyer"}},
		{"<Anna Berg> {said} [that the dam was safe].", nil},
		{"<The Evening Herald> {said} [the dam was safe].", nil},
		{"<A police source> {told} the TV actor [that it was over].", nil},
		{"[It was over], <Anna Berg> {told} CNN Tuesday.", []string{"CNN"}},
		{"<The singer> {told} Billboard [that she would tour].", []string{"Billboard"}},
		{"<The singer> {told} the Financial Times last month [that she would tour].", []string{"Financial Times"}},
		{"<The singer> {told} Radar Online [that she would tour].", []string{"Radar Online"}},
		{"<Jon Dahl> {said} [Brown mocked the officer].", nil},
		{"<The singer> {told} Parliament [that she would tour].", nil},
		{"<Anna Berg> {said}, citing two officials, [that the dam was safe].", []string{"two officials"}},
		{"<The port> {said} on its website [that the dam was safe]. The Evening Herald wrote it.", nil},
		{"{According to} <the Evening Herald>, an official offered [the following explanation: the dam leaked].", []string{"official"}},
		{"<The sources> {contend} [that the leak was corroborated by officials].", []string{"officials"}},
		{"<The sources> {denied} [that the plan had been approved by Jon Dahl].", nil},
		{"<The Evening Herald> {reported} [that it was not clear whether the First Elder had approved the deal].", nil},
	} {
		if got := judged(t, l, tt.text)[0].Via; !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestNestedStatementsCarryTheirChain(t *testing.T) {
	l := english(t)
	x := find.New("The Halden Record reported that Jon Dahl said that officials denied the leak.", l, learned(t))
	at := func(words string) []find.Range {
		w := strings.Fields(words)
		for i := range x.Tokens {
			if x.Tokens[i].Text == w[0] {
				return []find.Range{{From: i, To: i + len(w)}}
			}
		}
		t.Fatalf("no %q", words)
		return nil
	}
	found := []find.Candidate{
		{Source: at("The Halden Record"), Cue: at("reported"), Content: at("that Jon Dahl said that officials denied the leak")},
		{Source: at("Jon Dahl"), Cue: at("said"), Content: []find.Range{{From: 7, To: 12}}},
		{Source: at("officials"), Cue: at("denied"), Content: at("the leak")},
	}
	for i := range found {
		found[i].Head = found[i].Cue[0].From
	}
	want := [][]string{nil, {"Halden Record"}, {"Jon Dahl", "Halden Record"}}
	for i, st := range judge.Judge(x, l, found) {
		if !slices.Equal(st.Via, want[i]) {
			t.Errorf("statement %d came via %q, want %q", i, st.Via, want[i])
		}
	}
	if st := judge.Judge(x, l, found[:1])[0]; !slices.Equal(st.Via, []string{"Jon Dahl", "officials"}) {
		t.Errorf("what the report holds came via %q, want those whom it cites", st.Via)
	}
}

// odd makes candidates of any spans that fit a text.
func odd(x *find.Text, seed []byte) []find.Candidate {
	n := len(x.Tokens)
	if n == 0 {
		return nil
	}
	var out []find.Candidate
	for i := 0; i+6 <= len(seed) && len(out) < 64; i += 6 {
		at := func(k int) []find.Range {
			from := int(seed[i+k]) * n / 256
			to := min(n, from+int(seed[i+k+1])%40)
			if to <= from {
				return nil
			}
			return []find.Range{{From: from, To: to}}
		}
		c := find.Candidate{Source: at(0), Cue: at(2), Content: at(4)}
		if len(x.Spans(c.Cue)) == 0 {
			continue
		}
		c.Head = c.Cue[0].From
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b find.Candidate) int { return a.Head - b.Head })
	return out
}

func FuzzJudge(f *testing.F) {
	for _, text := range []string{
		"", "Mr. Mr. Mr. said", "Anna Berg, who", "de de De de Wit", "41% of % of the", "“I I I” who that", "not not no neither", "Post/Times/",
		"the Harbour Union's 's's", "one of the one of the", "told the told", "in a letter in a statement", "No. No, no", "A A A A A A A", "\xff \xfe",
	} {
		f.Add(text, []byte{0, 3, 60, 2, 100, 30, 200, 9, 20, 39, 1, 1, 0, 0, 255, 1, 0, 255})
	}
	l := english(f)
	f.Fuzz(func(t *testing.T, text string, seed []byte) {
		x := find.New(text, l, learned(t))
		found := odd(x, seed)
		for i, st := range judge.Judge(x, l, found) {
			if err := st.Validate(utf8.RuneCountInString(text)); err != nil {
				t.Fatal(err)
			}
			if st.Ordinal != i {
				t.Fatalf("statement %d has ordinal %d", i, st.Ordinal)
			}
		}
	})
}

// hostile texts hold something that a careless judge would look through again for each statement; every fifth token is a
// source, the next a cue, the rest is said.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1) }
	return map[string]string{
		"news":            fill("“The dam is safe,” Anna Berg, the mayor, told Channel 9 on Monday. She denied that it had ever leaked. "),
		"one sentence":    fill("she said that the Harbour Union told it and "),
		"one name":        fill("Berg "),
		"names":           fill("Anna Berg "),
		"titles":          fill("Mr. President Senator "),
		"small words":     fill("Jan de Wit de la "),
		"who":             fill("who said who "),
		"roles":           fill("the mayor of the mayor of "),
		"outlets":         fill("to the Post with the Times "),
		"one quotation":   "“" + fill("I said we think not "),
		"negations":       fill("not no never "),
		"one word":        strings.Repeat("a", size),
		"capital letters": fill("A "),
	}
}

func everyFifth(x *find.Text) []find.Candidate {
	var out []find.Candidate
	for i := 0; i+5 <= len(x.Tokens); i += 5 {
		out = append(out, find.Candidate{
			Source: []find.Range{{From: i, To: i + 1}}, Cue: []find.Range{{From: i + 1, To: i + 2}}, Content: []find.Range{{From: i + 2, To: i + 5}}, Head: i + 1,
		})
	}
	return out
}

func BenchmarkJudge(b *testing.B) {
	l := english(b)
	for _, size := range []int{1 << 18, 1 << 20} {
		for name, text := range hostile(size) {
			x := find.New(text, l, learned(b))
			found := everyFifth(x)
			b.Run(name+"/"+map[int]string{1 << 18: "256KB", 1 << 20: "1MB"}[size], func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					judge.Judge(x, l, found)
				}
			})
		}
	}
}
