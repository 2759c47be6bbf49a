// Package weigh makes a story's ledger: which claims there are, who asserts and who denies each, on whose authority, how
// many independent origins stand behind how many reports, and what changed.
//
// In come the reports of one story with their texts, the statements read in them, and their earlier texts. Out come claims
// worded from the clearest statement or headline, the one at the story's centre first; for every claim, where each report
// stands, from whom it has it and the words to prove it; the origins; and the story's changes in order of time.
//
// Independence must be shown, so an origin is counted only where somebody is shown to speak about the claim themselves, or
// where several reports credit an outlet that nothing else explains. Roots are one when they name the same person or body,
// quote the same words, are a body and who speaks for it, or lead to the same outlet; near-identical texts are echoes.
//
// Where a report stands to the claim at the centre, from whom it has it and whether two reports have it from the same origin is judged by
// regressions over what is seen (weights.txt, learned by tools/ledger from stories labelled by hand); docs/ledger-judging.md says how well.
// What is plain is no matter of judgement: a headline that the claim is denied, the same words, two who each say so for themselves.
//
// [Ledger] is pure: the same reports give the same ledger in any order. What editors did (a wording, where a report stands)
// is handed in again and outlives every re-run. The step fails only where the store fails; nothing is stored then, and the
// job can be run again.
package weigh
