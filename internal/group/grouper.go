package group

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// Report is what grouping needs to know of a report. One of Title and Text may be empty.
type Report struct {
	ID        string
	Title     string
	Text      string
	Outlet    string
	URL       string
	Language  string    // BCP 47; only the first subtag counts, and reports without one are a language of their own
	Published time.Time // zero: unknown
}

// Decision says which story a report belongs to.
type Decision struct {
	Story string  // empty: no story is like it, it opens one
	Like  string  // the report most like it, "" if none has a word in common with it
	Copy  bool    // Like has mostly the same wording
	Score float64 // how alike the nearest story is, from 0 to 1
}

// Options tune the grouper. The zero value of each takes the default.
type Options struct {
	// Threshold is how alike a story must be to be joined, from 0 to 1. Default 0.24, chosen on one half of the training
	// stories (docs/measures.md).
	Threshold float64
	// Window is how far apart in time two reports may be that are compared at all. Default 45 days.
	Window time.Duration
}

// Grouper holds the reports that new ones are compared with. It is not safe for concurrent use.
type Grouper struct {
	options   Options
	languages map[string]*index
	where     map[string]place
}

// place says where a report is held.
type place struct {
	index *index
	doc   int32
}

// New makes an empty grouper.
func New(o Options) *Grouper {
	o.Threshold = cmp.Or(o.Threshold, 0.24)
	o.Window = cmp.Or(o.Window, 45*24*time.Hour)
	return &Grouper{options: o, languages: map[string]*index{}, where: map[string]place{}}
}

// Len is how many reports the grouper holds.
func (g *Grouper) Len() int { return len(g.where) }

// Story gives the story that a report was put in, "" if the grouper does not hold it.
func (g *Grouper) Story(report string) string {
	at, held := g.where[report]
	if !held {
		return ""
	}
	return at.index.docs[at.doc].story
}

// Add puts a report into a story, and later reports are compared with it. A report that is held already moves to that
// story and keeps the words that it came with.
func (g *Grouper) Add(r Report, story string) {
	if at, held := g.where[r.ID]; held {
		at.index.docs[at.doc].story = story
		return
	}
	ix := g.index(r.Language)
	g.where[r.ID] = place{ix, ix.add(ix.doc(r, digestOf(r), true), story)}
}

// Decide says which story a report belongs to, without adding it. It depends on the reports that are held and their
// stories, and not on the order in which they came.
func (g *Grouper) Decide(r Report) Decision { return g.decide(r, digestOf(r)) }

func (g *Grouper) decide(r Report, words digest) Decision {
	ix := g.index(r.Language)
	return g.choose(ix, ix.doc(r, words, false))
}

func (g *Grouper) index(language string) *index {
	language, _, _ = strings.Cut(strings.ToLower(language), "-")
	ix := g.languages[language]
	if ix == nil {
		ix = newIndex(backgroundOf(language))
		g.languages[language] = ix
	}
	return ix
}

// likeness is how alike a stored report is.
type likeness struct {
	doc    *doc
	cosine float64
	copied float64 // share of the wording in common
}

// choose picks the story.
func (g *Grouper) choose(ix *index, d doc) Decision {
	var near []likeness
	for _, l := range ix.nearest(d, g.options.Window) {
		if l.doc.id != d.id {
			near = append(near, l)
		}
	}
	if len(near) == 0 {
		return Decision{}
	}
	stories := map[string][]float64{}
	best := Decision{}
	top := -1.0
	for _, l := range near {
		like := l.cosine
		if l.copied >= copyAt {
			like = max(like, l.copied)
		}
		like *= faded(d.published, l.doc.published)
		stories[l.doc.story] = append(stories[l.doc.story], like)
		if like > top || like == top && l.doc.id < best.Like {
			top, best.Like, best.Copy = like, l.doc.id, l.copied >= copyAt
		}
	}
	for story, likes := range stories {
		score := overall(likes)
		if score > best.Score || score == best.Score && story < best.Story {
			best.Story, best.Score = story, score
		}
	}
	if best.Score < g.options.Threshold {
		best.Story = ""
	}
	return best
}

const (
	// copyAt is how much of two texts' wording must agree for them to be one text.
	copyAt = 0.5
	// fade is the gap between two reports at which likeness counts half.
	fade = 30 * 24 * time.Hour
	// linked is how many of a story's members a report is compared with.
	linked = 3
	// nearWeight is what the nearest of these members counts for; the mean of all has the rest.
	nearWeight = 0.6
)

// overall is how alike a story is whose members are alike by these: mostly as its nearest member, but one near member
// among others that are far counts less.
func overall(likes []float64) float64 {
	slices.SortFunc(likes, func(a, b float64) int { return cmp.Compare(b, a) })
	near := likes[:min(len(likes), linked)]
	sum := 0.0
	for _, l := range near {
		sum += l
	}
	return nearWeight*likes[0] + (1-nearWeight)*sum/float64(len(near))
}

// faded makes likeness count less the further apart two reports are in time, as far as that is known.
func faded(a, b time.Time) float64 {
	if a.IsZero() || b.IsZero() {
		return 1
	}
	return 1 / (1 + math.Abs(float64(a.Sub(b)))/float64(fade))
}
