package news

// TestToken stands in links of mails that are tests, where readers' own tokens stand in theirs. It does nothing.
const TestToken = "test"

// MailPreview is an edition's mail as a reader will get it.
type MailPreview struct {
	Language  string         // of its frame
	Languages []MailLanguage // that there are
	From      string         // the envelope's sender, to which bounces come back
	Fields    []MailField    // of the header, in their order, decoded
	Text      string
	HTML      string
	HTMLSize  int    // bytes of the HTML part as it travels
	Source    []byte // all of it
}

// MailField is a field of a mail's header.
type MailField struct{ Name, Value string }

// MailLanguage is a language that the frame of a mail can be in.
type MailLanguage struct {
	Tag  string // as in he
	Name string // in the language itself
}

// Field gives the first field of a name; "" if there is none.
func (m MailPreview) Field(name string) string {
	for _, f := range m.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// ClipAt is how many bytes of HTML a well-known mail service shows; what comes after is cut off.
const ClipAt = 102 << 10

// TestSent says what became of a test mail to one address.
type TestSent struct {
	Address string
	Err     error // nil: the mail server took it
}
