package site

import (
	"fmt"
	"strings"
	"time"
)

var small = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// words writes a number as prose does: in letters up to twelve.
func words(n int) string {
	if n >= 0 && n < len(small) {
		return small[n]
	}
	return fmt.Sprint(n)
}

func number(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return words(n) + " " + noun
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func capital(s string) string { return strings.TrimSuffix(sentence(s+"."), ".") }

// lasting tells a length of time as people do: "58 minutes", "3 hours", "2 days".
func lasting(d time.Duration) string {
	switch {
	case d < time.Minute:
		return count(int(d/time.Second), "second")
	case d < 100*time.Minute:
		return count(int(d/time.Minute), "minute")
	case d < 48*time.Hour:
		return count(int((d+30*time.Minute)/time.Hour), "hour")
	}
	return count(int((d+12*time.Hour)/(24*time.Hour)), "day")
}
