package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wneessen/go-mail/smtp"

	"onrecord/internal/news"
)

// Message is one mail to one recipient.
type Message struct {
	From string // the envelope sender, which bounces go to
	To   string // the recipient's bare address
	Data []byte // the whole mail (RFC 5322), lines ending in CRLF
}

// Conn is an open connection. It is not safe for concurrent use.
//
// A message is handed over in two strokes, so that whoever keeps accounts can write down the one before in between: Offer
// gives the server everything but the last dot, and until that dot it has nothing (RFC 5321, section 4.1.1.4). End sends
// the dot, and with it the envelope of the message that comes next, if that is known: the server's answers to both come in
// one go (RFC 2920, section 3.1).
type Conn struct {
	client  *smtp.Client
	text    *textproto.Conn
	line    *line
	timeout time.Duration
	broken  bool // the server broke off or fell silent

	pipelining bool
	utf8       bool
	most       int // the largest message in bytes; 0: it did not say

	announced *Message // its envelope was sent, and the answers are still to be read
	offered   bool     // a message stands before its last dot
}

func newConn(client *smtp.Client, on *line, timeout time.Duration) *Conn {
	c := &Conn{client: client, text: client.Text, line: on, timeout: timeout}
	c.pipelining, _ = client.Extension("PIPELINING")
	c.utf8, _ = client.Extension("SMTPUTF8")
	if ok, size := client.Extension("SIZE"); ok {
		c.most, _ = strconv.Atoi(strings.TrimSpace(size))
	}
	return c
}

// Refusal is the server's no to one message.
type Refusal struct {
	Code     int    // 4xx or 5xx (RFC 5321, section 4.2.1)
	Enhanced string // as in 5.1.1 (RFC 3463); empty: the server gave none
	Reply    string // all of it, on one line
}

// Error gives the reply.
func (r *Refusal) Error() string { return r.Reply }

// Final reports whether the message will never be taken.
func (r *Refusal) Final() bool { return r.Code >= 500 }

// Send hands over one message and gives the server's words.
func (c *Conn) Send(ctx context.Context, m Message) (reply string, err error) {
	if err := c.Offer(ctx, &m); err != nil {
		return "", err
	}
	return c.End(nil)
}

// Offer gives the server a message but for its last dot. It is not cut off by ctx: what ctx says counts before it begins.
func (c *Conn) Offer(ctx context.Context, m *Message) error {
	if err := ctx.Err(); err != nil && c.announced == nil {
		return err
	}
	if c.announced != nil && c.announced != m {
		// The server waits for another message's content, and would give this one to that one's reader.
		return errors.Join(news.Errorf(news.Unavailable, "the message that was announced was not sent"), c.Close())
	}
	if err := c.fits(m); err != nil {
		if c.announced != nil {
			return errors.Join(err, c.Close()) // the server waits for a content that does not come
		}
		return err
	}
	if c.announced == nil {
		if err := c.announce(m); err != nil {
			return c.lost(err)
		}
	}
	if err := c.envelope(m); err != nil {
		return err
	}
	if err := c.client.UpdateDeadline(c.timeout); err != nil {
		return c.lost(err)
	}
	if err := c.content(m.Data); err != nil {
		return c.lost(err)
	}
	c.offered = true
	return nil
}

