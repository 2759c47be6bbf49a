package main

import (
	"fmt"
	"time"

	"onrecord/internal/news"
)

// What the verbs about the desk print as JSON: names in small letters, as every other verb has them, times as RFC 3339 in
// UTC and null for none, and nothing that scripts could come to rely on by accident.

type feedRow struct {
	ID       news.ID        `json:"id"`
	OutletID news.ID        `json:"outlet_id"`
	URL      string         `json:"url"`
	Title    string         `json:"title"`
	Full     bool           `json:"full"`
	State    news.FeedState `json:"state"`
	Failures int            `json:"failures"`
	Error    string         `json:"error"`
	Checked  *string        `json:"checked"`
	Next     *string        `json:"next"`
	Created  *string        `json:"created"`
}

func feedLine(f news.Feed) feedRow {
	return feedRow{f.ID, f.OutletID, f.URL, f.Title, f.Full, f.State, f.Failures, f.Error, stamp(f.CheckedAt), stamp(f.NextAt), stamp(f.Created)}
}

type userRow struct {
	Name    string  `json:"name"`
	Mail    string  `json:"mail"`
	Created *string `json:"created"`
}

func userLine(u news.User) userRow { return userRow{u.Name, u.Mail, stamp(u.Created)} }

type publicationRow struct {
	ID       news.ID  `json:"id"`
	Slug     string   `json:"slug"`
	Name     string   `json:"name"`
	About    string   `json:"about"`
	Language string   `json:"language"`
	Days     []string `json:"days"`
	At       string   `json:"at"`
	Zone     string   `json:"zone"`
	Sections []string `json:"sections"`
	From     string   `json:"from"`
	Postal   string   `json:"postal"`
	Late     string   `json:"late"`
	Remind   string   `json:"remind"`
	Next     *string  `json:"next"`
}

func publicationLine(p news.Publication, now time.Time) publicationRow {
	return publicationRow{
		p.ID, p.Slug, p.Name, p.About, p.Language, days(p.Schedule), fmt.Sprintf("%02d:%02d", p.Schedule.Hour, p.Schedule.Minute), p.Schedule.Zone,
		some(p.Sections), p.From, p.Postal, news.FormatDuration(p.Late), news.FormatDuration(p.Remind), stamp(p.Schedule.Next(now)),
	}
}

// days gives a schedule's days as 'publication add' takes them.
func days(s news.Schedule) []string {
	out := []string{}
	for _, d := range s.Days {
		out = append(out, d.String()[:3])
	}
	return out
}

type storyRow struct {
	ID       news.ID `json:"id"`
	Title    string  `json:"title"`
	Language string  `json:"language"`
	First    *string `json:"first"`
	Last     *string `json:"last"`
	Reports  int     `json:"reports"`
}

func storyLine(s news.Story) storyRow {
	return storyRow{s.ID, s.Title, s.Language, stamp(s.First), stamp(s.Last), s.Reports}
}

type editionRow struct {
	ID            news.ID           `json:"id"`
	PublicationID news.ID           `json:"publication_id"`
	Date          string            `json:"date"`
	Title         string            `json:"title"`
	Standfirst    string            `json:"standfirst"`
	State         news.EditionState `json:"state"`
	Held          bool              `json:"held"`
	Due           *string           `json:"due"`
	From          *string           `json:"from"`
	Until         *string           `json:"until"`
	ApprovedBy    string            `json:"approved_by"`
	Approved      *string           `json:"approved"`
	ReleasedBy    string            `json:"released_by"`
	Released      *string           `json:"released"`
	Published     *string           `json:"published"`
	Audience      audienceRow       `json:"audience"`
	Items         int               `json:"items"`
}

// audienceRow is whom an edition is mailed to; none of either means all.
type audienceRow struct {
	Languages []string `json:"languages"`
	Tags      []string `json:"tags"`
}

func editionLine(e news.Edition, held bool) editionRow {
	return editionRow{
		e.ID, e.PublicationID, e.Slug, e.Title, e.Standfirst, e.State, held, stamp(e.Due), stamp(e.From), stamp(e.Until),
		e.ApprovedBy, stamp(e.ApprovedAt), e.ReleasedBy, stamp(e.ReleasedAt), stamp(e.PublishedAt),
		audienceRow{some(e.Audience.Languages), some(e.Audience.Tags)}, e.Items(),
	}
}

// editionWhole is an edition with what stands in it.
type editionWhole struct {
	editionRow
	Sections []sectionRow `json:"sections"`
	Mailing  *mailedRow   `json:"mailing"` // null: it is not being mailed
	Opened   openedRow    `json:"opened"`
}

// mailedRow says how far the mailing of an edition is.
type mailedRow struct {
	State news.SendingState `json:"state"`
	news.DeliveryCounts
	Began *string `json:"began"`
	Ended *string `json:"ended"`
	// When what became of single deliveries was deleted, and why that is.
	Forgotten *string `json:"forgotten"`
	Note      string  `json:"note"`
}

// openedRow is what readers opened of an edition's mails, all together.
type openedRow struct {
	Clicks int             `json:"clicks"`
	Mails  int             `json:"mails"`
	Items  []openedItemRow `json:"items"`
}

type openedItemRow struct {
	Item   news.ID `json:"item"`
	Clicks int     `json:"clicks"`
}

