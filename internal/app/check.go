package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/store"
)

// Finding is one thing that was looked at.
type Finding struct {
	What  string
	OK    bool
	Found string
	Mend  string // what to do, if it is not ready
}

// Check looks at what the desk needs: database, clock, pages, mail server, and the DNS records by which receivers know
// that its mail is genuine.
func Check(ctx context.Context, c config.Config) []Finding {
	findings := []Finding{checkSettings(c)}
	findings = append(findings, checkDatabase(ctx, c)...)
	findings = append(findings, checkMail(ctx, c))
	return append(findings, checkDNS(ctx, c)...)
}

func checkSettings(c config.Config) Finding {
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

func checkDatabase(ctx context.Context, c config.Config) []Finding {
	s, err := store.Open(ctx, c.Database)
	if err != nil {
		return []Finding{{"database", false, withoutField(err), "Mend the setting database, or start the server."}}
	}
	defer func() { _ = s.Close() }()
	counts, err := s.Counts(ctx)
	if err != nil {
		return []Finding{{"database", false, err.Error(), "Restore a backup, or ask for help with this message."}}
	}
	out := []Finding{{"database", true, fmt.Sprintf("feeds: %d, reports: %d, stories: %d", counts.Feeds, counts.Reports, counts.Stories), ""}}
	now := time.Now()
	theirs, err := s.Now(ctx)
	switch d := theirs.Sub(now).Abs(); {
	case err != nil:
		out = append(out, Finding{"clock", false, err.Error(), ""})
	case d > skew:
		out = append(out, Finding{"clock", false, fmt.Sprintf("this machine and its database are %v apart", d.Round(time.Second)), "Keep both clocks right, by NTP."})
	default:
		out = append(out, Finding{"clock", true, now.UTC().Format(time.RFC3339), ""})
	}
	users, err := s.Users(ctx)
	switch {
	case err != nil:
		out = append(out, Finding{"desk", false, err.Error(), ""})
	case len(users) == 0:
		out = append(out, Finding{"desk", false, "nobody may enter it", "Let yourself in: onrecord user add NAME"})
	default:
		out = append(out, Finding{"desk", true, fmt.Sprintf("%d may enter it", len(users)), ""})
	}
	publications, err := s.Publications(ctx)
	switch {
	case err != nil:
		out = append(out, Finding{"publication", false, err.Error(), ""})
	case len(publications) == 0:
		out = append(out, Finding{"publication", false, "there is none", "Add one: onrecord publication add daily-alert --name 'Daily Alert' --days sun,tue,thu"})
	default:
		out = append(out, Finding{"publication", true, publications[0].Name + " appears next " + stampText(publications[0].Schedule.Next(now)), ""})
	}
	return out
}

// withoutField says what is wrong without the setting's name, where that stands before it already.
func withoutField(err error) string {
	var e *news.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}

func checkMail(ctx context.Context, c config.Config) Finding {
	where := fmt.Sprintf("%s:%d", c.SMTPHost, c.SMTPPort)
	relay, err := smtp.New(smtp.Options{Host: c.SMTPHost, Port: c.SMTPPort, User: c.SMTPUser, Password: c.SMTPPassword, TLS: c.SMTPTLS, Timeout: 10 * time.Second})
	if err != nil {
		return Finding{"mail server", false, err.Error(), ""}
	}
	conn, err := relay.Open(ctx)
	if err != nil {
		return Finding{"mail server", false, err.Error(), "Set smtp.host, smtp.port, smtp.user and smtp.password to those of your mail server."}
	}
	if err := conn.Close(); err != nil {
		return Finding{"mail server", false, err.Error(), ""}
	}
	return Finding{"mail server", true, where + " takes mail", ""}
}

func checkDNS(ctx context.Context, c config.Config) []Finding {
	if c.MailFrom == "" {
		return []Finding{{"mail.from", true, "is not set; each publication must name a mailbox of its own", ""}}
	}
	a, err := netmail.ParseAddress(c.MailFrom)
	if err != nil {
		return []Finding{{"mail.from", false, err.Error(), ""}}
	}
	_, domain, _ := strings.Cut(a.Address, "@")
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return []Finding{
		record(ctx, "SPF", domain, "v=spf1", "Publish a TXT record at "+domain+" that names your mail server: v=spf1 include:… -all (RFC 7208)"),
		record(ctx, "DMARC", "_dmarc."+domain, "v=DMARC1", "Publish a TXT record at _dmarc."+domain+": v=DMARC1; p=none; rua=mailto:… (RFC 7489)"),
	}
}

// record looks for a TXT record that begins in a way.
func record(ctx context.Context, what, name, begins, mend string) Finding {
	found, err := net.DefaultResolver.LookupTXT(ctx, name)
	for _, txt := range found {
		if strings.HasPrefix(txt, begins) {
			return Finding{what, true, txt, ""}
		}
	}
	said := "there is no such record at " + name
	if err != nil {
		said = news.Errorf(news.Unavailable, "%s: %v", name, err).Error()
	}
	return Finding{what, false, said, mend}
}
