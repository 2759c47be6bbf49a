package news

import (
	"net/mail"
	"strings"
	"time"
)

// Subscriber is a reader who gave an address.
type Subscriber struct {
	ID      ID
	Address string // as given; compared without case
	Created time.Time
}

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

// Consent is one line of the append-only proof of what a reader agreed to.
type Consent struct {
	SubscriptionID ID
	At             time.Time
	Act            string // asked, confirmed, ended, imported
	Address        string // network address it came from; empty for imports
	Wording        string // what the reader was shown
}

// ParseAddress gives the bare address of a mailbox (RFC 5322, section 3.4.1) or an Invalid error about field "email".
func ParseAddress(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) > 254 || strings.ContainsAny(s, "\r\n\x00") {
		return "", FieldErrorf("email", "that is no mail address; one looks like reader@example.org")
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s && a.Name == "" || !strings.Contains(a.Address, "@") {
		return "", FieldErrorf("email", "%q is no mail address; one looks like reader@example.org", s)
	}
	return a.Address, nil
}

// DeliveryState says what became of one message to one reader.
type DeliveryState string

// The states of a delivery.
const (
	Waiting DeliveryState = "waiting"
	Sent    DeliveryState = "sent"
	Failed  DeliveryState = "failed"
)

// Delivery is one message to one reader.
type Delivery struct {
	ID           ID
	EditionID    ID
	SubscriberID ID
	Subscription ID // whose end the message offers
	Address      string
	State        DeliveryState
	Attempts     int
	Error        string
	SentAt       time.Time
}

// DeliveryCounts adds up to the list at every moment.
type DeliveryCounts struct{ Waiting, Sent, Failed int }

// Total is the length of the list.
func (c DeliveryCounts) Total() int { return c.Waiting + c.Sent + c.Failed }

// Reader is a subscriber of one publication, as lists show them.
type Reader struct {
	Address string
	State   SubscriptionState
	Changed time.Time
}
