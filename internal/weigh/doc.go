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
// regressions over what is seen (weights.txt, learned by tools/ledger from stories labelled by hand); docs/weighing.md says how well.
// What is plain is no matter of judgement: a headline that the claim is denied, the same words, two who each say so for themselves.
//
// [Ledger] is pure: the same reports give the same ledger in any order. What editors did is handed in again, act by act, and outlives
// every re-run; [news.ClaimLog] says which acts count. What it comes to:
//
//   - A claim that an editor worded or locked keeps its words and stays, whoever speaks of it. What the machine finds in its own words
//     for the same thing is that claim, so that it keeps its evidence and is not found once more. Unlocked, it is the machine's again.
//
//   - A claim that was made part of another brings its evidence along, and its address leads there; the other one stays. Undone, it is
//     a claim again, by the same id.
//
//   - A claim that was split off stays with what was put into it. With the splitting undone it leaves the ledger; what had been merged or
//     moved into it is where it would be without, and its address leads to the claim that it came from.
//
//   - Evidence stays where an editor put it, in every version of the text that has these words and in every copy of that text. In no
//     claim it then counts for or against one.
//
//   - With everything undone the ledger is the machine's, as if nobody had been there.
//
// The step fails only where the store fails; nothing is stored then, and the job can be run again.
package weigh
