package news_test

import (
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestClaimLog(t *testing.T) {
	undone := time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC)
	act := func(kind news.ClaimActKind, claim, into news.ID) news.ClaimAct {
		return news.ClaimAct{Kind: kind, ClaimID: claim, Into: into}
	}
	split := act(news.ActSplit, "a", "s")
	splitUndone := split
	splitUndone.Undone = undone
	for _, tt := range []struct {
		name     string
		log      news.ClaimLog
		counting int
		rest     int
		whole    map[news.ID]news.ID
	}{
		{"nothing", nil, 0, 0, map[news.ID]news.ID{"a": "a"}},
		{"a chain", news.ClaimLog{act(news.ActMerge, "a", "b"), act(news.ActMerge, "b", "c")}, 2, 0, map[news.ID]news.ID{"a": "c", "b": "c", "c": "c"}},
		{"a circle: the last word goes", news.ClaimLog{act(news.ActMerge, "a", "b"), act(news.ActMerge, "b", "a")}, 2, 0, map[news.ID]news.ID{"a": "a", "b": "a"}},
		{"a long circle", news.ClaimLog{act(news.ActMerge, "a", "b"), act(news.ActMerge, "b", "c"), act(news.ActMerge, "c", "a")}, 3, 0, map[news.ID]news.ID{"a": "a", "b": "a", "c": "a"}},
		{"into itself", news.ClaimLog{act(news.ActMerge, "a", "a")}, 1, 0, map[news.ID]news.ID{"a": "a"}},
		{"a splitting that others build on", news.ClaimLog{split, act(news.ActMerge, "b", "s"), act(news.ActReword, "s", ""), act(news.ActMove, "s", "b")}, 4, 0, map[news.ID]news.ID{"b": "s"}},
		{"and undone", news.ClaimLog{splitUndone, act(news.ActMerge, "b", "s"), act(news.ActReword, "s", ""), act(news.ActMove, "s", "b"), act(news.ActSplit, "s", "t")}, 2, 2, map[news.ID]news.ID{"b": "b", "t": "t"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if c, r := len(tt.log.Counting()), len(tt.log.Rest()); c != tt.counting || r != tt.rest {
				t.Errorf("%d count and %d rest", c, r)
			}
			for id, want := range tt.whole {
				if got := tt.log.Parts().Whole(id); got != want {
					t.Errorf("%s is part of %s, want %s", id, got, want)
				}
			}
		})
	}
	log := news.ClaimLog{splitUndone, act(news.ActMerge, "a", "b")}
	for _, a := range []news.ClaimAct{act(news.ActReword, "s", ""), act(news.ActMove, "b", "s"), act(news.ActReword, "a", ""), act(news.ActMerge, "b", "a")} {
		if err := log.Refuse(a); news.KindOf(err) != news.Conflict {
			t.Errorf("%s of %s into %q: %v", a.Kind, a.ClaimID, a.Into, err)
		}
	}
	for _, a := range []news.ClaimAct{act(news.ActReword, "b", ""), act(news.ActMove, "b", ""), act(news.ActSplit, "a", "t")} {
		if err := log.Refuse(a); err != nil {
			t.Errorf("%s of %s: %v", a.Kind, a.ClaimID, err)
		}
	}
}
