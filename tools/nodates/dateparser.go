// Package dateparser stands in for the real one, which go-trafilatura brings along by way of go-htmldate for guessing dates.
// Onrecord has that guessing switched off, because it takes any date in a page for the article's; but the real package
// fills its tables of 200 languages whenever a program starts, which costs every command 0.3 s and 80 MB.
//
// It has just what go-htmldate names, and finds no date.
package dateparser

import (
	"errors"
	"time"
)

// ParserType is a way of reading dates.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// PreferredDateSource says which date is meant where a text leaves that open.
type PreferredDateSource uint8

// Past is the one that go-htmldate names.
const Past PreferredDateSource = 1

// Configuration is handed to Parse.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// Parser would read dates.
type Parser struct {
	ParserTypes []ParserType
}

// Date is what would be read.
type Date struct {
	Time time.Time
}

// Parse finds no date.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dateparser: dates are not guessed here")
}
