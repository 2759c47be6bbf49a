package dkim

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"onrecord/internal/news"
)

func generated(t testing.TB, domain, selector, kind string) Key {
	t.Helper()
	k, err := Generate(domain, selector, kind)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func saved(t *testing.T, folder string, k Key) string {
	t.Helper()
	path, err := k.Save(folder)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func inPEM(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func TestKeysAreKeptAndComeBack(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data", "dkim")
	if keys, err := Load(folder); err != nil || len(keys) != 0 {
		t.Fatalf("of a folder that is not there: %v, %v", keys, err)
	}
	for _, kind := range []string{RSA, Ed25519} {
		k := generated(t, "Mail.Example.ORG", "2031-"+kind, kind)
		path := saved(t, folder, k)
		if want := filepath.Join(folder, "2031-"+kind+"._domainkey.mail.example.org.pem"); path != want || k.File(folder) != want {
			t.Errorf("kept as %s, %s", path, k.File(folder))
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
		before, _ := os.ReadFile(path)
		if _, err := generated(t, "mail.example.org", "2031-"+kind, kind).Save(folder); news.KindOf(err) != news.Conflict {
			t.Errorf("a second of that name: %v", err)
		}
		if after, _ := os.ReadFile(path); string(after) != string(before) {
			t.Error("the key was written over")
		}
	}
	keys, err := Load(folder)
	if err != nil || len(keys) != 2 {
		t.Fatal(keys, err)
	}
	for _, k := range keys {
		name, value := k.Record()
		if name != "2031-"+k.Kind()+"._domainkey.mail.example.org" || !strings.HasPrefix(value, "v=DKIM1; k="+k.Kind()+"; p=") || k.Retired() {
			t.Errorf("%+v: %s %s", k, name, value)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".new-*")); len(left) != 0 {
		t.Errorf("left lying: %v", left)
	}
}

func TestARetiredKeySignsNoMoreAndItsNameStaysTaken(t *testing.T) {
	folder := t.TempDir()
	k := generated(t, "example.org", "old", Ed25519)
	path := saved(t, folder, k)
	_, record := k.Record()
	if err := k.Retire(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the private half is still there: %v", err)
	}
	if keys, err := Load(folder); err != nil || len(keys) != 0 {
		t.Errorf("%v, %v", keys, err)
	}
	all, err := LoadAll(folder)
	if err != nil || len(all) != 1 || !all[0].Retired() {
		t.Fatalf("%v, %v", all, err)
	}
	if _, now := all[0].Record(); now != record {
		t.Errorf("its record was %s and is %s", record, now)
	}
	if NewSigner(all).Signs("example.org") {
		t.Error("it signs")
	}
	if err := all[0].Retire(folder); news.KindOf(err) != news.NotFound {
		t.Errorf("retired again: %v", err)
	}
	if _, err := generated(t, "example.org", "old", Ed25519).Save(folder); news.KindOf(err) != news.Conflict {
		t.Errorf("another of that name: %v", err)
	}
}

func TestRetiringThatWasCutOffGoesOn(t *testing.T) {
	folder := t.TempDir()
	k := generated(t, "example.org", "old", Ed25519)
	path := saved(t, folder, k)
	private, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Retire(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, private, 0o600); err != nil { // as if it had not been taken away
		t.Fatal(err)
	}
	if keys, err := Load(folder); err != nil || len(keys) != 0 {
		t.Errorf("it signs: %v, %v", keys, err)
	}
	if err := k.Retire(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the private half is still there: %v", err)
	}
}

func TestOfManyWhoMakeAKeyOfOneNameOneDoes(t *testing.T) {
	folder := t.TempDir()
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		k := generated(t, "example.org", "one", Ed25519)
		wait.Go(func() { _, errs[i] = k.Save(folder) })
	}
	wait.Wait()
	made := slices.IndexFunc(errs, func(err error) bool { return err == nil })
	for i, err := range errs {
		if i != made && news.KindOf(err) != news.Conflict {
			t.Errorf("%d: %v", i, err)
		}
	}
	if keys, err := Load(folder); err != nil || len(keys) != 1 {
		t.Errorf("%v, %v", keys, err)
	}
}

func TestAFileThatIsNoKeyIsNamed(t *testing.T) {
	good := func(t *testing.T, kind string) string {
		folder := t.TempDir()
		text, err := os.ReadFile(saved(t, folder, generated(t, "example.org", "a", kind)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	const name = "a._domainkey.example.org.pem"
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GODEBUG", "rsa1024min=0")
	short, err := rsa.GenerateKey(rand.Reader, 768)
	if err != nil {
		t.Fatal(err)
	}
	for what, is := range map[string]struct {
		file, content string
		want          string
	}{
		"empty":                 {name, "", "it is no PEM"},
		"cut short":             {name, good(t, RSA)[:900], "it is no PEM"},
		"something else":        {name, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", `holds a "CERTIFICATE"`},
		"no key inside":         {name, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "is damaged"},
		"another kind of key":   {name, inPEM(t, elliptic), "neither RSA nor Ed25519"},
		"a short key":           {name, inPEM(t, short), "768 bits"},
		"a name that says none": {"mykey.pem", good(t, Ed25519), "the name does not say whose key it is"},
		"a domain of nobody":    {"a._domainkey.org.pem", good(t, Ed25519), "the name does not say whose key it is"},
		"capital letters":       {"A._domainkey.example.org.pem", good(t, Ed25519), "the name does not say whose key it is"},
		"retired, but private":  {"b._domainkey.example.org.retired", good(t, Ed25519), `holds a "PRIVATE KEY"`},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			saved(t, folder, generated(t, "example.org", "good", Ed25519))
			path := filepath.Join(folder, is.file)
			if err := os.WriteFile(path, []byte(is.content), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := LoadAll(folder)
			if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), is.want) {
				t.Errorf("got %v, want %s", err, is.want)
			}
		})
	}
}

func TestKeysOfOlderToolsAreRead(t *testing.T) {
	folder := t.TempDir()
	older := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(generated(t, "example.org", "a", RSA).private.(*rsa.PrivateKey))})
	if err := os.WriteFile(filepath.Join(folder, "a._domainkey.example.org.pem"), older, 0o600); err != nil {
		t.Fatal(err)
	}
	if keys, err := Load(folder); err != nil || len(keys) != 1 || keys[0].Kind() != RSA {
		t.Errorf("%v, %v", keys, err)
	}
}

func TestNamesThatCannotBe(t *testing.T) {
	for _, is := range []struct{ domain, selector, kind, field string }{
		{"", "a", RSA, "domain"},
		{"localhost", "a", RSA, "domain"},
		{"org", "a", RSA, "domain"},
		{"co.uk", "a", RSA, "domain"},
		{"example..org", "a", RSA, "domain"},
		{"exa mple.org", "a", RSA, "domain"},
		{"example.org/../..", "a", RSA, "domain"},
		{"-a.example.org", "a", RSA, "domain"},
		{strings.Repeat("a.", 120) + "example.org", "a", RSA, "domain"},
		{"example.org", "", RSA, "selector"},
		{"example.org", "a b", RSA, "selector"},
		{"example.org", "../a", RSA, "selector"},
		{"example.org", "a._domainkey.b", RSA, "selector"},
		{"example.org", strings.Repeat("a", 64), RSA, "selector"},
		{"example.org", "a", "dsa", "kind"},
	} {
		_, err := Generate(is.domain, is.selector, is.kind)
		if f := news.Faults(err); len(f) != 1 || f[0].Field != is.field || f[0].Kind != news.Invalid {
			t.Errorf("%+v: %v", is, err)
		}
	}
	for domain, want := range map[string]string{"Bücher.example": "xn--bcher-kva.example", "EXAMPLE.org.": "example.org", "a.co.uk": "a.co.uk"} {
		if k := generated(t, domain, "S", Ed25519); k.Domain != want || k.Selector != "s" {
			t.Errorf("%s: %+v", domain, k)
		}
	}
}

func TestARecordIsCutForZoneFiles(t *testing.T) {
	for _, kind := range []string{RSA, Ed25519} {
		k := generated(t, "example.org", "a", kind)
		_, value := k.Record()
		parts := strings.Split(k.ZoneLine(), `"`)
		if parts[0] != "a._domainkey.example.org. 3600 IN TXT ( " || parts[len(parts)-1] != " )" {
			t.Errorf("%s", k.ZoneLine())
		}
		var whole string
		for i := 1; i < len(parts); i += 2 {
			if whole += parts[i]; len(parts[i]) > 255 {
				t.Errorf("a string of %d bytes", len(parts[i]))
			}
		}
		if whole != value {
			t.Errorf("%s\nis not %s", whole, value)
		}
	}
}
