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
	byKey    map[string]map[news.ID]bool // the reports in which a name stands
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{Speakers: map[news.ID]news.Speaker{}, reports: map[news.ID][]news.Appearance{}, byKey: map[string]map[news.ID]bool{}}
}

// LockNames implements Store: there is nobody else.
func (m *Memory) LockNames(context.Context, []string) error { return nil }

// Appearances implements Store.
func (m *Memory) Appearances(_ context.Context, id news.ID) ([]news.Appearance, error) {
	return slices.Clone(m.reports[id]), nil
}

// Namesakes implements Store.
func (m *Memory) Namesakes(_ context.Context, key string, except news.ID) ([]news.Namesake, error) {
	var out []news.Namesake
	for id := range m.byKey[key] {
		for _, a := range m.reports[id] {
			if a.Key == key && id != except {
				out = append(out, news.Namesake{Root: a.SpeakerID, SpeakerID: a.SpeakerID, Office: a.Office, Affiliation: a.Affiliation,
					First: a.Published, Last: a.Published, Report: a.ReportID, Rule: a.Rule})
			}
		}
	}
	slices.SortFunc(out, func(a, b news.Namesake) int { return strings.Compare(string(a.Report), string(b.Report)) })
	return out, nil
}

// AddSpeaker implements Store.
func (m *Memory) AddSpeaker(_ context.Context, s news.Speaker) error {
	m.Speakers[s.ID] = s
	return nil
}

// SaveAppearances implements Store.
func (m *Memory) SaveAppearances(_ context.Context, id news.ID, found []news.Appearance) error {
	m.reports[id] = slices.Clone(found)
	for _, a := range found {
		if m.byKey[a.Key] == nil {
			m.byKey[a.Key] = map[news.ID]bool{}
		}
		m.byKey[a.Key][id] = true
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
