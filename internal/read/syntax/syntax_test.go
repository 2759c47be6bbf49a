package syntax_test

import (
	"strings"
	"testing"

	"onrecord/internal/read/syntax"
)

var (
	tags   = []string{".", "DT", "NN", "VBD"}
	labels = []string{"det", "dobj", "nsubj", "punct", "root"}
)

// example reads words written as form/tag/head/label, heads counted from 1.
func example(s string) syntax.Example {
	var e syntax.Example
	number := func(list []string, name string) int {
		for i, n := range list {
			if n == name {
				return i
			}
		}
		return 0
	}
	for _, w := range strings.Fields(s) {
		p := strings.Split(w, "/")
		e = append(e, syntax.Word{Form: p[0], Tag: number(tags, p[1]), Head: int(p[2][0]-'0') - 1, Label: number(labels, p[3])})
	}
	return e
}

func taught() *syntax.Model {
	var examples []syntax.Example
	for _, a := range []string{"dog", "cat", "mayor", "boat"} {
		for _, b := range []string{"dam", "pier", "fax"} {
			for _, v := range []string{"saw", "found", "left"} {
				examples = append(examples, example("the/DT/2/det "+a+"/NN/3/nsubj "+v+"/VBD/0/root the/DT/5/det "+b+"/NN/3/dobj ././3/punct"))
			}
			examples = append(examples, example("the/DT/2/det "+b+"/NN/3/nsubj left/VBD/0/root ././3/punct"))
		}
	}
	return syntax.Learn(examples, tags, labels, syntax.Options{Rounds: 5, Seed: 1})
}

func TestLearnedTrees(t *testing.T) {
	m := taught()
	b, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var again syntax.Model
	if err := again.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*syntax.Model{"learned": m, "read again": &again} {
		want := example("the/DT/2/det mayor/NN/3/nsubj found/VBD/0/root the/DT/5/det pier/NN/3/dobj ././3/punct")
		got := make([]syntax.Word, len(want))
		for i, w := range want {
			got[i].Form = w.Form
		}
		m.NewParser().Parse(got)
		for i, w := range want {
			if got[i] != w {
				t.Errorf("%s: word %d is %+v, want %+v", name, i, got[i], w)
			}
		}
	}
	if err := again.UnmarshalBinary(b[:len(b)/2]); err == nil {
		t.Error("half a model is taken for one")
	}
}

// Whatever the words are, every word gets a tag, a label and a head within the sentence, and heads go round in no circle.
func FuzzParse(f *testing.F) {
	m := taught()
	for _, s := range []string{"the dog left .", "", "\x00 \xff", "left left left", "’’ “ ” —", "שלום 你好 🙂"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var words []syntax.Word
		for _, w := range strings.Fields(s) {
			words = append(words, syntax.Word{Form: w})
		}
		m.NewParser().Parse(words)
		for i, w := range words {
			if w.Tag < 0 || w.Tag >= len(tags) || w.Head < -1 || w.Head >= len(words) || w.Head == i {
				t.Fatalf("%q: word %d is %+v", s, i, w)
			}
			n := 0
			for k := i; k >= 0; k = words[k].Head {
				if n++; n > len(words) {
					t.Fatalf("%q: the heads of word %d go round", s, i)
				}
			}
		}
	})
}
