package hooks

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/news"
	"onrecord/internal/platform/fetch"
)

// Options say which relays are listened to and what becomes of what they say.
type Options struct {
	SESTopics []string // ARNs of the SNS topics that SES tells; anybody can have one that Amazon signs for, so they are named
	Mailgun   string   // "HTTP webhook signing key"
	SendGrid  string   // "verification key" of the signed event webhook: a public key, in base64
	Postmark  string   // a secret of ours: the password of basic authentication, or the end of the path
	Brevo     string   // a secret of ours, the same
	SparkPost string   // a secret of ours, the same
	Take      news.Taker
	Fetch     Fetcher // reaches Amazon's certificates and confirms subscriptions; the guarded client
	Clock     news.Clock
	Log       *slog.Logger
}

// Fetcher is fetch.Client.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (fetch.Response, error)
}

const (
	maxBody = 1 << 20 // SendGrid's batches are the largest, with up to 768 KiB
	// oldest is how old a signature may be. Relays repeat what was not taken for up to a day and may not sign it anew.
	oldest  = 25 * time.Hour
	newest  = 10 * time.Minute // clocks differ
	maxTold = 5000             // feedbacks of one request

	fetching = 20 * time.Second // may take a certificate, or the confirming of a subscription
)

type hooks struct {
	options  Options
	sendGrid *ecdsa.PublicKey
	refused  rate.Sometimes // a log that strangers cannot fill
	once     once
	certificates
}

// relay reads one request of a relay: its feedback, or an Error of kind Invalid (400) or Forbidden (403).
type relay func(r *http.Request, body []byte) ([]news.Feedback, error)

// New makes the handler of everything below /hooks/. A key that is none is an Invalid error about its setting.
func New(o Options) (http.Handler, error) {
	h := &hooks{options: o, refused: rate.Sometimes{First: 5, Interval: time.Minute}}
	if o.SendGrid != "" {
		key, err := parseSendGridKey(o.SendGrid)
		if err != nil {
			return nil, err
		}
		h.sendGrid = key
	}
	mux := http.NewServeMux()
	add := func(on bool, name string, read relay, types ...string) {
		if on {
			mux.Handle("POST /hooks/"+name, h.handle(name, read, types))
			mux.Handle("POST /hooks/"+name+"/{secret}", h.handle(name, read, types))
		}
	}
	add(len(o.SESTopics) > 0, "ses", h.ses, "text/plain", "application/json") // SNS sends JSON as text/plain
	add(o.Mailgun != "", "mailgun", h.mailgun, "application/json")
	add(o.SendGrid != "", "sendgrid", h.sendgrid, "application/json")
	add(o.Postmark != "", "postmark", knows(o.Postmark, postmark), "application/json")
	add(o.Brevo != "", "brevo", knows(o.Brevo, brevo), "application/json")
	add(o.SparkPost != "", "sparkpost", knows(o.SparkPost, sparkpost), "application/json")
	return mux, nil
}

// handle answers the requests of one relay.
func (h *hooks) handle(name string, read relay, types []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := func(status int, why string) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, why+"\n")
		}
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || !slices.Contains(types, kind) {
			answer(http.StatusUnsupportedMediaType, "This hook takes "+strings.Join(types, " or ")+".")
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			answer(http.StatusRequestEntityTooLarge, "This hook takes 1 MiB at most.")
			return
		}
		if err != nil {
			answer(http.StatusBadRequest, "The request did not come whole.")
			return
		}
		feedback, err := read(r, body)
		if err != nil {
			// Whoever is refused may be anybody. The operator who sets a hook up sees it in the relay's log too.
			h.refused.Do(func() { h.options.Log.Warn("a webhook was refused", "relay", name, "error", err) })
			switch news.KindOf(err) {
			case news.Invalid:
				answer(http.StatusBadRequest, err.Error())
			case news.Forbidden:
				answer(http.StatusForbidden, err.Error())
			default:
				answer(http.StatusServiceUnavailable, "This cannot be checked at the moment; tell it again later.")
			}
			return
		}
		if len(feedback) > maxTold {
			answer(http.StatusRequestEntityTooLarge, "That is too many events at once.")
			return
		}
		for i := range feedback {
			h.finish(name, &feedback[i])
		}
		if len(feedback) > 0 {
			if err := h.options.Take(r.Context(), feedback); err != nil {
				h.options.Log.Error("what a relay told could not be stored, and will be told again", "relay", name, "error", err)
				answer(http.StatusServiceUnavailable, "This could not be stored; tell it again later.")
				return
			}
		}
		answer(http.StatusOK, "Taken.")
	})
}

// finish makes fit to store what a relay says.
func (h *hooks) finish(name string, f *news.Feedback) {
	f.By = name
	f.Address, f.Sender = bare(f.Address), bare(f.Sender)
	f.MessageID = strings.Trim(bare(f.MessageID), "<>")
	f.Reply = news.ReplyLine(f.Reply)
	now := h.options.Clock.Now()
	if f.At.Before(now.AddDate(-1, 0, 0)) || f.At.After(now.Add(newest)) { // not told, or nonsense
		f.At = now
	}
	f.At = f.At.UTC()
}

// bare gives a word as it may be stored, "" for what is none.
func bare(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		s = s[1 : len(s)-1]
	}
	if len(s) > 998 || strings.ContainsAny(s, " \t\r\n\x00") || news.ReplyLine(s) != s && len(s) <= news.MaxReply {
		return ""
	}
	return s
}

// fresh says whether a signature's time is near enough to now.
func (h *hooks) fresh(t time.Time) error {
	now := h.options.Clock.Now()
	if t.Before(now.Add(-oldest)) || t.After(now.Add(newest)) {
		return news.Errorf(news.Forbidden, "it was signed at %s, and it is %s here: too old to be taken, or a clock is wrong", t.UTC().Format(time.RFC3339), now.Format(time.RFC3339))
	}
	return nil
}

func noMessage(err error) error {
	return &news.Error{Kind: news.Invalid, Message: "That is no message of this relay.", Err: err}
}

func wrongSignature() error { return news.Errorf(news.Forbidden, "The signature is wrong.") }