type sectionRow struct {
	Name  string    `json:"name"`
	Items []itemRow `json:"items"`
}

type itemRow struct {
	ID       news.ID `json:"id"`
	Story    news.ID `json:"story"`
	Report   news.ID `json:"report"`
	Headline string  `json:"headline"`
	Outlet   string  `json:"outlet"`
	Author   string  `json:"author"`
	Date     *string `json:"date"`
	Summary  string  `json:"summary"`
	URL      string  `json:"url"`
	Ledger   string  `json:"ledger"`
}

func editionDocument(e news.Edition, held bool, mailing *mailedRow, opened []news.Opened) editionWhole {
	items, clicks, seen := news.OpenedItems(opened)
	counted := openedRow{clicks, seen, []openedItemRow{}}
	for _, s := range e.Sections {
		for _, i := range s.Items {
			if items[i.ID] > 0 {
				counted.Items = append(counted.Items, openedItemRow{i.ID, items[i.ID]})
			}
		}
	}
	return editionWhole{editionLine(e, held), rows(e.Sections, func(s news.Section) sectionRow {
		return sectionRow{s.Name, rows(s.Items, func(i news.EditionItem) itemRow {
			return itemRow{i.ID, i.StoryID, i.ReportID, i.Headline, i.Outlet, i.Author, stamp(i.Date), i.Summary, i.URL, i.Ledger}
		})}
	}), mailing, counted}
}

// mailingLine is a mailing; kept is how long single deliveries are.
func mailingLine(v news.Sending, kept time.Duration) *mailedRow {
	return &mailedRow{v.State, v.Counts, stamp(v.Began), stamp(v.Ended), stamp(v.Forgotten), forgottenNote(v, kept)}
}

// forgottenNote says why single deliveries of a mailing are not there any more; empty, if they are there. kept is how long they are
// kept now, 0 for ever.
func forgottenNote(v news.Sending, kept time.Duration) string {
	switch {
	case v.Forgotten.IsZero():
		return ""
	case kept > 0:
		return fmt.Sprintf("single deliveries are kept %d days", int(kept.Hours()/24))
	}
	return "what became of single deliveries is not kept any more"
}

// storyLedger is a story's ledger; positions have the names that 'onrecord ledger --json' gives them.
type storyLedger struct {
	Story   storyRow    `json:"story"`
	Claims  []claimRow  `json:"claims"`
	Changes []changeRow `json:"changes"`
}

type claimRow struct {
	ID        news.ID       `json:"id"`
	Wording   string        `json:"wording"`
	Main      bool          `json:"main"`
	Locked    bool          `json:"locked"`
	Origins   []originRow   `json:"origins"`
	Positions []positionRow `json:"positions"`
}

type originRow struct {
	Origin   string        `json:"origin"`
	Name     string        `json:"name"`
	Standing news.Standing `json:"standing"`
	Stance   news.Stance   `json:"stance"`
	Root     news.ID       `json:"root"`
	Reports  int           `json:"reports"`
}

type positionRow struct {
	Report   news.ID       `json:"report"`
	Stance   news.Stance   `json:"stance"`
	Origin   string        `json:"origin"`
	Also     []string      `json:"also"`
	EchoOf   news.ID       `json:"echo_of"`
	Standing news.Standing `json:"standing"`
	Credits  string        `json:"credits"`
	Speaker  string        `json:"speaker"`
	Quote    string        `json:"quote"`
	ByEditor bool          `json:"by_editor"`
}

type changeRow struct {
	At     *string         `json:"at"`
	Kind   news.ChangeKind `json:"kind"`
	Report news.ID         `json:"report"`
	Words  string          `json:"words"`
}

func originLine(o news.Origin) originRow {
	return originRow{o.Label, o.Name, o.Standing, o.Stance, o.Root, o.Reports}
}

func positionLine(p news.Position) positionRow {
	return positionRow{p.ReportID, p.Stance, p.Origin, some(p.Also), p.EchoOf, p.Standing, p.Credits, p.Speaker, p.Quote, p.ByEditor}
}

func ledgerDocument(l news.Ledger) storyLedger {
	return storyLedger{
		storyLine(l.Story),
		rows(l.Claims, func(c news.ClaimLedger) claimRow {
			return claimRow{c.ID, c.Wording, c.Main, c.Locked, rows(c.Origins, originLine), rows(c.Positions, positionLine)}
		}),
		rows(l.Changes, func(c news.Change) changeRow { return changeRow{stamp(c.At), c.Kind, c.ReportID, c.Words} }),
	}
}

// rows turns a list into what is printed of it; none gives an empty list, so that JSON has [] and never null.
func rows[T, R any](all []T, row func(T) R) []R {
	out := make([]R, 0, len(all))
	for _, v := range all {
		out = append(out, row(v))
	}
	return out
}

// printJSON prints a list as JSON Lines.
func printJSON[T any](s *streams, all []T) error {
	e := jsonLines(s.out)
	for _, v := range all {
		if err := e.Encode(v); err != nil {
			return fmt.Errorf("printing: %w", err)
		}
	}
	return nil
}

// printDocument prints one thing as JSON that can be read.
func printDocument(s *streams, v any) error {
	e := jsonLines(s.out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
