package main

import (
	"cmp"
	"math"
	"slices"
	"time"

	"onrecord/internal/group"
)

// dated gives reports dates as news has them, and their order: each story begins somewhere in ninety days, and its reports
// come after gaps whose logarithm is normal (most within a day, some after weeks); one story in six goes on for weeks. The
// dates depend on nothing but the names of stories and reports, and so are the same at each run.
func dated(reports []group.Ready, story map[string]string) []group.Ready {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	out := slices.Clone(reports)
	for i := range out {
		s := story[out[i].ID]
		start := 90 * unit("start of "+s)
		days := 0.4 * math.Exp(1.3*normal(out[i].ID))
		if unit("length of "+s) < 1.0/6 {
			days = 20 * unit("late "+out[i].ID)
		}
		out[i].Published = begin.Add(time.Duration((start + min(days, 30)) * 24 * float64(time.Hour)))
	}
	slices.SortStableFunc(out, func(a, b group.Ready) int { return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID)) })
	return out
}

// unit is a number from 0 to 1 for a name.
func unit(name string) float64 { return float64(scatter(name)>>11) / (1 << 53) }

// normal is a normally distributed number for a name (Box and Muller 1958).
func normal(name string) float64 {
	return math.Sqrt(-2*math.Log(1-unit("a "+name))) * math.Cos(2*math.Pi*unit("b "+name))
}
