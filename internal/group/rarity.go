package group

import "onrecord/internal/words"

// Rarity gives a function that says how rare an English word is in news: from 0, for one that every text has, to about 7. What is
// no English word is as rare as can be. Reading what is known takes some 30 ms; the function itself is quick, and safe for use by many.
func Rarity() func(word string) float64 {
	b := loadBackground()
	return func(word string) float64 { return b.rarity(hashOf(words.Stem(word))) }
}
