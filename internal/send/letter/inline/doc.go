// Package inline writes a stylesheet into the elements of a mail's template, for mail programs that know no stylesheets.
//
// In come a sheet and a page, which is the source of a template of html/template: its actions stay as they are. Out comes the
// page with an attribute style on each element that a rule is for, in the order of the cascade (CSS Cascading Level 4, section
// 6: specificity, then order), and, in its empty element style, what can only stand there: rules for narrow screens and for a
// pointer, and dark colours, each marked !important so that it wins over what was written into the elements.
//
// Dark colours are made, not written. A sheet names its colours once, and once more for dark:
//
//	:root { --ink: #1d1b18 }
//	@media (prefers-color-scheme: dark) { :root { --ink: #e9e5db } }
//	p { color: var(--ink) }
//
// and whatever uses such a colour gets a dark rule, for programs that ask for it by media query and for Outlook's, which marks
// what it turned dark with data-ogsc and data-ogsb.
//
// Properties may follow the direction of writing (margin-inline-start, text-align: start); old programs do not know these, so
// a page is made for each direction, with left and right.
//
// What old programs would not understand, or this package does not, is refused with the line that it is on: other selectors than
// elements and classes, other at-rules, addresses (nothing is loaded from elsewhere), !important, a class that the sheet does not
// have, a style that was written by hand.
package inline
