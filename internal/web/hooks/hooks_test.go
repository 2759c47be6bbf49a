package hooks_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
	"onrecord/internal/web/hooks"
)

const (
	topic  = "arn:aws:sns:eu-west-1:123456789012:bounces"
	secret = "a secret that is long enough"
)

var now = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

// amazon is a server with SNS's certificate on it, and a client that takes it for sns.eu-west-1.amazonaws.com.
type amazon struct {
	server *httptest.Server
	client *fetch.Client
	key    *rsa.PrivateKey

	mu    sync.Mutex
	asked []string
	moved string // where it says that the certificate is now
	down  bool
}

func newAmazon(t *testing.T) *amazon {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sns.amazonaws.com"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(48 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	a := &amazon{key: key, client: fetch.New(fetch.Options{AllowLoopback: true, PerHost: rate.Inf})}
	a.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.asked = append(a.asked, r.URL.RequestURI())
		if a.down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		if strings.HasSuffix(r.URL.Path, ".pem") {
			pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: der})
		}
	}))
	t.Cleanup(func() { a.server.Close(); a.client.Close() })
	return a
}

func (a *amazon) Get(ctx context.Context, r fetch.Request) (fetch.Response, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return fetch.Response{}, err
	}
	asked := r.URL
	r.URL = a.server.URL + u.RequestURI()
	answer, err := a.client.Get(ctx, r)
	answer.URL = asked
	if a.moved != "" {
		answer.URL = a.moved
	}
	return answer, err
}

// sns makes a message of SNS, signed.
func (a *amazon) sns(t *testing.T, version string, change map[string]string) string {
	t.Helper()
	m := map[string]string{
		"Type": "Notification", "MessageId": "22b80b92", "TopicArn": topic, "Message": "{}", "Timestamp": now.Format("2006-01-02T15:04:05.000Z"),
		"SignatureVersion": version, "SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem",
	}
	for k, v := range change {
		m[k] = v
	}
	var text strings.Builder
	names := []string{"Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"}
	if m["Type"] != "Notification" {
		names = []string{"Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"}
	}
	for _, name := range names {
		if m[name] != "" || name != "Subject" {
			fmt.Fprintf(&text, "%s\n%s\n", name, m[name])
		}
	}
	var signature []byte
	var err error
	if version == "2" {
		sum := sha256.Sum256([]byte(text.String()))
		signature, err = rsa.SignPKCS1v15(rand.Reader, a.key, crypto.SHA256, sum[:])
	} else {
		sum := sha1.Sum([]byte(text.String()))
		signature, err = rsa.SignPKCS1v15(rand.Reader, a.key, crypto.SHA1, sum[:])
	}
	if err != nil {
		t.Fatal(err)
	}
	m["Signature"] = base64.StdEncoding.EncodeToString(signature)
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// desk is a handler and what it took.
type desk struct {
	http.Handler
	amazon   *amazon
	sendGrid *ecdsa.PrivateKey
	taken    []news.Feedback
	calls    int
	refuse   error
}

func newDesk(t *testing.T, change func(*hooks.Options)) *desk {
	t.Helper()
	d := &desk{amazon: newAmazon(t)}
	var err error
	if d.sendGrid, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&d.sendGrid.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	o := hooks.Options{
		SESTopics: []string{topic}, Mailgun: secret, SendGrid: base64.StdEncoding.EncodeToString(der), Postmark: secret, Brevo: secret, SparkPost: secret,
		Take: func(_ context.Context, f []news.Feedback) error {
			d.calls++
			if d.refuse != nil {
				return d.refuse
			}
			d.taken = append(d.taken, f...)
			return nil
		},
		Fetch: d.amazon, Clock: news.ClockFunc(func() time.Time { return now }), Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&o)
	}
	if d.Handler, err = hooks.New(o); err != nil {
		t.Fatal(err)
	}
	return d
}

