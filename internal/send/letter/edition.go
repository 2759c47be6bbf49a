package letter

import (
	"io"
	"mime/quotedprintable"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"

	"onrecord/internal/locale"
	"onrecord/internal/news"
)

// edition is what the templates of an edition are filled with.
type edition struct {
	frame
	Standfirst string
	Date       string // in the publication's zone
	Items      int
	Sections   []section
	Left       int // how many items are only on the web
	Links      Links
}

type section struct {
	Name  string
	Items []item
}

type item struct {
	frame         // with the side that the item is written from
	Last     bool // in its section
	N        int  // from 1, through all sections
	Headline string
	Outlet   string
	Byline   []string // outlet, author and day, in the publication's zone: those that there are
	Summary  string
	Ledger   []piece
	Line     string // the ledger's line as it is
	Link     string // the address; empty: the report has none that a browser may be sent to
}

// Largest is how long the HTML part of an edition is at most, in bytes as it travels (quoted-printable: RFC 2045, section 6.7).
// A well-known mail service cuts longer ones off at 102 KB, and the link to unsubscribe with it. What is left of that is room
// for the readers' own links and for a signature that a list adds.
const Largest = 98_000

// Edition writes an edition for readers of a language; empty is the publication's. Items that would make it too large are
// only on the web, and the letter says how many. A time zone that is none is Invalid.
func (w *Writer) Edition(p news.Publication, e news.Edition, language string, l Links) (Letter, error) {
	return w.edition(p, e, language, l, false)
}

// TestEdition is an edition that editors send to themselves: its subject and its first line say that it is a test.
func (w *Writer) TestEdition(p news.Publication, e news.Edition, language string, l Links) (Letter, error) {
	return w.edition(p, e, language, l, true)
}

func (w *Writer) edition(p news.Publication, e news.Edition, language string, l Links, test bool) (Letter, error) {
	zone, err := time.LoadLocation(p.Schedule.Zone)
	if err != nil {
		return Letter{}, news.FieldErrorf("zone", "%q is no time zone", p.Schedule.Zone)
	}
	in, own := w.languages.Choose(language, p.Language), w.languages.Choose(p.Language)
	p.Name, l.Postal = clean(p.Name), clean(l.Postal)
	all := e.Items()
	v := edition{
		frame:      frame{In: in, Side: locale.Direction(p.Language), Publication: p, Heading: clean(e.Title), Test: test, Postal: l.Postal},
		Standfirst: clean(e.Standfirst), Date: in.Date(e.Due.In(zone)), Items: all, Links: l,
	}
	v.Subject = p.Name + ": " + v.Heading
	if test {
		mark, err := in.Text("test.mark")
		if err != nil {
			return Letter{}, err
		}
		v.Subject = mark + " " + v.Subject
	}
	v.Sections = first(e, all, zone, v.frame, own)
	if v.Preheader, err = v.preview(); err != nil {
		return Letter{}, err
	}
	letter, err := w.write("edition", v.frame, v)
	if err != nil {
		return letter, err
	}
	if size(letter.HTML) > Largest {
		// The most items that fit. An error is kept for the last try.
		n := sort.Search(all, func(n int) bool {
			v.Sections, v.Left = first(e, n+1, zone, v.frame, own), all-n-1
			letter, err = w.write("edition", v.frame, v)
			return err != nil || size(letter.HTML) > Largest
		})
		v.Sections, v.Left = first(e, n, zone, v.frame, own), all-n
		if letter, err = w.write("edition", v.frame, v); err != nil {
			return letter, err
		}
	}
	marks := map[string]string{}
	for name, m := range map[string]string{"unsubscribe": l.Unsubscribe, "preferences": l.Preferences} {
		if m != "" {
			marks[name] = m
		}
	}
	return letter, letter.marked(marks)
}

// preview gives what is to be shown beside the subject: the standfirst, else the headlines, but nothing that the subject says
// already.
func (e edition) preview() (string, error) {
	if e.Standfirst != "" && e.Standfirst != e.Heading {
		return e.Standfirst, nil
	}
	var headlines []string
	for _, s := range e.Sections {
		for _, i := range s.Items {
			if i.Headline != e.Heading && columns(strings.Join(headlines, " · ")) < shown {
				headlines = append(headlines, i.Headline)
			}
		}
	}
	if len(headlines) == 0 {
		return e.Date, nil
	}
	return e.In.Text("edition.also", "headlines", strings.Join(headlines, " · "))
}

// first gives the first items of an edition, whose own language is given, and the sections that have any of them.
func first(e news.Edition, items int, zone *time.Location, f frame, own *locale.Language) (out []section) {
	n := 0
	for _, s := range e.Sections {
		v := section{Name: clean(s.Name)}
		for _, i := range s.Items {
			if n == items {
				break
			}
			n++
			line := clean(i.Ledger)
			it := item{frame: f, N: n, Headline: clean(i.Headline), Outlet: clean(i.Outlet), Summary: clean(i.Summary), Line: line, Link: link(i.URL)}
			if line != "" {
				it.Ledger = pieces(line, own)
			}
			if u, err := url.Parse(it.Link); err == nil && it.Outlet == "" {
				it.Outlet = u.Hostname() // the link has to lead to somebody
			}
			day := ""
			if !i.Date.IsZero() {
				day = f.In.Day(i.Date.In(zone))
			}
			it.Byline = slices.DeleteFunc([]string{it.Outlet, clean(i.Author), day}, func(s string) bool { return s == "" })
			if side := locale.Side(it.Headline); side != "" {
				it.Side = side
			}
			v.Items = append(v.Items, it)
		}
		if len(v.Items) > 0 {
			v.Items[len(v.Items)-1].Last = true
			out = append(out, v)
		}
	}
	return out
}

// link gives an address on one line, if it is one of the web.
func link(address string) string {
	address = clean(address)
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}

// size is how long an HTML part is as it travels, in bytes.
func size(html string) int {
	var n counter
	w := quotedprintable.NewWriter(&n)
	_, _ = io.WriteString(w, html) // a counter does not fail
	_ = w.Close()
	return int(n)
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
