package input_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

type row struct {
	ID    string             `json:"id"`
	Count int64              `json:"count"`
	At    *input.UnixSeconds `json:"at"`
}

// rowsOf reads a file of rows as a command does.
func rowsOf(document string) (out []row, err error) {
	err = input.Lines(context.Background(), "rows.jsonl", strings.NewReader(document), func(place string, line []byte) error {
		var r row
		if err := input.Decode(place, line, &r); err != nil {
			return err
		}
		if r.At != nil {
			if _, err := r.At.Time(); err != nil {
				return news.FieldErrorf(place, `"at" is %w`, err)
			}
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

func TestWhatIsWrongWithALineIsSaidInWords(t *testing.T) {
	const object = "; a line must be one JSON object"
	for _, tt := range []struct{ line, want string }{
		{`{"id":1}`, `line 1: "id" is a number; it must be a string`},
		{`{"id":["a"]}`, `line 1: "id" is an array; it must be a string`},
		{`{"count":"1"}`, `line 1: "count" is a string; it must be a whole number`},
		{`{"count":1e99}`, `line 1: "count" is 1e99; it must be a whole number`},
		{`{"at":"2031-03-02"}`, `line 1: "at" is a string; it must be the time in seconds since 1970, from -62135596800 (the year 1) to 253402300799 (the year 9999), such as 1930000000`},
		{`{"at":true}`, `line 1: "at" is true or false; it must be the time in seconds since 1970, from -62135596800 (the year 1) to 253402300799 (the year 9999), such as 1930000000`},
		{`{"at":1e20}`, `line 1: "at" is 1e+20; it must be the time in seconds since 1970, from -62135596800 (the year 1) to 253402300799 (the year 9999), such as 1930000000`},
		{`{"at":1e999}`, `line 1: "at" is 1e999; it must be the time in seconds since 1970, from -62135596800 (the year 1) to 253402300799 (the year 9999), such as 1930000000`},
		{`{"at":1930000000000}`, `line 1: "at" is 1930000000000, which may be milliseconds; it must be the time in seconds since 1970, from -62135596800 (the year 1) to 253402300799 (the year 9999), such as 1930000000`},
		{`[1]`, `line 1: it is an array` + object},
		{`"x"`, `line 1: it is a string` + object},
		{`null`, `line 1: it is null` + object},
		{`{"id":"1"} {}`, `line 1: it is no JSON (byte 12: invalid character '{' after top-level value)` + object},
		{"\n\n{", `line 3: it is no JSON (byte 1: unexpected end of JSON input)` + object},
		{"{}\n{\"id\":\"caf\xe9\"}", `line 2: it is not UTF-8 from byte 11 on; convert the file`},
		{"\xff\xfe{\x00", `line 1: it is not UTF-8 from byte 1 on; convert the file`},
		{"{}\n" + strings.Repeat(" ", 8<<20), `line 2: it is longer than 8 MiB; a line is one report, cut or divide it`},
	} {
		_, err := rowsOf(tt.line)
		if got := fmt.Sprint(err); got != "rows.jsonl, "+tt.want || news.KindOf(err) != news.Invalid {
			t.Errorf("%.40q gives %q, want %q", tt.line, got, tt.want)
		}
	}
}

func TestAMarkInFrontAndBlankLinesAreNoLines(t *testing.T) {
	got, err := rowsOf("\ufeff{\"id\":\"1\"}\r\n\n \t\n{\"id\":\"2\",\"at\":-1e9}\n")
	if err != nil || len(got) != 2 || got[0].ID != "1" || got[1].ID != "2" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestLinesEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	err := input.Lines(ctx, "", strings.NewReader("1\n2\n3\n"), func(string, []byte) error {
		seen++
		cancel()
		return nil
	})
	if seen != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d lines, %v", seen, err)
	}
}

func FuzzLines(f *testing.F) {
	f.Add(`{"id":"1","at":1.5e9}` + "\n\xff")
	f.Add("\ufeff[1,{\"id\":{}}]")
	f.Fuzz(func(t *testing.T, document string) {
		if _, err := rowsOf(document); err != nil && (news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), "rows.jsonl, line ")) {
			t.Fatalf("%v is no error about a line", err)
		}
	})
}
