package storetest

import (
	"cmp"
	"reflect"
	"testing"
	"time"

	"onrecord/internal/news"
)

func claimActs(t *testing.T, w *world) {
	_, f := w.feed(t, "record")
	a := w.report(t, f, "a", now)
	st := w.story(t, "Talks", a)
	claim := news.ClaimLedger{Claim: news.Claim{ID: w.id(), StoryID: st.ID, Wording: "They talk", Main: true, Key: "k"},
		Positions: []news.Position{{ReportID: a.ID, Stance: news.For, Also: []string{}}}}
	_, version, _, err := w.StoryVersion(w.ctx, st.ID)
	ok(t, err)
	ok(t, w.SaveLedger(w.ctx, st, version, []news.ClaimLedger{claim}, nil))
	act := func(a news.ClaimAct) news.ClaimAct {
		a.ID, a.StoryID, a.ClaimID, a.At, a.By = w.id(), st.ID, cmp.Or(a.ClaimID, claim.ID), now, "ada"
		return a
	}
	word := act(news.ClaimAct{Kind: news.ActReword, Wording: "They have talked", Evidence: []string{}})
	split := act(news.ClaimAct{Kind: news.ActSplit, Into: w.id(), Wording: "They met", Evidence: []string{"a-1", "a-2"}, Stance: news.For})
	place := act(news.ClaimAct{Kind: news.ActPlace, ReportID: a.ID, Stance: news.Beside, Evidence: []string{}})
	for _, a := range []news.ClaimAct{word, split, place} {
		ok(t, w.AddClaimAct(w.ctx, a))
	}
	ok(t, w.UndoClaimAct(w.ctx, split.ID, "ben", now.Add(time.Minute)))
	kind(t, w.UndoClaimAct(w.ctx, split.ID, "ben", now), news.Conflict)
	kind(t, w.UndoClaimAct(w.ctx, w.id(), "ben", now), news.NotFound)
	split.UndoneBy, split.Undone = "ben", now.Add(time.Minute)
	if got, err := w.ClaimActs(w.ctx, st.ID); err != nil || !reflect.DeepEqual(got, []news.ClaimAct{word, split, place}) {
		t.Errorf("acts: %+v, %v", got, err)
	}
	if got, err := w.ClaimAct(w.ctx, place.ID); err != nil || !reflect.DeepEqual(got, place) {
		t.Errorf("an act: %+v, %v", got, err)
	}
	if _, now, _, err := w.StoryVersion(w.ctx, st.ID); err != nil || now <= version {
		t.Errorf("a correction asks for no new weighing: version %d, %v", now, err)
	}
	kind(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActReword, ClaimID: w.id(), Wording: "x"})), news.NotFound)
	kind(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActReword, ClaimID: split.Into, Wording: "x"})), news.Conflict) // its splitting off is undone
	kind(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActPlace, ReportID: w.id(), Stance: news.For})), news.NotFound)
	kind(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActMerge, Into: claim.ID})), news.Invalid)
	other := w.story(t, "Other")
	foreign := news.ClaimLedger{Claim: news.Claim{ID: w.id(), StoryID: other.ID, Wording: "It rains", Main: true, Key: "r"}}
	ok(t, w.SaveLedger(w.ctx, other, 1, []news.ClaimLedger{foreign}, nil))
	kind(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActMerge, Into: foreign.ID})), news.NotFound)

	// What was split off can be acted on before the story is weighed; what is part of another claim cannot.
	second := act(news.ClaimAct{Kind: news.ActSplit, Into: w.id(), Wording: "They met twice", Evidence: []string{"a-3"}})
	join := act(news.ClaimAct{Kind: news.ActMerge, ClaimID: second.Into, Into: claim.ID})
	ok(t, w.AddClaimAct(w.ctx, second))
	ok(t, w.AddClaimAct(w.ctx, join))
	kind(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActLock, ClaimID: second.Into})), news.Conflict)
	ok(t, w.UndoClaimAct(w.ctx, join.ID, "ben", now))
	ok(t, w.AddClaimAct(w.ctx, act(news.ClaimAct{Kind: news.ActLock, ClaimID: second.Into})))

	// A claim that left the ledger goes on answering.
	claim.Gone, claim.MergedInto, claim.Main, claim.Positions = now, "elsewhere", false, nil
	ok(t, w.SaveLedger(w.ctx, st, version+9, []news.ClaimLedger{claim}, nil))
	if got, err := w.Claim(w.ctx, claim.ID); err != nil || got != claim.Claim {
		t.Errorf("the claim that left: %+v, %v", got, err)
	}
	if now, err := w.Claims(w.ctx, st.ID); err != nil || len(now) != 0 {
		t.Errorf("the ledger: %+v, %v", now, err)
	}
	if ever, err := w.ClaimsEver(w.ctx, st.ID); err != nil || len(ever) != 1 || ever[0] != claim.Claim {
		t.Errorf("all that it had: %+v, %v", ever, err)
	}
}
