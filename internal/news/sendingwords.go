package news

import (
	"fmt"
	"strings"
	"time"
)

// What Sending.Said begins with when an editor did it; their name follows.
const (
	PausedBy    = "paused by "
	CancelledBy = "cancelled by "
)

// Words says how a mailing stands, in a sentence; at writes a time as whoever reads it knows it.
func (v Sending) Words(now time.Time, at func(time.Time) string) string {
	later := v.Next.After(now)
	said := strings.TrimRight(v.Said, ". ")
	switch {
	case v.State == Listing:
		return "The list of who gets it is being made."
	case v.State == Paused && strings.HasPrefix(v.Said, PausedBy):
		return "P" + said[1:] + ". Nothing goes out until it is resumed."
	case v.State == Paused:
		return "Paused, because the mail server refuses mail from here: " + said + ". Nothing goes out until that is mended and the mailing is resumed."
	case v.State == Cancelled:
		by := "Cancelled"
		if strings.HasPrefix(v.Said, CancelledBy) {
			by = "C" + said[1:]
		}
		return by + " at " + at(v.Ended) + ". Who had not got it does not get it."
	case v.State == Finished:
		return "Finished at " + at(v.Ended) + "."
	case later && said != "":
		return "Waits until " + at(v.Next) + ", because the mail server cannot be reached: " + said + "."
	case later && v.Counts.Waiting == 0:
		return fmt.Sprintf("All have been tried; %s put off, and the next try is at %s.", are(v.Counts.Deferred), at(v.Next))
	}
	return "Going out."
}

func are(n int) string {
	if n == 1 {
		return "1 message is"
	}
	return fmt.Sprintf("%d messages are", n)
}