// post makes a request, changed as it is wanted, and gives status and answer.
func (d *desk) post(t *testing.T, path, body string, change ...func(*http.Request)) (int, string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// signed signs a batch as SendGrid does.
func (d *desk) signed(t *testing.T, body string, at time.Time) func(*http.Request) {
	t.Helper()
	timestamp := fmt.Sprint(at.Unix())
	sum := sha256.Sum256([]byte(timestamp + body))
	signature, err := ecdsa.SignASN1(rand.Reader, d.sendGrid, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return func(r *http.Request) {
		r.Header.Set("X-Twilio-Email-Event-Webhook-Signature", base64.StdEncoding.EncodeToString(signature))
		r.Header.Set("X-Twilio-Email-Event-Webhook-Timestamp", timestamp)
	}
}

// mailgun makes a message of Mailgun, signed.
func mailgun(event string, at time.Time, key string) string {
	timestamp := fmt.Sprint(at.Unix())
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(timestamp + "token"))
	return fmt.Sprintf(`{"signature":{"timestamp":%q,"token":"token","signature":%q},"event-data":%s}`, timestamp, hex.EncodeToString(mac.Sum(nil)), event)
}

// line says what a feedback says, short.
func line(f news.Feedback) string {
	return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", f.Kind, f.Verdict, f.Status, f.Address)), " ")
}

// TestEvents holds made-up events in the forms that the relays document.
func TestEvents(t *testing.T) {
	sesBounce := func(kind, sub, recipient string) string {
		return `{"notificationType":"Bounce","mail":{"source":"bounces+k7@digest.example.org","messageId":"0100-ses","commonHeaders":{"messageId":"<e17.s204@digest.example.org>"}},` +
			`"bounce":{"bounceType":"` + kind + `","bounceSubType":"` + sub + `","timestamp":"2031-03-04T11:59:00.000Z","bouncedRecipients":[{"emailAddress":"reader@example.net"` + recipient + `}]}}`
	}
	mailgunFailed := func(severity, reason, status string) string {
		return `{"event":"failed","severity":"` + severity + `","reason":"` + reason + `","recipient":"reader@example.net","timestamp":1930391940.5,"envelope":{"sender":"bounces+k7@digest.example.org"},` +
			`"message":{"headers":{"message-id":"e17.s204@digest.example.org"}},"delivery-status":` + status + `}`
	}
	postmarkBounce := func(kind, details string) string {
		return `{"RecordType":"Bounce","Type":"` + kind + `","TypeCode":1,"MessageID":"883953f4","Email":"reader@example.net","BouncedAt":"2031-03-04T11:59:00Z","Details":"` + details + `"}`
	}
	sparkpost := func(fields string) string {
		return `[{"msys":{"message_event":{"rcpt_to":"reader@example.net","msg_from":"bounces+k7@digest.example.org","timestamp":"1930391940",` + fields + `}}}]`
	}
	for _, tt := range []struct{ relay, event, want string }{
		{"ses", sesBounce("Permanent", "General", `,"action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"`), "bounced dead 5.1.1 reader@example.net"},
		{"ses", sesBounce("Permanent", "General", `,"status":"5.7.1","diagnosticCode":"smtp; 550 5.7.1 not wanted"`), "bounced refused 5.7.1 reader@example.net"},
		{"ses", sesBounce("Permanent", "Suppressed", ``), "bounced dead reader@example.net"},
		{"ses", sesBounce("Permanent", "OnAccountSuppressionList", ``), "bounced dead reader@example.net"},
		{"ses", sesBounce("Transient", "MailboxFull", ``), "bounced soft reader@example.net"},
		{"ses", sesBounce("Transient", "General", `,"status":"4.4.7","diagnosticCode":"smtp; 451 timeout"`), "bounced soft 4.4.7 reader@example.net"},
		{"ses", sesBounce("Transient", "General", `,"status":"5.1.1"`), "bounced soft 5.1.1 reader@example.net"},
		{"ses", sesBounce("Transient", "ContentRejected", ``), "bounced refused reader@example.net"},
		{"ses", sesBounce("Transient", "General", ``), "auto-reply reader@example.net"},
		{"ses", sesBounce("Undetermined", "Undetermined", ``), "unknown reader@example.net"},
		{"ses", sesBounce("Undetermined", "Undetermined", `,"diagnosticCode":"smtp; 550 5.2.1 off"`), "bounced dead 5.2.1 reader@example.net"},
		{"ses", `{"eventType":"Complaint","mail":{"source":"bounces+k7@digest.example.org"},"complaint":{"complainedRecipients":[{"emailAddress":"reader@example.net"}],"complaintFeedbackType":"abuse"}}`, "complained reader@example.net"},
		{"ses", `{"eventType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"a@example.net"},{"emailAddress":"b@example.net"}],"timestamp":7}}`, "complained a@example.net|complained b@example.net"},
		{"ses", `{"eventType":"Complaint","complaint":{"complainedRecipients":[{"emailAddress":"reader@example.net"}],"complaintFeedbackType":"not-spam"}}`, "unknown reader@example.net"},
		{"ses", `{"notificationType":"Delivery","delivery":{"recipients":["reader@example.net"],"smtpResponse":"250 ok"}}`, "delivered reader@example.net"},
		{"ses", `{"eventType":"DeliveryDelay","deliveryDelay":{"delayedRecipients":[{"emailAddress":"reader@example.net","status":"4.4.1","diagnosticCode":"smtp; 421 4.4.1 no"}]}}`, "delayed later 4.4.1 reader@example.net"},
		{"ses", `{"eventType":"Open","open":{}}`, ""},
		{"ses", `Successfully validated SNS topic for Amazon SES event publishing.`, ""},

		{"mailgun", mailgunFailed("permanent", "bounce", `{"code":550,"enhanced-code":"5.1.1","message":"5.1.1 user unknown"}`), "bounced dead 5.1.1 reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "bounce", `{"code":550,"message":"550 5.7.1 not wanted"}`), "bounced refused 5.7.1 reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "bounce", `{"code":550,"message":"No such user"}`), "bounced soft reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "bounce", `{"code":554,"message":"No"}`), "bounced refused reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "suppress-bounce", `{"code":605,"description":"Not delivering to previously bounced address"}`), "bounced dead reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "suppress-complaint", `{"code":607}`), "complained reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "suppress-unsubscribe", `{"code":606}`), "unknown reader@example.net"},
		{"mailgun", mailgunFailed("permanent", "old", `{"code":602,"message":"Too old"}`), "bounced soft reader@example.net"},
		{"mailgun", mailgunFailed("temporary", "generic", `{"code":452,"message":"4.2.2 full"}`), "delayed later 4.2.2 reader@example.net"},
		{"mailgun", `{"event":"complained","recipient":"reader@example.net"}`, "complained reader@example.net"},
		{"mailgun", `{"event":"delivered","recipient":"reader@example.net","delivery-status":{"code":250,"message":"OK"}}`, "delivered reader@example.net"},
		{"mailgun", `{"event":"opened","recipient":"reader@example.net"}`, ""},

		{"sendgrid", `[{"email":"reader@example.net","event":"bounce","type":"bounce","status":"5.1.1","reason":"550 5.1.1 unknown","smtp-id":"<e17.s204@digest.example.org>","timestamp":1930391940}]`, "bounced dead 5.1.1 reader@example.net"},
		{"sendgrid", `[{"email":"reader@example.net","event":"bounce","type":"blocked","status":"5.7.1","reason":"550 5.7.1 blocked"}]`, "bounced refused 5.7.1 reader@example.net"},
		{"sendgrid", `[{"email":"reader@example.net","event":"bounce","type":"bounce","status":"5.0.0","reason":"550 5.2.1 off"}]`, "bounced dead 5.2.1 reader@example.net"},
		{"sendgrid", `[{"email":"reader@example.net","event":"bounce","type":"bounce","bounce_classification":"Invalid Address","reason":"no MX"}]`, "bounced dead reader@example.net"},
		{"sendgrid", `[{"email":"reader@example.net","event":"bounce","type":"bounce","status":"550","reason":"user unknown"}]`, "bounced soft reader@example.net"},
		{"sendgrid", `[{"email":"a@example.net","event":"deferred","response":"421 4.7.0 slow down","attempt":"2"},{"email":"b@example.net","event":"spamreport"},{"event":"open"},{"email":"c@example.net","event":"dropped","reason":"Bounced Address"},{"email":"d@example.net","event":"dropped","reason":"Unsubscribed Address"}]`,
			"delayed later 4.7.0 a@example.net|complained b@example.net|bounced dead c@example.net|unknown d@example.net"},
		{"sendgrid", `[{"email":"a@example.net","event":"bounce","status":7,"type":["custom"],"reason":"550 5.1.1 x"},{"email":"b@example.net","event":"delivered","response":"250 OK"}]`,
			"bounced dead 5.1.1 a@example.net|delivered b@example.net"},

		{"sendgrid", `[{"email":"reader@example.net","event":"bounce","type":"bounce","status":"5.0.0","bounce_classification":"Invalid Address","reason":"500 unknown recipient"}]`,
			"bounced dead 5.0.0 reader@example.net"},
		{"sendgrid", `["what is this",{"email":"b@example.net","event":"spamreport"},7]`, "complained b@example.net"},

		{"postmark", postmarkBounce("HardBounce", "smtp;554 delivery error: This user doesn't have an account"), "bounced dead reader@example.net"},
		{"postmark", postmarkBounce("HardBounce", "smtp;550 5.1.1 unknown"), "bounced dead 5.1.1 reader@example.net"},
		{"postmark", postmarkBounce("HardBounce", "The server was unable to deliver"), "bounced dead reader@example.net"},
		{"postmark", postmarkBounce("HardBounce", "smtp;550 5.7.1 policy"), "bounced refused 5.7.1 reader@example.net"},
		{"postmark", postmarkBounce("SoftBounce", ""), "bounced soft reader@example.net"},
		{"postmark", postmarkBounce("Transient", "smtp;452 4.2.2 full"), "delayed later 4.2.2 reader@example.net"},
		{"postmark", postmarkBounce("SpamNotification", ""), "bounced refused reader@example.net"},
		{"postmark", postmarkBounce("AutoResponder", ""), "auto-reply reader@example.net"},
		{"postmark", postmarkBounce("SpamComplaint", ""), "complained reader@example.net"},
		{"postmark", postmarkBounce("ChallengeVerification", ""), "unknown reader@example.net"},
		{"postmark", `{"RecordType":"SpamComplaint","Type":"SpamComplaint","Email":"reader@example.net","BouncedAt":null}`, "complained reader@example.net"},
		{"postmark", `{"RecordType":"Delivery","Recipient":"reader@example.net","DeliveredAt":"2031-03-04T11:59:00Z"}`, "delivered reader@example.net"},
		{"postmark", `{"RecordType":"Open","Recipient":"reader@example.net"}`, ""},

		{"brevo", `{"event":"hard_bounce","email":"reader@example.net","message-id":"<e17.s204@digest.example.org>","reason":"550 5.1.1 unknown","ts_event":1930391940}`, "bounced dead 5.1.1 reader@example.net"},
		{"brevo", `{"event":"soft_bounce","email":"reader@example.net","reason":"550 5.1.1 unknown"}`, "bounced soft 5.1.1 reader@example.net"},
		{"brevo", `[{"event":"spam","email":"a@example.net"},{"event":"opened","email":"a@example.net"},{"event":"invalid_email","email":"b@example.net"}]`, "complained a@example.net|bounced dead b@example.net"},
		{"brevo", `{"event":"deferred","email":"reader@example.net","reason":"greylisted"}`, "delayed later reader@example.net"},

		{"sparkpost", sparkpost(`"type":"bounce","bounce_class":"10","error_code":"550","raw_reason":"550 5.1.1 unknown"`), "bounced dead 5.1.1 reader@example.net"},
		{"sparkpost", sparkpost(`"type":"bounce","bounce_class":"10","reason":"unroutable"`), "bounced dead reader@example.net"},
		{"sparkpost", sparkpost(`"type":"bounce","bounce_class":"22","error_code":"552","raw_reason":"552 5.2.2 full"`), "bounced soft 5.2.2 reader@example.net"},
		{"sparkpost", sparkpost(`"type":"out_of_band","bounce_class":"60","raw_reason":"away"`), "auto-reply reader@example.net"},
		{"sparkpost", sparkpost(`"type":"spam_complaint"`), "complained reader@example.net"},
		{"sparkpost", sparkpost(`"type":"delay","raw_reason":"421 4.4.1 later"`), "delayed later 4.4.1 reader@example.net"},
		{"sparkpost", `[{"msys":{}}]`, ""},
	} {
		t.Run(tt.relay+"/"+tt.want, func(t *testing.T) {
			d := newDesk(t, nil)
			path, body, sign := "/hooks/"+tt.relay, tt.event, func(*http.Request) {}
			switch tt.relay {
			case "ses":
				body, sign = d.amazon.sns(t, "1", map[string]string{"Message": tt.event}), header("Content-Type", "text/plain; charset=UTF-8")
			case "mailgun":
				body = mailgun(tt.event, now, secret)
			case "sendgrid":
				sign = d.signed(t, body, now)
			default:
				sign = func(r *http.Request) { r.SetBasicAuth("anybody", secret) }
			}
			if status, answer := d.post(t, path, body, sign); status != http.StatusOK {
				t.Fatalf("%d %s", status, answer)
			}
			var got []string
			for _, f := range d.taken {
				got = append(got, line(f))
				if f.By != tt.relay || f.At.Sub(now).Abs() > time.Hour {
					t.Errorf("by %q at %v", f.By, f.At)
				}
				if f.MessageID != "" && f.MessageID != "e17.s204@digest.example.org" || f.Sender != "" && f.Sender != "bounces+k7@digest.example.org" {
					t.Errorf("about %q from %q", f.MessageID, f.Sender)
				}
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("%s\nis %s", tt.event, strings.Join(got, "|"))
			}
			if tt.want == "" && d.calls != 0 {
				t.Error("nothing was stored")
			}
		})
	}
}

