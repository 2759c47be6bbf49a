package news

import "time"

// Picture is a report's picture as it is shown: fetched by the desk, made small, and kept. Readers load nothing from elsewhere.
type Picture struct {
	ReportID      ID
	Address       string // where it was fetched
	JPEG          []byte // nil: it could not be had
	Width, Height int
	Why           string // it could not be had
	At            time.Time
}
