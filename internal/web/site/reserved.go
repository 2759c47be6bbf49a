package site

import "slices"

// Reserved says whether an address /word, or one below it, belongs to another page, so that no publication can be called so.
func Reserved(word string) bool {
	return slices.Contains([]string{"assets", "confirm", "desk", "events", "notices", "report", "search", "story", "subscribe", "unsubscribe"}, word)
}
