// Package form makes a form letter of a mail: it is written and encoded once, and only the blanks in it are filled in for each
// reader.
//
// In comes a whole mail (RFC 5322) in which marks stand where a reader's own words go; out comes a Form, which is filled in by any
// number of goroutines at once. A mark is found wherever it stands, also where quoted-printable (RFC 2045, section 6.7) broke a
// line within it; a value as long as its mark is broken in the same places, so that no line grows. Filling in copies bytes and does
// nothing else: what it costs does not depend on what the mail says.
//
// Values go into headers and bodies as they are, so only what means nothing to either may be one: an empty value, one with a control
// character, and outside a header one with a space, an equals sign or a letter beyond ASCII, is Invalid.
package form

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
)

// Form is a mail with blanks.
type Form struct {
	pieces []piece
	fixed  int // bytes that every mail has
	blanks int
	head   int // blanks from which on all stand in the body
}

// piece is some fixed bytes and the blank that comes after them.
type piece struct {
	fixed  []byte
	blank  int   // which value goes here; -1: none, this is the end
	breaks []int // where in the mark a line was broken
}

// soft is a line break that means nothing (RFC 2045, section 6.7, rule 5).
const soft = "=\r\n"

// Compile finds the marks in a mail. Each must stand in it at least once and be of ASCII letters and the like that no
// encoding touches; the n-th value goes where the n-th mark stands.
func Compile(mail []byte, marks []string) (*Form, error) {
	type found struct {
		at, end, mark int
		breaks        []int
	}
	var all []found
	for i, mark := range marks {
		n := 0
		for at := 0; ; {
			start, end, breaks := find(mail, at, mark)
			if start < 0 {
				break
			}
			all = append(all, found{start, end, i, breaks})
			at, n = end, n+1
		}
		if n == 0 {
			return nil, news.Errorf(news.Invalid, "the mail has no place for the reader's own part %d", i+1)
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].at < all[j].at })
	f := &Form{blanks: len(marks)}
	body := bytes.Index(mail, []byte("\r\n\r\n"))
	last := 0
	for _, v := range all {
		if v.at < last {
			return nil, news.Errorf(news.Invalid, "two marks in the mail overlap")
		}
		if body < 0 || v.at < body {
			f.head++
		}
		f.pieces = append(f.pieces, piece{mail[last:v.at], v.mark, v.breaks})
		f.fixed += v.at - last
		last = v.end
	}
	f.pieces = append(f.pieces, piece{mail[last:], -1, nil})
	f.fixed += len(mail) - last
	return f, nil
}

// find gives where a mark stands, with the places in it at which lines are broken.
func find(mail []byte, from int, mark string) (start, end int, breaks []int) {
	for ; from < len(mail); from++ {
		at := bytes.IndexByte(mail[from:], mark[0])
		if at < 0 {
			return -1, 0, nil
		}
		from += at
		if end, breaks, ok := matches(mail, from, mark); ok {
			return from, end, breaks
		}
	}
	return -1, 0, nil
}

func matches(mail []byte, at int, mark string) (end int, breaks []int, ok bool) {
	for i := range len(mark) {
		if i > 0 && bytes.HasPrefix(mail[at:], []byte(soft)) {
			breaks = append(breaks, i)
			at += len(soft)
		}
		if at >= len(mail) || mail[at] != mark[i] {
			return 0, nil, false
		}
		at++
	}
	return at, breaks, true
}

// Fill appends the mail with the values in its blanks to dst.
func (f *Form) Fill(dst []byte, values ...string) ([]byte, error) {
	if len(values) != f.blanks {
		return dst, news.Errorf(news.Invalid, "the mail has %d parts of the reader's own, and %d are given", f.blanks, len(values))
	}
	for i, p := range f.pieces {
		dst = append(dst, p.fixed...)
		if p.blank < 0 {
			break
		}
		v := values[p.blank]
		if !fit(v, i < f.head) {
			return dst, news.Errorf(news.Invalid, "%q cannot stand in a mail", v)
		}
		last := 0
		for _, at := range p.breaks {
			if at < len(v) {
				dst = append(append(dst, v[last:at]...), soft...)
				last = at
			}
		}
		dst = append(dst, v[last:]...)
	}
	return dst, nil
}

// fit says whether a value can stand in a mail.
func fit(v string, head bool) bool {
	for i := range len(v) {
		c := v[i]
		if c < ' ' || c == 0x7f || !head && (c == ' ' || c >= utf8.RuneSelf || c == '=') {
			return false
		}
	}
	return v != "" && (!head || utf8.ValidString(v) && !strings.ContainsAny(v, "\u0085\u2028\u2029"))
}
