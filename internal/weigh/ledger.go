package weigh

import "onrecord/internal/news"

// Kept is what a ledger made before hands on to the next: which claims there were, how editors worded them, and where
// editors put reports.
type Kept struct {
	Claims []news.ClaimLedger
}

// Keep takes what outlives a re-run from a stored ledger.
func Keep(stored []news.ClaimLedger) Kept { return Kept{Claims: stored} }

// Ledger sets out a story.
func Ledger(accounts []news.Account, kept Kept) ([]news.ClaimLedger, []news.Change) {
	return nil, nil
}

// Headline gives the story the title and times that its reports have.
func Headline(story news.Story, accounts []news.Account) news.Story { return story }
