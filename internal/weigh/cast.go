package weigh

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"onrecord/internal/news"
)

// cast is who and what the reports of a story speak of by name. What one report alone leaves open, whether a name is a person's or an
// outlet's and whose surname it is, the others mostly tell.
type cast struct {
	register *register
	people   map[string]string // by the surname, in lower case: the whole name
	first    map[string]string // by the first name: the surname, "" where several people have it
	outlets  map[string]bool   // squeezed keys of names that are credited as outlets
}

// creditShare is in what share of its mentions a name must be credited as an outlet is, where it does not look like one.
const creditShare = 0.25

// counted is in how many reports, the earliest, names are counted.
const counted = 200

// kindOfOutlet is a noun with the name of an outlet behind it: "the trade publication Variety".
var kindOfOutlet = regexp.MustCompile(`(?i)^.*\b(?:newspaper|tabloid|magazine|website|site|agency|broadcaster|publication|paper|daily|weekly|blog|network|channel|station|outlet|service) ["“‘']?`)

// newCast finds out who is who in a story.
func newCast(views []*view, r *register) *cast {
	c := &cast{register: r, people: map[string]string{}, first: map[string]string{}, outlets: map[string]bool{}}
	for _, v := range views {
		for _, s := range v.sayings {
			name := properName(s.Speaker)
			words := fields(name)
			if s.Standing != news.Named || len(words) < 2 || r.looks(r.clean(name)) {
				continue
			}
			first, last := words[0], strings.TrimSuffix(words[len(words)-1], "'s")
			if _, ok := c.people[last]; !ok {
				c.people[last] = name
			}
			if other, ok := c.first[first]; ok && other != last {
				last = ""
			}
			c.first[first] = last
		}
	}
	sample := views[:min(len(views), counted)]
	credited, named := map[string]int{}, map[string]string{}
	for _, v := range sample {
		seen := map[[2]string]bool{}
		for _, k := range v.credits {
			if k.sentence < 0 || k.strength >= 2 {
				continue
			}
			if at := [2]string{k.key, v.sentences[k.sentence].text}; !seen[at] {
				seen[at] = true
				credited[k.key]++
				named[k.key] = k.name
			}
		}
	}
	for key, n := range credited {
		mentions := 0
		for _, v := range sample {
			mentions += strings.Count(v.Text, named[key])
		}
		c.outlets[key] = !c.person(named[key]) && (r.looks(named[key]) || float64(n) >= creditShare*float64(mentions))
	}
	return c
}

// person says whether a name is that of somebody who speaks in the story.
func (c *cast) person(name string) bool {
	words := fields(name)
	if len(words) == 0 {
		return false
	}
	full, ok := c.people[words[len(words)-1]]
	return ok && (len(words) == 1 || slices.Contains(fields(full), words[0]))
}

// cast gives the speakers of a report, and what it credits, the names and kinds that the story's reports together show them to have.
func (c *cast) cast(v *view) {
	v.credits = slices.DeleteFunc(v.credits, func(k credit) bool {
		accepted, known := c.outlets[k.key]
		return known && !accepted && k.sentence >= 0 && k.strength < 2
	})
	for _, s := range v.sayings {
		c.speaker(s)
	}
}

// speaker gives a saying the name and kind of who speaks, unless an editor did.
func (c *cast) speaker(s *saying) {
	name := s.name()
	if name == nameless || s.Standing == news.FromPaper || s.ByEditor {
		return
	}
	bare := c.register.clean(kindOfOutlet.ReplaceAllString(name, ""))
	if key := squeezed(outletKey(bare)); c.outlets[key] && isName(bare) {
		s.Standing, s.Speaker = news.FromOutlet, bare
		return
	}
	switch s.Standing {
	case news.FromOutlet:
		if c.person(name) && !c.register.looks(bare) {
			s.Standing = news.Named
		}
	case news.Named, news.Institution, news.Office, news.Other:
		word := strings.TrimSuffix(strings.TrimSuffix(properName(name), "'s"), "’s")
		if word == "" || strings.ContainsRune(word, ' ') {
			return
		}
		low := strings.ToLower(word)
		if full, ok := c.people[low]; ok {
			s.Standing = news.Named
			if s.in.mentions(full) {
				s.Speaker = full
			} else {
				s.Speaker = word
			}
		} else if last := c.first[low]; last != "" {
			s.Standing, s.Speaker = news.Named, c.people[last]
		}
	}
}

// mentions says whether a report has a name.
func (v *view) mentions(name string) bool { return strings.Contains(v.Text, name) }

// properName gives a name without an article or what is no name around it, "" where it is none.
func properName(s string) string {
	s = strings.Trim(s, ` .,;:"“”‘’()`)
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 5 {
		return ""
	}
	for _, w := range words {
		r := []rune(w)
		if !unicode.IsUpper(r[0]) && !slices.Contains([]string{"al", "bin", "de", "la", "van", "von", "der", "le", "el", "da", "di"}, strings.ToLower(w)) && !strings.HasPrefix(w, "al-") && !strings.HasPrefix(w, "el-") {
			return ""
		}
	}
	return s
}
