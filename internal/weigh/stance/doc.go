// Package stance tells where a whole report stands to a claim: agree, disagree, discuss, or unrelated.
//
// In go texts and claims; out comes a stance for each pair. Two questions are answered one after the other. Is the report
// about the claim at all: how many of the claim's words, the rare ones counting more, it has, has in one place, and has in
// the same order. And if so, which way: by the words that refute, hedge and report, in the claim, near the sentences that
// match it best, in the opening, and throughout. What each counts for was learned by tools/stance (logistic regressions;
// weights.txt says from what and how); words that belong to single stories were left out, so it should hold on others.
//
// Nothing fails: a text or claim without words is unrelated to everything. Words are weighed for English; other languages
// get what the words in common tell.
package stance
