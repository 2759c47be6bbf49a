package news

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"io"
	"time"
)

// ID names a stored thing. It is 26 lower-case characters: 48 bits of Unix milliseconds and 80 random bits in
// Crockford's base 32 (the ULID layout), so ids sort by the time they were made. The empty ID names nothing.
type ID string

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an id for a thing made at t.
func NewID(t time.Time) ID { return newID(t, rand.Reader) }

func newID(t time.Time, random io.Reader) ID {
	// 26 characters hold 130 bits, two more than a ULID has: two zero bits stand in front. The time fills the first ten
	// characters and the random part the other sixteen, so each is encoded by itself.
	var stamp [8]byte
	binary.BigEndian.PutUint64(stamp[:], uint64(t.UnixMilli())<<14)
	var tail [10]byte
	if _, err := io.ReadFull(random, tail[:]); err != nil {
		panic("news: no randomness: " + err.Error()) // crypto/rand never fails on a supported system
	}
	return ID(crockford.EncodeToString(stamp[:])[:10] + crockford.EncodeToString(tail[:]))
}

// Valid reports whether the id has the shape that NewID gives.
func (id ID) Valid() bool {
	if len(id) != 26 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		switch {
		case c >= '0' && c <= '9':
		case c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u':
		default:
			return false
		}
	}
	return true
}
