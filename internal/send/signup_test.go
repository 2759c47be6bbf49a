package send_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

const wording = "Send me The Harbour Digest on Sundays and Tuesdays."

func TestTheConfirmingMail(t *testing.T) {
	m := build(t).ask(t, "harbour", "ada@example.org")
	golden(t, "confirm.txt", plain(t, m, m.Text, send.ToConfirm))
}

func TestAReaderSubscribesInTwoStepsAndLeavesInOne(t *testing.T) {
	h := build(t)
	m := h.ask(t, "harbour", " Ada@Example.org ")
	if m.To != "Ada@example.org" || m.Subject != "Please confirm: The Harbour Digest" || m.Header.Get("Auto-Submitted") != "auto-replied" || m.Header.Has("List-Unsubscribe") {
		t.Errorf("the mail: to %s, %s, %v", m.To, m.Subject, m.Header.Map())
	}
	token := link(t, m, send.ToConfirm)
	u, err := h.SubscriberByAddress(t.Context(), "ada@example.org")
	ok(t, err)

	// Programs follow links: to look changes nothing.
	if p, err := h.people.LookConfirm(t.Context(), token); err != nil || p.Slug != "harbour" {
		t.Errorf("looking: %s, %v", p.Slug, err)
	}
	if got := h.state(t, u.ID); got != "harbour pending (asked, confirm mailed)" {
		t.Errorf("before it is confirmed: %s", got)
	}
	h.now = h.now.Add(time.Hour)
	for range 2 {
		if p, err := h.people.Confirm(t.Context(), token, news.Visitor{Address: "192.0.2.8", Agent: "Other/2"}); err != nil || p.Slug != "harbour" {
			t.Fatalf("confirming: %s, %v", p.Slug, err)
		}
	}
	all, err := h.SubscriptionsOf(t.Context(), u.ID)
	ok(t, err)
	for range 2 {
		_, err := h.people.Unsubscribe(t.Context(), h.links.Token(send.ToUnsubscribe, all[0].ID, time.Time{}), news.Visitor{})
		ok(t, err)
	}
	if got := h.state(t, u.ID); got != "harbour ended (asked, confirm mailed, confirmed, ended)" {
		t.Errorf("in the end: %s", got)
	}
	proof, err := h.Consents(t.Context(), all[0].ID)
	ok(t, err)
	if c := proof[0]; c.Address != at.Address || c.Agent != at.Agent || c.Wording != wording || !c.At.Equal(h.now.Add(-time.Hour)) {
		t.Errorf("asking left %+v", c)
	}
	if c := proof[1]; c.MessageID != m.ID || !strings.Contains(c.Mail, "press the button:\nLINK\n") || strings.Contains(c.Mail, token) || !strings.Contains(c.Mail, "every Sunday and Tuesday") {
		t.Errorf("the mail left %+v", c)
	}
	if c := proof[2]; c.Address != "192.0.2.8" || c.Agent != "Other/2" || !c.At.Equal(h.now) {
		t.Errorf("confirming left %+v", c)
	}
	_, err = h.people.Confirm(t.Context(), token, at)
	is(t, err, news.Conflict, "subscribe again")
	_, err = h.people.LookConfirm(t.Context(), token) // which would show a button that does nothing
	is(t, err, news.Conflict, "subscribe again")
	h.now = h.now.Add(7 * 24 * time.Hour)
	_, err = h.people.Confirm(t.Context(), token, at)
	is(t, err, news.Forbidden, "too old")
}

func TestSubscribingTellsNobodyWhoIsSubscribed(t *testing.T) {
	h := build(t)
	h.join(t, "harbour", "old@example.org")
	h.now = h.now.Add(time.Hour)
	for _, a := range []string{"old@example.org", "OLD@EXAMPLE.ORG", "new@example.org"} {
		ok(t, h.people.Subscribe(t.Context(), news.SignUp{Publication: "harbour", Address: a, Wording: wording}, at))
	}
	if mails := h.mailed(t); len(mails) != 1 || mails[0].To != "new@example.org" {
		t.Errorf("%d mails; want one, to the new reader", len(mails))
	}
}

func TestNobodyFillsAStrangersMailbox(t *testing.T) {
	h := build(t)
	ask := func(address string) error {
		return h.people.Subscribe(t.Context(), news.SignUp{Publication: "harbour", Address: address, Wording: wording}, at)
	}
	for i := range 20 * 24 {
		ok(t, ask("ada@example.org"))
		h.now = h.now.Add(3 * time.Minute)
		if i == 0 {
			ok(t, ask("ada@example.org"))
		}
	}
	if mails := h.mailed(t); len(mails) != 3 {
		t.Errorf("asking for a day sent %d mails", len(mails))
	}
	h.now = h.now.Add(time.Hour)
	ok(t, ask("ada@example.org"))
	if mails := h.mailed(t); len(mails) != 1 {
		t.Errorf("a day later %d mails came", len(mails))
	}
	// And all together send no more than the desk's limit, whomever they ask for.
	h.now = h.now.Add(2 * time.Hour)
	h.join(t, "harbour", "known@example.org")
	var full error
	n := 1
	for ; full == nil; n++ {
		full = ask("r" + strings.Repeat("x", n) + "@example.org")
	}
	is(t, full, news.Conflict, "try again in an hour")
	if n != 41 {
		t.Errorf("%d mails an hour", n)
	}
	is(t, ask("known@example.org"), news.Conflict, "try again in an hour") // which tells nothing of who is known
	is(t, h.people.SendLink(t.Context(), "known@example.org"), news.Conflict, "try again in an hour")
	h.now = h.now.Add(time.Hour + time.Second)
	ok(t, ask("later@example.org"))
}

