// Package readerlist reads and writes lists of readers, as people keep them in files.
//
// In comes a table with a header (CSV with commas, semicolons or tabs between the cells, the columns in any order) or a plain list of
// one address a line, in UTF-8, UTF-16 or Windows-1252, which holds Latin-1; out comes one news.ReaderLine after the other, so that
// a list may be of any length. What a cell says is judged by whoever takes the line. A record that cannot be taken apart is an
// Invalid error about its line, and the next one is read all the same.
package readerlist
