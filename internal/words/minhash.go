package words

import (
	"encoding/binary"
	"math"

	"github.com/zeebo/xxh3"
)

// Signature is what is kept of a set of shingles to tell later how much another set has in common with it: the smallest
// values of the set under 64 hash functions (Broder 1997, "On the resemblance and containment of documents"). The zero
// Signature is that of nothing and resembles nothing.
type Signature [64]uint32

// MinHash gives the signature of a set of shingles. Order and repeats do not matter.
func MinHash(shingles []uint64) Signature {
	var s Signature
	if len(shingles) == 0 {
		return s
	}
	for i := range s {
		s[i] = math.MaxUint32
	}
	for _, h := range shingles {
		// Multiply-shift (Dietzfelbinger 1997): odd factors of a fixed sequence, the upper half of the product.
		factor := uint64(0x9e3779b97f4a7c15)
		for i := range s {
			factor = factor*6364136223846793005 + 1442695040888963407
			if v := uint32(((h ^ factor>>17) * (factor | 1)) >> 32); v < s[i] {
				s[i] = v
			}
		}
	}
	return s
}

// Similarity estimates the Jaccard similarity of the two sets, from 0 to 1, with a standard error of at most 0.0625.
func (s Signature) Similarity(other Signature) float64 {
	if s == (Signature{}) || other == (Signature{}) {
		return 0
	}
	same := 0
	for i := range s {
		if s[i] == other[i] {
			same++
		}
	}
	return float64(same) / float64(len(s))
}

// Bands gives so many keys, each of the next so many values of the signature, by which like sets can be looked up: of sets
// with a similarity of s, one in 1-(1-s^rows)^bands shares a key. Nothing has none.
func (s Signature) Bands(bands, rows int) []uint32 {
	if s == (Signature{}) {
		return nil
	}
	out := make([]uint32, bands)
	key := make([]byte, 0, 4*rows+1)
	for i := range out {
		key = key[:0]
		for _, v := range s[rows*i : rows*(i+1)] {
			key = binary.LittleEndian.AppendUint32(key, v)
		}
		out[i] = uint32(xxh3.Hash(append(key, byte(i))))
	}
	return out
}
