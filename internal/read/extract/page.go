package extract

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"

	"onrecord/internal/news"
)

// maxPage is the size from which on a page is no page: parsing takes some fifty times as much memory.
const maxPage = 16 << 20

// Page finds the article in a page. contentType is the header's value, address the page's own; both may be empty.
// The error is news.Invalid and names the address.
func Page(raw []byte, contentType, address string) (news.Document, error) {
	if len(raw) > maxPage {
		return news.Document{}, invalid(address, "the page has %d MB; at most %d are read", len(raw)>>20, maxPage>>20)
	}
	// The document may name another base than its address, and there may be none.
	base, err := url.Parse(address)
	if err != nil || !base.IsAbs() {
		base = nil
	}
	source := decode(raw, contentType)
	root, err := parse(source)
	if err != nil {
		return news.Document{}, invalid(address, "the page cannot be read as HTML: %w", err)
	}
	about := describe(root, base)
	if about.base != nil {
		base = about.base
	} else if own, err := url.Parse(about.canonical); base == nil && err == nil && own.IsAbs() {
		base = own
	}

	article, err := find(source, root, base, about.title)
	if err != nil {
		return news.Document{}, invalid(address, "no article can be found in the page: %w", err)
	}
	doc := news.Document{
		URL:       about.canonical,
		Title:     first(about.title, article.title),
		Byline:    person(first(about.byline, article.byline)),
		Published: about.published,
		Text:      article.text,
		Links:     article.links,
	}
	if doc.Published.IsZero() {
		doc.Published = article.published
	}
	doc.Language = languageOf(about.language, doc.Text)
	return doc, nil
}

// parse reads HTML, which never fails by the standard; the library gives up on elements nested too deeply.
func parse(source string) (root *html.Node, err error) {
	err = guard(func() error {
		root, err = html.Parse(strings.NewReader(source))
		return err
	})
	return root, err
}

// guard runs fn and makes a panic an error: the libraries are given hostile pages.
func guard(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return fn()
}

func invalid(address, format string, args ...any) error {
	return news.FieldErrorf(address, format, args...)
}

func first[T comparable](values ...T) T {
	var zero T
	for _, v := range values {
		if v != zero {
			return v
		}
	}
	return zero
}

// sane says whether a date can be when an article appeared: pages carry dates of templates and of the far future.
func sane(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2200 }
