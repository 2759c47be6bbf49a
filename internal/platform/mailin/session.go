package mailin

import (
	"bytes"
	"io"
	"slices"

	"github.com/emersion/go-smtp"

	"onrecord/internal/news"
)

// session is one connection's. Sender and recipients are forgotten after each mail.
type session struct {
	server     *Server
	recipients []string
}

var (
	notHere  = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such address here"}
	tryAgain = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Not stored; try again later"}
)

// Reset implements smtp.Session.
func (s *session) Reset() { s.recipients = nil }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// Mail takes every sender: reports have none (RFC 3464, section 2), and readers answer from wherever they are.
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt takes recipients that are ours.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.server.options.Ours(to) {
		return notHere
	}
	if !slices.Contains(s.recipients, to) {
		s.recipients = append(s.recipients, to)
	}
	return nil
}

// Data takes in one mail, for all of its recipients or for none. In LMTP go-smtp repeats the answer for each recipient.
func (s *session) Data(r io.Reader) error {
	if !s.server.begin() {
		return tryAgain
	}
	defer s.server.done()
	o := s.server.options
	source, err := io.ReadAll(io.LimitReader(r, o.Keep))
	if err != nil {
		return failed(err)
	}
	// Not before all of it has come is it a mail.
	if _, err := io.Copy(io.Discard, r); err != nil {
		return failed(err)
	}
	var all []news.Feedback
	for _, to := range s.recipients {
		f, err := o.Parse(to, bytes.NewReader(source), o.Clock.Now())
		if err != nil {
			o.Log.Error("a mail that came back could not be read", "to", to, "error", err)
			return tryAgain
		}
		all = append(all, f...)
	}
	for i := range all {
		all[i].By = "smtp"
		if o.LMTP {
			all[i].By = "lmtp"
		}
	}
	if err := o.Take(s.server.ctx, all); err != nil {
		o.Log.Error("what came back by mail could not be stored, and will be sent again", "to", s.recipients, "error", err)
		return tryAgain
	}
	return nil
}

// failed is the answer to a mail that did not come whole.
func failed(err error) error {
	if refusal, ok := err.(*smtp.SMTPError); ok { //nolint:errorlint // go-smtp gives it bare
		return refusal // too large
	}
	return tryAgain
}
