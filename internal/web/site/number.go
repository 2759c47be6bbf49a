package site

import (
	"time"

	"onrecord/internal/locale"
)

// capital begins words with a capital, where the alphabet has them.
func capital(s string) string { return locale.Capital(s) }

// lasting tells a length of time as people do: 58 minutes, 3 hours, 2 days.
func (s speech) lasting(d time.Duration) locale.Phrase {
	said, err := s.Lasting(d)
	return locale.Phrase(sure("lasting")(string(said), err))
}
