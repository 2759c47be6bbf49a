package news

import "time"

// Account is all that the weigh step needs to know of a report to place it in a ledger.
type Account struct {
	Report     Report
	Outlet     Outlet
	Title      string    // of the newest revision, as its page has it
	Text       string    // of the newest revision
	Fetched    time.Time // when the newest revision was seen; zero if unknown
	Links      []string
	Statements []Statement // of the newest revision
	Earlier    []EarlierText
}

// EarlierText is what a report said before its text was changed.
type EarlierText struct {
	Number     int
	Fetched    time.Time
	Title      string
	Text       string
	Statements []Statement
}
