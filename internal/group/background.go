package group

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"math"
)

// background.en.gz says which stems English news has, a line each, the most frequent first; tools/background makes it.
//
//go:embed background.en.gz
var englishBackground []byte

const (
	// weighty is how many texts the background counts for beside those of the stream.
	weighty = 1500
	// share and long say how often a word of a rank stands in a text: after Zipf, the word of rank r is share/r of all words,
	// and a text has long of them. rare is the rank of a word that is not among those counted.
	share, long, rare = 0.08, 200, 150_000
)

// background is what is known of words before a report has come. It is read only.
type background struct {
	rank   map[uint32]int32 // of a stem, by its hash; from 0
	teller teller
}

// loadBackground reads the file that belongs to this package.
func loadBackground() *background {
	z, err := gzip.NewReader(bytes.NewReader(englishBackground))
	if err != nil {
		panic("group: the background words cannot be read: " + err.Error()) // the file is ours, and tested
	}
	b := &background{rank: map[uint32]int32{}, teller: newTeller()}
	lines := bufio.NewScanner(z)
	for n := int32(0); lines.Scan(); n++ {
		if h := hashOf(lines.Text()); !has(b.rank, h) {
			b.rank[h] = n
		}
	}
	if err := lines.Err(); err != nil {
		panic("group: the background words cannot be read: " + err.Error())
	}
	return b
}

func has(m map[uint32]int32, k uint32) bool { _, ok := m[k]; return ok }

// texts is in how many of the background's texts a stem would stand.
func (b *background) texts(hash uint32) float64 {
	r, ok := b.rank[hash]
	if !ok {
		r = rare
	}
	return weighty * (1 - math.Exp(-long*share/float64(r+3)))
}

// rarity is how rare a stem is in the background's texts.
func (b *background) rarity(hash uint32) float64 {
	return math.Log((1 + weighty) / (1 + b.texts(hash)))
}
