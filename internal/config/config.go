// Package config loads the settings: defaults, then a TOML file, then the environment, then flags, each over the one before.
//
// In come those four sources; out comes a Config that has been checked, or an Invalid error that names every setting that is wrong,
// where it was set, and the mend. Every setting stands once in settings.go, from where --help, docs/configuration.md and the checks
// take it. Only cmd and app import this package.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	gotoml "github.com/pelletier/go-toml/v2"

	"onrecord/internal/news"
)

// Config holds the settings by name.
type Config struct {
	Data     string
	Database string // defaulted to onrecord.db in Data
	Listen   string
	BaseURL  string // without a slash at the end; defaulted to the address that is listened on
	Roles    []string
	// TrustedProxies are believed about whom they forward for.
	TrustedProxies []netip.Prefix

	Node   string
	Secret string // empty: one is made and kept in Data

	SMTPHost     string
	SMTPPort     int
	SMTPUser     string
	SMTPPassword string
	SMTPTLS      string
	SMTPCA       string // a PEM file; empty: none
	// How the mail server is used, and which there are besides.
	SMTPConnections int
	SMTPRate        float64 // messages a second; 0: no limit
	SMTPWeight      int
	SMTPAlso        []string // as URLs
	MailFrom        string
	MailDKIM        string   // the folder of the keys; defaulted to dkim in Data
	MailDomains     []string // as domain=messages a second
	MailBounces     string
	SoftBounces     int
	MailKeep        time.Duration // how long single deliveries are kept; 0: for ever
	CountClicks     bool
	CountOpens      bool
	SignedByRelay   bool

	SignUpsHourly int

	BouncePiped      bool
	BounceListen     string // host:port or unix:/path; empty: nowhere
	BounceProtocol   string // lmtp or smtp
	BounceMailbox    string // for mailbox.ParseAddress; empty: none
	BouncePassword   string
	BounceEvery      time.Duration
	BounceTaken      string   // an IMAP folder; empty: mails are deleted
	BounceComplaints []string // addresses
	HookSES          []string // ARNs of SNS topics; a hook that is empty is off
	HookMailgun      string
	HookSendGrid     string
	HookPostmark     string
	HookBrevo        string
	HookSparkPost    string

	UserAgent string
	Pictures  bool // of reports are shown
	Loopback  bool
	Tick      time.Duration

	LogLevel  string
	LogFormat string

	// Set says where each setting that is not at its default was set, for messages and for check.
	Set map[string]string
}

// Sources are where settings come from.
type Sources struct {
	File  string            // path of a TOML file; empty: onrecord.toml in the working folder, if it is there
	Env   []string          // as os.Environ gives it
	Flags map[string]string // by the setting's name
}

// DefaultFile is read if no file is named and it is there.
const DefaultFile = "onrecord.toml"

// Load reads and checks the settings. All that is wrong is named, joined, so that it can be mended in one go.
func Load(s Sources) (Config, error) {
	k := koanf.New(".")
	where := map[string]string{}
	faults := []error{
		loadFile(k, s.File, where),
		loadEnv(k, s.Env, where),
		overlay(k, s.Flags, func(name string) string { return "--set " + name }, where),
	}
	c := Config{Set: where}
	for _, setting := range Settings() {
		value := setting.Default
		if k.Exists(setting.Name) {
			value = strings.TrimSpace(k.String(setting.Name))
			if _, list := k.Get(setting.Name).([]any); list {
				value = strings.Join(k.Strings(setting.Name), ",")
			}
		}
		if err := setting.set(&c, value); err != nil {
			place := where[setting.Name]
			if place == "" {
				place = "the default"
			}
			faults = append(faults, &news.Error{Kind: news.Invalid, Field: setting.Name, Err: err, Message: fmt.Sprintf("%v (set by %s)", err, place)})
		}
	}
	if err := errors.Join(faults...); err != nil {
		return Config{}, err
	}
	return c.finish()
}

// loadFile reads the file, if there is one, and refuses names that are no settings.
func loadFile(k *koanf.Koanf, path string, where map[string]string) error {
	if path == "" {
		if _, err := os.Stat(DefaultFile); errors.Is(err, os.ErrNotExist) {
			return nil
		}
		path = DefaultFile
	}
	err := k.Load(file.Provider(path), toml.Parser())
	var syntax *gotoml.DecodeError
	switch {
	case errors.As(err, &syntax):
		line, column := syntax.Position()
		return news.FieldErrorf(fmt.Sprintf("%s:%d:%d", path, line, column), "this is no TOML: %s", syntax.Error())
	case err != nil:
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
			err = cause.Err // the path stands before it already
		}
		return news.FieldErrorf(path, "the settings cannot be read: %w", err)
	}
	var unknown []error
	for _, name := range k.Keys() {
		if !known(name) {
			unknown = append(unknown, news.FieldErrorf(path, "there is no setting %q%s", name, suggest(name)))
		}
		where[name] = path
	}
	return errors.Join(unknown...)
}

// loadEnv takes the variables that begin with ONRECORD_, save those of the tests.
func loadEnv(k *koanf.Koanf, env []string, where map[string]string) error {
	byVariable := map[string]string{}
	for _, s := range Settings() {
		byVariable[s.Env()] = s.Name
	}
	values := map[string]string{}
	var unknown []error
	for _, e := range env {
		variable, value, _ := strings.Cut(e, "=")
		if !strings.HasPrefix(variable, "ONRECORD_") || strings.HasPrefix(variable, "ONRECORD_TEST_") {
			continue
		}
		name, ok := byVariable[variable]
		if !ok {
			unknown = append(unknown, news.FieldErrorf(variable, "no setting has this variable; 'onrecord check --settings' lists them"))
			continue
		}
		values[name] = value
	}
	return errors.Join(append(unknown, overlay(k, values, func(name string) string { return "the variable " + envName(name) }, where))...)
}

func overlay(k *koanf.Koanf, values map[string]string, from func(string) string, where map[string]string) error {
	over := map[string]any{}
	var unknown []error
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !known(name) {
			unknown = append(unknown, news.FieldErrorf(name, "there is no such setting%s", suggest(name)))
			continue
		}
		over[name] = values[name]
		where[name] = from(name)
	}
	return errors.Join(append(unknown, k.Load(confmap.Provider(over, "."), nil))...)
}

func known(name string) bool {
	for _, s := range Settings() {
		if s.Name == name {
			return true
		}
	}
	return false
}

// suggest names the setting that a misspelt one probably means.
func suggest(name string) string {
	for _, s := range Settings() {
		if strings.EqualFold(s.Name, name) || strings.ReplaceAll(s.Name, "_", "") == strings.ReplaceAll(strings.ToLower(name), "_", "") ||
			strings.HasSuffix(s.Name, "."+name) {
			return fmt.Sprintf("; did you mean %q?", s.Name)
		}
	}
	return "; 'onrecord check --settings' lists them"
}

func envName(name string) string {
	return "ONRECORD_" + strings.ToUpper(strings.ReplaceAll(name, ".", "_"))
}
