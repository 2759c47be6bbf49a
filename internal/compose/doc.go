// Package compose is the fifth step: it drafts the next edition of a publication, and an editor takes it from there.
//
// In come the stories that have a report since the last edition, with their ledgers; out goes a draft: sections of items,
// each with headline, outlet, author, date, two or three sentences of the report's own, a link, and the ledger in one
// line. The draft is made anew while news comes in, until an editor touches or approves it; from then on it is theirs.
// Nothing is published from here. On a day without news there is no draft.
//
// Stories are ranked by a sum that an editor can follow:
//
//	2 for each outlet that reports it, counted by logarithm (8 outlets: 6 points)
//	3 for each independent origin of its main claim, up to three
//	4 if somebody denies the claim, 2 if a report was corrected or changed
//	up to 3 for news of the last hours, halving every 12 hours
package compose
