package config

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/mailbox"
)

// bounceListen takes host:port, or unix:/path of a socket.
func bounceListen(c *Config, v string) error {
	c.BounceListen = v
	if path, unix := strings.CutPrefix(v, "unix:"); unix {
		if !strings.HasPrefix(path, "/") || len(path) > 100 { // a socket's path has 108 bytes at most
			return fmt.Errorf("%q is no path of a socket; use one like unix:/run/onrecord/bounces, 100 characters at most", v)
		}
		return nil
	}
	if _, _, err := net.SplitHostPort(v); v != "" && err != nil {
		return fmt.Errorf("%q is no address to listen on; use host:port, as in 127.0.0.1:2424, or unix:/path", v)
	}
	return nil
}

func bounceMailbox(c *Config, v string) error {
	c.BounceMailbox = v
	if v == "" {
		return nil
	}
	_, err := mailbox.ParseAddress(v)
	if e := (*news.Error)(nil); errors.As(err, &e) {
		return errors.New(e.Message) // the name of the setting is put before it
	}
	return err
}

func complaints(c *Config, v string) error {
	for _, s := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		address, err := news.ParseAddress(s)
		if err != nil {
			return fmt.Errorf("%q is no mail address; one looks like fbl@digest.example.org", s)
		}
		c.BounceComplaints = append(c.BounceComplaints, address)
	}
	return nil
}

func topics(c *Config, v string) error {
	for _, arn := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		if parts := strings.Split(arn, ":"); len(parts) != 6 || parts[0] != "arn" || parts[2] != "sns" {
			return fmt.Errorf("%q is no topic of Amazon SNS; one looks like arn:aws:sns:eu-west-1:123456789012:bounces", arn)
		}
		c.HookSES = append(c.HookSES, arn)
	}
	return nil
}

// shared is a secret that a relay is told to show us, because it signs nothing.
func shared(field func(*Config) *string) func(*Config, string) error {
	return func(c *Config, v string) error {
		if v != "" && len(v) < 16 {
			return errors.New("it is shorter than 16 characters; 'openssl rand -hex 16' makes one")
		}
		*field(c) = v
		return nil
	}
}
