package news_test

import (
	"testing"

	"onrecord/internal/news"
)

func TestThreadPart(t *testing.T) {
	for in, want := range map[string]struct {
		part, parts int
		rest        string
	}{
		"3/5 The operation":        {3, 5, "The operation"},
		"(1/12): Begun":            {1, 12, "Begun"},
		"The end of it (5/5)":      {5, 5, "The end of it"},
		"The end of it 2 / 4":      {2, 4, "The end of it"},
		"7/5 no such part":         {0, 0, "7/5 no such part"},
		"0/5 nor this":             {0, 0, "0/5 nor this"},
		"1/1 alone":                {0, 0, "1/1 alone"},
		"open 24/7":                {0, 0, "open 24/7"},
		"half of 1/2 in between":   {0, 0, "half of 1/2 in between"},
		"":                         {0, 0, ""},
		"999999999999/99999999999": {0, 0, "999999999999/99999999999"},
	} {
		part, parts, rest := news.ThreadPart(in)
		if part != want.part || parts != want.parts || rest != want.rest {
			t.Errorf("%q gives %d/%d %q, want %d/%d %q", in, part, parts, rest, want.part, want.parts, want.rest)
		}
	}
}

func FuzzThreadPart(f *testing.F) {
	f.Add("3/5 x")
	f.Add("x (1/2)")
	f.Fuzz(func(t *testing.T, s string) {
		part, parts, rest := news.ThreadPart(s)
		if parts != 0 && (part < 1 || part > parts || len(rest) >= len(s)) || parts == 0 && rest != s {
			t.Errorf("%q gives %d/%d %q", s, part, parts, rest)
		}
	})
}
