// Package input opens what a command line names: files, files packed with gzip, web addresses, and "-" for stdin, and works
// on many of them at once while keeping their order.
//
// What cannot be opened is an Invalid error that names it; what is on the web fails as package fetch says.
package input

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// Input is what one name stands for.
type Input struct {
	Name        string // as given
	Body        []byte // unpacked
	ContentType string // as the web server says; empty for files
	URL         string // after redirects; empty for files
}

// maxBytes is the most that is read of one input, unpacked.
const maxBytes = 64 << 20

// Open reads the input of this name whole. When ctx ends it returns at once, also where what is read keeps it waiting, as a pipe
// may.
func Open(ctx context.Context, name string, stdin io.Reader) (Input, error) {
	type opened struct {
		in  Input
		err error
	}
	done := make(chan opened, 1)
	go func() {
		in, err := open(ctx, name, stdin)
		done <- opened{in, err}
	}()
	select {
	case o := <-done:
		return o.in, o.err
	case <-ctx.Done():
		return Input{Name: name}, ctx.Err()
	}
}

func open(ctx context.Context, name string, stdin io.Reader) (Input, error) {
	in := Input{Name: name}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		client := fetch.New(fetch.Options{AllowLoopback: loopback(name), MaxBytes: maxBytes, UserAgent: "Onrecord"})
		defer client.Close()
		answer, err := client.Get(ctx, fetch.Request{URL: name, Named: true})
		if err == nil && answer.Gone {
			err = &news.Error{Kind: news.Unavailable, Field: name, Message: "is gone for good (410)"}
		}
		in.Body, in.ContentType, in.URL = answer.Body, answer.ContentType, answer.URL
		return in, err
	}
	file := stdin
	if name != "-" {
		f, err := os.Open(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return in, news.FieldErrorf(name, "there is no such file")
		case errors.Is(err, fs.ErrPermission):
			return in, news.FieldErrorf(name, "may not be read")
		case err != nil:
			return in, news.FieldErrorf(name, "cannot be opened: %w", err)
		}
		defer func() { _ = f.Close() }()
		file = f
	}
	body, err := limited(file)
	switch packed := bytes.HasPrefix(body, []byte("\x1f\x8b")); {
	case err != nil:
	case packed:
		if body, err = unpack(body); err != nil {
			return in, news.FieldErrorf(name, "is packed with gzip, but damaged (%w); fetch it anew", err)
		}
	case strings.HasSuffix(strings.ToLower(name), ".gz") && len(body) > 0:
		return in, news.FieldErrorf(name, "is called .gz but is not packed with gzip; rename it, or fetch it anew")
	}
	if err != nil {
		return in, news.FieldErrorf(name, "cannot be read: %w", err)
	}
	if binary(body) {
		return in, news.FieldErrorf(name, "is no text but binary; name a text, a page or a feed")
	}
	in.Body = body
	return in, nil
}

// binary says whether something is no text: it holds NUL, or many other control characters, near its start. UTF-16 and
// UTF-32 with a byte order mark are text.
func binary(body []byte) bool {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff", "\x00\x00\xfe\xff"} {
		if bytes.HasPrefix(body, []byte(mark)) {
			return false
		}
	}
	const looked = 8 << 10
	body = body[:min(len(body), looked)]
	odd := 0
	for _, b := range body {
		switch {
		case b == 0:
			return true
		case b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != '\x1b':
			odd++
		}
	}
	return odd*20 > len(body)
}

// loopback says whether the user means a server on this machine; strangers' addresses may not lead to one.
func loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return limited(z)
}

func limited(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err == nil && len(body) > maxBytes {
		err = fmt.Errorf("it has more than %d MiB", maxBytes>>20)
	}
	return body, err
}
