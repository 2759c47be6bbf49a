package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/web/assets"
)

// StreamFigures are those of open streams of notices.
type StreamFigures struct {
	Open     int     `json:"open"`
	BeforeMB uint64  `json:"before_mb"` // resident
	AfterMB  uint64  `json:"after_mb"`
	EachKB   float64 `json:"each_kb"`
	FirstMS  float64 `json:"first_ms"` // from when a notice was raised in another process until it had reached the first
	AllMS    float64 `json:"all_ms"`   // and all
}

// streams opens streams of notices, and raises one.
func (b *siteBench) streams(ctx context.Context, f *SiteFigures) (err error) {
	if b.Streams == 0 {
		return nil
	}
	if err := b.afresh(ctx, f); err != nil {
		return err
	}
	f.Streams = StreamFigures{Open: b.Streams, BeforeMB: b.service.memory("VmRSS:") >> 20}
	before := b.service.memory("VmRSS:")
	conns := make([]net.Conn, 0, b.Streams)
	defer func() {
		for _, c := range conns {
			err = errors.Join(err, c.Close())
		}
	}()
	readers := make([]*bufio.Reader, 0, b.Streams)
	for range b.Streams {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", b.service.address)
		if err != nil {
			return err
		}
		conns = append(conns, c)
		if _, err := fmt.Fprintf(c, "GET /events?language=en HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nAccept-Language: en-GB,en;q=0.9\r\nAccept-Encoding: gzip, deflate\r\nCache-Control: no-cache\r\n\r\n", b.service.address); err != nil {
			return err
		}
		in := bufio.NewReaderSize(c, 512)
		if err := until(in, "retry: "); err != nil {
			return fmt.Errorf("stream %d: %w", len(conns), err)
		}
		readers = append(readers, in)
	}
	arrived := make([]time.Duration, len(readers))
	failed := make([]error, len(readers))
	begin := make(chan struct{})
	var began time.Time
	var all sync.WaitGroup
	for i, in := range readers {
		all.Go(func() {
			err := until(in, "id: ")
			<-begin
			arrived[i], failed[i] = time.Since(began), err
		})
	}
	for _, c := range conns {
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
	}
	time.Sleep(2 * time.Second) // what opening took in passing is given back
	began = time.Now()
	close(begin)
	if _, err := b.store.AddNotice(ctx, b.world.notice(0)); err != nil {
		return err
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	slices.Sort(arrived)
	after := b.service.memory("VmRSS:")
	f.Streams.AfterMB, f.Streams.EachKB = after>>20, float64(int64(after)-int64(before))/1024/float64(b.Streams)
	f.Streams.FirstMS, f.Streams.AllMS = float64(arrived[0].Milliseconds()), float64(arrived[len(arrived)-1].Milliseconds())
	return nil
}

// until reads up to the line that begins so.
func until(in *bufio.Reader, prefix string) error {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, prefix) {
			return nil
		}
	}
}

// WireFigures are the bytes that a browser gets, headers and all.
type WireFigures struct {
	Page  WireBytes `json:"page"`
	All   WireBytes `json:"all"` // with the files that the page loads, save fonts
	Files int       `json:"files"`
}

// WireBytes are those of one document or of several, in each coding.
type WireBytes struct {
	Plain  int `json:"plain"`
	Gzip   int `json:"gzip"`
	Brotli int `json:"brotli"`
}

var loaded = regexp.MustCompile(`(?:src|href)="(` + assets.Root + `[^"]+)"`)

// wire counts the bytes of an edition page and of what it loads.
func (b *siteBench) wire(ctx context.Context, f *SiteFigures) error {
	for accept, into := range map[string]struct{ page, all *int }{
		"identity": {&f.Wire.Page.Plain, &f.Wire.All.Plain}, "gzip": {&f.Wire.Page.Gzip, &f.Wire.All.Gzip}, "br, gzip": {&f.Wire.Page.Brotli, &f.Wire.All.Brotli},
	} {
		n, _, err := b.received(ctx, b.pages[0], accept)
		if err != nil {
			return err
		}
		*into.page, *into.all = n, n
		_, page, err := b.received(ctx, b.pages[0], "identity")
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, found := range loaded.FindAllStringSubmatch(page, -1) {
			if seen[found[1]] || strings.HasSuffix(found[1], ".woff2") {
				continue
			}
			seen[found[1]] = true
			n, _, err := b.received(ctx, found[1], accept)
			if err != nil {
				return err
			}
			*into.all += n
		}
		f.Wire.Files = len(seen)
	}
	return nil
}

// counted is a connection that counts what it receives.
type counted struct {
	net.Conn
	n *int
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	*c.n += n
	return n, err
}

// received fetches a document over a connection of its own, and counts the bytes that come.
func (b *siteBench) received(ctx context.Context, path, accept string) (n int, body string, err error) {
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return counted{conn, &n}, err
	}}, Timeout: 30 * time.Second}
	read, err := ask(ctx, c, b.service.url(path), accept)
	return n, string(read), err
}
