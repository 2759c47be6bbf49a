package picture

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// canvas collects an SVG document. Whatever is written as a value or as text is escaped here and nowhere else.
type canvas struct {
	b        strings.Builder
	open     []string
	mirrored bool // what is drawn stands in a group that turns left and right about
}

// mirror turns left and right about in all that follows, in a picture of that width, until the group that it begins ends. Words are turned
// back, and stand where the picture has them: they begin at the right, as the picture's own direction says.
func (c *canvas) mirror(width float64) {
	c.begin("g", "transform", path("matrix(-1 0 0 1 %v 0)", width))
	c.mirrored = true
}

// begin opens an element; attributes are names and values by turns, one with an empty value is left out.
func (c *canvas) begin(name string, attributes ...string) {
	c.tag(name, attributes)
	c.b.WriteByte('>')
	c.open = append(c.open, name)
}

// end closes the innermost open element.
func (c *canvas) end() {
	last := len(c.open) - 1
	c.b.WriteString("</" + c.open[last] + ">")
	c.open = c.open[:last]
}

// put writes an element without content.
func (c *canvas) put(name string, attributes ...string) {
	c.tag(name, attributes)
	c.b.WriteString("/>")
}

// say writes an element with text in it.
func (c *canvas) say(name, words string, attributes ...string) {
	if c.mirrored && name == "text" {
		attributes = append([]string{"transform", "scale(-1 1)"}, attributes...)
		if i := slices.Index(attributes, "x"); i >= 0 {
			attributes[i+1] = strings.TrimPrefix("-"+attributes[i+1], "--")
		}
	}
	c.begin(name, attributes...)
	c.b.WriteString(escape(words))
	c.end()
}

func (c *canvas) tag(name string, attributes []string) {
	c.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			c.b.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
		}
	}
}

// link opens a link around what follows if there is anywhere to lead to, and gives what closes it again. What it says of itself is shown
// where the mouse rests. The keyboard passes it by: whoever shows a picture of hundreds of links also gives them as a list. The picture is a
// group to programs that read pages aloud, for the parts of an image are nothing to them, links neither.
func (c *canvas) link(href, label string) func() {
	if href == "" && label == "" {
		return func() {}
	}
	if href == "" {
		c.begin("g")
	} else {
		c.begin("a", "href", href, "tabindex", "-1")
	}
	if label != "" {
		c.say("title", label)
	}
	return c.end
}

// String gives what was written.
func (c *canvas) String() string { return c.b.String() }

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// escape writes text so that it is text in HTML and in XML; characters that XML does not have are left out (XML 1.0, section 2.2).
func escape(s string) string {
	return entities.Replace(strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// num writes a coordinate: to a tenth, without a needless point.
func num(f float64) string {
	s := strconv.FormatFloat(f, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}

// path writes the data of a path: %v stand for coordinates.
func path(format string, coordinates ...float64) string {
	args := make([]any, len(coordinates))
	for i, f := range coordinates {
		args[i] = num(f)
	}
	return fmt.Sprintf(format, args...)
}
