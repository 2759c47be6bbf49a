package send_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
)

// wants makes an editor wanted for a desk's edition.
func (d *desk) wants(kind news.SummonsKind, occasion time.Time, address string) news.ID {
	v := news.Summons{ID: news.NewID(d.now), Kind: kind, EditionID: d.edition.ID, Occasion: occasion, Editor: "ada", Address: address, At: d.now}
	d.summonses = append(d.summonses, v)
	return v.ID
}

func TestEditorsAreToldThatTheyAreWanted(t *testing.T) {
	hour := edition("").Due
	for _, c := range []struct {
		name, subject string
		kind          news.SummonsKind
		at            time.Time
		change        func(e *news.Edition)
	}{
		{"an hour before", "Due at 07:00, not approved: The Harbour Digest", news.ToApprove, hour.Add(-time.Hour), func(e *news.Edition) { e.State = news.Draft }},
		{"approved meanwhile", "", news.ToApprove, hour.Add(-time.Hour), func(e *news.Edition) { e.State = news.Approved }},
		{"told a day late", "", news.ToApprove, hour.Add(24 * time.Hour), func(e *news.Edition) { e.State = news.Draft }},
		{"moved to another hour", "", news.ToApprove, hour.Add(-time.Hour), func(e *news.Edition) { e.State, e.Due = news.Draft, hour.Add(time.Hour/2) }},
		{"held", "Too late to go out by itself: The Harbour Digest", news.ToRelease, hour.Add(7 * time.Hour), func(e *news.Edition) { e.State = news.Approved }},
		{"released meanwhile", "", news.ToRelease, hour.Add(7 * time.Hour), func(e *news.Edition) { e.State, e.ReleasedAt = news.Approved, hour.Add(7*time.Hour) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, 1)
			d.now = c.at
			d.publications[0].Late, d.publications[0].Remind, d.publications[0].Postal = 6*time.Hour, time.Hour, "4 Quay Street, Lowmark"
			c.change(&d.editions[0])
			if err := d.step.Run(t.Context(), d.wants(c.kind, hour, "ada@example.org")); err != nil {
				t.Fatal(err)
			}
			if c.subject == "" {
				if d.Count() != 0 {
					t.Errorf("it was sent: %s", d.Messages()[0].Subject)
				}
				return
			}
			m := d.Messages()[0]
			if d.Count() != 1 || m.To != "ada@example.org" || m.Subject != c.subject || m.Header.Get("Auto-Submitted") != "auto-generated" {
				t.Errorf("%d mails; to %s: %s, %s", d.Count(), m.To, m.Subject, m.Header.Get("Auto-Submitted"))
			}
			if link := site + "/desk/editions/" + string(d.edition.ID); !strings.Contains(m.Text, link) || !strings.Contains(m.Text, "4 Quay Street") || m.Header.Get("List-Unsubscribe") != "" {
				t.Errorf("it does not lead to the desk, or says the wrong things:\n%s", m.Text)
			}
		})
	}
}

func TestAnEditorsAddressThatTakesNoMailIsSeen(t *testing.T) {
	d := open(t, 0)
	d.now, d.editions[0].State, d.publications[0].Remind = d.edition.Due, news.Draft, time.Hour
	d.Refuse("ada@example.org", 451, 1)
	id := d.wants(news.ToApprove, d.edition.Due, "ada@example.org")
	if err := d.step.Run(t.Context(), id); err == nil || news.KindOf(err) == news.Invalid {
		t.Errorf("refused for now: %v; it is to be tried again", err)
	}
	d.Refuse("ada@example.org", 550, 1)
	if err := d.step.Run(t.Context(), id); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "user set ada --mail") {
		t.Errorf("refused for good: %v", err)
	}
}

// unwilling is a mail server that takes nothing from here.
type unwilling struct{ send.Conn }

func (unwilling) Open(context.Context) (send.Conn, error) { return unwilling{}, nil }

func (unwilling) Offer(context.Context, *smtp.Message) error {
	return news.Errorf(news.Conflict, "the mail server takes no mail from desk@harbour.example: 530 5.7.0 authentication is required")
}

func (unwilling) Broken() bool { return false }
func (unwilling) Close() error { return nil }

func TestAMailingThatStopsByItselfIsTold(t *testing.T) {
	d := open(t, 3)
	var log bytes.Buffer
	broken, err := send.New(send.Options{
		Store: d.store, Ways: []send.Way{{Relay: unwilling{}, Name: "unwilling", Connections: 1}}, Links: d.links, Clock: news.ClockFunc(func() time.Time { return d.now }), Log: slog.New(slog.NewTextHandler(&log, nil)),
		Summons: func(_ context.Context, ids ...news.ID) error { d.handed = append(d.handed, ids...); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := broken.Run(t.Context(), d.edition.ID); err != nil {
		t.Fatal(err)
	}
	if d.sendings[0].State != news.Paused || len(d.handed) != 1 || len(d.summonses) != 1 || d.summonses[0].Kind != news.ToResume {
		t.Fatalf("%+v; summoned: %+v", d.sendings[0], d.summonses)
	}
	if err := d.step.Run(t.Context(), d.handed[0]); err != nil {
		t.Fatal(err)
	}
	if m := d.Messages(); len(m) != 1 || m[0].Subject != "A mailing is paused: The Harbour Digest" || !strings.Contains(strings.ReplaceAll(m[0].Text, "\n", " "), "530 5.7.0 authentication is required") {
		t.Errorf("%d mails: %+v", len(m), m)
	}
	d.sendings[0].State = news.Underway
	if err := d.step.Run(t.Context(), d.handed[0]); err != nil || d.Count() != 1 {
		t.Errorf("resumed meanwhile, it is told: %v", err)
	}
	// Without any address it is logged.
	d.sendings[0].State = news.Paused
	if err := broken.Run(t.Context(), d.wants(news.ToResume, d.now, "")); err != nil || !strings.Contains(log.String(), "--mail ADDRESS") {
		t.Errorf("%v; logged:\n%s", err, &log)
	}
}

// TestAMailingThatCannotBeginIsTold has a publication without a mailbox to come from: that pauses the mailing, and editors hear of it.
func TestAMailingThatCannotBeginIsTold(t *testing.T) {
	d := open(t, 3)
	d.publications[0].From = "nobody"
	if err := d.step.Run(t.Context(), d.edition.ID); news.KindOf(err) != news.Invalid {
		t.Errorf("the run says %v", err)
	}
	if d.sendings[0].State != news.Paused || len(d.handed) != 1 || len(d.summonses) != 1 || d.summonses[0].Kind != news.ToResume || !strings.Contains(d.summonses[0].Said, "no mailbox") {
		t.Errorf("%+v; summoned: %+v", d.sendings[0], d.summonses)
	}
}
