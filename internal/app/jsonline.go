package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"onrecord/internal/news"
)

// bom is the mark with which some programs begin a file in UTF-8.
var bom = []byte("\ufeff")

// decodeLine reads a line of JSON Lines into what it should hold. The error is Invalid, names the place, and says in words
// what is wrong: what field, what it is and what it should be.
func decodeLine(place string, line []byte, into any) error {
	if !utf8.Valid(line) {
		return news.FieldErrorf(place, "it is not UTF-8 from byte %d on; convert the file", invalidAt(line)+1)
	}
	err := json.Unmarshal(line, into)
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind) && kind.Field == "":
		return news.FieldErrorf(place, "it is %s; a line must be one JSON object", article(kind.Value))
	case errors.As(err, &kind):
		return news.FieldErrorf(place, "%q is %s; it must be %s", kind.Field, article(kind.Value), wanted(kind))
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

// article names a kind of JSON value.
func article(value string) string {
	switch value {
	case "array", "object":
		return "an " + value
	case "bool":
		return "true or false"
	}
	return "a " + value
}

func wanted(e *json.UnmarshalTypeError) string {
	switch kind := e.Type.Kind().String(); kind {
	case "string":
		return "a string"
	case "int64", "int":
		return "a whole number"
	case "float64":
		return "a number"
	case "bool":
		return "true or false"
	default:
		return fmt.Sprintf("a %s", kind)
	}
}

// firstLine takes the mark off the first line of a file.
func firstLine(number int, line []byte) []byte {
	if number == 1 {
		return bytes.TrimPrefix(line, bom)
	}
	return line
}
