package site

import (
	"bytes"
	"context"
	"html/template"
	"sync"
	"time"
)

// newest keeps the panel of notices for a moment, for it is the same on the pages of all editions. A page that has an older one misses
// nothing: its stream begins after the last notice that it has.
type newest struct {
	mu   sync.Mutex
	kept map[newestKey]panelBox
}

// newestKey is everything that a panel depends on, besides the notices.
type newestKey struct {
	language, zone string
	limit          int
}

// panelBox is the panel as a page has it.
type panelBox struct {
	HTML template.HTML
	Asks bool // readers can ask to be told
	made time.Time
}

// newestFor is for how long a panel is kept, where pages are kept at all.
const newestFor = time.Second

// panelBox makes the panel for a page.
func (s *Site) panelBox(ctx context.Context, v view, limit int) (box panelBox, err error) {
	if s.Keep == nil {
		return s.makeBox(ctx, v, limit)
	}
	s.newest.mu.Lock()
	defer s.newest.mu.Unlock() // who comes meanwhile waits for the one who makes it
	key := newestKey{v.In.Tag, v.Zone.String(), limit}
	if box, ok := s.newest.kept[key]; ok && time.Since(box.made) < newestFor {
		return box, nil
	}
	if box, err = s.makeBox(ctx, v, limit); err != nil {
		return box, err
	}
	if s.newest.kept == nil {
		s.newest.kept = map[newestKey]panelBox{}
	}
	s.newest.kept[key] = box
	return box, nil
}

func (s *Site) makeBox(ctx context.Context, v view, limit int) (box panelBox, err error) {
	box.made = time.Now()
	p, err := s.panel(ctx, v, limit)
	if err != nil {
		return box, err
	}
	all, err := s.pages[v.In.Tag].read()
	if err != nil {
		return box, err
	}
	var b bytes.Buffer
	if err := all["notices"].ExecuteTemplate(&b, "panel-box", p); err != nil {
		return box, err
	}
	box.HTML, box.Asks = template.HTML(b.String()), p.Push != nil //nolint:gosec // what a template has escaped
	return box, nil
}
