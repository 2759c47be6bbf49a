package news

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Chapter is a stretch of a story: a burst of reports, divided from the others by quiet, or by what they are about.
type Chapter struct {
	Title       string // of the report that says most of what the others say
	First, Last time.Time
	Reports     []Report // the earliest first
}

const (
	// chaptered is how long a story lasts, and how many reports it has, to be worth dividing.
	chaptered, chapterReports = 48 * time.Hour, 6
	// quiet is how long no report comes between two chapters; still is the pause at which the wording tells, and around how
	// many reports before and after it are compared, which must share less than shared of their words.
	quiet, still = 36 * time.Hour, 10 * time.Hour
	around       = 8
	shared       = 0.12
	// brief is how many reports a chapter has at least; fewer are of the one before or after.
	brief = 2
	// mostChapters is how many a story has at most: with more, those with the shortest pause between them are one.
	mostChapters = 12
)

// Chapters divides a story by its reports, the earliest chapter first. A short story is one chapter; no reports make none.
// Reports of one time stand in the order of their ids, so the order in which they are given does not matter.
func Chapters(reports []Report) []Chapter {
	if len(reports) == 0 {
		return nil
	}
	reports = slices.Clone(reports)
	slices.SortFunc(reports, func(a, b Report) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	cuts := cutsOf(reports)
	out := make([]Chapter, 0, len(cuts)+1)
	from := 0
	for _, to := range append(cuts, len(reports)) {
		in := reports[from:to]
		out = append(out, Chapter{Title: typical(in), First: in[0].Published, Last: in[len(in)-1].Published, Reports: in})
		from = to
	}
	return out
}

// cutsOf gives the places at which chapters begin, the first one's aside.
func cutsOf(reports []Report) []int {
	n := len(reports)
	if n < chapterReports || reports[n-1].Published.Sub(reports[0].Published) < chaptered {
		return nil
	}
	said := make([]map[string]bool, n)
	for i, r := range reports {
		said[i] = titleWords(r.Title)
	}
	pause := func(i int) time.Duration { return reports[i].Published.Sub(reports[i-1].Published) }
	var cuts []int
	for i := 1; i < n; i++ {
		if p := pause(i); p >= quiet || p >= still && inCommon(said[max(0, i-around):i], said[i:min(n, i+around)]) < shared {
			cuts = append(cuts, i)
		}
	}
	// The weakest cuts go first: around chapters that are too short, and when there are too many.
	for len(cuts) > 0 {
		worst := -1
		for k, at := range cuts {
			before, after := 0, n
			if k > 0 {
				before = cuts[k-1]
			}
			if k+1 < len(cuts) {
				after = cuts[k+1]
			}
			if len(cuts) < mostChapters && at-before >= brief && after-at >= brief {
				continue
			}
			if worst < 0 || pause(at) < pause(cuts[worst]) {
				worst = k
			}
		}
		if worst < 0 {
			break
		}
		cuts = slices.Delete(cuts, worst, worst+1)
	}
	return cuts
}

// inCommon is what share of the words of two runs of titles is in both, the smaller run's words being all.
func inCommon(before, after []map[string]bool) float64 {
	a, b := union(before), union(after)
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 1
	}
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / float64(len(a))
}

func union(sets []map[string]bool) map[string]bool {
	out := map[string]bool{}
	for _, s := range sets {
		for w := range s {
			out[w] = true
		}
	}
	return out
}

// typical gives the title whose words the titles of the other reports have most, the earliest of them.
func typical(reports []Report) string {
	counts := map[string]int{}
	for _, r := range reports {
		for w := range titleWords(r.Title) {
			counts[w]++
		}
	}
	best, top := reports[0].Title, -1.0
	for _, r := range reports {
		in := titleWords(r.Title)
		sum := 0.0
		for w := range in {
			sum += float64(counts[w] - 1)
		}
		// A longer title has more words to share: half of that is taken off.
		if score := sum / (4 + float64(len(in))); score > top {
			best, top = r.Title, score
		}
	}
	return best
}

// titleWords gives the words of a title that say something: those of four letters and more, and numbers.
func titleWords(title string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsNumber(first) || utf8.RuneCountInString(w) >= 4 || first > unicode.MaxLatin1 {
			out[w] = true
		}
	}
	return out
}
