package extract

import (
	"errors"
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// article is what was found in the body of a page.
type article struct {
	title, byline string
	published     time.Time
	text          string
	links         []string
}

// find asks both libraries and weighs their findings. title is what the page calls itself, if it does: a text that begins
// with it begins after it.
func find(source string, root *html.Node, base *url.URL, title string) (article, error) {
	if whole := soleArticle(root); whole != nil {
		text := plain(whole)
		return article{text: text, links: linksIn(whole, text, base)}, nil
	}
	byTrafilatura, err1 := trafilaturaArticle(root, base)
	byReadability, err2 := readabilityArticle(source, base)
	if err1 != nil && err2 != nil {
		return article{}, errors.Join(err1, err2)
	}
	var chosen article
	page := plain(root)
	// Of a page with next to no text trafilatura gives that text and then all the page's words once more.
	if len(keyOf(byTrafilatura.text)) > len(keyOf(page)) {
		byTrafilatura.text = ""
	}
	chosen.text = without(merge(unfold(byTrafilatura.text, page), unfold(byReadability.text, page), page), asides(root, base))
	chosen.title = first(byTrafilatura.title, byReadability.title)
	chosen.byline = first(byTrafilatura.byline, byReadability.byline)
	chosen.text = after(chosen.text, base, title, byTrafilatura.title, byReadability.title, chosen.byline, "By "+chosen.byline)
	chosen.links = linksIn(root, chosen.text, base)
	chosen.published = first(byReadability.published, byTrafilatura.published)
	return chosen, nil
}

// after gives a text without the paragraphs before it that are only its heading: title, byline, date, the page's own
// address.
func after(text string, base *url.URL, headings ...string) string {
	heading := map[string]bool{}
	for _, h := range headings {
		heading[keyOf(h)] = true
	}
	if base != nil {
		heading[keyOf(base.String())] = true
	}
	for {
		p, rest, more := strings.Cut(text, "\n\n")
		if !more || !heading[keyOf(p)] && (len(p) > 40 || date(p).IsZero()) {
			return text
		}
		text = rest
	}
}

// trafilaturaArticle leaves the tree as it is: the library works on a copy.
func trafilaturaArticle(root *html.Node, base *url.URL) (a article, err error) {
	err = guard(func() error {
		found, err := trafilatura.ExtractDocument(root, trafilatura.Options{
			OriginalURL:     base,
			ExcludeComments: true,
			EnableFallback:  true,
			HtmlDateMode:    trafilatura.Disabled, // guesses from any date in the page
		})
		if err != nil {
			return nil //nolint:nilerr // nothing found is no failure
		}
		a.title, a.byline = fold(found.Metadata.Title), fold(found.Metadata.Author)
		if found.ContentNode != nil {
			a.text = plain(found.ContentNode)
		}
		return nil
	})
	return a, err
}

// readabilityArticle parses anew, because the library changes the tree.
func readabilityArticle(source string, base *url.URL) (a article, err error) {
	err = guard(func() error {
		root, err := html.Parse(strings.NewReader(source))
		if err != nil {
			return err
		}
		found, err := readability.FromDocument(root, base)
		if err != nil {
			return nil //nolint:nilerr // nothing found is no failure
		}
		a.title, a.byline = fold(found.Title()), fold(found.Byline())
		if at, err := found.PublishedTime(); err == nil && sane(at) {
			a.published = at.UTC()
		}
		if found.Node != nil {
			a.text = plain(found.Node)
		}
		return nil
	})
	return a, err
}
