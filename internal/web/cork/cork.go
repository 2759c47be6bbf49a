// Package cork sends the head of an answer and its body in one go.
//
// net/http writes what it sends through a buffer of four kilobytes: the head and the beginning of a longer body go out by themselves, and
// the rest follows. Each of the two costs a call of the kernel, a packet, and a reader woken up for half a page; a kept page costs next
// to nothing else, so that this is a fifth of the work. Listener and Context let Write hold the first part back until the second is there,
// as TCP_CORK would (tcp(7)), without the two calls that setting that takes.
//
// Nothing is held back longer than one call of Write takes. On other connections, as in tests, answers go out as they always did.
package cork

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Listener gives a listener's connections what Write needs.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

type key struct{}

// Context tells requests of their connection; it is for http.Server.ConnContext.
func Context(ctx context.Context, c net.Conn) context.Context {
	if c, ok := c.(*conn); ok {
		return context.WithValue(ctx, key{}, c)
	}
	return ctx
}

// Without takes the connection out of a context, for what is made for others than the request that has it.
func Without(ctx context.Context) context.Context {
	if c, _ := ctx.Value(key{}).(*conn); c == nil {
		return ctx
	}
	return context.WithValue(ctx, key{}, (*conn)(nil))
}

// conn is a connection that can hold back the beginning of an answer. Nobody writes to it but the one request that is being answered.
type conn struct {
	net.Conn
	held *[]byte // nil: nothing is to be held back
}

// most is how much is held back: what net/http's buffer holds, so that more comes only when the body is there.
const most = 4 << 10

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, most); return &b }}

// Write implements net.Conn.
func (c *conn) Write(b []byte) (int, error) {
	switch {
	case c.held == nil:
		return c.Conn.Write(b)
	case len(*c.held)+len(b) <= most:
		*c.held = append(*c.held, b...) // copied, since the caller's buffer is filled again
		return len(b), nil
	}
	before := len(*c.held)
	both := net.Buffers{*c.held, b}
	n, err := both.WriteTo(c.Conn)
	*c.held = (*c.held)[:0]
	return max(int(n)-before, 0), err
}

// CloseWrite ends what is sent, as net/http does where it refuses a body, so that the answer arrives before the connection is cut.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// release sends what is still held back, and holds nothing back from then on.
func (c *conn) release() (err error) {
	held := c.held
	c.held = nil
	if len(*held) > 0 {
		_, err = c.Conn.Write(*held)
	}
	*held = (*held)[:0]
	buffers.Put(held)
	return err
}

// Write answers with a whole body, whose length the head tells.
func Write(w http.ResponseWriter, r *http.Request, body []byte) error {
	c, _ := r.Context().Value(key{}).(*conn)
	if c == nil || len(body) < most/2 { // it goes out in one go anyway, if the head is not uncommonly long
		_, err := w.Write(body)
		return err
	}
	c.held, _ = buffers.Get().(*[]byte)
	_, err := w.Write(body)
	if err == nil {
		err = http.NewResponseController(w).Flush() // else the end of it, in net/http's buffer, would be a part of its own
	}
	if e := c.release(); err == nil {
		err = e
	}
	return err
}
