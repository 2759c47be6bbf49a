package news

import (
	"strings"
	"time"
)

// Visitor is where an act of a reader came from, as far as a web server sees it.
type Visitor struct {
	Address string // network address
	Agent   string // the program, as it calls itself (RFC 9110, section 10.1.5)
}

// SignUp is what somebody asked for in the form.
type SignUp struct {
	Publication string // its name in addresses
	Address     string // as typed
	Wording     string // what the form said
}

// Preferences are what a reader sees and sets on their own page.
type Preferences struct {
	Reader  Subscriber
	Choices []Choice // all publications of the house, the oldest first
	Moving  string   // the new address that is still to be confirmed; empty: none
}

// Choice is a publication and whether the reader gets it.
type Choice struct {
	Publication Publication
	State       SubscriptionState // empty: never asked for
}

// Wish is what a reader chose of one publication on their page.
type Wish struct {
	Publication string // its name in addresses
	Wanted      bool
	Wording     string // what the page said
}

// Move is a reader's wish to have their mail at another address.
type Move struct {
	From, To    string
	Preferences string // address of their page, once they have moved
}

// Note says from where to where, for the proof of a subscription.
func (m Move) Note() string { return "from " + m.From + " to " + m.To }

// MovedFrom gives the address that a reader left, from the note that the proof has of it; empty, if it does not say, as once they are
// erased.
func MovedFrom(note string) string {
	if both, is := strings.CutPrefix(note, "from "); is {
		if from, _, is := strings.Cut(both, " to "); is {
			return from
		}
	}
	return ""
}

// ReaderData is all that is kept of one reader, in the form in which they take it away.
type ReaderData struct {
	Address       string             `json:"address"`
	Since         time.Time          `json:"since"`
	Language      string             `json:"language,omitempty"`
	Tags          []string           `json:"tags,omitempty"`
	PausedUntil   *time.Time         `json:"paused_until,omitempty"`
	Suppressed    SuppressedBy       `json:"suppressed,omitempty"`
	SuppressedAt  *time.Time         `json:"suppressed_at,omitempty"`
	SuppressedWhy string             `json:"suppressed_why,omitempty"`
	SoftBounces   int                `json:"soft_bounces,omitempty"`
	NewAddress    string             `json:"new_address,omitempty"` // not confirmed yet
	Subscriptions []SubscriptionData `json:"subscriptions"`
	Mails         []MailData         `json:"mails,omitempty"`    // that are no editions
	Returned      []ReturnedData     `json:"returned,omitempty"` // what came back of mails, the newest first
}

// SubscriptionData is what is kept of one subscription.
type SubscriptionData struct {
	Publication string            `json:"publication"`
	State       SubscriptionState `json:"state"`
	Changed     time.Time         `json:"changed"`
	Proof       []ProofData       `json:"proof"`
	Deliveries  []DeliveryData    `json:"deliveries,omitempty"`
}

// ProofData is one line of the proof.
type ProofData struct {
	At        time.Time  `json:"at"`
	Act       ConsentAct `json:"act"`
	Address   string     `json:"network_address,omitempty"`
	Agent     string     `json:"program,omitempty"`
	Wording   string     `json:"wording,omitempty"`
	Mail      string     `json:"mail,omitempty"`
	MessageID string     `json:"message_id,omitempty"`
	Note      string     `json:"note,omitempty"`
}

// DeliveryData is one edition that was mailed, or was to be.
type DeliveryData struct {
	Edition  string        `json:"edition"` // its date
	State    DeliveryState `json:"state"`
	At       time.Time     `json:"at"` // since when
	Attempts int           `json:"attempts"`
	Reply    string        `json:"reply,omitempty"` // what the mail server said
}

// ReturnedData is what came back of a mail: a bounce, a complaint, an answer.
type ReturnedData struct {
	At      time.Time    `json:"at"`
	Kind    FeedbackKind `json:"kind"`
	Verdict Verdict      `json:"verdict,omitempty"`
	Edition string       `json:"edition,omitempty"` // its date; empty: of a mail that is none
	Status  string       `json:"status,omitempty"`
	Words   string       `json:"words,omitempty"` // the server's, or the reader's own
	By      string       `json:"by"`              // how it came
}

// MailData is a mail that is no edition.
type MailData struct {
	Kind    ErrandKind `json:"kind"`
	Address string     `json:"address"`
	At      time.Time  `json:"at"`
}
