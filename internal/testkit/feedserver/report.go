package feedserver

import (
	"context"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

// Report is an article to serve, as the benchmarks write them.
type Report struct {
	ID        string `json:"id"`
	Title     string `json:"title"`     // empty: the text's first sentence
	Text      string `json:"text"`      // paragraphs divided by blank lines; empty: the title
	Outlet    string `json:"outlet"`    // may be empty
	URL       string `json:"url"`       // where it was published; not served
	Published int64  `json:"published"` // Unix seconds; 0: spread over the days before the newest report
}

// Read reads JSON Lines of reports; blank lines are passed over. Only id and one of title and text are needed. The error is
// news.Invalid and names the line.
func Read(r io.Reader) ([]Report, error) {
	var out []Report
	seen := map[string]string{}
	err := input.Lines(context.Background(), "", r, func(place string, line []byte) error {
		var report Report
		if err := input.Decode(place, line, &report); err != nil {
			return err
		}
		switch {
		case strings.TrimSpace(report.ID) == "":
			return news.FieldErrorf(place, "the report has no id")
		case strings.TrimSpace(report.Title+report.Text) == "":
			return news.FieldErrorf(place, "the report %q has neither title nor text", report.ID)
		case seen[report.ID] != "":
			return news.FieldErrorf(place, "the id %q is that of %s too", report.ID, seen[report.ID])
		}
		seen[report.ID] = place
		out = append(out, report)
		return nil
	})
	return out, err
}

// days is the span over which reports without a date are spread.
const days = 6

// Complete gives the reports with titles, texts and dates for those that have none. Reports without a date are spread evenly,
// in their order, over the six days up to the newest date of all, or up to 1 January 2030 where none has one: the same
// reports get the same dates.
func Complete(reports []Report) []Report {
	out := make([]Report, len(reports))
	copy(out, reports)
	newest, undated := int64(0), 0
	for _, r := range out {
		newest = max(newest, r.Published)
		if r.Published <= 0 {
			undated++
		}
	}
	if newest == 0 {
		newest = time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	}
	span := int64(days * 24 * 60 * 60)
	nth := int64(0)
	for i := range out {
		r := &out[i]
		if strings.TrimSpace(r.Title) == "" {
			r.Title = sentence(r.Text)
		}
		if strings.TrimSpace(r.Text) == "" {
			r.Text = r.Title
		}
		if r.Published <= 0 {
			nth++
			r.Published = newest - span + span*nth/int64(undated)
		}
	}
	return out
}

// sentence gives the first sentence of a text, cut to the length of a headline.
func sentence(text string) string {
	const longest = 140 // characters
	text = strings.TrimSpace(text)
	text, _, _ = strings.Cut(text, "\n")
	for i, c := range text {
		if !strings.ContainsRune(".!?", c) {
			continue
		}
		if rest := text[i+1:]; rest == "" || rest[0] == ' ' && i >= 20 {
			text = text[:i]
			break
		}
	}
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	cut := string([]rune(text)[:longest])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut + " …"
}

// paragraphs divides a text at its blank lines.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}
