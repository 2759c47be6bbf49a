package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"os/exec"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/dkim"
	"onrecord/internal/testkit/leftout"
	"onrecord/internal/testkit/postfix"
)

// TestARealMailServer mails an edition by Postfix, over TLS, to readers who are there and to readers who are not, and looks at what lies
// in the mailboxes and at what came of the reports that Postfix sent back.
func TestARealMailServer(t *testing.T) {
	if testing.Short() {
		t.Skip("left out: -short, and this runs Postfix")
	}
	verify := dkimpy(t)
	onBoth(t, func(t *testing.T, fresh func() string) {
		const readers = 200
		boxes := make([]string, readers)
		for i := range boxes {
			boxes[i] = fmt.Sprintf("reader%03d", i)
		}
		server := postfix.New(t, postfix.Options{Mailboxes: boxes, Full: []string{"full"}, Bounces: "bounces.digest.test"})
		_, port, err := net.SplitHostPort(server.Addr)
		ok(t, err)
		c := set(t, map[string]string{"database": fresh(), "base_url": "https://digest.test", "roles": "work", "tick": "1s",
			"smtp.host": "127.0.0.1", "smtp.port": port, "smtp.ca": server.CA, "mail.bounces": "bounces@bounces.digest.test", "bounce.listen": "unix:" + server.Back})
		a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler), Extras{})
		ok(t, err)
		defer func() { ok(t, a.Close()) }()
		keys, err := a.MakeMailKeys(t.Context(), NewMailKey{Domain: "digest.test"})
		ok(t, err)

		addresses := []string{"full@readers.test", "gone@readers.test", "x@strict.test", "x@nowhere.test", "x@slow.test"}
		for _, name := range boxes {
			addresses = append(addresses, name+"@"+postfix.Domain)
		}
		e, subscriptions := mailable(t, a, addresses)
		running, err := a.Start(t.Context())
		ok(t, err)
		defer func() { ok(t, running.Stop()) }()

		// All is well once every mail lies where it belongs and all five reports are in.
		back := map[string]news.Returned{}
		settles(t, "mailing", func() (string, bool) {
			v, err := a.Store.Sending(t.Context(), e.ID)
			if err != nil {
				return err.Error(), false
			}
			came := 0
			for _, name := range boxes {
				came += len(server.Mails(t, name))
			}
			all, err := a.Store.Feedback(t.Context(), news.ReturnedFilter{}, 0, 100)
			ok(t, err)
			clear(back)
			for _, r := range all {
				back[r.Address] = r
			}
			return fmt.Sprintf("the mailing is %+v; %d mails came, and back came %+v", v, came, back), v.State == news.Finished && came == readers && len(back) == 4
		})

		for to, want := range map[string]struct {
			kind    news.FeedbackKind // of what came back
			verdict news.Verdict
			state   news.DeliveryState
			status  string
			by      news.SuppressedBy
			soft    int
		}{
			"full@readers.test":      {news.FeedbackBounced, news.VerdictSoft, news.Bounced, "5.2.2", "", 1},
			"gone@readers.test":      {news.FeedbackBounced, news.VerdictDead, news.Bounced, "5.1.1", news.ByBounce, 0},
			"x@nowhere.test":         {news.FeedbackBounced, news.VerdictDead, news.Bounced, "5.1.2", news.ByBounce, 0},
			"x@strict.test":          {"", "", news.Bounced, "5.1.1", news.ByBounce, 0}, // said in the dialogue
			"x@slow.test":            {news.FeedbackDelayed, news.VerdictLater, news.Sent, "", "", 0},
			"reader007@readers.test": {"", "", news.Sent, "", "", 0},
		} {
			if r := back[to]; r.Kind != want.kind || r.Verdict != want.verdict || r.Kind != "" && (r.By != "lmtp" || r.Subscription != subscriptions[to]) {
				t.Errorf("about %s came %+v", to, r)
			}
			v, err := a.Store.Sending(t.Context(), e.ID)
			ok(t, err)
			d, err := a.Store.Delivery(t.Context(), v.Number, subscriptions[to])
			ok(t, err)
			u, err := a.Store.SubscriberByAddress(t.Context(), to)
			ok(t, err)
			if d.State != want.state || d.Status != want.status || u.Suppressed != want.by || u.Soft != want.soft {
				t.Errorf("%s: %+v; suppressed by %q, %d soft bounces", to, d, u.Suppressed, u.Soft)
			}
			rows, err := a.Store.CountDeliveries(t.Context(), v.Number)
			ok(t, err)
			if n := (news.DeliveryCounts{Sent: readers + 1, Bounced: 4}); rows != n || v.Counts != n {
				t.Errorf("the counts are %+v, the rows %+v", v.Counts, rows)
			}
		}

		var sources []string
		for _, name := range boxes {
			all := server.Mails(t, name)
			if len(all) != 1 {
				t.Fatalf("%s has %d mails", name, len(all))
			}
			source := strings.ReplaceAll(all[0], "\n", "\r\n") // as it came: a Maildir has the line ends of the system
			m, err := mail.ReadMessage(strings.NewReader(source))
			ok(t, err)
			if to := m.Header.Get("To"); to != "<"+name+"@readers.test>" || !a.steps.Send.Ours(strings.Trim(m.Header.Get("Return-Path"), "<>")) {
				t.Errorf("%s has a mail to %s, which comes back to %s", name, to, m.Header.Get("Return-Path"))
			}
			sources = append(sources, source)
		}
		verify(t, keys, sources)
		if log := server.Log(); !strings.Contains(log, "TLS connection established from") {
			t.Error("nothing was secured")
		}
	})
}

