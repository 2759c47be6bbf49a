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
	Body        []byte // unpacked; what a byte order mark says is UTF-16 or UTF-32 as UTF-8, with the mark
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

func open(ctx context.Context, name string, stdin io.Reader) (in Input, err error) {
	in.Name = name
	scheme, _, _ := strings.Cut(strings.ToLower(name), "://")
	web := (scheme == "http" || scheme == "https") && len(scheme) < len(name)
	if web {
		err = in.fetch(ctx)
	} else {
		err = in.read(stdin)
	}
	if err != nil {
		return in, err
	}
	switch packed := bytes.HasPrefix(in.Body, []byte("\x1f\x8b")); {
	case packed:
		switch in.Body, err = unpack(in.Body); {
		case errors.Is(err, errTooMuch):
			return in, news.FieldErrorf(name, "is packed with gzip, and unpacked %w", err)
		case err != nil:
			return in, news.FieldErrorf(name, "is packed with gzip, but damaged (%w); fetch it anew", err)
		}
	case strings.HasSuffix(strings.ToLower(name), ".gz") && len(in.Body) > 0 && !web: // a web server may unpack it
		return in, news.FieldErrorf(name, "is called .gz but is not packed with gzip; rename it, or fetch it anew")
	}
	if in.Body, err = utf8Of(in.Body); err != nil {
		return in, news.FieldErrorf(name, "cannot be read: %w", err)
	}
	if binary(in.Body) && !strings.Contains(strings.ToLower(in.ContentType), "utf-16") {
		return in, news.FieldErrorf(name, "is no text but binary; name a text, a page or a feed, in UTF-8 or with a byte order mark")
	}
	return in, nil
}

// fetch gets what an address leads to.
func (in *Input) fetch(ctx context.Context) error {
	client := fetch.New(fetch.Options{AllowLoopback: loopback(in.Name), MaxBytes: maxBytes, UserAgent: "Onrecord"})
	defer client.Close()
	answer, err := client.Get(ctx, fetch.Request{URL: in.Name, Named: true})
	if err == nil && answer.Gone {
		err = &news.Error{Kind: news.Unavailable, Field: in.Name, Message: "is gone for good (410)"}
	}
	in.Body, in.ContentType, in.URL = answer.Body, answer.ContentType, answer.URL
	return err
}

// read takes a file or standard input.
func (in *Input) read(stdin io.Reader) error {
	file := stdin
	if in.Name != "-" {
		f, err := os.Open(in.Name)
		switch {
		case in.Name == "":
			return news.FieldErrorf(`""`, "is the name of no file")
		case errors.Is(err, fs.ErrNotExist) && strings.Contains(in.Name, "://"):
			return news.FieldErrorf(in.Name, "there is no such file, and no web address begins so; give one that begins with http:// or https://")
		case errors.Is(err, fs.ErrNotExist):
			return news.FieldErrorf(in.Name, "there is no such file")
		case errors.Is(err, fs.ErrPermission):
			return news.FieldErrorf(in.Name, "may not be read")
		case err != nil:
			return news.FieldErrorf(in.Name, "cannot be opened: %w", bare(err))
		}
		defer func() { _ = f.Close() }()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return news.FieldErrorf(in.Name, "is a folder; name the files in it")
		}
		file = f
	}
	var err error
	if in.Body, err = limited(file); err != nil {
		return news.FieldErrorf(in.Name, "cannot be read: %w", bare(err))
	}
	return nil
}

// bare takes the file's name out of an error, for it is said already.
func bare(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
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

// errTooMuch is why an input is not read that is whole, but larger than any text.
var errTooMuch = fmt.Errorf("it has more than %d MiB; divide it", maxBytes>>20)

func limited(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err == nil && len(body) > maxBytes {
		err = errTooMuch
	}
	return body, err
}
