package site

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

const (
	archived  = 500 // articles that the archive knows
	shelfFull = 30  // editions and articles of a publication that has no more than these stand on one page
)

// archivePage is what appeared in a month, or all of it where there is little.
type archivePage struct {
	Months                []month
	Years                 []yearRow // all months there are; empty: all is shown
	Before                string    // the address of the month before, and after; empty: there is none
	After                 string
	BeforeName, AfterName string
	First, Last           time.Time // the first and last day on which something appeared
	Day                   string    // what was typed to jump to
	Fault                 string    // the key of what is wrong with it
}

// month is a stretch of the archive.
type month struct {
	Name     string
	Anchor   string
	Editions []news.Edition
	Pieces   []pieceRow // articles
}

// yearRow are the months of a year with how much appeared in each.
type yearRow struct {
	Year   int
	Months []monthLink
}

type monthLink struct {
	Name, Address string
	N             int
	Here          bool
}

// monthOf is a month of the calendar.
type monthOf struct {
	year  int
	month time.Month
}

func (m monthOf) String() string { return fmt.Sprintf("%04d-%02d", m.year, int(m.month)) }

func (m monthOf) begins(zone *time.Location) time.Time {
	return time.Date(m.year, m.month, 1, 0, 0, 0, 0, zone)
}

func (m monthOf) ends(zone *time.Location) time.Time {
	return time.Date(m.year, m.month+1, 1, 0, 0, 0, 0, zone)
}

func inMonth(t time.Time) monthOf { return monthOf{t.Year(), t.Month()} }

// archive shows what a publication has had, a month at a time: the newest, or that of ?month=2031-03. ?day=2031-03-02 leads to the edition of
// that day, else to the last one before it, else to the first.
func (s *Site) archive(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.frame(ctx, r, r.PathValue("publication"))
	if err != nil {
		return err
	}
	days, err := s.Store.EditionDays(ctx, v.Publication.ID)
	if err != nil {
		return err
	}
	articles, err := s.Store.Articles(ctx, news.ArticleFilter{Publication: v.Publication.ID, State: news.ArticlePublished}, 0, archived)
	if err != nil {
		return err
	}
	var p archivePage
	status := http.StatusOK
	q := r.URL.Query()
	if p.Day = strings.TrimSpace(q.Get("day")); p.Day != "" {
		to, err := s.jump(ctx, v, days, p.Day)
		if err == nil {
			http.Redirect(w, r, to, http.StatusFound) // tomorrow it may lead elsewhere
			return nil
		}
		if news.KindOf(err) != news.Invalid {
			return err
		}
		p.Fault, p.Day, status = "shelves.no_day", shortened(p.Day, 40), http.StatusUnprocessableEntity
	}
	base := "/" + v.Publication.Slug + "/archive"
	count := map[monthOf]int{}
	times := slices.Clone(days)
	for _, a := range articles {
		times = append(times, a.Published)
	}
	for i := range times {
		times[i] = times[i].In(v.Zone)
		count[inMonth(times[i])]++
	}
	if len(times) > 0 {
		p.First, p.Last = slices.MinFunc(times, time.Time.Compare), slices.MaxFunc(times, time.Time.Compare)
	}
	asked := q.Get("month")
	if asked == "" && len(times) <= shelfFull {
		err = s.shelve(ctx, v, &p, articles, time.Time{}, time.Time{})
	} else {
		err = s.archiveMonth(ctx, v, &p, articles, count, asked, base)
	}
	if err != nil {
		return err
	}
	v.Title, v.Here, v.Data = v.In.say("shelves.title"), "archive", &p
	if asked != "" && len(p.Months) > 0 {
		v.Title = p.Months[0].Name
	}
	v.Description = v.In.say("shelves.about", "publication", v.Publication.Name)
	return s.show(w, r, status, "archive", v)
}

