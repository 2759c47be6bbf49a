package send_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

func TestAReaderChoosesOnTheirOwnPage(t *testing.T) {
	h := build(t)
	u, token := h.join(t, "harbour", "ada@example.org")
	h.now = h.now.Add(time.Hour)
	if v, err := h.people.Preferences(t.Context(), token); err != nil || v.Reader.ID != u.ID || len(v.Choices) != 2 || v.Moving != "" {
		t.Fatalf("%+v, %v", v, err)
	}
	for range 2 {
		ok(t, h.people.Choose(t.Context(), token, []news.Wish{{Publication: "tides", Wanted: true, Wording: "Send me Tides."}, {Publication: "harbour"}}, at))
	}
	if got := h.state(t, u.ID); got != "harbour ended (asked, confirm mailed, confirmed, ended); tides active (chosen)" {
		t.Error(got)
	}
	all, err := h.SubscriptionsOf(t.Context(), u.ID)
	ok(t, err)
	proof, err := h.Consents(t.Context(), all[1].ID)
	ok(t, err)
	if c := proof[0]; c.Address != at.Address || c.Agent != at.Agent || !strings.HasPrefix(c.Wording, "Send me Tides. (Chosen on the reader's page") {
		t.Errorf("%+v", c)
	}
	if mails := h.mailed(t); len(mails) != 0 {
		t.Errorf("%d mails for what the link proves", len(mails))
	}
	is(t, h.people.Choose(t.Context(), token, []news.Wish{{Publication: "harbour", Wanted: true}, {Publication: "nowhere", Wanted: true}}, at), news.NotFound, "")
	if got := h.state(t, u.ID); !strings.HasPrefix(got, "harbour ended") {
		t.Errorf("half of it was done: %s", got)
	}

	ok(t, h.people.Pause(t.Context(), token, h.now.Add(48*time.Hour)))
	ok(t, h.people.SetLanguage(t.Context(), token, "fr"))
	if v, err := h.people.Preferences(t.Context(), token); err != nil || !v.Reader.Paused(h.now) || v.Reader.Paused(h.now.Add(48*time.Hour)) || v.Reader.Language != "fr" {
		t.Errorf("%+v, %v", v.Reader, err)
	}
	ok(t, h.people.Pause(t.Context(), token, time.Time{}))
	if v, err := h.people.Preferences(t.Context(), token); err != nil || v.Reader.Paused(h.now) {
		t.Errorf("%+v, %v", v.Reader, err)
	}
	is(t, h.people.Pause(t.Context(), token, h.now.AddDate(2, 0, 0)), news.Invalid, "more than a year")
	is(t, h.people.SetLanguage(t.Context(), token, "<script>"), news.Invalid, "no language")
}

