package site

import (
	"context"
	"slices"
	"strings"
	"time"

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
		v := editorAct{At: a.At, Words: toReaders(a, names)}
		if claim == "" {
			at := a.ClaimID
			if a.Into != "" {
				at = a.Into
			}
			v.Href, v.What = claimAddress(parts.Whole(at)), "the claim"
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
				all = append(all, mendedByEditor(m, t.Story.ID))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b editorAct) int { return b.At.Compare(a.At) })
	return editorActs{cutAt(all, openActs, most), whole + "?changes=all#editors"}, nil
}

// toReaders says what an editor did. The desk says it in the same words, where these are not its own.
func toReaders(a news.ClaimAct, n news.ActNames) string {
	claim := "“" + n.Claim(a.ClaimID) + "”"
	switch a.Kind {
	case news.ActLock:
		return "An editor fixed the wording " + claim + "."
	case news.ActUnlock:
		return "An editor left it to the program again how " + claim + " is worded."
	case news.ActUnplace:
		return "An editor left it to the program again where the report of " + n.Report(a.ReportID) + " stands to " + claim + "."
	}
	return "An editor " + a.InWords(n) + "."
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

// mendedByEditor says of a story, or of one that ended in it, how an editor merged it, set reports apart from it, or moved some.
func mendedByEditor(m news.Mending, here news.ID) editorAct {
	from, into, n := "“"+m.FromTitle+"”", "“"+m.IntoTitle+"”", number(len(m.Reports), "report")
	v := editorAct{At: m.At, Href: storyAddress(m.Into), What: "the other story"}
	if m.Into == here {
		into = "this one"
		if v.Href = storyAddress(m.From); m.Kind == news.MergedStories {
			v.Href = "" // which leads back here
		}
	}
	switch m.Kind {
	case news.MergedStories:
		v.Words = "An editor merged the story " + from + " into " + into + "."
	case news.SplitStory:
		v.Words = "An editor made " + n + " of " + from + " a story of " + verb(len(m.Reports), "its", "their") + " own: " + into + "."
	default:
		v.Words = "An editor moved " + n + " from " + from + " to " + into + "."
	}
	return v
}
