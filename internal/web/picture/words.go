package picture

import (
	"time"

	"onrecord/internal/news"
)

// Words are what a picture says of its own, in some language.
type Words struct {
	RightToLeft bool // the language is written so: what comes first stands at the right, and time runs to the left

	For, Against string // the sides of a line
	NoDate       string
	Nothing      string // a timeline without claims
	NoRoots      string // a tree without any

	NoLane  func(n int) string                   // so many claims have no lane
	Further func(n int, side news.Stance) string // so many marks had no room

	// The key.
	Asserts, Confirms, Denies, Doubts, Unnamed, Nobody, Repeats, Edited string

	// Times at the axis, and numbers.
	Year, Mon, Day, Clock func(time.Time) string
	Number                func(int) string
}

// direction is how a picture is written, where that is not as usual.
func (w Words) direction() string {
	if w.RightToLeft {
		return "rtl"
	}
	return ""
}
