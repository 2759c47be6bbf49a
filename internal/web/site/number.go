package site

import (
	"time"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/locale"
)

// capital begins words with a capital, where the alphabet has them.
func capital(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}

// lasting tells a length of time as people do: 58 minutes, 3 hours, 2 days.
func (s speech) lasting(d time.Duration) locale.Phrase {
	switch {
	case d < time.Minute:
		return s.counted("lasting.seconds", int(d/time.Second))
	case d < 100*time.Minute:
		return s.counted("lasting.minutes", int(d/time.Minute))
	case d < 48*time.Hour:
		return s.counted("lasting.hours", int((d+30*time.Minute)/time.Hour))
	}
	return s.counted("lasting.days", int((d+12*time.Hour)/(24*time.Hour)))
}
