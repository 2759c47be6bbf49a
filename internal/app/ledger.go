package app

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"
	"unicode/utf8"

	"onrecord/internal/group"
	"onrecord/internal/news"
	"onrecord/internal/read"
	"onrecord/internal/weigh"
)

// ledgerLine is one report as `onrecord ledger` takes it. Only the id and one of title and text are needed.
type ledgerLine struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Text      string   `json:"text"`
	Outlet    string   `json:"outlet"`
	URL       string   `json:"url"`
	Published *float64 `json:"published"` // Unix seconds
	Story     string   `json:"story"`
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

// Ledgers makes the ledgers of the reports in a JSON Lines document, whose name is for errors, and calls emit with every
// row: report by report in the order of the document, the main claim first. Reports without a story are put into stories
// first. A line that is no report ends it with an Invalid error that names the line; nothing is emitted then.
func Ledgers(ctx context.Context, name string, in io.Reader, emit func(LedgerRow) error) error {
	lines, err := ledgerLines(name, in)
	if err != nil || len(lines) == 0 {
		return err
	}
	reader, err := read.New()
	if err != nil {
		return err
	}
	accounts := make([]news.Account, len(lines))
	if err := everyCore(ctx, len(lines), func(i int) { accounts[i] = account(lines[i], reader) }); err != nil {
		return err
	}
	if err := storiesFor(ctx, lines, accounts); err != nil {
		return err
	}

	var stories []string
	members := map[string][]news.Account{}
	for i, l := range lines {
		if members[l.Story] == nil {
			stories = append(stories, l.Story)
		}
		members[l.Story] = append(members[l.Story], accounts[i])
	}
	rows := make([]map[news.ID][]LedgerRow, len(stories))
	err = everyCore(ctx, len(stories), func(i int) {
		claims, _ := weigh.Ledger(members[stories[i]], weigh.Kept{})
		rows[i] = ledgerRows(stories[i], claims)
	})
	if err != nil {
		return err
	}
	byStory := map[string]map[news.ID][]LedgerRow{}
	for i, s := range stories {
		byStory[s] = rows[i]
	}
	for _, l := range lines {
		for _, row := range byStory[l.Story][news.ID(l.ID)] {
			if err := emit(row); err != nil {
				return err
			}
		}
	}
	return nil
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
	reading := reader.Text(l.Text)
	return news.Account{
		Report:     news.Report{ID: news.ID(l.ID), URL: l.URL, Title: l.Title, Outlet: l.Outlet, Published: l.published(), Language: reading.Language},
		Outlet:     news.Outlet{Name: l.Outlet},
		Text:       l.Text,
		Statements: reading.Statements,
	}
}

// What a line and the text in it may have at most: bytes and characters. A report is a hundredth of it.
const (
	maxLine = 8 << 20
	maxText = 1_000_000
)

func ledgerLines(name string, in io.Reader) ([]ledgerLine, error) {
	var out []ledgerLine
	err := eachLine(name, in, func(l ledgerLine) error {
		out = append(out, l)
		return nil
	})
	return out, err
}

// eachLine calls fn with every report of a JSON Lines document, whose name is for errors. A line that is no report ends it
// with an Invalid error that names the line.
func eachLine(name string, in io.Reader, fn func(ledgerLine) error) error {
	seen := map[string]int{}
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, maxLine)
	number := 0
	for scan.Scan() {
		number++
		place := fmt.Sprintf("%s, line %d", name, number)
		line := firstLine(number, scan.Bytes())
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var l ledgerLine
		if err := decodeLine(place, line, &l); err != nil {
			return err
		}
		switch {
		case l.ID == "":
			return news.FieldErrorf(place, `a report needs an "id"`)
		case l.Title == "" && l.Text == "":
			return news.FieldErrorf(place, `a report needs a "title" or a "text"`)
		case utf8.RuneCountInString(l.Text) > maxText:
			return news.FieldErrorf(place, `"text" has more than %d characters; cut it`, maxText)
		case l.Published != nil && (*l.Published < 0 || *l.Published > latest):
			return news.FieldErrorf(place, `"published" is %g; it must be the time in seconds since 1970`, *l.Published)
		case seen[l.ID] > 0:
			return news.FieldErrorf(place, "the id %q is that of line %d already", l.ID, seen[l.ID])
		}
		seen[l.ID] = number
		if err := fn(l); err != nil {
			return err
		}
	}
	if errors.Is(scan.Err(), bufio.ErrTooLong) {
		return news.FieldErrorf(fmt.Sprintf("%s, line %d", name, number+1), "longer than %d MiB", maxLine>>20)
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// everyCore calls fn for every number below n, on all cores, until ctx ends.
func everyCore(ctx context.Context, n int, fn func(i int)) error {
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				fn(i)
			}
		})
	}
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
		}
	}
	close(next)
	wait.Wait()
	return ctx.Err()
}

// storiesFor gives every line without a story the one that it belongs to: a story of the document, or a new one that is
// named after its first report.
func storiesFor(ctx context.Context, lines []ledgerLine, accounts []news.Account) error {
	grouper := group.New(group.Options{})
	report := func(i int) group.Report {
		l := lines[i]
		return group.Report{
			ID: l.ID, Title: l.Title, Text: l.Text, Outlet: l.Outlet, URL: l.URL, Published: l.published(),
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

// published gives the time of a report, zero if the line has none.
// latest is the last second of the year 9999.
const latest = 253402300799

func (l ledgerLine) published() time.Time {
	if l.Published == nil {
		return time.Time{}
	}
	return time.UnixMicro(int64(*l.Published * 1e6)).UTC()
}
