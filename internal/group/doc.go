// Package group is the third step: it puts each report into a story, a set of reports about the same happening.
//
// In comes a report with its newest text; out goes the story it joins, or a new one that it opens. A report is compared
// with the reports that share its rarest words: by the cosine of their word weights (TF-IDF over stems, those of the title
// and of the first paragraphs counting more), and by MinHash, which finds wire copy whatever surrounds it. It joins the
// story whose nearest members are most like it, if they are alike enough; reports far apart in time must be more alike.
// Languages are kept apart.
//
// Reports may come late and out of order. A report that has a story keeps it, whatever its text becomes: what an editor
// decided, and what readers have bookmarked, outlives every re-run.
//
// The index of reports is in memory and holds what the store has committed, no more: before it decides, and while no other
// process can, the step reads what has been grouped since it last looked, its own decisions among it. When it fails or is
// cut off nothing is stored, and running it again decides the same.
package group
