package gather

import (
	"context"
	"mime"
	"time"

	"onrecord/internal/gather/feed"
	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// look is something to look at: a feed's item that is new or has changed, or a page whose time has come again.
type look struct {
	item     *news.Item // nil: the page alone
	url      string     // the report's canonical address
	mark     string     // hash of the item
	page     string     // the address to fetch; empty: the item is all there is
	reportID news.ID    // empty: as far as we know there is no report yet
	known    news.Page  // what is remembered of the page
}

// changed gives those of the document's items that are new or have changed since they were last seen, oldest first as
// feeds have them newest first. Items that share an address or an id are one.
func (s *Step) changed(ctx context.Context, f news.Feed, doc news.FeedDocument) ([]look, error) {
	var looks []look
	seen := map[string]bool{}
	for i := len(doc.Items) - 1; i >= 0; i-- {
		if item := doc.Items[i]; item.Link+item.Title+item.Summary+item.Content == "" {
			continue
		}
		l := lookOf(f, doc.Items[i])
		if seen[l.url] || l.item.ID != "" && seen["id "+l.item.ID] {
			continue
		}
		seen[l.url], seen["id "+l.item.ID] = true, true

		report, err := s.report(ctx, f.ID, l)
		if news.KindOf(err) == news.NotFound {
			looks = append(looks, l)
			continue
		}
		if err != nil {
			return nil, err
		}
		if report.FeedID != f.ID {
			continue // it came by another feed, which tells of its changes
		}
		l.reportID = report.ID
		l.known, err = s.store.Page(ctx, report.ID)
		if err != nil && news.KindOf(err) != news.NotFound {
			return nil, err
		}
		if l.known.Mark != l.mark {
			looks = append(looks, l)
		}
	}
	return looks, nil
}

func lookOf(f news.Feed, item news.Item) look {
	l := look{item: &item, page: item.Link}
	l.mark = hash([]byte(item.Title), []byte(item.Link), []byte(item.Summary), []byte(item.Content), []byte(item.Updated.Format(time.RFC3339)))
	var err error
	if l.url, err = feed.Canonical(item.Link); err != nil {
		// Without a page of its own an item is at a place in its feed.
		l.page = ""
		l.url = f.URL + "#" + hash([]byte(item.ID))
		if item.ID == "" {
			l.url = f.URL + "#" + hash([]byte(item.Title), []byte(item.Content))
		}
	}
	if f.Full {
		l.page = ""
	}
	return l
}

// report finds the report that an item is, by its address and else by the feed's id for it.
func (s *Step) report(ctx context.Context, feedID news.ID, l look) (news.Report, error) {
	report, err := s.store.ReportByURL(ctx, l.url)
	if news.KindOf(err) == news.NotFound && l.item != nil && l.item.ID != "" {
		return s.store.ReportByGUID(ctx, feedID, l.item.ID)
	}
	return report, err
}

// Outlets edit in silence, mostly soon after: for this long a page is looked at again by itself, each time after a quarter
// of the time since it was first seen has gone by.
const (
	watched = 48 * time.Hour
	pauses  = 4
)

// again gives the pages of the feed whose time has come, save those that are looked at anyway.
func (s *Step) again(ctx context.Context, f news.Feed, looks []look) ([]look, error) {
	if f.Full {
		return nil, nil
	}
	now := s.clock.Now()
	pages, err := s.store.RecentPages(ctx, f.ID, now.Add(-watched))
	if err != nil {
		return nil, err
	}
	taken := map[news.ID]bool{}
	for _, l := range looks {
		taken[l.reportID] = true
	}
	var due []look
	for _, p := range pages {
		if p.URL != "" && !taken[p.ReportID] && now.Sub(p.CheckedAt) >= now.Sub(p.Seen)/pauses {
			due = append(due, look{page: p.URL, reportID: p.ReportID, mark: p.Mark, known: p})
		}
	}
	return due, nil
}

// page is what came of fetching one.
type page struct {
	answer fetch.Response
	err    error // the page could not be had; its words are for the desk
	none   bool  // there is none to fetch
}

// had says whether there is a text to keep.
func (p page) had() bool { return !p.none && p.err == nil && !p.answer.NotModified }

func (s *Step) fetch(ctx context.Context, l look) page {
	if l.page == "" {
		return page{none: true}
	}
	request := fetch.Request{URL: l.page}
	if l.known.URL == l.page {
		request.ETag, request.LastModified = l.known.ETag, l.known.LastModified
	}
	answer, err := s.client.Get(ctx, request)
	switch {
	case err != nil:
		return page{err: err}
	case answer.Gone:
		return page{err: news.Errorf(news.Unavailable, "%s: answers 410 Gone", l.page)}
	case answer.NotModified:
		return page{answer: answer}
	case len(answer.Body) == 0:
		return page{err: news.Errorf(news.Unavailable, "%s: answers with nothing", l.page)}
	}
	if kind, _, err := mime.ParseMediaType(answer.ContentType); err == nil {
		switch kind {
		case "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream":
		default:
			return page{err: news.Errorf(news.Unavailable, "%s: is of the type %s, not a page to read", l.page, kind)}
		}
	}
	return page{answer: answer}
}
