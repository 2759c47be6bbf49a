package store

import (
	"testing"

	"onrecord/internal/news"
)

// TestMarksHaveAPlaceForEverything: the places of the bits are those in the migration, and nothing that a statement can be has none.
func TestMarksHaveAPlaceForEverything(t *testing.T) {
	seen := map[int64]bool{}
	for _, p := range news.Polarities() {
		for _, st := range news.Standings() {
			bit := marksOf(p, st)
			if bit == 0 || bit&(bit-1) != 0 || seen[bit] {
				t.Errorf("%s, %s has the bit %b", p, st, bit)
			}
			seen[bit] = true
		}
	}
	if marksOf("", "") != 1<<48-1 || marksOf(news.Denies, "") != 0xff<<16 || marksOf(news.Asserts, news.Other) != 1<<7 || marksOf("is", "nobody") != 0 {
		t.Error("the places have moved; the numbers in the database stay as they are")
	}
	if len(seen) != 48 {
		t.Errorf("%d kinds of statement", len(seen))
	}
}
