package send_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
	"onrecord/internal/testkit/mailcatcher"
)

const wording = "Send me The Harbour Digest on Sundays."

// run does the jobs that were handed on.
func (d *desk) run(t *testing.T) {
	t.Helper()
	jobs := d.jobs
	d.jobs = nil
	for _, id := range jobs {
		if err := d.step.Run(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

// link gives the last part of the address in a mail's text that begins like this.
func link(t *testing.T, m mailcatcher.Message, purpose send.Purpose) string {
	t.Helper()
	start := site + "/" + string(purpose) + "/"
	_, rest, ok := strings.Cut(m.Text, start)
	if !ok {
		t.Fatalf("no %s link in:\n%s", purpose, m.Text)
	}
	return strings.Fields(rest)[0]
}

func (d *desk) acts(id news.ID) (acts []string) {
	for _, c := range d.consents {
		if c.SubscriptionID == id {
			acts = append(acts, string(c.Act))
		}
	}
	return acts
}

func TestAReaderSubscribesInTwoStepsAndLeavesInOne(t *testing.T) {
	d := open(t, 0)
	if err := d.step.Subscribe(t.Context(), "harbour", " Ada@Example.org ", "192.0.2.7", wording); err != nil {
		t.Fatal(err)
	}
	d.run(t)
	if d.Count() != 1 {
		t.Fatalf("%d mails came, want the confirming one", d.Count())
	}
	m := d.Messages()[0]
	if m.To != "Ada@Example.org" || m.Subject != "Please confirm: The Harbour Digest" || m.Header.Get("Auto-Submitted") != "auto-replied" {
		t.Errorf("the mail: to %s, %s, %s", m.To, m.Subject, m.Header.Get("Auto-Submitted"))
	}
	if m.Header.Has("List-Unsubscribe") || strings.Contains(m.HTML, d.edition.Title) {
		t.Error("the confirming mail says more than that")
	}
	token := link(t, m, send.ToConfirm)

	// Programs follow links: to look changes nothing, and nothing is sent before the reader has said yes.
	if p, err := d.step.Look(t.Context(), send.ToConfirm, token); err != nil || p.Slug != "harbour" {
		t.Errorf("looking: %s, %v", p.Slug, err)
	}
	if err := d.step.Run(t.Context(), d.edition.ID); err != nil || d.Count() != 1 {
		t.Errorf("an edition went to somebody who had not confirmed: %d mails, %v", d.Count(), err)
	}
	for range 2 {
		if p, err := d.step.Confirm(t.Context(), token, "192.0.2.8"); err != nil || p.Slug != "harbour" {
			t.Fatalf("confirming: %s, %v", p.Slug, err)
		}
	}
	next := d.edition
	next.ID = news.NewID(d.now.Add(time.Hour))
	d.editions = append(d.editions, next)
	if err := d.step.Run(t.Context(), next.ID); err != nil || d.Count() != 2 {
		t.Fatalf("%d mails, %v; want the next edition", d.Count(), err)
	}
	leave := link(t, d.Messages()[1], send.ToUnsubscribe)
	for range 2 {
		if _, err := d.step.Unsubscribe(t.Context(), leave, "192.0.2.9"); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(d.acts(d.subscriptions[0].ID), " "); got != "asked confirmed ended" {
		t.Errorf("the proof says: %s", got)
	}
	if c := d.consents[0]; c.Address != "192.0.2.7" || c.Wording != wording || !c.At.Equal(d.now) {
		t.Errorf("the first line of the proof is %+v", c)
	}
	if _, err := d.step.Confirm(t.Context(), token, ""); news.KindOf(err) != news.Conflict {
		t.Errorf("the old link begins it again: %v", err)
	}
	if d.subscriptions[0].State != news.Ended {
		t.Errorf("the subscription is %s", d.subscriptions[0].State)
	}
}

func TestSubscribingTellsNobodyWhoIsSubscribed(t *testing.T) {
	d := open(t, 1)
	for _, address := range []string{"r0@example.org", "R0@EXAMPLE.ORG", "new@example.org"} {
		if err := d.step.Subscribe(t.Context(), "harbour", address, "192.0.2.7", wording); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	d.run(t)
	if d.Count() != 1 || d.Messages()[0].To != "new@example.org" {
		t.Errorf("%d mails; want one, to the new reader", d.Count())
	}
	if len(d.subscribers) != 2 || d.subscriptions[0].State != news.Active {
		t.Errorf("%d readers, the first %s", len(d.subscribers), d.subscriptions[0].State)
	}
}

func TestNobodyFillsAStrangersMailbox(t *testing.T) {
	d := open(t, 0)
	ask := func() {
		t.Helper()
		if err := d.step.Subscribe(t.Context(), "harbour", "ada@example.org", "192.0.2.7", wording); err != nil {
			t.Fatal(err)
		}
		d.run(t)
	}
	for range 20 {
		ask()
	}
	if d.Count() != 1 {
		t.Errorf("asking 20 times sent %d mails", d.Count())
	}
	d.now = d.now.Add(6 * time.Minute)
	ask()
	if d.Count() != 2 || d.Messages()[0].ID == d.Messages()[1].ID {
		t.Errorf("asking again later: %d mails, %s", d.Count(), d.Messages()[0].ID)
	}
	d.now = d.now.Add(7 * 24 * time.Hour)
	if _, err := d.step.Confirm(t.Context(), link(t, d.Messages()[1], send.ToConfirm), ""); news.KindOf(err) != news.Forbidden {
		t.Errorf("the link works after a week: %v", err)
	}
}

func TestBadRequestsAreSaidToBe(t *testing.T) {
	d := open(t, 0)
	for address, publication := range map[string]string{"ada": "harbour", "a@b.org\r\nBcc: c@d.org": "harbour", "": "harbour"} {
		err := d.step.Subscribe(t.Context(), publication, address, "", wording)
		var e *news.Error
		if !errors.As(err, &e) || e.Kind != news.Invalid || e.Field != "email" {
			t.Errorf("%q: %v", address, err)
		}
	}
	if err := d.step.Subscribe(t.Context(), "nowhere", "ada@example.org", "", wording); news.KindOf(err) != news.NotFound {
		t.Errorf("no publication: %v", err)
	}
	if len(d.subscribers)+len(d.consents)+len(d.jobs) != 0 {
		t.Errorf("something stayed: %+v", d.state)
	}
	if err := d.step.Run(t.Context(), news.NewID(d.now)); news.KindOf(err) != news.NotFound {
		t.Errorf("a job about nothing: %v", err)
	}
	forged := send.NewLinks([]byte("a guess of thirty-two bytes or so"), site)
	if _, err := d.step.Unsubscribe(t.Context(), forged.Token(send.ToUnsubscribe, news.NewID(d.now), time.Time{}), ""); news.KindOf(err) != news.Forbidden {
		t.Errorf("a forged link: %v", err)
	}
}

func TestAConfirmingMailIsTriedAgainAndGivenUpOn(t *testing.T) {
	d := open(t, 0)
	d.Refuse("full@example.org", 451, 1)
	d.Refuse("nobody@example.org", 550, -1)
	for _, a := range []string{"full@example.org", "nobody@example.org"} {
		if err := d.step.Subscribe(t.Context(), "harbour", a, "", wording); err != nil {
			t.Fatal(err)
		}
	}
	full, nobody := d.jobs[0], d.jobs[1]
	if err := d.step.Run(t.Context(), full); news.KindOf(err) != news.Unavailable {
		t.Errorf("a full mailbox: %v", err)
	}
	if err := d.step.Run(t.Context(), full); err != nil || d.Count() != 1 {
		t.Errorf("the second try: %v, %d mails", err, d.Count())
	}
	if err := d.step.Run(t.Context(), nobody); err != nil {
		t.Errorf("no mailbox: %v", err)
	}
	if last := d.consents[len(d.consents)-1]; last.Act != "mail refused" || last.SubscriptionID != nobody || !strings.HasPrefix(last.Note, "550 5.1.1") {
		t.Errorf("the proof ends with %+v", last)
	}
	// Run again after it was confirmed, the job has nothing to do.
	if _, err := d.step.Confirm(t.Context(), link(t, d.Messages()[0], send.ToConfirm), ""); err != nil {
		t.Fatal(err)
	}
	if err := d.step.Run(t.Context(), full); err != nil || d.Count()+d.Repeats() != 1 {
		t.Errorf("after confirming: %v, %d mails", err, d.Count())
	}
}

func TestImportTakesEachAddressByItself(t *testing.T) {
	d := open(t, 2)
	if _, err := d.step.Unsubscribe(t.Context(), d.links.Token(send.ToUnsubscribe, d.subscriptions[1].ID, time.Time{}), ""); err != nil {
		t.Fatal(err)
	}
	if err := d.step.Subscribe(t.Context(), "harbour", "pending@example.org", "", wording); err != nil {
		t.Fatal(err)
	}
	taken, refused, err := d.step.Import(t.Context(), "harbour", []string{"r0@example.org", "r1@example.org", "nonsense", "pending@example.org", "new@example.org", "NEW@example.org"}, "At the fair.")
	if err != nil || taken != 2 {
		t.Fatalf("%d taken, %v", taken, err)
	}
	var got []string
	for _, r := range refused {
		got = append(got, r.Address+": "+string(news.KindOf(r.Err)))
	}
	if want := "r0@example.org: conflict, r1@example.org: conflict, nonsense: invalid, NEW@example.org: conflict"; strings.Join(got, ", ") != want {
		t.Errorf("refused: %s\nwant:    %s", strings.Join(got, ", "), want)
	}
	if refused[2].Line != 3 || d.subscriptions[1].State != news.Ended {
		t.Errorf("line %d; the reader who left is %s", refused[2].Line, d.subscriptions[1].State)
	}
	if _, _, err := d.step.Import(t.Context(), "harbour", []string{"x@example.org"}, ""); news.KindOf(err) != news.Invalid {
		t.Errorf("without proof: %v", err)
	}
}
