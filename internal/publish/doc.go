// Package publish is the sixth step: it lets an approved edition appear, and writes the feeds by which other programs see
// what has appeared.
//
// In comes an approved edition whose hour has come; out goes the same, published, and handed on to be mailed and announced.
// Nothing that no editor approved is ever published: a draft is a Conflict. Running it again on a published edition does
// nothing.
//
// RSS, Atom and JSONFeed write a publication's editions in the three formats that feed readers know.
package publish
