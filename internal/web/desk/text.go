package desk

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/web"
)

// funcs are what templates call.
func (d *desk) funcs() template.FuncMap {
	return template.FuncMap{
		"asset": d.assets.URL,
		"when":  when,
		"exact": exact,
		"stamp": func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"ago": func(now, t time.Time, z *time.Location) string {
			if t.IsZero() {
				return "never"
			}
			return web.Ago(now.In(z), t.In(z))
		},
		"count": func(n int, noun string) string {
			if n == 1 {
				return "1 " + noun
			}
			return fmt.Sprintf("%d %ss", n, noun)
		},
		"number":   number,
		"mailbox":  address.Show,
		"kb":       kilobytes,
		"about":    func(v view, story news.ID, of any) part { return part{v, story, of} },
		"link":     link,
		"sentence": sentence,
		"unread":   d.Unread,
		"until":    until,
	}
}

// part is what a part of a story's page is filled with.
type part struct {
	View  view
	Story news.ID
	Of    any
}

// number writes a number with a comma between thousands.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// kilobytes writes a size in bytes as people read it.
func kilobytes(n int) string { return fmt.Sprintf("%.1f KB", float64(n)/1024) }

// clock prints a time of today by its hour, one of another year with that, and any other as when does.
func clock(z *time.Location, now time.Time) func(time.Time) string {
	return func(t time.Time) string {
		if t.In(z).Format(time.DateOnly) == now.In(z).Format(time.DateOnly) {
			return t.In(z).Format("15:04")
		}
		if t.In(z).Year() != now.In(z).Year() {
			return t.In(z).Format("Mon 2 Jan 2006, 15:04")
		}
		return when(z, t)
	}
}

// when prints a time to the minute, in the zone of the desk.
func when(z *time.Location, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.In(z).Format("Mon 2 Jan, 15:04")
}

// exact is the same with the year and the zone, for a tooltip.
func exact(z *time.Location, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(z).Format("Monday, 2 January 2006, 15:04:05") + " " + z.String()
}

// link gives an address from outside if a page may lead there.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return address
}

// sentence writes a message as one: with a capital and a full stop.
func sentence(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	s = string(unicode.ToUpper(c)) + s[n:]
	if last := s[len(s)-1]; last != '.' && last != '!' && last != '?' {
		s += "."
	}
	return s
}
