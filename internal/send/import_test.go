package send_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

// lines gives addresses as a list.
func lines(addresses ...string) iter.Seq2[news.ReaderLine, error] {
	return func(yield func(news.ReaderLine, error) bool) {
		for i, a := range addresses {
			if !yield(news.ReaderLine{Line: i + 1, Address: a}, nil) {
				return
			}
		}
	}
}

// take imports a list, and gives what was not taken in a line each.
func (h *house) take(t *testing.T, o send.Import, list iter.Seq2[news.ReaderLine, error]) (done send.Imported, said string) {
	t.Helper()
	o.Publication = "harbour"
	var refused []string
	done, err := h.people.Import(t.Context(), o, list, func(r send.Refused) error {
		refused = append(refused, fmt.Sprintf("%d %s: %v", r.Line, r.Address, r.Err))
		return nil
	})
	ok(t, err)
	return done, strings.Join(refused, "\n")
}

// peopled is a house with a reader in every state.
func peopled(t *testing.T) *house {
	h := build(t)
	h.join(t, "harbour", "active@example.org")
	_, token := h.join(t, "harbour", "ended@example.org")
	ok(t, h.people.Choose(t.Context(), token, []news.Wish{{Publication: "harbour"}}, at))
	h.ask(t, "harbour", "pending@example.org")
	u, _ := h.join(t, "tides", "bounced@example.org")
	ok(t, h.Suppress(t.Context(), u.ID, news.ByBounce, "550 5.1.1 no such user", h.now))
	_, token = h.join(t, "harbour", "erased@example.org")
	ok(t, h.people.Erase(t.Context(), token))
	h.join(t, "tides", "elsewhere@example.org")
	h.now = h.now.Add(time.Hour)
	return h
}

func TestImportTakesWhoMayBeTaken(t *testing.T) {
	all := lines("active@example.org", "ended@example.org", "pending@example.org", "bounced@example.org", "ERASED@example.org", "elsewhere@example.org",
		"new@example.org", "nonsense@example,org", "NEW@Example.org")
	const want = `1 active@example.org: is subscribed already
2 ended@example.org: the reader ended this subscription; only they can begin it again
4 bounced@example.org: gets no mail since 2031-03-02 (bounce: 550 5.1.1 no such user)
5 ERASED@example.org: the reader was erased on their demand; only they can come back, by subscribing
8 nonsense@example,org: email: there is a comma where a full stop should be; did you mean nonsense@example.org?
9 NEW@Example.org: stands in this list already, in line 7`
	h := peopled(t)
	o := send.Import{Consent: "At the fair.", Tags: []string{"fair"}}
	dry := o
	dry.DryRun = true
	for range 2 {
		if done, said := h.take(t, dry, all); said != want || done != (send.Imported{Read: 9, Taken: 3, Refused: 6}) {
			t.Fatalf("a dry run says %+v:\n%s\nwant:\n%s", done, said, want)
		}
	}
	if done, said := h.take(t, o, all); said != want || done != (send.Imported{Read: 9, Taken: 3, Refused: 6}) {
		t.Fatalf("%+v:\n%s\nwant:\n%s", done, said, want)
	}
	for a, want := range map[string]string{
		"new@example.org": "harbour active (imported)", "elsewhere@example.org": "tides active (asked, confirm mailed, confirmed); harbour active (imported)",
		"pending@example.org": "harbour active (asked, confirm mailed, imported)", "ended@example.org": "harbour ended (asked, confirm mailed, confirmed, ended)",
	} {
		u, err := h.SubscriberByAddress(t.Context(), a)
		ok(t, err)
		if got := h.state(t, u.ID); got != want {
			t.Errorf("%s: %s", a, got)
		}
	}
	if u, err := h.SubscriberByAddress(t.Context(), "new@example.org"); err != nil || strings.Join(u.Tags, " ") != "fair" {
		t.Errorf("%+v, %v", u, err)
	}
	if done, _ := h.take(t, o, all); done.Taken != 0 {
		t.Errorf("the second time %d were taken", done.Taken)
	}
	if mails := h.mailed(t); len(mails) != 0 {
		t.Errorf("%d mails were sent", len(mails))
	}
}

func TestWhoIsOnAListIsAskedOnceIfNothingProvesThatTheyAgreed(t *testing.T) {
	h := peopled(t)
	all := lines("a@example.org", "pending@example.org", "elsewhere@example.org", "ended@example.org")
	done, said := h.take(t, send.Import{Reconfirm: true}, all)
	if done.Taken != 2 || !strings.Contains(said, "2 pending@example.org: was asked to confirm already") {
		t.Errorf("%+v: %s", done, said)
	}
	mails := h.mailed(t)
	if len(mails) != 2 || mails[0].To != "a@example.org" {
		t.Fatalf("%d mails", len(mails))
	}
	golden(t, "ask.txt", plain(t, mails[0], mails[0].Text, send.ToConfirm))
	if done, _ := h.take(t, send.Import{Reconfirm: true}, all); done.Taken != 0 || len(h.mailed(t)) != 0 {
		t.Errorf("again: %+v", done)
	}
	h.now = h.now.Add(29 * 24 * time.Hour)
	_, err := h.people.Confirm(t.Context(), link(t, mails[0], send.ToConfirm), at)
	ok(t, err)
	u, err := h.SubscriberByAddress(t.Context(), "a@example.org")
	ok(t, err)
	if got := h.state(t, u.ID); got != "harbour active (confirm mailed, confirmed)" {
		t.Error(got)
	}
	// They do not use up what strangers may ask for in an hour.
	var many []string
	for i := range 60 {
		many = append(many, fmt.Sprintf("m%d@example.org", i))
	}
	h.take(t, send.Import{Reconfirm: true}, lines(many...))
	ok(t, h.people.Subscribe(t.Context(), news.SignUp{Publication: "harbour", Address: "own@example.org"}, at))
}