func TestWhatIsNotTheirsDoesNothing(t *testing.T) {
	const bounce = `{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"reader@example.net"}]}}`
	complained := `{"event":"complained","recipient":"reader@example.net"}`
	batch := `[{"email":"reader@example.net","event":"spamreport"}]`
	postmark := `{"RecordType":"SpamComplaint","Email":"reader@example.net"}`
	long := strings.Repeat(" ", 1<<20)
	for name, tt := range map[string]struct {
		do     func(*testing.T, *desk) (int, string)
		status int
		words  string
	}{
		"SES: other topic": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"TopicArn": "arn:aws:sns:eu-west-1:666:evil"}))
		}, 403, "none that hook.ses names"},
		"SES: other key": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", newAmazon(t).sns(t, "2", map[string]string{"Message": bounce}))
		}, 403, "signature is wrong"},
		"SES: changed": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", strings.Replace(d.amazon.sns(t, "2", map[string]string{"Message": "harmless"}), "harmless", "harmful!", 1))
		}, 403, "signature is wrong"},
		"SES: no signature": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", strings.Replace(d.amazon.sns(t, "2", nil), `"Signature"`, `"NoSignature"`, 1))
		}, 403, "signature is wrong"},
		"SES: version": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "3", nil))
		}, 403, "no signature version"},
		"SES: certificate in a bucket": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"SigningCertURL": "https://evil.s3.amazonaws.com/sns.pem"}))
		}, 403, "not at Amazon SNS"},
		"SES: certificate elsewhere": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"SigningCertURL": "https://sns.eu-west-1.amazonaws.com.evil.example/sns.pem"}))
		}, 403, "not at Amazon SNS"},
		"SES: certificate in the clear": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"SigningCertURL": "http://sns.eu-west-1.amazonaws.com/sns.pem"}))
		}, 403, "not at Amazon SNS"},
		"SES: certificate moved": {func(t *testing.T, d *desk) (int, string) {
			d.amazon.moved = "https://evil.example/sns.pem"
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", nil))
		}, 403, "not at Amazon SNS"},
		"SES: certificate that is none": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"SigningCertURL": "https://sns.eu-west-1.amazonaws.com/?.pem"}))
		}, 403, "is none"},
		"SES: Amazon is down": {func(t *testing.T, d *desk) (int, string) {
			d.amazon.down = true
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", nil))
		}, 503, "later"},
		"SES: replayed": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"Timestamp": "2031-03-01T12:00:00.000Z"}))
		}, 403, "too old"},
		"SES: from tomorrow": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"Timestamp": "2031-03-05T12:00:00.000Z"}))
		}, 403, "a clock is wrong"},
		"SES: confirming elsewhere": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/ses", d.amazon.sns(t, "1", map[string]string{"Type": "SubscriptionConfirmation", "Token": "t", "SubscribeURL": "https://evil.example/?Action=ConfirmSubscription"}))
		}, 403, "not at Amazon SNS"},
		"SES: no JSON":    {func(t *testing.T, d *desk) (int, string) { return d.post(t, "/hooks/ses", bounce+"}") }, 400, "no message"},
		"SES: not by SNS": {func(t *testing.T, d *desk) (int, string) { return d.post(t, "/hooks/ses", bounce) }, 400, "no message"},

		"Mailgun: other key": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/mailgun", mailgun(complained, now, "guessed"))
		}, 403, "signature is wrong"},
		"Mailgun: replayed": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/mailgun", mailgun(complained, now.AddDate(0, 0, -2), secret))
		}, 403, "too old"},
		"Mailgun: a signature with something else": {func(t *testing.T, d *desk) (int, string) {
			body := mailgun(complained, now, secret)
			for range 2 { // once more is a repetition
				if status, said := d.post(t, "/hooks/mailgun", body); status != 200 {
					t.Errorf("%d %s", status, said)
				}
			}
			d.taken, d.calls = nil, 0
			return d.post(t, "/hooks/mailgun", strings.ReplaceAll(body, "reader@", "other@"))
		}, 403, "came with something else"},
		"Mailgun: no signature": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/mailgun", `{"event-data":`+complained+`}`)
		}, 403, "signature is wrong"},
		"Mailgun: no event": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/mailgun", mailgun("{}", now, secret))
		}, 400, "no message"},
		"Mailgun: form": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/mailgun", "timestamp=1&token=2", header("Content-Type", "application/x-www-form-urlencoded"))
		}, 415, "application/json"},
		"Mailgun: too large": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/mailgun", mailgun(complained, now, secret)+long)
		}, 413, "1 MiB"},

		"SendGrid: other key": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/sendgrid", batch, newDesk(t, nil).signed(t, batch, now))
		}, 403, "signature is wrong"},
		"SendGrid: no signature": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/sendgrid", batch)
		}, 403, "signature is wrong"},
		"SendGrid: changed": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/sendgrid", batch+" ", d.signed(t, batch, now))
		}, 403, "signature is wrong"},
		"SendGrid: replayed": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/sendgrid", batch, d.signed(t, batch, now.AddDate(0, 0, -2)))
		}, 403, "too old"},
		"SendGrid: later time": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/sendgrid", batch, d.signed(t, batch, now.AddDate(0, 0, -2)), header("X-Twilio-Email-Event-Webhook-Timestamp", fmt.Sprint(now.Unix())))
		}, 403, "signature is wrong"},
		"SendGrid: no batch": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/sendgrid", "{}", d.signed(t, "{}", now))
		}, 400, "no message"},
		"SendGrid: too many": {func(t *testing.T, d *desk) (int, string) {
			many := "[" + strings.Repeat(`{"event":"spamreport"},`, 5000) + `{"event":"spamreport"}]`
			return d.post(t, "/hooks/sendgrid", many, d.signed(t, many, now))
		}, 413, "too many"},

		"Postmark: no secret": {func(t *testing.T, d *desk) (int, string) { return d.post(t, "/hooks/postmark", postmark) }, 403, "secret is wrong"},
		"Postmark: wrong secret": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/postmark/guessed", postmark)
		}, 403, "secret is wrong"},
		"Postmark: wrong password": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/postmark", postmark, func(r *http.Request) { r.SetBasicAuth(secret, "guessed") })
		}, 403, "secret is wrong"},
		"Postmark: no record": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/postmark", "{}", func(r *http.Request) { r.SetBasicAuth("x", secret) })
		}, 400, "no message"},
		"Postmark: text": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/postmark", postmark, header("Content-Type", "text/plain"))
		}, 415, "application/json"},
		"Brevo: no secret":     {func(t *testing.T, d *desk) (int, string) { return d.post(t, "/hooks/brevo", complained) }, 403, "secret is wrong"},
		"SparkPost: no secret": {func(t *testing.T, d *desk) (int, string) { return d.post(t, "/hooks/sparkpost", "[]") }, 403, "secret is wrong"},
		"nobody's hook":        {func(t *testing.T, d *desk) (int, string) { return d.post(t, "/hooks/mailchimp", "{}") }, 404, ""},
		"half a request": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/postmark", "", func(r *http.Request) { r.Body = io.NopCloser(broken{}) })
		}, 400, "did not come whole"},
		"a GET": {func(t *testing.T, d *desk) (int, string) {
			return d.post(t, "/hooks/postmark", postmark, func(r *http.Request) { r.Method = http.MethodGet })
		}, 405, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, nil)
			status, answer := tt.do(t, d)
			if status != tt.status || !strings.Contains(answer, tt.words) {
				t.Errorf("%d %s, want %d %s", status, answer, tt.status, tt.words)
			}
			if d.calls != 0 {
				t.Errorf("taken: %+v", d.taken)
			}
			for _, asked := range d.amazon.asked {
				if strings.Contains(asked, "ConfirmSubscription") {
					t.Errorf("confirmed: %s", asked)
				}
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("reset by peer") }

