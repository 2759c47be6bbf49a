package dkim

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"onrecord/internal/news"
)

func TestWhatIsWrongWithARecord(t *testing.T) {
	keys := both(t)
	for _, k := range keys {
		_, right := k.Record()
		p := right[strings.Index(right, "p="):]
		other := map[string]string{RSA: "ed25519", Ed25519: "rsa"}[k.Kind()]
		_, another := generated(t, "example.org", "b", k.Kind()).Record()
		for name, is := range map[string]struct {
			records []string
			want    string
		}{
			"as it should be":       {[]string{right}, ""},
			"spaces and an end":     {[]string{strings.ReplaceAll(right, "; ", " ;  ") + " ; "}, ""},
			"space within the key":  {[]string{right[:len(right)-9] + " " + right[len(right)-9:]}, ""},
			"no version":            {[]string{right[len("v=DKIM1; "):]}, ""},
			"tags that nobody asks": {[]string{right + "; n=a note; s=*; h=sha1:sha256; t=s; x=y"}, ""},
			"for mail":              {[]string{right + "; s=email"}, ""},
			"none":                  {nil, "not published"},
			"two":                   {[]string{right, "something else"}, "2 TXT records"},
			"another version":       {[]string{"v=DKIM2; " + p}, `"DKIM2"`},
			"version later":         {[]string{right[len("v=DKIM1; "):] + "; v=DKIM1"}, "does not begin"},
			"something else":        {[]string{"v=spf1 -all"}, `"spf1-all"`},
			"words":                 {[]string{"hello"}, "cannot be read"},
			"nothing in it":         {[]string{""}, "needs a p="},
			"no key":                {[]string{"v=DKIM1; k=" + k.Kind()}, "needs a p="},
			"revoked":               {[]string{"v=DKIM1; k=" + k.Kind() + "; p="}, "revoked"},
			"cut short":             {[]string{right[:len(right)-3]}, "no base64"},
			"another kind":          {[]string{"v=DKIM1; k=" + other + "; " + p}, "is for a key of kind"},
			"another key":           {[]string{another}, "another key"},
			"not SHA-256":           {[]string{right + "; h=sha1"}, "SHA-256"},
			"not for mail":          {[]string{right + "; s=tlsrpt"}, "not for mail"},
			"a test":                {[]string{right + "; t=y:s"}, "t=y"},
			"twice":                 {[]string{right + "; " + p}, "twice"},
		} {
			err := k.Published(is.records)
			if is.want == "" {
				if err != nil {
					t.Errorf("%s, %s: %v", k.Kind(), name, err)
				}
				continue
			}
			if kind := news.KindOf(err); kind != news.Invalid && (is.records != nil || kind != news.NotFound) {
				t.Errorf("%s, %s: %v is %s", k.Kind(), name, err, kind)
				continue
			}
			if !strings.Contains(err.Error(), is.want) {
				t.Errorf("%s, %s: %v, want %s", k.Kind(), name, err, is.want)
			}
		}
	}
}

// FuzzPublished: whatever is published, by what is found right receivers verify.
func FuzzPublished(f *testing.F) {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)) // the same at every run, as the corpus is
	key := Key{Domain: "example.org", Selector: "a", private: private, public: private.Public()}
	_, right := key.Record()
	for _, r := range []string{right, right + "; t=s", "v=DKIM1; p=", "v=spf1 -all", ";;=", "p=;p=", strings.ToUpper(right), " " + right + ";"} {
		f.Add(r)
	}
	message := signs(f, NewSigner([]Key{key}), battery()["plain"])
	f.Fuzz(func(t *testing.T, record string) {
		if err := key.Published([]string{record}); err != nil {
			return
		}
		all, err := dkim.VerifyWithOptions(strings.NewReader(string(message)), &dkim.VerifyOptions{LookupTXT: func(string) ([]string, error) { return []string{record}, nil }})
		if err != nil || all[0].Err != nil {
			t.Errorf("%q: %v, %v", record, err, all)
		}
	})
}
