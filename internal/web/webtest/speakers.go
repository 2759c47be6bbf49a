package webtest

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web/desk"
)

// Appearances gives the names of a report's sources.
func (w *World) Appearances(_ context.Context, id news.ID) (out []news.Appearance, err error) {
	for _, a := range w.Named {
		if a.ReportID == id {
			out = append(out, a)
		}
	}
	return out, w.Fail
}

// StoryAppearances gives those of a story's reports.
func (w *World) StoryAppearances(ctx context.Context, id news.ID) (out []news.Appearance, err error) {
	reports, err := w.StoryReports(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		in, err := w.Appearances(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, in...)
	}
	return out, nil
}

// SpeakerAppearances gives those of a speaker, the newest first.
func (w *World) SpeakerAppearances(_ context.Context, root news.ID, offset, limit int) (out []news.Appearance, err error) {
	for _, a := range w.Named {
		if a.Root == root {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Appearance) int { return b.Published.Compare(a.Published) })
	return page(out, offset, limit), w.Fail
}

func page[T any](all []T, offset, limit int) []T {
	all = all[min(offset, len(all)):]
	return all[:min(limit, len(all))]
}

// Speaker gives one.
func (w *World) Speaker(_ context.Context, id news.ID) (news.Speaker, error) {
	return find(w, w.People, "speaker", func(s news.Speaker) bool { return s.ID == id })
}

// SpeakersNamed is Speakers.
func (w *World) SpeakersNamed(ctx context.Context, query string, offset, limit int) ([]news.Speaker, int, error) {
	return w.Speakers(ctx, strings.ToLower(query), offset, limit)
}

// Speakers gives those whose names have all words of a query, those in most reports first.
func (w *World) Speakers(_ context.Context, folded string, offset, limit int) (out []news.Speaker, total int, err error) {
	for _, s := range w.People {
		names := strings.ToLower(strings.Join(append([]string{s.Name}, s.Aliases...), " "))
		missing := slices.ContainsFunc(strings.Fields(folded), func(word string) bool { return !strings.Contains(names, word) })
		if s.Root == s.ID && s.Reports > 0 && !missing {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Speaker) int { return b.Reports - a.Reports })
	return page(out, offset, limit), len(out), w.Fail
}

// SpeakerHeld gives what reports call a speaker.
func (w *World) SpeakerHeld(_ context.Context, root news.ID) ([]news.Held, error) {
	return w.HeldBy[root], w.Fail
}

// SpeakerActs gives what editors did to a speaker.
func (w *World) SpeakerActs(_ context.Context, root news.ID) (out []news.SpeakerAct, err error) {
	for _, a := range w.SpeakerDeeds {
		if a.Speaker == root || a.Other == root {
			out = append(out, a)
		}
	}
	return out, w.Fail
}

// SpeakerStatements gives what the newest texts have a speaker say.
func (w *World) SpeakerStatements(ctx context.Context, root news.ID, offset, limit int) (out []news.Quoted, total int, err error) {
	named, err := w.SpeakerAppearances(ctx, root, 0, len(w.Named))
	if err != nil {
		return nil, 0, err
	}
	for _, a := range named {
		r, err := w.Report(ctx, a.ReportID)
		if err != nil {
			return nil, 0, err
		}
		v, err := w.NewestText(ctx, a.ReportID)
		if err != nil {
			return nil, 0, err
		}
		story := w.Ledgers[r.StoryID].Story.Title
		for i, st := range w.Said[v.ID] {
			if st.Speaker == a.Name {
				st.ReportID = a.ReportID
				text := []rune(v.Text)
				out = append(out, news.Quoted{Statement: st, Words: news.Cut(text, st.Content), CueWords: news.Cut(text, st.Cue), As: a.Name,
					Published: r.Published, OutletID: r.OutletID, Outlet: r.Outlet, Title: r.Title, StoryID: r.StoryID, Story: story, Number: i + 1})
			}
		}
	}
	return page(out, offset, limit), len(out), nil
}

// speakers are what editors do to speakers, noted.
type speakers struct {
	*World
	acts *Acts
}

func (s speakers) note(words ...string) error {
	s.acts.People = append(s.acts.People, strings.Join(words, " "))
	return s.Fail
}

func (s speakers) FindSpeakers(ctx context.Context, query string, offset, limit int) ([]news.Speaker, int, error) {
	return s.SpeakersNamed(ctx, query, offset, limit)
}

func (s speakers) SpeakerNamed(ctx context.Context, name string) (news.Speaker, error) {
	if v, err := s.Speaker(ctx, news.ID(name)); err == nil {
		return v, nil
	}
	found, total, err := s.SpeakersNamed(ctx, name, 0, 2)
	switch {
	case err != nil:
		return news.Speaker{}, err
	case total == 0:
		return news.Speaker{}, news.Errorf(news.NotFound, "there is no speaker %q", name)
	case total > 1:
		return news.Speaker{}, news.FieldErrorf("speaker", "%d are called %s; give the id of one", total, name)
	}
	return found[0], nil
}

func (s speakers) SuggestSpeakers(_ context.Context, id news.ID) ([]news.Suggestion, error) {
	return s.Likely[id], s.Fail
}

func (s speakers) DoubtfulSpeakers(ctx context.Context, limit int) (out []news.Doubt, err error) {
	for _, v := range s.People {
		for _, g := range s.Likely[v.ID] {
			out = append(out, news.Doubt{One: v, Suggestion: g})
		}
	}
	return out[:min(limit, len(out))], s.Fail
}

func (s speakers) MergeSpeakers(_ context.Context, who string, into, other news.ID) error {
	if into == other {
		return news.FieldErrorf("other", "that is the same speaker; name another one")
	}
	return s.note(who, "joined", string(other), "with", string(into))
}

func (s speakers) KeepSpeakersApart(_ context.Context, who string, one, other news.ID) error {
	return s.note(who, "kept", string(one), "and", string(other), "apart")
}

func (s speakers) SplitSpeaker(_ context.Context, who string, from news.ID, names []news.MovedName, to news.ID) (news.ID, error) {
	if len(names) == 0 {
		return "", news.FieldErrorf("names", "choose at least one name in a report to take out")
	}
	if to == "" {
		to = "new"
	}
	for _, m := range names {
		if err := s.note(who, "took", m.Name, "in", string(m.ReportID), "from", string(from), "to", string(to)); err != nil {
			return "", err
		}
	}
	return to, nil
}

func (s speakers) WriteSpeaker(_ context.Context, who string, id news.ID, f desk.SpeakerForm) error {
	if err := (news.Speaker{Name: f.Name, Office: f.Office, Affiliation: f.Affiliation}).Validate(); err != nil {
		return err
	}
	return s.note(who, "wrote", string(id), f.Name, "|", f.Office, "|", f.Affiliation, "|", strings.Join(f.Aliases, ","))
}

func (s speakers) UndoSpeakerAct(_ context.Context, who string, id news.ID) error {
	return s.note(who, "undid", string(id))
}
