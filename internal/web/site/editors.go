package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// editorAct is what an editor did that the ledger shows. Readers are told that it was an editor, and not who.
type editorAct struct {
	At    time.Time
	Words string
	Href  string // of the claim or story where it shows; empty: it is this page
	What  string // what Href leads to, to be read aloud
}

// editorActs are those on a page, the newest first.
type editorActs struct {
	All   cut[editorAct]
	Whole string // the address of the page that has them all
}

const (
	openActs     = 5   // how many of them stand open
	longestNamed = 140 // characters of a claim that is named in a sentence
)

// editors gives what editors did to a story's claims and to the story itself, or to one claim and what is part of it. What was undone is
// not told, for it is as if it had never been; nor what rests since.
func (s *Site) editors(ctx context.Context, t told, claim news.ID, whole string, most int) (e editorActs, err error) {
	acts, err := s.Store.ClaimActs(ctx, t.Story.ID)
	if err != nil {
		return e, err
	}
	log := news.ClaimLog(acts)
	parts, counting := log.Parts(), log.Counting()
	if claim != "" {
		counting = slices.DeleteFunc(counting, func(a news.ClaimAct) bool {
			return parts.Whole(a.ClaimID) != claim && (a.Into == "" || parts.Whole(a.Into) != claim)
		})
	}
	names, err := s.actNames(ctx, t, counting)
	if err != nil {
		return e, err
	}
	var all []editorAct
	for _, a := range counting {
		v := editorAct{At: a.At, Words: t.In.act(a, names)}
		if claim == "" {
			at := a.ClaimID
			if a.Into != "" {
				at = a.Into
			}
			v.Href, v.What = claimAddress(parts.Whole(at)), t.In.say("editors.the_claim")
		}
		all = append(all, v)
	}
	if claim == "" {
		mended, err := s.Store.Mendings(ctx, t.Story.ID)
		if err != nil {
			return e, err
		}
		for _, m := range mended {
			if m.Who != "" {
				all = append(all, t.In.mended(m, t.Story.ID))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b editorAct) int { return b.At.Compare(a.At) })
	return editorActs{cutAt(all, openActs, most), whole + "?changes=all#editors"}, nil
}

// act says what an editor did, in a sentence.
func (s speech) act(a news.ClaimAct, n news.ActNames) string {
	claim := n.Claim(a.ClaimID)
	wording := strings.TrimSuffix(a.Wording, ".")
	switch a.Kind {
	case news.ActReword:
		return s.say("act.reworded", "claim", wording)
	case news.ActLock:
		return s.say("act.locked", "claim", claim)
	case news.ActUnlock:
		return s.say("act.unlocked", "claim", claim)
	case news.ActLead:
		return s.say("act.made_central", "claim", claim)
	case news.ActMerge:
		return s.say("act.merged", "claim", claim, "into", n.Claim(a.Into))
	case news.ActSplit:
		return s.count("act.split", len(a.Evidence), "claim", claim, "wording", wording)
	case news.ActMove:
		switch a.Into {
		case "":
			return s.count("act.took_out", len(a.Evidence), "claim", claim)
		case a.ClaimID:
			return s.count("act.put", len(a.Evidence), "claim", claim, "stance", locale.Phrase(s.stance(a.Stance)))
		}
		return s.count("act.moved", len(a.Evidence), "claim", claim, "into", n.Claim(a.Into), "stance", locale.Phrase(s.stance(a.Stance)))
	case news.ActPlace:
		return s.say("act.placed", "outlet", n.Report(a.ReportID), "claim", claim, "stance", locale.Phrase(s.stance(a.Stance)))
	case news.ActUnplace:
		return s.say("act.let_go", "outlet", n.Report(a.ReportID), "claim", claim)
	}
	return s.say("act.other", "claim", claim)
}

// actNames names claims by the words they have, or had last, and reports by their outlets.
func (s *Site) actNames(ctx context.Context, t told, acts []news.ClaimAct) (n news.ActNames, err error) {
	wording, outlets := map[news.ID]string{}, map[news.ID]string{}
	if len(acts) > 0 {
		claims, err := s.Store.ClaimsEver(ctx, t.Story.ID)
		if err != nil {
			return n, err
		}
		for _, a := range acts {
			if a.Kind == news.ActSplit { // which may not be in the ledger yet
				wording[a.Into] = a.Wording
			}
		}
		for _, c := range claims {
			wording[c.ID] = c.Wording
		}
	}
	for _, a := range acts {
		if a.ReportID == "" || outlets[a.ReportID] != "" {
			continue
		}
		r, here := t.Reports[a.ReportID]
		if !here { // moved to another story since
			if r, err = s.Store.Report(ctx, a.ReportID); err != nil && news.KindOf(err) != news.NotFound {
				return n, err
			}
		}
		outlets[a.ReportID] = r.Outlet
	}
	or := func(names map[news.ID]string) func(news.ID) string {
		return func(id news.ID) string {
			if names[id] == "" {
				return string(id)
			}
			return strings.TrimSuffix(shortened(names[id], longestNamed), ".") // the sentence that it stands in has its own full stop
		}
	}
	return news.ActNames{Claim: or(wording), Report: or(outlets)}, nil
}

// mended says of a story, or of one that ended in it, how an editor merged it, set reports apart from it, or moved some.
func (s speech) mended(m news.Mending, here news.ID) editorAct {
	v := editorAct{At: m.At, Href: storyAddress(m.Into), What: s.say("editors.other_story")}
	end := ""
	pairs := []any{"from", m.FromTitle}
	if m.Into == here {
		end = "_here"
		if v.Href = storyAddress(m.From); m.Kind == news.MergedStories {
			v.Href = "" // which leads back here
		}
	} else {
		pairs = append(pairs, "into", m.IntoTitle)
	}
	switch m.Kind {
	case news.MergedStories:
		v.Words = s.say("mended.merged"+end, pairs...)
	case news.SplitStory:
		v.Words = s.count("mended.split"+end, len(m.Reports), pairs...)
	default:
		v.Words = s.count("mended.moved"+end, len(m.Reports), pairs...)
	}
	return v
}
