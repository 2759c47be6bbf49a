package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
)

// label says whose a name in a report is.
type label struct {
	Report string    `json:"report"`
	At     news.Span `json:"at"`
	Person int       `json:"person"`

	name  string
	found news.Appearance
}

// tally counts pairs.
type tally struct{ right, wrong, missed int }

func (t tally) line(w io.Writer, what string) {
	precision, recall := float64(t.right)/float64(max(1, t.right+t.wrong)), float64(t.right)/float64(max(1, t.right+t.missed))
	fmt.Fprintf(w, "%-34s precision %.4f (%d of %d)  recall %.4f (%d of %d)\n", what, precision, t.right, t.right+t.wrong, recall, t.right, t.right+t.missed)
}

func (t *tally) count(matched, same bool) {
	switch {
	case matched && same:
		t.right++
	case matched:
		t.wrong++
	case same:
		t.missed++
	}
}

func score(w io.Writer, rules *speaker.Rules, reports, labels string, wrong bool) error {
	texts, err := readReports(reports)
	if err != nil {
		return err
	}
	all, err := readLabels(labels, texts)
	if err != nil {
		return err
	}
	if err := matched(rules, texts, all); err != nil {
		return err
	}
	people, inReports := map[int]bool{}, map[string]bool{}
	for _, l := range all {
		people[l.Person], inReports[l.Report] = true, true
	}
	// The easy ones: the same person under the same name with the same words beside it. They are told apart, so that many copies of
	// one agency's text do not hide what is hard.
	var ours, string_, bare, ourHard, stringHard tally
	pairs, same := 0, 0
	rulesUsed := map[news.MatchRule]int{}
	for i, a := range all {
		rulesUsed[a.found.Rule]++
		for _, b := range all[:i] {
			if a.Report == b.Report || rules.Name(a.name).Family() != rules.Name(b.name).Family() && a.Person != b.Person {
				continue
			}
			pairs++
			one := a.Person == b.Person
			if one {
				same++
			}
			is := a.found.SpeakerID == b.found.SpeakerID
			ours.count(is, one)
			string_.count(a.name == b.name, one)
			bare.count(rules.Name(a.name).Family() == rules.Name(b.name).Family(), one)
			if a.name != b.name || !one {
				ourHard.count(is, one)
				stringHard.count(a.name == b.name, one)
			}
			if wrong && is != one {
				fmt.Fprintf(w, "%s %s (%s, %s; %s)\t%s %s (%s, %s; %s)\tone person: %v\n", a.Report, a.name, a.found.Office, a.found.Affiliation, a.found.Because,
					b.Report, b.name, b.found.Office, b.found.Affiliation, b.found.Because, one)
			}
		}
	}
	fmt.Fprintf(w, "%d names of %d people in %d reports; %d pairs with a surname in common or of one person, %d of them one person\n", len(all), len(people), len(inReports), pairs, same)
	ours.line(w, "matched")
	string_.line(w, "baseline: the same string")
	bare.line(w, "baseline: the same surname")
	ourHard.line(w, "matched, other string or person")
	stringHard.line(w, "same string, other string or person")
	for _, rule := range []news.MatchRule{news.SameContext, news.SameCompany, news.OtherForm, news.SameName, news.FirstOfName, news.NameAlone, news.SetApart, news.NotClear} {
		fmt.Fprintf(w, "by the rule %-8s %5d names\n", rule, rulesUsed[rule])
	}
	return nil
}

// matched matches the labelled names, report by report in the order of the labels.
func matched(rules *speaker.Rules, texts map[string]string, all []label) error {
	store := speaker.NewMemory()
	now := time.Date(2014, 10, 1, 0, 0, 0, 0, time.UTC)
	m := speaker.NewMatcher(rules, store, news.ClockFunc(func() time.Time { now = now.Add(time.Millisecond); return now }))
	byReport := map[string][]*label{}
	var order []string
	for i := range all {
		l := &all[i]
		if byReport[l.Report] == nil {
			order = append(order, l.Report)
		}
		byReport[l.Report] = append(byReport[l.Report], l)
	}
	for _, id := range order {
		var statements []news.Statement
		for _, l := range byReport[id] {
			statements = append(statements, news.Statement{Standing: news.Named, Speaker: l.name})
		}
		if err := m.Keep(context.Background(), news.Report{ID: news.ID(id), Published: dayOf(id)}, rules.Look(texts[id], statements), false); err != nil {
			return err
		}
		found, err := store.Appearances(context.Background(), news.ID(id))
		if err != nil {
			return err
		}
		for _, l := range byReport[id] {
			at := slices.IndexFunc(found, func(a news.Appearance) bool { return a.Name == l.name })
			if at < 0 {
				return fmt.Errorf("report %s: the name at %v is none", id, l.At)
			}
			l.found = found[at]
		}
	}
	return nil
}

// dayOf is the day that a report's id names; where it names none, all are of one day, which makes matching the harder.
func dayOf(id string) time.Time {
	for i := range id {
		if day, err := time.Parse(time.DateOnly, id[i:min(len(id), i+len(time.DateOnly))]); err == nil {
			return day
		}
	}
	return time.Date(2014, 10, 1, 0, 0, 0, 0, time.UTC)
}

func readLabels(name string, texts map[string]string) ([]label, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var out []label
	for line := range strings.Lines(string(b)) {
		var l label
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, len(out)+1, err)
		}
		text := []rune(texts[l.Report])
		if l.At[0] < 0 || l.At[1] > len(text) || l.At[0] >= l.At[1] {
			return nil, fmt.Errorf("%s, line %d: report %s has no characters %d to %d", name, len(out)+1, l.Report, l.At[0], l.At[1])
		}
		l.name = string(text[l.At[0]:l.At[1]])
		out = append(out, l)
	}
	return out, nil
}

// readReports reads texts by id: JSON Lines with id and text, or a folder of files, whose names are the ids.
func readReports(name string) (map[string]string, error) {
	if files, err := os.ReadDir(name); err == nil {
		texts := map[string]string{}
		for _, file := range files {
			text, err := os.ReadFile(filepath.Join(name, file.Name()))
			if err != nil {
				return nil, err
			}
			texts[file.Name()] = string(text)
		}
		return texts, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	texts := map[string]string{}
	for in := json.NewDecoder(bufio.NewReader(f)); in.More(); {
		var r struct{ ID, Text string }
		if err := in.Decode(&r); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		texts[r.ID] = r.Text
	}
	return texts, nil
}
