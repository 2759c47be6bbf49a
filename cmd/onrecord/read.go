package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
	"onrecord/internal/platform/terminal"
	"onrecord/internal/read"
	"onrecord/internal/read/extract"
)

type readCmd struct {
	JSON  bool          `name:"json" help:"Print JSON Lines: one object per text."`
	Color terminal.Mode `name:"color" aliases:"colour" enum:"auto,always,never" default:"auto" help:"When to use colours: auto (on a terminal, minding NO_COLOR, CLICOLOR, CLICOLOR_FORCE and TERM=dumb), always or never."`
	Files []string      `arg:"" name:"file" help:"Texts and pages: .txt, .html, .html.gz, web addresses, or '-' for stdin."`
}

// readLine is a line of `onrecord read --json`.
type readLine struct {
	File       string          `json:"file"`
	Language   string          `json:"language"`
	Statements []statementLine `json:"statements"`

	found     app.ReadText
	languages []string
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
		page := read.IsPage(in.Name, in.ContentType, in.Body)
		if page {
			doc, err := extract.Page(in.Body, in.ContentType, orElse(in.URL, in.Name))
			if err != nil {
				return readLine{}, err
			}
			text = doc.Text
		} else {
			text = read.Plain(in.Body, in.ContentType)
		}
		found := reader.Text(text)
		file := filepath.Base(in.Name)
		if in.URL != "" { // the last part of an address says little
			file = in.Name
		}
		line := readLine{File: file, Language: found.Language, Statements: []statementLine{}}
		for _, st := range found.Statements {
			line.Statements = append(line.Statements, statementLine{
				some(st.Source), some(st.Cue), some(st.Content), st.Polarity, st.Standing, st.Speaker, some(st.Via),
			})
		}
		if !c.JSON {
			name := in.Name
			if name == "-" {
				name = "standard input"
			}
			line.found, line.languages = app.ReadText{Name: name, Page: page, Text: text, Reading: found}, reader.Languages()
		}
		return line, nil
	}
	out, screen := jsonLines(s.out), terminal.Look(s.out, os.Getenv, c.Color)
	texts, statements := 0, 0
	err := overInputs(ctx, s, c.Files, work, func(line readLine) error {
		if c.JSON {
			return out.Encode(line)
		}
		texts, statements = texts+1, statements+len(line.Statements)
		if texts > 1 {
			fmt.Fprintln(s.out)
		}
		return app.PrintReading(s.out, screen, line.found, line.languages)
	})
	if texts > 1 {
		failed := ""
		if n := len(c.Files) - texts; n > 0 && ctx.Err() == nil {
			failed = fmt.Sprintf("; %d could not be read", n)
		}
		fmt.Fprintf(s.out, "\n%s, %s%s\n", app.Count(texts, "text"), app.Count(statements, "statement"), failed)
	}
	return err
}

// some gives an empty list for none, so that JSON has [] and never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
