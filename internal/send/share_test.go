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

// TestTwoEditionsShareTheConnections mails two editions at once over a mail server that is to have four connections, and sees that
// it never has more, and that neither edition waits for the other's end.
func TestTwoEditionsShareTheConnections(t *testing.T) {
	const connections = 4
	readers := 1500
	if testing.Short() {
		readers = 800
	}
	h := build(t)
	sink, err := smtpsink.Start(t.Context(), smtpsink.Options{})
	ok(t, err)
	t.Cleanup(func() { _ = sink.Close() })
	host, port, err := net.SplitHostPort(sink.Addr())
	ok(t, err)
	n, err := strconv.Atoi(port)
	ok(t, err)
	r, err := smtp.New(smtp.Options{Host: host, Port: n, TLS: "off", HELO: "localhost"})
	ok(t, err)
	step, err := send.New(send.Options{Store: h.Store, People: h.people, Ways: []send.Way{{Relay: relay{r, &desk{}}, Name: "the sink", Connections: connections}}, Links: h.links,
		Clock: news.ClockFunc(func() time.Time { return h.now }), Log: slog.New(slog.DiscardHandler)})
	ok(t, err)
	var editions []news.Edition
	for _, slug := range []string{"harbour", "tides"} {
		p, err := h.PublicationBySlug(t.Context(), slug)
		ok(t, err)
		ok(t, h.Within(t.Context(), func(ctx context.Context) error {
			for i := range readers {
				u := news.Subscriber{ID: news.NewID(h.now), Address: fmt.Sprintf("%s%d@example.org", slug, i), Created: h.now}
				ok(t, h.SaveSubscriber(ctx, u))
				ok(t, h.SaveSubscription(ctx, news.Subscription{ID: news.NewID(h.now), SubscriberID: u.ID, PublicationID: p.ID, State: news.Active, Changed: h.now}))
			}
			return nil
		}))
		e := edition(p.ID)
		e.ID = news.NewID(h.now)
		ok(t, h.SaveEdition(t.Context(), e))
		editions = append(editions, e)
	}
	var wait sync.WaitGroup
	other := make([]int, len(editions)) // how many of the other edition were sent when one was at its end
	for i, e := range editions {
		wait.Go(func() {
			if err := step.Run(t.Context(), e.ID); err != nil {
				t.Error(err)
			}
			v, err := h.Sending(t.Context(), editions[1-i].ID)
			if err != nil {
				t.Error(err)
			}
			other[i] = v.Counts.Sent
		})
	}
	wait.Wait()
	for i, e := range editions {
		if v, err := h.Sending(t.Context(), e.ID); err != nil || v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: readers}) {
			t.Errorf("%+v, %v", v, err)
		}
		if other[i] < readers/4 {
			t.Errorf("when edition %d was at its end, %d of the other's %d mails were sent", i, other[i], readers)
		}
	}
	if _, most := sink.Connections(); most > connections {
		t.Errorf("%d connections at once", most)
	}
	if sink.Mails() != 2*readers {
		t.Errorf("%d mails came", sink.Mails())
	}
}

// TestASingleMailDoesNotWaitForAnEdition asks for a test mail while an edition has all connections.
func TestASingleMailDoesNotWaitForAnEdition(t *testing.T) {
	const readers = 2000
	p := setUp(t, readers, 0)
	before := make(chan int, 1)
	p.until(t, 300, func() error {
		go func() {
			sent, err := p.step.Test(t.Context(), p.edition.ID, "", []string{"ada@example.org"})
			if err != nil || len(sent) != 1 || sent[0].Err != nil {
				t.Errorf("the test: %+v, %v", sent, err)
			}
			before <- p.sink.Mails()
		}()
		return nil
	})
	if n := <-before; n > readers*3/4 {
		t.Errorf("the single mail came after %d of an edition's %d", n, readers)
	}
	if _, most := p.sink.Connections(); most > connections {
		t.Errorf("%d connections at once", most)
	}
	if v, err := p.Sending(t.Context(), p.edition.ID); err != nil || v.State != news.Finished || v.Counts != (news.DeliveryCounts{Sent: readers}) {
		t.Errorf("%+v, %v", v, err)
	}
}
