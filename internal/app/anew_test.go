package app

import (
	"testing"

	"onrecord/internal/news"
)

func TestLedgersAreMadeAnewByAProgramThatWeighsDifferently(t *testing.T) {
	h := openHarbour(t, t.TempDir()+"/desk.db")
	_, before, _, err := h.Store.StoryVersion(t.Context(), h.story)
	ok(t, err)
	for range 2 { // the second time there is nothing to do
		ok(t, h.weighAnew(t.Context()))
		_, after, _, err := h.Store.StoryVersion(t.Context(), h.story)
		ok(t, err)
		if after != before+1 {
			t.Errorf("version %d after %d", after, before)
		}
	}
	left, err := h.Flow.Left(t.Context())
	if err != nil || left[news.Weigh] == 0 {
		t.Errorf("nothing is left to weigh: %v, %v", left, err)
	}
}
