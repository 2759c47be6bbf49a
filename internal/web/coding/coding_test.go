package coding_test

import (
	"strings"
	"testing"

	"onrecord/internal/web/coding"
)

func TestTheCodingIsTheOneThatTheReaderLikesBest(t *testing.T) {
	for header, want := range map[string]coding.Coding{
		"":                                       coding.Identity,
		"gzip":                                   coding.Gzip,
		"x-gzip":                                 coding.Gzip,
		"GZIP":                                   coding.Gzip,
		"br":                                     coding.Brotli,
		"gzip, deflate, br, zstd":                coding.Brotli,
		"deflate":                                coding.Identity,
		"gzip;q=1.0, br;q=0.8":                   coding.Gzip,
		"gzip;q=0.5,br;q=0.500":                  coding.Brotli,
		"gzip;q=0":                               coding.Identity,
		"gzip;q=0, *":                            coding.Brotli,
		"*":                                      coding.Brotli,
		"*;q=0":                                  coding.Identity,
		"br;q=0, *;q=0.1":                        coding.Gzip,
		"identity, gzip;q=0.5":                   coding.Identity,
		"identity;q=0.5, gzip;q=0.5":             coding.Gzip,
		"identity;q=0, gzip;q=0":                 coding.Identity,
		" gzip ; q = 0.4 , br ; q=0.3":           coding.Gzip,
		"gzip;q=2":                               coding.Identity,
		"gzip;q=":                                coding.Identity,
		"gzip;q=abc":                             coding.Identity,
		"gzip;level=9":                           coding.Identity,
		",,,gzip,,":                              coding.Gzip,
		strings.Repeat("deflate, ", 40) + "gzip": coding.Identity,
	} {
		if got := coding.Choose(header); got != want {
			t.Errorf("%.40q: %d, not %d", header, got, want)
		}
	}
}

func FuzzChoose(f *testing.F) {
	for _, header := range []string{"", "gzip, deflate, br", "br;q=0.5, *;q=0", "identity;q=0"} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		c := coding.Choose(header)
		if c < coding.Identity || c >= coding.N {
			t.Fatalf("%q gives %d", header, c)
		}
		lower := strings.ToLower(header)
		if c == coding.Gzip && !strings.Contains(lower, "gzip") && !strings.Contains(lower, "*") || c == coding.Brotli && !strings.Contains(lower, "br") && !strings.Contains(lower, "*") {
			t.Fatalf("%q gives %s, which it does not name", header, c.Name())
		}
	})
}

func TestOnlyWhatGetsSmallerIsPacked(t *testing.T) {
	for _, c := range []struct {
		kind   string
		length int
		packs  bool
	}{
		{"text/html; charset=utf-8", 5000, true}, {"image/svg+xml", 5000, true}, {"application/feed+json", 5000, true}, {"application/rss+xml; charset=utf-8", 5000, true},
		{"text/html; charset=utf-8", 500, false}, {"image/png", 5000, false}, {"font/woff2", 5000, false}, {"", 5000, false},
	} {
		if got := coding.Packs(c.kind, c.length); got != c.packs {
			t.Errorf("%s of %d bytes: %v", c.kind, c.length, got)
		}
	}
}