// archiveMonth fills in one month, and the ways to all others.
func (s *Site) archiveMonth(ctx context.Context, v view, p *archivePage, articles []news.Article, count map[monthOf]int, asked, base string) error {
	all := make([]monthOf, 0, len(count))
	for m := range count {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b monthOf) int { return strings.Compare(b.String(), a.String()) }) // the newest first
	var here monthOf
	if len(all) > 0 {
		here = all[0]
	}
	if asked != "" {
		at, err := time.Parse("2006-01", asked)
		if err != nil {
			return web.WrongQuery("month", asked, "write a year and a month, as month=2031-03")
		}
		if here = inMonth(at); count[here] == 0 {
			return news.Errorf(news.NotFound, "nothing appeared in that month")
		}
	}
	name := func(m monthOf) string { return v.In.MonthName(m.month) + " " + strconv.Itoa(m.year) }
	address := func(m monthOf) string { return base + "?month=" + m.String() }
	for i, m := range all {
		if len(p.Years) == 0 || p.Years[len(p.Years)-1].Year != m.year {
			p.Years = append(p.Years, yearRow{Year: m.year})
		}
		year := &p.Years[len(p.Years)-1]
		year.Months = append(year.Months, monthLink{v.In.MonthName(m.month), address(m), count[m], m == here})
		if m != here {
			continue
		}
		if i > 0 {
			p.After, p.AfterName = address(all[i-1]), name(all[i-1])
		}
		if i < len(all)-1 {
			p.Before, p.BeforeName = address(all[i+1]), name(all[i+1])
		}
	}
	for i := range p.Years {
		slices.Reverse(p.Years[i].Months)
	}
	return s.shelve(ctx, v, p, articles, here.begins(v.Zone), here.ends(v.Zone))
}

// shelve puts the editions and articles of some days under their months; without days, all of them.
func (s *Site) shelve(ctx context.Context, v view, p *archivePage, articles []news.Article, from, until time.Time) error {
	var editions []news.Edition
	var err error
	if from.IsZero() {
		editions, err = s.Store.Editions(ctx, v.Publication.ID, shelfFull)
	} else {
		editions, err = s.Store.EditionsBetween(ctx, v.Publication.ID, from, until)
		articles = slices.DeleteFunc(slices.Clone(articles), func(a news.Article) bool { return a.Published.Before(from) || !a.Published.Before(until) })
	}
	if err != nil {
		return err
	}
	rows, err := s.pieceRows(ctx, v, articles)
	if err != nil {
		return err
	}
	byMonth := map[monthOf]*month{}
	of := func(t time.Time) *month {
		m := inMonth(t.In(v.Zone))
		if byMonth[m] == nil {
			byMonth[m] = &month{Name: v.In.MonthName(m.month) + " " + strconv.Itoa(m.year), Anchor: "m" + m.String()}
		}
		return byMonth[m]
	}
	for _, e := range editions {
		m := of(e.Due)
		m.Editions = append(m.Editions, e)
	}
	for _, row := range rows {
		m := of(row.Published)
		m.Pieces = append(m.Pieces, row)
	}
	for _, m := range byMonth {
		p.Months = append(p.Months, *m)
	}
	slices.SortFunc(p.Months, func(a, b month) int { return strings.Compare(b.Anchor, a.Anchor) })
	return nil
}

// jump gives the address of the edition of a day, else of the last one before it, else of the first one.
func (s *Site) jump(ctx context.Context, v view, days []time.Time, typed string) (string, error) {
	day, err := time.Parse(time.DateOnly, typed)
	if err != nil || len(days) == 0 {
		return "", news.Errorf(news.Invalid, "write a day, as 2031-03-02")
	}
	end := time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, v.Zone)
	due := days[len(days)-1] // they begin with the newest
	if i := slices.IndexFunc(days, func(t time.Time) bool { return t.Before(end) }); i >= 0 {
		due = days[i]
	}
	found, err := s.Store.EditionsBetween(ctx, v.Publication.ID, due, due.Add(time.Microsecond))
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", news.Errorf(news.NotFound, "there is no edition of that day any more")
	}
	return "/" + v.Publication.Slug + "/" + found[0].Slug, nil
}
