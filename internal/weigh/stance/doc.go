// Package stance tells where a whole report stands to a claim: agree, disagree, discuss, or unrelated.
//
// In go texts and claims; out comes a stance for each pair, judged on its own. Two questions are answered one after the
// other. Is the report about the claim at all: how many of the claim's words, the rare ones counting more, it has, has in
// one place, and has in the same order (boosted trees over these shares). And if so, which way does it go? For that both are
// given a leaning: for what is rumoured, against it, or open. A claim "No, the bridge was not sold" leans against, "Bridge
// reportedly sold" is open, and so is a report that only says who says so. Two that lean alike agree, two that lean apart
// disagree, and with one that is open the report discusses. Leanings come from how something is said (runs of words that
// belong to no story, everything else left blank) by two regressions; trees then weigh the leanings together with counts of
// words that refute, deny, doubt, hedge, cite and confirm: in the claim, in the opening, near what matches the claim, and
// throughout.
//
// What each counts for was learned by tools/stance; weights.txt.zst says from what, docs/stance.md how well it does. Nothing
// fails once weights are loaded: a text or claim without words is unrelated to everything, and time grows with the length of
// both. The lists are English; other languages get what the words in common tell.
package stance
