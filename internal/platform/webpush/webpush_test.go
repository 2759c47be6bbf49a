package webpush_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
	"onrecord/internal/platform/webpush"
	"onrecord/internal/testkit/pushservice"
)

var clock = news.ClockFunc(func() time.Time { return time.Now().UTC() })

func sender(t *testing.T, s *pushservice.Service, secret string) *webpush.Sender {
	t.Helper()
	client := fetch.New(fetch.Options{AllowLoopback: true, Roots: s.Roots})
	t.Cleanup(client.Close)
	w, err := webpush.New([]byte(secret), "https://digest.example.org", client, clock)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func browser(b *pushservice.Browser) webpush.Browser {
	return webpush.Browser{Endpoint: b.Endpoint, Key: b.Key, Auth: b.Auth}
}

func TestAMessageIsOpenedByItsBrowserAlone(t *testing.T) {
	service := pushservice.Start(t)
	b := service.Browser("one")
	w := sender(t, service, "the secret of the house, long enough")
	for _, body := range []string{"x", "Vane denies it: „nein“ — לא", strings.Repeat("a", webpush.MaxBody)} {
		if a, err := w.Send(t.Context(), browser(b), webpush.Message{Body: []byte(body), TTL: time.Hour, Urgency: "low", Topic: "n7"}); err != nil || a.Gone {
			t.Fatalf("%+v, %v", a, err)
		}
		m := service.Next()
		if m.Body != body || m.TTL != "3600" || m.Urgency != "low" || m.Topic != "n7" || m.Key != w.Key() || m.Contact != "https://digest.example.org" {
			t.Errorf("came %+v", m)
		}
	}
	_, err := w.Send(t.Context(), browser(b), webpush.Message{Body: []byte(strings.Repeat("a", 5000)), TTL: time.Hour})
	if news.KindOf(err) != news.Invalid {
		t.Errorf("one that is too long: %v", err)
	}
}

func TestTheKeyIsTheSecretsOwn(t *testing.T) {
	keys := map[string]string{}
	for _, secret := range []string{"one secret", "one secret", "another"} {
		w, err := webpush.New([]byte(secret), "https://x.example", nil, clock)
		if err != nil {
			t.Fatal(err)
		}
		if have := keys[secret]; have != "" && have != w.Key() {
			t.Error("a secret has two keys")
		}
		keys[secret] = w.Key()
	}
	if keys["one secret"] == keys["another"] || len(keys["another"]) != 87 {
		t.Errorf("keys %v", keys)
	}
}

func TestWhatAPushServiceSays(t *testing.T) {
	service := pushservice.Start(t)
	b := service.Browser("one")
	w := sender(t, service, "secret")
	for _, c := range []struct {
		status int
		after  string
		gone   bool
		kind   news.Kind
		wait   time.Duration
	}{
		{201, "", false, "", 0}, {404, "", true, "", 0}, {410, "", true, "", 0}, {413, "", false, news.Invalid, 0}, {400, "", false, news.Invalid, 0},
		{429, "120", false, news.Unavailable, 2 * time.Minute}, {503, "", false, news.Unavailable, 0}, {500, "soon", false, news.Unavailable, 0},
		{307, "", false, news.Unavailable, 0}, {403, "", false, news.Unavailable, 0},
	} {
		service.Answer(func(string) (int, string) { return c.status, c.after })
		a, err := w.Send(t.Context(), browser(b), webpush.Message{Body: []byte("x"), TTL: time.Hour})
		if a.Gone != c.gone || a.RetryAfter != c.wait || news.KindOf(err) != c.kind {
			t.Errorf("%d: %+v, %v", c.status, a, err)
		}
		if err != nil && strings.Contains(err.Error(), "/send/") {
			t.Errorf("the error tells the address, by which anybody may write to the browser: %v", err)
		}
	}
}

func TestNoPushServiceIsInAPrivateNetwork(t *testing.T) {
	service := pushservice.Start(t)
	b := service.Browser("one")
	client := fetch.New(fetch.Options{Roots: service.Roots}) // loopback is closed
	t.Cleanup(client.Close)
	w, err := webpush.New([]byte("secret"), "https://x.example", client, clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Send(context.Background(), browser(b), webpush.Message{Body: []byte("x"), TTL: time.Hour}); news.KindOf(err) != news.Forbidden || strings.Contains(err.Error(), "/send/") {
		t.Errorf("%v", err)
	}
	if m := service.Waiting(); len(m) != 0 {
		t.Errorf("came %+v", m)
	}
}

func TestWhatIsNoBrowser(t *testing.T) {
	good := pushservice.Start(t).Browser("one")
	for _, c := range []struct {
		endpoint, key, auth string
		field               string
	}{
		{"https://push.example/1", good.Key, good.Auth, ""},
		{"https://push.example/1", good.Key + "=", good.Auth + "==", ""},
		{"http://push.example/1", good.Key, good.Auth, "endpoint"},
		{"https://user@push.example/1", good.Key, good.Auth, "endpoint"},
		{"https://10.0.0.1/1", good.Key, good.Auth, "endpoint"},
		{"https://localhost/1", good.Key, good.Auth, "endpoint"},
		{"https://[::ffff:127.0.0.1]/1", good.Key, good.Auth, "endpoint"},
		{"https://169.254.169.254/latest", good.Key, good.Auth, "endpoint"},
		{"https://push.example:22/1", good.Key, good.Auth, "endpoint"},
		{"https://push.example/" + strings.Repeat("x", 5000), good.Key, good.Auth, "endpoint"},
		{"", good.Key, good.Auth, "endpoint"}, {"javascript:alert(1)", good.Key, good.Auth, "endpoint"}, {"https:///x", good.Key, good.Auth, "endpoint"},
		{"https://push.example/1", "", good.Auth, "key"},
		{"https://push.example/1", good.Key[:40], good.Auth, "key"},
		{"https://push.example/1", "BA" + strings.Repeat("A", 85), good.Auth, "key"}, // no point of the curve
		{"https://push.example/1", good.Key, "", "auth"}, {"https://push.example/1", good.Key, "AAAA", "auth"}, {"https://push.example/1", good.Key, "!", "auth"},
	} {
		err := webpush.Check(webpush.Browser{Endpoint: c.endpoint, Key: c.key, Auth: c.auth}, false)
		if (c.field == "") != (err == nil) || c.field != "" && !strings.HasPrefix(err.Error(), c.field+":") {
			t.Errorf("%.60q: %v, want it to be about %q", c.endpoint, err, c.field)
		}
	}
}

// FuzzCheck: whatever a stranger sends, what passes can be written to.
func FuzzCheck(f *testing.F) {
	f.Add("https://push.example/1", "BA", "AA")
	f.Add("https://[::1]/", "", "")
	f.Fuzz(func(t *testing.T, endpoint, key, auth string) {
		if webpush.Check(webpush.Browser{Endpoint: endpoint, Key: key, Auth: auth}, false) != nil {
			return
		}
		if r, err := http.NewRequest(http.MethodPost, endpoint, nil); err != nil || r.URL.Scheme != "https" || r.URL.User != nil { //nolint:noctx // it is not made
			t.Errorf("%q passes: %v", endpoint, err)
		}
	})
}
