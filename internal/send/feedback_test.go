package send_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

const bouncing = "bounces@digest.example.org"

// mailed sends an edition to so many readers over a house's catcher, and gives the envelope senders by reader.
func (h *house) edition(t *testing.T, readers int) (number int64, senders map[string]string, ids map[string]string) {
	t.Helper()
	for i := range readers {
		h.join(t, "harbour", fmt.Sprintf("r%d@example.org", i))
	}
	p, err := h.PublicationBySlug(t.Context(), "harbour")
	ok(t, err)
	e := edition(p.ID)
	ok(t, h.SaveEdition(t.Context(), e))
	ok(t, h.step.Run(t.Context(), e.ID))
	v, err := h.Sending(t.Context(), e.ID)
	ok(t, err)
	senders, ids = map[string]string{}, map[string]string{}
	for _, m := range h.Messages()[h.took:] {
		senders[m.To], ids[m.To] = m.From, m.ID
	}
	h.took = h.Count()
	return v.Number, senders, ids
}

func (h *house) counts(t *testing.T, number int64) news.DeliveryCounts {
	t.Helper()
	v, err := h.SendingByNumber(t.Context(), number)
	ok(t, err)
	rows, err := h.CountDeliveries(t.Context(), number)
	ok(t, err)
	if rows != v.Counts {
		t.Errorf("the counts are %+v, the rows %+v", v.Counts, rows)
	}
	return v.Counts
}

func TestWhatComesBack(t *testing.T) {
	h := build(t)
	number, senders, ids := h.edition(t, 6)
	for to, from := range senders {
		if !strings.HasPrefix(from, "bounces+") || !h.step.Ours(from) || !h.step.Ours("<"+strings.ToUpper(from)+">") || len(from[:strings.IndexByte(from, '@')]) > 64 {
			t.Errorf("bounces of the mail to %s go to %s", to, from)
		}
	}
	at := h.now.Add(time.Minute)
	dead := func(f news.Feedback) news.Feedback {
		f.Kind, f.Verdict, f.Status, f.At, f.Reply = news.FeedbackBounced, news.VerdictDead, "5.1.1", at, "550 5.1.1 gone"
		return f
	}
	take := func(f ...news.Feedback) {
		t.Helper()
		for range 2 { // each way in repeats what may have been lost
			ok(t, h.step.Took(t.Context(), f))
		}
	}
	take(
		dead(news.Feedback{To: senders["r0@example.org"], Address: "r5@example.org", By: "lmtp"}), // what it says of whom it is about counts for nothing
		news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictSoft, To: senders["r1@example.org"], At: at, By: "imap"},
		news.Feedback{Kind: news.FeedbackComplained, To: "fbl@digest.example.org", Sender: senders["r2@example.org"], At: at, By: "lmtp"},
		dead(news.Feedback{MessageID: ids["r3@example.org"], By: "mailgun"}),
		news.Feedback{Kind: news.FeedbackComplained, Address: "R4@example.org", At: at, By: "postmark"},
		dead(news.Feedback{Address: "r5@example.org", By: "lmtp"}), // anybody could write that
		dead(news.Feedback{To: "bounces+1-01r5m8e6409z7rsv77cd0ywr2z-aaaaaaaaaaaaaaaa@digest.example.org", Address: "r5@example.org", By: "smtp"}),
		news.Feedback{Kind: news.FeedbackAutoReply, To: senders["r5@example.org"], At: at, By: "lmtp"},
	)
	if got := h.counts(t, number); got != (news.DeliveryCounts{Sent: 3, Bounced: 3}) {
		t.Errorf("%+v", got)
	}
	for i, want := range []news.SuppressedBy{news.ByBounce, "", news.ByComplaint, news.ByBounce, news.ByComplaint, ""} {
		u, err := h.SubscriberByAddress(t.Context(), fmt.Sprintf("r%d@example.org", i))
		ok(t, err)
		if u.Suppressed != want || (u.Soft > 0) != (i == 1) {
			t.Errorf("r%d is suppressed by %q, with %d soft bounces", i, u.Suppressed, u.Soft)
		}
	}
	all, err := h.Feedback(t.Context(), news.ReturnedFilter{Kind: news.FeedbackUnknown}, 0, 10)
	if err != nil || len(all) != 2 || all[0].Subscriber != "" {
		t.Errorf("what is about nobody: %+v, %v", all, err)
	}
}

