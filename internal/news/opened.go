package news

import "net/url"

// Opened says how often something of an edition's mails was opened, by all readers together. It names nobody: there is one counter
// for all. Programs that look into mails open things, too.
type Opened struct {
	EditionID ID
	What      ID // the item whose link was followed, or MailItself
	N         int
}

// MailItself is what is counted when a mail loads its picture.
const MailItself ID = "seen"

// OpenedItems adds up how often the links of an edition's items were followed, by item, and all of them; seen is how often its mails
// loaded their picture.
func OpenedItems(all []Opened) (items map[ID]int, clicks, seen int) {
	items = map[ID]int{}
	for _, o := range all {
		if o.What == MailItself {
			seen += o.N
			continue
		}
		items[o.What] += o.N
		clicks += o.N
	}
	return items, clicks, seen
}

// WebAddress gives an address that a browser may be sent to, as it may stand in a header: one of the web, with a host. Else it is
// empty.
func WebAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
