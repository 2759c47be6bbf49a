package web

import (
	"fmt"
	"time"
)

// Ago says how long before now a time was, as people say it: "just now", "5 minutes ago", "yesterday", "3 May". A time to
// come gives its date.
func Ago(now, t time.Time) string {
	d := now.Sub(t)
	switch {
	case d < -time.Minute || d >= 7*24*time.Hour:
		if t.Year() == now.Year() {
			return t.Format("2 January")
		}
		return t.Format("2 January 2006")
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return plural(int(d/time.Minute), "minute")
	case d < 24*time.Hour:
		return plural(int(d/time.Hour), "hour")
	case d < 48*time.Hour:
		return "yesterday"
	}
	return plural(int(d/(24*time.Hour)), "day")
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit + " ago"
	}
	return fmt.Sprintf("%d %ss ago", n, unit)
}
