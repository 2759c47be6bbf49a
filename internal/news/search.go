package news

// Hit is a report that a search found.
type Hit struct {
	Report  Report
	Excerpt string // plain text, each found word between U+0002 and U+0003
}
