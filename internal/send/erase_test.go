package send_test

import (
	"context"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

// inTheWay is a store in which something else stands in the way of the next transactions.
type inTheWay struct {
	send.PeopleStore
	left int
}

func (s *inTheWay) Within(ctx context.Context, fn func(ctx context.Context) error) error {
	err := s.PeopleStore.Within(ctx, func(ctx context.Context) error {
		if err := fn(ctx); err != nil || s.left == 0 {
			return err
		}
		return news.Errorf(news.Unavailable, "deadlock detected")
	})
	s.left = max(s.left-1, 0)
	return err
}

func TestWhoLeavesIsNotStoodInTheWayOfByAMailing(t *testing.T) {
	h := build(t)
	reader, preferences := h.join(t, "harbour", "ada@example.org")
	busy := &inTheWay{h.people.Store, 2}
	o := h.people.PeopleOptions
	o.Store = busy
	people := send.NewPeople(o)
	is(t, people.Erase(t.Context(), preferences), news.Unavailable, "deadlock")
	if busy.left != 0 {
		t.Errorf("it was not tried again")
	}
	busy.left = 1
	ok(t, people.Erase(t.Context(), preferences))
	if u, err := h.Subscriber(t.Context(), reader.ID); err != nil || u.Address != "" || u.Erased.IsZero() {
		t.Errorf("the reader is %+v, %v", u, err)
	}
}
