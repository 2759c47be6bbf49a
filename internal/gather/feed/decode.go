package feed

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// declaration is what an XML document may begin with (XML 1.0, section 2.8).
var (
	declaration = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`)
	encodingIn  = regexp.MustCompile(`encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)
)

// utf8Of gives the document as valid UTF-8 without byte order mark and XML declaration, which would contradict it. What
// says the encoding is asked in the order of RFC 7303, section 3: byte order mark, Content-Type, declaration. A document
// that is said to be UTF-8 and is not is taken by the next that speaks, at last as windows-1252.
func utf8Of(body []byte, contentType string) []byte {
	for mark, name := range map[string]string{"\xef\xbb\xbf": "utf-8", "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be"} {
		if rest, found := bytes.CutPrefix(body, []byte(mark)); found {
			return undeclared(convert(rest, name))
		}
	}
	var labels []string
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		labels = append(labels, params["charset"])
	}
	if m := encodingIn.FindSubmatch(declaration.Find(body[:min(len(body), 1024)])); m != nil {
		labels = append(labels, string(m[1]))
	}
	valid := utf8.Valid(body)
	for _, label := range labels {
		enc, name := charset.Lookup(label)
		// A document that can be read to find a declaration is not in UTF-16, whatever that says.
		if enc == nil || strings.HasPrefix(name, "utf-16") || name == "utf-8" && !valid {
			continue
		}
		return undeclared(convert(body, name))
	}
	if valid || mostlyUTF8(body) {
		return undeclared(bytes.ToValidUTF8(body, []byte("\uFFFD")))
	}
	return undeclared(convert(body, "windows-1252"))
}

func undeclared(body []byte) []byte {
	if at := declaration.FindIndex(body[:min(len(body), 1024)]); at != nil {
		return body[at[1]:]
	}
	return body
}

func convert(body []byte, name string) []byte {
	enc, _ := charset.Lookup(name)
	if enc == nil || name == "utf-8" {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	return out
}

// mostlyUTF8 says whether a document with broken characters is UTF-8 all the same: one that was cut, or put together from
// parts.
func mostlyUTF8(body []byte) bool {
	good, bad := 0, 0
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		body = body[size:]
	}
	return good > 2*bad
}
