package smtp

import (
	"errors"
	"net"
)

// line is the connection below TLS. It bounds how much a server may say at a time, because whoever reads what it says keeps it until
// its end.
type line struct {
	net.Conn
	left int // how many bytes the server may still say
}

const (
	// longestTalk is for greeting, TLS and login, and longestAnswer for the answers to a message, in bytes. RFC 5321, section
	// 4.5.3.1.5, has 512 for a line of them.
	longestTalk   = 256 << 10
	longestAnswer = 256 << 10
)

var errTalks = errors.New("it says more than anybody could mean")

// Read implements net.Conn.
func (l *line) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTalks
	}
	n, err := l.Conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

// cut closes the connection, if there is one, whoever waits for it.
func (l *line) cut() {
	if l != nil {
		_ = l.Conn.Close()
	}
}
