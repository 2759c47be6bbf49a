package app

import (
	"context"
	"io"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// KnownSpeaker is a speaker with the evidence and with what editors did.
type KnownSpeaker struct {
	news.Speaker
	Held        []news.Held
	Appearances []news.Appearance // the newest
	Suggestions []news.Suggestion
	Acts        []news.SpeakerAct
}

// shownAppearances is how many names in reports are listed of one speaker.
const shownAppearances = 200

// KnownOfSpeaker gathers all that is known of a speaker.
func (a *App) KnownOfSpeaker(ctx context.Context, s news.Speaker) (k KnownSpeaker, err error) {
	k.Speaker = s
	if k.Held, err = a.Store.SpeakerHeld(ctx, s.ID); err != nil {
		return k, err
	}
	if k.Appearances, err = a.Store.SpeakerAppearances(ctx, s.ID, 0, shownAppearances); err != nil {
		return k, err
	}
	if k.Suggestions, err = a.SuggestSpeakers(ctx, s.ID); err != nil {
		return k, err
	}
	k.Acts, err = a.Store.SpeakerActs(ctx, s.ID)
	return k, err
}

// SpeakerInWords names a speaker with office and affiliation, on one line.
func SpeakerInWords(s news.Speaker) string {
	words := s.Name
	for _, w := range []string{s.Office, s.Affiliation} {
		if w != "" {
			words += ", " + w
		}
	}
	return words
}

// PrintSpeaker writes what is known of a speaker for a terminal.
func PrintSpeaker(w io.Writer, k KnownSpeaker) error {
	p := printer{w: w}
	p.line("%s\n%s, %s", SpeakerInWords(k.Speaker), k.ID, Count(k.Reports, "report"))
	if len(k.Aliases) > 0 {
		p.line("also: %s", strings.Join(k.Aliases, ", "))
	}
	if len(k.Held) > 0 {
		p.line("\nWhat reports say")
	}
	for _, h := range k.Held {
		p.line("  %s to %s  %s (%s)", h.First.Format("2006-01-02"), h.Last.Format("2006-01-02"), strings.Trim(h.Office+", "+h.Affiliation, ", "), Count(h.Reports, "report"))
	}
	if len(k.Appearances) > 0 {
		p.line("\nReports")
	}
	for _, at := range k.Appearances {
		p.line("  %s  %s  %s: %s", stampText(at.Published), at.ReportID, at.Outlet, shorten(at.Title, 80))
		p.line("    as %s, by the rule “%s”: %s", at.Name, at.Rule, at.Because)
		if at.Words != "" {
			p.line("    “%s”", shorten(at.Words, 110))
		}
	}
	if more := k.Reports - len(k.Appearances); more > 0 && len(k.Appearances) == shownAppearances {
		p.line("  … and older ones")
	}
	if len(k.Suggestions) > 0 {
		p.line("\nMay be the same as")
	}
	for _, g := range k.Suggestions {
		p.line("  %s  %s: %s", g.Speaker.ID, SpeakerInWords(g.Speaker), g.Because)
	}
	if len(k.Acts) > 0 {
		p.line("\nWhat editors did")
	}
	for _, act := range k.Acts {
		undone := ""
		if act.Undone {
			undone = " (undone)"
		}
		p.line("  %s  %s  %s: %s%s", stampText(act.At), act.ID, act.Who, act.InWords(), undone)
	}
	return p.err
}

// SplitReports is SplitSpeaker for all names that a speaker has in some reports; it says how many there were.
func (a *App) SplitReports(ctx context.Context, who string, from news.Speaker, reports []string, to news.ID) (news.ID, int, error) {
	var names []news.MovedName
	for _, id := range reports {
		in, err := a.Store.Appearances(ctx, news.ID(id))
		if err != nil {
			return "", 0, err
		}
		in = slices.DeleteFunc(in, func(at news.Appearance) bool { return at.Root != from.ID })
		if len(in) == 0 {
			return "", 0, news.FieldErrorf("--report", "%s does not name %s; 'onrecord speaker show %s' lists those that do", id, from.Name, from.ID)
		}
		for _, at := range in {
			names = append(names, news.MovedName{ReportID: at.ReportID, Name: at.Name})
		}
	}
	id, err := a.SplitSpeaker(ctx, who, from.ID, names, to)
	return id, len(names), err
}
