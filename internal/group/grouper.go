package group

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/zeebo/xxh3"
)

// Options tune the grouper. The zero value of each takes the default.
type Options struct {
	// Weights decide what is alike. Default those learned.
	Weights *Weights
	// Window is how far apart in time two reports may be that are compared at all. Default 45 days.
	Window time.Duration
}

// Grouper holds the reports that new ones are compared with. It is not safe for concurrent use.
type Grouper struct {
	weights    Weights
	window     int64 // seconds
	background *background

	shelves   map[int32]*shelf
	keys      []int32 // of the shelves, sorted
	where     map[uint64]ref
	texts     float64            // that df was counted over
	df        map[uint32]float32 // in how many texts a stem is, by its hash; after the first of a story they count less and less
	stories   []gathering
	named     map[string]int32 // stories by their id
	free      []int32          // of the stories
	languages []string         // by number; 0: not told

	latest latest

	scratch struct {
		sums    []float32
		touched []uint32
		top     []rough
	}
}

// latest is what was found for the report that was last decided on, which is what a mending of its story begins with.
type latest struct {
	id   string
	at   ref
	kept bool // it is held, at at, and nothing was added since
	near []found
}

// gathering is a story as the grouper holds it.
type gathering struct {
	id      string
	members []ref
	checked int  // how many it had when it was last looked at whether it is one
	fixed   bool // an editor shaped it
}

// New makes an empty grouper.
func New(o Options) *Grouper {
	g := &Grouper{
		window: int64(cmp.Or(o.Window, 45*24*time.Hour) / time.Second), background: loadBackground(),
		shelves: map[int32]*shelf{}, where: map[uint64]ref{}, df: map[uint32]float32{}, named: map[string]int32{}, languages: []string{""},
	}
	if o.Weights != nil {
		g.weights = *o.Weights
	} else {
		g.weights = Learned()
	}
	return g
}

// Len is how many reports the grouper holds.
func (g *Grouper) Len() int { return len(g.where) }

// Story gives the story that a report was put in, "" if the grouper does not hold it.
func (g *Grouper) Story(report string) string {
	at, held := g.where[xxh3.HashString(report)]
	if !held {
		return ""
	}
	return g.stories[g.shelves[at.shelf()].story[at.place()]].id
}

// Add puts a report into a story, and later reports are compared with it. A report that is held already moves to that
// story and keeps the words that it came with.
func (g *Grouper) Add(r Report, story string) {
	if at, held := g.where[xxh3.HashString(r.ID)]; held {
		g.move(at, story)
		return
	}
	g.add(g.Prepare(r), story)
}

// Put is Add of a report taken apart already.
func (g *Grouper) Put(r Ready, story string) {
	if at, held := g.where[xxh3.HashString(r.ID)]; held {
		g.move(at, story)
		return
	}
	g.add(r, story)
}

func (g *Grouper) add(r Ready, story string) {
	n := g.storyOf(story)
	// The next report of a story that has many says little of how rare its words are, or a story that everybody reports would
	// have no rare words left to tell it by.
	counts := min(1, ample/float32(len(g.stories[n].members)+1))
	for _, t := range r.digest.terms {
		g.df[t.hash] += counts
	}
	g.texts += float64(counts)
	q := g.queryOf(r)
	key := shelfOf(q.published)
	s := g.shelves[key]
	if s == nil {
		s = newShelf()
		g.shelves[key] = s
		at, _ := slices.BinarySearch(g.keys, key)
		g.keys = slices.Insert(g.keys, at, key)
		if at > settled { // some days on, few come late
			g.shelves[g.keys[at-settled]].clip()
		}
	}
	at := ref(uint64(uint32(key))<<32 | uint64(s.add(r.ID, q.doc, q.lookups, q.bands, n, g.texts)))
	g.where[xxh3.HashString(r.ID)] = at
	g.latest.at, g.latest.kept = at, g.latest.id == r.ID
	g.stories[n].members = append(g.stories[n].members, at)
}

// move puts a report that is held into a story.
func (g *Grouper) move(at ref, story string) {
	s := g.shelves[at.shelf()]
	was := s.story[at.place()]
	if g.stories[was].id == story {
		return
	}
	g.leave(was, at)
	n := g.storyOf(story)
	s.story[at.place()] = n
	g.stories[n].members = append(g.stories[n].members, at)
}

