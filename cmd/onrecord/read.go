package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"text/tabwriter"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
	"onrecord/internal/read"
	"onrecord/internal/read/extract"
)

type readCmd struct {
	JSON  bool     `name:"json" help:"Print JSON Lines: one object per text."`
	Files []string `arg:"" name:"file" help:"Texts and pages: .txt, .html, .html.gz, web addresses, or '-' for stdin."`
}

// readLine is a line of `onrecord read --json`.
type readLine struct {
	File       string          `json:"file"`
	Language   string          `json:"language"`
	Statements []statementLine `json:"statements"`

	text []rune
}

type statementLine struct {
	Source   []news.Span   `json:"source"`
	Cue      []news.Span   `json:"cue"`
	Content  []news.Span   `json:"content"`
	Polarity news.Polarity `json:"polarity"`
	Standing news.Standing `json:"standing"`
	Speaker  string        `json:"speaker"`
	Via      []string      `json:"via"`
}

// Run reads the statements in texts.
func (c *readCmd) Run(ctx context.Context, s *streams) error {
	learned := sync.OnceValues(read.New) // takes a while: not before there is a text
	work := func(in input.Input) (readLine, error) {
		reader, err := learned()
		if err != nil {
			return readLine{}, err
		}
		var text string
		if read.IsPage(in.Name, in.ContentType, in.Body) {
			doc, err := extract.Page(in.Body, in.ContentType, orElse(in.URL, in.Name))
			if err != nil {
				return readLine{}, err
			}
			text = doc.Text
		} else {
			text = read.Plain(in.Body, "")
		}
		found := reader.Text(text)
		line := readLine{File: filepath.Base(in.Name), Language: found.Language, Statements: []statementLine{}}
		for _, st := range found.Statements {
			line.Statements = append(line.Statements, statementLine{
				some(st.Source), some(st.Cue), some(st.Content), st.Polarity, st.Standing, st.Speaker, some(st.Via),
			})
		}
		if !c.JSON {
			line.text = []rune(text)
		}
		return line, nil
	}
	out := jsonLines(s.out)
	return overInputs(ctx, s, c.Files, work, func(line readLine) error {
		if c.JSON {
			return out.Encode(line)
		}
		return line.table(s)
	})
}

// table prints a text's statements for people to read.
func (l readLine) table(s *streams) error {
	fmt.Fprintf(s.people(), "%s (%s): %s\n", l.File, l.Language, app.Count(len(l.Statements), "statement"))
	w := tabwriter.NewWriter(s.people(), 0, 0, 2, ' ', 0)
	if len(l.Statements) > 0 {
		fmt.Fprintln(w, "  SPEAKER\tSTANDING\tPOLARITY\tVIA\tCUE\tWHAT")
	}
	for _, st := range l.Statements {
		who := orElse(st.Speaker, orElse(news.Cut(l.text, st.Source), "–"))
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\t%s\n", short(who, 30), st.Standing, st.Polarity, short(strings.Join(st.Via, ", "), 24),
			short(news.Cut(l.text, st.Cue), 24), short(news.Cut(l.text, st.Content), 70))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(s.out)
	return err
}

// some gives an empty list for none, so that JSON has [] and never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
