package sampleworld

import "strings"

// Texts gives what the reports in English say in the end, each text once, by time: for whoever needs nothing but texts.
func Texts() ([]string, error) {
	_, reports, err := load()
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, r := range reports {
		if r.outlet.language == "en" && r.copyOf == "" {
			texts = append(texts, strings.Join(r.texts[len(r.texts)-1].paras, "\n\n"))
		}
	}
	return texts, nil
}