func TestALinkToThePreferencesIsOneReadersAndForSomeTime(t *testing.T) {
	h := build(t)
	u, token := h.join(t, "harbour", "ada@example.org")
	all, err := h.SubscriptionsOf(t.Context(), u.ID)
	ok(t, err)
	for name, bad := range map[string]string{
		"forged":              send.NewLinks([]byte("a guess of thirty-two bytes or so"), site).Token(send.ToPreferences, all[0].ID, h.now.Add(time.Hour)),
		"for another purpose": h.links.Token(send.ToUnsubscribe, all[0].ID, time.Time{}),
		"nothing":             "",
	} {
		_, err := h.people.Preferences(t.Context(), bad)
		is(t, err, news.Forbidden, "was not made here")
		for _, err := range []error{
			h.people.Choose(t.Context(), bad, []news.Wish{{Publication: "harbour"}}, at), h.people.Pause(t.Context(), bad, h.now.Add(time.Hour)), h.people.SetLanguage(t.Context(), bad, "fr"),
			h.people.Move(t.Context(), bad, "b@example.org"), h.people.Stay(t.Context(), bad), h.people.Erase(t.Context(), bad),
		} {
			if news.KindOf(err) != news.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if got := h.state(t, u.ID); got != "harbour active (asked, confirm mailed, confirmed)" {
		t.Error(got)
	}
	h.now = h.now.Add(180*24*time.Hour + time.Second)
	_, err = h.people.Preferences(t.Context(), token)
	is(t, err, news.Forbidden, "too old; ask for a link to your preferences")
	ok(t, h.people.SendLink(t.Context(), "ADA@example.org"))
	mails := h.mailed(t)
	if len(mails) != 1 || mails[0].To != "ada@example.org" {
		t.Fatalf("%d mails", len(mails))
	}
	golden(t, "manage.txt", plain(t, mails[0], mails[0].Text, send.ToPreferences))
	_, err = h.people.Preferences(t.Context(), link(t, mails[0], send.ToPreferences))
	ok(t, err)
	// Whoever asks for a stranger's learns nothing and sends nothing.
	ok(t, h.people.SendLink(t.Context(), "nobody@example.org"))
	ok(t, h.people.SendLink(t.Context(), "ada@example.org")) // a moment after the first
	if mails := h.mailed(t); len(mails) != 0 {
		t.Errorf("%d mails", len(mails))
	}
	is(t, h.people.SendLink(t.Context(), "nobody"), news.Invalid, "no @")
}

func TestAReaderMovesToAnotherAddress(t *testing.T) {
	h := build(t)
	u, token := h.join(t, "harbour", "ada@example.org")
	h.join(t, "tides", "bo@example.org")
	h.now = h.now.Add(time.Hour)
	is(t, h.people.Move(t.Context(), token, "ada@example,com"), news.Invalid, "did you mean ada@example.com")
	is(t, h.people.Move(t.Context(), token, "ada@example.org"), news.Invalid, "go there already")
	ok(t, h.people.Move(t.Context(), token, "ada@bücher.example"))
	mails := h.mailed(t)
	if len(mails) != 2 || mails[0].To != "ada@xn--bcher-kva.example" || mails[1].To != "ada@example.org" {
		t.Fatalf("%+v", mails)
	}
	golden(t, "move.txt", plain(t, mails[0], mails[0].Text, send.ToMove))
	golden(t, "tell.txt", plain(t, mails[1], mails[1].Text, send.ToPreferences))
	moving := link(t, mails[0], send.ToMove)
	if v, err := h.people.Preferences(t.Context(), token); err != nil || v.Moving != "ada@xn--bcher-kva.example" || v.Reader.Address != "ada@example.org" {
		t.Errorf("%+v, %v", v, err)
	}
	if m, err := h.people.LookMove(t.Context(), moving); err != nil || m.From != "ada@example.org" || m.To != "ada@xn--bcher-kva.example" {
		t.Errorf("%+v, %v", m, err)
	}
	is(t, h.people.Move(t.Context(), token, "ada@bücher.example"), news.Invalid, "just now")

	h.now = h.now.Add(time.Hour)
	var m news.Move
	for range 2 {
		var err error
		m, err = h.people.ConfirmMove(t.Context(), moving, "Send my mails to this address from now on.", at)
		ok(t, err)
	}
	if got, err := h.Subscriber(t.Context(), u.ID); err != nil || got.Address != "ada@xn--bcher-kva.example" {
		t.Errorf("%+v, %v", got, err)
	}
	if got := h.state(t, u.ID); got != "harbour active (asked, confirm mailed, confirmed, confirm mailed, moved)" {
		t.Error(got)
	}
	// Whoever has the old mailbox can still end the subscription, and do nothing else.
	_, err := h.people.Preferences(t.Context(), token)
	is(t, err, news.Forbidden, "the reader has left")
	is(t, h.people.Erase(t.Context(), token), news.Forbidden, "the reader has left")
	if v, err := h.people.Preferences(t.Context(), strings.TrimPrefix(m.Preferences, site+"/preferences/")); err != nil || v.Reader.ID != u.ID || v.Moving != "" {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestAMoveCanBeTakenBackAndTakesNobodysPlace(t *testing.T) {
	h := build(t)
	u, token := h.join(t, "harbour", "ada@example.org")
	h.join(t, "tides", "bo@example.org")
	h.now = h.now.Add(time.Hour)
	ok(t, h.people.Move(t.Context(), token, "other@example.org"))
	mails := h.mailed(t)
	ok(t, h.people.Stay(t.Context(), token))
	_, err := h.people.ConfirmMove(t.Context(), link(t, mails[0], send.ToMove), "", at)
	is(t, err, news.Forbidden, "taken back")

	ok(t, h.people.Move(t.Context(), token, "bo@example.org")) // which tells nobody that bo is a reader
	mails = h.mailed(t)
	_, err = h.people.ConfirmMove(t.Context(), link(t, mails[0], send.ToMove), "", at)
	is(t, err, news.Conflict, "as another reader")
	h.now = h.now.Add(7*24*time.Hour + time.Hour)
	_, err = h.people.ConfirmMove(t.Context(), link(t, mails[0], send.ToMove), "", at)
	is(t, err, news.Forbidden, "too old")
	if got, err := h.Subscriber(t.Context(), u.ID); err != nil || got.Address != "ada@example.org" {
		t.Errorf("%+v, %v", got, err)
	}
	// Nor does it tell that a mail went to somebody else's address just before, because they are a reader.
	h.now = h.now.Add(25 * time.Hour)
	ok(t, h.people.SendLink(t.Context(), "bo@example.org"))
	h.mailed(t)
	for _, to := range []string{"bo@example.org", "stranger@example.org"} {
		ok(t, h.people.Move(t.Context(), token, to))
		if v, err := h.people.Preferences(t.Context(), token); err != nil || v.Moving != to {
			t.Errorf("moving to %s shows %+v, %v", to, v, err)
		}
	}
	for _, m := range h.mailed(t) {
		if m.To == "bo@example.org" {
			t.Error("bo got another mail at once")
		}
	}
	for i := range 3 {
		ok(t, h.people.Move(t.Context(), token, fmt.Sprintf("a%d@example.org", i)))
	}
	is(t, h.people.Move(t.Context(), token, "a9@example.org"), news.Invalid, "several addresses today")
	h.mailed(t)
	h.now = h.now.Add(25 * time.Hour)
	// A job that comes late finds nothing to do.
	ok(t, h.people.Move(t.Context(), token, "late@example.org"))
	ok(t, h.people.Stay(t.Context(), token))
	if mails := h.mailed(t); len(mails) != 0 {
		t.Errorf("%d mails about a move that was taken back", len(mails))
	}
	// An address that an operator keeps from all mail gets none because another reader names it.
	bo, err := h.SubscriberByAddress(t.Context(), "bo@example.org")
	ok(t, err)
	ok(t, h.Suppress(t.Context(), bo.ID, news.ByOperator, "asked by telephone", h.now))
	h.now = h.now.Add(time.Hour)
	ok(t, h.people.Move(t.Context(), token, "bo@example.org"))
	for _, m := range h.mailed(t) {
		if m.To != "ada@example.org" {
			t.Errorf("a mail to %s", m.To)
		}
	}
}

func TestAReaderTakesTheirDataAndGoes(t *testing.T) {
	h := build(t)
	u, token := h.join(t, "harbour", "ada@example.org")
	h.now = h.now.Add(time.Hour)
	ok(t, h.people.Move(t.Context(), token, "ada@example.com"))
	h.mailed(t)
	d, err := h.people.Data(t.Context(), token)
	ok(t, err)
	said, err := json.Marshal(d)
	ok(t, err)
	for _, want := range []string{`"address":"ada@example.org"`, `"new_address":"ada@example.com"`, `"publication":"The Harbour Digest"`, `"act":"asked"`, wording, `"network_address":"192.0.2.7"`, `"program":"Browser/1.0"`, `"kind":"move"`} {
		if !strings.Contains(string(said), want) {
			t.Errorf("%s is not in %s", want, said)
		}
	}
	ok(t, h.people.Erase(t.Context(), token))
	_, err = h.people.Preferences(t.Context(), token)
	is(t, err, news.NotFound, "all was erased")
	is(t, h.people.Erase(t.Context(), token), news.NotFound, "all was erased")
	if got := h.state(t, u.ID); got != "harbour ended (asked, confirm mailed, confirmed, confirm mailed, erased)" {
		t.Error(got)
	}
	all, err := h.SubscriptionsOf(t.Context(), u.ID)
	ok(t, err)
	proof, err := h.Consents(t.Context(), all[0].ID)
	ok(t, err)
	for _, c := range proof {
		if c.Address+c.Agent+c.Note+c.MessageID != "" || strings.Contains(c.Mail+c.Wording, "ada") {
			t.Errorf("it is still told who it was: %+v", c)
		}
	}
	if proof[0].Wording != wording || proof[1].Mail == "" {
		t.Errorf("what they agreed to is gone: %+v", proof)
	}
	// By themselves they may come back.
	h.now = h.now.Add(time.Hour)
	if again, _ := h.join(t, "harbour", "ada@example.org"); again.ID == u.ID {
		t.Error("the erased reader is back")
	}
}
