package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Setting is one thing that an operator can set.
type Setting struct {
	Name    string // in the file: smtp.host is host in the table [smtp]
	Default string
	Help    string // one or two sentences
	set     func(c *Config, value string) error
}

// Env is the environment variable that sets it.
func (s Setting) Env() string { return envName(s.Name) }

// Settings lists them all, in the order of the documentation.
func Settings() []Setting {
	return []Setting{
		{"data", "onrecord-data", "The folder for the SQLite database and the secret.", required(func(c *Config) *string { return &c.Data })},
		{"database", "", "The path of an SQLite file or a postgres:// address. Empty: onrecord.db in the data folder.", text(func(c *Config) *string { return &c.Database })},
		{"listen", "127.0.0.1:8080", "The address that the site and the desk are served on, host:port. Put a reverse proxy with TLS in front of it.", listen},
		{"base_url", "", "The address that readers use, as in https://digest.example.org. It stands in mails and feeds. Empty: http:// and the address that is listened on.", baseURL},
		{"trusted_proxies", "127.0.0.0/8,::1", "The reverse proxies that are believed about whom they forward for, by X-Forwarded-For or Forwarded: addresses or networks such as 10.0.0.0/8. The default is this machine itself; empty: none.", proxies},
		{"roles", "web,work", "What this machine does: web (serves pages), work (runs the steps), or both.", roles},
		{"node", "", "This machine's name, its own among all that share the database. Empty: the host's name.", text(func(c *Config) *string { return &c.Node })},
		{"secret", "", "The key that signs the links in mails, 32 characters or more. Empty: one is made and kept in the data folder; machines that share a database must share it.", secret},
		{"smtp.host", "127.0.0.1", "The mail server that takes the mails.", required(func(c *Config) *string { return &c.SMTPHost })},
		{"smtp.port", "587", "Its port.", number(1, 65535, func(c *Config) *int { return &c.SMTPPort })},
		{"smtp.user", "", "The user to log in as. Empty: no login.", text(func(c *Config) *string { return &c.SMTPUser })},
		{"smtp.password", "", "The password.", text(func(c *Config) *string { return &c.SMTPPassword })},
		{"smtp.tls", "required", "required, opportunistic, or off (only for a server on this machine).", choice(func(c *Config) *string { return &c.SMTPTLS }, "required", "opportunistic", "off")},
		{"smtp.ca", "", "A PEM file with certificates that are believed besides those that this machine believes, for mail servers, and the one of bounce.mailbox, with a certificate of the house's own. Empty: none.", text(func(c *Config) *string { return &c.SMTPCA })},
		{"smtp.connections", "20", "How many connections to it are open at once while an edition is mailed.", number(1, 500, func(c *Config) *int { return &c.SMTPConnections })},
		{"smtp.rate", "0", "How many messages a second it is given at most; 0: as many as it takes.", amount(func(c *Config) *float64 { return &c.SMTPRate })},
		{"smtp.weight", "1", "Its share of the messages, against those of the mail servers in smtp.also.", number(1, 1000, func(c *Config) *int { return &c.SMTPWeight })},
		{"smtp.also", "", "Further mail servers, as smtp://user:password@host:587?weight=1&connections=20&rate=0&tls=required or smtps://… (TLS from the start), with commas between them. Messages are shared by weight; when one is away the others take over.", listOf(func(c *Config) *[]string { return &c.SMTPAlso })},
		{"mail.domains", "", "How many messages a second the mailboxes of single domains get at most, as in example.org=20, example.net=0.5.", listOf(func(c *Config) *[]string { return &c.MailDomains })},
		{"mail.bounces", "", "The mailbox that bounces come back to, as in bounces@example.org. Each message gets an address of its own below it, bounces+…@example.org, so its mail server must keep what comes after a plus sign. Empty: bounces go to where the mail is from.", bounceBox(func(c *Config) *string { return &c.MailBounces })},
		{"mail.soft_bounces", "5", "After how many soft bounces on different days an address gets no more mail.", number(1, 100, func(c *Config) *int { return &c.SoftBounces })},
		{"mail.keep", "400d", "How many days it is kept what became of each single mail and what came back of it, as in 400d; the counts of each edition stay. 0 keeps all.", days(30, 36500, func(c *Config) *time.Duration { return &c.MailKeep })},
		{"mail.counts", "none", "What is counted of readers, naming nobody: none; clicks, for which the links in mails lead over this site; or clicks,opens, for which mails load a picture, too. Mails say so.", counts},
		{"mail.signed_by_relay", "false", "The mail server signs the mails (DKIM), so that keys are not missed here.", yesNo(func(c *Config) *bool { return &c.SignedByRelay })},
		{"mail.from", "", "The mailbox that mails come from where a publication names none, as in Daily Alert <alert@example.org>.", from},
		{"mail.dkim", "", "The folder for the keys that sign the mails. Empty: dkim in the data folder; machines that share a database must share it.", text(func(c *Config) *string { return &c.MailDKIM })},
		{"signup.hourly", "500", "How many mails readers may ask for in an hour, all together: to confirm a subscription, or with a link to their preferences.", number(1, 1_000_000, func(c *Config) *int { return &c.SignUpsHourly })},
		{"bounce.listen", "", "Where mail that comes back is taken in from your mail server: host:port, or unix:/path of a socket. Empty: nowhere.", bounceListen},
		{"bounce.protocol", "lmtp", "What is spoken there: lmtp or smtp.", choice(func(c *Config) *string { return &c.BounceProtocol }, "lmtp", "smtp")},
		{"bounce.mailbox", "", "A mailbox, for nothing else, that mail comes back to: imaps://user@host/INBOX, imap+starttls://, pop3s:// or pop3+starttls://. Empty: none is read.", bounceMailbox},
		{"bounce.password", "", "The password of that mailbox's user.", text(func(c *Config) *string { return &c.BouncePassword })},
		{"bounce.every", "1m", "How often the mailbox is looked into.", duration(time.Second, 24*time.Hour, func(c *Config) *time.Duration { return &c.BounceEvery })},
		{"bounce.taken", "Onrecord/Taken", "The IMAP folder that mails are moved to when they are taken in; it is made if it is not there. Empty: they are deleted, as with POP3.", text(func(c *Config) *string { return &c.BounceTaken })},
		{"bounce.complaints", "", "The addresses, besides the signed ones, that mail is taken in for: those that providers send complaints to.", complaints},
		{"bounce.piped", "false", "Something hands mail that comes back to 'onrecord mail bounce --take', so that no other way in is missed.", yesNo(func(c *Config) *bool { return &c.BouncePiped })},
		{"hook.ses", "", "The Amazon SNS topics by which Amazon SES tells of bounces and complaints, as ARNs. Empty: /hooks/ses is off.", topics},
		{"hook.mailgun", "", "Mailgun's HTTP webhook signing key. Empty: /hooks/mailgun is off.", text(func(c *Config) *string { return &c.HookMailgun })},
		{"hook.sendgrid", "", "The verification key of SendGrid's signed event webhook. Empty: /hooks/sendgrid is off.", text(func(c *Config) *string { return &c.HookSendGrid })},
		{"hook.postmark", "", "A secret of 16 characters or more that Postmark shows, as the password of basic authentication or at the end of the path. Empty: /hooks/postmark is off.", shared(func(c *Config) *string { return &c.HookPostmark })},
		{"hook.brevo", "", "The same for Brevo. Empty: /hooks/brevo is off.", shared(func(c *Config) *string { return &c.HookBrevo })},
		{"hook.sparkpost", "", "The same for SparkPost. Empty: /hooks/sparkpost is off.", shared(func(c *Config) *string { return &c.HookSparkPost })},
		{"gather.user_agent", "Onrecord/1.0 (+https://onrecord.example/bot)", "How the desk presents itself to the outlets it asks. Give an address where they can reach you.", required(func(c *Config) *string { return &c.UserAgent })},
		{"gather.pictures", "true", "Show the pictures that feeds give with their reports, on the reports' pages. They are fetched and made small here, and kept for 90 days: readers load nothing from elsewhere.", yesNo(func(c *Config) *bool { return &c.Pictures })},
		{"gather.loopback", "false", "Allow feeds on this machine itself. For trying things out: other private addresses stay out of reach.", yesNo(func(c *Config) *bool { return &c.Loopback })},
		{"tick", "5s", "How often to look for feeds, drafts and editions that are due.", duration(time.Second, time.Hour, func(c *Config) *time.Duration { return &c.Tick })},
		{"log.level", "info", "debug, info, warn or error: what `onrecord serve` logs. Other commands say themselves what they did.", choice(func(c *Config) *string { return &c.LogLevel }, "debug", "info", "warn", "error")},
		{"log.format", "text", "text or json.", choice(func(c *Config) *string { return &c.LogFormat }, "text", "json")},
	}
}

