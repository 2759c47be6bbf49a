package site

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// columns are those of the table of evidence, in their order, with what each holds. docs/ledger.md has the same list.
var columns = []struct{ name, holds string }{
	{"story", "the story's id"},
	{"claim", "the claim's id"},
	{"wording", "the claim in words"},
	{"state", "the claim's state, by the rules below"},
	{"kind", "statement: somebody is quoted; own voice: the report says it itself; report: where the whole report stands, where none of its words are in the ledger"},
	{"stance", "for, against or beside the claim"},
	{"polarity", "what the words do: asserts, confirms, denies, doubts, declines or asks"},
	{"standing", "on whose authority: named, institution, document, office, unnamed, outlet, public or other"},
	{"speaker", "who speaks, as the report has it; empty: the report itself"},
	{"origin", "the short name of the origin that this is the word of, within the claim and this table; empty: nobody's"},
	{"origin_name", "that origin in words"},
	{"echo", "yes: the report only repeats another one"},
	{"took_how", "what shows where the report has the claim from: copy, link, credit, quote or source"},
	{"took_from", "the id of the report that it has it from, where that is in the story"},
	{"credits", "the outlet that the report names as where it has it from"},
	{"withdrawn", "yes: the report takes back what it said of the claim"},
	{"by_editor", "yes: an editor put these words here, or, of a line of kind report, the report"},
	{"outlet", "who published the report"},
	{"report", "the report's id"},
	{"title", "the report's headline"},
	{"url", "the report's own address"},
	{"published", "when it was published, UTC (RFC 3339); empty: not known"},
	{"since", "when its text was first seen with these words, UTC; published, where it had them when it was first seen; empty: not known"},
	{"words", "the words"},
	{"begins", "where they begin in the report's text, in characters from its start"},
	{"ends", "where they end, exclusive; empty with begins: they are the headline"},
	{"place", "the address that highlights them"},
	{"evidence", "the address by which the line is cited"},
	{"report_stance", "where the whole report stands to the claim: for, against or beside it; empty: it has no place there, and only carries the words"},
	{"placed_by", "who says so: program or editor; empty with report_stance"},
}

// writeCSV writes all that bears on some claims as a table (RFC 4180, in UTF-8), a line for each piece of evidence.
func (s *Site) writeCSV(w io.Writer, t told, claims []news.ClaimLedger) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.name
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, c := range claims {
		if err := s.claimCSV(out, t, c); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (s *Site) claimCSV(out *csv.Writer, t told, c news.ClaimLedger) error {
	state := string(c.Status().State)
	names := map[string]string{}
	for _, o := range c.Origins {
		names[o.Label] = o.Name
	}
	positions, roots := map[news.ID]news.Position{}, map[news.ID]bool{}
	for _, o := range c.Origins {
		roots[o.Root] = true
	}
	for _, p := range c.Positions {
		positions[p.ReportID] = p
	}
	line := func(kind string, e news.Evidence, p news.Position) error {
		r, ok := t.Reports[e.ReportID]
		if !ok {
			return nil
		}
		begins, ends, place, evidence := "", "", s.BaseURL+placeOf(r, e), ""
		if e.At != (news.Span{}) {
			begins, ends = strconv.Itoa(e.At[0]), strconv.Itoa(e.At[1])
		}
		if kind == "report" {
			place = s.BaseURL + reportAddress(r.ID)
		}
		if e.Key != "" {
			evidence = s.BaseURL + evidenceAddress(c.ID, e.Key)
		}
		cells := []string{
			string(t.Story.ID), string(c.ID), c.Wording, state, kind, string(e.Stance), string(e.Polarity), string(e.Standing), e.Speaker, e.Origin, names[e.Origin],
			yes(!roots[r.ID] && (row{Position: p}).Echo()), string(p.TookHow), string(p.TookFrom), p.Credits, yes(p.Withdrawn), yes(e.ByEditor),
			r.Outlet, string(r.ID), r.Title, r.URL, utc(dateOf(r)), utc(e.Since), e.Words, begins, ends, place, evidence, string(p.Stance), placedBy(p),
		}
		for i := range cells {
			cells[i] = cell(cells[i])
		}
		return out.Write(cells)
	}
	said := map[news.ID]bool{}
	for _, e := range c.Evidence {
		said[e.ReportID] = true
		kind := "statement"
		if e.StatementID == "" && e.Speaker == "" {
			kind = "own voice"
		}
		if err := line(kind, e, positions[e.ReportID]); err != nil {
			return err
		}
	}
	for _, p := range c.Positions {
		if said[p.ReportID] {
			continue
		}
		e := news.Evidence{ReportID: p.ReportID, Stance: p.Stance, Standing: p.Standing, Speaker: p.Speaker, Origin: p.Origin, Words: p.Quote, ByEditor: p.ByEditor}
		if names[e.Origin] == "" {
			e.Origin = ""
		}
		if err := line("report", e, p); err != nil {
			return err
		}
	}
	return nil
}

// placedBy says who placed a report; of one without a place, nobody.
func placedBy(p news.Position) string {
	switch {
	case p.Stance == "":
		return ""
	case p.ByEditor:
		return "editor"
	}
	return "program"
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// dateOf gives when a report was published, zero where nobody says: when it was first seen is no date of it.
func dateOf(r news.Report) time.Time {
	if r.DatedBy == news.DatedBySeen {
		return time.Time{}
	}
	return r.Published
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// cell keeps words from outside words: a spreadsheet takes a cell that begins with one of these signs for a formula and reckons it out,
// so an apostrophe goes before it, which is how a person would type it.
func cell(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
