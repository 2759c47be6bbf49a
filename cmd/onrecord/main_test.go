package main

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"onrecord/internal/news"
)

// A command that waits for input that does not come ends when it is told to.
func TestAnInterruptEndsACommand(t *testing.T) {
	stdin, never := io.Pipe()
	defer never.Close()
	for _, args := range [][]string{{"group", "-"}, {"read", "-"}, {"weigh", "-", "bodies.jsonl"}} {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Millisecond, cancel)
		var out, err bytes.Buffer
		if status := run(ctx, args, &streams{stdin, &out, &err}); status != exitFailed || err.String() != "onrecord: interrupted\n" || out.Len() > 0 {
			t.Errorf("%v: status %d, %q", args, status, err.String())
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
		{at, 0, "what became of single deliveries is not kept any more"},
	} {
		got := mailingLine(news.Sending{State: news.Finished, Counts: news.DeliveryCounts{Sent: 7}, Ended: at, Forgotten: c.forgotten}, c.kept)
		if got.Note != c.note || got.Sent != 7 || (got.Forgotten == nil) != c.forgotten.IsZero() {
			t.Errorf("%+v, want %q", got, c.note)
		}
	}
}
