package picture

import "time"

// tick is a place on the axis of time.
type tick struct {
	at    time.Time
	words string
	day   string // the day, where the one before stood at another
}

// step is how far ticks are apart: a length, or so many days or months, which are not all of one length.
type step struct {
	length       time.Duration
	days, months int
}

var steps = []step{
	{length: time.Minute}, {length: 5 * time.Minute}, {length: 15 * time.Minute}, {length: 30 * time.Minute},
	{length: time.Hour}, {length: 3 * time.Hour}, {length: 6 * time.Hour}, {length: 12 * time.Hour},
	{days: 1}, {days: 2}, {days: 7}, {days: 14}, {months: 1}, {months: 2}, {months: 3}, {months: 6},
	{months: 12}, {months: 24}, {months: 60}, {months: 120}, {months: 300}, {months: 600}, {months: 1200}, {months: 6000}, {months: 12000},
}

// about is how long a step is, more or less.
func (s step) about() time.Duration {
	const day = 24 * time.Hour
	return s.length + time.Duration(s.days)*day + time.Duration(s.months)*30*day
}

// ticks divides the time between two moments at the hours, days or months of a zone, into at most so many parts and one.
func ticks(w Words, from, to time.Time, zone *time.Location, most int) []tick {
	s := steps[len(steps)-1]
	for _, candidate := range steps {
		if to.Sub(from) <= candidate.about()*time.Duration(max(most, 1)) {
			s = candidate
			break
		}
	}
	var out []tick
	day := ""
	for at := s.first(from.In(zone)); !at.After(to) && len(out) <= most+1; at = s.next(at) {
		if at.Before(from) {
			continue
		}
		t := tick{at: at}
		switch {
		case s.months >= 12:
			t.words = w.Year(at)
		case s.months > 0:
			t.words, t.day = w.Mon(at), w.Year(at)
		case s.days > 0:
			t.words, t.day = w.Day(at), w.Year(at)
		default:
			t.words, t.day = w.Clock(at), w.Day(at)
		}
		if t.day == day {
			t.day = ""
		} else {
			day = t.day
		}
		out = append(out, t)
	}
	return out
}

// first gives a tick at or before a moment.
func (s step) first(at time.Time) time.Time {
	switch y, m, d := at.Date(); {
	case s.months > 0:
		whole := y*12 + int(m) - 1
		whole -= whole % s.months
		return time.Date(whole/12, time.Month(whole%12+1), 1, 0, 0, 0, 0, at.Location())
	case s.days > 0:
		d -= (int(at.Weekday()) + 6) % 7 % max(min(s.days, 7), 1) // weeks begin on Mondays
		return time.Date(y, m, d, 0, 0, 0, 0, at.Location())
	default:
		start := time.Date(y, m, d, 0, 0, 0, 0, at.Location())
		return start.Add(at.Sub(start).Truncate(s.length))
	}
}

// next gives the tick after one. Hours are counted anew each day: a day on which the clock is set has another number of them.
func (s step) next(at time.Time) time.Time {
	if s.days > 0 || s.months > 0 {
		return at.AddDate(0, s.months, s.days)
	}
	next := at.Add(s.length)
	y, m, d := at.Date()
	if tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, at.Location()); next.After(tomorrow) {
		return tomorrow
	}
	return next
}