func text(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error { *field(c) = v; return nil }
}

func required(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if v == "" {
			return errors.New("it must not be empty")
		}
		*field(c) = v
		return nil
	}
}

func choice(field func(*Config) *string, allowed ...string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if !slices.Contains(allowed, v) {
			return fmt.Errorf("%q is none of %s", v, strings.Join(allowed, ", "))
		}
		*field(c) = v
		return nil
	}
}

func number(lowest, highest int, field func(*Config) *int) func(*Config, string) error {
	return func(c *Config, v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < lowest || n > highest {
			return fmt.Errorf("%q is no number from %d to %d", v, lowest, highest)
		}
		*field(c) = n
		return nil
	}
}

func yesNo(field func(*Config) *bool) func(*Config, string) error {
	return func(c *Config, v string) error {
		b, err := strconv.ParseBool(v)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", v)
		}
		*field(c) = b
		return nil
	}
}

func duration(shortest, longest time.Duration, field func(*Config) *time.Duration) func(*Config, string) error {
	return func(c *Config, v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < shortest || d > longest {
			return fmt.Errorf("%q is no time from %v to %v, such as 5s or 2m", v, shortest, longest)
		}
		*field(c) = d
		return nil
	}
}

// days takes a number of days, as in 400d, and 0, which is none.
func days(fewest, most int, field func(*Config) *time.Duration) func(*Config, string) error {
	return func(c *Config, v string) error {
		number, unit := strings.CutSuffix(v, "d")
		n, err := strconv.Atoi(number)
		if none := err == nil && n == 0; !none && (err != nil || !unit || n < fewest || n > most) {
			return fmt.Errorf("%q is no number of days from %dd to %dd, and not 0", v, fewest, most)
		}
		*field(c) = time.Duration(n) * 24 * time.Hour
		return nil
	}
}

