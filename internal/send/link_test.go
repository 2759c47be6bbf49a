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

func FuzzCheck(f *testing.F) {
	links, id := send.NewLinks(key, site), news.ID("01r5mf9xc0z7anz33gfbbgymq6") // the same in every process
	made := links.Token(send.ToUnsubscribe, id, time.Time{})
	f.Add(made)
	f.Add(links.Token(send.ToConfirm, id, day))
	f.Add("1..0.")
	f.Add("1.\x00.zzzzzzzzzzzzzzzzzzzz.AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, token string) {
		got, err := links.Check(send.ToUnsubscribe, token, day)
		switch {
		case err == nil && (got != id || token != made):
			t.Errorf("%q was not made here and gives %q", token, got)
		case err != nil && news.KindOf(err) != news.Forbidden:
			t.Errorf("%q: %v", token, err)
		}
	})
}
