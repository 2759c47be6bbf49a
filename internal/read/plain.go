package read

import (
	"bytes"
	"io"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
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

// Plain decodes a plain text. A byte order mark says UTF-16; else bytes that are not in the charset given, or not UTF-8 where
// none is, are taken for windows-1252, as browsers do.
func Plain(raw []byte, label string) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		label = "utf-16le"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		label = "utf-16be"
	}
	if utf8.Valid(raw) && (label == "" || strings.EqualFold(label, "utf-8")) {
		return string(raw)
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
