package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
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
		people := s.people()
		if _, err := fmt.Fprintf(people, "%s\n%s\n%s\n\n", orElse(f.Title, f.File), f.Link, app.Count(len(f.Items), "item")); err != nil {
			return err
		}
		for _, item := range f.Items {
			published := "no date"
			if item.Published != nil {
				published = *item.Published
			}
			if _, err := fmt.Fprintf(people, "%-20s  %s\n", published, oneLine(orElse(item.Title, orElse(item.Summary, "untitled")))); err != nil {
				return err
			}
			if where := orElse(item.Link, item.ID); where != "" {
				if _, err := fmt.Fprintf(people, "%22s%s\n", "", oneLine(where)); err != nil {
					return err
				}
			}
		}
		_, err := fmt.Fprintln(people)
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
