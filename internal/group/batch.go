package group

// Batch puts reports into stories as a stream does, one after the other, and mends the stories as it goes and once more at the
// end, when all is known. A story is named after its first report.
type Batch struct {
	grouper *Grouper
	ids     []string
	named   map[string]bool // stories
}

// NewBatch makes an empty batch.
func NewBatch(o Options) *Batch { return &Batch{grouper: New(o), named: map[string]bool{}} }

// Add takes one report more.
func (b *Batch) Add(r Ready) {
	b.ids = append(b.ids, r.ID)
	story := b.grouper.decide(r).Story
	if story == "" {
		story = b.name(r.ID)
	}
	b.grouper.add(r, story)
	b.mend(story)
}

// Prepare takes a report apart. It may be called from many goroutines at once.
func (b *Batch) Prepare(r Report) Ready { return b.grouper.Prepare(r) }

// name gives a story that begins with a report a name that no other had.
func (b *Batch) name(report string) string {
	name := "story-" + report
	for b.named[name] {
		name += "'"
	}
	b.named[name] = true
	return name
}

// mend does to a story what the evidence asks for, and reports whether that was anything.
func (b *Batch) mend(story string) bool {
	mendings := b.grouper.Mend(story)
	for _, m := range mendings {
		if m.Split {
			m.Into = b.name(m.Reports[0])
		}
		for _, id := range m.Reports {
			b.grouper.Add(Report{ID: id}, m.Into)
		}
	}
	return len(mendings) > 0
}

// rounds is how often all stories are looked at again in the end, at most.
const rounds = 4

// Stories gives the story of each report, in the order in which they were added.
func (b *Batch) Stories() []string {
	for range rounds {
		changed := false
		seen := map[string]bool{}
		for _, id := range b.ids {
			story := b.grouper.Story(id)
			if seen[story] {
				continue
			}
			seen[story] = true
			b.grouper.Recheck(story)
			changed = b.mend(story) || changed
		}
		if !changed {
			break
		}
	}
	out := make([]string, len(b.ids))
	for i, id := range b.ids {
		out[i] = b.grouper.Story(id)
	}
	return out
}
