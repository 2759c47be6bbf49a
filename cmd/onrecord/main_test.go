package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
)

// A command that waits for input that does not come ends when it is told to, also before it has begun to wait.
func TestAnInterruptEndsACommand(t *testing.T) {
	stdin, never := io.Pipe()
	defer never.Close()
	for _, args := range [][]string{{"group", "-"}, {"read", "-"}, {"extract", "-"}, {"weigh", "-", "bodies.jsonl"}, {"ledger", "-"}} {
		for _, after := range []time.Duration{0, 10 * time.Millisecond} {
			ctx, cancel := context.WithCancel(t.Context())
			if after == 0 {
				cancel()
			}
			time.AfterFunc(after, cancel)
			var out, err bytes.Buffer
			if status := run(ctx, args, &streams{stdin, &out, &err}); status != exitFailed || err.String() != "onrecord: interrupted\n" || out.Len() > 0 {
				t.Errorf("%v after %v: status %d, %q", args, after, status, err.String())
			}
		}
	}
}

// A list of messages is printed page by page, in columns all the same.
func TestMessagesStandInColumns(t *testing.T) {
	var out bytes.Buffer
	show := (&editionDeliveriesCmd{}).table(&streams{out: &out})
	message := func(address, went string) news.Addressed {
		return news.Addressed{Delivery: news.Delivery{State: news.Sent, Reply: "250 ok"}, Address: address, WentTo: went}
	}
	for _, page := range [][]news.Addressed{{message("a@karsk.example", ""), message("new@karsk.example", "former@karsk.example"), message("", "")}, {message("ben@karsk.example", "")}} {
		if err := show(page); err != nil {
			t.Fatal(err)
		}
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 5 || !strings.Contains(lines[2], " former@karsk.example (now new@karsk.example)  250 ok") {
		t.Fatalf("printed is:\n%s", &out)
	}
	column := func(line, of string) int { return utf8.RuneCountInString(line[:strings.Index(line, of)]) }
	for _, line := range lines[1:] {
		if column(line, "250 ok") != column(lines[0], "REPLY") {
			t.Errorf("the replies are not below one another:\n%s", &out)
		}
	}
}

func TestAMailingThatIsForgottenSaysSo(t *testing.T) {
	at := time.Date(2031, 3, 2, 5, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		forgotten time.Time
		kept      time.Duration
		note      string
	}{
		{time.Time{}, 400 * 24 * time.Hour, ""},
		{at, 400 * 24 * time.Hour, "single deliveries are kept 400 days"},
		{at, 0, "what became of single deliveries is not kept any more"}, // the setting was changed since
	} {
		got := mailingLine(news.Sending{State: news.Finished, Counts: news.DeliveryCounts{Sent: 7}, Ended: at, Forgotten: c.forgotten}, c.kept)
		if got.Note != c.note || got.Sent != 7 || (got.Forgotten == nil) != c.forgotten.IsZero() {
			t.Errorf("%+v, want %q", got, c.note)
		}
	}
}
