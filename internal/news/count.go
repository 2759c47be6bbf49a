package news

// Counts says how much a desk holds.
type Counts struct {
	Feeds, Reports, Revisions, Statements, Stories, Claims, Origins, Notices int
}
