package publish

import (
	"slices"
	"time"
)

// mostEntries is how many a feed document has at most.
const mostEntries = 20

// entry is an edition or an article, as all formats have it.
type entry struct {
	id, title, summary, body, url string
	by                            []string
	published, updated            time.Time
}

// entries gives what stands in the feed, the newest first.
func (f Feed) entries() ([]entry, error) {
	var all []entry
	for _, e := range f.Editions {
		body, err := html(e)
		if err != nil {
			return nil, err
		}
		all = append(all, entry{
			id: f.tag(e.Due, e.ID), title: e.Title, summary: e.Standfirst, body: body, url: f.Page(e), published: e.PublishedAt, updated: e.PublishedAt,
		})
	}
	for _, p := range f.Pieces {
		// The date of a piece may be changed, so that its lasting id has the day on which it was made.
		one := entry{id: f.tag(p.Made, p.ID), title: p.Title, summary: p.Summary, body: p.HTML, url: p.URL, by: p.By, published: p.Published, updated: p.Published}
		if !p.Updated.IsZero() {
			one.updated = p.Updated
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b entry) int { return b.published.Compare(a.published) })
	return all[:min(len(all), mostEntries)], nil
}

// updated is when the feed last changed.
func (f Feed) updated(all []entry) time.Time {
	if len(all) == 0 {
		return f.Publication.Created
	}
	last := all[0].updated
	for _, e := range all {
		if e.updated.After(last) {
			last = e.updated
		}
	}
	return last
}
