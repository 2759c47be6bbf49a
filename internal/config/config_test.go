package config

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
)

var update = flag.Bool("update", false, "write the golden files anew")

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "desk.toml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEachSourceGoesBeforeTheOneBefore(t *testing.T) {
	path := write(t, `
data = "/var/lib/onrecord"
listen = "127.0.0.1:9000"
tick = "7s"
roles = ["work"]
[smtp]
host = "mail.example.org"
port = 2525
`)
	c, err := Load(Sources{File: path, Env: []string{"HOME=/root", "ONRECORD_SMTP_PORT=26", "ONRECORD_TICK=8s", "ONRECORD_TEST_ALL=1"},
		Flags: map[string]string{"tick": "9s"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.Database != "/var/lib/onrecord/onrecord.db" || c.BaseURL != "http://127.0.0.1:9000" || c.SMTPHost != "mail.example.org" ||
		c.SMTPPort != 26 || c.Tick != 9*time.Second || c.SMTPTLS != "required" || len(c.Roles) != 1 || c.Roles[0] != "work" {
		t.Errorf("got %+v", c)
	}
	if c.Set["tick"] != "--set tick" || c.Set["smtp.port"] != "the variable ONRECORD_SMTP_PORT" || c.Set["data"] != path {
		t.Errorf("set by: %v", c.Set)
	}
}

func TestErrorsNameTheSettingThePlaceAndTheMend(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		env  []string
		set  map[string]string
		want []string
	}{
		"no TOML":          {file: "data = \"x\"\nlisten = = 3\n", want: []string{"desk.toml:2", "no TOML"}},
		"unknown name":     {file: "[smtp]\nhots = 'x'\n", want: []string{"desk.toml", `"smtp.hots"`}},
		"misspelt name":    {file: "baseurl = 'https://x.example'\n", want: []string{`did you mean "base_url"`}},
		"short name":       {file: "host = 'x'\n", want: []string{`did you mean "smtp.host"`}},
		"unknown variable": {env: []string{"ONRECORD_SMTP_HOTS=x"}, want: []string{"ONRECORD_SMTP_HOTS"}},
		"no port":          {env: []string{"ONRECORD_LISTEN=localhost"}, want: []string{"listen", "host:port", "ONRECORD_LISTEN"}},
		"no number":        {set: map[string]string{"smtp.port": "many"}, want: []string{"smtp.port", "1 to 65535", "--set"}},
		"no choice":        {file: "[log]\nlevel = 'loud'\n", want: []string{"log.level", "debug", "desk.toml"}},
		"short secret":     {set: map[string]string{"secret": "x"}, want: []string{"secret", "32"}},
		"mail in clear":    {set: map[string]string{"smtp.tls": "off", "smtp.host": "mail.example.org"}, want: []string{"smtp.tls", "required"}},
		"role":             {set: map[string]string{"roles": "web,play"}, want: []string{"roles", `"play"`}},
		"empty":            {set: map[string]string{"data": ""}, want: []string{"data", "empty"}},
		"no proxy":         {file: "trusted_proxies = ['127.0.0.1', 'proxy.internal']\n", want: []string{"trusted_proxies", `"proxy.internal"`, "10.0.0.0/8", "desk.toml"}},
		"proxies all over": {set: map[string]string{"trusted_proxies": "::/0"}, want: []string{"trusted_proxies", "everybody"}},
		"address":          {set: map[string]string{"base_url": "digest.example.org"}, want: []string{"base_url", "https://"}},
		"several": {file: "host = 'x'\nport = 1\ntick = 'soon'\n[log]\nlevel = 'loud'\n", env: []string{"ONRECORD_A=1", "ONRECORD_B=1", "ONRECORD_SECRET=x"},
			set:  map[string]string{"c": "1", "d": "1", "roles": "play"},
			want: []string{`"host"`, `"port"`, "tick:", "log.level:", "ONRECORD_A:", "ONRECORD_B:", "secret:", "c: there is no such setting", "d: there", "roles:"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(Sources{File: write(t, c.file), Env: c.env, Flags: c.set})
			if news.KindOf(err) != news.Invalid {
				t.Fatalf("got %v, want an Invalid error", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
	if _, err := Load(Sources{File: filepath.Join(t.TempDir(), "none.toml")}); news.KindOf(err) != news.Invalid {
		t.Errorf("a named file that is not there: %v", err)
	}
}

func TestTrustedProxies(t *testing.T) {
	for file, want := range map[string]string{
		"": "[127.0.0.0/8 ::1/128]",
		"trusted_proxies = ['10.1.2.3/8', '192.0.2.7', '2001:db8::/32']": "[10.0.0.0/8 192.0.2.7/32 2001:db8::/32]",
		"trusted_proxies = '10.0.0.0/8, ::ffff:192.0.2.7'":               "[10.0.0.0/8 192.0.2.7/32]",
		"trusted_proxies = []": "[]",
		"trusted_proxies = ''": "[]",
	} {
		c, err := Load(Sources{File: write(t, file)})
		if got := fmt.Sprint(c.TrustedProxies); err != nil || got != want {
			t.Errorf("%s gives %s, %v, want %s", file, got, err, want)
		}
	}
}

func TestTheDocumentIsUpToDate(t *testing.T) {
	const path = "../../docs/configuration.md"
	var b bytes.Buffer
	if err := Document(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil { //nolint:gosec // a page for everybody
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(old, b.Bytes()) {
		t.Error("docs/configuration.md is out of date: go test ./internal/config -update")
	}
}
