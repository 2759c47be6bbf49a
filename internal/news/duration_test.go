package news

import (
	"testing"
	"time"
)

func TestLengthsOfTimeAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]time.Duration{"0": 0, "90m": 90 * time.Minute, " 6h ": 6 * time.Hour, "2d": 48 * time.Hour, "1h 30m": 90 * time.Minute, "1d12h": 36 * time.Hour} {
		if d, err := ParseDuration("late", typed); err != nil || d != want {
			t.Errorf("%q is %s, %v", typed, d, err)
		}
	}
	for _, typed := range []string{"", "6", "soon", "-1h", "6 hours", "h", "999999999999h", "1m1h"} {
		if d, err := ParseDuration("late", typed); KindOf(err) != Invalid {
			t.Errorf("%q is read as %s, %v", typed, d, err)
		}
	}
	for d, want := range map[time.Duration]string{0: "0", 90 * time.Minute: "90m", time.Hour: "1h", 48 * time.Hour: "2d", 36 * time.Hour: "36h", time.Second: "1s"} {
		if got := FormatDuration(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	f.Add("1d 2h 3m")
	f.Add("0")
	f.Fuzz(func(t *testing.T, typed string) {
		d, err := ParseDuration("late", typed)
		if err != nil {
			return
		}
		if again, err := ParseDuration("late", FormatDuration(d)); err != nil || again != d {
			t.Errorf("%q is %s, which is written %q and read as %s, %v", typed, d, FormatDuration(d), again, err)
		}
	})
}
