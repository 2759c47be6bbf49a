package send_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
	realstore "onrecord/internal/store"
	"onrecord/internal/testkit/smtpsink"
)

// slowPages is a store that answers the second question for what is due only once some of it has been written down as sent.
type slowPages struct {
	*realstore.Store
	asked atomic.Int32
	read  chan struct{} // closed when it has read what it will answer
	sent  chan struct{} // closed when some of that is written down
}

func (s *slowPages) DeferredDeliveries(ctx context.Context, number int64, now time.Time, limit int) ([]news.Addressed, error) {
	all, err := s.Store.DeferredDeliveries(ctx, number, now, limit)
	if len(all) > 0 && s.asked.Add(1) == 2 {
		close(s.read)
		<-s.sent
	}
	return all, err
}

// TestWhatIsSentWhileAPageIsReadIsNotSentAgain reads what is due just before a message of it is written down as sent, and gets it only
// after that, as happens when much is due again at once.
func TestWhatIsSentWhileAPageIsReadIsNotSentAgain(t *testing.T) {
	pages := &slowPages{read: make(chan struct{}), sent: make(chan struct{})}
	var ends atomic.Int32
	s := &server{connections: 1}
	s.o.Behave = func(at smtpsink.Point, _ string) string {
		if at != smtpsink.End {
			return ""
		}
		switch ends.Add(1) {
		case 1, 2:
			return "451 4.3.0 not now"
		case 3:
			<-pages.read
		case 4: // its dot came, so the message before is written down
			close(pages.sent)
		}
		return ""
	}
	a := newArena(t, setup{readers: 2, timeout: 10 * time.Second, wrap: func(s *realstore.Store) send.Store { pages.Store = s; return pages }}, s)
	a.run(t)
	a.clock.move(10 * time.Minute)
	a.all(t, a.run(t))
}
