package weigh_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// st is a statement as a test writes it: the words themselves, which are looked up in the text.
type st struct {
	source, cue, content string
	polarity             news.Polarity
	standing             news.Standing
	speaker              string
	via                  []string
}

func find(t *testing.T, text, words string) []news.Span {
	t.Helper()
	if words == "" {
		return nil
	}
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("%q is not in %q", words, text)
	}
	start := len([]rune(text[:i]))
	return []news.Span{{start, start + len([]rune(words))}}
}

func statements(t *testing.T, id news.ID, text string, sts []st) []news.Statement {
	t.Helper()
	var out []news.Statement
	for i, s := range sts {
		// A common cue is looked for behind its source first, so that it is found in the right sentence.
		source, content := find(t, text, s.source), find(t, text, s.content)
		from := 0
		if source != nil {
			if at := len(string([]rune(text)[:source[0][1]])); strings.Contains(text[at:], s.cue) {
				from = at
			}
		}
		cue := find(t, text[from:], s.cue)
		shift := len([]rune(text[:from]))
		cue[0][0] += shift
		cue[0][1] += shift
		out = append(out, news.Statement{
			ID: id + news.ID("-s"+string(rune('0'+i))), Source: source, Cue: cue, Content: content,
			Polarity: s.polarity, Standing: s.standing, Speaker: s.speaker, Via: s.via, Ordinal: i, ReportID: id,
		})
	}
	return out
}

var start = time.Date(2031, 5, 4, 6, 0, 0, 0, time.UTC)

func report(t *testing.T, id, outlet string, hour float64, title, text string, sts ...st) news.Account {
	t.Helper()
	kind := news.Newspaper
	if strings.Contains(outlet, "Agency") {
		kind = news.Agency
	}
	at := start.Add(time.Duration(hour * float64(time.Hour)))
	return news.Account{
		Report: news.Report{ID: news.ID(id), Title: title, URL: "https://" + id + ".example/1", Published: at, Seen: at, Outlet: outlet},
		Outlet: news.Outlet{Name: outlet, Kind: kind, Homepage: "https://" + id + ".example/"}, Text: text, Fetched: at,
		Statements: statements(t, news.ID(id), text, sts),
	}
}

