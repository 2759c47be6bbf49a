package webtest

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
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
		for _, st := range w.Said[v.ID] {
			if st.Speaker == a.Name {
				text := []rune(v.Text)
				out = append(out, news.Quoted{Statement: st, Words: news.Cut(text, st.Content), CueWords: news.Cut(text, st.Cue), As: a.Name,
					Published: r.Published, Outlet: r.Outlet, Title: r.Title, StoryID: r.StoryID})
			}
		}
	}
	return page(out, offset, limit), len(out), nil
}
