package news

import (
	"errors"
	"slices"
	"time"
)

// Schedule says when editions appear: on some days of the week, at an hour of the publication's own zone.
type Schedule struct {
	Days   []time.Weekday // none: no edition appears by itself, as in a publication of articles alone
	Hour   int
	Minute int
	Zone   string // IANA name
}

// Validate says whether the schedule can be kept.
func (s Schedule) Validate() error {
	var errs []error
	if s.Hour < 0 || s.Hour > 23 || s.Minute < 0 || s.Minute > 59 {
		errs = append(errs, FieldErrorf("time", "%02d:%02d is no time of day", s.Hour, s.Minute))
	}
	// The zone Local is whatever the machine is set to, and two machines may be set to two.
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "" || s.Zone == "Local" {
		errs = append(errs, FieldErrorf("zone", "%q is no time zone; use a name such as Asia/Jerusalem", s.Zone))
	}
	return errors.Join(errs...)
}

// Next gives the first appointed time after t, in UTC; the zero time, if there is none that can be found. See NextDay.
func (s Schedule) Next(t time.Time) time.Time {
	due, _ := s.NextDay(t)
	return due
}

// NextDay gives the first appointed time after t, in UTC, and the day that it is appointed for, as 2031-03-02. Each appointed day of
// the zone's calendar has one time, whatever its clocks do:
//
//   - a time of day that clocks skip is moved on by as much as they skip, even past midnight;
//   - one that comes twice is taken the first time;
//   - a day that the zone left out of its calendar, as Samoa did 30 December 2011, has none.
//
// If the schedule names no zone that is known, or no day, both are empty.
func (s Schedule) NextDay(t time.Time) (due time.Time, day string) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || len(s.Days) == 0 {
		return time.Time{}, ""
	}
	return s.nextDay(t, zone)
}

func (s Schedule) nextDay(t time.Time, zone *time.Location) (due time.Time, day string) {
	year, month, today := t.In(zone).Date()
	// A time that was moved on past midnight, and a day that comes twice, belong to days before; the one day of a week may be left
	// out of the calendar.
	for i := -2; i < 3*7; i++ {
		date := time.Date(year, month, today+i, 0, 0, 0, 0, time.UTC)
		if !slices.Contains(s.Days, date.Weekday()) {
			continue
		}
		if at := s.on(date, zone); !at.IsZero() && at.After(t) {
			return at.UTC(), date.Format(time.DateOnly)
		}
	}
	return time.Time{}, ""
}

// on gives the appointed time of one day, given as its midnight in UTC; the zero time, if the zone's calendar does not have the day.
// It tries each offset that the zone has around then: time.Date does not say which of two answers it gives, and Time.ZoneBounds is
// wrong on the last day of leap years (Go 1.26).
func (s Schedule) on(day time.Time, zone *time.Location) time.Time {
	wall := day.Add(time.Duration(s.Hour)*time.Hour + time.Duration(s.Minute)*time.Minute) // what the clock is to show
	ahead := offsets(zone, wall)
	var first time.Time
	for _, o := range ahead {
		if at := wall.Add(-o); offset(zone, at) == o && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if !first.IsZero() {
		return first
	}
	// The clock skips the time: it jumps from one offset to another between the moments at which each of the two would show it.
	for _, from := range ahead {
		for _, to := range ahead {
			if offset(zone, wall.Add(-to)) != from || offset(zone, wall.Add(-from)) != to {
				continue
			}
			// Does it skip the whole day?
			if offset(zone, day.Add(-from)) == to && offset(zone, day.AddDate(0, 0, 1).Add(-to-1)) == from {
				return time.Time{}
			}
			return wall.Add(-from)
		}
	}
	return time.Time{}
}

// offset says how far a zone is ahead of UTC at a time.
func offset(zone *time.Location, at time.Time) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// offsets gives those that a zone has in the days around a time, each once. None lasts for less than the step between two looks.
func offsets(zone *time.Location, around time.Time) (all []time.Duration) {
	const far, step = 36 * time.Hour, 6 * time.Hour
	for d := -far; d <= far; d += step {
		if o := offset(zone, around.Add(d)); !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}
