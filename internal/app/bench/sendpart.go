package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/platform/dkim"
)

// The parts of measuring what sending takes, each in a process of its own.
const (
	partSend = "send" // sends an edition, as it is told on standard input
	partSink = "sink" // is the mail server, at the address on standard input
)

// sendTask is what the part "send" is told.
type sendTask struct {
	Data        string  `json:"data"`
	Database    string  `json:"database"`
	Addr        string  `json:"addr"`
	Edition     news.ID `json:"edition"`
	Connections int     `json:"connections"`
	DKIM        string  `json:"dkim"`
}

// sent is what it says.
type sent struct {
	Seconds   float64   `json:"seconds"`
	Sent      int       `json:"sent"`
	Bytes     int       `json:"bytes"` // of a message
	PeakBytes uint64    `json:"peak_bytes"`
	CountsMS  []float64 `json:"counts_ms"`
}

// SendPart does one part of the measurement: what Send starts this program again for.
func SendPart(ctx context.Context, part string, in io.Reader, out io.Writer) error {
	told, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	switch part {
	case partSink:
		return runSink(ctx, string(told))
	case partSend:
		var t sendTask
		if err := json.Unmarshal(told, &t); err != nil {
			return fmt.Errorf("the task of a part: %w", err)
		}
		said, err := t.send(ctx)
		if err != nil {
			return err
		}
		return json.NewEncoder(out).Encode(said)
	}
	return news.FieldErrorf("--part", "there is no part %q", part)
}

// send has the service send the edition, and waits for it.
func (t sendTask) send(ctx context.Context) (said sent, err error) {
	host, port, err := net.SplitHostPort(t.Addr)
	if err != nil {
		return said, err
	}
	empty := filepath.Join(t.Data, "empty.toml")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		return said, err
	}
	keys := filepath.Join(t.Data, "dkim-"+t.DKIM) // none, if it is to be sent unsigned
	if t.DKIM != "" {
		key, err := dkim.Generate("digest.example.org", "bench", t.DKIM)
		if err == nil {
			_, err = key.Save(keys)
		}
		if err != nil && news.KindOf(err) != news.Conflict { // from the run before
			return said, err
		}
	}
	c, err := config.Load(config.Sources{File: empty, Flags: map[string]string{
		"data": t.Data, "database": t.Database, "base_url": "https://digest.example.org", "roles": "work", "node": "bench",
		"smtp.host": host, "smtp.port": port, "smtp.tls": "off", "smtp.connections": strconv.Itoa(t.Connections),
		"mail.bounces": "bounces@digest.example.org", "mail.dkim": keys, "log.level": "warn",
	}})
	if err != nil {
		return said, err
	}
	a, err := app.Open(ctx, c, app.NewLog(c, os.Stderr), app.Extras{})
	if err != nil {
		return said, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	preview, err := a.PreviewMail(ctx, t.Edition, "")
	if err != nil {
		return said, err
	}
	said.Bytes = len(preview.Source)
	running, err := a.Start(ctx)
	if err != nil {
		return said, err
	}
	defer func() { err = errors.Join(err, running.Stop()) }()
	began := time.Now()
	if err := a.Flow.Hand(ctx, news.Send, t.Edition); err != nil {
		return said, err
	}
	for ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
		asked := time.Now()
		v, err := a.Store.Sending(ctx, t.Edition)
		if news.KindOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return said, err
		}
		said.CountsMS = append(said.CountsMS, float64(time.Since(asked).Microseconds())/1000)
		if v.State == news.Finished {
			said.Seconds, said.Sent = time.Since(began).Seconds(), v.Counts.Sent
			break
		}
	}
	said.PeakBytes = peakMemory()
	return said, ctx.Err()
}
