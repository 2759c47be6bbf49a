package news

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zones are the names of all time zones that Go comes with.
func zones(t *testing.T) []string {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var names []string
	for _, f := range z.File {
		if _, err := time.LoadLocation(f.Name); err == nil && !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	if len(names) < 400 {
		t.Fatalf("only %d zones", len(names))
	}
	return names
}

// calendar goes through a zone's days minute by minute, as somebody who looks at the clock does, and gives when it is first
// hour:minute on each; of a day on which it never is, the first minute by which it is later.
func calendar(zone *time.Location, from, until time.Time, hour, minute int) (days []string, due map[string]time.Time, skipped map[string]bool) {
	due, skipped = map[string]time.Time{}, map[string]bool{}
	wanted := hour*60 + minute
	var seen []string
	was := ""
	for at := from; at.Before(until); at = at.Add(time.Minute) {
		local := at.In(zone)
		day := local.Format(time.DateOnly)
		if day != was {
			if !slices.Contains(seen, day) {
				seen = append(seen, day)
			}
			// A day that ended before its time: the clock has gone past it in this minute.
			if _, ok := due[was]; was != "" && !ok && day > was {
				due[was], skipped[was] = at, true
			}
			was = day
		}
		if _, ok := due[day]; !ok && local.Hour()*60+local.Minute() >= wanted {
			due[day], skipped[day] = at, local.Hour()*60+local.Minute() > wanted
		}
	}
	return seen[1 : len(seen)-2], due, skipped // the first and the last may not be whole
}

// holds goes through the editions of a schedule for some days and compares them with the calendar.
func holds(t interface{ Errorf(string, ...any) }, s Schedule, zone *time.Location, from time.Time) {
	days, due, skipped := calendar(zone, from, from.AddDate(0, 0, 9), s.Hour, s.Minute)
	at := from.Add(-12 * time.Hour)
	var last time.Time
	for len(days) > 0 {
		next, day := s.nextDay(at, zone)
		if next.IsZero() {
			t.Errorf("%s: nothing after %s", zone, at)
			return
		}
		if !next.After(at) || !last.IsZero() && !next.After(last) {
			t.Errorf("%s: after %s comes %s", zone, at, next)
			return
		}
		at, last = next, next
		if day < days[0] {
			continue
		}
		// The days between the last one and this are none of the schedule.
		for len(days) > 0 && days[0] < day {
			date, _ := time.Parse(time.DateOnly, days[0])
			if slices.Contains(s.Days, date.Weekday()) {
				t.Errorf("%s %02d:%02d: the day %s is missed", zone, s.Hour, s.Minute, days[0])
			}
			days = days[1:]
		}
		if len(days) == 0 {
			return
		}
		if days[0] != day {
			t.Errorf("%s %02d:%02d: there is no %s; the next day is %s", zone, s.Hour, s.Minute, day, days[0])
			return
		}
		switch want := due[day]; {
		case !skipped[day] && !next.Equal(want):
			t.Errorf("%s: on %s it is %s, want %s", zone, day, next.In(zone), want.In(zone))
		case skipped[day] && (next.Before(want) || next.Sub(want) > 24*time.Hour):
			t.Errorf("%s: on %s, whose clock skips %02d:%02d, it is %s, the clock goes past it at %s", zone, day, s.Hour, s.Minute, next.In(zone), want.In(zone))
		}
		days = days[1:]
	}
}

// changes gives the moments of a year at which a zone's clock jumps, to the quarter of an hour.
func changes(zone *time.Location, year int) (all []time.Time) {
	const step = 15 * time.Minute
	for at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == year; at = at.Add(24 * time.Hour) {
		if offset(zone, at) == offset(zone, at.Add(24*time.Hour)) {
			continue
		}
		for t := at; t.Before(at.Add(24 * time.Hour)); t = t.Add(step) {
			if offset(zone, t) != offset(zone, t.Add(step)) {
				all = append(all, t.Add(step))
			}
		}
	}
	return all
}

// Whatever the clocks of any zone do: each appointed day has one edition, at its hour unless the clock skips it.
func TestOneEditionEachAppointedDayInEveryZone(t *testing.T) {
	names := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		year := rapid.IntRange(1973, 2100).Draw(t, "year") // before that, offsets have seconds
		days := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
		if rapid.Bool().Draw(t, "some days") {
			days = rapid.SliceOfNDistinct(rapid.SampledFrom(days), 1, 6, func(d time.Weekday) time.Weekday { return d }).Draw(t, "days")
		}
		s := Schedule{Days: days, Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute"), Zone: name}
		from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 364).Draw(t, "day"))
		if all := changes(zone, year); len(all) > 0 && rapid.IntRange(0, 9).Draw(t, "at a change") > 0 {
			from = rapid.SampledFrom(all).Draw(t, "change").Add(-4 * 24 * time.Hour)
			if rapid.Bool().Draw(t, "in the change") { // most hours are not touched by it
				at := from.Add(4*24*time.Hour - time.Minute).In(zone)
				at = time.Date(0, 1, 2, at.Hour(), at.Minute(), 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(-70, 70).Draw(t, "minutes")) * time.Minute)
				s.Hour, s.Minute = at.Hour(), at.Minute()
			}
		}
		holds(t, s, zone, from.Truncate(time.Minute))
	})
}

