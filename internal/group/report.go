package group

import (
	"strings"
	"time"
)

// Report is what grouping needs to know of a report. One of Title and Text may be empty.
type Report struct {
	ID        string
	Title     string
	Text      string
	Outlet    string
	URL       string
	Language  string    // BCP 47; only the first subtag counts. "" and "und": not told, and such reports go with any other
	Published time.Time // zero: unknown
}

// Decision says which story a report belongs to.
type Decision struct {
	Story string  // empty: no story is like it, it opens one
	Like  string  // the report most like it, "" if none has a word in common with it
	Copy  bool    // Like has mostly the same wording
	Score float64 // how likely the nearest story is the report's, from 0 to 1; at a half it is joined
}

// subtag is the first part of a language's name, "" if it is not told.
func subtag(language string) string {
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	if language == "und" || len(language) > 8 { // the longest there are
		return ""
	}
	return language
}
