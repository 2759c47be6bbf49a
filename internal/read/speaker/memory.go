package speaker

import (
	"context"
	"slices"
	"strings"

	"onrecord/internal/news"
)

// Memory is a Store without a database, for benchmarks and tests: names are all that it keeps, and nothing is merged in it.
type Memory struct {
	Speakers map[news.ID]news.Speaker
	reports  map[news.ID][]news.Appearance
	// The reports in which a name stands, and a surname.
	byKey, byFamily map[string]map[news.ID]bool
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{Speakers: map[news.ID]news.Speaker{}, reports: map[news.ID][]news.Appearance{}, byKey: map[string]map[news.ID]bool{}, byFamily: map[string]map[news.ID]bool{}}
}

// LockNames implements Store: there is nobody else.
func (m *Memory) LockNames(context.Context, []string) error { return nil }

// Appearances implements Store.
func (m *Memory) Appearances(_ context.Context, id news.ID) ([]news.Appearance, error) {
	return slices.Clone(m.reports[id]), nil
}

// Namesakes implements Store.
func (m *Memory) Namesakes(_ context.Context, key string, except news.ID) ([]news.Namesake, error) {
	return m.named(m.byKey[key], except, func(a news.Appearance) bool { return a.Key == key }), nil
}

// Family implements Store.
func (m *Memory) Family(_ context.Context, family string, except news.ID) ([]news.Namesake, error) {
	return m.named(m.byFamily[family], except, func(a news.Appearance) bool { return a.Family == family }), nil
}

func (m *Memory) named(in map[news.ID]bool, except news.ID, is func(news.Appearance) bool) []news.Namesake {
	var out []news.Namesake
	for id := range in {
		for _, a := range m.reports[id] {
			if is(a) && id != except {
				out = append(out, news.Namesake{Root: a.SpeakerID, SpeakerID: a.SpeakerID, Name: a.Name, Key: a.Key, Office: a.Office, Affiliation: a.Affiliation,
					Company: a.Company, At: a.Published, Report: a.ReportID, Rule: a.Rule})
			}
		}
	}
	slices.SortFunc(out, func(a, b news.Namesake) int {
		return strings.Compare(string(a.Report)+"\x00"+a.Name, string(b.Report)+"\x00"+b.Name)
	})
	return out
}

// AddSpeaker implements Store.
func (m *Memory) AddSpeaker(_ context.Context, s news.Speaker) error {
	m.Speakers[s.ID] = s
	return nil
}

// SaveAppearances implements Store.
func (m *Memory) SaveAppearances(_ context.Context, id news.ID, found []news.Appearance) error {
	m.reports[id] = slices.Clone(found)
	for i, a := range found {
		m.reports[id][i].Root = a.SpeakerID
		note(m.byKey, a.Key, id)
		note(m.byFamily, a.Family, id)
	}
	return nil
}

// All gives every appearance, by report and name.
func (m *Memory) All() []news.Appearance {
	var out []news.Appearance
	for _, all := range m.reports {
		out = append(out, all...)
	}
	slices.SortFunc(out, func(a, b news.Appearance) int {
		return strings.Compare(string(a.ReportID)+"\x00"+a.Name, string(b.ReportID)+"\x00"+b.Name)
	})
	return out
}

func note(in map[string]map[news.ID]bool, word string, id news.ID) {
	if in[word] == nil {
		in[word] = map[news.ID]bool{}
	}
	in[word][id] = true
}
