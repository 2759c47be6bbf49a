package hooks

import (
	"encoding/json"
	"errors"
	"time"
)

// moment is a time in JSON, by RFC 3339. What is none is no time: an event is not lost for that.
type moment struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (m *moment) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		m.Time, _ = time.Parse(time.RFC3339, s)
	}
	return nil
}

// unix gives the time of seconds, and none for what is no time.
func unix(seconds float64) time.Time {
	if !(seconds > 0 && seconds < 1e11) {
		return time.Time{}
	}
	return time.UnixMilli(int64(seconds * 1000))
}

// odd says whether JSON was read but for a field of another type than it is said to have. The rest of it is as good as before.
func odd(err error) bool {
	var field *json.UnmarshalTypeError
	return errors.As(err, &field) && field.Field != ""
}
