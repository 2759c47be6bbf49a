package send_test

import (
	"strings"
	"testing"

	"onrecord/internal/news"
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
