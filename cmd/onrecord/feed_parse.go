package main

import (
	"context"
	"fmt"

	"onrecord/internal/gather/feed"
	"onrecord/internal/platform/input"
)

type feedParseCmd struct {
	JSON  bool     `name:"json" help:"Print JSON Lines: one object per feed document."`
	Files []string `arg:"" name:"file" help:"Feed documents (RSS, Atom, JSON Feed): files, also .gz, web addresses, or '-' for stdin."`
}

// parsedFeed is a line of `onrecord feed parse --json`.
type parsedFeed struct {
	File        string       `json:"file"`
	Title       string       `json:"title"`
	Link        string       `json:"link"`
	Description string       `json:"description"`
	Items       []parsedItem `json:"items"`
}

type parsedItem struct {
	Title     string  `json:"title"`
	Link      string  `json:"link"`
	ID        string  `json:"id"`
	Author    string  `json:"author"`
	Published *string `json:"published"`
	Summary   string  `json:"summary"`
	Content   string  `json:"content"`
}

// Run reads feed documents.
func (c *feedParseCmd) Run(ctx context.Context, s *streams) error {
	out := jsonLines(s.out)
	return overInputs(ctx, s, c.Files, readFeed, func(f parsedFeed) error {
		if c.JSON {
			return out.Encode(f)
		}
		if _, err := fmt.Fprintf(s.out, "%s\n%s\n%d items\n\n", orElse(f.Title, f.File), f.Link, len(f.Items)); err != nil {
			return err
		}
		for _, item := range f.Items {
			published := "no date"
			if item.Published != nil {
				published = *item.Published
			}
			if _, err := fmt.Fprintf(s.out, "%-20s  %s\n%22s%s\n", published, orElse(item.Title, orElse(item.Summary, "untitled")), "", orElse(item.Link, item.ID)); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintln(s.out)
		return err
	})
}

func readFeed(in input.Input) (parsedFeed, error) {
	doc, err := feed.Parse(in.Body, in.ContentType, orElse(in.URL, in.Name))
	if err != nil {
		return parsedFeed{}, err
	}
	out := parsedFeed{in.Name, doc.Title, doc.Link, doc.Description, make([]parsedItem, 0, len(doc.Items))}
	for _, i := range doc.Items {
		out.Items = append(out.Items, parsedItem{i.Title, i.Link, i.ID, i.Author, stamp(i.Published), i.Summary, i.Content})
	}
	return out, nil
}
