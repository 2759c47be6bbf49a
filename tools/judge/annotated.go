package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/read/find"
	"onrecord/internal/read/lexicon"
)

// annotated gives the attributions of a text's first annotator as a finder would: spans, and where the cue has its head.
// Nothing else is filled in, so that judging stands on the words alone.
func annotated(t *find.Text, l *lexicon.Lexicon, corpus, name string) ([]find.Candidate, error) {
	stem := strings.TrimSuffix(name, ".txt")
	paths, err := filepath.Glob(filepath.Join(corpus, "attributions", stem+"_*.ann"))
	if err != nil {
		return nil, err
	}
	slices.Sort(paths)
	for _, path := range paths {
		if base := filepath.Base(path); base[:strings.LastIndexByte(base, '_')] == stem {
			return readAnnotations(t, l, path)
		}
	}
	return nil, fmt.Errorf("%s: nobody annotated it", name)
}

// readAnnotations reads a file in brat's layout: "T1<tab>Role start end;start end<tab>words" and "E1<tab>Role:T1 Role:T2".
func readAnnotations(t *find.Text, l *lexicon.Lexicon, path string) ([]find.Candidate, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	spans := map[string][]find.Range{}
	var out []find.Candidate
	var events [][]string
	for n, line := range strings.Split(string(raw), "\n") {
		cells := strings.Split(strings.TrimRight(line, "\r"), "\t")
		switch {
		case len(cells) > 1 && cells[0][:1] == "T":
			_, where, _ := strings.Cut(cells[1], " ")
			for _, part := range strings.Split(where, ";") {
				var s news.Span
				if _, err := fmt.Sscan(part, &s[0], &s[1]); err != nil {
					return nil, fmt.Errorf("%s, line %d: %q is no span", path, n+1, part)
				}
				if r := tokens(t, s); !r.Empty() {
					spans[cells[0]] = append(spans[cells[0]], r)
				}
			}
		case len(cells) > 1 && cells[0][:1] == "E":
			events = append(events, strings.Fields(cells[1]))
		}
	}
	for _, e := range events {
		var c find.Candidate
		for _, arg := range e {
			role, ref, _ := strings.Cut(arg, ":")
			switch strings.TrimRight(role, "0123456789") {
			case "Source":
				c.Source = append(c.Source, spans[ref]...)
			case "Cue":
				c.Cue = append(c.Cue, spans[ref]...)
			case "Content":
				c.Content = append(c.Content, spans[ref]...)
			}
		}
		if len(c.Cue) == 0 || len(c.Content) == 0 {
			continue
		}
		for _, role := range [][]find.Range{c.Source, c.Cue, c.Content} {
			slices.SortFunc(role, func(a, b find.Range) int { return a.From - b.From })
		}
		c.Head = head(t, l, c.Cue)
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b find.Candidate) int { return cmp.Compare(a.Head, b.Head) })
	return out, nil
}

// tokens gives the tokens that a span of code points touches.
func tokens(t *find.Text, s news.Span) find.Range {
	return find.Range{
		From: sort.Search(len(t.Tokens), func(i int) bool { return t.Tokens[i].End > s[0] }),
		To:   sort.Search(len(t.Tokens), func(i int) bool { return t.Tokens[i].Start >= s[1] }),
	}
}

// head gives the token that carries a cue: its first verb but for auxiliaries, else its first noun, else its first word.
func head(t *find.Text, l *lexicon.Lexicon, cue []find.Range) int {
	for _, kind := range []string{"VB", "NN"} {
		for _, r := range cue {
			for i := r.From; i < r.To; i++ {
				if strings.HasPrefix(string(t.Kind(i)), kind) && !l.Has("auxiliaries", t.Tokens[i].Lower) {
					return i
				}
			}
		}
	}
	return cue[0].From
}

// percent prints a share, "-" of nothing.
func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return strconv.FormatFloat(float64(n)/float64(of), 'f', 3, 64)
}
