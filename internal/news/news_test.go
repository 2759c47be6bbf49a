package news

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"
)

func TestIDsSortByTime(t *testing.T) {
	start := time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC)
	var ids []string
	for i := range 400 {
		id := NewID(start.AddDate(0, i*7, 0))
		if !id.Valid() {
			t.Fatalf("%q is not valid", id)
		}
		ids = append(ids, string(id))
	}
	if !sort.StringsAreSorted(ids) {
		t.Error("later ids sort before earlier ones")
	}
	for _, bad := range []ID{"", "short", "0123456789012345678901234l", "0123456789012345678901234-"} {
		if bad.Valid() {
			t.Errorf("%q passes for an id", bad)
		}
	}
}

func TestKindOfLooksThroughWrapping(t *testing.T) {
	err := fmt.Errorf("saving: %w", Errorf(Conflict, "the address is taken: %w", errors.New("unique")))
	if got := KindOf(err); got != Conflict {
		t.Errorf("kind %q, want %q", got, Conflict)
	}
	if got := KindOf(errors.New("plain")); got != Internal {
		t.Errorf("kind of a plain error is %q", got)
	}
	if got := KindOf(nil); got != "" {
		t.Errorf("kind of nil is %q", got)
	}
}

func TestScheduleNext(t *testing.T) {
	days := []time.Weekday{time.Sunday, time.Tuesday, time.Thursday}
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, c := range []struct {
		name, zone  string
		hour, min   int
		after, want string
	}{
		{"the same morning", "Asia/Jerusalem", 7, 0, "2026-11-22T03:00:00Z", "2026-11-22T05:00:00Z"},
		{"not the moment itself", "Asia/Jerusalem", 7, 0, "2026-11-22T05:00:00Z", "2026-11-24T05:00:00Z"},
		{"over a weekend", "Asia/Jerusalem", 7, 0, "2026-11-26T06:00:00Z", "2026-11-29T05:00:00Z"},
		{"summer time moves the UTC hour", "Asia/Jerusalem", 7, 0, "2026-07-18T12:00:00Z", "2026-07-19T04:00:00Z"},
		// Clocks in New York skip 02:00 to 03:00 on Sunday 8 March 2026 and repeat 01:00 to 02:00 on Sunday 1 November.
		{"a skipped hour is not missed", "America/New_York", 2, 30, "2026-03-07T12:00:00Z", "2026-03-08T07:30:00Z"},
		{"a doubled hour is taken once, the first time", "America/New_York", 1, 30, "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z"},
		{"and then the next day of the list", "America/New_York", 1, 30, "2026-11-01T05:30:00Z", "2026-11-03T06:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Schedule{Days: days, Hour: c.hour, Minute: c.min, Zone: c.zone}
			if got := s.Next(at(c.after)); !got.Equal(at(c.want)) {
				t.Errorf("after %s comes %s, want %s", c.after, got.Format(time.RFC3339), c.want)
			}
		})
	}
}

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]string{
		"reader@example.org":             "reader@example.org",
		" reader@example.org ":           "reader@example.org",
		"Ada Reader <ada@example.org>":   "ada@example.org",
		"reader":                         "",
		"":                               "",
		"a@b@c":                          "",
		"x@example.org\r\nBcc: y@z.test": "",
	} {
		got, err := ParseAddress(in)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q gives %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestStatementValidate(t *testing.T) {
	good := Statement{Cue: []Span{{4, 8}}, Content: []Span{{9, 12}, {14, 20}}, Standing: Named, Polarity: Asserts}
	if err := good.Validate(20); err != nil {
		t.Error(err)
	}
	for name, s := range map[string]Statement{
		"past the end":  {Cue: []Span{{4, 21}}, Standing: Named, Polarity: Asserts},
		"out of order":  {Cue: []Span{{4, 8}}, Content: []Span{{9, 12}, {10, 14}}, Standing: Named, Polarity: Asserts},
		"no cue":        {Content: []Span{{9, 12}}, Standing: Named, Polarity: Asserts},
		"empty span":    {Cue: []Span{{4, 4}}, Standing: Named, Polarity: Asserts},
		"odd standing":  {Cue: []Span{{4, 5}}, Standing: "loud", Polarity: Asserts},
		"odd polarity":  {Cue: []Span{{4, 5}}, Standing: Named, Polarity: "sings"},
		"negative span": {Cue: []Span{{-1, 5}}, Standing: Named, Polarity: Asserts},
	} {
		if s.Validate(20) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestWhatAPublicationMayBe(t *testing.T) {
	good := Publication{Slug: "daily-alert", Name: "Daily Alert", Language: "pt-BR", Sections: []string{"News", "Analysis"}, From: "Alert <a@digest.example>",
		Schedule: Schedule{Days: []time.Weekday{time.Sunday}, Zone: "UTC"}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*Publication){
		"slug":     func(p *Publication) { p.Slug = "archive" },
		"name":     func(p *Publication) { p.Name = strings.Repeat("ü", LongestName+1) },
		"about":    func(p *Publication) { p.About = strings.Repeat("x", LongestSentence+1) },
		"language": func(p *Publication) { p.Language = "en_US" },
		"sections": func(p *Publication) { p.Sections = []string{"News", " "} },
		"from":     func(p *Publication) { p.From = "a@b@c" },
		"zone":     func(p *Publication) { p.Schedule.Zone = "Local" },
		"late":     func(p *Publication) { p.Late = -time.Second },
		"remind":   func(p *Publication) { p.Remind = 25 * time.Hour },
		"postal":   func(p *Publication) { p.Postal = "One Street\n12345 Town" },
		"name ":    func(p *Publication) { p.Name = "Evil\u202emoc" },
	} {
		p := good
		change(&p)
		var e *Error
		if err := p.Validate(); !errors.As(err, &e) || e.Field != strings.TrimSpace(field) || e.Kind != Invalid {
			t.Errorf("%s: %v", field, err)
		}
	}
	lines := good
	lines.Postal = "One Street\r\n12345 Town"
	if err := lines.Validate(); err == nil || err.Error() != "postal: it has several lines; write it on one" {
		t.Errorf("of an address of two lines it is said: %v", err)
	}
	good.Name = strings.Repeat("ü", LongestName)
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
}

func TestWhatBecomesOfADraft(t *testing.T) {
	now := time.Date(2031, 3, 4, 9, 0, 0, 0, time.UTC) // a Tuesday
	p := Publication{Schedule: Schedule{Days: []time.Weekday{time.Tuesday, time.Thursday}, Hour: 1, Zone: "Asia/Tokyo"}}
	next := Edition{Slug: "2031-03-06", State: Draft, Due: time.Date(2031, 3, 5, 16, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		name       string
		change     func(*Edition)
		late, anew bool
	}{
		{"the next", func(*Edition) {}, false, true},
		{"in hand", func(e *Edition) { e.Touched = true }, false, false},
		{"approved", func(e *Edition) { e.State = Approved }, false, false},
		{"the last", func(e *Edition) { e.Slug, e.Due = "2031-03-04", now.Add(-17*time.Hour) }, true, false},
		{"due this moment", func(e *Edition) { e.Slug, e.Due = "2031-03-04", now }, true, false},
		{"a later one", func(e *Edition) { e.Slug, e.Due = "2031-03-11", now.Add(100*time.Hour) }, false, false},
	} {
		e := next
		c.change(&e)
		if e.Late(now) != c.late || e.Anew(p, now) != c.anew || strings.Contains(e.Appears(now), "at once") != c.late {
			t.Errorf("%s: late %v, anew %v, %s", c.name, e.Late(now), e.Anew(p, now), e.Appears(now))
		}
	}
}

func TestEveryFaultOfADraftIsNamed(t *testing.T) {
	long := strings.Repeat("x", LongestSummary+1)
	e := Edition{Standfirst: long, Sections: []Section{{Items: []EditionItem{{Headline: "Fine"}, {Headline: long, Summary: long}}}}}
	var got []string
	for _, f := range Faults(e.Validate()) {
		got = append(got, f.Field)
	}
	if want := "standfirst title headline summary"; strings.Join(got, " ") != want {
		t.Errorf("faults: %v, want %s", got, want)
	}
	if KindOf(e.Validate()) != Invalid {
		t.Error("faults are not Invalid")
	}
	if f := Faults(fmt.Errorf("saving: %w", FieldErrorf("a", "b"))); len(f) != 1 || f[0].Field != "a" {
		t.Errorf("a single one: %v", f)
	}
	if f := Faults(errors.New("disk")); f != nil {
		t.Errorf("not about a field: %v", f)
	}
}
