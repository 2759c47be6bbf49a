package storetest

import (
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

func sessions(t *testing.T, w *world) {
	clock := now
	s := store.Sessions{Store: w.Store, Clock: news.ClockFunc(func() time.Time { return clock })}
	ok(t, s.CommitCtx(w.ctx, "token", []byte{0, 1, 255}, now.Add(time.Hour)))
	b, found, err := s.FindCtx(w.ctx, "token")
	if err != nil || !found || len(b) != 3 {
		t.Fatalf("found %v %v, %v", b, found, err)
	}
	ok(t, s.CommitCtx(w.ctx, "token", []byte{7}, now.Add(time.Hour)))
	clock = now.Add(2 * time.Hour)
	if _, found, err = s.FindCtx(w.ctx, "token"); err != nil || found {
		t.Errorf("a session that ran out is found: %v, %v", found, err)
	}
	ok(t, s.CommitCtx(w.ctx, "other", []byte{1}, clock.Add(time.Hour)))
	ok(t, s.DeleteCtx(w.ctx, "other"))
	if _, found, err = s.FindCtx(w.ctx, "other"); err != nil || found {
		t.Errorf("a deleted session is found: %v, %v", found, err)
	}
}
