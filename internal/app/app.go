// Package app is the only wiring of the house: it opens the store, makes the steps and hands each what it needs, joins them
// by the flow, and serves the site and the desk.
//
// In comes a configuration; out comes an App, whose methods are what the command line does. Nothing is decided here that
// a step could decide.
package app

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/flow"
	"onrecord/internal/group"
	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
	"onrecord/internal/store"
	"onrecord/internal/web/counter"
)

// App is an open desk.
type App struct {
	Config config.Config
	Store  *store.Store
	Flow   *flow.Flow
	Clock  news.Clock
	Log    *slog.Logger

	secret []byte
	steps  steps
	opened *counter.Counter               // what readers open of their mails
	people func() (*speaker.Rules, error) // made when they are first asked for
	rarity func() func(string) float64    // how rare an English word is; likewise
	mount  map[string]http.Handler
	photos sync.Mutex // held while a picture is unpacked and made smaller: one takes hundreds of MB, several would fill the memory
}

// Extras are what only tests and the demonstration set.
type Extras struct {
	Clock news.Clock                      // nil: the system's
	Watch func(news.Step, news.ID, error) // told of every step that ended
	Eager bool                            // do not wait between two requests to one host
	// Patience is flow's: how long a notice waits for news that is still being read.
	Patience time.Duration
	// Timed is told how long every run of a step took.
	Timed func(news.Step, time.Duration, error)
	Mount map[string]http.Handler // further pages, by pattern
	// Roots are believed of push services, in place of those that this machine believes.
	Roots *x509.CertPool
}

// Open opens the desk: its database is made if it is not there, and brought up to date. Nothing runs until Start.
func Open(ctx context.Context, c config.Config, log *slog.Logger, x Extras) (*App, error) {
	if x.Clock == nil {
		x.Clock = news.ClockFunc(func() time.Time { return time.Now().UTC() })
	}
	secret, err := loadSecret(c)
	if err != nil {
		return nil, err
	}
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, Store: s, Clock: x.Clock, Log: log, secret: secret, mount: x.Mount, opened: counter.New(s.AddOpened, log)}
	a.people = sync.OnceValues(func() (*speaker.Rules, error) { return speaker.New("en") })
	a.rarity = sync.OnceValue(group.Rarity)
	if err := a.wire(x); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return a, nil
}

// Close lets go of the database. Stop comes before it.
func (a *App) Close() error {
	a.steps.close()
	return a.Store.Close()
}

// Works says whether this machine runs the steps.
func (a *App) Works() bool { return slices.Contains(a.Config.Roles, "work") }

// NewLog makes the log that the settings ask for.
func NewLog(c config.Config, w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // config has checked it
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// loadSecret gives the key that signs links: the one set, or the one kept in the data folder, which is made if it is not
// there.
func loadSecret(c config.Config) ([]byte, error) {
	if c.Secret != "" {
		return []byte(c.Secret), nil
	}
	path := filepath.Join(c.Data, "secret")
	kept, err := os.ReadFile(path)
	if err == nil {
		if kept := strings.TrimSpace(string(kept)); len(kept) >= 32 {
			return []byte(kept), nil
		}
		return nil, news.FieldErrorf("secret", "%s holds fewer than 32 characters; put the old secret back, or delete it and let links that were mailed be void", path)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, news.FieldErrorf("secret", "cannot read %s: %v", path, err)
	}
	made := make([]byte, 32)
	if _, err := rand.Read(made); err != nil {
		return nil, err
	}
	text := hex.EncodeToString(made)
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, news.FieldErrorf("data", "cannot make the folder: %v", err)
	}
	if err := writeNew(path, text+"\n"); err != nil {
		return nil, news.FieldErrorf("secret", "cannot keep it: %v", err)
	}
	return []byte(text), nil
}

// writeNew writes a file whole or not at all.
func writeNew(path, content string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
