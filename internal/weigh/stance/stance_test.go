package stance_test

import (
	"strings"
	"testing"

	"onrecord/internal/weigh/stance"
)

const (
	claim = "Karsk bridge to be sold to a casino company"

	reported = `The Karsk bridge will be sold to a casino company, the city of Karsk announced on Monday. The mayor said the
sale of the bridge would be complete by June. "We have agreed on the price," she said. The casino company will keep it open.`
	refuted = `No, the Karsk bridge is not being sold to a casino company. The story is a hoax, the city of Karsk said on
Monday, and the fake announcement did not come from it. The mayor denied that the bridge was for sale. The casino company
also said the claim was false.`
	elsewhere = `Dockers in the port of Sall walked out on Monday over night shifts. The union said that ships would wait at
anchor until the harbour pays what it promised last summer.`
)

func judge(t *testing.T) *stance.Judge {
	t.Helper()
	w, err := stance.Learned()
	if err != nil {
		t.Fatal(err)
	}
	var texts []*stance.Text
	for _, s := range []string{reported, refuted, elsewhere} {
		texts = append(texts, stance.NewText(s))
	}
	return stance.NewJudge(w, stance.NewRarity(texts...))
}

func TestStance(t *testing.T) {
	j := judge(t)
	for _, c := range []struct {
		name, claim, text string
		want              stance.Stance
	}{
		{"reported as a fact", claim, reported, stance.Agree},
		{"a hoax, says the report", claim, refuted, stance.Disagree},
		{"about something else", claim, elsewhere, stance.Unrelated},
		{"no claim", "", reported, stance.Unrelated},
		{"a claim without words", "—!", reported, stance.Unrelated},
		{"no text", claim, "", stance.Unrelated},
		{"no text in letters", claim, "\xff\xfe…", stance.Unrelated},
	} {
		t.Run(c.name, func(t *testing.T) {
			related, odds := j.Scores(stance.NewClaim(c.claim), stance.NewText(c.text))
			if got := j.Stance(stance.NewClaim(c.claim), stance.NewText(c.text)); got != c.want {
				t.Errorf("got %s, want %s (related %.2f, odds %.2f)", got, c.want, related, odds)
			}
		})
	}
}

func TestWeightsAreRead(t *testing.T) {
	w, err := stance.ParseWeights("# a note\nleast\t0.5\nlean\t0.1\t1\t0\nknown\tsay\nrelated\tone\t-2\ndirection\tc:fake\t0.1\t0.2\t-0.3\n")
	if err != nil || w.Least != 0.5 || w.Lean != [3]float64{0.1, 1, 0} || !w.Known["say"] || w.Related["one"] != -2 || w.Direction["c:fake"] != [3]float64{0.1, 0.2, -0.3} {
		t.Errorf("%+v, %v", w, err)
	}
	for _, bad := range []string{"related\tone", "related", "direction\tx\t1\t2", "least\tmuch", "loud\t1", "known\ta\tb"} {
		if _, err := stance.ParseWeights("least\t0.5\n" + bad); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzStance(f *testing.F) {
	f.Add(claim, reported)
	f.Add("", "\xff")
	f.Add("a a a a", strings.Repeat("A. ", 300))
	w, err := stance.Learned()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, claim, text string) {
		read := stance.NewText(text)
		j := stance.NewJudge(w, stance.NewRarity(read))
		first := j.Stance(stance.NewClaim(claim), read)
		if again := j.Stance(stance.NewClaim(claim), stance.NewText(text)); again != first {
			t.Fatalf("%q, then %q", first, again)
		}
	})
}

func BenchmarkStance(b *testing.B) {
	w, err := stance.Learned()
	if err != nil {
		b.Fatal(err)
	}
	text := stance.NewText(strings.Repeat(reported+refuted, 4))
	j := stance.NewJudge(w, stance.NewRarity(text))
	c := stance.NewClaim(claim)
	for b.Loop() {
		j.Stance(c, text)
	}
}
