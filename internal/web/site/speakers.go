package site

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// listed is how many speakers stand on one page of the list.
const listed = 60

type speakersPage struct {
	Query    string
	Error    string
	Speakers []speakerRow
	Total    int
	turning
}

type speakerRow struct {
	news.Speaker
	Called string
}

// turning is where one stands in a list of pages.
type turning struct {
	Page, Pages  int
	Newer, Older string // the addresses of the pages around; empty: there is none
}

// turn works out the pages of a list, which has so many things in all and so many on a page.
func turn(page, total, each int, address func(page int) string) (turning, error) {
	t := turning{Page: page, Pages: max(1, (total+each-1)/each)}
	if page > t.Pages {
		return t, news.Errorf(news.NotFound, "there is no such page; the last one is %d", t.Pages).Say("no_page", "pages", t.Pages)
	}
	if page > 1 {
		t.Newer = address(page - 1)
	}
	if page < t.Pages {
		t.Older = address(page + 1)
	}
	return t, nil
}

// speakers lists the people whom reports name as sources, those in most reports first.
func (s *Site) speakers(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	p := speakersPage{Query: strings.TrimSpace(strings.ToValidUTF8(r.URL.Query().Get("q"), ""))}
	v.Title, v.Here, v.Description, v.Data = v.In.say("speakers.title"), "speakers", v.In.say("speakers.about"), &p
	if utf8.RuneCountInString(p.Query) > longest {
		p.Error = v.In.say("speakers.too_long")
		return s.show(w, r, http.StatusUnprocessableEntity, "speakers", v)
	}
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	found, total, err := s.FindSpeakers(ctx, p.Query, (page-1)*listed, listed)
	if err != nil {
		return err
	}
	p.Total = total
	p.turning, err = turn(page, total, listed, func(page int) string {
		q := url.Values{}
		if p.Query != "" {
			q.Set("q", p.Query)
		}
		if page > 1 {
			q.Set("page", strconv.Itoa(page))
		}
		return strings.TrimSuffix("/speakers?"+q.Encode(), "?")
	})
	if err != nil {
		return err
	}
	for _, who := range found {
		p.Speakers = append(p.Speakers, speakerRow{who, calledOf(who.Office, who.Affiliation)})
	}
	return s.show(w, r, http.StatusOK, "speakers", v)
}
