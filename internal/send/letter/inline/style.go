package inline

import (
	"slices"
	"strings"
)

// Direction is the way in which a page is written.
type Direction string

// The directions.
const (
	LTR Direction = "ltr"
	RTL Direction = "rtl"
)

// sides are the properties that follow the direction of writing, and what they are from the left and from the right.
var sides = map[string][2]string{
	"margin-inline-start":  {"margin-left", "margin-right"},
	"margin-inline-end":    {"margin-right", "margin-left"},
	"padding-inline-start": {"padding-left", "padding-right"},
	"padding-inline-end":   {"padding-right", "padding-left"},
	"border-inline-start":  {"border-left", "border-right"},
	"border-inline-end":    {"border-right", "border-left"},
}

// sided gives a declaration with left and right in place of start and end.
func (d declaration) sided(dir Direction) declaration {
	i := 0
	if dir == RTL {
		i = 1
	}
	if p, ok := sides[d.property]; ok {
		d.property = p[i]
	}
	if d.property == "text-align" || d.property == "float" || d.property == "clear" {
		switch d.value {
		case "start", "inline-start":
			d.value = [2]string{"left", "right"}[i]
		case "end", "inline-end":
			d.value = [2]string{"right", "left"}[i]
		}
	}
	return d
}

// style gives what an element is to have as its attribute: the rules for it, the least specific first, so that where a
// property and its shorthand meet, the later one wins in the attribute as it would in the sheet.
func (s *Sheet) style(element string, classes []string, dir Direction) string {
	var mine []rule
	for _, r := range s.rules {
		if r.media == "" && !r.selector.hover && r.selector.is(element, classes) {
			mine = append(mine, r)
		}
	}
	slices.SortStableFunc(mine, func(a, b rule) int { return a.selector.compare(b.selector) })
	var out []declaration
	for _, r := range mine {
		for _, d := range r.body {
			d = d.sided(dir)
			d.value, _ = s.resolve(d.value, s.light) // Parse has looked
			out = slices.DeleteFunc(out, func(o declaration) bool { return o.property == d.property })
			out = append(out, d)
		}
	}
	return write(out, "")
}

// kept gives what stands in the page's element style, which it may end and begin anew.
func (s *Sheet) kept(dir Direction) string {
	var b strings.Builder
	media := ""
	for _, r := range s.rules {
		if r.media == "" && !r.selector.hover {
			continue
		}
		if media != r.media {
			if media != "" {
				b.WriteString("}\n")
			}
			if media = r.media; media != "" {
				b.WriteString(media + "{\n")
			}
		}
		b.WriteString(r.selector.String() + "{" + s.body(r, s.light, dir, nil) + "}\n")
	}
	if media != "" {
		b.WriteString("}\n")
	}
	varying := s.varying()
	var dark, text, ground strings.Builder
	for _, r := range s.rules {
		if r.media != "" {
			continue
		}
		name := r.selector.String()
		if body := s.body(r, s.dark, dir, func(f string) bool { return varying[f] }); body != "" {
			dark.WriteString(name + "{" + body + "}\n")
		}
		if body := s.body(r, s.dark, dir, func(f string) bool { return varying[f] && f != behind }); body != "" {
			text.WriteString("[data-ogsc] " + name + "{" + body + "}\n")
		}
		if body := s.body(r, s.dark, dir, func(f string) bool { return varying[f] && f == behind }); body != "" {
			ground.WriteString("[data-ogsb] " + name + "{" + body + "}\n")
		}
	}
	if dark.Len() > 0 {
		// Gmail throws a whole stylesheet away for a selector that it does not know, so Outlook's have one of their own.
		b.WriteString(darkQuery + "{\n" + dark.String() + "}\n</style>\n<style>\n" + text.String() + ground.String())
	}
	return b.String()
}

// body gives the declarations of a rule of the families that are wanted, with some colours, each important.
func (s *Sheet) body(r rule, colours map[string]string, dir Direction, wanted func(family string) bool) string {
	var out []declaration
	for _, d := range r.body {
		if wanted != nil && !wanted(d.family()) {
			continue
		}
		d = d.sided(dir)
		d.value, _ = s.resolve(d.value, colours)
		out = append(out, d)
	}
	return write(out, "!important")
}

// behind is the family of what lies behind the words, which Outlook turns dark apart from the words.
const behind = "background"

// family is what properties that can undo one another begin with: border of border-left.
func (d declaration) family() string {
	f, _, _ := strings.Cut(d.property, "-")
	return f
}

// varying are the families of properties that some rule gives another colour in dark. Of these all rules have to be said again
// for dark, those of one colour too, so that they still win over one another as they do in light.
func (s *Sheet) varying() map[string]bool {
	out := map[string]bool{}
	for _, r := range s.rules {
		for _, d := range r.body {
			if s.varies(d) {
				out[d.family()] = true
			}
		}
	}
	return out
}

func write(all []declaration, suffix string) string {
	var b strings.Builder
	for i, d := range all {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(d.property + ":" + d.value + suffix)
	}
	return b.String()
}
