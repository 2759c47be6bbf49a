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

func TestAlready(t *testing.T) {
	undone := time.Date(2031, 3, 2, 0, 0, 0, 0, time.UTC)
	act := func(kind news.ClaimActKind, claim, into news.ID) news.ClaimAct {
		return news.ClaimAct{Kind: kind, ClaimID: claim, Into: into, Wording: "They met", Evidence: []string{"k"}, Stance: news.For}
	}
	taken := func(a news.ClaimAct) news.ClaimAct { a.Undone = undone; return a }
	against := func(a news.ClaimAct) news.ClaimAct { a.Stance = news.Against; return a }
	for name, c := range map[string]struct {
		log  news.ClaimLog
		act  news.ClaimAct
		want bool
	}{
		"nobody did anything":               {nil, act(news.ActLock, "a", ""), false},
		"nobody locked it":                  {nil, act(news.ActUnlock, "a", ""), true},
		"locked":                            {news.ClaimLog{act(news.ActLock, "a", "")}, act(news.ActLock, "a", ""), true},
		"another is locked":                 {news.ClaimLog{act(news.ActLock, "b", "")}, act(news.ActLock, "a", ""), false},
		"locked, and that undone":           {news.ClaimLog{taken(act(news.ActLock, "a", ""))}, act(news.ActLock, "a", ""), false},
		"worded is locked":                  {news.ClaimLog{act(news.ActReword, "a", "")}, act(news.ActLock, "a", ""), true},
		"split off is locked":               {news.ClaimLog{act(news.ActSplit, "b", "a")}, act(news.ActLock, "a", ""), true},
		"locked and unlocked":               {news.ClaimLog{act(news.ActLock, "a", ""), act(news.ActUnlock, "a", "")}, act(news.ActLock, "a", ""), false},
		"locked with these words":           {news.ClaimLog{act(news.ActLock, "a", "")}, act(news.ActReword, "a", ""), true},
		"central":                           {news.ClaimLog{act(news.ActLead, "a", "")}, act(news.ActLead, "a", ""), true},
		"another is central since":          {news.ClaimLog{act(news.ActLead, "a", ""), act(news.ActLead, "b", "")}, act(news.ActLead, "a", ""), false},
		"central as part of it is":          {news.ClaimLog{act(news.ActLead, "b", ""), act(news.ActMerge, "b", "a")}, act(news.ActLead, "a", ""), true},
		"merged":                            {news.ClaimLog{act(news.ActMerge, "a", "b")}, act(news.ActMerge, "a", "b"), true},
		"merged the other way round":        {news.ClaimLog{act(news.ActMerge, "a", "b")}, act(news.ActMerge, "b", "a"), false},
		"into itself is not for here":       {nil, act(news.ActMerge, "a", "a"), false},
		"part of another: that is refused":  {news.ClaimLog{act(news.ActMerge, "a", "b")}, act(news.ActUnlock, "a", ""), false},
		"moved":                             {news.ClaimLog{act(news.ActMove, "a", "b")}, act(news.ActMove, "a", "b"), true},
		"moved, to stand otherwise":         {news.ClaimLog{act(news.ActMove, "a", "b")}, against(act(news.ActMove, "b", "b")), false},
		"put where splitting had put it":    {news.ClaimLog{act(news.ActSplit, "a", "b")}, act(news.ActMove, "b", "b"), true},
		"split off again":                   {news.ClaimLog{act(news.ActSplit, "a", "b")}, act(news.ActSplit, "a", "c"), false},
		"placed":                            {news.ClaimLog{act(news.ActPlace, "a", "")}, act(news.ActPlace, "a", ""), true},
		"placed otherwise":                  {news.ClaimLog{act(news.ActPlace, "a", "")}, against(act(news.ActPlace, "a", "")), false},
		"placed, so the machine may not":    {news.ClaimLog{act(news.ActPlace, "a", "")}, act(news.ActUnplace, "a", ""), false},
		"placed by the machine":             {nil, act(news.ActUnplace, "a", ""), true},
		"gone, as its splitting off undone": {news.ClaimLog{taken(act(news.ActSplit, "b", "a"))}, act(news.ActUnlock, "a", ""), false},
	} {
		if got := c.log.Already(c.act); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
