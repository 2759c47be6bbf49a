package desk

import (
	"fmt"
	"strings"
	"time"

	"onrecord/internal/news"
)

// hour is the time of day of a schedule.
func hour(s news.Schedule) string { return fmt.Sprintf("%02d:%02d", s.Hour, s.Minute) }

// appears says when a publication appears, in words and in its own zone: Tuesday 3 March, 07:00 (IST). Where the zone's clocks skip
// its time of day, it says so.
func appears(s news.Schedule, due time.Time) string {
	zone, err := time.LoadLocation(s.Zone)
	if len(s.Days) == 0 {
		return "no edition by itself, for it has articles alone"
	}
	if err != nil || due.IsZero() {
		return "at no time that can be found"
	}
	local := due.In(zone)
	name := local.Format("MST")
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") { // zones without a name of their own
		name = "UTC" + name
	}
	said := local.Format("Monday 2 January, 15:04") + " (" + name + ")"
	if local.Format("15:04") != hour(s) {
		said += ", for the clocks skip " + hour(s) + " that day"
	}
	return said
}

// until says how long it is to a time: in 14 hours. It is empty for the zero time.
func until(now, t time.Time) string {
	switch d := t.Sub(now); {
	case t.IsZero():
		return ""
	case d < time.Minute:
		return "at this moment"
	case d < 100*time.Minute:
		return in(int(d/time.Minute), "minute")
	case d < 48*time.Hour:
		return in(int((d+30*time.Minute)/time.Hour), "hour")
	default:
		return in(int((d+12*time.Hour)/(24*time.Hour)), "day")
	}
}

func in(n int, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("in %d %s", n, unit)
}
