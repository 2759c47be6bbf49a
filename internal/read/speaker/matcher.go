package speaker

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Store is what matching needs of the store.
type Store interface {
	// LockNames keeps others from matching the same surnames, until the transaction of ctx ends. They are sorted.
	LockNames(ctx context.Context, families []string) error
	// Appearances gives the names that a report's sources have, as they were matched last, in the order of the names.
	Appearances(ctx context.Context, reportID news.ID) ([]news.Appearance, error)
	// Namesakes gives what is known of the speakers of a name from other reports than the one given.
	Namesakes(ctx context.Context, key string, except news.ID) ([]news.Namesake, error)
	// Family gives what is known of the speakers of a surname from other reports than the one given.
	Family(ctx context.Context, family string, except news.ID) ([]news.Namesake, error)
	// AddSpeaker adds a speaker.
	AddSpeaker(ctx context.Context, s news.Speaker) error
	// SaveAppearances adds or replaces names of a report, by their names. A name that none of the report's statements has any
	// more is forgotten, and with it a speaker who has no other and whom no editor touched; one that an editor placed stays.
	SaveAppearances(ctx context.Context, reportID news.ID, found []news.Appearance) error
}

// Matcher matches the sources of reports with speakers.
type Matcher struct {
	rules *Rules
	store Store
	clock news.Clock
}

// NewMatcher makes a matcher.
func NewMatcher(rules *Rules, store Store, clock news.Clock) *Matcher {
	return &Matcher{rules, store, clock}
}

const (
	longest   = 120 // code points that a name has at most; what is longer is none
	mostNames = 400 // people whom one text names at most; no report has as many
)

// Look finds the people whom statements of a text name, and what the text says of them. They are matched with nobody yet.
func (r *Rules) Look(text string, statements []news.Statement) []news.Appearance {
	var names []string
	for _, st := range statements {
		if len(names) < mostNames && st.Standing == news.Named && !slices.Contains(names, st.Speaker) && len([]rune(st.Speaker)) <= longest && len(r.Name(st.Speaker).Words) > 0 {
			names = append(names, st.Speaker)
		}
	}
	if len(names) == 0 {
		return nil
	}
	words := r.split([]rune(text))
	about, company := r.about([]rune(text), words, names), strings.Join(r.company(words), " ")
	out := make([]news.Appearance, 0, len(names))
	for _, name := range names {
		n, c := r.Name(name), about[name]
		a := news.Appearance{Name: name, Family: n.Family(), Sound: n.Sound(), Office: c.Office, Affiliation: c.Affiliation, Words: c.Words, Company: company}
		if n.Full() {
			a.Key = n.Key()
		}
		out = append(out, a)
	}
	return out
}

// Keep matches what Look found in a report and stores it. It belongs in the transaction that stores the report's statements,
// after them; doing it again with the same changes nothing. What an older text of the report says adds names, and changes none.
func (m *Matcher) Keep(ctx context.Context, report news.Report, found []news.Appearance, older bool) error {
	var keys []string
	for _, a := range found {
		keys = append(keys, a.Family)
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if err := m.store.LockNames(ctx, keys); err != nil {
		return fmt.Errorf("matching speakers: %w", err)
	}
	before, err := m.store.Appearances(ctx, report.ID)
	if err != nil {
		return fmt.Errorf("matching speakers: %w", err)
	}
	kept := map[string]news.Appearance{}
	for _, a := range before {
		kept[a.Name] = a
	}
	out := make([]news.Appearance, 0, len(found))
	for _, a := range found {
		if _, there := kept[a.Name]; there && older {
			continue
		}
		a.ReportID, a.Published = report.ID, report.Published
		if err := m.place(ctx, &a, kept[a.Name], out); err != nil {
			return fmt.Errorf("matching %s: %w", a.Name, err)
		}
		out = append(out, a)
	}
	if err := m.store.SaveAppearances(ctx, report.ID, out); err != nil {
		return fmt.Errorf("matching speakers: %w", err)
	}
	return nil
}

// place decides whose a name is; was is what an earlier reading decided, beside what was found before it in this report.
func (m *Matcher) place(ctx context.Context, a *news.Appearance, was news.Appearance, beside []news.Appearance) error {
	if was.Pinned {
		a.SpeakerID, a.Rule, a.With, a.Because, a.Pinned = was.SpeakerID, was.Rule, was.With, was.Because, true
		return nil
	}
	d := decision{speaker: was.SpeakerID, rule: news.NameAlone, because: "the report gives no full name"}
	known := []news.Namesake{}
	if a.Key != "" {
		// "Ada Frey" and "Ms. Ada Frey" in one report are one person.
		for _, b := range beside {
			if b.Key == a.Key {
				a.SpeakerID, a.Rule, a.With, a.Because = b.SpeakerID, b.Rule, b.With, b.Because
				return nil
			}
		}
		var err error
		if known, err = m.store.Namesakes(ctx, a.Key, a.ReportID); err != nil {
			return err
		}
		d = m.rules.decide(*a, was, known)
	}
	if d.speaker == "" || a.Key == "" {
		family, err := m.store.Family(ctx, a.Family, a.ReportID)
		if err != nil {
			return err
		}
		if form, ok := m.rules.form(*a, was, family); ok {
			d = form
		}
		known = append(known, family...)
	}
	// Whoever was new at the last reading, and still fits nobody else, is the one that was made then.
	others := slices.ContainsFunc(known, func(k news.Namesake) bool { return k.SpeakerID == was.SpeakerID })
	if d.with == "" && d.rule != news.GivenAlias && others && a.Key == "" {
		d.speaker = "" // it was a form of somebody's name, and is none any more
	}
	if d.speaker == "" && !others {
		d.speaker = was.SpeakerID
	}
	a.SpeakerID, a.Rule, a.With, a.Because = d.speaker, d.rule, d.with, d.because
	if a.SpeakerID != "" {
		return nil
	}
	now := m.clock.Now()
	a.SpeakerID = news.NewID(now)
	name := Shown(a.Name)
	return m.store.AddSpeaker(ctx, news.Speaker{ID: a.SpeakerID, Created: now, Name: name, Folded: Fold(name)})
}

// Shown is a name as a page has it: without a possessive and the spaces around.
func Shown(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	base, _ := cutOwner(name)
	return strings.TrimSpace(base)
}