// secretPact is a story told the way such stories are: a paper has a secret agreement from officials without names; an hour
// later its text carries a denial; a minister denies it too; a broadcaster's official gives a third account; others repeat.
func secretPact(t *testing.T) []news.Account {
	t.Helper()
	opening := `Tarvia and Orlund have agreed to hold direct talks on the fate of the northern reactor, Tarvian officials said on Sunday. ` +
		`The officials, who asked not to be named, said the talks would begin after the Tarvian vote in June.

Orlund has long asked for such a meeting, and diplomats in Castel had expected it to be refused.

The reactor has stood still since the flood of 2029.`
	denial := `

“It is not true that Tarvia and Orlund have agreed to direct talks or to any meeting after the vote,” Marek Dole, the spokesman of the Chancellery, said in a statement.`
	officials := []st{
		{"Tarvian officials", "said", "Tarvia and Orlund have agreed to hold direct talks on the fate of the northern reactor", news.Asserts, news.Unnamed, "", nil},
		{"The officials, who asked not to be named", "said", "the talks would begin after the Tarvian vote in June", news.Asserts, news.Unnamed, "", nil},
	}
	courier := report(t, "courier", "The Castel Courier", 0, "Tarvia and Orlund agree to direct talks on reactor", opening+denial,
		append(officials, st{"Marek Dole, the spokesman of the Chancellery", "said", "“It is not true that Tarvia and Orlund have agreed to direct talks or to any meeting after the vote,”", news.Denies, news.Named, "Marek Dole", nil})...)
	courier.Earlier = []news.EarlierText{{
		Number: 1, Fetched: courier.Report.Published, Title: courier.Report.Title, Text: opening,
		Statements: statements(t, "courier", opening, officials),
	}}
	courier.Fetched = courier.Report.Published.Add(time.Hour)

	wire := `(Tarvian Agency) – Tarvia and Orlund have agreed to direct talks on the northern reactor, The Castel Courier reported on Sunday. ` +
		`The report quoted officials who were not named. Neither government would say where such talks could be held or who would lead them. ` +
		`The two countries broke off relations eleven years ago over fishing rights in the strait, and their ambassadors have not met since then. ` +
		`A vote is due in Tarvia in June, and both large parties have promised to be firm with their neighbour.`
	repeats := st{"The Castel Courier", "reported", "Tarvia and Orlund have agreed to direct talks on the northern reactor", news.Asserts, news.FromOutlet, "The Castel Courier", nil}
	accounts := []news.Account{
		courier,
		report(t, "agency", "Tarvian Agency", 2, "Tarvia, Orlund agree to reactor talks: report", wire, repeats),
		report(t, "post", "Lakeside Post", 2.5, "Tarvia and Orlund to talk, paper says", wire, repeats),
		report(t, "gazette", "Harbour Gazette", 3, "Reactor: direct talks agreed", wire+" More on page four.", repeats),
		report(t, "standard", "Inland Standard", 3.5, "Tarvia and Orlund agree to talk on reactor", wire, repeats),
		report(t, "minister", "Orlund Daily", 4, "Foreign minister denies talks with Tarvia",
			`Foreign Minister Ilse Brandt denied on Sunday that there were any direct talks with Tarvia on the reactor. She was asked about a report in the Castel Courier.`,
			st{"Foreign Minister Ilse Brandt", "denied", "there were any direct talks with Tarvia on the reactor", news.Denies, news.Named, "Ilse Brandt", nil}),
		report(t, "channel", "North Channel", 6, "Official speaks of back-room contacts over reactor",
			`Retired envoys of Tarvia and Orlund may have held back-room contacts about setting up direct talks on the reactor, a senior Tarvian official told North Channel. The official said nothing had been settled.`,
			st{"a senior Tarvian official", "told", "Retired envoys of Tarvia and Orlund may have held back-room contacts about setting up direct talks on the reactor", news.Asserts, news.Unnamed, "", []string{"North Channel"}}),
		report(t, "echo1", "The Brae Examiner", 7, "Reactor talks agreed",
			`Tarvia and Orlund have agreed to hold direct talks on the reactor, according to the Castel Courier. The paper says they would begin after the vote.`,
			st{"the Castel Courier", "according to", "Tarvia and Orlund have agreed to hold direct talks on the reactor", news.Asserts, news.FromOutlet, "The Castel Courier", nil}),
		report(t, "echo2", "Morning Tide", 8, "What the reactor pact means",
			`The pact between Tarvia and Orlund to hold direct talks, first reported by the Castel Courier, would end eleven years of silence over the reactor.`),
	}
	return accounts
}

func position(t *testing.T, c news.ClaimLedger, id news.ID) news.Position {
	t.Helper()
	for _, p := range c.Positions {
		if p.ReportID == id {
			return p
		}
	}
	t.Fatalf("%s has no position on %q", id, c.Wording)
	return news.Position{}
}

func originOf(t *testing.T, c news.ClaimLedger, label string) news.Origin {
	t.Helper()
	for _, o := range c.Origins {
		if o.Label == label {
			return o
		}
	}
	t.Fatalf("there is no origin %q in %+v", label, c.Origins)
	return news.Origin{}
}

