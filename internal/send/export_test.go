package send

import "time"

// Hurry makes the step so many times less patient.
func (s *Step) Hurry(times int) {
	for _, d := range []*time.Duration{&s.tempo.idle, &s.tempo.slow, &s.tempo.stuck, &s.tempo.often, &s.tempo.firstRest, &s.tempo.longestRest, &s.tempo.patience} {
		*d /= time.Duration(times)
	}
}