// The same for all changes of the zones that do odd things, at every quarter of an hour of the night.
func TestOneEditionEachDayWhereClocksDoOddThings(t *testing.T) {
	daily := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	for name, years := range map[string][]int{
		"Pacific/Apia":         {2010, 2011, 2012}, // has no 30 December 2011
		"Pacific/Kwajalein":    {1993},             // has no 21 August 1993
		"Pacific/Kiritimati":   {1994, 1995},
		"Asia/Jerusalem":       {2025, 2026},
		"Africa/Cairo":         {2014, 2023, 2024}, // changes at midnight, four times in 2014
		"America/Sao_Paulo":    {2017, 2018},       // skips midnight
		"America/Havana":       {2026},
		"Asia/Beirut":          {2026},
		"Australia/Lord_Howe":  {2026}, // half an hour
		"Antarctica/Troll":     {2026}, // two hours
		"America/Scoresbysund": {2024}, // changes its zone and its clock
		"Africa/Casablanca":    {2026, 2027},
		"Europe/Dublin":        {2026}, // counts summer time the other way round
		"Asia/Pyongyang":       {2015, 2018},
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, year := range years {
			for _, change := range changes(zone, year) {
				for quarter := range 4 * 24 {
					if quarter%16 > 0 && quarter > 4*4 && quarter < 4*22 { // clocks change by night
						continue
					}
					holds(t, Schedule{Days: daily, Hour: quarter / 4, Minute: quarter % 4 * 15, Zone: name}, zone, change.AddDate(0, 0, -4))
				}
			}
		}
	}
}

func TestADayThatTheCalendarLeavesOutHasNoEdition(t *testing.T) {
	s := Schedule{Days: []time.Weekday{time.Friday}, Hour: 7, Zone: "Pacific/Apia"}
	next, day := s.NextDay(time.Date(2011, 12, 24, 0, 0, 0, 0, time.UTC))
	if want := time.Date(2012, 1, 5, 17, 0, 0, 0, time.UTC); !next.Equal(want) || day != "2012-01-06" { // the 30th was a Friday
		t.Errorf("it appears %s for %s", next, day)
	}
	s = Schedule{Days: []time.Weekday{time.Sunday}, Minute: 30, Zone: "America/Sao_Paulo"} // 00:00 becomes 01:00
	next, day = s.NextDay(time.Date(2018, 11, 1, 0, 0, 0, 0, time.UTC))
	if want := time.Date(2018, 11, 4, 3, 30, 0, 0, time.UTC); !next.Equal(want) || day != "2018-11-04" {
		t.Errorf("it appears %s for %s", next, day)
	}
	for _, s := range []Schedule{{Zone: "UTC"}, {Zone: "Strait/Lowmark", Days: s.Days}} {
		if next, day := s.NextDay(time.Now()); !next.IsZero() || day != "" {
			t.Errorf("%v appears %s", s, next)
		}
	}
}
