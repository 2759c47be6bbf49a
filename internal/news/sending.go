package news

import "time"

// SendingState says how far the mailing of an edition is.
type SendingState string

// The states of a sending.
//
//	listing ─▶ sending ⇄ paused
//	              ├────────┴──▶ cancelled
//	              └─▶ finished
const (
	Listing   SendingState = "listing"   // the list of who gets the edition is being made
	Underway  SendingState = "sending"   // messages go out, or wait for their time
	Paused    SendingState = "paused"    // by an editor, or because the mail server takes nothing from here
	Cancelled SendingState = "cancelled" // by an editor: who has not got it does not get it
	Finished  SendingState = "finished"  // every reader's message has come to an end
)

// Sending is the mailing of one edition to its list.
type Sending struct {
	Number    int64 // names it, in bounce addresses too
	EditionID ID
	State     SendingState
	Counts    DeliveryCounts
	Listed    ID        // up to which subscription the list is made; WholeList: to its end
	Next      time.Time // when there is something to do; zero: now
	Said      string    // what stands in the way, in words
	Began     time.Time
	Ended     time.Time // zero: it goes on
	Forgotten time.Time // when what became of its single deliveries was deleted; zero: it is there
}

// WholeList stands for the end of the list: it comes after every id.
const WholeList ID = "~"

// DeliveryState says what became of one message to one reader.
type DeliveryState string

// The states of a delivery.
//
//	waiting ─┬─▶ sent ─────▶ bounced     a bounce came back later
//	         ├─▶ deferred ─┬─▶ sent      a 4xx, or no answer: tried again
//	         │             └─▶ bounced   given up after days
//	         ├─▶ bounced                 a 5xx
//	         └─▶ suppressed              the reader left, or their address takes no mail
const (
	Waiting    DeliveryState = "waiting"
	Sent       DeliveryState = "sent"
	Deferred   DeliveryState = "deferred"
	Bounced    DeliveryState = "bounced"
	Suppressed DeliveryState = "suppressed"
	Withheld   DeliveryState = "cancelled" // the sending was cancelled before the message went out
)

// Delivery is one message to one reader.
type Delivery struct {
	Sending      int64
	Subscription ID // whose end the message offers
	State        DeliveryState
	Attempts     int
	Unheard      int       // after how many of them the server broke off in place of its last answer; the reader may have a copy of each
	Began        time.Time // the first attempt
	At           time.Time // when it came into its state
	Due          time.Time // when it is tried again, if it is deferred
	Status       string    // the enhanced status code, as 5.1.1 (RFC 3463)
	Reply        string    // the mail server's words, or ours
}

// Addressed is a delivery that is due, with what it takes to make its message.
type Addressed struct {
	Delivery
	Subscriber ID
	Address    string // the reader's now
	WentTo     string // the address that the message went to, in a list of what became of messages, if the reader has left it since
	Language   string // the reader's; empty: the publication's
	// Against says why the message must not go out now, "" if it may.
	Against string
}

// To gives the address that the message went to, or goes to; empty, if its reader was erased.
func (a Addressed) To() string {
	if a.WentTo != "" {
		return a.WentTo
	}
	return a.Address
}

// MovedTo gives the address that the reader has now, if it is not the one that the message went to.
func (a Addressed) MovedTo() string {
	if a.WentTo == "" {
		return ""
	}
	return a.Address
}

// DeliveryCounts adds up to the list at every moment.
type DeliveryCounts struct {
	Waiting    int `json:"waiting"`
	Sent       int `json:"sent"`
	Deferred   int `json:"deferred"`
	Bounced    int `json:"bounced"`
	Suppressed int `json:"suppressed"`
	Cancelled  int `json:"cancelled"`
}

// Total is the length of the list.
func (c DeliveryCounts) Total() int {
	return c.Waiting + c.Sent + c.Deferred + c.Bounced + c.Suppressed + c.Cancelled
}

// Open counts the messages that may still go out.
func (c DeliveryCounts) Open() int { return c.Waiting + c.Deferred }

// Of gives the count of one state.
func (c *DeliveryCounts) Of(s DeliveryState) *int {
	switch s {
	case Waiting:
		return &c.Waiting
	case Sent:
		return &c.Sent
	case Deferred:
		return &c.Deferred
	case Bounced:
		return &c.Bounced
	case Suppressed:
		return &c.Suppressed
	}
	return &c.Cancelled
}

// Outcome is what became of an attempt at a delivery.
type Outcome struct {
	Subscription ID
	Subscriber   ID
	From, To     DeliveryState
	At           time.Time
	Due          time.Time // when it is tried again, if To is Deferred
	Status       string
	Reply        string
	Verdict      Verdict // what the reply says of the reader's address
	Unheard      bool    // the server broke off in place of its last answer
}

// DeliveryFilter says which deliveries of a mailing are meant, and from where on.
type DeliveryFilter struct {
	State   DeliveryState // empty: any
	Address string        // how the address begins, without case; empty: any
	After   string        // what came with the deliveries before; empty: the first
}
