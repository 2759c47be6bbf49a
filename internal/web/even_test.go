package web

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnswersAreGivenInSteps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for work, want := range map[time.Duration]time.Duration{
			0: evenly, time.Millisecond: evenly, evenly - time.Millisecond: evenly, evenly + time.Millisecond: 2 * evenly,
		} {
			began := time.Now()
			time.Sleep(work)
			Even(t.Context(), began)
			if took := time.Since(began); took != want {
				t.Errorf("after %v of work the answer takes %v, want %v", work, took, want)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		began := time.Now()
		if Even(ctx, began); time.Since(began) != 0 {
			t.Error("who has gone is waited for")
		}
	})
}
