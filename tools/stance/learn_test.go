package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"onrecord/internal/weigh/stance"
)

// Trees learn what no sum of the columns tells: that exactly one of two is high.
func TestTreesLearnWhatBelongsTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var rows [][]float64
	var is []bool
	weight := make([]float64, 2000)
	for i := range weight {
		row := []float64{random.Float64(), random.Float64(), random.Float64()}
		rows, is, weight[i] = append(rows, row), append(is, (row[0] > 0.5) != (row[1] > 0.5)), 1
	}
	f := grow(rows, is, weight, growth{trees: 60, depth: 3, rate: 0.2, least: 5, seed: 1})
	right := 0
	for range 1000 {
		row := []float64{random.Float64(), random.Float64(), random.Float64()}
		if (f.Odds(row) > 0) == ((row[0] > 0.5) != (row[1] > 0.5)) {
			right++
		}
	}
	if right < 950 {
		t.Errorf("%d of 1000 right", right)
	}
}

// Stances that leanings led to are led back to leanings that explain them all, on the side that the words favour.
func TestUnravel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		leaning := rapid.Custom(func(t *rapid.T) int8 { return int8(rapid.IntRange(0, 2).Draw(t, "leaning")) })
		claims, texts := rapid.SliceOfN(leaning, 1, 6).Draw(rt, "claims"), rapid.SliceOfN(leaning, 1, 6).Draw(rt, "texts")
		var pairs []*related
		for c := range claims {
			for x := range texts {
				gold := 0
				for !explains(claims[c], texts[x], gold) {
					gold++
				}
				pairs = append(pairs, &related{pair: &pair{gold: gold}, claimAt: c, textAt: x})
			}
		}
		tangle := newTangle(pairs)
		for _, r := range pairs {
			claim, text := [3]float64{1, 1, 1}, [3]float64{1, 1, 1}
			claim[claims[r.claimAt]]++
			text[texts[r.textAt]]++
			tangle.favour(r, stance.Chances(claim), stance.Chances(text))
		}
		got := tangle.unravel(rand.New(rand.NewPCG(1, 1)))
		for _, r := range pairs {
			if !explains(got.claim[r.claimAt], got.text[r.textAt], r.gold) {
				rt.Fatalf("claims %v, texts %v: found %v", claims, texts, got)
			}
		}
		for c, want := range claims {
			if got.claim[c] != want {
				rt.Fatalf("claims %v, texts %v: found %v", claims, texts, got)
			}
		}
	})
}

// No pair that is learned from shares a story with one that is judged, by its text or by its claim.
func TestSplitKeepsStoriesApart(t *testing.T) {
	story := rapid.SampledFrom([]string{"", "s1", "s2", "s3", "s4", "s5", "s6"})
	rapid.Check(t, func(t *rapid.T) {
		var pairs []*pair
		for range rapid.IntRange(0, 20).Draw(t, "pairs") {
			pairs = append(pairs, &pair{textStory: story.Draw(t, "text"), claimStory: story.Draw(t, "claim")})
		}
		s := split{rapid.String().Draw(t, "salt"), 3}
		judgedOnce := 0
		for part := range s.parts {
			inside, outside := s.apart(pairs, part)
			judgedOnce += len(inside)
			for _, in := range inside {
				for _, out := range outside {
					if in.textStory == out.textStory || in.textStory == out.claimStory {
						t.Fatalf("%+v is judged, %+v learned from", in, out)
					}
				}
			}
		}
		known := 0
		for _, p := range pairs {
			if p.textStory != "" {
				known++
			}
		}
		if judgedOnce != known {
			t.Fatalf("%d judged of %d", judgedOnce, known)
		}
	})
}

func TestFigures(t *testing.T) {
	m := confusion{{3, 0, 0, 1}, {0, 0, 1, 0}, {0, 0, 2, 0}, {1, 0, 0, 7}}
	f := m.f1s()
	for i, want := range [4]float64{0.75, 0, 0.8, 0.875} {
		if math.Abs(f[i]-want) > 1e-9 {
			t.Errorf("F1 of %s is %v, want %v", titles[i], f[i], want)
		}
	}
	// Five of seven related pairs are right to the direction, one more is known to be related; seven of eight are known not to be.
	if got, want := m.relative(), 100*(5+0.25+7*0.25)/(7+8*0.25); math.Abs(got-want) > 1e-9 {
		t.Errorf("relative score %v, want %v", got, want)
	}
}
