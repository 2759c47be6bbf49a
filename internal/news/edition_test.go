package news

import (
	"testing"
	"time"
)

func TestWhatEditorsAreToldOfAnEdition(t *testing.T) {
	due := time.Date(2031, 3, 4, 5, 0, 0, 0, time.UTC)
	p := Publication{Late: 6 * time.Hour, Remind: time.Hour}
	for _, c := range []struct {
		name   string
		after  time.Duration // the hour
		change func(*Edition, *Publication)
		want   SummonsKind
		of     time.Time
	}{
		{"a draft long before", -61 * time.Minute, nil, "", time.Time{}},
		{"a draft an hour before", -time.Hour, nil, ToApprove, due},
		{"a draft at its hour", 0, nil, ToApprove, due},
		{"a draft that could still appear", 6 * time.Hour, nil, ToApprove, due},
		{"a draft of the past", 7 * time.Hour, nil, "", time.Time{}},
		{"where nobody wants to be told", -time.Minute, func(_ *Edition, p *Publication) { p.Remind = 0 }, "", time.Time{}},
		{"approved, before its hour", -time.Minute, func(e *Edition, _ *Publication) { e.State = Approved }, "", time.Time{}},
		{"approved, late", 6 * time.Hour, func(e *Edition, _ *Publication) { e.State = Approved }, "", time.Time{}},
		{"approved, too late", 7 * time.Hour, func(e *Edition, _ *Publication) { e.State = Approved }, ToRelease, due},
		{"never late, a restart later", 5 * time.Minute, func(e *Edition, p *Publication) { e.State, p.Late = Approved, 0 }, "", time.Time{}},
		{"never late", 6 * time.Minute, func(e *Edition, p *Publication) { e.State, p.Late = Approved, 0 }, ToRelease, due},
		{"approved after its hour", 30 * time.Hour, func(e *Edition, _ *Publication) { e.State, e.ApprovedAt = Approved, due.Add(29*time.Hour) }, "", time.Time{}},
		{"released and late again", 99 * time.Hour, func(e *Edition, _ *Publication) { e.State, e.ReleasedAt = Approved, due.Add(50*time.Hour) }, ToRelease, due.Add(50 * time.Hour)},
		{"published", 99 * time.Hour, func(e *Edition, _ *Publication) { e.State = Published }, "", time.Time{}},
	} {
		e, p := Edition{State: Draft, Due: due}, p
		if c.change != nil {
			c.change(&e, &p)
		}
		if kind, of := e.Wants(p, due.Add(c.after)); kind != c.want || !of.Equal(c.of) {
			t.Errorf("%s: %q of %s, want %q of %s", c.name, kind, of, c.want, c.of)
		}
	}
}

func TestAudiencesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ languages, tags, want, wrong string }{
		{"", "", "all readers", ""},
		{"he, en en", "", "readers whose language is en or he", ""},
		{"", "Donor", "readers who have the tag donor", ""},
		{"pt-BR", "press,donor;board", "readers whose language is pt-BR and who have the tag board, donor or press", ""},
		{"en_US", "", "", "languages"},
		{"", "two/words", "", "tags"},
	} {
		a, err := ParseAudience(c.languages, c.tags)
		if faults := Faults(err); (len(faults) > 0) != (c.wrong != "") || c.wrong != "" && faults[0].Field != c.wrong {
			t.Errorf("%q, %q: %v", c.languages, c.tags, err)
		} else if c.wrong == "" && a.String() != c.want {
			t.Errorf("%q, %q are %q, want %q", c.languages, c.tags, a, c.want)
		}
	}
	if err := (Audience{Tags: make([]string, 21)}).Validate(); KindOf(err) != Invalid {
		t.Errorf("21 tags: %v", err)
	}
}
