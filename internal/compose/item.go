package compose

import (
	"context"
	"strings"
	"unicode"

	"onrecord/internal/locale"
	"onrecord/internal/news"
	"onrecord/internal/words"
)

// A summary is two or three sentences: a third only while it stays within roomy characters, and none beyond full.
const (
	roomy = 260
	full  = 420
)

// item makes an edition's entry for a story from one of its reports.
func (s *Step) item(ctx context.Context, story news.Story, r news.Report, ledger news.Ledger, in *locale.Language) (news.EditionItem, error) {
	text, err := s.store.NewestText(ctx, r.ID)
	if err != nil && news.KindOf(err) != news.NotFound {
		return news.EditionItem{}, err
	}
	outlet, err := s.store.Outlet(ctx, r.OutletID)
	if err != nil {
		return news.EditionItem{}, err
	}
	headline := r.Title
	if outlet.Kind == news.Social { // the parts of a thread have numbers, which say nothing in an edition
		_, _, headline = news.ThreadPart(headline)
		_, _, text.Text = news.ThreadPart(text.Text)
	}
	headline = cut(headline, news.LongestHeadline)
	summary := Summary(text.Text, headline)
	if summary == "" {
		summary = cut(r.Summary, news.LongestSummary)
	}
	line, err := Line(ledger, headline, in)
	if err != nil {
		return news.EditionItem{}, err
	}
	return news.EditionItem{
		ID: news.NewID(s.clock.Now()), StoryID: story.ID, ReportID: r.ID, Headline: headline, Outlet: r.Outlet, Author: r.Author,
		Date: r.Published, Summary: summary, URL: r.URL, Ledger: line,
	}, nil
}

// Summary gives the first two or three sentences of a text, as they stand in it, without a dateline ("CASTELMAR, 3 May
// (AGENCY) —") and without a line that only repeats the title.
func Summary(text, title string) string {
	r := []rune(text)
	var out []string
	length := 0
	for _, span := range words.Sentences(text) {
		sentence := strings.TrimSpace(undated(string(r[span[0]:span[1]])))
		if sentence == "" || strings.EqualFold(strings.Trim(sentence, ". "), strings.Trim(title, ". ")) || !whole(sentence) {
			continue
		}
		n := len([]rune(sentence))
		if len(out) == 3 || len(out) == 2 && length+n > roomy || len(out) > 0 && length+n > full {
			break
		}
		sentence = cut(sentence, full)
		out = append(out, sentence)
		length += n
	}
	return strings.Join(out, " ")
}

// whole reports whether a line is a sentence and not a byline, caption or heading.
func whole(sentence string) bool {
	return strings.ContainsAny(sentence[len(sentence)-min(4, len(sentence)):], ".!?…”\"’)") && len(strings.Fields(sentence)) > 2
}

// undated cuts off a dateline: capitals up to a dash within the first words.
func undated(sentence string) string {
	for _, dash := range []string{" — ", " – ", " -- ", " - "} {
		head, rest, found := strings.Cut(sentence, dash)
		if !found || len(head) > 60 {
			continue
		}
		first, _, _ := strings.Cut(head, " ")
		if capitals(strings.Trim(first, ",.()")) {
			return rest
		}
	}
	return sentence
}

func capitals(w string) bool {
	letters := 0
	for _, c := range w {
		if unicode.IsLower(c) {
			return false
		}
		if unicode.IsUpper(c) {
			letters++
		}
	}
	return letters > 1
}

// cut shortens a sentence that has more than n characters to at most n, at the end of a word.
func cut(sentence string, n int) string {
	r := []rune(sentence)
	if len(r) <= n {
		return sentence
	}
	s := string(r[:n-2])
	if i := strings.LastIndexByte(s, ' '); i > n/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:–—") + " …"
}
