package weigh_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/weigh"
)

// edited gives a report that said one thing and an hour later says another.
func edited(t *testing.T, title, was string, wasSaid []st, newTitle, is string, isSaid []st) news.Account {
	t.Helper()
	a := report(t, "a", "The Brae Examiner", 0, title, is, isSaid...)
	a.Title, a.Fetched = newTitle, start.Add(58*time.Minute)
	a.Earlier = []news.EarlierText{{Number: 1, Fetched: start, Title: title, Text: was, Statements: statements(t, "a", was, wasSaid)}}
	return a
}

func TestWhatAnEditDid(t *testing.T) {
	const (
		opening = "The mayor of Brae has resigned, her deputy said on Tuesday."
		denial  = " “It is not true that the mayor of Brae has resigned,” Ada Holm, her spokeswoman, said."
		more    = " She had held the office for nine years."
	)
	says := st{"her deputy", "said", "The mayor of Brae has resigned", news.Asserts, news.Office, "", nil}
	denies := st{"Ada Holm, her spokeswoman", "said", "“It is not true that the mayor of Brae has resigned,”", news.Denies, news.Named, "Ada Holm", nil}
	languages, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	english := languages.Choose("en")
	for _, c := range []struct {
		name, title, is string
		said            []st
		kind            news.ChangeKind // "": no change is told
		words           string
	}{
		{"a denial came", "Mayor resigns", opening + denial, []st{says, denies}, news.StatementCame, "added the denial by Ada Holm, seen 58 minutes after publication"},
		{"a statement went", "Mayor resigns", "The mayor of Brae has left." + more, nil, news.StatementGone, "took out a statement by her deputy, seen 58 minutes after publication"},
		{"it turned round", "Mayor resigns", "The mayor of Brae has not resigned, her deputy said on Tuesday.", []st{{"her deputy", "said", "The mayor of Brae has not resigned", news.Denies, news.Office, "", nil}}, news.PolarityChanged, "Now it reads, seen 58 minutes after publication"},
		{"another headline", "Mayor stays", opening, []st{says}, news.HeadlineChanged, "changed its headline, seen 58 minutes after publication, from “Mayor resigns” to “Mayor stays”"},
		{"words of its own", "Mayor resigns", opening + more, []st{says}, news.TextChanged, "1 sentence new"},
		{"taken back", "Mayor resigns", "Correction: our report that the mayor of Brae has resigned was wrong. She has not.", nil, news.Withdrawal, "takes it back"},
		{"typography", "Mayor resigns", strings.ReplaceAll(opening, " Brae", "\u00a0Brae"), []st{{"her deputy", "said", "The mayor of\u00a0Brae has resigned", news.Asserts, news.Office, "", nil}}, "", ""},
		{"a time stamp", "Mayor resigns", opening + "\n\nUpdated 14:05", []st{says}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, changes := weigh.Ledger([]news.Account{edited(t, "Mayor resigns", opening, []st{says}, c.title, c.is, c.said)}, weigh.Kept{})
			i := slices.IndexFunc(changes, func(x news.Change) bool { return x.Kind.OfText() })
			switch {
			case c.kind == "" && i < 0:
			case c.kind == "" || i < 0:
				t.Errorf("told: %+v", changes)
			case changes[i].Kind != c.kind || !strings.Contains(changes[i].Words, c.words) || changes[i].After != 58*time.Minute || changes[i].ReportID != "a":
				t.Errorf("%+v", changes[i])
			}
			for _, x := range changes { // the facts say what the words say
				if said := english.Told(x.Told, ""); said != x.Words {
					t.Errorf("in facts %q, in words %q", said, x.Words)
				}
			}
		})
	}
}

// When a text changed is not known, only when that was seen; and where no date of the report is known, nor is how long after it that was.
func TestAnEditIsToldFromWhenItWasSeen(t *testing.T) {
	a := edited(t, "Mayor resigns", "The mayor of Brae has resigned.", nil, "Mayor resigns", "The mayor of Brae has resigned. She had held the office for nine years.", nil)
	a.Report.DatedBy = news.DatedBySeen
	_, changes := weigh.Ledger([]news.Account{a}, weigh.Kept{})
	if i := slices.IndexFunc(changes, func(x news.Change) bool { return x.Kind == news.TextChanged }); i < 0 || !strings.Contains(changes[i].Words, "without saying so, seen 58 minutes after the report was first seen: 1 sentence new") {
		t.Errorf("told: %+v", changes)
	}
}

func TestWhoCitesWhomInACircle(t *testing.T) {
	accounts := []news.Account{
		report(t, "a", "Lakeside Post", 0, "Whale in Lake Orm", `A grey whale has been seen in Lake Orm, the Harbour Gazette reports.`,
			st{"the Harbour Gazette", "reports", "A grey whale has been seen in Lake Orm", news.Asserts, news.FromOutlet, "Harbour Gazette", nil}),
		report(t, "b", "Harbour Gazette", 1, "Whale seen", `A grey whale has been seen in Lake Orm, the Lakeside Post reports.`,
			st{"the Lakeside Post", "reports", "A grey whale has been seen in Lake Orm", news.Asserts, news.FromOutlet, "Lakeside Post", nil}),
	}
	accounts[1].Links = []string{"https://www.a.example/1/?utm=x"}
	claims, _ := weigh.Ledger(accounts, weigh.Kept{})
	a, b := position(t, claims[0], "a"), position(t, claims[0], "b")
	if a.TookFrom != "b" || a.TookHow != news.PathCredit || b.TookFrom != "a" || b.TookHow != news.PathLink {
		t.Errorf("a has it from %q by %q, b from %q by %q", a.TookFrom, a.TookHow, b.TookFrom, b.TookHow)
	}
	if _, _, fors, _ := claims[0].Sides(); fors > 1 {
		t.Errorf("%d origins where two only cite one another", fors)
	}
}

func TestWhomAClaimIsAbout(t *testing.T) {
	accounts := []news.Account{
		report(t, "a", "Lakeside Post", 0, "Norvik and Alder in merger talks", `Norvik and Alder are in talks about a merger, two people told the Lakeside Post.`,
			st{"two people", "told", "Norvik and Alder are in talks about a merger", news.Asserts, news.Unnamed, "", nil}),
		report(t, "b", "Harbour Gazette", 1, "Norvik denies merger talks with Alder", `Jana Roth, a spokeswoman for Norvik, denied that Norvik and Alder were in talks about a merger.`,
			st{"Jana Roth, a spokeswoman for Norvik", "denied", "Norvik and Alder were in talks about a merger", news.Denies, news.Named, "Jana Roth", nil}),
		report(t, "c", "Inland Standard", 2, "Broker denies merger talks between Norvik and Alder", `Per Holm, a broker in Sall, denied that Norvik and Alder were in talks about a merger.`,
			st{"Per Holm, a broker in Sall", "denied", "Norvik and Alder were in talks about a merger", news.Denies, news.Named, "Per Holm", nil}),
	}
	claims, _ := weigh.Ledger(accounts, weigh.Kept{})
	party := map[string]bool{}
	for _, o := range claims[0].Origins {
		party[o.Name] = o.Party
	}
	broker, known := party["Per Holm"]
	if !party["Jana Roth"] || broker || !known {
		t.Errorf("who is a party: %v", party)
	}
	if s := claims[0].Status().State; s != news.DeniedByParty {
		t.Errorf("the claim is %s", s)
	}
}