func TestASubscriptionIsConfirmed(t *testing.T) {
	d := newDesk(t, nil)
	m := d.amazon.sns(t, "1", map[string]string{
		"Type": "SubscriptionConfirmation", "Token": "2336412f", "Message": "You have chosen to subscribe",
		"SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=2336412f",
	})
	if status, answer := d.post(t, "/hooks/ses", m, header("Content-Type", "text/plain")); status != 200 || d.calls != 0 {
		t.Fatalf("%d %s", status, answer)
	}
	if asked := strings.Join(d.amazon.asked, " "); asked != "/SimpleNotificationService-1.pem /?Action=ConfirmSubscription&Token=2336412f" {
		t.Errorf("asked for %s", asked)
	}
	// The certificate is fetched once, whatever the version.
	for _, version := range []string{"1", "2"} {
		if status, answer := d.post(t, "/hooks/ses", d.amazon.sns(t, version, map[string]string{"Subject": "Amazon SES"})); status != 200 {
			t.Errorf("%d %s", status, answer)
		}
	}
	if len(d.amazon.asked) != 2 {
		t.Errorf("asked for %v", d.amazon.asked)
	}
	gone := d.amazon.sns(t, "2", map[string]string{"Type": "UnsubscribeConfirmation", "Token": "t", "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"})
	if status, _ := d.post(t, "/hooks/ses", gone); status != 200 || len(d.amazon.asked) != 2 {
		t.Errorf("%d; asked for %v", status, d.amazon.asked)
	}
}

