// Package alert is the eighth step: it raises notices, and sends them to whoever has the panel open.
//
// In comes a story that was weighed, or an edition that appeared; out go notices: what a watch was set on (a first denial, a
// second origin, a changed text, a correction), the posts of the house's own social outlets, with the parts of a thread joined, an edition. Each
// is raised once, however often a story is weighed: a notice has a key that says what raised it.
//
// The Hub serves them as server-sent events. It reads them from the store, where every machine writes them, so what was
// raised elsewhere or while a reader was away comes too, in order, once.
package alert
