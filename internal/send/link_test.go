package send_test

import (
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

var (
	key = []byte("a key of thirty-two bytes or more")
	day = time.Date(2031, 3, 2, 7, 0, 0, 0, time.UTC)
)

func TestALinkDoesOneThingForOneSubscription(t *testing.T) {
	links, id := send.NewLinks(key, site), news.NewID(day)
	address := links.Address(send.ToUnsubscribe, id, time.Time{})
	token, ok := strings.CutPrefix(address, site+"/unsubscribe/")
	if !ok {
		t.Fatalf("the address is %s", address)
	}
	if got, err := links.Check(send.ToUnsubscribe, token, day.AddDate(50, 0, 0)); got != id || err != nil {
		t.Errorf("after fifty years: %q, %v", got, err)
	}
	if _, err := links.Check(send.ToConfirm, token, day); news.KindOf(err) != news.Forbidden {
		t.Errorf("it confirms, too: %v", err)
	}
	if _, err := send.NewLinks([]byte("another key of thirty-two bytes!!"), site).Check(send.ToUnsubscribe, token, day); news.KindOf(err) != news.Forbidden {
		t.Errorf("it works elsewhere, too: %v", err)
	}
}

func TestALinkExpires(t *testing.T) {
	links, id := send.NewLinks(key, site), news.NewID(day)
	token := links.Token(send.ToConfirm, id, day.Add(time.Hour))
	if got, err := links.Check(send.ToConfirm, token, day.Add(time.Hour-time.Second)); got != id || err != nil {
		t.Errorf("a second before: %q, %v", got, err)
	}
	if _, err := links.Check(send.ToConfirm, token, day.Add(time.Hour)); news.KindOf(err) != news.Forbidden || !strings.Contains(err.Error(), "too old") {
		t.Errorf("at the hour: %v", err)
	}
}

func TestAnyAlteredLinkIsForbidden(t *testing.T) {
	links, id := send.NewLinks(key, site), news.NewID(day)
	token := links.Token(send.ToUnsubscribe, id, time.Time{})
	for i := range token {
		for _, c := range []byte{'a', '0', '.', token[i] ^ 1, token[i] ^ 0x20} {
			altered := token[:i] + string(c) + token[i+1:]
			if altered == token {
				continue
			}
			if _, err := links.Check(send.ToUnsubscribe, altered, day); news.KindOf(err) != news.Forbidden {
				t.Errorf("%s passes for %s: %v", altered, token, err)
			}
		}
	}
	for _, forged := range []string{"", ".", "...", "1...", token[:len(token)-1], token + "A", token + ".", "2" + token[1:], " " + token, token + "\n", string(id)} {
		if _, err := links.Check(send.ToUnsubscribe, forged, day); news.KindOf(err) != news.Forbidden {
			t.Errorf("%q: %v", forged, err)
		}
	}
}

// FuzzCheck: whatever stands in an address, only a link that was made here for this purpose and is not too old passes.
func FuzzCheck(f *testing.F) {
	links, id := send.NewLinks(key, site), news.ID("01r5mf9xc0z7anz33gfbbgymq6") // the same in every process
	good := links.Token(send.ToPreferences, id, day.Add(time.Hour))
	foreign := send.NewLinks([]byte("another key of thirty-two bytes!!"), site)
	for _, s := range []string{good, good[:len(good)-1], good + "A", links.Token(send.ToUnsubscribe, id, time.Time{}), links.Token(send.ToPreferences, id, day), foreign.Token(send.ToPreferences, id, day.Add(time.Hour)), "1...", "", "1.\x00.0."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, token string) {
		for _, purpose := range []send.Purpose{send.ToConfirm, send.ToUnsubscribe, send.ToPreferences, send.ToMove} {
			got, err := links.Check(purpose, token, day)
			if err == nil && links.Token(purpose, got, day.Add(time.Hour)) != token && links.Token(purpose, got, time.Time{}) != token {
				t.Errorf("%q passes as %s of %s", token, purpose, got)
			}
			if err != nil && (news.KindOf(err) != news.Forbidden || got != "") {
				t.Errorf("%q gives %q, %v", token, got, err)
			}
		}
	})
}