func TestTheSecretMayStandInThePath(t *testing.T) {
	d := newDesk(t, nil)
	if status, answer := d.post(t, "/hooks/postmark/"+url.PathEscape(secret), `{"RecordType":"SpamComplaint","Email":"reader@example.net"}`); status != 200 || len(d.taken) != 1 {
		t.Errorf("%d %s", status, answer)
	}
}

func TestWhatIsNotStoredIsToldAgain(t *testing.T) {
	d := newDesk(t, nil)
	d.refuse = errors.New("the database is gone")
	for range 2 {
		if status, answer := d.post(t, "/hooks/mailgun", mailgun(`{"event":"complained","recipient":"reader@example.net"}`, now, secret)); status != 503 || strings.Contains(answer, "database") {
			t.Errorf("%d %s", status, answer)
		}
	}
	d.refuse = nil
	if status, _ := d.post(t, "/hooks/mailgun", mailgun(`{"event":"complained","recipient":"reader@example.net"}`, now, secret)); status != 200 || len(d.taken) != 1 {
		t.Errorf("%d, %+v", status, d.taken)
	}
}

func TestAHookWithoutASecretIsOff(t *testing.T) {
	d := newDesk(t, func(o *hooks.Options) {
		o.SESTopics, o.Mailgun, o.SendGrid, o.Postmark, o.Brevo, o.SparkPost = nil, "", "", "", "", ""
	})
	for _, relay := range []string{"ses", "mailgun", "sendgrid", "postmark", "brevo", "sparkpost"} {
		for _, path := range []string{"/hooks/" + relay, "/hooks/" + relay + "/"} {
			if status, _ := d.post(t, path, "{}", func(r *http.Request) { r.SetBasicAuth("", "") }); status != 404 {
				t.Errorf("%s: %d", path, status)
			}
		}
	}
}

