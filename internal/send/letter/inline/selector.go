package inline

import (
	"slices"
	"strings"
)

// selector is an element, classes, or both: p, .soft, td.box.wide; with a pointer over it, or not.
type selector struct {
	element string
	classes []string
	hover   bool
}

// selectorOf reads one selector.
func selectorOf(s string) (selector, bool) {
	var out selector
	s, out.hover = strings.CutSuffix(s, ":hover")
	parts := strings.Split(s, ".")
	out.element, out.classes = parts[0], parts[1:]
	if strings.Trim(out.element, letters) != "" || out.element == "" && len(out.classes) == 0 {
		return out, false
	}
	for _, c := range out.classes {
		if c == "" || strings.Trim(c, letters+"-") != "" {
			return out, false
		}
	}
	return out, true
}

func (s selector) String() string {
	out := s.element
	for _, c := range s.classes {
		out += "." + c
	}
	if s.hover {
		out += ":hover"
	}
	return out
}

// is says whether an element is meant.
func (s selector) is(element string, classes []string) bool {
	if s.element != "" && s.element != element {
		return false
	}
	return !slices.ContainsFunc(s.classes, func(c string) bool { return !slices.Contains(classes, c) })
}

// compare says which of two selectors is the more specific (Selectors Level 4, section 17): classes go before elements.
func (s selector) compare(other selector) int {
	if n := len(s.classes) - len(other.classes); n != 0 {
		return n
	}
	return min(len(s.element), 1) - min(len(other.element), 1)
}
