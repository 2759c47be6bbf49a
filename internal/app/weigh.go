package app

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"onrecord/internal/news"
	"onrecord/internal/platform/input"
	"onrecord/internal/read"
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

// Stances tells where reports stand to claims, each pair judged on its own. The pairs are tab-separated with a line of
// column names, of which pair, body and claim count; the bodies are JSON Lines of body and text. It calls emit for every
// pair in order, and before that foreign, once, with a sentence on the texts that are in a language that is not read, if there are any.
// What is not of that shape, a pair whose body is not among the bodies, and two pairs of one name, by which nobody could tell their answers
// apart, end it with an Invalid error that names the line; nothing is called then.
func Stances(ctx context.Context, pairs, bodies Document, foreign func(words string), emit func(StanceRow) error) error {
	judge, err := stance.Learned()
	if err != nil {
		return err
	}
	return stances(ctx, judge, pairs, bodies, foreign, emit)
}

func stances(ctx context.Context, judge *stance.Judge, pairs, bodies Document, foreign func(words string), emit func(StanceRow) error) error {
	texts, err := stanceTexts(ctx, judge, bodies)
	if err != nil {
		return err
	}
	asked, err := stancePairs(ctx, judge, pairs, texts)
	if err != nil {
		return err
	}
	if words := notEnglish(asked); words != "" {
		foreign(words)
	}
	const batch = 1000
	for part := range slices.Chunk(asked, batch) {
		rows := make([]StanceRow, len(part))
		err := everyCore(ctx, len(part), func(i int) {
			rows[i] = StanceRow{part[i].pair, judge.Stance(part[i].claim, part[i].text.Text)}
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
func stanceTexts(ctx context.Context, judge *stance.Judge, d Document) (map[string]*stanceText, error) {
	var names, bodies []string
	seen := map[string]bool{}
	err := input.Lines(ctx, d.Name, bytes.NewReader(d.Body), func(place string, line []byte) error {
		var row struct {
			Body *string `json:"body"`
			Text string  `json:"text"`
		}
		if err := input.Decode(place, line, &row); err != nil {
			return err
		}
		if row.Body == nil {
			return news.FieldErrorf(place, `needs a "body", the name that pairs call it by`)
		}
		if seen[*row.Body] {
			return news.FieldErrorf(place, "there is a body %q already; give each a name of its own", *row.Body)
		}
		seen[*row.Body] = true
		names, bodies = append(names, *row.Body), append(bodies, beginning(row.Text, maxText))
		return nil
	})
	if err != nil {
		return nil, err
	}
	apart := make([]*stanceText, len(bodies))
	if err := everyCore(ctx, len(bodies), func(i int) { apart[i] = &stanceText{judge.Text(bodies[i]), foreign(bodies[i])} }); err != nil {
		return nil, err
	}
	texts := make(map[string]*stanceText, len(names))
	for i, n := range names {
		texts[n] = apart[i]
	}
	return texts, nil
}

// stanceText is a text, and in which language it is if that is not one that is read.
type stanceText struct {
	*stance.Text
	foreign string
}

type stancePair struct {
	pair  string
	claim *stance.Claim
	text  *stanceText
}

func stancePairs(ctx context.Context, judge *stance.Judge, d Document, texts map[string]*stanceText) ([]stancePair, error) {
	column, width, seen := map[string]int{}, 0, map[string]string{}
	claims := map[string]*stance.Claim{}
	var out []stancePair
	err := input.Lines(ctx, d.Name, bytes.NewReader(d.Body), func(place string, line []byte) error {
		fields := strings.Split(string(line), "\t")
		if len(column) == 0 {
			for i, name := range fields {
				if _, ok := column[name]; ok && slices.Contains([]string{"pair", "body", "claim"}, name) {
					return news.FieldErrorf(place, "names the column %q twice; leave one", name)
				}
				column[name] = i
			}
			for _, name := range []string{"pair", "body", "claim"} {
				if _, ok := column[name]; !ok {
					return news.FieldErrorf(place, "names no column %q; the first line names the columns, tabs between them", name)
				}
			}
			width = len(fields)
			return nil
		}
		if len(fields) < width {
			return news.FieldErrorf(place, "has %d fields, the first line names %d; put tabs between them, none within", len(fields), width)
		}
		body, wording := fields[column["body"]], beginning(unquote(fields[column["claim"]]), maxTitle)
		text := texts[body]
		if text == nil {
			return news.FieldErrorf(place, "there is no body %q among the bodies; add it there or leave the pair out", body)
		}
		pair := strings.Clone(fields[column["pair"]])
		if before, again := seen[pair]; again {
			return news.FieldErrorf(place, "the pair %q is that of %s already; give each a name of its own", pair, strings.TrimPrefix(before, d.Name+", "))
		}
		seen[pair] = place
		if claims[wording] == nil {
			claims[wording] = judge.Claim(wording)
		}
		out = append(out, stancePair{pair, claims[wording], text})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(column) == 0 {
		return nil, news.FieldErrorf(d.Name, "is empty; the first line names the columns pair, body and claim")
	}
	return out, nil
}

// foreign gives the language of a text that is plainly not in the one that is read; else nothing. Of a few words in Latin letters it cannot
// be told: a headline of names is taken for any language.
func foreign(text string) string {
	const enough = 80 // letters
	code := read.Language(text)
	if code == stance.Language || code == "und" {
		return ""
	}
	latin, other := 0, 0
	for _, r := range beginning(text, 2*enough) {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	if latin < enough && other < latin {
		return ""
	}
	return code
}

// notEnglish says how many of the texts that pairs name are in other languages, and in which; nothing if none is.
func notEnglish(asked []stancePair) string {
	texts, in, pairs := map[*stanceText]bool{}, map[string]int{}, 0
	for _, p := range asked {
		if p.text.foreign != "" {
			pairs++
			if !texts[p.text] {
				in[p.text.foreign]++
			}
		}
		texts[p.text] = true
	}
	if pairs == 0 {
		return ""
	}
	codes, n := slices.Collect(maps.Keys(in)), 0
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(in[b]-in[a], strings.Compare(a, b)) })
	var each []string
	for _, code := range codes {
		n += in[code]
		each = append(each, fmt.Sprintf("%s %d", read.LanguageName(code), in[code]))
	}
	return fmt.Sprintf("%d of %s, in %d of %s, are in languages that are not read (%s): they are judged as if they were in %s, and their stances say little",
		n, Count(len(texts), "text"), pairs, Count(len(asked), "pair"), strings.Join(each, ", "), read.LanguageName(stance.Language))
}

// unquote takes off the quotation marks that spreadsheets put around a field.
func unquote(s string) string {
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
	}
	return s
}
