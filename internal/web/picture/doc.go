// Package picture draws what a ledger holds as SVG: when who said what of each claim, and who has it from whom.
//
// In come times, stances, standings and names, which may be hostile; out goes one <svg> element, the same for the same input. It has
// classes and no styles, scripts or images, so that it may stand in a page whose policy forbids those; its colours are those of the
// site's stylesheet. Nothing fails: a picture of nothing says that there is nothing.
//
// Squares, marks and boxes speak one language in all pictures: full for somebody whom one could ask, striped for the unnamed, hollow
// and pale for what only repeats another report.
package picture
