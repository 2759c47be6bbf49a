package site

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// line is one thing said that bears on a claim, with where it is said.
type line struct {
	news.Evidence
	Report  news.Report
	Anchor  string // of the line on the page; empty: its words have no key
	Address string // where the line is shown for good
	Place   string // where its words are highlighted in the text
	Page    string // of the speaker; empty: there is none
	Later   *seen  // how long after the report appeared its text was first seen with these words, if that was later
}

// lineOf is a piece of evidence as a line.
func lineOf(claim news.ID, r news.Report, e news.Evidence, prefix string) line {
	l := line{Evidence: e, Report: r, Place: placeOf(r, e)}
	if e.Key != "" {
		l.Anchor = prefix + evidenceAnchor(e.Key)
		l.Address = evidenceAddress(claim, e.Key)
	}
	if d := e.Since.Sub(r.Published); !e.Since.IsZero() && !r.Published.IsZero() && d >= time.Minute && r.Revisions > 1 {
		l.Later = &seen{After: d, Of: r, First: true}
	}
	return l
}

// seen is that something was seen so long after a report appeared. A text is looked at from time to time: when it changed in
// between nobody here knows.
type seen struct {
	After time.Duration
	Of    news.Report
	First bool // words were seen for the first time, and not a change
}

func (s speech) seen(w *seen) string {
	what := "change"
	if w.First {
		what = "words"
	}
	from := "published"
	if w.Of.DatedBy == news.DatedBySeen { // nobody says when it was published
		from = "found"
	}
	return s.say("seen."+what+"_"+from, "long", s.lasting(w.After))
}

// quoted is the proof of a position as a line, for ledgers that have no more.
func quoted(r *row) line {
	p := r.Position
	l := line{Report: r.Report, Place: reportAddress(p.ReportID)}
	l.Evidence = news.Evidence{ReportID: p.ReportID, StatementID: p.StatementID, Stance: p.Stance, Polarity: polarityOf(p.Stance), Standing: p.Standing, Speaker: p.Speaker, Origin: p.Origin, Words: p.Quote, ByEditor: p.ByEditor}
	return l
}

// polarityOf is what somebody does who takes a stance.
func polarityOf(s news.Stance) news.Polarity {
	if s == news.Against {
		return news.Denies
	}
	return news.Asserts
}

// Echo says whether the report only repeats what another one has. One that heard the source itself does not.
func (r row) Echo() bool {
	p := r.Position
	return p.EchoOf != "" || p.TookHow != news.PathNone && p.TookHow != news.PathSource || p.TookHow == news.PathNone && p.Credits != ""
}

// took is how a report has a claim, and from which outlet; from the source itself, from none.
type took struct{ how, from string }

func (s speech) took(t *took) string {
	if t.from == "" {
		return s.say("took." + t.how)
	}
	return s.say("took."+t.how, "outlet", t.from)
}

// How says from where the report has the claim, and what shows it.
func (r row) How() *took {
	p := r.Position
	from := p.Credits
	if r.Taken != nil {
		from = r.Taken.Outlet
	}
	switch {
	case r.Twin != nil:
		return &took{"copy", r.Twin.Outlet}
	case p.TookHow == news.PathSource:
		return &took{how: "source"}
	case from == "":
		return nil
	case p.TookHow == news.PathCopy:
		return &took{"copy", from}
	case p.TookHow == news.PathLink:
		return &took{"link", from}
	case p.TookHow == news.PathQuote:
		return &took{"quote", from}
	}
	return &took{"credit", from}
}

// Open and Rest are the lines of a report that stand open, and those that are folded away.
func (r row) Open() []line { return r.Lines[:min(len(r.Lines), openLines)] }

// Rest are those that are folded away.
func (r row) Rest() []line { return r.Lines[min(len(r.Lines), openLines):] }

// Unexpected says the polarity of a line where it is not what its side leads one to expect.
func (l line) Unexpected() string {
	switch {
	case l.Polarity == "", l.Stance != news.Against && l.Polarity == news.Asserts, l.Stance == news.Against && l.Polarity == news.Denies:
		return ""
	}
	if l.Stance == news.Against && l.Polarity == news.Asserts {
		return "contrary"
	}
	return string(l.Polarity)
}

// claimAddress, and those below, make the addresses by which a ledger is cited.
func claimAddress(id news.ID) string { return "/claim/" + url.PathEscape(string(id)) }

func storyAddress(id news.ID) string { return "/story/" + url.PathEscape(string(id)) }

func reportAddress(id news.ID) string { return "/report/" + url.PathEscape(string(id)) }

func evidenceAddress(claim news.ID, key string) string {
	return claimAddress(claim) + "?evidence=" + url.QueryEscape(key) + "#" + evidenceAnchor(key)
}

func evidenceAnchor(key string) string { return "e-" + anchor(key) }

// originAnchor names an origin for as long as it is called so: labels are given anew with each weighing.
func originAnchor(o news.Origin) string {
	of := strings.ToLower(o.Name)
	if of == "" {
		of = string(o.Root)
	}
	return "origin-" + short(string(o.Stance), of)
}

// changeAnchor names a change by what it is and where it happened, and not by its words.
func changeAnchor(c news.Change) string {
	return "change-" + short(strconv.FormatInt(c.At.Unix(), 10), string(c.Kind), string(c.ReportID), string(c.ClaimID))
}

// short makes a short name of some parts (FNV-1a, 64 bits).
func short(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p + "\x00"))
	}
	return fmt.Sprintf("%016x", h.Sum64())[:10]
}

// placeOf is the address that highlights the words of evidence. It names the version of the text that the words were counted in, so that it
// goes on leading to them when the text has changed.
func placeOf(r news.Report, e news.Evidence) string {
	if e.At == (news.Span{}) {
		return reportAddress(r.ID) + "?at=headline#at"
	}
	of := ""
	if r.Newest > 0 {
		of = fmt.Sprintf("&of=%d", r.Newest)
	}
	return fmt.Sprintf("%s?at=%d-%d%s#at", reportAddress(r.ID), e.At[0], e.At[1], of)
}

// Itself says where a report stands that carries words of another side, as the messages name it.
func (r row) Itself() string {
	switch r.Position.Stance {
	case news.For:
		return "for"
	case news.Against:
		return "against"
	case news.Beside:
		return "beside"
	}
	return "moved"
}
