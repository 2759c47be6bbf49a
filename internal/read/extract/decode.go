package extract

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// Pages that are not in UTF-8 name their encoding in the Content-Type header or in a meta element, or not at all. The order
// is that of the HTML standard (section 13.2.3.2): byte order mark, header, meta element, guess.

// metaCharset finds a meta element that speaks of a charset. Browsers look at the first 1024 bytes only, but old pages
// have their style sheets before it.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset`)

const prescan = 16 << 10

// decode gives the page as UTF-8. Bytes that mean nothing in its encoding become U+FFFD.
func decode(raw []byte, contentType string) string {
	enc := encodingOf(raw, contentType)
	if enc == unicode.UTF8 {
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil { // an encoding that refuses: the replacement encoding of the standard does
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	return string(text)
}

func encodingOf(raw []byte, contentType string) encoding.Encoding {
	if declared := declaredEncoding(raw, contentType); declared != nil && (declared != unicode.UTF8 || PlausibleUTF8(raw)) {
		return declared
	}
	if PlausibleUTF8(raw) {
		return unicode.UTF8
	}
	guess, err := chardet.NewHtmlDetector().DetectBest(raw)
	if err == nil && guess.Confidence >= 30 {
		if enc, err := htmlindex.Get(guess.Charset); err == nil {
			return enc
		}
	}
	enc, _ := htmlindex.Get("windows-1252")
	return enc
}

// declaredEncoding gives what the page says of itself, or nil.
func declaredEncoding(raw []byte, contentType string) encoding.Encoding {
	if enc, name, certain := charset.DetermineEncoding(raw, contentType); certain {
		if name == "utf-8" {
			return unicode.UTF8
		}
		return enc
	}
	head := raw[:min(len(raw), prescan)]
	if at := metaCharset.FindIndex(head); at != nil {
		// With an empty header and no mark, what DetermineEncoding is sure of can only come from the meta element.
		if enc, name, _ := charset.DetermineEncoding(raw[at[0]:], ""); name == "utf-8" {
			return unicode.UTF8
		} else if name != "windows-1252" {
			return enc
		}
	}
	return nil
}

// PlausibleUTF8 says whether the bytes can be meant as UTF-8: a page of which a few characters are broken is, one where
// the broken ones are the rule is not.
func PlausibleUTF8(raw []byte) bool {
	if utf8.Valid(raw) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good > 2*bad
}
