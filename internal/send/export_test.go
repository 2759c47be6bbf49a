package send

import "time"

// Hurry makes the step so many times less patient.
func (s *Step) Hurry(times int) {
	for _, d := range []*time.Duration{&s.tempo.idle, &s.tempo.slow, &s.tempo.stuck, &s.tempo.often, &s.tempo.firstRest, &s.tempo.longestRest, &s.tempo.patience} {
		*d /= time.Duration(times)
	}
}

// Doubt has what was read of a reader read again whenever a message was held back.
func (s *Step) Doubt() { s.tempo.fresh = 0 }

// Stretch is how long a list is taken at a stretch.
const Stretch = stretch
