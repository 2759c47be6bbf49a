package main

import (
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// attribution is an annotated one, by code points.
type attribution struct{ source, cue, content [][2]int }

// annotated is a text with the attributions of its gold annotator, the first by name.
type annotated struct {
	name, text   string
	attributions []attribution
}

func readAnnotated(folder string) ([]annotated, error) {
	texts, err := filepath.Glob(filepath.Join(folder, "text", "*.txt"))
	if err != nil {
		return nil, err
	}
	sort.Strings(texts)
	var out []annotated
	for _, path := range texts {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		anns, err := filepath.Glob(filepath.Join(folder, "attributions", name+"_*.ann"))
		if err != nil {
			return nil, err
		}
		if len(anns) == 0 {
			continue
		}
		sort.Strings(anns)
		ann, err := os.ReadFile(anns[0])
		if err != nil {
			return nil, err
		}
		out = append(out, annotated{name, string(content), parseAnn(string(ann))})
	}
	return out, nil
}

func parseAnn(ann string) []attribution {
	spans := map[string][][2]int{}
	var out []attribution
	for _, line := range strings.Split(ann, "\n") {
		parts := strings.Split(line, "\t")
		switch {
		case strings.HasPrefix(line, "T") && len(parts) >= 2:
			_, where, _ := strings.Cut(parts[1], " ")
			for _, p := range strings.Split(where, ";") {
				a, b, _ := strings.Cut(p, " ")
				from, err1 := strconv.Atoi(a)
				to, err2 := strconv.Atoi(b)
				if err1 == nil && err2 == nil {
					spans[parts[0]] = append(spans[parts[0]], [2]int{from, to})
				}
			}
		case strings.HasPrefix(line, "E") && len(parts) >= 2:
			var a attribution
			for _, arg := range strings.Fields(parts[1]) {
				name, ref, _ := strings.Cut(arg, ":")
				switch strings.ToLower(strings.TrimRight(name, "0123456789")) {
				case "source":
					a.source = append(a.source, spans[ref]...)
				case "cue":
					a.cue = append(a.cue, spans[ref]...)
				case "content":
					a.content = append(a.content, spans[ref]...)
				}
			}
			out = append(out, a)
		}
	}
	return out
}