func TestSecretPact(t *testing.T) {
	claims, changes := weigh.Ledger(secretPact(t), weigh.Kept{})
	if len(claims) == 0 {
		t.Fatal("no claims")
	}
	c := claims[0]
	for _, word := range []string{"Tarvia", "Orlund", "agree", "talks"} {
		if !strings.Contains(c.Wording, word) {
			t.Errorf("the main claim is %q, which does not speak of %q", c.Wording, word)
		}
	}
	if strings.Contains(c.Wording, "den") || strings.Contains(c.Wording, "not true") {
		t.Errorf("the main claim is worded as its denial: %q", c.Wording)
	}

	courier := position(t, c, "courier")
	first := originOf(t, c, courier.Origin)
	if courier.Stance != news.For || courier.Standing != news.Unnamed || first.Standing != news.Unnamed || first.Stance != news.For {
		t.Errorf("the paper: %+v, origin %+v", courier, first)
	}
	for _, id := range []news.ID{"agency", "post", "gazette", "standard", "echo1", "echo2"} {
		p := position(t, c, id)
		if p.Origin != courier.Origin || p.Stance != news.For {
			t.Errorf("%s only repeats the paper, but is %s with origin %s", id, p.Stance, p.Origin)
		}
		if !strings.Contains(p.Credits, "Castel Courier") {
			t.Errorf("%s credits %q", id, p.Credits)
		}
	}
	for _, id := range []news.ID{"post", "gazette", "standard"} {
		if p := position(t, c, id); p.EchoOf != "agency" {
			t.Errorf("%s is wire copy, but an echo of %q", id, p.EchoOf)
		}
	}
	if first.Reports != 7 || first.Root != "courier" {
		t.Errorf("seven reports rest on the paper's officials, not %d; root %s", first.Reports, first.Root)
	}

	minister := position(t, c, "minister")
	if minister.Stance != news.Against || minister.Speaker != "Ilse Brandt" || !strings.Contains(minister.Quote, "denied") {
		t.Errorf("the minister's denial: %+v", minister)
	}
	var against []string
	for _, o := range c.Origins {
		if o.Stance == news.Against {
			against = append(against, o.Name)
			if o.Standing != news.Named || o.Reports != 1 {
				t.Errorf("denier %+v", o)
			}
		}
	}
	slices.Sort(against)
	if !slices.Equal(against, []string{"Ilse Brandt", "Marek Dole"}) {
		t.Errorf("denied by %q", against)
	}

	channel := position(t, c, "channel")
	if channel.Origin == courier.Origin || channel.Standing != news.Unnamed || channel.Stance != news.Beside {
		t.Errorf("the third account is one of its own, but %+v", channel)
	}

	at := func(kind news.ChangeKind) news.Change {
		i := slices.IndexFunc(changes, func(c news.Change) bool { return c.Kind == kind })
		if i < 0 {
			t.Fatalf("no %s among %+v", kind, changes)
		}
		return changes[i]
	}
	if got := at(news.FirstReport); got.ReportID != "courier" || !got.At.Equal(start) {
		t.Errorf("first report %+v", got)
	}
	for _, kind := range []news.ChangeKind{news.StatementCame, news.FirstDenial} {
		got := at(kind)
		if got.ReportID != "courier" || !got.At.Equal(start.Add(time.Hour)) || !strings.Contains(got.Words, "Marek Dole") {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	if got := at(news.NewOrigin); got.ReportID != "channel" {
		t.Errorf("new origin %+v", got)
	}
}

func TestDisputedFaxIsAClaimOfItsOwn(t *testing.T) {
	accounts := append(secretPact(t),
		report(t, "fax", "Weekly Review", 9, "The offer that came by fax",
			`Nine years ago an envoy faxed an offer of peace to Castel. The envoy said the faxed offer had been approved by the Orlund regent. `+
				`Pavel Hronek, then the deputy chancellor, said he could not tell what in it was genuine.`,
			st{"The envoy", "said", "the faxed offer had been approved by the Orlund regent", news.Asserts, news.Office, "", nil},
			st{"Pavel Hronek, then the deputy chancellor", "said", "he could not tell what in it was genuine", news.Doubts, news.Named, "Pavel Hronek", nil}),
		report(t, "regent", "Orlund Daily Mirror", 10, "Regent's man on the old fax",
			`Anders Lohm, who spoke for the regent, denied that the faxed offer had ever been approved by the Orlund regent.`,
			st{"Anders Lohm, who spoke for the regent", "denied", "the faxed offer had ever been approved by the Orlund regent", news.Denies, news.Named, "Anders Lohm", nil}),
	)
	claims, _ := weigh.Ledger(accounts, weigh.Kept{})
	i := slices.IndexFunc(claims, func(c news.ClaimLedger) bool { return strings.Contains(c.Wording, "faxed offer") })
	if i < 1 {
		t.Fatalf("the fax is no side claim in %+v", claims)
	}
	c := claims[i]
	if strings.Contains(c.Wording, "denied") {
		t.Errorf("worded as its denial: %q", c.Wording)
	}
	if p := position(t, c, "fax"); p.Stance != news.For {
		t.Errorf("the envoy's report is %s", p.Stance)
	}
	if p := position(t, c, "regent"); p.Stance != news.Against || p.Speaker != "Anders Lohm" {
		t.Errorf("the denial is %+v", p)
	}
	for _, p := range c.Positions {
		if p.ReportID == "courier" {
			t.Error("a report that does not speak of the fax has a position on it")
		}
	}
}

func TestTwoIndependentOrigins(t *testing.T) {
	accounts := []news.Account{
		report(t, "a", "Lakeside Post", 0, "Bridge at Orm collapses", `The old bridge at Orm collapsed on Monday night, the harbour office said. Nobody was hurt.`,
			st{"the harbour office", "said", "The old bridge at Orm collapsed on Monday night", news.Asserts, news.Institution, "", nil}),
		report(t, "b", "Harbour Gazette", 1, "Orm bridge down", `The bridge at Orm collapsed, Lena Quist, a baker who lives beside it, told the Harbour Gazette. “It simply fell into the river with a long groan,” she said.`,
			st{"Lena Quist, a baker who lives beside it", "told", "The bridge at Orm collapsed", news.Asserts, news.Named, "Lena Quist", []string{"Harbour Gazette"}}),
		report(t, "c", "Inland Standard", 2, "Orm bridge collapses", `The bridge at Orm collapsed on Monday, according to the Harbour Gazette.`,
			st{"the Harbour Gazette", "according to", "The bridge at Orm collapsed on Monday", news.Asserts, news.FromOutlet, "Harbour Gazette", nil}),
		report(t, "d", "Morning Tide", 3, "Bridge gone", `The bridge at Orm has collapsed, the harbour office confirmed.`,
			st{"the harbour office", "confirmed", "The bridge at Orm has collapsed", news.Confirms, news.Institution, "", nil}),
	}
	claims, changes := weigh.Ledger(accounts, weigh.Kept{})
	c := claims[0]
	office, baker := position(t, c, "a").Origin, position(t, c, "b").Origin
	if office == baker {
		t.Fatal("the harbour office and a neighbour are one origin")
	}
	if got := position(t, c, "c").Origin; got != baker {
		t.Errorf("who repeats the Gazette has origin %s, not the baker's %s", got, baker)
	}
	if got := position(t, c, "d").Origin; got != office {
		t.Errorf("the office's confirmation has origin %s, not %s", got, office)
	}
	if _, _, fors, _ := c.Sides(); fors != 2 {
		t.Errorf("%d origins for, want 2", fors)
	}
	if !slices.ContainsFunc(changes, func(c news.Change) bool { return c.Kind == news.NewOrigin && c.ReportID == "b" }) {
		t.Errorf("no word of the second origin: %+v", changes)
	}
	if !slices.ContainsFunc(changes, func(c news.Change) bool { return c.Kind == news.FirstConfirm && c.ReportID == "d" }) {
		t.Errorf("no word of the confirmation: %+v", changes)
	}
}

func TestCorrection(t *testing.T) {
	was := `The mayor of Brae has resigned, her deputy said on Tuesday. She had held the office for nine years.`
	a := report(t, "a", "The Brae Examiner", 0, "Mayor resigns", was+"\n\nCorrection: an earlier version of this article gave the wrong term of office.",
		st{"her deputy", "said", "The mayor of Brae has resigned", news.Asserts, news.Office, "", nil})
	a.Earlier = []news.EarlierText{{Number: 1, Fetched: start, Text: was}}
	a.Fetched = start.Add(3 * time.Hour)
	_, changes := weigh.Ledger([]news.Account{a}, weigh.Kept{})
	i := slices.IndexFunc(changes, func(c news.Change) bool { return c.Kind == news.Corrected })
	if i < 0 || !changes[i].At.Equal(start.Add(3*time.Hour)) || !strings.Contains(changes[i].Words, "wrong term") {
		t.Errorf("the correction is not told: %+v", changes)
	}
	if slices.ContainsFunc(changes, func(c news.Change) bool { return c.Kind == news.TextChanged }) {
		t.Error("a correction that says so counts as a silent edit too")
	}
}

func TestHoaxIsToldAgainstTheClaim(t *testing.T) {
	accounts := []news.Account{
		report(t, "a", "Lakeside Post", 0, "Whale seen in Lake Orm", `A grey whale has been seen in Lake Orm, the website GigglePage reports. Anglers are said to be alarmed.`),
		report(t, "b", "Inland Standard", 1, "No, there is no whale in Lake Orm", `A story that a grey whale was seen in Lake Orm is a hoax. It was made up by the satirical website GigglePage, which says of itself that its stories are fake.`),
	}
	claims, _ := weigh.Ledger(accounts, weigh.Kept{})
	if p := position(t, claims[0], "b"); p.Stance != news.Against {
		t.Errorf("the debunking is %s", p.Stance)
	}
	if a, b := position(t, claims[0], "a"), position(t, claims[0], "b"); a.Origin != b.Origin || a.Credits != "GigglePage" {
		t.Errorf("both have it from the one page: %+v and %+v", a, b)
	}
}
