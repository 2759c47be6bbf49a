package app

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
	"onrecord/internal/web/desk"
)

// FindSpeakers gives the speakers whose names have all the words of a query, those in most reports first, and how many there are.
func (a *App) FindSpeakers(ctx context.Context, query string, offset, limit int) ([]news.Speaker, int, error) {
	return a.Store.Speakers(ctx, speaker.Fold(query), offset, limit)
}

// SpeakerNamed gives the speaker of an id, or of a name that only one has; of one that was joined with another, that one.
func (a *App) SpeakerNamed(ctx context.Context, name string) (news.Speaker, error) {
	s, err := a.Store.Speaker(ctx, news.ID(name))
	if err == nil && s.Root != s.ID {
		return a.Store.Speaker(ctx, s.Root)
	}
	if news.KindOf(err) != news.NotFound {
		return s, err
	}
	found, _, err := a.FindSpeakers(ctx, name, 0, 50)
	if err != nil {
		return s, err
	}
	var same []news.Speaker
	for _, f := range found {
		if slices.ContainsFunc(append(f.Aliases, f.Name), func(n string) bool { return speaker.Fold(n) == speaker.Fold(name) }) {
			same = append(same, f)
		}
	}
	switch len(same) {
	case 1:
		return same[0], nil
	case 0:
		return s, news.Errorf(news.NotFound, "there is no speaker %q", name)
	}
	ids := make([]string, len(same))
	for i, f := range same {
		ids[i] = string(f.ID)
	}
	return s, news.FieldErrorf("speaker", "%d are called %s; give the id of one: %s", len(same), name, strings.Join(ids, ", "))
}

// face gathers what suggestions are made from.
func (a *App) face(ctx context.Context, s news.Speaker) (f speaker.Face, err error) {
	f = speaker.Face{Speaker: s, Names: append([]string{s.Name}, s.Aliases...)}
	if f.Held, err = a.Store.SpeakerHeld(ctx, s.ID); err != nil {
		return f, err
	}
	f.Stories, err = a.Store.SpeakerStories(ctx, s.ID)
	return f, err
}

// SuggestSpeakers gives the speakers who may be the same as one, the likeliest first. Those of whom an editor said that they are
// somebody else are left out.
func (a *App) SuggestSpeakers(ctx context.Context, id news.ID) ([]news.Suggestion, error) {
	rules, err := a.people()
	if err != nil {
		return nil, err
	}
	s, err := a.Store.Speaker(ctx, id)
	if err != nil {
		return nil, err
	}
	one, err := a.face(ctx, s)
	if err != nil {
		return nil, err
	}
	relatives, err := a.Store.Relatives(ctx, id)
	if err != nil {
		return nil, err
	}
	apart, err := a.apart(ctx, id)
	if err != nil {
		return nil, err
	}
	var others []speaker.Face
	for _, r := range relatives {
		if apart[r.ID] {
			continue
		}
		f, err := a.face(ctx, r)
		if err != nil {
			return nil, err
		}
		others = append(others, f)
	}
	return rules.Suggest(one, others), nil
}

const (
	recentNames = 5000 // names in reports among which doubtful pairs are sought, the newest first
	likelyPairs = 80   // pairs of names that are looked at closely
)

// DoubtfulSpeakers gives pairs of speakers, among those whom reports named lately, who may be one person, the likeliest first.
func (a *App) DoubtfulSpeakers(ctx context.Context, limit int) ([]news.Doubt, error) {
	rules, err := a.people()
	if err != nil {
		return nil, err
	}
	names, err := a.Store.RecentNames(ctx, recentNames)
	if err != nil {
		return nil, err
	}
	apart, err := a.Store.SpeakersApart(ctx)
	if err != nil {
		return nil, err
	}
	faces := map[news.ID]speaker.Face{}
	var out []news.Doubt
	for _, pair := range rules.Likely(names, apart, likelyPairs) {
		for _, id := range pair {
			if _, there := faces[id]; there {
				continue
			}
			s, err := a.Store.Speaker(ctx, id)
			if err != nil {
				return nil, err
			}
			if faces[id], err = a.face(ctx, s); err != nil {
				return nil, err
			}
		}
		one, other := faces[pair[0]], faces[pair[1]]
		if other.Speaker.Reports > one.Speaker.Reports { // the one that is known better stays
			one, other = other, one
		}
		for _, g := range rules.Suggest(one, []speaker.Face{other}) {
			out = append(out, news.Doubt{One: one.Speaker, Suggestion: g})
		}
	}
	slices.SortStableFunc(out, func(a, b news.Doubt) int { return b.Weight - a.Weight })
	return out[:min(limit, len(out))], nil
}

