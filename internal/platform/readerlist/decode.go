package readerlist

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"onrecord/internal/news"
)

// longestLine is how many bytes a line of a list has at most.
const longestLine = 64 << 10

// errLong says that a line was longer, and has been passed over.
var errLong = news.Errorf(news.Invalid, "the line is longer than 64 KB, which no reader's is")

// lines gives a list line by line, in UTF-8.
type lines struct {
	r *bufio.Reader
	n int // lines read
}

// open finds out how a list is written.
func open(r io.Reader) *lines {
	b := bufio.NewReaderSize(r, longestLine)
	start, _ := b.Peek(1024)
	endian, is := unicode.LittleEndian, false
	switch {
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}):
		is = true
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		endian, is = unicode.BigEndian, true
	case zeros(start, 1) > len(start)/4: // every other byte of letters in ASCII
		is = true
	case zeros(start, 0) > len(start)/4:
		endian, is = unicode.BigEndian, true
	}
	if is {
		b = bufio.NewReaderSize(unicode.UTF16(endian, unicode.UseBOM).NewDecoder().Reader(b), longestLine)
	} else if bytes.HasPrefix(start, []byte("\xEF\xBB\xBF")) {
		_, _ = b.Discard(3)
	}
	return &lines{r: b}
}

// zeros counts the zero bytes at every second place.
func zeros(b []byte, from int) (n int) {
	for i := from; i < len(b); i += 2 {
		if b[i] == 0 {
			n++
		}
	}
	return n
}

// next gives the next line without its end. A line that is too long is errLong; the one behind it can be read.
func (l *lines) next() (string, error) {
	b, err := l.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.r.ReadSlice('\n')
		}
		l.n++
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return "", errLong
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(b) == 0) {
		return "", err
	}
	l.n++
	line := strings.TrimRight(string(b), "\r\n")
	if !utf8.ValidString(line) { // what is not in UTF-8 is from a program that knows only letters of the West
		if decoded, err := charmap.Windows1252.NewDecoder().String(line); err == nil {
			line = decoded
		}
	}
	return line, nil
}
