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

// Bands gives 16 keys, each of four values of the signature. Sets that are alike share a key almost certainly (0.99 at a
// similarity of 0.7, 0.64 at 0.5) and others hardly ever (0.02 at 0.2), so they can be looked up. Nothing has none.
func (s Signature) Bands() []uint64 {
	if s == (Signature{}) {
		return nil
	}
	out := make([]uint64, 16)
	var key [17]byte
	for i := range out {
		for j := range 4 {
			binary.LittleEndian.PutUint32(key[4*j:], s[4*i+j])
		}
		key[16] = byte(i)
		out[i] = xxh3.Hash(key[:])
	}
	return out
}
