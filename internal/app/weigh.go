package app

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/weigh/stance"
)

// StanceRow is where one report stands to one claim, as `onrecord weigh --json` prints it.
type StanceRow struct {
	Pair   string        `json:"pair"`
	Stance stance.Stance `json:"stance"`
}

// Document is a file's content and what to call it in errors.
type Document struct {
	Name string
	Body []byte
}

// Stances tells where reports stand to claims. The pairs are tab-separated with a line of column names, of which pair,
// body and claim count; the bodies are JSON Lines of body and text. It calls emit for every pair in order. What is not of
// that shape, and a pair whose body is not among the bodies, ends it with an Invalid error that names the line; nothing is
// emitted then.
func Stances(ctx context.Context, pairs, bodies Document, emit func(StanceRow) error) error {
	weights, err := stance.Learned()
	if err != nil {
		return err
	}
	texts, err := stanceTexts(ctx, bodies)
	if err != nil {
		return err
	}
	asked, err := stancePairs(pairs, texts)
	if err != nil {
		return err
	}
	all := make([]*stance.Text, 0, len(texts))
	for _, t := range texts {
		all = append(all, t)
	}
	judge := stance.NewJudge(weights, stance.NewRarity(all...))
	const batch = 1000
	for part := range slices.Chunk(asked, batch) {
		rows := make([]StanceRow, len(part))
		err := everyCore(ctx, len(part), func(i int) {
			rows[i] = StanceRow{part[i].pair, judge.Stance(part[i].claim, part[i].text)}
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := emit(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// stanceTexts takes the texts of a JSON Lines document apart, by the name of each.
func stanceTexts(ctx context.Context, d Document) (map[string]*stance.Text, error) {
	var names, bodies []string
	seen := map[string]bool{}
	for i, line := range bytes.Split(d.Body, []byte("\n")) {
		line = firstLine(i+1, line)
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		place := fmt.Sprintf("%s, line %d", d.Name, i+1)
		var row struct {
			Body *string `json:"body"`
			Text string  `json:"text"`
		}
		if err := decodeLine(place, line, &row); err != nil {
			return nil, err
		}
		if utf8.RuneCountInString(row.Text) > maxText {
			return nil, news.FieldErrorf(place, `"text" has more than %d characters; cut it`, maxText)
		}
		if row.Body == nil {
			return nil, news.FieldErrorf(place, `needs a "body", the name that pairs call it by`)
		}
		if seen[*row.Body] {
			return nil, news.FieldErrorf(place, "there is a body %q already", *row.Body)
		}
		seen[*row.Body] = true
		names, bodies = append(names, *row.Body), append(bodies, row.Text)
	}
	apart := make([]*stance.Text, len(bodies))
	if err := everyCore(ctx, len(bodies), func(i int) { apart[i] = stance.NewText(bodies[i]) }); err != nil {
		return nil, err
	}
	texts := make(map[string]*stance.Text, len(names))
	for i, n := range names {
		texts[n] = apart[i]
	}
	return texts, nil
}

type stancePair struct {
	pair  string
	claim *stance.Claim
	text  *stance.Text
}

func stancePairs(d Document, texts map[string]*stance.Text) ([]stancePair, error) {
	scan := bufio.NewScanner(bytes.NewReader(d.Body))
	scan.Buffer(nil, maxLine)
	column := map[string]int{}
	claims := map[string]*stance.Claim{}
	var out []stancePair
	for number := 1; scan.Scan(); number++ {
		place := fmt.Sprintf("%s, line %d", d.Name, number)
		fields := strings.Split(scan.Text(), "\t")
		if number == 1 {
			for i, name := range fields {
				column[strings.TrimPrefix(name, "\ufeff")] = i
			}
			for _, name := range []string{"pair", "body", "claim"} {
				if _, ok := column[name]; !ok {
					return nil, news.FieldErrorf(place, "names no column %q; the first line names the columns, tabs between them", name)
				}
			}
			continue
		}
		if scan.Text() == "" {
			continue
		}
		if len(fields) < len(column) {
			return nil, news.FieldErrorf(place, "has %d fields, the first line names %d", len(fields), len(column))
		}
		body, wording := fields[column["body"]], unquote(fields[column["claim"]])
		text := texts[body]
		if text == nil {
			return nil, news.FieldErrorf(place, "there is no body %q among the bodies", body)
		}
		if claims[wording] == nil {
			claims[wording] = stance.NewClaim(wording)
		}
		out = append(out, stancePair{fields[column["pair"]], claims[wording], text})
	}
	if err := scan.Err(); err != nil {
		return nil, news.FieldErrorf(d.Name, "cannot be read: %w", err)
	}
	if len(column) == 0 {
		return nil, news.FieldErrorf(d.Name, "is empty; the first line names the columns pair, body and claim")
	}
	return out, nil
}

// unquote takes off the quotation marks that spreadsheets put around a field.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}