// apart gives the speakers of whom an editor said that they are not this one.
func (a *App) apart(ctx context.Context, root news.ID) (map[news.ID]bool, error) {
	acts, err := a.Store.SpeakerActs(ctx, root)
	if err != nil {
		return nil, err
	}
	apart := map[news.ID]bool{}
	for _, act := range acts {
		if act.Kind != news.ApartAct || act.Undone {
			continue
		}
		for _, id := range []news.ID{act.Speaker, act.Other} {
			s, err := a.Store.Speaker(ctx, id)
			if err != nil {
				return nil, err
			}
			apart[s.Root] = s.Root != root
		}
	}
	return apart, nil
}

func (a *App) newAct(who string, kind news.SpeakerActKind, id, other news.ID) news.SpeakerAct {
	now := a.Clock.Now()
	return news.SpeakerAct{ID: news.NewID(now), At: now, Who: who, Kind: kind, Speaker: id, Other: other}
}

// MergeSpeakers joins another speaker with one.
func (a *App) MergeSpeakers(ctx context.Context, who string, into, other news.ID) error {
	return a.Store.MergeSpeakers(ctx, a.newAct(who, news.MergeAct, into, other))
}

// KeepSpeakersApart notes that two speakers are not one. Of two that are kept apart already nothing more is noted.
func (a *App) KeepSpeakersApart(ctx context.Context, who string, one, other news.ID) error {
	pairs, err := a.Store.SpeakersApart(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(pairs, [2]news.ID{one, other}) || slices.Contains(pairs, [2]news.ID{other, one}) {
		return nil
	}
	return a.Store.KeepApart(ctx, a.newAct(who, news.ApartAct, one, other))
}

// UndoSpeakerAct undoes an act.
func (a *App) UndoSpeakerAct(ctx context.Context, who string, id news.ID) error {
	act := a.newAct(who, news.UndoAct, "", "")
	act.Undoes = id
	return a.Store.UndoSpeakerAct(ctx, act)
}

// SplitSpeaker takes names in reports out of a speaker: to another one, or to a new one if to is empty. It gives where they went.
func (a *App) SplitSpeaker(ctx context.Context, who string, from news.ID, names []news.MovedName, to news.ID) (news.ID, error) {
	target := news.Speaker{ID: to}
	if to == "" && len(names) > 0 {
		now := a.Clock.Now()
		name := speaker.Shown(names[0].Name)
		target = news.Speaker{ID: news.NewID(now), Created: now, Name: name, Folded: speaker.Fold(name)}
	}
	if to == from {
		return "", news.FieldErrorf("to", "that is the same speaker; name another one, or none for a new one")
	}
	act := a.newAct(who, news.SplitAct, from, target.ID)
	act.Change.Moved = names
	return target.ID, a.Store.SplitSpeaker(ctx, act, target)
}

// SpeakerChange is what to write of a speaker; nil fields stay as they are. An empty office or affiliation is again what reports
// say.
type SpeakerChange struct {
	Name, Office, Affiliation *string
	Aliases                   *[]string
}

// SetSpeaker writes what an editor says of a speaker, and gives it as it is then. What is there already is no act.
func (a *App) SetSpeaker(ctx context.Context, who string, id news.ID, c SpeakerChange) (news.Speaker, error) {
	rules, err := a.people()
	if err != nil {
		return news.Speaker{}, err
	}
	s, err := a.Store.Speaker(ctx, id)
	if err != nil {
		return s, err
	}
	f := s.Fields()
	changed := false
	if c.Name != nil && oneSpace(*c.Name) != s.Name {
		f.Name = oneSpace(*c.Name)
		f.Folded, f.Set.Name, changed = speaker.Fold(f.Name), true, true
	}
	for _, field := range []struct {
		typed *string
		shown string
		into  *string
		set   *bool
	}{{c.Office, s.Office, &f.Office, &f.Set.Office}, {c.Affiliation, s.Affiliation, &f.Affiliation, &f.Set.Affiliation}} {
		if field.typed == nil || oneSpace(*field.typed) == field.shown {
			continue
		}
		*field.into = oneSpace(*field.typed)
		*field.set = *field.into != ""
		changed = true
	}
	if c.Aliases != nil {
		given := aliases(rules, *c.Aliases)
		changed = changed || !slices.Equal(given, s.Given)
		f.Given = given
	}
	if !changed {
		return s, nil
	}
	act := a.newAct(who, news.SetAct, id, "")
	act.Change.After = &f
	if err := a.Store.SetSpeaker(ctx, act); err != nil {
		return s, err
	}
	return a.Store.Speaker(ctx, id)
}

// WriteSpeaker is SetSpeaker with a form of the desk, in which an empty office or affiliation is again what reports say.
func (a *App) WriteSpeaker(ctx context.Context, who string, id news.ID, f desk.SpeakerForm) error {
	s, err := a.Store.Speaker(ctx, id)
	if err != nil {
		return err
	}
	c := SpeakerChange{Name: &f.Name, Aliases: &f.Aliases}
	// What the form left empty because reports say it is no change.
	if f.Office != "" || s.Set.Office {
		c.Office = &f.Office
	}
	if f.Affiliation != "" || s.Set.Affiliation {
		c.Affiliation = &f.Affiliation
	}
	_, err = a.SetSpeaker(ctx, who, id, c)
	return err
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// aliases makes names comparable. One that is not full tells nobody apart: it is shown, and matches nothing.
func aliases(rules *speaker.Rules, names []string) []news.Alias {
	var out []news.Alias
	for _, name := range names {
		name = oneSpace(name)
		if name == "" || slices.ContainsFunc(out, func(l news.Alias) bool { return l.Name == name }) {
			continue
		}
		l := news.Alias{Name: name}
		if n := rules.Name(name); n.Full() {
			l.Key = n.Key()
		}
		out = append(out, l)
	}
	return out
}

// MatchReport matches the names of a report's sources with speakers as reading it would, without reading it: after its statements
// were corrected, or where an older program read it. A report without a text has none.
func (a *App) MatchReport(ctx context.Context, id news.ID) error {
	rules, err := a.people()
	if err != nil {
		return err
	}
	report, err := a.Store.Report(ctx, id)
	if err != nil {
		return err
	}
	revision, err := a.Store.NewestText(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return a.Store.Within(ctx, func(ctx context.Context) error {
		statements, err := a.Store.Statements(ctx, revision.ID)
		if err != nil {
			return err
		}
		return speaker.NewMatcher(rules, a.Store, a.Clock).Keep(ctx, report, rules.Look(revision.Text, statements), false)
	})
}

// MatchSpeakers matches the reports that were read before there were speakers, or all of them again, and says how many. It may be
// stopped at any moment and goes on where it was.
func (a *App) MatchSpeakers(ctx context.Context, all bool) (int, error) {
	const some = 200
	done := 0
	for after := news.ID(""); ; {
		find := a.Store.Unmatched
		if all {
			find = a.Store.ReportsAfter
		}
		ids, err := find(ctx, after, some)
		if err != nil || len(ids) == 0 {
			return done, err
		}
		for _, id := range ids {
			if err := a.MatchReport(ctx, id); err != nil {
				return done, err
			}
			done++
			after = id
		}
	}
}
