package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// maxMerged bounds the paragraphs that are compared with each other; longer texts are articles beyond doubt.
const maxMerged = 2000

// merge makes one text of what two readers found in a page. What both found is the article. What only one found belongs
// to it between two paragraphs that both found, where the other missed a list or a quotation; before the first and after
// the last of them it is a caption, a teaser, or the next article. Readers that hardly agree are not merged: then the
// longer text stands, for they fail by missing the article more than by taking in what is around it. page is the plain
// text of the whole page, which gives the order of what only one of them found.
func merge(one, other, page string) string {
	longer := one
	if len(other) > len(one) {
		longer = other
	}
	a, b := paragraphsOf(one), paragraphsOf(other)
	if len(a) == 0 || len(b) == 0 || len(a) > maxMerged || len(b) > maxMerged {
		return longer
	}
	pairs := agreed(a, b)
	if shared := sizeOf(a, pairs); 2*shared < min(size(a), size(b)) {
		return longer
	}
	page = strings.ReplaceAll(page, "\n\n", " ")
	var out []string
	for n, pair := range pairs {
		if n > 0 {
			before := pairs[n-1]
			out = append(out, between(a[before[0]+1:pair[0]], b[before[1]+1:pair[1]], page)...)
		}
		out = append(out, a[pair[0]].text)
	}
	return strings.Join(out, "\n\n")
}

// paragraph is one with its words alone, by which paragraphs are compared: readers treat marks and spaces differently.
type paragraph struct{ text, key string }

func paragraphsOf(text string) []paragraph {
	var out []paragraph
	for p := range strings.SplitSeq(text, "\n\n") {
		key := keyOf(p)
		if key != "" {
			out = append(out, paragraph{p, key})
		}
	}
	return out
}

func keyOf(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, text))
}

func size(ps []paragraph) (n int) {
	for _, p := range ps {
		n += len(p.key)
	}
	return n
}

func sizeOf(a []paragraph, pairs [][2]int) (n int) {
	for _, pair := range pairs {
		n += len(a[pair[0]].key)
	}
	return n
}

// agreed gives the indices of the paragraphs that both lists hold in the same order: their longest common subsequence.
func agreed(a, b []paragraph) [][2]int {
	length := make([][]int16, len(a)+1) // of that of a[i:] and b[j:]
	for i := range length {
		length[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].key == b[j].key {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].key == b[j].key:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// between gives what only one of the readers found between two paragraphs, each thing once though they may have cut it up
// differently, in the page's order.
func between(a, b []paragraph, page string) []string {
	if size(b) > size(a) {
		a, b = b, a
	}
	found := slices.Clone(a)
	all := keys(a)
	for _, p := range b {
		if !strings.Contains(all, p.key) && !covered(p, a) {
			found = append(found, p)
		}
	}
	if len(found) > len(a) {
		places := map[string]int{}
		for _, p := range found {
			places[p.key] = place(p, page)
		}
		slices.SortStableFunc(found, func(x, y paragraph) int { return cmp.Compare(places[x.key], places[y.key]) })
	}
	out := make([]string, len(found))
	for i, p := range found {
		out[i] = p.text
	}
	return out
}

func keys(ps []paragraph) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.key)
	}
	return b.String()
}

// covered says whether most of p is in paragraphs of others.
func covered(p paragraph, others []paragraph) bool {
	n := 0
	for _, o := range others {
		if strings.Contains(p.key, o.key) {
			n += len(o.key)
		}
	}
	return 2*n > len(p.key)
}

// place gives where in the page a paragraph begins; what is not there as it stands goes last.
func place(p paragraph, page string) int {
	start := []rune(p.text)
	if at := strings.Index(page, string(start[:min(len(start), 60)])); at >= 0 {
		return at
	}
	return len(page)
}
