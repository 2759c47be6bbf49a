package locale

import "strings"

// sources are the names that a ledger gives to origins that have none in the reports, with the keys of their messages.
var sources = map[string]string{
	"no source given": "none_given", "a source": "somebody", "a video or picture": "picture", "a document": "document", "posts online": "posts", "rumours": "rumours", "unnamed sources": "unnamed",
	"witnesses": "witnesses", "officials": "officials", "the authorities": "authorities", "press reports": "press", "other reports": "others", "a satirical site": "satire",
}

// toWhom stands between who said something and the outlet that it was said to, in the name of an origin.
const toWhom = ", to "

// Source gives the name of an origin, as a ledger has it, in this language as far as it is the house's own: "officials, to The Record" has
// two words that no report has. What reports call somebody stays as it is.
func (l *Language) Source(name string) string {
	if i := strings.LastIndex(name, toWhom); i > 0 {
		if said, err := l.Text("source.to", "who", l.Source(name[:i]), "outlet", name[i+len(toWhom):]); err == nil {
			return said
		}
		return name
	}
	if key, ok := sources[name]; ok {
		if said, err := l.Text("source." + key); err == nil {
			return said
		}
	}
	return name
}
