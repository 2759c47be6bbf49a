package main

import (
	"encoding/json"
	"io"
	"math"

	"onrecord/internal/group"
)

// printWeights writes weights as the program reads them, to four places.
func printWeights(out io.Writer, w group.Weights) error {
	for _, v := range []*float64{&w.Long, &w.Mixed, &w.Short, &w.Nearest, &w.Soon, &w.Fade, &w.Merge, &w.Split, &w.Spread} {
		*v = math.Round(*v*1e4) / 1e4
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(w)
}