// fits says whether the server could take a message at all.
func (c *Conn) fits(m *Message) error {
	refuse := func(code int, enhanced, why string) error {
		return c.no(&Refusal{code, enhanced, fmt.Sprintf("%d %s %s", code, enhanced, why)})
	}
	switch {
	case strings.ContainsAny(m.From+m.To, "\r\n\x00<>") || m.To == "" || !utf8.ValidString(m.From+m.To):
		return refuse(553, "5.1.3", "this is no address that a mail can be sent to")
	case c.most > 0 && len(m.Data) > c.most:
		return refuse(552, "5.3.4", fmt.Sprintf("the message has %d bytes, and the mail server takes %d", len(m.Data), c.most))
	case !c.utf8 && !ascii(m.From+m.To):
		return refuse(553, "5.6.7", "the mail server takes no addresses with other letters than ASCII's before the @ (RFC 6531)")
	}
	return nil
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// announce writes the envelope of a message. Where the server takes commands in groups, DATA is the last of one.
func (c *Conn) announce(m *Message) error {
	if err := c.client.UpdateDeadline(c.timeout); err != nil {
		return err
	}
	w := c.text.W
	_, _ = w.WriteString("MAIL FROM:<") // errors stay with the writer until Flush
	_, _ = w.WriteString(m.From)
	_, _ = w.WriteString(">")
	if !ascii(m.From + m.To) {
		_, _ = w.WriteString(" SMTPUTF8")
	}
	_, _ = w.WriteString("\r\n")
	if c.pipelining {
		_, _ = w.WriteString("RCPT TO:<")
		_, _ = w.WriteString(m.To)
		_, _ = w.WriteString(">\r\nDATA\r\n")
	}
	c.announced = m
	return w.Flush()
}

// envelope reads what the server says to an envelope, up to its go-ahead for the content.
func (c *Conn) envelope(m *Message) error {
	defer func() { c.announced = nil }()
	from, err := c.answer("", 2)
	if err != nil {
		return c.lost(err)
	}
	if !c.pipelining {
		if from == nil {
			return c.oneByOne(m)
		}
		return c.sender(m, from)
	}
	to, err := c.answer("", 2)
	if err != nil {
		return c.lostOr(from, err)
	}
	data, err := c.answer("", 3)
	if err != nil {
		return c.lostOr(first(from, to), err)
	}
	if from == nil && to == nil && data == nil {
		return nil
	}
	switch {
	case data != nil: // it waits for no content
	case to == nil:
		// It took the recipient and not the sender, which cannot be meant. An empty content would be a mail to that reader.
		c.broken = true
	default:
		// It wants a content though it took no recipient: an empty one ends that (RFC 2920, section 3.1).
		if _, err := c.answer(".\r\n", 0); err != nil {
			return c.lostOr(first(from, to), err)
		}
	}
	if from != nil {
		return c.sender(m, from)
	}
	c.reset()
	return c.no(first(to, data))
}

// oneByOne gives the rest of an envelope to a server that wants one command at a time.
func (c *Conn) oneByOne(m *Message) error {
	for _, step := range []struct {
		command string
		yes     int
	}{{"RCPT TO:<" + m.To + ">\r\n", 2}, {"DATA\r\n", 3}} {
		no, err := c.answer(step.command, step.yes)
		if err != nil {
			return c.lost(err)
		}
		if no != nil {
			c.reset()
			return c.no(no)
		}
	}
	return nil
}

// sender makes the error for a refused MAIL command. It is about all messages, save where it is about this one's address or
// size.
func (c *Conn) sender(m *Message, r *Refusal) error {
	switch {
	case !r.Final():
		return c.lost(r)
	case strings.HasPrefix(r.Enhanced, "5.3.") || strings.HasPrefix(r.Enhanced, "5.6."):
		c.reset()
		return c.no(r)
	}
	c.reset()
	return news.Errorf(news.Conflict, "the mail server takes no mail from %s: %s", m.From, r.Reply)
}

// content writes a message with its dots doubled at the beginning of lines (RFC 5321, section 4.5.2).
func (c *Conn) content(data []byte) error {
	w := c.text.W
	if bytes.HasPrefix(data, []byte(".")) {
		_ = w.WriteByte('.')
	}
	for {
		at := bytes.Index(data, []byte("\r\n."))
		if at < 0 {
			break
		}
		_, _ = w.Write(data[:at+2])
		_ = w.WriteByte('.')
		data = data[at+2:]
	}
	_, _ = w.Write(data)
	if !bytes.HasSuffix(data, []byte("\r\n")) {
		_, _ = w.WriteString("\r\n")
	}
	return w.Flush()
}

// End sends the last dot of the message that was offered and gives the server's answer to it. With it goes the envelope of
// next, if the server takes commands in groups; next is then to be offered. An error without a Refusal in it leaves open whether
// the server has the message.
func (c *Conn) End(next *Message) (reply string, err error) {
	if !c.offered {
		return "", news.Errorf(news.Conflict, "no message was offered")
	}
	c.offered = false
	if _, err := c.text.W.WriteString(".\r\n"); err != nil {
		return "", c.lost(err)
	}
	if next != nil && c.pipelining && c.fits(next) == nil {
		if err := c.announce(next); err != nil {
			return "", c.lost(err)
		}
	}
	// To give up too early on the last reply makes duplicates (RFC 5321, section 4.5.3.2.6).
	if err := c.client.UpdateDeadline(2 * c.timeout); err != nil {
		return "", c.lost(err)
	}
	code, words, err := c.read(true)
	if err != nil {
		return "", c.lost(err)
	}
	if code == 421 {
		// The server closes, and has not taken the message (RFC 5321, section 4.2.3).
		c.broken = true
	}
	switch {
	case code >= 400:
		return "", c.no(refusal(code, words))
	case code/100 != 2:
		return "", c.lost(fmt.Errorf("it said %d %s where that has no place", code, oneLine(words)))
	}
	return fmt.Sprintf("%d %s", code, oneLine(words)), nil
}

// answer sends a command, if there is one, and reads the reply, whose first digit is to be yes (0: any). No is a refusal; err
// says that the line is lost.
func (c *Conn) answer(command string, yes int) (no *Refusal, err error) {
	if command != "" {
		if err := c.client.UpdateDeadline(c.timeout); err != nil {
			return nil, err
		}
		if _, err := c.text.W.WriteString(command); err != nil {
			return nil, err
		}
	}
	code, words, err := c.read(command != "")
	switch {
	case err != nil:
		return nil, err
	case code == 421: // the server is closing the connection
		return nil, refusal(code, words)
	case code >= 400:
		return refusal(code, words), nil
	case yes != 0 && code/100 != yes:
		return nil, fmt.Errorf("it said %d %s where that has no place", code, oneLine(words))
	}
	return nil, nil //nolint:nilnil // no refusal and no error: the server said yes
}

// read gives the next reply.
func (c *Conn) read(flush bool) (code int, words string, err error) {
	if flush {
		if err := c.text.W.Flush(); err != nil {
			return 0, "", err
		}
	}
	return c.reply()
}

// no makes the error for a refusal.
func (c *Conn) no(r *Refusal) error {
	kind := news.Unavailable
	if r.Final() {
		kind = news.Invalid
	}
	return &news.Error{Kind: kind, Message: "the mail server did not take the message: " + r.Reply, Err: r}
}

// reset ends what was begun. If that fails, so will the next message, and say why.
func (c *Conn) reset() {
	if !c.broken {
		_, _ = c.answer("RSET\r\n", 0)
	}
}

// lost makes the error for a line that is of no more use.
func (c *Conn) lost(err error) error {
	c.broken = true
	var reply *Refusal
	if errors.As(err, &reply) {
		return news.Errorf(news.Unavailable, "the mail server broke off: %s", reply.Reply)
	}
	return news.Errorf(news.Unavailable, "the mail server broke off: %w", err)
}

// lostOr prefers what the server said of the message to that it then hung up.
func (c *Conn) lostOr(r *Refusal, err error) error {
	if r == nil {
		return c.lost(err)
	}
	c.broken = true
	return c.no(r)
}

// Broken reports whether the connection is of no more use.
func (c *Conn) Broken() bool { return c.broken }

func first(all ...*Refusal) *Refusal {
	for _, r := range all {
		if r != nil {
			return r
		}
	}
	return nil
}

// Close says goodbye, if there is still somebody to say it to, and closes the connection. A message that was offered and not
// ended is not sent.
func (c *Conn) Close() error {
	if !c.broken && !c.offered && c.announced == nil && c.client.UpdateDeadline(goodbye) == nil {
		_ = c.client.Quit()
	}
	c.broken = true
	_ = c.client.Close() // a second time, if Quit did it: QUIT without an answer leaves the connection open
	return nil
}

// goodbye is how long an answer to QUIT is waited for.
const goodbye = 10 * time.Second