// mailable makes an edition that is due and has these readers, and gives their subscriptions.
func mailable(t *testing.T, a *App, addresses []string) (news.Edition, map[string]news.ID) {
	t.Helper()
	now := a.Clock.Now().Truncate(time.Second)
	p := news.Publication{ID: news.NewID(now), Slug: "alert", Name: "The Alert", Language: "en", Sections: []string{"News"}, From: "Alert <desk@digest.test>", Created: now,
		Schedule: news.Schedule{Days: []time.Weekday{now.AddDate(0, 0, 3).Weekday()}, Hour: 7, Zone: "UTC"}}
	e := news.Edition{ID: news.NewID(now), PublicationID: p.ID, Slug: now.Format(time.DateOnly), Title: "Ministry denies it", State: news.Approved, ApprovedBy: "ada", ApprovedAt: now, Due: now.Add(-time.Minute),
		Sections: []news.Section{{Name: "News", Items: []news.EditionItem{{Headline: "Pier was offered, officials say", Outlet: "Courier", Summary: "Two officials said so; the ministry – asked twice – said no.", URL: "https://courier.example/pier"}}}}}
	subscriptions := map[string]news.ID{}
	ok(t, a.Store.Within(t.Context(), func(ctx context.Context) error {
		if err := errors.Join(a.Store.SavePublication(ctx, p), a.Store.SaveEdition(ctx, e)); err != nil {
			return err
		}
		for i, address := range addresses {
			at := now.Add(time.Duration(i) * time.Millisecond)
			u := news.Subscriber{ID: news.NewID(at), Address: address, Created: at}
			s := news.Subscription{ID: news.NewID(at), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: at}
			if err := errors.Join(a.Store.SaveSubscriber(ctx, u), a.Store.SaveSubscription(ctx, s)); err != nil {
				return err
			}
			subscriptions[address] = s.ID
		}
		return nil
	}))
	return e, subscriptions
}

// settles asks until it is so, for a while.
func settles(t *testing.T, what string, is func() (said string, so bool)) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); ; {
		said, so := is()
		if so {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the %s does not come to its end: %s", what, said)
		}
		<-time.After(50 * time.Millisecond)
	}
}

// dkimpy gives a verifier of another house, which finds both signatures of each mail good, by the records of our keys.
func dkimpy(t *testing.T) func(t *testing.T, keys []dkim.Key, sources []string) {
	t.Helper()
	python := ""
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if python == "" && exec.CommandContext(t.Context(), name, "-c", "import dkim, nacl.signing").Run() == nil {
			python = name
		}
	}
	if python == "" {
		leftout.Missing(t, "dkimpy, the verifier of another house; install python3-dkim and python3-nacl")
	}
	return func(t *testing.T, keys []dkim.Key, sources []string) {
		t.Helper()
		records := map[string]string{}
		for _, k := range keys {
			name, value := k.Record()
			records[name] = value
		}
		var in bytes.Buffer
		for _, source := range sources {
			ok(t, json.NewEncoder(&in).Encode(map[string]any{"message": base64.StdEncoding.EncodeToString([]byte(source)), "keys": records}))
		}
		command := exec.CommandContext(t.Context(), python, "../platform/dkim/testdata/verify.py")
		command.Stdin = &in
		said, err := command.Output()
		ok(t, err)
		good := 0
		for line := range strings.Lines(string(said)) {
			if strings.TrimSpace(line) != "[true, true]" {
				t.Fatalf("of mail %d dkimpy says %s", good, line)
			}
			good++
		}
		if good != len(sources) {
			t.Errorf("of %d mails dkimpy verified %d", len(sources), good)
		}
	}
}
