// Package words takes a text apart: into words, sentences, stems and word sequences, and says how much two texts have in
// common.
//
// In goes any string; out come tokens and sentences as spans of code points, hashes of word sequences (shingles), and
// signatures of sets of them (MinHash). Nothing fails: bytes that are no UTF-8 count one code point each, as Go's range
// does, and time grows in proportion to the text. It knows nothing of reports, stories or statements.
package words
