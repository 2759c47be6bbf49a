package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"onrecord/internal/config"
	"onrecord/internal/news"
	"onrecord/internal/testkit/dovecot"
)

func TestMailThatComesBackIsTakenInAsItIsSet(t *testing.T) {
	came := make(chan news.Feedback, 10)
	take := func(_ context.Context, f []news.Feedback) error {
		for _, one := range f {
			came <- one
		}
		return nil
	}
	ours := func(address string) bool { return strings.HasPrefix(address, "bounces+") }
	clock := news.ClockFunc(func() time.Time { return time.Now().UTC() })
	c := config.Config{BaseURL: "https://digest.example.org", BounceListen: "127.0.0.1:0", BounceProtocol: "smtp", BounceComplaints: []string{"fbl@digest.example.org"}, HookPostmark: "0123456789abcdef"}
	a := &App{Config: c, Clock: clock, Log: slog.New(slog.DiscardHandler)}

	in, err := a.takeIn(t.Context(), take, ours)
	if err != nil {
		t.Fatal(err)
	}
	mail := "From: MAILER-DAEMON@mx.example.net\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; reader@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n"
	if err := smtp.SendMail(in.server.Addr(), nil, "", []string{"bounces+k7@digest.example.org"}, []byte(mail)); err != nil {
		t.Fatal(err)
	}
	if f := <-came; f.By != "smtp" || f.Verdict != news.VerdictDead || f.To != "bounces+k7@digest.example.org" {
		t.Errorf("%+v", f)
	}
	if err := smtp.SendMail(in.server.Addr(), nil, "isp@example.com", []string{"FBL@digest.example.org"},
		[]byte("Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nOriginal-Mail-From: <bounces+k7@digest.example.org>\r\n")); err != nil {
		t.Fatal(err)
	}
	if f := <-came; f.Kind != news.FeedbackComplained || f.Sender != "bounces+k7@digest.example.org" {
		t.Errorf("%+v", f)
	}
	if err := smtp.SendMail(in.server.Addr(), nil, "", []string{"editor@digest.example.org"}, []byte(mail)); err == nil {
		t.Error("mail for others is taken")
	}
	if err := in.stop(t.Context()); err != nil {
		t.Error(err)
	}

	h, err := a.hooks(take)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/hooks/postmark/0123456789abcdef", strings.NewReader(`{"RecordType":"SpamComplaint","Email":"reader@example.net"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if f := <-came; w.Code != http.StatusOK || f.By != "postmark" || f.Kind != news.FeedbackComplained {
		t.Errorf("%d: %+v", w.Code, f)
	}

	d := dovecot.New(t)
	d.Deliver(t, "desk", strings.ReplaceAll("To: bounces+k8@digest.example.org\r\n"+mail, "\r\n", "\n"))
	a.Config = config.Config{BounceMailbox: "imap://desk@" + d.IMAP, BouncePassword: dovecot.Password, BounceEvery: time.Hour, BounceTaken: "Onrecord/Taken"}
	if in, err = a.takeIn(t.Context(), take, ours); err != nil {
		t.Fatal(err)
	}
	if f := <-came; f.By != "imap" || f.To != "bounces+k8@digest.example.org" {
		t.Errorf("%+v", f)
	}
	if err := in.stop(t.Context()); err != nil {
		t.Error(err)
	}
}
