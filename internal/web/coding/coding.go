// Package coding compresses what the site sends, as far as the reader's program takes it (RFC 9110, section 12.5.3).
//
// In comes the Accept-Encoding header and a document; out go the coding to be used and the document in it. Nothing fails: a header that
// cannot be read asks for nothing, and a document that does not get much smaller, or is compressed by itself, goes out as it is.
//
// Brotli and gzip are offered: all browsers take brotli over HTTPS, and gzip is what all other programs take. Zstandard would be a third
// copy of each page to keep, for no reader who does not take brotli as well.
package coding

import (
	"bytes"
	"io"
	"mime"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Coding is how a document is packed for its way.
type Coding int

// The codings, by their rank where a reader likes several as well as the other. N is how many there are.
const (
	Identity Coding = iota
	Gzip
	Brotli
	N
)

// Name is what the Content-Encoding header says; empty: that it is not there.
func (c Coding) Name() string {
	switch c {
	case Gzip:
		return "gzip"
	case Brotli:
		return "br"
	}
	return ""
}

// mostCodings is how many codings of a header are looked at; who writes more is not after a page.
const mostCodings = 32

// Choose gives the coding that a reader whose program sent this Accept-Encoding header likes best. A header that is not there, or is empty,
// asks for none, and neither does one that refuses even that: a page that can be read is better than status 406, which the RFC
// leaves to us.
func Choose(header string) Coding {
	weights := [N]float64{-1, -1, -1} // -1: not named
	others := -1.0
	for range mostCodings {
		item, rest, more := strings.Cut(header, ",")
		name, parameters, _ := strings.Cut(item, ";")
		q, ok := weight(parameters)
		switch name = strings.TrimSpace(name); {
		case !ok:
		case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"): // section 8.4.1.3
			weights[Gzip] = q
		case strings.EqualFold(name, "br"):
			weights[Brotli] = q
		case strings.EqualFold(name, "identity"):
			weights[Identity] = q
		case name == "*":
			others = q
		}
		if header = rest; !more {
			break
		}
	}
	for c := range weights {
		switch {
		case weights[c] >= 0:
		case others >= 0 && Coding(c) != Identity:
			weights[c] = others
		default:
			weights[c] = 0 // identity is always possible, and only what is liked better stands before it
		}
	}
	best := Identity
	for c := Gzip; c < N; c++ {
		if weights[c] > 0 && weights[c] >= weights[best] {
			best = c
		}
	}
	return best
}

// weight reads the parameters of a coding, of which there is one, q (section 12.4.2); without it, q is 1.
func weight(parameters string) (q float64, ok bool) {
	parameters = strings.TrimSpace(parameters)
	if parameters == "" {
		return 1, true
	}
	name, value, found := strings.Cut(parameters, "=")
	if value = strings.TrimSpace(value); !found || !strings.EqualFold(strings.TrimSpace(name), "q") || len(value) == 0 || len(value) > 5 || value[0] != '0' && value[0] != '1' {
		return 0, false
	}
	q, err := strconv.ParseFloat(value, 64)
	return q, err == nil && q >= 0 && q <= 1
}

// least is how long a document must be to be compressed: what is shorter goes in one packet whether or not.
const least = 1000

// Packs says whether documents of that media type and length are worth compressing.
func Packs(kind string, length int) bool {
	if length < least {
		return false
	}
	kind, _, err := mime.ParseMediaType(kind)
	if err != nil {
		return false
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+xml") || strings.HasSuffix(kind, "+json") ||
		kind == "application/json" || kind == "application/xml" || kind == "application/javascript"
}

// Effort is how much time is spent on making a document small.
type Effort int

// The efforts: for pages, which are made anew time and again (half a millisecond for 100 kB), and for what is packed once in the life
// of the program.
const (
	Often Effort = iota
	Ever
	efforts
)

// levels are those of gzip and of brotli for each effort. Brotli's third takes little longer than gzip's fifth, and gives a page an eighth
// smaller than gzip's ninth; its eleventh takes a hundred times as long.
var levels = [N][efforts]int{Gzip: {5, 9}, Brotli: {3, 11}}

// Packer compresses. Its methods may be called from many goroutines at once; the zero value is ready.
type Packer struct{ pools [N][efforts]sync.Pool }

type packing interface {
	io.WriteCloser
	Reset(io.Writer)
}

// Pack gives a document in a coding, or nil if it would not even be by a tenth smaller.
func (p *Packer) Pack(c Coding, e Effort, document []byte) []byte {
	if c == Identity {
		return nil
	}
	pool := &p.pools[c][e]
	w, ok := pool.Get().(packing)
	if !ok {
		switch {
		case c == Gzip:
			w, _ = gzip.NewWriterLevel(nil, levels[c][e]) // fails for unknown levels only
		case e == Ever:
			w = brotli.NewWriterLevel(nil, levels[c][e]) // the newer writer has no such level
		default:
			w = brotli.NewWriterV2(nil, levels[c][e])
		}
	}
	defer pool.Put(w)
	var out bytes.Buffer
	out.Grow(len(document)/4 + 64)
	w.Reset(&out)
	if _, err := w.Write(document); err != nil || w.Close() != nil || out.Len() > len(document)/10*9 {
		return nil
	}
	return out.Bytes()
}
