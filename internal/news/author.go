package news

import (
	"errors"
	"strings"
	"time"
)

// Author is who writes for the house.
type Author struct {
	ID        ID
	Slug      string // its name in addresses: /authors/dana-roth
	Name      string
	Role      string // in a few words, as “Director of research”; empty: it is left out
	Biography string // plain text, paragraphs divided by a blank line; empty: it is left out
	Portrait  string // names the portrait that there is, and changes with it; empty: there is none
	Created   time.Time
}

// Validate says whether the author may be stored: every field that may not stand is named.
func (a Author) Validate() error {
	errs := []error{
		checkName(a.Slug), fits("name", a.Name, LongestName), seen("name", a.Name),
		fits("role", a.Role, LongestName), seen("role", a.Role), fits("biography", a.Biography, LongestBiography), shown("biography", a.Biography),
	}
	if strings.TrimSpace(a.Name) == "" {
		errs = append(errs, FieldErrorf("name", "an author needs a name"))
	}
	return errors.Join(errs...)
}

// PortraitSize is the length of a portrait's sides, in pixels: it is square.
type PortraitSize int

// The sizes in which portraits are kept: beside a byline, and on the author's own page; each has enough for a screen of two pixels to one.
const (
	SmallPortrait PortraitSize = 128
	LargePortrait PortraitSize = 384
)

// Portrait is an author's picture in one size: a JPEG that was made here, with nothing in it but the picture.
type Portrait struct {
	Size PortraitSize
	JPEG []byte
}

// checkName says whether something below another page may have this name in its address.
func checkName(s string) error {
	if !slug(s) {
		return FieldErrorf("slug", "%q cannot stand in an address; use small letters, digits and hyphens, at most %d of them", s, longestSlug)
	}
	return nil
}
