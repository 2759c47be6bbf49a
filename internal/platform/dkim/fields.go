package dkim

import (
	"bytes"

	"onrecord/internal/news"
)

// field is one header field of a message, as it stands there.
type field struct {
	name  []byte
	value []byte // all after the colon, folds included, without the last CRLF
}

// parse takes a message apart: its header fields, appended to fields, and its body. A header that two readers could take for
// two different ones is Invalid.
func parse(fields []field, message []byte) ([]field, []byte, error) {
	rest := message
	for {
		if bytes.HasPrefix(rest, crlf) {
			return fields, rest[2:], nil
		}
		end := bytes.Index(rest, crlf)
		if end < 0 {
			return fields, nil, invalid("the message has no empty line between header and body")
		}
		for end+2 < len(rest) && (rest[end+2] == ' ' || rest[end+2] == '\t') { // it is folded (RFC 5322, section 2.2.3)
			next := bytes.Index(rest[end+2:], crlf)
			if next < 0 {
				return fields, nil, invalid("the message has no empty line between header and body")
			}
			end += 2 + next
		}
		line := rest[:end]
		rest = rest[end+2:]
		colon := bytes.IndexByte(line, ':')
		if colon <= 0 {
			return fields, nil, invalid("line %q of the header is no header field", shown(line))
		}
		for _, c := range line[:colon] {
			if c <= ' ' || c > '~' { // RFC 5322, section 3.6.8
				return fields, nil, invalid("line %q of the header is no header field", shown(line))
			}
		}
		for i, c := range line[colon:] {
			// Controls that RFC 5322, section 4.1, has only for reading old mail; a CR or LF here is no line's end.
			if c < ' ' && c != '\t' && !fold(line[colon:], i) || c == 0x7f {
				return fields, nil, invalid("the header field %s has a control character, %#02x", shown(line[:colon]), c)
			}
		}
		fields = append(fields, field{line[:colon], line[colon+1:]})
	}
}

// fold says whether the byte at i is one of a CRLF.
func fold(b []byte, i int) bool {
	return b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' || b[i] == '\n' && i > 0 && b[i-1] == '\r'
}

var crlf = []byte("\r\n")

func invalid(format string, args ...any) error { return news.Errorf(news.Invalid, format, args...) }

// shown cuts a text short for an error message.
func shown(b []byte) []byte { return b[:min(len(b), 60)] }

// signed names the header fields that are signed wherever they stand: those of RFC 6376, section 5.4.1, those that RFC 8058
// asks for, and those by which mail programs show and sort. Fields that begin with content- are signed too.
var signed = map[string]bool{
	"from": true, "reply-to": true, "subject": true, "date": true, "to": true, "cc": true,
	"resent-date": true, "resent-from": true, "resent-to": true, "resent-cc": true,
	"in-reply-to": true, "references": true,
	"list-id": true, "list-help": true, "list-unsubscribe": true, "list-subscribe": true, "list-post": true, "list-owner": true, "list-archive": true,
	"list-unsubscribe-post": true, "feedback-id": true, "auto-submitted": true, "message-id": true, "mime-version": true,
}

// once are named one time more than they stand there, so that nobody can add another (RFC 6376, section 8.15).
const once = "from:to:subject:date"

// isSigned says whether a field of this name, in small letters, is signed.
func isSigned(lower []byte) bool {
	return signed[string(lower)] || bytes.HasPrefix(lower, []byte("content-"))
}

// lower appends b in small letters, of ASCII alone.
func lower(to, b []byte) []byte {
	for _, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		to = append(to, c)
	}
	return to
}

// relax appends a header field in the form relaxed of RFC 6376, section 3.4.2, without the CRLF.
func (f field) relax(to []byte) []byte {
	to = append(lower(to, f.name), ':')
	from := len(to)
	space := false
	for _, c := range f.value {
		switch c {
		case ' ', '\t', '\r', '\n':
			space = true
			continue
		}
		if space && len(to) > from {
			to = append(to, ' ')
		}
		space = false
		to = append(to, c)
	}
	return to
}
