package app

import (
	"context"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/group"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
	"onrecord/internal/read"
	"onrecord/internal/weigh"
)

// ledgerLine is one report as `onrecord ledger` takes it. Only the id and one of title and text are needed.
type ledgerLine struct {
	ID        string             `json:"id"`
	Title     string             `json:"title"`
	Text      string             `json:"text"`
	Outlet    string             `json:"outlet"`
	URL       string             `json:"url"`
	Published *input.UnixSeconds `json:"published"`
	Story     string             `json:"story"`

	at time.Time // Published, zero if there is none
}

// LedgerRow is where one report stands to one claim, as `onrecord ledger --json` prints it.
type LedgerRow struct {
	ID       string        `json:"id"`
	Story    string        `json:"story"`
	Claim    string        `json:"claim"`
	Wording  string        `json:"wording"`
	Main     bool          `json:"main"`
	Stance   news.Stance   `json:"stance"`
	Origin   string        `json:"origin"`
	Also     []string      `json:"also,omitempty"`
	EchoOf   *string       `json:"echo_of"`
	Standing news.Standing `json:"standing"`
	Credits  *string       `json:"credits"`
	Speaker  string        `json:"speaker,omitempty"`
	Quote    string        `json:"quote,omitempty"`
}

// LedgerDenial is what somebody says against a claim within a report, which may itself be for it.
type LedgerDenial struct {
	ID       string // of the report
	Story    string
	Claim    string
	Wording  string
	Speaker  string // empty: the report says it itself
	Standing news.Standing
	Polarity news.Polarity
	Words    string
}

// LedgersOf is what to call with what is found; a nil function is not called.
type LedgersOf struct {
	Row    func(LedgerRow) error    // report by report in the order of the document, the main claim first
	Denial func(LedgerDenial) error // after all rows: story by story, claim by claim
}

// Ledgers makes the ledgers of the reports in a JSON Lines document, whose name is for errors, calls found with what is in them, and says
// how many reports there are. Reports without a story are put into stories first. A line that is no report ends it with an Invalid error
// that names the line; nothing is called then.
func Ledgers(ctx context.Context, name string, in io.Reader, found LedgersOf) (reports int, err error) {
	lines, err := ledgerLines(ctx, name, in)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	reader, err := read.New()
	if err != nil {
		return 0, err
	}
	accounts := make([]news.Account, len(lines))
	if err := everyCore(ctx, len(lines), func(i int) { accounts[i] = account(lines[i], reader) }); err != nil {
		return 0, err
	}
	if err := storiesFor(ctx, lines, accounts); err != nil {
		return 0, err
	}

	var stories []string
	members := map[string][]news.Account{}
	for i, l := range lines {
		if members[l.Story] == nil {
			stories = append(stories, l.Story)
		}
		members[l.Story] = append(members[l.Story], accounts[i])
	}
	rows, denials := make([]map[news.ID][]LedgerRow, len(stories)), make([][]LedgerDenial, len(stories))
	err = everyCore(ctx, len(stories), func(i int) {
		claims, _ := weigh.Ledger(members[stories[i]], weigh.Kept{})
		rows[i], denials[i] = ledgerRows(stories[i], claims), ledgerDenials(stories[i], claims)
	})
	if err != nil {
		return 0, err
	}
	byStory := map[string]map[news.ID][]LedgerRow{}
	for i, s := range stories {
		byStory[s] = rows[i]
	}
	for _, l := range lines {
		for _, row := range byStory[l.Story][news.ID(l.ID)] {
			if found.Row != nil {
				if err := found.Row(row); err != nil {
					return 0, err
				}
			}
		}
	}
	for _, d := range slices.Concat(denials...) {
		if found.Denial != nil {
			if err := found.Denial(d); err != nil {
				return 0, err
			}
		}
	}
	return len(lines), nil
}

// ledgerDenials gives what the evidence has against claims. Where a whole report stands is one thing, and what it has somebody say another:
// a report that asserts a claim may carry its denial in the sixth paragraph.
func ledgerDenials(story string, claims []news.ClaimLedger) (out []LedgerDenial) {
	for _, c := range claims {
		for _, e := range c.Evidence {
			if e.Stance == news.Against {
				out = append(out, LedgerDenial{ID: string(e.ReportID), Story: story, Claim: c.Key, Wording: c.Wording, Speaker: e.Speaker, Standing: e.Standing, Polarity: e.Polarity, Words: e.Words})
			}
		}
	}
	return out
}

