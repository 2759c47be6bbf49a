package news

import "slices"

// longestSlug is how many characters a name in an address has at most.
const longestSlug = 80

// reserved are the first parts of addresses that are pages of the program's own, or are kept for some: no publication may be
// called so, for its own page could not be reached. Whoever adds a page adds its name; the tests of the routes see to it.
var reserved = []string{
	"about", "admin", "api", "archive", "article", "articles", "assets", "author", "authors", "claim", "claims", "confirm", "desk", "edition", "editions",
	"events", "feed", "feeds", "go", "healthz", "help", "livez", "login", "logout", "mail", "mcp", "metrics", "new-address", "notices", "outlet", "outlets", "preferences",
	"picture", "pictures", "privacy", "push", "readyz", "report", "reports", "search", "seen", "sitemap", "source", "sources", "speaker", "speakers", "static", "status", "stories", "story", "subscribe",
	"topic", "topics", "unsubscribe", "watch", "watches", "webhook", "webhooks",
}

// checkSlug says whether a publication may have this name in its address.
func checkSlug(s string) error {
	if !slug(s) {
		return FieldErrorf("slug", "%q cannot stand in an address; use small letters, digits and hyphens, at most %d of them", s, longestSlug)
	}
	if slices.Contains(reserved, s) {
		return FieldErrorf("slug", "/%s is a page of the program's own; choose another name, such as %s-digest", s, s)
	}
	return nil
}

func slug(s string) bool {
	if s == "" || len(s) > longestSlug {
		return false
	}
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
