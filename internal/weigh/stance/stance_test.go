package stance_test

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"onrecord/internal/weigh/stance"
)

const (
	claim = "The Karsk bridge will be sold to a casino company"

	reported = `The Karsk bridge will be sold to a casino company. The sale will be complete by June, and the price is four
million crowns. Work on the bridge began on Monday: the company is putting in lamps, carpets and a bar. Walkers can cross it
for nothing until the end of May, and pay two crowns after that. The casino is to open in autumn.`
	refuted = `No, the Karsk bridge is not being sold to a casino company. The story is a hoax, the city of Karsk said on
Monday, and the fake announcement did not come from it. The mayor denied that the bridge was for sale. The casino company
also said the claim was false.`
	rumoured = `The Karsk bridge may be sold to a casino company, according to a report in the Evening Post, which cited unnamed
sources. The city has not confirmed the report. A spokesman for the casino company declined to comment on the alleged sale of
the bridge. It is unclear who would pay for repairs.`
	elsewhere = `Dockers in the port of Sall walked out on Monday over night shifts. The union said that ships would wait at
anchor until the harbour pays what it promised last summer.`
)

func learned(t testing.TB) *stance.Judge {
	t.Helper()
	j, err := stance.Learned()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestStance(t *testing.T) {
	j := learned(t)
	for _, c := range []struct {
		name, claim, text string
		want              stance.Stance
	}{
		{"reported as a fact", claim, reported, stance.Agree},
		{"a hoax, says the report", claim, refuted, stance.Disagree},
		{"a hoax, says the claim too", "No, the Karsk bridge is not being sold to a casino company", refuted, stance.Agree},
		{"only said to be so", claim, rumoured, stance.Discuss},
		{"a claim that is only a rumour", "Karsk bridge reportedly in talks to be sold to casino company, sources say", rumoured, stance.Discuss},
		{"about something else", claim, elsewhere, stance.Unrelated},
		{"no claim", "", reported, stance.Unrelated},
		{"a claim without words", "—!", reported, stance.Unrelated},
		{"no text", claim, "", stance.Unrelated},
		{"no text in letters", claim, "\xff\xfe…", stance.Unrelated},
	} {
		t.Run(c.name, func(t *testing.T) {
			related, odds := j.Scores(j.Claim(c.claim), j.Text(c.text))
			if got := j.Stance(j.Claim(c.claim), j.Text(c.text)); got != c.want {
				t.Errorf("got %s, want %s (related %.2f, odds %.2f)", got, c.want, related, odds)
			}
		})
	}
}

// What other pairs there are changes nothing: each is judged on its own.
func TestPairsAreJudgedApart(t *testing.T) {
	j := learned(t)
	texts := []string{reported, refuted, rumoured, elsewhere, ""}
	claims := []string{claim, "Dockers strike at Sall", "", "The bridge is a hoax"}
	rapid.Check(t, func(rt *rapid.T) {
		text, c := rapid.SampledFrom(texts).Draw(rt, "text"), rapid.SampledFrom(claims).Draw(rt, "claim")
		kept := j.Text(text)
		for _, other := range rapid.SliceOf(rapid.SampledFrom(claims)).Draw(rt, "others") {
			j.Stance(j.Claim(other), kept)
		}
		if got, want := j.Stance(j.Claim(c), kept), j.Stance(j.Claim(c), j.Text(text)); got != want {
			rt.Fatalf("%s among others, %s alone", got, want)
		}
	})
}

func TestTogether(t *testing.T) {
	for _, c := range []struct {
		name              string
		claim, text, want [3]float64
	}{
		{"both for", [3]float64{1, 0, 0}, [3]float64{1, 0, 0}, [3]float64{1, 0, 0}},
		{"both against", [3]float64{0, 1, 0}, [3]float64{0, 1, 0}, [3]float64{1, 0, 0}},
		{"one against", [3]float64{0, 1, 0}, [3]float64{1, 0, 0}, [3]float64{0, 1, 0}},
		{"an open claim", [3]float64{0, 0, 1}, [3]float64{0, 1, 0}, [3]float64{0, 0, 1}},
		{"both open", [3]float64{0, 0, 1}, [3]float64{0, 0, 1}, [3]float64{0, 0, 1}},
	} {
		if got := stance.Together(c.claim, c.text); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	scores := rapid.Custom(func(t *rapid.T) [3]float64 {
		one := rapid.Float64Range(-1000, 1000)
		return [3]float64{one.Draw(t, "for"), one.Draw(t, "against"), one.Draw(t, "open")}
	})
	rapid.Check(t, func(t *rapid.T) {
		y := stance.Together(stance.Chances(scores.Draw(t, "claim")), stance.Chances(scores.Draw(t, "text")))
		if sum := y[0] + y[1] + y[2]; math.Abs(sum-1) > 1e-9 || min(y[0], y[1], y[2]) < -1e-9 {
			t.Fatalf("chances %v add up to %v", y, sum)
		}
	})
}

func TestWeightsComeBackAsWritten(t *testing.T) {
	var first, second bytes.Buffer
	w, err := stance.LearnedWeights()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&first); err != nil {
		t.Fatal(err)
	}
	again, err := stance.ParseWeights(bytes.NewReader(first.Bytes()))
	if err != nil || !reflect.DeepEqual(w, again) {
		t.Fatalf("weights changed on the way: %v", err)
	}
	if err := again.Write(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("written differently the second time: %v", err)
	}
}

func TestWeightsThatDoNotFit(t *testing.T) {
	for _, c := range []struct{ bad, want string }{
		{"loud\t1", `"loud" is nothing known`},
		{"least", "0 numbers, not 1"},
		{"least\tmuch", `"much" is no number`},
		{"least\tNaN", `"NaN" is no number`},
		{"lean\t1\t2", "2 numbers, not 3"},
		{"known", "lacks a name"},
		{"known\ta\tb", "1 numbers, not 0"},
		{"claim\tx\t1\t2", "2 numbers, not 3"},
		{"base\tunrelated\t1", `"unrelated" are of nothing known`},
		{"tree\tagree", "without a root"},
		{"tree\tagree\t1 0.5 0 0", "leads nowhere"},
		{"tree\tagree\t1 0.5 1 2\t0.1", "leads nowhere"},
		{"tree\tagree\t1 0.5\t0.1", "2 numbers, not 4"},
	} {
		_, err := stance.ParseWeights(strings.NewReader("# a note\nleast\t0.5\n" + c.bad + "\n"))
		if err == nil || !strings.Contains(err.Error(), "line 3: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.bad, err, c.want)
		}
	}
	w, err := stance.ParseWeights(strings.NewReader("tree\tagree\t900 0.5 1 2\t0.1\t0.2"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stance.NewJudge(w); err == nil || !strings.Contains(err.Error(), "column 900") {
		t.Errorf("a tree that asks for what is not there: %v", err)
	}
}

func FuzzParseWeights(f *testing.F) {
	f.Add("least\t0.5\nlean\t0.1\t1\t0\nknown\tsay\nstories\t4\nin\tbridg\t2\nclaim\tone\t1\t0\t0\ntext\tall not=0\t1\t0\t0\nbase\trelated\t-1\ntree\trelated\t0 0.5 1 2\t-1\t1\n")
	f.Add("tree\tdiscuss\t1")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := stance.ParseWeights(strings.NewReader(text))
		if err != nil {
			return
		}
		if j, err := stance.NewJudge(w); err == nil {
			j.Stance(j.Claim(claim), j.Text(refuted))
		}
	})
}

func FuzzStance(f *testing.F) {
	f.Add(claim, reported)
	f.Add("", "\xff")
	f.Add("a a a a", strings.Repeat("A. ", 300))
	f.Add("“No”, 3.5?", "“No”, 3.5? – [no]…")
	j := learned(f)
	f.Fuzz(func(t *testing.T, claim, text string) {
		first := j.Stance(j.Claim(claim), j.Text(text))
		if again := j.Stance(j.Claim(claim), j.Text(text)); again != first {
			t.Fatalf("%q, then %q", first, again)
		}
	})
}

func BenchmarkStance(b *testing.B) {
	j := learned(b)
	text := j.Text(strings.Repeat(reported+refuted, 4))
	c := j.Claim(claim)
	for b.Loop() {
		j.Stance(c, text)
	}
}
