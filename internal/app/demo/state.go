package demo

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/sampleworld"
)

// state is what a demonstration keeps beside its database, so that a restart finds the same world at the same addresses.
type state struct {
	End      time.Time `json:"end"` // of the six days: the edition's hour
	Site     string    `json:"site"`
	Mail     string    `json:"mail"`
	World    string    `json:"world"`
	Password string    `json:"password"` // of the user editor
}

// schedule is the sample publication's: Sunday, Tuesday and Thursday at 07:00 in Jerusalem.
func schedule() news.Schedule {
	return news.Schedule{Days: []time.Weekday{time.Sunday, time.Tuesday, time.Thursday}, Hour: 7, Zone: "Asia/Jerusalem"}
}

// lastEdition is the hour of the newest edition at now.
func lastEdition(now time.Time) time.Time {
	s := schedule()
	last := s.Next(now.AddDate(0, 0, -8))
	for next := last; !next.After(now); next = s.Next(next) {
		last = next
	}
	return last
}

// usual are the addresses that a demonstration has if they are free: of the site, the mail catcher and the outlets.
func usual() state {
	return state{Site: "127.0.0.1:8080", Mail: "127.0.0.1:8025", World: "127.0.0.1:8090"}
}

// loadState reads the state in a folder, or makes one, at the addresses that are wanted if they are free.
func loadState(ctx context.Context, folder string, now time.Time, wanted state) (state, error) {
	path := filepath.Join(folder, "demo.json")
	var s state
	content, err := os.ReadFile(path)
	if err == nil {
		if err := json.Unmarshal(content, &s); err != nil {
			return s, news.FieldErrorf(path, "this is no demonstration's folder: %v; name another one with --data", err)
		}
		return s, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return s, err
	}
	s = state{End: lastEdition(now), Password: rand.Text()[:12]}
	world, err := sampleworld.New(s.End)
	if err != nil {
		return s, err
	}
	for _, a := range []struct {
		into   *string
		wants  string
		isFree func(context.Context, string) bool
	}{{&s.Site, wanted.Site, isFree}, {&s.Mail, wanted.Mail, isFree}, {&s.World, wanted.World, world.Free}} {
		if *a.into, err = free(ctx, a.wants, a.isFree); err != nil {
			return s, err
		}
	}
	content, err = json.MarshalIndent(s, "", "  ")
	if err != nil {
		return s, err
	}
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return s, fmt.Errorf("keeping the demonstration's state: %w", err)
	}
	return s, os.Rename(path+".new", path)
}

// free gives an address that can be listened on: the one wanted, or another port of the same host; if it is to be port 0, any. The port must be free
// again at the next start, so it is none that the system hands out by itself to connections (RFC 6335, section 6: the
// dynamic ports; Linux takes them from 32768 on).
func free(ctx context.Context, wanted string, isFree func(context.Context, string) bool) (string, error) {
	host, port, err := net.SplitHostPort(wanted)
	if err != nil {
		return "", err
	}
	const tries, lowest, span = 100, 10_000, 20_000
	for range tries {
		if port != "0" && isFree(ctx, wanted) {
			return wanted, nil
		}
		port = strconv.Itoa(lowest + mathrand.IntN(span)) //nolint:gosec // a port is no secret
		wanted = net.JoinHostPort(host, port)
	}
	return "", fmt.Errorf("no port to listen on was found on %s in %d tries", host, tries)
}

func isFree(ctx context.Context, address string) bool {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", address)
	if err != nil {
		return false
	}
	return l.Close() == nil
}
