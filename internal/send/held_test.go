package send_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send"
	"onrecord/internal/testkit/smtpsink"
)

// TestWhoLeavesWhileTheirMailIsHeldBackGetsNone has a domain mailed slowly, and readers of it leave after the first mail came: what
// was read of them before is not taken for true for long.
func TestWhoLeavesWhileTheirMailIsHeldBackGetsNone(t *testing.T) {
	const readers = 20
	h := build(t)
	var left sync.Once
	sink, err := smtpsink.Start(t.Context(), smtpsink.Options{Behave: func(at smtpsink.Point, _ string) string {
		if at == smtpsink.End {
			left.Do(func() {
				for i := range readers {
					u, err := h.SubscriberByAddress(context.Background(), fmt.Sprintf("r%d@slow.example", i))
					if err == nil && i >= readers/2 {
						err = h.Suppress(context.Background(), u.ID, news.ByComplaint, "enough", h.now)
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		return ""
	}})
	ok(t, err)
	t.Cleanup(func() { _ = sink.Close() })
	host, port, err := net.SplitHostPort(sink.Addr())
	ok(t, err)
	n, err := strconv.Atoi(port)
	ok(t, err)
	r, err := smtp.New(smtp.Options{Host: host, Port: n, TLS: "off", HELO: "localhost"})
	ok(t, err)
	step, err := send.New(send.Options{Store: h.Store, People: h.people, Ways: []send.Way{{Relay: relay{r, &desk{}}, Name: "the sink"}}, Paces: []send.Pace{{Domain: "slow.example", Rate: 20}},
		Links: h.links, Clock: news.ClockFunc(func() time.Time { return h.now }), Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	step.Doubt()
	p, err := h.PublicationBySlug(t.Context(), "harbour")
	ok(t, err)
	for i := range readers {
		u := news.Subscriber{ID: news.NewID(h.now.Add(time.Duration(i) * time.Millisecond)), Address: fmt.Sprintf("r%d@slow.example", i), Created: h.now}
		ok(t, h.SaveSubscriber(t.Context(), u))
		ok(t, h.SaveSubscription(t.Context(), news.Subscription{ID: news.NewID(h.now.Add(time.Duration(i) * time.Millisecond)), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: h.now}))
	}
	e := edition(p.ID)
	ok(t, h.SaveEdition(t.Context(), e))
	ok(t, step.Run(t.Context(), e.ID))
	v, err := h.Sending(t.Context(), e.ID)
	ok(t, err)
	if got := h.counts(t, v.Number); got != (news.DeliveryCounts{Sent: readers / 2, Suppressed: readers / 2}) || sink.Mails() != readers/2 {
		t.Errorf("%+v, %d mails", got, sink.Mails())
	}
}
