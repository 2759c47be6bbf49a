package weigh

import (
	"slices"
	"strings"

	"onrecord/internal/news"
)

// vouch finds, in reports for the claim, further origins that assert or confirm it by themselves. Only an origin that some
// report has as its first counts: who is merely quoted is no root.
func vouch(all []*sourced) {
	primary := map[string]*origin{}
	for _, s := range all {
		for _, k := range s.root.keys {
			if s.root.sure && (strings.HasPrefix(k, "person ") || strings.HasPrefix(k, "body ")) && primary[k] == nil {
				primary[k] = s.origin
			}
		}
	}
	for _, s := range all {
		if s.stance != news.For || s.origin == nil {
			continue
		}
		for _, other := range s.roots {
			if other.Standing != news.Named && other.Standing != news.Institution || other.content.lead > 6 {
				continue
			}
			for _, k := range identity(other) {
				if o := primary[k]; o != nil && o != s.origin && !slices.Contains(s.also, o) {
					s.also = append(s.also, o)
					o.reports[s.in] = true
				}
			}
		}
	}
}
