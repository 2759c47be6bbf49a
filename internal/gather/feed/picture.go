package feed

import (
	"net/url"
	"strings"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
)

// picture gives the address of an item's picture: the one that it names itself, else the first of those that it encloses, as an enclosure
// (RSS 2.0) or as Media RSS has it (content or thumbnail, also within a group).
func picture(item *gofeed.Item, base *url.URL) string {
	var found []string
	if item.Image != nil {
		found = append(found, item.Image.URL)
	}
	for _, e := range item.Enclosures {
		if e != nil && strings.HasPrefix(strings.ToLower(e.Type), "image/") {
			found = append(found, e.URL)
		}
	}
	media := item.Extensions["media"]
	found = append(found, pictures(media)...)
	for _, group := range media["group"] {
		found = append(found, pictures(group.Children)...)
	}
	for _, address := range found {
		if at := resolve(address, base); at != "" && len(at) <= maxLink {
			return at
		}
	}
	return ""
}

func pictures(media map[string][]ext.Extension) (found []string) {
	for _, name := range []string{"content", "thumbnail"} {
		for _, e := range media[name] {
			kind, medium := strings.ToLower(e.Attrs["type"]), strings.ToLower(e.Attrs["medium"])
			if name == "thumbnail" || medium == "image" || strings.HasPrefix(kind, "image/") {
				found = append(found, e.Attrs["url"])
			}
		}
	}
	return found
}
