package bench

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/input"
	"onrecord/internal/read"
	"onrecord/internal/testkit/sampleworld"
)

// articleWords is how many words an article has, mostArticles how many are made at most.
const (
	articleWords = 750
	mostArticles = 1000
)

// texts gives the texts that a user names: the .txt files of a folder in the order of their names, the "text" of each line of a JSON
// Lines file, a single .txt file; without a name, the reports of the sample world.
func texts(ctx context.Context, path string, stdin io.Reader) ([]string, error) {
	if path == "" {
		return sampleworld.Texts()
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return folder(ctx, path)
	}
	in, err := input.Open(ctx, path, stdin)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(filepath.Ext(path), ".txt") {
		return []string{read.Plain(in.Body, in.ContentType)}, nil
	}
	var out []string
	err = input.Lines(ctx, path, strings.NewReader(string(in.Body)), func(place string, line []byte) error {
		var report struct {
			Text string `json:"text"`
		}
		if err := input.Decode(place, line, &report); err != nil {
			return err
		}
		if strings.TrimSpace(report.Text) != "" {
			out = append(out, report.Text)
		}
		return nil
	})
	if err == nil && len(out) == 0 {
		err = news.FieldErrorf(path, `holds no texts; give JSON Lines of reports with a "text", or a folder of .txt files`)
	}
	return out, err
}

func folder(ctx context.Context, path string) ([]string, error) {
	entries, err := os.ReadDir(path) // in the order of their names
	if err != nil {
		return nil, news.FieldErrorf(path, "cannot be read: %w", err)
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".txt") {
			continue
		}
		in, err := input.Open(ctx, filepath.Join(path, e.Name()), nil)
		if err != nil {
			return nil, err
		}
		out = append(out, read.Plain(in.Body, in.ContentType))
	}
	if len(out) == 0 {
		return nil, news.FieldErrorf(path, `holds no .txt files; name a folder that does, or JSON Lines of reports with a "text"`)
	}
	return out, nil
}

// readable leaves out the texts in whose language nothing is looked for, which would take no time.
func readable(texts, languages []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return !slices.Contains(languages, read.Language(t)) })
}

// articles makes articles of texts. The paragraphs of all texts, which are their lines, are strung together in their order, and cut
// after every 750th word, a word being what stands between white space. What is left at the end is dropped, and at most
// 1000 articles are made. Texts that have fewer words than one article are gone through again until there is one. The same
// texts give the same articles.
func articles(texts []string) []string {
	var out []string
	var article strings.Builder
	words := 0
	for {
		before := words + len(out)
		for _, t := range texts {
			for paragraph := range strings.Lines(t) {
				separator := "\n\n"
				for word := range strings.FieldsSeq(paragraph) {
					if words > 0 {
						article.WriteString(separator)
					}
					separator = " "
					article.WriteString(word)
					if words++; words < articleWords {
						continue
					}
					out = append(out, article.String())
					if len(out) == mostArticles {
						return out
					}
					article.Reset()
					words = 0
				}
			}
		}
		if len(out) > 0 || words+len(out) == before { // enough, or nothing to be had
			return out
		}
	}
}

// long makes one text of about so many bytes of articles, from one of them on and over and over; without its full stops it is one
// endless sentence.
func long(articles []string, from, bytes int, stops bool) string {
	endless := strings.NewReplacer(".", "", "!", "", "?", "", "…", "", "\n\n", " ")
	var b strings.Builder
	for i := from; b.Len() < bytes; i++ {
		a := articles[i%len(articles)] + "\n\n"
		if !stops {
			a = endless.Replace(a)
		}
		b.WriteString(a)
	}
	text := b.String()
	if cut := strings.LastIndexByte(text[:bytes], ' '); cut > 0 {
		text = text[:cut]
	}
	return text
}
