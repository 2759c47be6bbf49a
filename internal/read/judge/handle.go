package judge

import (
	"strings"
	"unicode"
)

// addHandles puts those into the cast whose handles have their names: "@Anna_Berg", "@AnnaBerg". They do not come before
// those who are named in words.
func (c *cast) addHandles() {
	for _, t := range c.text.Tokens {
		if !strings.HasPrefix(t.Text, "@") {
			continue
		}
		for _, handle := range strings.Split(t.Text[1:], "@") { // some stand together
			if parts := handleParts(handle); len(parts) == 2 {
				c.addHandle(parts[0], parts[1])
			}
		}
	}
}

func (c *cast) addHandle(given, family string) {
	low := strings.ToLower(given)
	g := unknown
	switch {
	case c.lexicon.Has("women", low):
		g = woman
	case c.lexicon.Has("men", low):
		g = man
	case !c.lexicon.Has("given", low):
		return
	}
	if key := strings.ToLower(family); len(c.byFamily[key]) == 0 {
		c.people = append(c.people, person{name: given + " " + family, family: key, gender: g, roles: map[string]bool{}})
		c.byFamily[key] = []int{len(c.people) - 1}
	}
}

// handleParts cuts a handle into the words that it is made of, at low lines and before capitals; nothing if it is too long.
func handleParts(s string) (parts []string) {
	const longest = 40
	if len(s) > longest {
		return nil
	}
	from := 0
	for i, r := range s {
		if r == '_' || i > from && unicode.IsUpper(r) {
			if i > from {
				parts = append(parts, s[from:i])
			}
			from = i
			if r == '_' {
				from++
			}
		}
	}
	if from < len(s) {
		parts = append(parts, s[from:])
	}
	return parts
}
