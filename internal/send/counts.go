package send

import (
	"net/url"
	"slices"
	"strconv"

	"onrecord/internal/news"
	"onrecord/internal/send/letter"
)

// Counts say what is counted of the readers of an edition, all together. Nothing is unless somebody asks for it.
type Counts struct {
	Clicks bool // the links of items lead over the site, which counts them
	Opens  bool // each mail has a picture, which the site counts
}

// counted gives an edition as its mails have it, and what else stands in them. The addresses that count are the same for all readers.
func (s *Step) counted(e news.Edition, l letter.Links) (news.Edition, letter.Links) {
	if s.counts.Opens {
		l.Pixel = s.links.base + "/seen/" + string(e.ID) + ".gif"
	}
	if !s.counts.Clicks {
		return e, l
	}
	l.Counted = true
	n := 0
	e.Sections = slices.Clone(e.Sections)
	for i, section := range e.Sections {
		items := slices.Clone(section.Items)
		for j, item := range items {
			n++
			to := news.WebAddress(item.URL)
			if to == "" {
				continue
			}
			if u, err := url.Parse(to); err == nil && item.Outlet == "" {
				items[j].Outlet = u.Hostname() // it has to be said where the link leads
			}
			items[j].URL = s.links.base + "/go/" + string(e.ID) + "/" + strconv.Itoa(n)
		}
		e.Sections[i].Items = items
	}
	return e, l
}
