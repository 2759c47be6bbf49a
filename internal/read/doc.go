// Package read finds who says what, and on whose authority, in the text of a report.
//
// In goes a revision as it was fetched; out come its text and language and the statements found in it: source, cue and
// content as spans, with speaker, standing, polarity and the outlets or persons it came through, and the people named as
// sources, matched with those of other reports (room speaker). The step hands the report on to whatever follows, unless the text
// is the one that was read before: then the revision is no new version and is dropped.
//
// A page in which no article can be found costs only itself: the error is returned, nothing is stored, and the job can be
// run again. Text in a language without a lexicon gets its language and no statements. Reader.Text never fails: any bytes
// are a text, and its time grows in proportion to their number.
package read
