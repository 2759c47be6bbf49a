package letter

import (
	"time"

	"onrecord/internal/news"
)

// Unapproved tells editors that an edition is due soon and that nobody has approved it. The link leads to it at the desk. A time
// zone that is none is Invalid.
func (w *Writer) Unapproved(s Small, e news.Edition) (Letter, error) {
	due, err := local(s.Publication, e.Due)
	if err != nil {
		return Letter{}, err
	}
	return w.small(s, "unapproved", func(t *talk) {
		t.before("unapproved.reason", "publication", t.Publication.Name, "date", t.In.Date(due), "time", t.In.Clock(due), "zone", s.Publication.Schedule.Zone)
		if title := clean(e.Title); title != "" {
			t.before("unapproved.called", "title", title)
		}
		t.count(&t.Before, "unapproved.items", e.Items())
		t.after("unapproved.else")
	}, "time", w.languages.Choose(s.Language, s.Publication.Language).Clock(due))
}

// Held tells editors that an approved edition has not appeared, for the machine was off when it was to. The link leads to it at the
// desk. A time zone that is none is Invalid.
func (w *Writer) Held(s Small, e news.Edition) (Letter, error) {
	due, err := local(s.Publication, e.Due)
	if err != nil {
		return Letter{}, err
	}
	return w.small(s, "held", func(t *talk) {
		t.before("held.reason", "publication", t.Publication.Name, "date", t.In.Date(due), "time", t.In.Clock(due), "zone", s.Publication.Schedule.Zone)
		if title := clean(e.Title); title != "" {
			t.before("unapproved.called", "title", title)
		}
		t.after("held.else")
	})
}

// Halted tells editors that the mailing of an edition has stopped by itself, and why: in the mail server's words, or ours. The link
// leads to it at the desk. A time zone that is none is Invalid.
func (w *Writer) Halted(s Small, e news.Edition, said string) (Letter, error) {
	due, err := local(s.Publication, e.Due)
	if err != nil {
		return Letter{}, err
	}
	return w.small(s, "halted", func(t *talk) {
		t.before("halted.reason", "publication", t.Publication.Name, "date", t.In.Date(due), "said", clean(said))
		t.after("halted.else")
	})
}

// local gives a time in a publication's zone.
func local(p news.Publication, at time.Time) (time.Time, error) {
	zone, err := time.LoadLocation(p.Schedule.Zone)
	if err != nil {
		return at, news.FieldErrorf("zone", "%q is no time zone", p.Schedule.Zone)
	}
	return at.In(zone), nil
}
