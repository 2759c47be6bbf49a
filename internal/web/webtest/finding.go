package webtest

import (
	"context"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// has says whether a text has all phrases, in small letters and as parts of words too: what counts as a word is for the store's tests.
func has(text string, phrases [][]string) bool {
	text = strings.ToLower(text)
	return !slices.ContainsFunc(phrases, func(p []string) bool { return !strings.Contains(text, strings.ToLower(strings.Join(p, " "))) })
}

// FindReports gives those that a search is of, the newest first.
func (w *World) FindReports(ctx context.Context, f news.Search, offset, limit int) (out []news.Hit, err error) {
	if w.Fail != nil || f.Empty() {
		return nil, w.Fail
	}
	reports := slices.Clone(w.Reports)
	slices.SortStableFunc(reports, func(a, b news.Report) int { return b.Published.Compare(a.Published) })
	for _, r := range reports {
		v, err := w.NewestText(ctx, r.ID)
		if err != nil || f.Outlet != "" && !w.by(r, f.Outlet) || !f.From.IsZero() && r.Published.Before(f.From) || !f.Until.IsZero() && !r.Published.Before(f.Until) ||
			!has(r.Title+" "+v.Text, f.Phrases) {
			continue
		}
		h := news.Hit{Report: r, Text: v.Text}
		text := []rune(v.Text)
		for i, st := range w.Said[v.ID] {
			var root news.ID
			for _, a := range w.Named {
				if a.ReportID == r.ID && a.Name == st.Speaker {
					root = a.Root
				}
			}
			if f.OfStatements() && !f.Takes(st) || f.Speaker != "" && root != f.Speaker {
				continue
			}
			st.ReportID = r.ID
			h.Statements = append(h.Statements, news.HitStatement{Statement: st, Number: i + 1, Root: root, Words: news.Cut(text, st.Content), CueWords: news.Cut(text, st.Cue), SourceWords: news.Cut(text, st.Source)})
		}
		if f.OfStatements() && len(h.Statements) == 0 {
			continue
		}
		out = append(out, h)
	}
	return page(out, offset, limit), nil
}

// FindEditions gives those that have the words of a search.
func (w *World) FindEditions(_ context.Context, f news.Search, offset, limit int) (out []news.Edition, err error) {
	for _, e := range w.AllOfThem {
		if e.State == news.Published && len(f.Phrases) > 0 && f.Outlet == "" && !f.OfStatements() && has(e.Title+" "+e.Words(), f.Phrases) &&
			(f.From.IsZero() || !e.Due.Before(f.From)) && (f.Until.IsZero() || e.Due.Before(f.Until)) {
			out = append(out, e)
		}
	}
	return page(out, offset, limit), w.Fail
}

// SearchArticles gives those that have a query.
func (w *World) SearchArticles(_ context.Context, query string, limit int) (out []news.ArticleHit, err error) {
	for _, a := range w.Pieces.Written {
		if a.State == news.ArticlePublished && has(a.Title+" "+a.Standfirst+" "+a.Text, news.Phrases(query)) {
			out = append(out, news.ArticleHit{Article: a, Excerpt: a.Standfirst})
		}
	}
	return page(out, 0, limit), w.Fail
}

// Outlet gives one: one of the list, or whoever has reports.
func (w *World) Outlet(_ context.Context, id news.ID) (news.Outlet, error) {
	all := slices.Clone(w.OutletList)
	for _, r := range w.Reports {
		all = append(all, news.Outlet{ID: r.OutletID, Name: r.Outlet, Kind: news.Newspaper, Homepage: "https://" + strings.TrimPrefix(string(r.OutletID), "outlet-") + ".example/"})
	}
	return find(w, all, "outlet", func(o news.Outlet) bool { return o.ID == id })
}

// by says whether a report is an outlet's, by its id or its name in the list.
func (w *World) by(r news.Report, id news.ID) bool {
	return r.OutletID == id || slices.ContainsFunc(w.OutletList, func(o news.Outlet) bool { return o.ID == id && o.Name == r.Outlet })
}

func (w *World) reportsOf(id news.ID) (out []news.Report) {
	for _, r := range w.Reports {
		if w.by(r, id) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Report) int { return b.Published.Compare(a.Published) })
	return out
}

// OutletReports gives an outlet's, the newest first.
func (w *World) OutletReports(_ context.Context, id news.ID, offset, limit int) ([]news.Report, error) {
	return page(w.reportsOf(id), offset, limit), w.Fail
}

// OutletStories gives the stories that they are in.
func (w *World) OutletStories(_ context.Context, id news.ID, offset, limit int) (out []news.Story, err error) {
	for _, r := range w.reportsOf(id) {
		st := w.Ledgers[r.StoryID].Story
		if st.ID != "" && !slices.ContainsFunc(out, func(have news.Story) bool { return have.ID == st.ID }) {
			out = append(out, st)
		}
	}
	return page(out, offset, limit), w.Fail
}

