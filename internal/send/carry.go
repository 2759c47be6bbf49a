package send

import (
	"context"
	"errors"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
)

// carrier hands messages over one connection, one after the other.
//
// The last dot of a message is sent only when the outcome of the one before is on disk. So whenever the process ends, there
// is one message at most on each connection of which nobody knows whether the server has it. Everything but the dot is sent
// meanwhile, and with the dot goes the envelope of the next.
type carrier struct {
	*run
	lane  *lane
	conn  Conn
	given int           // messages over it
	done  chan struct{} // gets one when the outcome before is on disk
	owing bool          // there is an outcome before that is not on disk yet
	sheet sheet         // for the message at hand
}

// carry works until the relay's queue has nothing for it, or the run ends.
func (c *carrier) carry() {
	defer c.hangUp()
	timer := time.NewTimer(c.tempo.idle)
	defer timer.Stop()
	for {
		timer.Reset(c.tempo.idle)
		ceded, closed := c.lane.ceded, make(chan struct{})
		if c.conn == nil {
			ceded = nil // there is nothing to cede
		}
		if c.lane.urgent.Load() > 0 {
			select {
			case ceded <- closed:
				c.cede(closed)
				continue
			default: // another was quicker
			}
		}
		select {
		case p := <-c.lane.queue:
			for p != nil {
				p = c.hand(p)
			}
			if c.share() {
				c.hangUp()
			}
		case ceded <- closed:
			c.cede(closed)
		case <-c.ctx.Done():
			return
		case <-timer.C:
			c.hangUp()
			if c.lane.retire() {
				return
			}
		}
	}
}

// hand brings one message through, and gives the next one, whose envelope the server may have already.
func (c *carrier) hand(p *parcel) (next *parcel) {
	if err := c.write(p); err != nil {
		c.hangUp() // the server may wait for it
		c.unwritten(p, err)
		return nil
	}
	if !c.open(p) {
		return nil
	}
	if err := c.conn.Offer(c.ctx, &p.message); err != nil {
		c.failed(p, err, false)
		return nil
	}
	if !c.settled() || c.ctx.Err() != nil {
		c.hangUp() // the server forgets a message without its last dot
		c.back(p)
		return nil
	}
	var envelope *smtp.Message
	if next = c.peek(); next != nil {
		c.address(next)
		envelope = &next.message
	}
	reply, err := c.conn.End(envelope)
	if err != nil {
		c.failed(p, err, true)
		if next != nil && c.conn == nil {
			c.back(next)
			return nil
		}
		return next
	}
	c.lane.well()
	c.given++
	c.owing = true
	c.enter(entry{p.judge(reply, nil, false, true, c.clock.Now()), c.done})
	return next
}

// fair is after how many messages a connection is given up to another mailing that waits for one.
const fair = 100

// share says that the connection is to be given up to another mailing.
func (c *carrier) share() bool { return c.given >= fair && c.lane.waiting.Load() > 0 }

// peek takes what is next without waiting. Where messages are to go out slowly, no envelope is sent long before its message.
func (c *carrier) peek() *parcel {
	if c.lane.limit != nil || c.share() || c.lane.urgent.Load() > 0 {
		return nil
	}
	select {
	case p := <-c.lane.queue:
		return p
	default:
		return nil
	}
}

// unwritten deals with a message that cannot be made: for its address, or for something that is likely to be wrong with all.
func (c *carrier) unwritten(p *parcel, err error) {
	o := p.later(c.clock.Now())
	var at *news.Error
	if errors.As(err, &at) && at.Field == "email" {
		o = p.outcome(news.Bounced, o.At)
		o.Verdict, o.Status = news.VerdictDead, "5.1.3"
	} else {
		c.unwelcome(p, err)
	}
	o.Reply = news.ReplyLine(err.Error())
	c.enter(entry{Outcome: o})
}

// settled waits until the outcome before is on disk.
func (c *carrier) settled() bool {
	if !c.owing {
		return true
	}
	select {
	case <-c.done:
		c.owing = false
		return true
	case <-c.broken:
		return false
	}
}

// write makes the message of a parcel.
func (c *carrier) write(p *parcel) (err error) {
	c.address(p)
	p.message.Data, err = c.mails.write(&c.sheet, p)
	return err
}

// address makes the envelope of a parcel, once.
func (c *carrier) address(p *parcel) {
	if p.message.To != "" {
		return
	}
	p.message.From, p.message.To = c.mails.sender(p), p.Address
}

// open connects, unless the line is open, and waits for the relay's pace. False: the parcel went back.
func (c *carrier) open(p *parcel) bool {
	if !c.lane.pace(c.ctx) {
		c.back(p)
		return false
	}
	if c.conn != nil {
		return true
	}
	if !c.lane.take(c.ctx) {
		c.back(p)
		return false
	}
	conn, err := c.lane.Open(c.ctx)
	if err != nil {
		c.lane.give()
		c.back(p)
		c.lane.ill(c.run, err)
		return false
	}
	c.conn, c.given = conn, 0
	c.lane.opened(1)
	return true
}

// failed deals with a message that did not get through. unsure: its last dot was sent.
func (c *carrier) failed(p *parcel, err error, unsure bool) {
	var refusal *smtp.Refusal
	refused := errors.As(err, &refusal)
	if !refused || c.conn.Broken() {
		c.hangUp()
	}
	switch {
	case news.KindOf(err) == news.Conflict:
		// It takes no mail from this sender: somebody must mend that, and meanwhile nobody is to miss the edition.
		c.back(p)
		c.halt(err)
		return
	case refused:
		if refusal.Code == 421 { // it is going down, and has not taken the message
			c.lane.ill(c.run, err)
		} else {
			c.lane.well()
		}
		if news.Judge(refusal.Enhanced, refusal.Code) == news.VerdictRefused {
			c.unwelcome(p, err)
		}
		c.enter(entry{Outcome: p.judge("", err, false, c.taken(), c.clock.Now())})
		return
	case c.ctx.Err() != nil && !unsure:
		c.back(p)
		return
	}
	c.lane.ill(c.run, err)
	if p.tries++; !unsure && p.tries < mostTries {
		c.back(p)
		return
	}
	c.enter(entry{Outcome: p.judge("", err, unsure, c.taken(), c.clock.Now())})
}

// mostTries is how many times in one run a line may break on a message before it is deferred, so that one on which the server
// breaks does not hold up those behind it.
const mostTries = 3

// hangUp closes the connection. Whether the server hears it changes nothing: what it took, it has answered for.
func (c *carrier) hangUp() {
	if c.conn != nil {
		c.disconnect()
		c.lane.give()
	}
}

// cede leaves its slot to a single mail.
func (c *carrier) cede(closed chan<- struct{}) {
	c.disconnect()
	close(closed)
}

func (c *carrier) disconnect() {
	_ = c.conn.Close()
	c.conn = nil
	c.lane.opened(-1)
}

// Relay opens connections to a mail server.
type Relay interface {
	Open(ctx context.Context) (Conn, error)
}

// Conn is a connection to a mail server, see smtp.Conn.
type Conn interface {
	Offer(ctx context.Context, m *smtp.Message) error
	End(next *smtp.Message) (reply string, err error)
	Broken() bool
	Close() error
}