func TestAKeyThatIsNoneIsRefusedAtTheStart(t *testing.T) {
	for _, key := range []string{"no key", "AAAA", base64.StdEncoding.EncodeToString([]byte("no key"))} {
		_, err := hooks.New(hooks.Options{SendGrid: key})
		if news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), "hook.sendgrid: ") {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func FuzzHooks(f *testing.F) {
	f.Add("postmark", []byte(`{"RecordType":"Bounce","Type":"HardBounce","Email":"<reader@example.net>","Details":"smtp;550 5.1.1 \u0000 x"}`))
	f.Add("brevo", []byte(`[{"event":"hard_bounce","email":"a b","ts_event":1e300}]`))
	f.Add("sparkpost", []byte(`[{"msys":{"a":{"type":"bounce","bounce_class":"10","timestamp":"NaN"}}},null]`))
	f.Add("ses", []byte(`{"Type":"Notification","Timestamp":"2031-03-04T12:00:00Z","TopicArn":"`+topic+`"}`))
	f.Add("mailgun", []byte(mailgun(`{"event":"failed","timestamp":-1,"delivery-status":{"code":99999999999}}`, now, secret)))
	f.Fuzz(func(t *testing.T, relay string, body []byte) {
		h, err := hooks.New(hooks.Options{
			SESTopics: []string{topic}, Mailgun: secret, Postmark: secret, Brevo: secret, SparkPost: secret,
			Clock: news.ClockFunc(func() time.Time { return now }), Log: slog.New(slog.DiscardHandler), Fetch: nowhere{},
			Take: func(_ context.Context, feedback []news.Feedback) error {
				for _, f := range feedback {
					if f.Kind == "" || (f.Kind == news.FeedbackBounced) != (f.Verdict != "" && f.Verdict != news.VerdictLater) || f.At.IsZero() || f.By != relay {
						t.Errorf("%+v", f)
					}
					if s := f.Address + f.Sender + f.MessageID + f.Status; strings.ContainsAny(s, " \t\r\n\x00") {
						t.Errorf("%+v", f)
					}
				}
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/hooks/x", strings.NewReader(string(body)))
		r.URL.Path = "/hooks/" + relay
		r.Header.Set("Content-Type", "application/json")
		r.SetBasicAuth("x", secret)
		h.ServeHTTP(httptest.NewRecorder(), r)
	})
}

type nowhere struct{}

func (nowhere) Get(context.Context, fetch.Request) (fetch.Response, error) {
	return fetch.Response{}, errors.New("nowhere")
}
