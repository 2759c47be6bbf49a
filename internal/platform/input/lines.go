package input

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
)

// maxLine is the longest line that is taken, in bytes; one with a report is a thousandth of it.
const maxLine = 8 << 20

// bom is the mark with which some programs begin a file in UTF-8.
var bom = []byte("\ufeff")

// Lines calls fn with every line of a text that is not blank, and with where it stands, as in "reports.jsonl, line 3"; a text
// without a name has only "line 3". A line that is too long or is not UTF-8 is an Invalid error that names it.
func Lines(ctx context.Context, name string, in io.Reader, fn func(place string, line []byte) error) error {
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, maxLine)
	place := func(number int) string {
		if name == "" {
			return fmt.Sprintf("line %d", number)
		}
		return fmt.Sprintf("%s, line %d", name, number)
	}
	number := 0
	for scan.Scan() {
		if err := ctx.Err(); err != nil {
			return err
		}
		number++
		line := scan.Bytes()
		if number == 1 {
			line = bytes.TrimPrefix(line, bom)
		}
		if !utf8.Valid(line) {
			return news.FieldErrorf(place(number), "it is not UTF-8 from byte %d on; convert the file", invalidAt(line)+1)
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := fn(place(number), line); err != nil {
			return err
		}
	}
	if errors.Is(scan.Err(), bufio.ErrTooLong) {
		return news.FieldErrorf(place(number+1), "it is longer than %d MiB; a line is one report, cut or divide it", maxLine>>20)
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("reading %s: %w", name, err)
	}
	return nil
}

// UnixSeconds is a time as lines give it, in seconds since 1970.
type UnixSeconds float64

// Time gives the time, or an Invalid error for one outside the years 1 to 9999, which RFC 3339 can write.
func (u UnixSeconds) Time() (time.Time, error) {
	switch {
	case u > latest && u/1000 <= latest:
		return time.Time{}, news.Errorf(news.Invalid, "%.0f, which may be milliseconds; it must be %s", u, seconds)
	case u < earliest || u > latest:
		return time.Time{}, news.Errorf(news.Invalid, "%g; it must be %s", u, seconds)
	}
	return time.UnixMicro(int64(u * 1e6)).UTC(), nil
}

// The first second of the year 1, and the last of the year 9999.
const earliest, latest = -62135596800, 253402300799

const seconds = "the time in seconds since 1970, from -62135596800 (the year 1) to 253402300799 (the year 9999), such as 1930000000"

// Decode reads a line of JSON Lines into what it should hold. The error is Invalid, names the place, and says in words what is
// wrong: what field, what it is and what it should be.
func Decode(place string, line []byte, into any) error {
	err := json.Unmarshal(line, into)
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case err == nil && bytes.HasPrefix(bytes.TrimSpace(line), []byte("null")):
		return news.FieldErrorf(place, "it is null; a line must be one JSON object")
	case err == nil:
		return nil
	case errors.As(err, &kind) && kind.Field == "":
		return news.FieldErrorf(place, "it is %s; a line must be one JSON object", article(kind.Value))
	case errors.As(err, &kind):
		return news.FieldErrorf(place, "%q is %s; it must be %s", kind.Field, article(kind.Value), wanted(kind.Type))
	case errors.As(err, &syntax):
		return news.FieldErrorf(place, "it is no JSON (byte %d: %v); a line must be one JSON object", syntax.Offset, syntax)
	}
	return news.FieldErrorf(place, "it cannot be read: %w", err)
}

func invalidAt(line []byte) int {
	at := 0
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
		line = line[size:]
	}
	return at
}

// article names a kind of JSON value; of a number that has no room where it belongs, json gives the digits too.
func article(value string) string {
	if digits, found := strings.CutPrefix(value, "number "); found {
		return digits
	}
	switch value {
	case "array", "object":
		return "an " + value
	case "bool":
		return "true or false"
	}
	return "a " + value
}

func wanted(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[UnixSeconds]():
		return seconds
	case t.Kind() == reflect.String:
		return "a string"
	case t.Kind() == reflect.Int64:
		return "a whole number"
	}
	return "a " + t.Kind().String()
}
