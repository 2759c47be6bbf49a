package words_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/words"
)

func cut(text string, s news.Span) string { return string([]rune(text)[s[0]:s[1]]) }

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		" …—! ":                           "",
		"The U.S. can’t pay 3.5 million.": "the u.s can't pay 3.5 million",
		"Ħal Għaxaq, 2024":                "ħal għaxaq 2024",
		"«Это ложь», — сказал он": "это ложь сказал он",
		"#Halden @record": "halden record",
	} {
		var got []string
		for _, tok := range words.Tokens(text) {
			got = append(got, tok.Text)
			if had := strings.ToLower(strings.ReplaceAll(cut(text, tok.Span), "’", "'")); had != tok.Text {
				t.Errorf("%q: span %v covers %q, not %q", text, tok.Span, had, tok.Text)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q gives %q, want %q", text, s, want)
		}
	}
	toks := words.Tokens("Iran denies it")
	if !toks[0].Capital || toks[1].Capital {
		t.Error("capitals are not told from small letters")
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string // joined by a space they are the text
	}{
		{"plain", []string{"He left.", "She stayed!", "Did they?"}},
		{"titles", []string{"Mr. Smith met Dr. Jones and Lt. Col. Kalo.", "They spoke."}},
		{"a country within", []string{"The U.S. President spoke.", "It was late."}},
		{"a country at the end", []string{"They flew to the U.S.", "The flight was long."}},
		{"a middle initial", []string{"George W. Bush spoke.", "He left."}},
		{"a company", []string{"Acme Inc. Chairman Bo Lind resigned.", "The board met."}},
		{"a quoted question goes on", []string{`"Is it true?" she asked.`, `"No!" he said.`}},
		{"a quotation ends with its sentence", []string{`“It is false.”`, `“We know that.”`, "He left."}},
		{"numbers", []string{"It cost 3.5 million on Nov. 3.", "No. 10 refused."}},
		{"the pronoun is no initial", []string{"So did I.", "Nobody else came."}},
		{"an abbreviation in brackets", []string{"A panel (e.g. Lind and Berg) met.", "It agreed."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Join(c.want, " ")
			var got []string
			for _, s := range words.Sentences(text) {
				got = append(got, cut(text, s))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := words.Sentences("A headline without a stop\n\nA paragraph, Mr.\nB"); len(got) != 3 {
		t.Errorf("line breaks end sentences: %v", got)
	}
	if got := words.Sentences(" \n\t"); len(got) != 0 {
		t.Errorf("space holds sentences: %v", got)
	}
}

func TestStem(t *testing.T) {
	for _, same := range [][]string{{"denied", "denies", "Deny"}, {"Iran’s", "iran"}, {"talks", "talking", "talk"}, {"Путин"}} {
		for _, w := range same {
			if got, want := words.Stem(w), words.Stem(same[0]); got != want || got == "" {
				t.Errorf("%q has the stem %q, %q has %q", w, got, same[0], want)
			}
		}
	}
	if words.Stem("Путин") != "путин" {
		t.Error("a Russian word was stemmed as an English one")
	}
	if !words.Stop("the") || words.Stop("denial") {
		t.Error("stop words are not told from others")
	}
}

// The estimate must lie near the true similarity, whatever it is.
func TestMinHashEstimatesJaccard(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, want := range []float64{0, 0.2, 0.5, 0.8, 1} {
		var sum float64
		const runs = 40
		for range runs {
			var a, b []uint64
			for range 400 {
				v := rnd.Uint64()
				a = append(a, v)
				if rnd.Float64() < 2*want/(1+want) {
					b = append(b, v)
				} else {
					b = append(b, rnd.Uint64())
				}
			}
			slices.Reverse(b)
			sum += words.MinHash(a).Similarity(words.MinHash(append(b, b[0])))
		}
		if got := sum / runs; math.Abs(got-want) > 0.03 {
			t.Errorf("similarity %.2f is taken for %.3f", want, got)
		}
	}
	none := words.MinHash(nil)
	if none.Similarity(none) != 0 || none.Bands(6, 3) != nil {
		t.Error("two empty texts are taken for copies")
	}
}

func TestCopiesShareABand(t *testing.T) {
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "word%d ", i*i%83)
	}
	sign := func(s string) words.Signature { return words.MinHash(words.Shingles(words.Tokens(s), 4)) }
	a, b := sign(text.String()), sign("Agency: "+text.String()+"More to follow.")
	if s := a.Similarity(b); s < 0.8 {
		t.Errorf("a copy with a few words more is alike by %.2f only", s)
	}
	keys := a.Bands(6, 3)
	if !slices.ContainsFunc(b.Bands(6, 3), func(k uint32) bool { return slices.Contains(keys, k) }) {
		t.Error("a copy shares no key")
	}
	if got := len(words.Shingles(words.Tokens("two words"), 4)); got != 1 {
		t.Errorf("a short text has %d shingles, want 1", got)
	}
}

func FuzzSpans(f *testing.F) {
	for _, s := range []string{"", "Mr. A. said: “No.” \n\nU.S.", "\xff\xe2\x82 a.\xf0\x9f", "नमस्ते। 你好。是吗?", "a\u0301.\u200b B", "I.\r\nII. ..."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		length := len([]rune(text))
		if utf8.RuneCountInString(text) != length {
			t.Fatal("rune counts disagree")
		}
		check := func(kind string, spans []news.Span) {
			last := 0
			for _, s := range spans {
				if s[0] < last || s[1] <= s[0] || s[1] > length {
					t.Fatalf("%s %v of %q: out of order or bounds", kind, spans, text)
				}
				last = s[1]
			}
		}
		var spans []news.Span
		for _, tok := range words.Tokens(text) {
			spans = append(spans, tok.Span)
			words.Stem(tok.Text)
		}
		check("tokens", spans)
		sents := words.Sentences(text)
		check("sentences", sents)
		for _, s := range spans { // every word is in a sentence
			if !slices.ContainsFunc(sents, func(x news.Span) bool { return s[0] < x[1] && x[0] < s[1] }) {
				t.Fatalf("the word at %v of %q is in no sentence", s, text)
			}
		}
	})
}

var article = strings.Repeat("The ministry denied on Tuesday that Mr. Lind had met U.S. officials in Halden. “There were no talks,” it said. ", 25)

func BenchmarkTokens(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		words.Tokens(article)
	}
}

func BenchmarkSentences(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		words.Sentences(article)
	}
}

func BenchmarkMinHash(b *testing.B) {
	toks := words.Tokens(article)
	for b.Loop() {
		words.MinHash(words.Shingles(toks, 4))
	}
}
