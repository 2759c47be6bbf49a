package mailin

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// limited is a listener that takes so many connections at a time, and so many from one address, and gives each so long. Who comes
// over that is told to come later (RFC 5321, section 3.8) and let go.
type limited struct {
	net.Listener
	all, each int
	life      time.Duration

	mu   sync.Mutex
	open map[*limitedConn]bool
	from map[netip.Addr]int
}

func newLimited(l net.Listener, all, each int, life time.Duration) *limited {
	return &limited{Listener: l, all: all, each: each, life: life, open: map[*limitedConn]bool{}, from: map[netip.Addr]int{}}
}

// Accept implements net.Listener.
func (l *limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if taken := l.take(c); taken != nil {
			return taken, nil
		}
		// One line into a fresh connection does not block; were it to, the deadline ends it.
		_ = c.SetDeadline(time.Now().Add(time.Second))
		_, _ = c.Write([]byte("421 4.7.0 Too many connections; try again later\r\n"))
		_ = c.Close()
	}
}

func (l *limited) take(c net.Conn) net.Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	from := strangerAt(c)
	if len(l.open) >= l.all || from.IsValid() && l.from[from] >= l.each {
		return nil
	}
	taken := &limitedConn{Conn: c, listener: l, from: from, end: time.Now().Add(l.life)}
	l.open[taken] = true
	if from.IsValid() {
		l.from[from]++
	}
	return taken
}

// strangerAt gives the network address that a connection comes from: of IPv6 the /64, which one customer has. It is invalid for
// this machine.
func strangerAt(c net.Conn) netip.Addr {
	a, err := netip.ParseAddrPort(c.RemoteAddr().String())
	if err != nil || a.Addr().Unmap().IsLoopback() {
		return netip.Addr{}
	}
	addr := a.Addr().Unmap().WithZone("")
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			addr = p.Addr()
		}
	}
	return addr
}

// limitedConn is a connection that counts until it is closed. No deadline is later than its end.
type limitedConn struct {
	net.Conn
	listener *limited
	from     netip.Addr
	end      time.Time
}

// SetReadDeadline implements net.Conn.
func (c *limitedConn) SetReadDeadline(t time.Time) error {
	if t.IsZero() || t.After(c.end) {
		t = c.end
	}
	return c.Conn.SetReadDeadline(t)
}

// Close implements net.Conn. To close it again does nothing.
func (c *limitedConn) Close() error {
	c.listener.mu.Lock()
	open := c.listener.open[c]
	if open {
		delete(c.listener.open, c)
		if c.from.IsValid() {
			if c.listener.from[c.from]--; c.listener.from[c.from] == 0 {
				delete(c.listener.from, c.from)
			}
		}
	}
	c.listener.mu.Unlock()
	if !open {
		return nil
	}
	return c.Conn.Close()
}
