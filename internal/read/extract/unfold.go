package extract

import "strings"

// unfold puts back the paragraphs of the page into a text that a reader ran together: trafilatura gives a short article as
// one line, heading and all. A paragraph that is several of the page's paragraphs in a row, to the letter, is replaced by
// those. page is the plain text of the page.
func unfold(text, page string) string {
	own := paragraphsOf(page)
	starts := map[string]int{} // of a paragraph's first letters, where it stands in the page
	const first = 12
	for i := len(own) - 1; i >= 0; i-- {
		starts[head(own[i].key, first)] = i
	}
	var out []string
	for _, p := range paragraphsOf(text) {
		out = append(out, run(p, own, starts, first)...)
	}
	return strings.Join(out, "\n\n")
}

// run gives the page's paragraphs that a paragraph is made of, or the paragraph itself.
func run(p paragraph, own []paragraph, starts map[string]int, first int) []string {
	for n := first; n >= 1; n-- { // a paragraph may be shorter than what it is looked up by
		i, ok := starts[head(p.key, n)]
		if !ok {
			continue
		}
		rest := p.key
		var parts []string
		for ; i < len(own) && rest != ""; i++ {
			after, found := strings.CutPrefix(rest, own[i].key)
			if !found {
				break
			}
			rest, parts = after, append(parts, own[i].text)
		}
		if rest == "" && len(parts) > 1 {
			return parts
		}
	}
	return []string{p.text}
}

// head gives the first n bytes of a key, for looking up; it need not end on a character.
func head(key string, n int) string { return key[:min(n, len(key))] }
