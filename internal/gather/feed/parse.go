package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strings"
	"time"

	"github.com/microcosm-cc/bluemonday"
	"github.com/mmcdole/gofeed"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"

	"onrecord/internal/news"
)

// What is longer than these, in bytes, is cut or, for links and ids, not taken: no honest feed has it.
const (
	maxTitle   = 1000
	maxName    = 300
	maxLink    = 4000
	maxSummary = 20_000
	maxItems   = 5000
)

// Parse reads a feed document. contentType is the header's value, address the document's own, against which its relative
// links are resolved; both may be empty. The error is news.Invalid and names the address.
//
// An item's Summary is its description or summary, its Content the whole text that it carries or, without one, the
// description with its markup. An RSS item without a link has its guid for one if that is a permalink, as it is unless it
// says otherwise.
func Parse(body []byte, contentType, address string) (news.FeedDocument, error) {
	parser := gofeed.NewParser()
	parser.KeepOriginalFeed = true
	parsed, err := guarded(func() (*gofeed.Feed, error) { return parser.Parse(bytes.NewReader(utf8Of(body, contentType))) })
	switch {
	case errors.Is(err, gofeed.ErrFeedTypeNotDetected):
		return news.FeedDocument{}, broken(address, body, err)
	case err != nil:
		return news.FeedDocument{}, &news.Error{Kind: news.Invalid, Field: address, Message: "the feed is broken: " + damage(err), Err: err}
	}

	// The base is the document's own address; without one, its site's.
	base := absolute(address)
	if base == nil {
		base = absolute(parsed.Link)
	}
	doc := news.FeedDocument{
		Title:       cut(plain(parsed.Title), maxTitle),
		Link:        resolve(parsed.Link, base),
		Description: cut(plain(parsed.Description), maxSummary),
	}
	policy := newPolicy()
	for i, item := range parsed.Items {
		if i >= maxItems {
			break
		}
		if item != nil {
			doc.Items = append(doc.Items, itemOf(item, parsed.OriginalFeed(), i, base, policy))
		}
	}
	return doc, nil
}

// itemOf cleans one item. original is the document before it was translated, which knows what the translation loses.
func itemOf(item *gofeed.Item, original any, i int, base *url.URL, policy *bluemonday.Policy) news.Item {
	out := news.Item{
		Title:     cut(plain(item.Title), maxTitle),
		Link:      resolve(item.Link, base),
		ID:        fold(item.GUID),
		Author:    cut(authors(item), maxName),
		Published: when(item.PublishedParsed, item.UpdatedParsed),
		Updated:   when(item.UpdatedParsed),
		Summary:   cut(plain(item.Description), maxSummary),
	}
	if len(out.ID) > maxLink {
		out.ID = ""
	}
	content := item.Content
	switch original := original.(type) {
	case *rss.Feed:
		if i < len(original.Items) && out.Link == "" {
			out.Link = permalink(original.Items[i].GUID)
		}
	case *jsonfeed.Feed:
		if i < len(original.Items) && original.Items[i].ContentHTML == "" {
			content = paragraphs(original.Items[i].ContentText)
		}
	}
	if strings.TrimSpace(content) == "" {
		content = item.Description
	}
	if own := absolute(out.Link); own != nil {
		base = own
	}
	out.Content = safe(policy, content, base)
	out.Picture = picture(item, base)
	return out
}

// permalink gives the guid of an RSS item as a link, if it is one (RSS 2.0, <guid>: isPermaLink is true by default).
func permalink(guid *rss.GUID) string {
	if guid == nil || strings.EqualFold(strings.TrimSpace(guid.IsPermalink), "false") {
		return ""
	}
	return resolve(guid.Value, nil)
}

// paragraphs makes HTML of plain text.
func paragraphs(text string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

func authors(item *gofeed.Item) string {
	var names []string
	for _, p := range item.Authors {
		if p == nil {
			continue
		}
		if name := plain(p.Name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// when gives the first time that is one, UTC.
func when(times ...*time.Time) time.Time {
	for _, t := range times {
		// Feeds without a date like to say 1 January 1970 or year 1; no year above 9999 can be written in RFC 3339.
		if t != nil && t.Year() > 1970 && t.Year() < 9999 {
			return t.UTC()
		}
	}
	return time.Time{}
}

func absolute(address string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil
	}
	return u
}

// broken says of something that is no feed what it looks like.
func broken(address string, body []byte, cause error) error {
	looks := "it is neither RSS nor Atom nor JSON Feed"
	switch start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 1024)])); {
	case len(start) == 0:
		looks = "it is empty"
	case bytes.HasPrefix(start, []byte("<!doctype html")), bytes.HasPrefix(start, []byte("<html")):
		looks = "it is a web page; look there for the address of its feed"
	}
	err := news.FieldErrorf(address, "no feed: %s", looks)
	err.Err = cause
	return err
}

// damage says in words what a parser found. In a JSON Feed that is the field, without the names that the parser's own types have.
func damage(err error) string {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return err.Error()
	}
	var names []string
	for _, name := range strings.Split(kind.Field, ".") {
		if name != "" && name != "alias" {
			names = append(names, name)
		}
	}
	return fmt.Sprintf("%q is of the wrong kind, %s", strings.Join(names, "."), kind.Value)
}

// guarded makes a panic of the parser an error: it is given hostile documents.
func guarded(parse func() (*gofeed.Feed, error)) (parsed *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			parsed, err = nil, fmt.Errorf("panic: %v", r)
		}
	}()
	parsed, err = parse()
	if err == nil && parsed == nil {
		err = gofeed.ErrFeedTypeNotDetected
	}
	return parsed, err
}
