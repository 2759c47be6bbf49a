package read_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/read"
)

func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "He said.", "“", "\"\"\"\"", "''a'' said 'b' “c” he said, “d", "According to", "according to , according to x", "that that that said that",
		"A, who, B, said, C, said, D.", "said said said said", "((((said)", "— — said — —", "U.S.-led U.S. said he.", "\xff said \xfe that", "\n\n“a\n\n“b\n\n“c” he said",
		"X: “Y”", "He said: ", "a\u2029b said\u0301 c", strings.Repeat("“he said, ", 40), "Mr. Mr. Mr. said", "'s 's 's said 's", "It is said to be said that it is said",
		"HALDEN — said", "denied by by by", "issued a statement saying", "@x says y", "2:30 said 3,000.5 that", "the the the the said the", "Anna Berg, 44, of Halden, said: no",
	} {
		f.Add(seed)
	}
	reader := newReader(f)
	f.Fuzz(func(t *testing.T, text string) {
		check(t, reader, text)
		check(t, reader, "The mayor said that the dam was safe. "+text)
	})
}

// check holds what is true of every reading.
func check(t *testing.T, reader *read.Reader, text string) {
	t.Helper()
	got := reader.Text(text)
	if got.Language == "" {
		t.Fatalf("%q has no language", text)
	}
	length := utf8.RuneCountInString(text)
	for i, st := range got.Statements {
		if err := st.Validate(length); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if st.Ordinal != i {
			t.Fatalf("%q: statement %d has ordinal %d", text, i, st.Ordinal)
		}
		for _, o := range got.Statements[:i] {
			if meet(st.Cue, o.Cue) || meet(st.Cue, o.Content) || meet(st.Content, o.Cue) || meet(st.Content, o.Content) || meet(st.Cue, st.Content) {
				t.Fatalf("%q: statements %d and %d share words", text, o.Ordinal, i)
			}
		}
		if len(st.Content) == 0 {
			t.Fatalf("%q: statement %d says nothing", text, i)
		}
	}
}

// meet reports whether spans share a code point.
func meet(a, b []news.Span) bool {
	return slices.ContainsFunc(a, func(x news.Span) bool {
		return slices.ContainsFunc(b, func(y news.Span) bool { return x[0] < y[1] && y[0] < x[1] })
	})
}

func TestReadingDependsOnTheTextAlone(t *testing.T) {
	one := newReader(t)
	other, err := read.New()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("“The dam is safe,” Anna Berg, the mayor, told Channel 9. She denied that it leaked. Officials said it was unclear.\n\n", 20)
	want := one.Text(text)
	var wait sync.WaitGroup
	for _, r := range []*read.Reader{one, one, other, other} {
		wait.Go(func() {
			if got := r.Text(text); !reflect.DeepEqual(got, want) {
				t.Error("two readings of one text differ")
			}
		})
	}
	wait.Wait()
}

// hostile texts are those on which a careless reader takes time that grows with the square of their length.
func hostile(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1) }
	// Only English is read, and the beginning of a text tells its language.
	opening := strings.Repeat("The mayor said that the dam was safe. ", 240)
	var bearers strings.Builder
	for i := 0; bearers.Len() < size; i++ {
		fmt.Fprintf(&bearers, "Mr. %c%c%cus Berg said so. ", 'A'+i%26, 'a'+i/26%26, 'a'+i/676%26)
	}
	return map[string]string{
		"one name, many bearers": opening + bearers.String(),
		"roles":                  opening + fill("Anna Berg agreed. The spokesman said so. The chairman said so. "),
		"no full stop":           opening + fill("that the dam and the river of the town with the bridge "),
		"one word":               opening + fill("a"),
		"nothing but said":       opening + fill("he said "),
		"open quotations":        opening + fill("“he said "),
		"single marks":           opening + fill("'it "),
		"brackets":               opening + fill("("),
		"commas":                 opening + fill("the dam, "),
		"relatives":              opening + fill("who that which "),
		"running quotation":      opening + fill("“We said it.\n\n"),
		"one long quotation":     opening + "The mayor said: “" + fill("We said that it is so. ") + "”",
		"full stops":             opening + fill("."),
		"abbreviations":          opening + fill("U.S."),
		"apostrophes in a word":  opening + fill("a'"),
		"names":                  opening + fill("Anna Berg said. "),
		"other names":            opening + fill("Mr. Aab said he. It said. "),
		"line breaks":            opening + fill("he\n"),
		"dashes":                 opening + fill("— the dam "),
	}
}

// The bound is some fifty times what it takes, and a tenth of what one quadratic loop over the text would.
func TestLongTextsTakeNoLongerThanTheirLength(t *testing.T) {
	reader := newReader(t)
	for name, text := range hostile(300 << 10) {
		start := time.Now()
		check(t, reader, text)
		if took := time.Since(start); took > 15*time.Second {
			t.Errorf("%s: %v for %d KB", name, took, len(text)>>10)
		}
	}
}

func BenchmarkText(b *testing.B) {
	reader := newReader(b)
	texts := hostile(2 << 20)
	texts["10 MB of one word"] = "The mayor said that " + strings.Repeat("a", 10<<20)
	texts["news"] = strings.Repeat("“The dam is safe,” Anna Berg, the mayor, told Channel 9 on Monday. She denied that it had ever leaked. Officials said it was unclear.\n\n", 400)
	for name, text := range texts {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				reader.Text(text)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read.New(); err != nil {
			b.Fatal(err)
		}
	}
}