func (g *Grouper) leave(story int32, at ref) {
	st := &g.stories[story]
	i := slices.Index(st.members, at)
	st.members = slices.Delete(st.members, i, i+1)
	if len(st.members) == 0 {
		delete(g.named, st.id)
		*st = gathering{}
		g.free = append(g.free, story)
	}
}

// storyOf gives the number of a story.
func (g *Grouper) storyOf(id string) int32 {
	n, known := g.named[id]
	if known {
		return n
	}
	if last := len(g.free) - 1; last >= 0 {
		n = g.free[last]
		g.free = g.free[:last]
	} else {
		n = int32(len(g.stories))
		g.stories = append(g.stories, gathering{})
	}
	g.stories[n] = gathering{id: id}
	g.named[id] = n
	return n
}

// stale is how many times more texts there may be than when the length of a report's weights was taken; with few, it is taken
// anew whenever there is another.
const stale, few = 3, 2000

// ample is how many reports of a story count in full towards how rare their words are.
const ample = 20

// doc gives a report that is held, to compare.
func (g *Grouper) doc(at ref) doc {
	s, i := g.shelves[at.shelf()], at.place()
	d := s.doc(i)
	if was := float64(s.asOf[i]); was != g.texts && (g.texts < few || g.texts > stale*was) {
		sum := 0.0
		for k, h := range d.terms {
			by := float64(d.tf[k]) * g.rarity(h)
			sum += by * by
		}
		d.norm = float32(math.Sqrt(sum))
		s.norm[i], s.asOf[i] = d.norm, float32(g.texts)
	}
	return d
}

func (g *Grouper) languageOf(name string) uint8 {
	if i := slices.Index(g.languages, name); i >= 0 {
		return uint8(i)
	}
	if len(g.languages) > math.MaxUint8 {
		return 0
	}
	g.languages = append(g.languages, name)
	return uint8(len(g.languages) - 1)
}

// span is how many seconds of reports stand on one shelf, and timeless the shelf of those without a time.
const (
	span     = 2 * 24 * 3600
	timeless = math.MinInt32
)

func shelfOf(published int64) int32 {
	if published == undated {
		return timeless
	}
	return int32(max(math.MinInt32+1, min(math.MaxInt32, math.Floor(float64(published)/span))))
}

// settled is how many shelves behind the newest one hardly grows any more.
const settled = 2

// shelvesBy gives the shelves on which a report's neighbours in time may stand, the nearest first.
func (g *Grouper) shelvesBy(published int64) []int32 {
	out := make([]int32, 0, len(g.keys))
	if published == undated {
		out = append(out, g.keys...)
		slices.Reverse(out)
		return out
	}
	here := shelfOf(published)
	reach := int32(g.window/span + 1)
	for _, k := range g.keys {
		if k == timeless || k >= here-reach && k <= here+reach {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b int32) int { return cmp.Compare(apart(a, here), apart(b, here)) })
	return out
}

func apart(a, b int32) int64 {
	if a == timeless {
		return math.MaxInt64
	}
	return max(int64(a)-int64(b), int64(b)-int64(a))
}

// Forget drops the reports published before a moment, as far as their whole shelf is older. Stories whose reports are all
// dropped are no longer joined.
func (g *Grouper) Forget(before time.Time) {
	for len(g.keys) > 0 {
		i := 0
		if g.keys[0] == timeless {
			i = 1
		}
		if i >= len(g.keys) || g.keys[i] >= shelfOf(before.Unix()) {
			break
		}
		g.drop(g.keys[i])
	}
	// What was counted long ago says less about what is rare today.
	if g.texts > 2*float64(len(g.where))+10_000 {
		g.texts /= 2
		for h, n := range g.df {
			if n < 1 {
				delete(g.df, h)
			} else {
				g.df[h] = n / 2
			}
		}
	}
}

func (g *Grouper) drop(key int32) {
	s := g.shelves[key]
	for i := range uint32(s.len()) {
		delete(g.where, xxh3.HashString(s.id(i)))
		g.leave(s.story[i], ref(uint64(uint32(key))<<32|uint64(i)))
	}
	delete(g.shelves, key)
	i, _ := slices.BinarySearch(g.keys, key)
	g.keys = slices.Delete(g.keys, i, i+1)
}
