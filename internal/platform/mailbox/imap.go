package mailbox

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"onrecord/internal/news"
)

// imapSession reads a folder.
type imapSession struct {
	client *imapclient.Client
	taken  string // the folder that mails are moved to, as the server writes it; empty: deleted
}

func openIMAP(conn net.Conn, a Address, password, taken string, trust *tls.Config) (_ session, err error) {
	var c *imapclient.Client
	if a.TLS == StartTLS {
		if c, err = imapclient.NewStartTLS(conn, &imapclient.Options{TLSConfig: trust}); err != nil {
			return nil, news.Errorf(news.Unavailable, "%s offers no TLS that we trust: %w; use imaps://, if it has that", a.HostPort, err)
		}
	} else {
		c = imapclient.New(conn, nil)
	}
	defer func() {
		if err != nil {
			_ = c.Close()
		}
	}()
	if err := c.WaitGreeting(); err != nil {
		return nil, err
	}
	if err := c.Login(a.User, password).Wait(); err != nil {
		if refused(err) {
			return nil, news.Errorf(news.Forbidden, "%s does not let %s in: %w; see to the user's name and to bounce.password", a.HostPort, a.User, err)
		}
		return nil, err
	}
	s := &imapSession{client: c}
	if taken != "" {
		if s.taken, err = s.folder(taken); err != nil {
			return nil, err
		}
	}
	if _, err := c.Select(a.Folder, nil).Wait(); err != nil {
		if refused(err) {
			return nil, news.Errorf(news.Invalid, "%s has no folder %s for %s: %w", a.HostPort, a.Folder, a.User, err)
		}
		return nil, err
	}
	return s, nil
}

// refused says whether the server said no, rather than nothing.
func refused(err error) bool {
	var no *imap.Error
	return errors.As(err, &no) && no.Type != imap.StatusResponseTypeBye
}

// folder gives a folder's name with the server's separator (RFC 3501, section 5.1.1), and makes it if it is not there.
func (s *imapSession) folder(name string) (string, error) {
	separator := "/"
	if roots, err := s.client.List("", "", nil).Collect(); err == nil && len(roots) > 0 && roots[0].Delim != 0 {
		separator = string(roots[0].Delim)
	}
	name = strings.ReplaceAll(strings.Trim(name, "/"), "/", separator)
	var last error
	for _, name := range []string{name, "INBOX" + separator + name} { // some keep all folders below the INBOX
		found, err := s.client.List("", name, nil).Collect()
		if err != nil {
			return "", err
		}
		if len(found) > 0 && !slices.ContainsFunc(found[0].Attrs, func(a imap.MailboxAttr) bool {
			return a == imap.MailboxAttrNoSelect || a == imap.MailboxAttrNonExistent
		}) {
			return name, nil
		}
	}
	for _, name := range []string{name, "INBOX" + separator + name} {
		if last = s.client.Create(name, nil).Wait(); last == nil {
			return name, nil
		}
		if !refused(last) {
			return "", last
		}
	}
	return "", news.Errorf(news.Invalid, "the server makes no folder %s: %w; set bounce.taken to one that there is", name, last)
}

func (s *imapSession) list(most int) ([]uint32, error) {
	found, err := s.client.UIDSearch(&imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted}}, nil).Wait()
	if err != nil {
		return nil, err
	}
	var mails []uint32
	for _, uid := range found.AllUIDs() {
		mails = append(mails, uint32(uid))
	}
	slices.Sort(mails)
	return mails[:min(most, len(mails))], nil
}

func (s *imapSession) fetch(mail uint32, most int64) ([]byte, error) {
	command := s.client.Fetch(imap.UIDSetNum(imap.UID(mail)), &imap.FetchOptions{
		BodySection: []*imap.FetchItemBodySection{{Peek: true, Partial: &imap.SectionPartial{Size: most}}}, // read by nobody yet
	})
	var source []byte
	var fault error
	for m := command.Next(); m != nil; m = command.Next() {
		for item := m.Next(); item != nil; item = m.Next() {
			if body, ok := item.(imapclient.FetchItemDataBodySection); ok && body.Literal != nil && source == nil {
				source, fault = io.ReadAll(io.LimitReader(body.Literal, most))
			}
		}
	}
	if err := errors.Join(fault, command.Close()); err != nil {
		return nil, err
	}
	if source == nil {
		return nil, errors.New("it is not there any more")
	}
	return source, nil
}

func (s *imapSession) remove(mail uint32) error {
	one := imap.UIDSetNum(imap.UID(mail))
	if s.taken != "" {
		if s.client.Caps().Has(imap.CapMove) { // RFC 6851
			_, err := s.client.Move(one, s.taken).Wait()
			return err
		}
		if _, err := s.client.Copy(one, s.taken).Wait(); err != nil {
			return err
		}
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := s.client.Store(one, deleted, nil).Close(); err != nil {
		return err
	}
	if s.client.Caps().Has(imap.CapUIDPlus) { // RFC 4315: this one alone, and none that others have flagged
		return s.client.UIDExpunge(one).Close()
	}
	return nil // it stays flagged, and is listed no more
}

func (s *imapSession) close() error {
	err := s.client.Logout().Wait()
	_ = s.client.Close()
	return err
}
