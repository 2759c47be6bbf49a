package site

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/news"
)

// funcs are what templates call.
func (s *Site) funcs() template.FuncMap {
	return template.FuncMap{
		"asset":       s.assets.URL,
		"parts":       func(p panel, n news.Notice) noticeArg { return noticeArg{p, n} },
		"folds":       func(p panel, t thread) foldArg { return foldArg{p, t} },
		"stamp":       func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"link":        link,
		"isoday":      func(z *time.Location, t time.Time) string { return t.In(z).Format(time.DateOnly) },
		"slug":        anchor,
		"add":         func(a, b int) int { return a + b },
		"page":        func(p news.Publication, e news.Edition) string { return "/" + p.Slug + "/" + e.Slug },
		"at":          func(base, path string) string { return strings.TrimSuffix(base, "/") + path },
		"base":        func() string { return s.BaseURL },
		"marks":       marks,
		"arg":         func(v view, it any) arg { return arg{v, it} },
		"brief":       func(words string) string { return shortened(words, 220) },
		"rows":        func(all cut[row], address string) rowsArg { return rowsArg{all, address} },
		"bare":        func(v view, l line) lineArg { return lineArg{v, l, l.Speaker, true} },
		"line":        lineFor,
		"kindof":      func(s news.ClaimState) string { return anchor(string(s)) },
		"stateid":     stateAnchor,
		"kind":        func(k news.ChangeKind) string { return anchor(string(k)) },
		"cap":         func(words any) string { return capital(fmt.Sprint(words)) },
		"opens":       briefFor,
		"reportPlace": reportPlace,
		"turnside":    func(v view, side news.TurnSide, key string) turnArg { return turnArg{v, side, key} },
	}
}

// link gives an address from outside if a page may lead there: one of http or https, or a path on this site. Anything else
// gives nothing, and the words stand without a link.
func link(address string) string {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.HasPrefix(address, "/\\") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return address
}

// anchor makes the name of a place on a page from a heading.
func anchor(s string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(s) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// sentence writes a message as one: with a capital and a full stop.
func sentence(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	s = string(unicode.ToUpper(c)) + s[n:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

// mark is a stretch of an excerpt, found or not.
type mark struct {
	Text  string
	Found bool
}

// marks cuts an excerpt at the signs that the store puts around found words (news.Hit). A sign without its partner ends with
// the excerpt.
func marks(excerpt string) []mark {
	var out []mark
	for len(excerpt) > 0 {
		before, rest, found := strings.Cut(excerpt, "\x02")
		if before != "" {
			out = append(out, mark{strings.ReplaceAll(before, "\x03", ""), false})
		}
		if !found {
			break
		}
		word, after, _ := strings.Cut(rest, "\x03")
		if word != "" {
			out = append(out, mark{strings.ReplaceAll(word, "\x02", ""), true})
		}
		excerpt = after
	}
	return out
}

// arg hands a part of a page what it shows, together with the page.
type arg struct {
	View view
	It   any
}

// rowsArg hands over rows with the address that has all of them.
type rowsArg struct {
	Rows    cut[row]
	Address string
}

// lineArg hands over a line with the page, and who speaks in it where its origin does not say so already.
type lineArg struct {
	View view
	Line line
	Who  string
	Bare bool // outlet and time stand above it
}

func lineFor(v view, l line, origin string) lineArg {
	who := l.Speaker
	if origin != "" && (strings.EqualFold(who, origin) || who != "" && strings.HasPrefix(strings.ToLower(origin), strings.ToLower(who)+",")) {
		who = ""
	}
	return lineArg{v, l, who, false}
}