// TestWhatComesBackOfErasedReadersDoesNotBringThemBack lets relays and mails tell of an address whose reader was erased.
func TestWhatComesBackOfErasedReadersDoesNotBringThemBack(t *testing.T) {
	h := build(t)
	_, senders, _ := h.edition(t, 1)
	ok(t, h.people.EraseAddress(t.Context(), "r0@example.org"))
	f := news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictDead, At: h.now, Address: "r0@example.org", Reply: "550 <r0@example.org> is gone"}
	byRelay, byMail, ours := f, f, f
	byRelay.By, byMail.By, ours.By, ours.To = "ses", "lmtp", "lmtp", senders["r0@example.org"]
	ok(t, h.step.Took(t.Context(), []news.Feedback{byRelay, byMail, ours}))
	all, err := h.Feedback(t.Context(), news.ReturnedFilter{}, 0, 10)
	if err != nil || len(all) != 3 || strings.Contains(fmt.Sprint(all), "r0@") {
		t.Errorf("it is kept as %+v, %v", all, err)
	}
}

func TestReadersWhoAreSuppressedGetTheNextEditionNot(t *testing.T) {
	h := build(t)
	_, senders, _ := h.edition(t, 3)
	ok(t, h.step.Took(t.Context(), []news.Feedback{{Kind: news.FeedbackComplained, To: senders["r1@example.org"], At: h.now, By: "lmtp"}}))
	p, err := h.PublicationBySlug(t.Context(), "harbour")
	ok(t, err)
	e := edition(p.ID)
	e.ID, e.Slug = news.NewID(h.now.Add(time.Hour)), "2031-03-04"
	ok(t, h.SaveEdition(t.Context(), e))
	ok(t, h.step.Run(t.Context(), e.ID))
	v, err := h.Sending(t.Context(), e.ID)
	ok(t, err)
	if got := h.counts(t, v.Number); got != (news.DeliveryCounts{Sent: 2, Suppressed: 1}) {
		t.Errorf("%+v", got)
	}
}

func TestWhatAnAddressThatWasLeftSaysIsNothingAgainstTheNewOne(t *testing.T) {
	h := build(t)
	number, senders, _ := h.edition(t, 2)
	for to := range senders {
		u, err := h.SubscriberByAddress(t.Context(), to)
		ok(t, err)
		all, err := h.SubscriptionsOf(t.Context(), u.ID)
		ok(t, err)
		ok(t, h.AddConsent(t.Context(), news.Consent{SubscriptionID: all[0].ID, At: h.now.Add(time.Minute), Act: news.Moved}))
	}
	at := h.now.Add(time.Hour)
	ok(t, h.step.Took(t.Context(), []news.Feedback{
		{Kind: news.FeedbackBounced, Verdict: news.VerdictDead, Status: "5.1.1", To: senders["r0@example.org"], At: at, By: "lmtp"},
		{Kind: news.FeedbackComplained, To: senders["r1@example.org"], At: at, By: "lmtp"},
	}))
	for to := range senders {
		if u, err := h.SubscriberByAddress(t.Context(), to); err != nil || u.Suppressed != "" {
			t.Errorf("%s is suppressed by %q, %v", to, u.Suppressed, err)
		}
	}
	if got := h.counts(t, number); got != (news.DeliveryCounts{Sent: 1, Bounced: 1}) {
		t.Errorf("%+v", got)
	}
}

func FuzzBounceAddress(f *testing.F) {
	b, id := send.NewBounces(key, bouncing), news.ID("01r5mf9xc0z7anz33gfbbgymq6")
	made := b.Address(36, id)
	f.Add(made)
	f.Add("<" + strings.ToUpper(made) + ">")
	f.Add("bounces+-@digest.example.org")
	f.Add("bounces+\x00@")
	f.Fuzz(func(t *testing.T, address string) {
		number, got, err := b.Check(address)
		switch {
		case err == nil && (number != 36 || got != id || !strings.EqualFold(strings.Trim(address, "<>"), made)):
			t.Errorf("%q was not made here and gives %d %s", address, number, got)
		case err != nil && news.KindOf(err) != news.Forbidden:
			t.Errorf("%q: %v", address, err)
		}
	})
}
