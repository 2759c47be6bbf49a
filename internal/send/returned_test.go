package send_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

// TestSingleMailsComeBackToo lets mails come back that are no editions: one to confirm, and one to an address that a reader would like
// to move to.
func TestSingleMailsComeBackToo(t *testing.T) {
	h := build(t)
	asked := h.ask(t, "harbour", "typo@example.org")
	reader, preferences := h.join(t, "harbour", "ada@example.org")
	ok(t, h.people.Move(t.Context(), preferences, "nobody@example.org"))
	var moving string
	for _, m := range h.mailed(t) {
		if m.To == "nobody@example.org" {
			moving = m.From
		}
	}
	for _, from := range []string{asked.From, moving} {
		if !strings.HasPrefix(from, "bounces+0-") || !h.step.Ours(from) {
			t.Fatalf("bounces go to %q", from)
		}
	}
	dead := news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictDead, Status: "5.1.1", At: h.now, Reply: "550 5.1.1 gone", By: "lmtp"}
	for _, to := range []string{asked.From, asked.From, moving} {
		dead.To = to
		ok(t, h.step.Took(t.Context(), []news.Feedback{dead}))
	}
	byID := dead
	byID.To, byID.MessageID = "", asked.ID
	ok(t, h.step.Took(t.Context(), []news.Feedback{byID}))

	u, err := h.SubscriberByAddress(t.Context(), "typo@example.org")
	if err != nil || u.Suppressed != news.ByBounce {
		t.Errorf("who never got the mail to confirm is %+v, %v", u, err)
	}
	if d, err := h.people.DataOf(t.Context(), u); err != nil || len(d.Returned) != 1 || d.Returned[0].Words != dead.Reply || d.Returned[0].Kind != news.FeedbackBounced {
		t.Errorf("what they can take away of it is %+v, %v", d.Returned, err)
	}
	if reader, err = h.Subscriber(t.Context(), reader.ID); err != nil || reader.Suppressed != "" || reader.Address != "ada@example.org" {
		t.Errorf("who has not moved yet is %+v, %v", reader, err)
	}
	all, err := h.Feedback(t.Context(), news.ReturnedFilter{}, 0, 10)
	if err != nil || len(all) != 2 || all[0].Address != "nobody@example.org" || all[1].Address != "typo@example.org" || all[0].Subscriber != "" {
		t.Errorf("what came back is %+v, %v", all, err)
	}
}

// early is a store in which a message that came back is not written down as sent yet, the first times that it is asked.
type early struct {
	send.Store
	left int
}

func (s *early) TakeFeedback(ctx context.Context, r news.Returned, known string, softBounces int) error {
	if s.left--; s.left >= 0 {
		return news.Errorf(news.Unavailable, "it came back before it was written down as sent")
	}
	return s.Store.TakeFeedback(ctx, r, known, softBounces)
}

func TestWhatComesBackBeforeItIsWrittenDownAsSentIsWaitedFor(t *testing.T) {
	h := build(t)
	number, senders, _ := h.edition(t, 1)
	quick := &early{Store: h.Store, left: 3}
	step, err := send.New(send.Options{Store: quick, People: h.people, Ways: []send.Way{{Name: "none"}}, Links: h.links, Bounces: send.NewBounces(key, bouncing),
		Clock: news.ClockFunc(func() time.Time { return h.now }), Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	f := news.Feedback{Kind: news.FeedbackBounced, Verdict: news.VerdictDead, To: senders["r0@example.org"], At: h.now, By: "lmtp"}
	ok(t, step.Took(t.Context(), []news.Feedback{f}))
	if got := h.counts(t, number); got != (news.DeliveryCounts{Bounced: 1}) || quick.left >= 0 {
		t.Errorf("%+v", got)
	}
}
