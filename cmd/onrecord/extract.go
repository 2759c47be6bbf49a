package main

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/platform/input"
	"onrecord/internal/read/extract"
)

type extractCmd struct {
	JSON  bool     `name:"json" help:"Print JSON Lines: one object per page."`
	Files []string `arg:"" name:"file" help:"Pages: .html, .html.gz, web addresses, or '-' for stdin."`
}

// extracted is a line of `onrecord extract --json`.
type extracted struct {
	File      string  `json:"file"`
	URL       string  `json:"url"`
	Title     string  `json:"title"`
	Byline    string  `json:"byline"`
	Published *string `json:"published"`
	Language  string  `json:"language"`
	Text      string  `json:"text"`
}

// Run finds the articles in pages.
func (c *extractCmd) Run(ctx context.Context, s *streams) error {
	work := func(in input.Input) (extracted, error) {
		doc, err := extract.Page(in.Body, in.ContentType, orElse(in.URL, in.Name))
		if err != nil {
			return extracted{}, err
		}
		if doc.URL == "" {
			doc.URL = in.URL
		}
		return extracted{in.Name, doc.URL, doc.Title, doc.Byline, stamp(doc.Published), doc.Language, doc.Text}, nil
	}
	out := jsonLines(s.out)
	return overInputs(ctx, s, c.Files, work, func(e extracted) error {
		if c.JSON {
			return out.Encode(e)
		}
		published := "no date"
		if e.Published != nil {
			published = *e.Published
		}
		_, err := fmt.Fprintf(s.people(), "%s\n%s, %s, %s, %s\n\n%s\n\n\n", e.Title, orElse(e.Byline, "no byline"), published, e.Language, orElse(e.URL, e.File), e.Text)
		return err
	})
}

// stamp gives a time as RFC 3339 in UTC, nil for none.
func stamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
