package site

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

const (
	outletNewest = 10 // reports on the first page of an outlet
	outletFew    = 6  // stories and changes there
	outletListed = 40 // on a page of one of its lists
)

// What can be listed of an outlet, besides what news.OutletDeeds are.
const (
	outletReports = "reports"
	outletStories = "stories"
)

type outletPage struct {
	Outlet  news.Outlet
	Figures []outletFigure
	F       news.OutletFigures
	Of      string // what is listed; empty: a little of everything
	Total   int
	Reports []news.Report
	Stories []news.Story
	Deeds   []news.OutletDeed
	Lately  []news.OutletDeed // corrections and changed texts
	turning
}

// outletFigure is how often an outlet did something, with the list of what is counted.
type outletFigure struct {
	Key     string
	N       int
	Address string
	Here    bool
}

func outletAddress(id news.ID) string { return "/outlet/" + url.PathEscape(string(id)) }

// outlet shows what an outlet is and what ledgers say of its reports, or with ?of= the list behind one of the figures.
func (s *Site) outlet(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	o, err := s.Store.Outlet(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	p := outletPage{Outlet: o, Of: r.URL.Query().Get("of")}
	if p.F, err = s.Store.OutletFigures(ctx, o.ID); err != nil {
		return err
	}
	known := p.Of == ""
	for _, f := range []outletFigure{
		{Key: outletReports, N: p.F.Reports}, {Key: outletStories, N: p.F.Stories}, {Key: string(news.OutletOrigins), N: p.F.Origins}, {Key: string(news.OutletRepeats), N: p.F.Repeats},
		{Key: string(news.OutletDenials), N: p.F.Denials}, {Key: string(news.OutletCorrections), N: p.F.Corrections}, {Key: string(news.OutletChanges), N: p.F.Changes},
	} {
		f.Address, f.Here = outletAddress(o.ID)+"?of="+f.Key, f.Key == p.Of
		if f.Here {
			known, p.Total = true, f.N
		}
		p.Figures = append(p.Figures, f)
	}
	if !known {
		return web.WrongQuery("of", p.Of, "write of=reports, stories, origins, repeats, denials, corrections or changes, or leave it out")
	}
	v.Title = o.Name
	v.Description = v.In.say("outlet.about", "name", o.Name)
	v.Feeds = []feedLink{outletFeedLink(o)}
	if p.Of == "" {
		err = s.outletFirst(ctx, &p)
	} else {
		err = s.outletList(ctx, &p, page)
	}
	if err != nil {
		return err
	}
	v.Data = &p
	return s.show(w, r, http.StatusOK, "outlet", v)
}

// outletFirst fills the first page of an outlet: a little of everything.
func (s *Site) outletFirst(ctx context.Context, p *outletPage) (err error) {
	if p.Reports, err = s.Store.OutletReports(ctx, p.Outlet.ID, 0, outletNewest); err != nil {
		return err
	}
	if p.Stories, err = s.Store.OutletStories(ctx, p.Outlet.ID, 0, outletFew); err != nil {
		return err
	}
	for _, of := range []news.OutletDeeds{news.OutletCorrections, news.OutletChanges} {
		deeds, err := s.Store.OutletDeeds(ctx, p.Outlet.ID, of, 0, outletFew)
		if err != nil {
			return err
		}
		p.Lately = append(p.Lately, deeds...)
	}
	return nil
}

// outletList fills a page of one of an outlet's lists.
func (s *Site) outletList(ctx context.Context, p *outletPage, page int) (err error) {
	p.turning, err = turn(page, p.Total, outletListed, func(page int) string {
		address := outletAddress(p.Outlet.ID) + "?of=" + p.Of
		if page > 1 {
			address += "&page=" + strconv.Itoa(page)
		}
		return address
	})
	if err != nil {
		return err
	}
	switch offset := (page - 1) * outletListed; p.Of {
	case outletReports:
		p.Reports, err = s.Store.OutletReports(ctx, p.Outlet.ID, offset, outletListed)
	case outletStories:
		p.Stories, err = s.Store.OutletStories(ctx, p.Outlet.ID, offset, outletListed)
	default:
		p.Deeds, err = s.Store.OutletDeeds(ctx, p.Outlet.ID, news.OutletDeeds(p.Of), offset, outletListed)
	}
	return err
}