func TestEveryLineBringsItsOwnProof(t *testing.T) {
	h := build(t)
	list := func(yield func(news.ReaderLine, error) bool) {
		for i, l := range []news.ReaderLine{
			{Address: "a@example.org", Language: "pt-BR", Tags: "Press, Jerusalem-2031", ConsentAt: "2030-05-06 07:08:09", ConsentIP: "2001:DB8::7", Wording: "On paper."},
			{Address: "b@example.org"},
			{Address: "c@example.org", Wording: "x", ConsentAt: "yesterday"},
			{Address: "d@example.org", Wording: "x", ConsentAt: "2040-01-01"},
			{Address: "e@example.org", Wording: "x", ConsentIP: "home"},
			{Address: "f@example.org", Wording: "x", Language: "German, please"},
			{Address: "g@example.org", Wording: "x", Tags: `"quoted"`},
		} {
			if l.Line = i + 2; !yield(l, nil) {
				return
			}
		}
	}
	done, said := h.take(t, send.Import{}, list)
	const want = `3 b@example.org: consent: nothing proves that this reader agreed; fill in consent_wording, or give --consent for all, or --reconfirm to ask them
4 c@example.org: consent_at: "yesterday" is no time; write 2031-03-02 or 2031-03-02T07:00:00Z
5 d@example.org: consent_at: 2040-01-01 is in the future
6 e@example.org: consent_ip: "home" is no network address; one looks like 192.0.2.7 or 2001:db8::7
7 f@example.org: language: "German, please" is no language; use a tag such as en, fr or pt-BR
8 g@example.org: tags: "\"quoted\"" is no tag; use one word in small letters, such as donor or jerusalem-2031, of at most 40 characters`
	if done.Taken != 1 || said != want {
		t.Errorf("%+v:\n%s\nwant:\n%s", done, said, want)
	}
	u, err := h.SubscriberByAddress(t.Context(), "a@example.org")
	ok(t, err)
	if u.Language != "pt-BR" || strings.Join(u.Tags, " ") != "jerusalem-2031 press" {
		t.Errorf("%+v", u)
	}
	all, err := h.SubscriptionsOf(t.Context(), u.ID)
	ok(t, err)
	proof, err := h.Consents(t.Context(), all[0].ID)
	ok(t, err)
	if c := (news.Consent{SubscriptionID: all[0].ID, At: time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC), Act: news.Imported, Address: "2001:db8::7", Wording: "On paper.", Note: "taken in on 2031-03-02"}); len(proof) != 1 || proof[0] != c {
		t.Errorf("%+v", proof)
	}
}

// slowDisk is a store that takes its time to write, and counts how often others were let write.
type slowDisk struct {
	send.PeopleStore
	gaveWay int
}

func (s *slowDisk) AddReaders(ctx context.Context, all []news.NewReader) error {
	time.Sleep(send.Stretch)
	return s.PeopleStore.AddReaders(ctx, all)
}

func (s *slowDisk) GiveWay(context.Context) error { s.gaveWay++; return nil }

func TestALongListLetsOthersWrite(t *testing.T) {
	h := build(t)
	many := make([]string, 1700)
	for i := range many {
		many[i] = fmt.Sprintf("m%d@example.org", i)
	}
	slow := &slowDisk{PeopleStore: h.people.Store}
	o := h.people.PeopleOptions
	o.Store = slow
	done, err := send.NewPeople(o).Import(t.Context(), send.Import{Publication: "harbour", Consent: "At the fair."}, lines(many...), func(send.Refused) error { return nil })
	if err != nil || done.Taken != len(many) || slow.gaveWay != 3 {
		t.Errorf("%+v, %v; others were let write %d times", done, err, slow.gaveWay)
	}
}

// TestAnImportThatIsCutOffIsGoneOnWith: a list of any length is taken in parts, each whole.
func TestAnImportThatIsCutOffIsGoneOnWith(t *testing.T) {
	h := build(t)
	many := make([]string, 1700)
	for i := range many {
		many[i] = fmt.Sprintf("m%d@example.org", i)
	}
	broken := errors.New("the disk is gone")
	cut := func(yield func(news.ReaderLine, error) bool) {
		for l := range lines(many...) {
			if l.Line == 1234 {
				yield(news.ReaderLine{}, broken)
				return
			}
			if !yield(l, nil) {
				return
			}
		}
	}
	o := send.Import{Publication: "harbour", Consent: "At the fair."}
	done, err := h.people.Import(t.Context(), o, cut, func(send.Refused) error { return nil })
	if !errors.Is(err, broken) || done.Taken != 1233 {
		t.Errorf("%+v, %v", done, err)
	}
	if done, _ := h.take(t, o, lines(many...)); done.Taken != 1700-1233 || done.Refused != 1233 {
		t.Errorf("the second time: %+v", done)
	}
	p, err := h.PublicationBySlug(t.Context(), "harbour")
	ok(t, err)
	if counts, err := h.SubscriptionCounts(t.Context(), p.ID); err != nil || counts[news.Active] != 1700 {
		t.Errorf("%v, %v", counts, err)
	}
}
