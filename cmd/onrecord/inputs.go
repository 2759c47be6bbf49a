package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

// overInputs works on every named input on all cores and prints the outcomes in order. An input that fails is reported on
// stderr and costs only itself; the verb then ends with status 2 if any was bad input, else 1.
func overInputs[T any](ctx context.Context, s *streams, names []string, work func(input.Input) (T, error), print func(T) error) error {
	if err := stdinOnce(names...); err != nil {
		return err
	}
	var failed error
	err := input.Each(ctx, names, func(ctx context.Context, name string) (value T, err error) {
		in, err := input.Open(ctx, name, s.in)
		if err != nil {
			return value, err
		}
		return work(in)
	}, func(name string, value T, err error) error {
		if err == nil {
			return print(value)
		}
		if ctx.Err() != nil && errors.Is(err, context.Canceled) { // not the input's fault
			return err
		}
		s.complain(err)
		if failed == nil || news.KindOf(err) == news.Invalid {
			failed = &news.Error{Kind: news.KindOf(err), Message: "failed", Err: errQuiet}
		}
		return nil
	})
	return errors.Join(err, failed)
}

// stdinOnce refuses a second "-": standard input can be read only once.
func stdinOnce(names ...string) error {
	seen := false
	for _, name := range names {
		if name == "-" && seen {
			return news.FieldErrorf("-", "standard input can be read only once; name files for the rest")
		}
		seen = seen || name == "-"
	}
	return nil
}

// standardInput is what "-" is called where things are said of it.
const standardInput = "standard input"

// called gives what an input is called in what is said of it as a whole.
func called(name string) string {
	if name == "-" {
		return standardInput
	}
	return name
}

// lineOf says which line of an input is meant.
func lineOf(name string, line int) string {
	if name == "-" {
		return fmt.Sprintf("%s, line %d", standardInput, line)
	}
	return fmt.Sprintf("%s:%d", name, line)
}

// jsonLines prints one object a line, letters as they are.
func jsonLines(out io.Writer) *json.Encoder {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e
}
