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

// Open reads the input of this name whole.
func Open(ctx context.Context, name string, stdin io.Reader) (Input, error) {
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
	if err == nil && bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		body, err = unpack(body)
	}
	if err != nil {
		return in, news.FieldErrorf(name, "cannot be read: %w", err)
	}
	in.Body = body
	return in, nil
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
