package mailbox

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// pop3 is a connection by RFC 1939.
type pop3 struct {
	conn net.Conn
	r    *bufio.Reader
}

const (
	pop3Wait = time.Minute // for the next bytes of an answer
	pop3Line = 4096        // bytes of a status line; RFC 1939 (section 3) has 512
)

// pop3No is the server's -ERR.
type pop3No string

// Error gives its words.
func (e pop3No) Error() string { return string(e) }

func openPOP3(conn net.Conn, a Address, password string, trust *tls.Config) (session, error) {
	c := &pop3{conn, bufio.NewReaderSize(conn, pop3Line)}
	if _, err := c.answer(); err != nil { // the greeting
		return nil, err
	}
	if a.TLS == StartTLS {
		if err := c.startTLS(trust); err != nil {
			return nil, news.Errorf(news.Unavailable, "%s offers no TLS that we trust: %w; use pop3s://, if it has that", a.HostPort, err)
		}
	}
	if strings.ContainsAny(a.User+password, "\r\n\x00") {
		return nil, news.Errorf(news.Invalid, "bounce.password has line breaks in it")
	}
	for _, command := range []string{"USER " + a.User, "PASS " + password} {
		if _, err := c.ask(command); err != nil {
			var no pop3No
			if errors.As(err, &no) {
				return nil, news.Errorf(news.Forbidden, "%s does not let %s in: %w; see to the user's name and to bounce.password", a.HostPort, a.User, err)
			}
			return nil, err
		}
	}
	return c, nil
}

// startTLS is STLS (RFC 2595, section 4).
func (c *pop3) startTLS(trust *tls.Config) error {
	if _, err := c.ask("STLS"); err != nil {
		return err
	}
	if c.r.Buffered() > 0 { // somebody between us said it before there was TLS
		return errors.New("it speaks before TLS has begun")
	}
	secured := tls.Client(c.conn, trust)
	_ = c.conn.SetDeadline(time.Now().Add(pop3Wait))
	if err := secured.Handshake(); err != nil { //nolint:noctx // the end of ctx closes the connection
		return err
	}
	c.conn, c.r = secured, bufio.NewReaderSize(secured, pop3Line)
	return nil
}

// ask gives a command and its status line.
func (c *pop3) ask(command string) (string, error) {
	if err := c.conn.SetDeadline(time.Now().Add(pop3Wait)); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintf(c.conn, "%s\r\n", command); err != nil {
		return "", err
	}
	return c.answer()
}

// answer reads a status line (RFC 1939, section 3).
func (c *pop3) answer() (string, error) {
	if err := c.conn.SetDeadline(time.Now().Add(pop3Wait)); err != nil {
		return "", err
	}
	line, err := c.r.ReadSlice('\n')
	if err != nil {
		return "", err // too long a line as well
	}
	text := strings.TrimRight(string(line), "\r\n")
	if ok, yes := strings.CutPrefix(text, "+OK"); yes {
		return strings.TrimSpace(ok), nil
	}
	if no, says := strings.CutPrefix(text, "-ERR"); says {
		return "", pop3No(strings.TrimSpace(no))
	}
	return "", fmt.Errorf("it answers %q, which is no POP3", text)
}

// body reads what follows a status line up to the line with a dot. Of its bytes, the dots undone, each is given to keep.
func (c *pop3) body(keep func([]byte)) error {
	begins := true // a line
	for {
		if err := c.conn.SetDeadline(time.Now().Add(pop3Wait)); err != nil {
			return err
		}
		piece, err := c.r.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if begins && piece[0] == '.' {
			if piece = piece[1:]; err == nil && len(bytes.TrimRight(piece, "\r\n")) == 0 {
				return nil
			}
		}
		begins = err == nil
		keep(piece)
	}
}

func (c *pop3) list(most int) ([]uint32, error) {
	if _, err := c.ask("LIST"); err != nil {
		return nil, err
	}
	var mails []uint32
	var line []byte
	err := c.body(func(piece []byte) {
		if len(mails) == most || len(line) > pop3Line {
			return
		}
		if line = append(line, piece...); line[len(line)-1] != '\n' {
			return
		}
		number, _, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		line = line[:0]
		if n, err := strconv.ParseUint(number, 10, 32); err == nil && n > 0 {
			mails = append(mails, uint32(n))
		}
	})
	return mails, err
}

func (c *pop3) fetch(mail uint32, most int64) ([]byte, error) {
	if _, err := c.ask(fmt.Sprintf("RETR %d", mail)); err != nil {
		return nil, err
	}
	source := []byte{}
	err := c.body(func(piece []byte) {
		source = append(source, piece[:min(len(piece), int(most)-len(source))]...)
	})
	if err != nil {
		return nil, err
	}
	return source, nil
}

// remove marks a mail. It goes when the session ends by QUIT, and not if the connection breaks (RFC 1939, sections 5 and 6).
func (c *pop3) remove(mail uint32) error {
	_, err := c.ask(fmt.Sprintf("DELE %d", mail))
	return err
}

func (c *pop3) close() error {
	_, err := c.ask("QUIT")
	_ = c.conn.Close()
	return err
}
