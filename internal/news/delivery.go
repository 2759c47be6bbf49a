package news

import "time"

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
