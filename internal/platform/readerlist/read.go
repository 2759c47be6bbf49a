package readerlist

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strings"

	"onrecord/internal/news"
)

// List is a list of readers that is being read.
type List struct {
	Ignored []string // columns that say nothing that is kept
	Proof   bool     // it has a column that says what readers agreed to
	Table   bool     // it has a header; else it is one address a line

	lines   *lines
	comma   rune
	columns []func(*news.ReaderLine) *string // nil where a column is ignored
	first   *string                          // a line that was read to find out what the list is
}

// columns are the names under which other programs and people keep what is taken, in small letters without spaces and marks.
func column(name string) func(*news.ReaderLine) *string {
	switch strings.Map(func(c rune) rune {
		if c == ' ' || c == '_' || c == '-' {
			return -1
		}
		return c
	}, strings.ToLower(strings.TrimSpace(name))) {
	case "email", "mail", "address", "emailaddress", "mailaddress":
		return func(l *news.ReaderLine) *string { return &l.Address }
	case "language", "lang", "locale":
		return func(l *news.ReaderLine) *string { return &l.Language }
	case "tags", "tag", "groups", "segments":
		return func(l *news.ReaderLine) *string { return &l.Tags }
	case "consentat", "consenttime", "consentdate", "optintime", "confirmtime":
		return func(l *news.ReaderLine) *string { return &l.ConsentAt }
	case "consentip", "optinip", "confirmip":
		return func(l *news.ReaderLine) *string { return &l.ConsentIP }
	case "consentwording", "consent", "wording":
		return func(l *news.ReaderLine) *string { return &l.Wording }
	case "state", "status":
		return func(l *news.ReaderLine) *string { return &l.State }
	case "suppressed":
		return func(l *news.ReaderLine) *string { return &l.Suppressed }
	}
	return nil
}

// Read finds out what a list is. One that is empty, or has a header without a column for addresses, is Invalid.
func Read(r io.Reader) (*List, error) {
	l := &List{lines: open(r)}
	for {
		line, err := l.lines.next()
		if errors.Is(err, io.EOF) {
			return nil, news.Errorf(news.Invalid, "there is nothing in it; a list of readers has one address a line, or a header with the columns email, language, tags, consent_at, consent_ip, consent_wording")
		}
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if strings.Contains(line, "@") {
			l.first = &line
			return l, nil
		}
		return l, l.header(line)
	}
}

func (l *List) header(line string) error {
	l.comma = ','
	for _, c := range []rune{';', '\t'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(l.comma)) {
			l.comma = c
		}
	}
	names, err := l.cells(line)
	if err != nil {
		return err
	}
	addresses := false
	for _, name := range names {
		c := column(name)
		l.columns = append(l.columns, c)
		var probe news.ReaderLine
		switch {
		case c == nil:
			if name = strings.TrimSpace(name); name != "" {
				l.Ignored = append(l.Ignored, name)
			}
		case c(&probe) == &probe.Address:
			addresses = true
		case c(&probe) == &probe.Wording:
			l.Proof = true
		}
	}
	if !addresses && len(names) == 1 {
		l.columns, l.Ignored, l.first = nil, nil, &line // a plain list that begins with what is no address
		return nil
	}
	if !addresses {
		return news.Errorf(news.Invalid, "its first line has no address, and as a header no column called email; such a header is email,language,tags,consent_at,consent_ip,consent_wording")
	}
	l.Table = true
	return nil
}

// Lines gives the lines, one after the other, without those that are empty. An Invalid error is about the line that comes with it,
// and more may follow; after any other there is nothing more.
func (l *List) Lines() iter.Seq2[news.ReaderLine, error] {
	return func(yield func(news.ReaderLine, error) bool) {
		for {
			v, err := l.next()
			if errors.Is(err, io.EOF) || !yield(v, err) || err != nil && news.KindOf(err) != news.Invalid {
				return
			}
		}
	}
}

func (l *List) next() (v news.ReaderLine, err error) {
	for {
		var line string
		if l.first != nil {
			line, l.first = *l.first, nil
		} else if line, err = l.lines.next(); err != nil {
			v.Line = l.lines.n
			return v, err
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		v.Line = l.lines.n
		if !l.Table {
			v.Address = unsafe(strings.TrimSpace(line))
			return v, nil
		}
		return l.record(v, line)
	}
}

// mostLines is over how many lines a cell in quotation marks goes at most.
const mostLines = 20

// record reads a record of a table, which may go on over further lines within quotation marks.
func (l *List) record(v news.ReaderLine, line string) (news.ReaderLine, error) {
	for more := 1; strings.Count(line, `"`)%2 == 1; more++ {
		next, err := l.lines.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return v, err
		}
		if err != nil || more == mostLines || len(line) > longestLine {
			return v, news.Errorf(news.Invalid, "a quotation mark is not closed within %d lines", mostLines)
		}
		line += "\n" + next
	}
	cells, err := l.cells(line)
	if err != nil {
		return v, err
	}
	for i, cell := range cells {
		if i < len(l.columns) && l.columns[i] != nil {
			*l.columns[i](&v) = unsafe(strings.TrimSpace(cell))
		}
	}
	if strings.TrimSpace(v.Address) == "" {
		return v, news.Errorf(news.Invalid, "there is no address in the column email")
	}
	return v, nil
}

// cells takes one record apart.
func (l *List) cells(record string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(record))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = l.comma, true, -1
	cells, err := r.Read()
	if err != nil {
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			err = parse.Err
		}
		return nil, news.Errorf(news.Invalid, "it cannot be taken apart into cells: %w", err)
	}
	return cells, nil
}

// unsafe takes off what Safe puts before a cell.
func unsafe(cell string) string {
	if rest, is := strings.CutPrefix(cell, "'"); is && formula(rest) {
		return rest
	}
	return cell
}

// Safe gives a cell that no spreadsheet takes for a formula: those that could be are quoted as spreadsheets do it, and read back by
// Read.
func Safe(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

func formula(cell string) bool { return cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) }
