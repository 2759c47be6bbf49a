package app

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/terminal"
	"onrecord/internal/read"
)

// ReadText is a text with what was found in it.
type ReadText struct {
	Name string // as the user calls it
	Page bool   // the text is the article of a web page
	Text string
	news.Reading
}

// PrintReading writes the statements of a text for people: a table where the screen is wide enough for one, else one statement
// below the other. Whatever the text is, it commands no terminal. Languages are those that statements are found in.
func PrintReading(w io.Writer, screen terminal.Screen, r ReadText, languages []string) error {
	p := &readPrinter{screen: screen, runes: []rune(r.Text), out: bufio.NewWriter(w)}
	p.line(screen.Paint(terminal.Bold, terminal.Kept(terminal.Clean(r.Name))))
	for _, l := range terminal.Wrap(summary(r, languages), screen.Width) {
		p.line(l)
	}
	if len(r.Statements) > 0 {
		for _, l := range terminal.Wrap(tally(r.Statements), screen.Width) {
			p.line(screen.Paint(terminal.Faint, l))
		}
		p.line("")
		rows := func(yield func(readRow) bool) { // gone through twice, for a text may have very many
			for _, st := range r.Statements {
				if !yield(p.row(st)) {
					return
				}
			}
		}
		if c, ok := fit(rows, screen.Width); ok {
			p.table(rows, c)
		} else {
			p.list(rows)
		}
	}
	return p.out.Flush()
}

// summary says the language and how many statements there are by how many speakers, or why there are none.
func summary(r ReadText, languages []string) string {
	n, spoken := len(r.Statements), read.LanguageName(r.Language)
	switch {
	case n > 0:
	case r.Page && r.Text == "":
		return "no statements: no article is found in the page"
	case strings.TrimSpace(strings.Trim(r.Text, "\ufeff")) == "":
		return "no statements: the text is empty"
	case r.Language == "und":
		return "no statements: the text is too short or too mixed to tell its language"
	case !slices.Contains(languages, r.Language):
		return fmt.Sprintf("%s, no statements: they are found only in %s so far", spoken, languageNames(languages))
	default:
		return spoken + ", no statements: nobody is quoted or reported in it"
	}
	speakers, nobody := map[string]bool{}, 0
	for _, st := range r.Statements {
		if st.Speaker == "" {
			nobody++
		} else {
			speakers[st.Speaker] = true
		}
	}
	count := spoken + ", " + Count(n, "statement")
	switch nobody {
	case 0:
		return count + " by " + Count(len(speakers), "speaker")
	case n:
		return count + " by nobody named"
	}
	return fmt.Sprintf("%s: %d by %s, %d by nobody named", count, n-nobody, Count(len(speakers), "speaker"), nobody)
}

func languageNames(languages []string) string {
	names := make([]string, len(languages))
	for i, l := range languages {
		names[i] = read.LanguageName(l)
	}
	return strings.Join(names, ", ")
}

// notRead tells readers of a page which language a text is in, where statements are not found in that one; else nothing.
func notRead(language string, languages []string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-") // a page that is British English says en-GB
	switch {
	case base == "" || base == "und":
		return fmt.Sprintf("This text is too short or too mixed to tell its language; statements are found only in %s so far.", languageNames(languages))
	case !slices.Contains(languages, base):
		return fmt.Sprintf("This text is in %s; statements are found only in %s so far.", read.LanguageName(base), languageNames(languages))
	}
	return ""
}

// tally counts what the statements do and on whose authority.
func tally(all []news.Statement) string {
	polarities, standings := map[news.Polarity]int{}, map[news.Standing]int{}
	for _, st := range all {
		polarities[st.Polarity]++
		standings[st.Standing]++
	}
	var parts []string
	for _, p := range news.Polarities() {
		if n := polarities[p]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", p, n))
		}
	}
	does := strings.Join(parts, ", ")
	parts = nil
	for _, s := range news.Standings() {
		if n := standings[s]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", s, n))
		}
	}
	return strings.Join(parts, ", ") + "; " + does
}

// readPrinter prints the statements of one text. A write that fails is said by Flush.
type readPrinter struct {
	screen terminal.Screen
	runes  []rune
	out    *bufio.Writer
}

func (p *readPrinter) line(text string) {
	fmt.Fprintln(p.out, strings.TrimRight(text, " "))
}

// readRow is a statement in clean words.
type readRow struct {
	who      string // the speaker, else the words of the source
	words    string // the words of the source, in quotation marks, where they say more than who
	standing news.Standing
	polarity news.Polarity
	cue      string
	content  string
	via      string
}

// How many characters are shown: all of what people say, and the beginning of what a text without sentences makes of it.
const (
	longest     = 1500 // of a content
	longestName = 300  // of a source or cue
)

func (p *readPrinter) row(st news.Statement) readRow {
	r := readRow{
		who: terminal.Clean(st.Speaker), standing: st.Standing, polarity: st.Polarity,
		cue: strings.TrimRight(p.cut(st.Cue, longestName), ", "), content: p.cut(st.Content, longest), via: terminal.Clean(strings.Join(st.Via, " ← ")),
	}
	switch words := strings.TrimRight(p.cut(st.Source, longestName), ",:; "); {
	case r.who == "" && words == "":
		r.who = "(not said)"
	case r.who == "":
		r.who = words
	case words != "" && !strings.EqualFold(withoutThe(words), withoutThe(r.who)):
		r.words = "“" + words + "”"
	}
	return r
}

// cut gives the first words of a text that spans cover, clean, and how many characters there are besides.
func (p *readPrinter) cut(spans []news.Span, most int) string {
	var some []news.Span
	left := 0
	for _, s := range spans {
		whole := s
		s[1] = min(s[1], s[0]+most)
		most -= s[1] - s[0]
		left += whole[1] - s[1]
		if s[1] > s[0] {
			some = append(some, s)
		}
	}
	text := terminal.Clean(news.Cut(p.runes, some))
	if left > 0 {
		text += fmt.Sprintf("… (%d characters more)", left)
	}
	return text
}

func withoutThe(name string) string {
	if first, rest, found := strings.Cut(name, " "); found && strings.EqualFold(first, "the") {
		return rest
	}
	return name
}
