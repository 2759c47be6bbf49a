package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"onrecord/internal/platform/terminal"
)

// people gives standard output for what people read, where a text from outside must not command the terminal.
func (s *streams) people() io.Writer { return plain{s.out} }

// complain says on standard error what is wrong, each thing on a line of its own.
func (s *streams) complain(err error) {
	if many, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // only what is joined at the top
		for _, err := range many.Unwrap() {
			s.complain(err)
		}
		return
	}
	fmt.Fprintln(plain{s.err}, "onrecord:", err)
}

// plain writes text with U+FFFD in the place of every character that does something to a terminal, save line ends and tabs.
type plain struct{ w io.Writer }

// Write writes whole characters: nobody here divides one between two calls.
func (p plain) Write(text []byte) (int, error) {
	if _, err := p.w.Write(bytes.Map(harmless, text)); err != nil {
		return 0, err
	}
	return len(text), nil
}

func harmless(r rune) rune {
	if terminal.Commands(r) && r != '\n' && r != '\t' {
		return '\ufffd'
	}
	return r
}

// oneLine takes the line ends, and what could command a terminal, out of a text.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, isControlOrSpace), " ")
}

// isControlOrSpace finds spaces, controls, and the marks that turn the direction of writing.
func isControlOrSpace(r rune) bool {
	return r == ' ' || r == 0xa0 || terminal.Commands(r)
}