func ledgerRows(story string, claims []news.ClaimLedger) map[news.ID][]LedgerRow {
	rows := map[news.ID][]LedgerRow{}
	for _, c := range claims {
		for _, p := range c.Positions {
			rows[p.ReportID] = append(rows[p.ReportID], LedgerRow{
				ID: string(p.ReportID), Story: story, Claim: c.Key, Wording: c.Wording, Main: c.Main, Stance: p.Stance, Origin: p.Origin,
				Also: p.Also, EchoOf: orNull(string(p.EchoOf)), Standing: p.Standing, Credits: orNull(p.Credits),
				Speaker: p.Speaker, Quote: p.Quote,
			})
		}
	}
	return rows
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func account(l ledgerLine, reader *read.Reader) news.Account {
	text := l.Text
	if text == "" { // a headline says who says what, too
		text = l.Title
	}
	reading := reader.Text(text)
	return news.Account{
		Report:     news.Report{ID: news.ID(l.ID), URL: l.URL, Title: l.Title, Outlet: l.Outlet, Published: l.at, Language: reading.Language},
		Outlet:     news.Outlet{Name: l.Outlet},
		Text:       text,
		Statements: reading.Statements,
	}
}

// How much is looked at of one report, in characters: a report is a tenth of it, and one line cannot hold up the rest.
const (
	maxTitle = 1_000
	maxText  = 100_000
)

// beginning gives so many characters of a text, or all of it.
func beginning(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for at := range text {
		if most--; most < 0 {
			return strings.Clone(text[:at]) // the rest may go
		}
	}
	return text
}

func ledgerLines(ctx context.Context, name string, in io.Reader) ([]ledgerLine, error) {
	var out []ledgerLine
	err := eachLine(ctx, name, in, func(l ledgerLine) error {
		out = append(out, l)
		return nil
	})
	return out, err
}

// eachLine calls fn with every report of a JSON Lines document, whose name is for errors. A line that is no report ends it
// with an Invalid error that names the line. Of a long title or text there is only the beginning.
func eachLine(ctx context.Context, name string, in io.Reader, fn func(ledgerLine) error) error {
	seen := map[string]string{}
	return input.Lines(ctx, name, in, func(place string, line []byte) error {
		var l ledgerLine
		if err := input.Decode(place, line, &l); err != nil {
			return err
		}
		switch before := seen[l.ID]; {
		case l.ID == "":
			return news.FieldErrorf(place, `a report needs an "id"`)
		case l.Title == "" && l.Text == "":
			return news.FieldErrorf(place, `a report needs a "title" or a "text"`)
		case before != "":
			return news.FieldErrorf(place, "the id %q is that of %s already", l.ID, strings.TrimPrefix(before, name+", "))
		}
		if l.Published != nil {
			at, err := l.Published.Time()
			if err != nil {
				return news.FieldErrorf(place, `"published" is %w`, err)
			}
			l.at = at
		}
		seen[l.ID] = place
		l.Title, l.Text = beginning(l.Title, maxTitle), beginning(l.Text, maxText)
		return fn(l)
	})
}

// everyCore calls fn for every number below n, on all cores. When ctx ends it returns at once: what fn is at then goes on by
// itself, and what it gives is for nobody.
func everyCore(ctx context.Context, n int, fn func(i int)) error {
	next := make(chan int)
	done := make(chan struct{})
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				fn(i)
			}
		})
	}
	go func() {
		defer close(done)
		defer wait.Wait()
		defer close(next)
		for i := range n {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// storiesFor gives every line without a story the one that it belongs to: a story of the document, or a new one that is
// named after its first report. Stories that the document gives are taken as they are.
func storiesFor(ctx context.Context, lines []ledgerLine, accounts []news.Account) error {
	grouper := group.New(group.Options{})
	report := func(i int) group.Report {
		l := lines[i]
		return group.Report{
			ID: l.ID, Title: l.Title, Text: l.Text, Outlet: l.Outlet, URL: l.URL, Published: l.at,
			Language: accounts[i].Report.Language,
		}
	}
	for i, l := range lines {
		if l.Story != "" {
			grouper.Add(report(i), l.Story)
		}
	}
	for i := range lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		l := &lines[i]
		if l.Story != "" {
			continue
		}
		if l.Story = grouper.Decide(report(i)).Story; l.Story == "" {
			l.Story = "story-" + l.ID
		}
		grouper.Add(report(i), l.Story)
	}
	return nil
}
