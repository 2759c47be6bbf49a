package inline

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"onrecord/internal/news"
)

// Inline gives a page with the sheet written into it, for one direction of writing. A page that cannot be done right is Invalid,
// with the line.
func (s *Sheet) Inline(page string, dir Direction) (string, error) {
	plain, actions, err := hide(page)
	if err != nil {
		return "", err
	}
	p := writer{sheet: s, dir: dir, source: plain, actions: actions, known: s.Classes()}
	z := html.NewTokenizer(strings.NewReader(plain))
	z.SetMaxBuf(0)
	for {
		kind := z.Next()
		raw := string(z.Raw())
		if kind == html.ErrorToken {
			if z.Err() != io.EOF { //nolint:errorlint // the tokenizer gives io.EOF itself
				return "", z.Err()
			}
			if raw != "" || p.at != len(plain) {
				return "", p.errorf("the page ends within a tag")
			}
			break
		}
		if err := p.token(kind, z, raw); err != nil {
			return "", err
		}
		p.at += len(raw)
	}
	return actions.show(p.out.String()), nil
}

// writer is a page on its way.
type writer struct {
	sheet   *Sheet
	dir     Direction
	source  string
	actions actions
	known   []string
	at      int // where the token begins
	filling bool
	out     strings.Builder
}

func (p *writer) errorf(format string, args ...any) error {
	err := news.Errorf(news.Invalid, format, args...)
	err.Field = "line " + lineOf(p.actions.show(p.source[:p.at]), -1)
	return err
}

// token writes one token, with what is added to it.
func (p *writer) token(kind html.TokenType, z *html.Tokenizer, raw string) error {
	filling := p.filling
	p.filling = false
	switch {
	case kind == html.CommentToken:
		return p.errorf("html/template leaves comments out, those for Outlook too; give them by a function")
	case filling && kind != html.EndTagToken:
		return p.errorf("the element style is to be empty: what has to stand in it comes from the sheet")
	case kind == html.TextToken && strings.Contains(raw, "<"+opening):
		return p.errorf("an element whose name the template makes cannot be styled")
	case kind != html.StartTagToken && kind != html.SelfClosingTagToken:
		p.out.WriteString(raw)
		return nil
	}
	name, more := z.TagName()
	element := string(name)
	var classes []string
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "style":
			return p.errorf("<%s> has a style of its own; give it a class, and the sheet a rule", element)
		case "class":
			if strings.Contains(string(value), opening) {
				return p.errorf("the class of <%s> is made by the template; write an element for each class, within {{if}}", element)
			}
			classes = strings.Fields(string(value))
			if i := slices.IndexFunc(classes, func(c string) bool { return !slices.Contains(p.known, c) }); i >= 0 {
				return p.errorf("<%s> has the class %q, which the sheet has no rule for", element, classes[i])
			}
		default:
			if a := p.actions.control(string(key)); a != "" {
				return p.errorf("<%s> has the action %s between its attributes; what depends on it may be the class", element, a)
			}
		}
	}
	end := 1 + strings.IndexAny(raw[1:], " \t\r\n\f/>") // a tag has an end
	p.out.WriteString(raw[:end])
	if style := p.sheet.style(element, classes, p.dir); style != "" {
		p.out.WriteString(` style="` + style + `"`)
	}
	p.out.WriteString(raw[end:])
	if element == "style" {
		p.out.WriteString("\n" + p.sheet.kept(p.dir))
		p.filling = true
	}
	return nil
}

// lineOf says on which line a place is; -1 is the end.
func lineOf(source string, at int) string {
	if at < 0 {
		at = len(source)
	}
	return strconv.Itoa(strings.Count(source[:min(at, len(source))], "\n") + 1)
}
