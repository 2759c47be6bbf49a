package input

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// marked are the encodings that a byte order mark tells (The Unicode Standard, section 23.8), the longer marks first. The mark stays, so that
// offsets count it in whatever encoding a text comes.
var marked = []struct {
	mark string
	enc  encoding.Encoding
}{
	{"\xff\xfe\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xfe\xff", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xff\xfe", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xfe\xff", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// utf8Of gives what is marked as UTF-16 or UTF-32 as UTF-8, and everything else as it is.
func utf8Of(body []byte) ([]byte, error) {
	for _, m := range marked {
		if bytes.HasPrefix(body, []byte(m.mark)) {
			return m.enc.NewDecoder().Bytes(body)
		}
	}
	return body, nil
}

// binary says whether something is no text: it holds NUL near its start, or many control characters.
func binary(body []byte) bool {
	const near = 8 << 10
	if bytes.IndexByte(body[:min(len(body), near)], 0) >= 0 {
		return true
	}
	odd := 0
	for _, b := range body {
		if b < ' ' && !strings.ContainsRune("\t\n\r\f\x1b", rune(b)) {
			odd++
		}
	}
	return odd*20 > len(body)
}
