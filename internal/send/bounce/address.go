package bounce

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bareAddress gives an address without the < and > around it, and "" for what is none.
func bareAddress(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at == len(s)-1 || len(s) > 320 || !plain(s) || strings.ContainsAny(s, "<>,;") || strings.Contains(s[at:], "..") {
		return ""
	}
	return s
}

// plain says whether a text can stand in an address or an ID: UTF-8 that shows, without spaces.
func plain(s string) bool {
	if s == "" || !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r == unicode.ReplacementChar || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

var inBrackets = regexp.MustCompile(`<([^<>\s]+@[^<>\s]+)>`)

// firstAddress gives the first address of a header field.
func firstAddress(field string) string {
	if m := inBrackets.FindStringSubmatch(field); m != nil {
		return bareAddress(m[1])
	}
	for _, word := range strings.FieldsFunc(field, func(r rune) bool { return r == ',' || unicode.IsSpace(r) }) {
		if a := bareAddress(word); a != "" {
			return a
		}
	}
	return ""
}

// typedAddress reads "rfc822; reader@example.org" (RFC 3464, section 2.1.2): an address type and an address. Types that are no
// mail give "".
func typedAddress(s string) string {
	kind, address, ok := strings.Cut(s, ";")
	if !ok {
		return bareAddress(uncomment(s)) // the type is left out by some
	}
	address = uncomment(address)
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "rfc822":
		return bareAddress(unxtext(address))
	case "utf-8": // RFC 6533, section 3
		return bareAddress(unescape(unxtext(address)))
	}
	return ""
}

// uncomment takes a comment off the end: "reader@example.org (Reader)".
func uncomment(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		s = strings.TrimSpace(s[:i])
	}
	return s
}

var xtext = regexp.MustCompile(`\+(2B|3D)`)

// unxtext undoes the encoding that ORCPT has in SMTP (RFC 3461, section 4), which some servers forget to undo. In a bare
// address only + and = are encoded by it, and an address such as reader+2024@example.org is not to be harmed, so no other codes
// are looked for; nor these if one plus sign is bare, as then nothing is encoded.
func unxtext(s string) string {
	if len(xtext.FindAllString(s, -1)) != strings.Count(s, "+") {
		return s
	}
	return xtext.ReplaceAllStringFunc(s, func(code string) string {
		if code == "+2B" {
			return "+"
		}
		return "="
	})
}

var escaped = regexp.MustCompile(`\\x\{([0-9A-Fa-f]{2,6})\}`)

// unescape undoes utf-8-addr-xtext (RFC 6533, section 3).
func unescape(s string) string {
	return escaped.ReplaceAllStringFunc(s, func(code string) string {
		n, err := strconv.ParseInt(code[3:len(code)-1], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return code
		}
		return string(rune(n))
	})
}