// deeds gives what the ledgers say of an outlet.
func (w *World) deeds(id news.ID, of news.OutletDeeds) (out []news.OutletDeed) {
	for _, r := range w.reportsOf(id) {
		l := w.Ledgers[r.StoryID]
		for _, c := range l.Claims {
			base := news.OutletDeed{At: r.Published, Words: c.Wording, Claim: c.ID, Story: l.Story.ID, Of: l.Story.Title, Report: r}
			for _, o := range c.Origins {
				if of == news.OutletOrigins && o.Root == r.ID {
					base.Origin, base.Stance = o.Name, o.Stance
					out = append(out, base)
					break
				}
				if of == news.OutletRepeats && o.Root != r.ID && slices.ContainsFunc(c.Positions, func(p news.Position) bool { return p.ReportID == r.ID && p.Origin == o.Label }) {
					base.Origin, base.Stance = o.Name, o.Stance
					out = append(out, base)
				}
			}
		}
		for _, h := range l.Changes {
			is := map[news.OutletDeeds]bool{
				news.OutletDenials: h.Kind == news.FirstDenial, news.OutletCorrections: h.Kind == news.Corrected || h.Kind == news.Withdrawal,
				news.OutletChanges: h.Kind.OfText() && h.Kind != news.Corrected && h.Kind != news.Withdrawal,
			}[of]
			if is && h.ReportID == r.ID {
				out = append(out, news.OutletDeed{At: h.At, Kind: h.Kind, Words: h.Words, Told: h.Told, Claim: h.ClaimID, Story: l.Story.ID, Of: l.Story.Title, Report: r})
			}
		}
	}
	return out
}

// OutletDeeds lists what one of an outlet's figures counts.
func (w *World) OutletDeeds(_ context.Context, id news.ID, of news.OutletDeeds, offset, limit int) ([]news.OutletDeed, error) {
	return page(w.deeds(id, of), offset, limit), w.Fail
}

// OutletFigures counts them.
func (w *World) OutletFigures(ctx context.Context, id news.ID) (f news.OutletFigures, err error) {
	reports := w.reportsOf(id)
	stories, err := w.OutletStories(ctx, id, 0, len(reports))
	f = news.OutletFigures{Reports: len(reports), Stories: len(stories), Origins: len(w.deeds(id, news.OutletOrigins)), Repeats: len(w.deeds(id, news.OutletRepeats)),
		Denials: len(w.deeds(id, news.OutletDenials)), Corrections: len(w.deeds(id, news.OutletCorrections)), Changes: len(w.deeds(id, news.OutletChanges))}
	if len(reports) > 0 {
		f.First, f.Last = reports[len(reports)-1].Published, reports[0].Published
	}
	return f, err
}

// SpeakerTurns gives those of a speaker.
func (w *World) SpeakerTurns(_ context.Context, root news.ID, limit int) ([]news.Turn, error) {
	return page(w.Turned[root], 0, limit), w.Fail
}

// EditionDays gives when a publication's editions were due, the newest first.
func (w *World) EditionDays(_ context.Context, id news.ID) (out []time.Time, err error) {
	for _, e := range w.published(id) {
		out = append(out, e.Due)
	}
	return out, w.Fail
}

// EditionsBetween gives those of some days.
func (w *World) EditionsBetween(_ context.Context, id news.ID, from, until time.Time) (out []news.Edition, err error) {
	for _, e := range w.published(id) {
		if !e.Due.Before(from) && e.Due.Before(until) {
			out = append(out, e)
		}
	}
	return out, w.Fail
}

// EditionsSince gives those of all publications that appeared since a time.
func (w *World) EditionsSince(_ context.Context, since time.Time, limit int) (out []news.Edition, err error) {
	for _, e := range w.AllOfThem {
		if e.State == news.Published && !e.PublishedAt.Before(since) {
			out = append(out, e)
		}
	}
	return page(out, 0, limit), w.Fail
}

func (w *World) listed() (out []news.Listed) {
	slugs := map[news.ID]string{}
	for _, p := range w.Pubs {
		slugs[p.ID] = p.Slug
		out = append(out, news.Listed{Path: "/" + p.Slug})
	}
	for _, e := range w.AllOfThem {
		if e.State == news.Published {
			out = append(out, news.Listed{Path: "/" + slugs[e.PublicationID] + "/" + e.Slug, Changed: e.PublishedAt})
		}
	}
	for _, r := range w.Reports {
		out = append(out, news.Listed{Path: "/report/" + string(r.ID), Changed: r.Published})
	}
	for i := range w.Further {
		out = append(out, news.Listed{Path: "/report/further-" + string(news.NewID(time.UnixMilli(int64(i)+1)))})
	}
	return out
}

// Listed gives some pages of it, and as many more as Further says.
func (w *World) Listed(_ context.Context, offset, limit int) ([]news.Listed, error) {
	return page(w.listed(), offset, limit), w.Fail
}

// CountListed counts them.
func (w *World) CountListed(context.Context) (int, error) { return len(w.listed()), w.Fail }
