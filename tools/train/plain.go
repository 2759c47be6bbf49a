package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/tag"
)

// Tokens of a plain text that is learned from: shorter ones are scraps, longer ones no articles.
const shortest, longest = 20, 3000

// readPlain reads and parses texts without attributions, each but once.
func readPlain(path string, l *lexicon.Lexicon, m *roles.Model) ([]*roles.Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	seen := map[string]bool{}
	var out []*roles.Text
	for n := 1; lines.Scan(); n++ {
		var report struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &report); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		tokens := tag.Stopped(tag.Tokens(report.Text, l.Abbreviation))
		if seen[report.Text] || len(tokens) < shortest || len(tokens) > longest {
			continue
		}
		seen[report.Text] = true
		cut := tag.Sentences(tokens)
		out = append(out, roles.New(tokens, cut, m.Parse(tokens, cut), m.Names))
	}
	return out, lines.Err()
}
