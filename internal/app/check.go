package app

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/store"
)

// Finding is one thing that was looked at.
type Finding struct {
	What  string
	OK    bool
	Found string
	Mend  string // what to do, if it is not ready
}

// Check looks at what the desk needs: settings, database, clock, people, publications, the mail server and the way to it, and
// what receivers ask of mail before they believe it.
func Check(ctx context.Context, c config.Config) []Finding {
	return checker{Config: c, now: time.Now, dns: systemNames()}.all(ctx)
}

// checker looks at one desk from one machine.
type checker struct {
	config.Config
	now   func() time.Time
	dns   names
	roots *x509.CertPool // who is believed about certificates; nil: whom the system believes
}

func (c checker) all(ctx context.Context) []Finding {
	findings := []Finding{c.settings()}
	if _, err := loadSecret(c.Config); err != nil {
		findings = append(findings, Finding{"secret", false, withoutField(err), "Set secret, or mend what stands in the way; 'openssl rand -hex 32' makes a secret."})
	}
	found, publications := c.database(ctx)
	findings = append(findings, found...)
	return append(findings, c.mail(ctx, publications)...)
}

func (c checker) settings() Finding {
	if c.BaseURL == "http://"+c.Listen {
		return Finding{"settings", true, fmt.Sprintf("%s given; readers would find the site at %s, on this machine only", Count(len(c.Set), "setting"), c.BaseURL),
			"Before readers come, set base_url to the address that they use, with https."}
	}
	if strings.HasPrefix(c.BaseURL, "http://") {
		return Finding{"settings", false, "readers would find the site at " + c.BaseURL + ", without TLS", "Put a reverse proxy with TLS in front and set base_url to https://…"}
	}
	return Finding{"settings", true, fmt.Sprintf("%s given; readers find the site at %s", Count(len(c.Set), "setting"), c.BaseURL), ""}
}

// skew is how far the clocks of the desk and its database may be apart.
const skew = 5 * time.Second

// unread is the mend where a database that can be opened cannot be read.
const unread = "Look into the database's log, or restore a backup."

// database looks at the database and at what must be in it, and gives the publications.
func (c checker) database(ctx context.Context) (found []Finding, publications []news.Publication) {
	add := func(what string, ok bool, said, mend string) { found = append(found, Finding{what, ok, said, mend}) }
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		add("database", false, withoutField(err), "Mend the setting database, or start the server.")
		return found, nil
	}
	defer func() { _ = s.Close() }()
	counts, err := s.Counts(ctx)
	if err != nil {
		add("database", false, err.Error(), unread)
		return found, nil
	}
	add("database", true, fmt.Sprintf("feeds: %d, reports: %d, stories: %d", counts.Feeds, counts.Reports, counts.Stories), "")
	theirs, err := s.Now(ctx)
	now := c.now()
	switch d := theirs.Sub(now).Abs(); {
	case err != nil:
		add("clock", false, err.Error(), unread)
	case d > skew:
		add("clock", false, fmt.Sprintf("this machine and its database are %v apart", d.Round(time.Second)), "Keep both clocks right, by NTP.")
	default:
		add("clock", true, now.UTC().Format(time.RFC3339), "")
	}
	users, err := s.Users(ctx)
	switch {
	case err != nil:
		add("desk", false, err.Error(), unread)
	case len(users) == 0:
		add("desk", false, "nobody may enter it", "Let yourself in: onrecord user add NAME")
	default:
		add("desk", true, fmt.Sprintf("%d may enter it", len(users)), "")
		if !slices.ContainsFunc(users, func(u news.User) bool { return u.Mail != "" }) {
			// The desk works without, so it is no fault.
			add("editors", true, "none of them has a mail address, so nobody is told by mail before the hour of an edition that is not approved, or of a mailing that stands still",
				"Say where one is reached: onrecord user set NAME --mail ADDRESS")
		}
	}
	publications, err = s.Publications(ctx)
	switch {
	case err != nil:
		add("publication", false, err.Error(), unread)
	case len(publications) == 0:
		add("publication", false, "there is none", "Add one: onrecord publication add daily-alert --name 'Daily Alert' --days sun,tue,thu")
	}
	for _, p := range publications {
		add("publication", true, p.Name+" appears next "+stampText(p.Schedule.Next(now)), "")
	}
	return found, publications
}

// withoutField says what is wrong without the setting's name, where that stands before it already.
func withoutField(err error) string {
	var e *news.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}
