package world

import "slices"

// Expected is what a desk must find in the world, all of it counted from the world's own data.
type Expected struct {
	Feeds, FeedsBroken, FeedsGone int
	Reports                       int
	Revisions                     int               // texts that differ
	Stories                       int               // languages apart
	Items                         int               // at least so many in the edition
	StoryOf                       map[string]string // by address: the happening a report is about
	Talks                         Talks
}

// Talks is the answer to the question of the story whose shape the product comes from.
type Talks struct {
	First    string   // address of the report that began it
	Claim    []string // words that the main claim's wording must have
	Deniers  []string // who denies it, by name
	Repeats  []string // addresses of the reports that only repeat the first
	Wire     string   // address of the agency's report
	Copies   []string // addresses of the papers that carry it
	Unnamed  string   // address of the third account
	Silenced string   // address of the text that was changed
}

// Expected says what a desk must find.
func (w *World) Expected() Expected {
	e := Expected{FeedsBroken: 1, FeedsGone: 1, StoryOf: map[string]string{}}
	for _, o := range w.Outlets() {
		e.Feeds += len(o.Feeds)
	}
	var stories []string
	for _, r := range w.reports {
		e.Reports++
		e.Revisions += len(r.texts)
		story := r.story
		if r.outlet.language != "en" {
			story += " " + r.outlet.language
		}
		e.StoryOf[w.address(r)] = story
		if !slices.Contains(stories, story) {
			stories = append(stories, story)
		}
		switch r.outlet.key + " " + r.slug {
		case "courier secret-talks":
			e.Talks.First, e.Talks.Silenced = w.address(r), w.address(r)
		case "cpa vane-denies":
			e.Talks.Wire = w.address(r)
		case "vbc back-channel":
			e.Talks.Unnamed = w.address(r)
		case "record talks-repeat", "kestrel talks-repeat", "gazette talks-repeat":
			e.Talks.Repeats = append(e.Talks.Repeats, w.address(r))
		}
		if r.copyOf == "cpa vane-denies" {
			e.Talks.Copies = append(e.Talks.Copies, w.address(r))
		}
	}
	e.Stories = len(stories)
	e.Items = 10
	e.Talks.Claim = []string{"Veresk", "Sorvania", "agree", "talks"}
	e.Talks.Deniers = []string{"Tomas Vane", "Ilya Marenko"}
	return e
}
