// Package group is the third step: it puts each report into a story, a set of reports about the same happening, and mends the
// stories as more is known.
//
// In comes a report with its newest text; out goes the story it joins, or a new one that it opens. Of a report's words the 64
// weightiest are kept (TF-IDF over stems, those of the title and of the first paragraphs counting more; what is rare is judged
// by the frequencies of English news and by the stream), and a signature of its wording (MinHash). The reports that share its
// weightiest words or its wording are looked up, those near in time first, and compared with it: wire copy by its wording,
// others by the cosine of their weights. It joins the story to whose members it is most alike in the mean, if that and the
// gap to the nearest of them speak for it more than against it. Two texts, two headlines and one of each have thresholds of
// their own, all learned (tools/grouping). Reports in different languages are not compared; the language of one that does not
// say is told by its function words, if it has any.
//
// A story that a report joined is looked at again: with the stories near the report, whether two are one; and, each time that
// it has grown by four tenths, whether it is one itself, by drawing its reports together anew (average linkage). What speaks
// for merging is what speaks for joining, so an early mistake is mended when later reports show it. The larger story keeps its
// address, the other's leads to it; the part that leaves gets a new one, and both pages name the other. Each act is kept with
// its evidence. What an editor merged, split or moved is never undone: such a story is neither split nor ended in another.
//
// Reports may come late and out of order. A report keeps its story, whatever its text becomes, until a mending moves it.
//
// The index of reports is in memory (some 900 bytes each, in slices by days, dropped whole when they are older than what is
// compared) and holds what the store has committed, no more: before it decides, and while no other process can, the step reads
// what has been grouped since it last looked, its own decisions among it. After a start it is made from gists, what is kept
// of each report's words, without taking texts apart. When a run fails or is cut off nothing is stored, and running it again
// decides the same; a mending that was cut off is done by the next run, of the same report or of another of the story.
package group