// counts takes none, clicks, or clicks and opens: opens alone would say less than it costs.
func counts(c *Config, v string) error {
	switch strings.ReplaceAll(v, " ", "") {
	case "none":
	case "clicks":
		c.CountClicks = true
	case "clicks,opens", "opens,clicks":
		c.CountClicks, c.CountOpens = true, true
	default:
		return fmt.Errorf("%q is none of none, clicks and clicks,opens", v)
	}
	return nil
}

func listen(c *Config, v string) error {
	if _, _, err := net.SplitHostPort(v); err != nil {
		return fmt.Errorf("%q is no address to listen on; use host:port, as in 127.0.0.1:8080", v)
	}
	c.Listen = v
	return nil
}

func baseURL(c *Config, v string) error {
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("%q is no address; use one like https://digest.example.org", v)
	}
	c.BaseURL = strings.TrimSuffix(v, "/")
	return nil
}

func proxies(c *Config, v string) error {
	for _, s := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(s)
		if a, alone := netip.ParseAddr(s); alone == nil {
			p, err = a.Unmap().Prefix(a.Unmap().BitLen())
		}
		switch {
		case err != nil:
			return fmt.Errorf("%q is no address and no network; use one like 10.0.0.5 or 10.0.0.0/8", s)
		case p.Bits() == 0:
			return fmt.Errorf("%s is everybody, and would let every reader pass for another; name the proxies alone", s)
		}
		c.TrustedProxies = append(c.TrustedProxies, p.Masked())
	}
	return nil
}

func roles(c *Config, v string) error {
	for _, role := range strings.Split(v, ",") {
		role = strings.TrimSpace(role)
		if role != "web" && role != "work" {
			return fmt.Errorf("%q is no role; use web, work or web,work", role)
		}
		c.Roles = append(c.Roles, role)
	}
	return nil
}

func secret(c *Config, v string) error {
	if v != "" && len(v) < 32 {
		return errors.New("it is shorter than 32 characters; 'openssl rand -hex 32' makes one")
	}
	c.Secret = v
	return nil
}

func amount(field func(*Config) *float64) func(*Config, string) error {
	return func(c *Config, v string) error {
		n, err := strconv.ParseFloat(v, 64)
		if err != nil || !(n >= 0 && n <= 1e6) {
			return fmt.Errorf("%q is no number from 0 to a million", v)
		}
		*field(c) = n
		return nil
	}
}

func listOf(field func(*Config) *[]string) func(*Config, string) error {
	return func(c *Config, v string) error {
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*field(c) = append(*field(c), part)
			}
		}
		return nil
	}
}

func bounceBox(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if v == "" {
			return nil
		}
		address, err := news.ParseAddress(v)
		if err == nil && strings.Contains(address, "+") {
			err = errors.New("name the mailbox without a plus sign; what comes after one is put there for each message")
		}
		*field(c) = address
		return err
	}
}

func from(c *Config, v string) error {
	if v == "" {
		return nil
	}
	if _, err := news.ParseAddress(v); err != nil {
		return err
	}
	c.MailFrom = v
	return nil
}

// finish fills in what follows from other settings and checks those that depend on each other.
func (c Config) finish() (Config, error) {
	if c.Database == "" {
		c.Database = filepath.Join(c.Data, "onrecord.db")
	}
	if c.MailDKIM == "" {
		c.MailDKIM = filepath.Join(c.Data, "dkim")
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Listen
	}
	if c.Node == "" {
		name, err := os.Hostname()
		if err != nil {
			return c, news.FieldErrorf("node", "the host has no name; set one")
		}
		c.Node = name
	}
	if c.SMTPTLS == "off" && !local(c.SMTPHost) {
		return c, news.FieldErrorf("smtp.tls", "off sends readers' addresses and the password in the clear to %s; use required", c.SMTPHost)
	}
	if c.BounceMailbox != "" && c.BouncePassword == "" {
		return c, news.FieldErrorf("bounce.password", "the mailbox in bounce.mailbox wants one; put it into the file or the variable ONRECORD_BOUNCE_PASSWORD")
	}
	return c, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
