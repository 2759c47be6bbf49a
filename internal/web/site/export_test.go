package site

import (
	"maps"
	"slices"
)

// PublicRoutes gives the patterns of the pages that are kept for all readers.
func (s *Site) PublicRoutes() []string { return slices.Sorted(maps.Keys(s.public)) }
