package demo

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"onrecord/internal/news"
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

// loadState reads the state in a folder, or makes one.
func loadState(folder string, now time.Time) (state, error) {
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
	for _, a := range []struct {
		into  *string
		wants string
	}{{&s.Site, "127.0.0.1:8080"}, {&s.Mail, "127.0.0.1:0"}, {&s.World, "127.0.0.1:0"}} {
		if *a.into, err = free(a.wants); err != nil {
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

// free gives an address that can be listened on: the one wanted, or another port.
func free(wanted string) (string, error) {
	l, err := net.Listen("tcp", wanted) //nolint:noctx // closed at once
	if err != nil {
		l, err = net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	}
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
