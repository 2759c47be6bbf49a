package config

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

func TestHowMailComesBack(t *testing.T) {
	c, err := Load(Sources{File: write(t, `
[bounce]
listen = "unix:/run/onrecord/bounces"
mailbox = "imaps://bounces@example.org@mail.example.org"
taken = ""
complaints = ["fbl@digest.example.org", "abuse@digest.example.org"]
[hook]
ses = ["arn:aws:sns:eu-west-1:123456789012:a", "arn:aws:sns:eu-west-1:123456789012:b"]
postmark = "0123456789abcdef"
`), Env: []string{"ONRECORD_BOUNCE_PASSWORD=secret"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.BounceListen != "unix:/run/onrecord/bounces" || c.BounceProtocol != "lmtp" || c.BouncePassword != "secret" || c.BounceTaken != "" || len(c.BounceComplaints) != 2 || len(c.HookSES) != 2 || c.HookPostmark == "" {
		t.Errorf("%+v", c)
	}
	for setting, tt := range map[string]struct{ value, words string }{
		"bounce.listen":     {"2424", "host:port"},
		"bounce.protocol":   {"uucp", "lmtp, smtp"},
		"bounce.mailbox":    {"imap://user@mail.example.org", "in the clear"},
		"bounce.every":      {"never", "no time"},
		"bounce.complaints": {"fbl, @x", "no mail address"},
		"hook.ses":          {"my-topic", "arn:aws:sns:"},
		"hook.postmark":     {"short", "16 characters"},
		"hook.brevo":        {"short", "openssl"},
	} {
		_, err := Load(Sources{File: write(t, ""), Flags: map[string]string{setting: tt.value}})
		if news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), setting+": ") || !strings.Contains(err.Error(), tt.words) || strings.Count(err.Error(), setting+":") != 1 {
			t.Errorf("%s = %s: %v", setting, tt.value, err)
		}
	}
	if _, err := Load(Sources{File: write(t, ""), Flags: map[string]string{"bounce.listen": "unix:here"}}); err == nil {
		t.Error("a socket without a folder is taken")
	}
	_, err = Load(Sources{File: write(t, ""), Flags: map[string]string{"bounce.mailbox": "imaps://user@mail.example.org"}})
	if err == nil || !strings.HasPrefix(err.Error(), "bounce.password: ") {
		t.Errorf("without a password: %v", err)
	}
}

func TestWhatIsKeptAndCounted(t *testing.T) {
	for in, want := range map[string]time.Duration{"0": 0, "0d": 0, "30d": 30 * 24 * time.Hour, "400d": 400 * 24 * time.Hour} {
		if c, err := Load(Sources{Flags: map[string]string{"mail.keep": in}}); err != nil || c.MailKeep != want {
			t.Errorf("%s is %v, %v", in, c.MailKeep, err)
		}
	}
	for _, in := range []string{"29d", "-1d", "400", "1y", "", "99999999999999999999d"} {
		if _, err := Load(Sources{Flags: map[string]string{"mail.keep": in}}); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "mail.keep") {
			t.Errorf("%q is %v", in, err)
		}
	}
	for in, want := range map[string][2]bool{"none": {}, "clicks": {true, false}, "clicks,opens": {true, true}, "opens, clicks": {true, true}} {
		if c, err := Load(Sources{Flags: map[string]string{"mail.counts": in}}); err != nil || [2]bool{c.CountClicks, c.CountOpens} != want {
			t.Errorf("%s is %v, %v: %v", in, c.CountClicks, c.CountOpens, err)
		}
	}
	for _, in := range []string{"opens", "", "all"} {
		if _, err := Load(Sources{Flags: map[string]string{"mail.counts": in}}); news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), "mail.counts") {
			t.Errorf("%q is %v", in, err)
		}
	}
}
