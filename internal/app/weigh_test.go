package app

import (
	"context"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/weigh/stance"
)

func TestStances(t *testing.T) {
	const bodies = `{"body":"1","text":"The Karsk bridge will be sold to a casino company, the city said."}` + "\n\n" + `{"body":"2","text":""}` + "\n"
	for _, c := range []struct {
		name, pairs, bodies string
		want                string // pair:stance, or what the error says
	}{
		{"columns by name, in order", "claim\tpair\tnote\tbody\nKarsk bridge sold to casino company\t7\t-\t2\nSall dockers strike\t8\t-\t1\r\n", bodies, "7:unrelated 8:unrelated"},
		{"no pairs", "pair\tbody\tclaim\n", bodies, ""},
		{"an empty file", "", bodies, "pairs.tsv: is empty"},
		{"a column short", "pair\tbody\n1\t2\n", bodies, `pairs.tsv, line 1: names no column "claim"`},
		{"a column twice", "pair\tbody\tclaim\tbody\n", bodies, `pairs.tsv, line 1: names the column "body" twice`},
		{"columns without a name", "pair\tbody\tclaim\t\t\n1\t2\tx\t\t\n", bodies, "1:unrelated"},
		{"a field short", "pair\tbody\tclaim\n1\t1\tx\n2\t1\n", bodies, "pairs.tsv, line 3: has 2 fields"},
		{"a body that is not there", "pair\tbody\tclaim\n1\t9\tx\n", bodies, `pairs.tsv, line 2: there is no body "9"`},
		{"a pair that comes twice", "pair\tbody\tclaim\n1\t1\tx\n2\t1\tx\n\n1\t2\ty\n", bodies, `pairs.tsv, line 5: the pair "1" is that of line 2 already; give each a name of its own`},
		{"a body that is no JSON", "pair\tbody\tclaim\n", bodies + "{", "bodies.jsonl, line 4: it is no JSON"},
		{"a body without a name", "pair\tbody\tclaim\n", `{"text":"x"}`, `bodies.jsonl, line 1: needs a "body"`},
		{"two bodies of one name", "pair\tbody\tclaim\n", bodies + `{"body":"1","text":"x"}`, `bodies.jsonl, line 4: there is a body "1" already`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			err := Stances(context.Background(), Document{"pairs.tsv", []byte(c.pairs)}, Document{"bodies.jsonl", []byte(c.bodies)}, func(string) { t.Error("some of it is taken for another language") }, func(r StanceRow) error {
				got = append(got, r.Pair+":"+string(r.Stance))
				return nil
			})
			if err != nil {
				if news.KindOf(err) != news.Invalid || len(got) > 0 || c.want == "" || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v (%s) after %q, want %q", err, news.KindOf(err), got, c.want)
				}
				return
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestTextsInOtherLanguagesAreToldOfOnce(t *testing.T) {
	const (
		german  = "Das Wehr ist sicher, sagte die Bürgermeisterin der Stadt am Montag, und niemand widersprach ihr in der Sitzung des Rates."
		chinese = "您所访问的资源已不存在。查看更多请返回网站主页。"
	)
	bodies := `{"body":"en","text":"The Karsk bridge will be sold to a casino company, the city said."}
{"body":"de","text":"` + german + `"}
{"body":"zh","text":"` + chinese + `"}
{"body":"names","text":"VLADIMIR Putin’s Motorcade looks like a massive knob"}
{"body":"unasked","text":"` + german + `"}`
	pairs := "pair\tbody\tclaim\n1\ten\tx\n2\tde\tx\n3\tde\ty\n4\tzh\tx\n5\tnames\tx\n"
	var told []string
	rows := 0
	err := Stances(context.Background(), Document{"pairs.tsv", []byte(pairs)}, Document{"bodies.jsonl", []byte(bodies)}, func(words string) { told = append(told, words) }, func(StanceRow) error { rows++; return nil })
	want := "2 of 4 texts, in 3 of 5 pairs, are in languages that are not read (German 1, Mandarin 1): they are judged as if they were in English, and their stances say little"
	if err != nil || rows != 5 || len(told) != 1 || told[0] != want {
		t.Errorf("%d rows, %v; told %q", rows, err, told)
	}
}

// FuzzStances feeds files of any shape: what comes out is an error that names a place, or a stance for every pair in order.
func FuzzStances(f *testing.F) {
	f.Add("pair\tbody\tclaim\n1\t1\tKarsk bridge sold\n", `{"body":"1","text":"The Karsk bridge was sold."}`)
	f.Add("claim\tpair\tnote\tbody\r\n\"a \"\"b\"\"\"\t7\t-\t2\r\n", `{"body":"2"}`)
	f.Add("pair\tbody\tclaim\tbody", "{")
	f.Add("\t\t\n\n", `{"text":"x"}`)
	judge, err := stance.Learned()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, pairs, bodies string) {
		rows := 0
		err := stances(context.Background(), judge, Document{"pairs", []byte(pairs)}, Document{"bodies", []byte(bodies)}, func(string) {}, func(r StanceRow) error {
			rows++
			if r.Stance == "" {
				t.Errorf("%q: no stance", r.Pair)
			}
			return nil
		})
		if err == nil && rows >= strings.Count(pairs, "\n")+1 {
			t.Errorf("%d rows of %q", rows, pairs)
		}
		if err != nil && (rows > 0 || news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), "pairs") && !strings.HasPrefix(err.Error(), "bodies")) {
			t.Errorf("%v (%s) after %d rows", err, news.KindOf(err), rows)
		}
	})
}

func TestGroups(t *testing.T) {
	const in = `{"id":"1","title":"Karsk bridge to reopen to freight on Thursday"}
{"id":"2","title":"Dockers walk out at Sall over night shifts"}
{"id":"3","title":"Freight to cross Karsk bridge again from Thursday","published":1700000000.5,"outlet":"O","url":"https://o.example/1"}
`
	var got []string
	emit := func(r GroupRow, _ string) error {
		got = append(got, r.ID+":"+r.Story)
		return nil
	}
	if err := Groups(context.Background(), "in", strings.NewReader(in), emit); err != nil {
		t.Fatal(err)
	}
	if s := strings.Join(got, " "); s != "1:story-1 2:story-2 3:story-1" {
		t.Errorf("got %s", s)
	}
	for bad, want := range map[string]string{
		"{":                      "in, line 4",
		`{"id":"4"}`:             `in, line 4: a report needs a "title"`,
		`{"title":"x"}`:          `in, line 4: a report needs an "id"`,
		`{"id":"1","title":"x"}`: `in, line 4: the id "1" is that of line 1 already`,
	} {
		err := Groups(context.Background(), "in", strings.NewReader(in+bad), emit)
		if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", bad, err, want)
		}
	}
}
