package news

import "time"

// SubscriptionState says whether a reader gets a publication.
type SubscriptionState string

// The states of a subscription.
const (
	Pending SubscriptionState = "pending" // asked for, not confirmed from the mailbox
	Active  SubscriptionState = "active"
	Ended   SubscriptionState = "ended"
)

// Subscription is a reader's consent to one publication.
type Subscription struct {
	ID            ID
	SubscriberID  ID
	PublicationID ID
	State         SubscriptionState
	Changed       time.Time
}

// ConsentAct says what a line of the proof of consent is about.
type ConsentAct string

// The acts in the proof of consent.
const (
	Asked         ConsentAct = "asked"          // somebody asked for the publication in the form
	ConfirmMailed ConsentAct = "confirm mailed" // a mail asked them to confirm
	MailRefused   ConsentAct = "mail refused"   // that mail was refused for good; Note has the server's words
	Confirmed     ConsentAct = "confirmed"      // they pressed the button that the mail led to
	Chosen        ConsentAct = "chosen"         // they added the publication on their preference page, which only their mailbox leads to
	Imported      ConsentAct = "imported"       // they agreed elsewhere, as Wording says
	Stopped       ConsentAct = "ended"          // they, or their mail provider for them, ended it
	Moved         ConsentAct = "moved"          // they confirmed a new address from its mailbox; Note has both
	Erased        ConsentAct = "erased"         // they had all that says who they are deleted
)

// Consent is one line of the append-only proof of what a reader agreed to. When the reader is erased, Address, Agent,
// MessageID and Note are blanked; everything else stays.
type Consent struct {
	SubscriptionID ID
	At             time.Time
	Act            ConsentAct
	Address        string // network address it came from; empty where the desk itself acted
	Agent          string // the program that it was done with (RFC 9110, section 10.1.5)
	Wording        string // what the reader was shown
	Mail           string // the text of the mail that was sent, with LINK in the place of the reader's own link
	MessageID      string // of that mail (RFC 5322, section 3.6.4), without the angle brackets
	Note           string // what else there is to say
}

// ErrandKind says what a mail that is no edition is for.
type ErrandKind string

// The kinds of errand.
const (
	ToConfirm ErrandKind = "confirm" // asks whether they want a publication that somebody asked for
	ToAsk     ErrandKind = "ask"     // asks the same of somebody on a list that was imported
	ToMove    ErrandKind = "move"    // asks at a new address whether mails shall go there
	ToTell    ErrandKind = "tell"    // tells the old address of it
	Dropped   ErrandKind = "dropped" // was taken back: it does nothing
	ToManage  ErrandKind = "manage"  // brings the link to the preference page that somebody asked for
)

// Errand is one mail to one reader that is no edition.
type Errand struct {
	ID             ID
	Kind           ErrandKind
	SubscriberID   ID
	SubscriptionID ID     // of those that are about one publication, or that speak in the name of one
	Address        string // where it goes
	At             time.Time
	Used           time.Time // when what it offers was done; zero: not yet
}
