package read

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"onrecord/internal/read/extract"
)

// IsPage reports whether an input is a web page, by its content type if it has one, else by its name's ending, else by
// how it begins.
func IsPage(name, contentType string, body []byte) bool {
	if contentType != "" {
		return !strings.HasPrefix(contentType, "text/plain")
	}
	switch path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")) {
	case ".html", ".htm", ".xhtml":
		return true
	case ".txt":
		return false
	}
	return strings.HasPrefix(http.DetectContentType(body), "text/html")
}

// Plain decodes a plain text; contentType is as a web server gives it, "" for none. A byte order mark says UTF-16; else bytes
// that are not in the charset given, or not UTF-8 where none is, are taken for windows-1252, as browsers do. A text in UTF-8
// with a few damaged bytes, or cut within a character, stays one in UTF-8: each run of such bytes becomes U+FFFD.
func Plain(raw []byte, contentType string) string {
	_, params, _ := mime.ParseMediaType(contentType) // one that is damaged says nothing
	label := params["charset"]
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		label = "utf-16le"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		label = "utf-16be"
	}
	if utf8.Valid(raw) && (label == "" || strings.EqualFold(label, "utf-8")) {
		return string(raw)
	}
	if label == "" && extract.PlausibleUTF8(withoutCut(raw)) {
		return strings.ToValidUTF8(string(raw), "\ufffd")
	}
	for _, label := range []string{label, "windows-1252"} {
		r, err := charset.NewReaderLabel(label, bytes.NewReader(raw))
		if err != nil {
			continue
		}
		if out, err := io.ReadAll(r); err == nil {
			return string(out)
		}
	}
	return string(raw)
}

// withoutCut leaves out what is left at the end of a character in UTF-8 that was cut.
func withoutCut(raw []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(raw); n++ {
		if end := raw[len(raw)-n:]; utf8.RuneStart(end[0]) {
			if !utf8.FullRune(end) {
				return raw[:len(raw)-n]
			}
			break
		}
	}
	return raw
}