func TestBadRequestsAreSaidToBe(t *testing.T) {
	h := build(t)
	for _, address := range []string{"ada", "a@b.org\r\nBcc: c@d.org", "", "ada@example,org"} {
		err := h.people.Subscribe(t.Context(), news.SignUp{Publication: "harbour", Address: address}, at)
		var e *news.Error
		if !errors.As(err, &e) || e.Kind != news.Invalid || e.Field != "email" {
			t.Errorf("%q: %v", address, err)
		}
	}
	is(t, h.people.Subscribe(t.Context(), news.SignUp{Publication: "nowhere", Address: "ada@example.org"}, at), news.NotFound, "")
	if _, err := h.SubscriberByAddress(t.Context(), "ada@example.org"); news.KindOf(err) != news.NotFound || len(h.jobs) > 0 {
		t.Errorf("something stayed: %v, %v", err, h.jobs)
	}
	ok(t, h.step.Run(t.Context(), news.NewID(h.now))) // an errand that is gone
	forged := send.NewLinks([]byte("a guess of thirty-two bytes or so"), site)
	_, err := h.people.Unsubscribe(t.Context(), forged.Token(send.ToUnsubscribe, news.NewID(h.now), time.Time{}), at)
	is(t, err, news.Forbidden, "was not made here")
}

func TestAConfirmingMailIsTriedAgainAndGivenUpOn(t *testing.T) {
	h := build(t)
	h.Refuse("full@example.org", 451, 1)
	h.Refuse("nobody@example.org", 550, -1)
	for _, a := range []string{"full@example.org", "nobody@example.org"} {
		ok(t, h.people.Subscribe(t.Context(), news.SignUp{Publication: "harbour", Address: a, Wording: wording}, at))
	}
	full, nobody := h.jobs[0], h.jobs[1]
	is(t, h.step.Run(t.Context(), full), news.Unavailable, "")
	ok(t, h.step.Run(t.Context(), full))
	ok(t, h.step.Run(t.Context(), nobody))
	if h.Count() != 1 {
		t.Errorf("%d mails", h.Count())
	}
	u, err := h.SubscriberByAddress(t.Context(), "nobody@example.org")
	ok(t, err)
	if got := h.state(t, u.ID); got != "harbour pending (asked, mail refused)" {
		t.Errorf("the proof says %s", got)
	}
	// Run again after it was confirmed, the job has nothing to do.
	_, err = h.people.Confirm(t.Context(), link(t, h.Messages()[0], send.ToConfirm), at)
	ok(t, err)
	if err := h.step.Run(t.Context(), full); err != nil || h.Count()+h.Repeats() != 1 {
		t.Errorf("after confirming: %v, %d mails", err, h.Count())
	}
}

// TestWhoBouncedComesBackByConfirming: what suppressed an address is lifted by its reader, unless an operator did it.
func TestWhoBouncedComesBackByConfirming(t *testing.T) {
	h := build(t)
	u, _ := h.join(t, "harbour", "ada@example.org")
	ok(t, h.Suppress(t.Context(), u.ID, news.ByBounce, "550 5.1.1", h.now))
	h.now = h.now.Add(time.Hour)
	m := h.ask(t, "harbour", "ada@example.org")
	_, err := h.people.Confirm(t.Context(), link(t, m, send.ToConfirm), at)
	ok(t, err)
	if u, err = h.Subscriber(t.Context(), u.ID); err != nil || u.Suppressed != "" {
		t.Errorf("%+v, %v", u, err)
	}
	if got := h.state(t, u.ID); got != "harbour active (asked, confirm mailed, confirmed, asked, confirm mailed, confirmed)" {
		t.Error(got)
	}
	ok(t, h.Suppress(t.Context(), u.ID, news.ByOperator, "a trap", h.now))
	h.now = h.now.Add(time.Hour)
	ok(t, h.people.Subscribe(t.Context(), news.SignUp{Publication: "harbour", Address: "ada@example.org", Wording: wording}, at))
	ok(t, h.people.SendLink(t.Context(), "ada@example.org"))
	if mails := h.mailed(t); len(mails) != 0 {
		t.Errorf("%d mails went where an operator wants none", len(mails))
	}
}

// TestWhoNeverConfirmsIsForgotten: an address that a stranger may have typed is not kept.
func TestWhoNeverConfirmsIsForgotten(t *testing.T) {
	h := build(t)
	h.ask(t, "harbour", "stranger@example.org")
	h.join(t, "harbour", "ada@example.org")
	h.now = h.now.Add(30 * 24 * time.Hour)
	h.ask(t, "harbour", "bo@example.org")
	_, err := h.SubscriberByAddress(t.Context(), "stranger@example.org")
	ok(t, err)
	h.now = h.now.Add(2 * 24 * time.Hour)
	h.ask(t, "tides", "cy@example.org")
	for address, want := range map[string]news.Kind{"stranger@example.org": news.NotFound, "ada@example.org": "", "bo@example.org": ""} {
		if _, err := h.SubscriberByAddress(t.Context(), address); news.KindOf(err) != want {
			t.Errorf("%s: %v", address, err)
		}
	}
	// Who asks again after so long is a new reader, and confirms as one.
	h.ask(t, "harbour", "late@example.org")
	h.now = h.now.Add(40 * 24 * time.Hour)
	h.join(t, "harbour", "late@example.org")
	if done, said := h.take(t, send.Import{Consent: "On paper."}, lines("stranger@example.org")); done.Taken != 1 {
		t.Errorf("they cannot come on a list: %s", said)
	}
}
