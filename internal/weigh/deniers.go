package weigh

import (
	"slices"

	"onrecord/internal/news"
)

// deniers gives an origin to everybody who denies the claim, and notes them in the reports that are not for it. In the
// reports that are for it they count as carried.
func deniers(all []*sourced, fors []*origin) []*origin {
	byKey := map[string]*origin{}
	var out []*origin
	for _, s := range all {
		for _, d := range s.denials {
			if d.source == "" && d.Speaker == "" || d.Standing == news.Other {
				continue
			}
			keys, titles := identity(d), []string{d.source, d.name()}
			if d.Standing == news.Unnamed || d.Standing == news.Public {
				keys = []string{"report " + string(s.in.Report.ID)}
			}
			if n := spokesman(s.denials, d); n != nil {
				keys = append(identity(n), keys...)
				titles = append(titles, n.source, n.name())
				d = n
			}
			keys = append(keys, quotes(d)...)
			var o *origin
			for _, k := range keys {
				if byKey[k] != nil {
					o = byKey[k]
					break
				}
			}
			if o == nil {
				o = &origin{name: d.name(), standing: d.Standing, stance: news.Against, root: s.in, reports: map[*view]bool{}}
				out = append(out, o)
			}
			for _, k := range keys {
				if byKey[k] == nil {
					byKey[k] = o
					o.keys = append(o.keys, k)
				}
			}
			o.reports[s.in] = true
			o.titles = append(o.titles, titles...)
			if s.stance != news.For && !slices.Contains(s.also, o) {
				s.also = append(s.also, o)
			}
		}
		if s.origin == nil && len(s.also) > 0 {
			s.origin, s.also = s.also[0], s.also[1:]
		}
	}
	return out
}

// spokesman finds who speaks for a body that denies something: somebody with a name whose own denial stands within two
// sentences of the body's in the same report. Both are one voice.
func spokesman(denials []*saying, d *saying) *saying {
	if d.Standing != news.Institution && d.Standing != news.Office || d.sentence < 0 {
		return nil
	}
	for _, n := range denials {
		if n.Standing == news.Named && n.sentence >= 0 && n.sentence-d.sentence <= 2 && d.sentence-n.sentence <= 2 {
			return n
		}
	}
	return nil
}

// yields says whether an origin on which no report for the claim rests is one who denies it, and hands its reports over: who
// denies something is not where it comes from.
func (o *origin) yields(all []*sourced, against []*origin) bool {
	if len(o.reports) > 0 {
		return false
	}
	for _, d := range against {
		if d.name != o.name {
			continue
		}
		for _, s := range all {
			if s.origin == o {
				s.origin = d
				s.also = slices.DeleteFunc(s.also, func(a *origin) bool { return a == d })
			}
		}
		return true
	}
	return false
}
