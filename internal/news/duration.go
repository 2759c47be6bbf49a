package news

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// FormatDuration writes a length of time of whole minutes as people write it down: 6h, 90m, 2d, 0.
func FormatDuration(d time.Duration) string {
	switch minutes := int(d / time.Minute); {
	case d%time.Minute != 0:
		return d.String()
	case minutes == 0:
		return "0"
	case minutes%(24*60) == 0:
		return strconv.Itoa(minutes/(24*60)) + "d"
	case minutes%60 == 0:
		return strconv.Itoa(minutes/60) + "h"
	default:
		return strconv.Itoa(minutes) + "m"
	}
}

var spanned = regexp.MustCompile(`^(?:(\d{1,3})d)? ?(?:(\d{1,5})h)? ?(?:(\d{1,7})m)?$`)

// longestSpan is the longest that is read, so that what is written can be read.
const longestSpan = 999 * 24 * time.Hour

// ParseDuration reads a length of time as FormatDuration writes it, or a sum of such: 1h 30m. What cannot be read is Invalid, about a field.
func ParseDuration(field, typed string) (time.Duration, error) {
	typed = strings.TrimSpace(typed)
	if typed == "0" {
		return 0, nil
	}
	m := spanned.FindStringSubmatch(typed)
	if typed == "" || m == nil {
		return 0, FieldErrorf(field, "%q is no length of time; write it as 90m, 6h or 2d, or 0", typed)
	}
	var d time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute} {
		n, _ := strconv.Atoi(m[i+1]) // what is left out is none
		d += time.Duration(n) * unit
	}
	if d > longestSpan {
		return 0, FieldErrorf(field, "%q is more than %s", typed, FormatDuration(longestSpan))
	}
	return d, nil
}
