// Package postfix gives tests a real mail server: a throw-away Postfix in a temporary folder, on a free port of 127.0.0.1, with a
// certificate, a queue and a log of its own. Nothing of the system's Postfix is read or touched.
//
// In come mails by SMTP, with STARTTLS for who wants it. What becomes of them goes by the recipient:
//
//	those in Mailboxes      delivered to a Maildir, which Mails reads
//	those in Full           a mailbox without room: Postfix takes the mail, and a report of 5.2.2 comes back
//	others at readers.test  nobody: Postfix takes the mail, and a report of 5.1.1 comes back
//	at strict.test          nobody, and Postfix says so in the dialogue: 550 5.1.1
//	at nowhere.test         no such domain: a report of 5.1.2 comes back
//	at slow.test            a server that does not answer: Postfix keeps the mail and sends a warning of 4.x.x at once
//	at the domain Bounces   handed on by LMTP to the socket Back, where the reports end up; who wants them listens there
//
// The server ends with the process that started it, killed or not: a shell holds the other end of a pipe and stops it, by its process
// id, when the pipe closes; Stop is for who is done before. Postfix wants root; any other user needs sudo without a password.
// Where one is missing the test is left out and says so, or fails if ONRECORD_TEST_ALL is set.
package postfix

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"onrecord/internal/testkit/certificate"
	"onrecord/internal/testkit/leftout"
)

// Domain is that of the mailboxes.
const Domain = "readers.test"

// Options say whose mailboxes there are.
type Options struct {
	Mailboxes []string // what stands before @readers.test, in small letters
	Full      []string // the same, of those without room
	Bounces   string   // the domain that mail is handed to Back for; empty: none
}

// Server is a running Postfix.
type Server struct {
	Addr  string // host:port
	Roots *x509.CertPool
	CA    string // a PEM file with the same
	Back  string // the path of a socket at which somebody may take mail for Options.Bounces, by LMTP

	folder string
	pipe   io.Closer
	ended  chan error
}

var errMissing = errors.New("Postfix is not installed, or not for this user: apt-get install postfix, and run as root or with a sudo that asks nothing") //nolint:staticcheck // a name

// New starts a server that ends with the test.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := start(t.Context(), o)
	if errors.Is(err, errMissing) {
		leftout.Missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("Postfix's log:\n" + s.Log())
		}
		if err := s.Stop(); err != nil {
			t.Errorf("stopping Postfix: %v", err)
		}
	})
	return s
}

// keep is run by a shell with all rights. It makes what Postfix wants to own, starts it, and reads its input until the process that
// started it ends, however it ends. Then it stops Postfix and cleans up.
const keep = `
cd / && umask 022 || exit 1
for d in active bounce corrupt defer deferred flush hold incoming private saved trace maildrop public pid; do mkdir -p "$2/queue/$d"; done
cd "$2/queue" && chown postfix active bounce corrupt defer deferred flush hold incoming private saved trace ../data &&
chown postfix:postdrop maildrop public && chmod 700 active bounce corrupt defer deferred flush hold incoming private saved trace &&
chmod 730 maildrop && chmod 710 public && chown -R "$3" ../mail || exit 1
cd /
setsid "$1" -c "$2/conf" -d &
cat >/dev/null
kill $! 2>/dev/null
wait $!
rm -rf "$2"
`

func start(ctx context.Context, o Options) (_ *Server, err error) {
	daemons, err := find(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{ended: make(chan error, 1)}
	if s.folder, err = os.MkdirTemp("", "onrecord-postfix-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.folder))
		}
	}()
	for _, dir := range []string{"", "conf", "queue", "data", "mail", "back"} {
		if err := errors.Join(os.MkdirAll(s.path(dir), 0o755), os.Chmod(s.path(dir), 0o755)); err != nil { //nolint:gosec // Postfix works in it as another user
			return nil, err
		}
	}
	s.Back, s.CA = s.path("back/lmtp"), s.path("conf/cert.pem")
	if s.Roots, err = certificate.Write(s.path("conf")); err != nil {
		return nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	s.Addr = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := s.configure(o, daemons, port); err != nil {
		return nil, err
	}
	args := []string{"/bin/sh", "-c", keep, "sh", filepath.Join(daemons, "master"), s.folder, strconv.Itoa(s.uid())}
	if os.Geteuid() != 0 {
		args = append([]string{"sudo", "-n"}, args...)
	}
	keeper := exec.Command(args[0], args[1:]...)             //nolint:noctx,gosec // it outlives ctx, until the pipe closes
	keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal is not for it
	keeper.Dir = s.folder
	if s.pipe, err = keeper.StdinPipe(); err != nil {
		return nil, err
	}
	if err := keeper.Start(); err != nil {
		return nil, err
	}
	go func() { s.ended <- keeper.Wait() }()
	if err := s.greets(ctx); err != nil {
		return nil, errors.Join(err, fmt.Errorf("Postfix does not start: %s", s.Log()), s.Stop()) //nolint:staticcheck // a name
	}
	return s, nil
}

// Stop stops the server and removes its folder.
func (s *Server) Stop() error {
	if s.pipe == nil {
		return nil
	}
	err := s.pipe.Close()
	s.pipe = nil
	_ = <-s.ended //nolint:staticcheck // how Postfix ends when it is told to is nobody's concern
	// What it had started ends by itself, a moment later.
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		c, refused := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", s.Addr)
		if refused != nil {
			return err
		}
		_ = c.Close()
		<-time.After(10 * time.Millisecond)
	}
	return errors.Join(err, errors.New("somebody still listens at "+s.Addr))
}

// Log gives what the server wrote into its log.
func (s *Server) Log() string {
	b, err := os.ReadFile(s.path("log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// Mails gives the sources of the mails in a mailbox as they arrived, in no order.
func (s *Server) Mails(t testing.TB, mailbox string) []string {
	t.Helper()
	found, err := filepath.Glob(s.path(filepath.Join("mail", mailbox, "new", "*")))
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, len(found))
	for i, path := range found {
		source, err := os.ReadFile(path) //nolint:gosec // below our own folder
		if err != nil {
			t.Fatal(err)
		}
		all[i] = string(source)
	}
	return all
}

func (s *Server) path(name string) string { return filepath.Join(s.folder, name) }

// uid is who owns the mailboxes: whoever runs the test, but not root, as whom Postfix delivers nothing.
func (s *Server) uid() int {
	if id := os.Geteuid(); id != 0 {
		return id
	}
	return 65534
}

// greets waits until the server does.
func (s *Server) greets(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.Addr)
		if err == nil {
			line := make([]byte, 3)
			_ = c.SetDeadline(time.Now().Add(10 * time.Second))
			_, err = io.ReadFull(c, line)
			if err = errors.Join(err, c.Close()); err == nil && bytes.Equal(line, []byte("220")) {
				return nil
			}
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case ended := <-s.ended:
			s.ended <- ended
			return fmt.Errorf("it ended: %w", ended)
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		}
	}
}

// find gives the folder of Postfix's daemons.
func find(ctx context.Context) (string, error) {
	for _, name := range []string{"postconf", "/usr/sbin/postconf"} { // the latter is on no user's PATH in Debian
		out, err := exec.CommandContext(ctx, name, "-dh", "daemon_directory").Output()
		if err != nil {
			continue
		}
		if os.Geteuid() != 0 && exec.CommandContext(ctx, "sudo", "-n", "true").Run() != nil {
			return "", errMissing
		}
		daemons := strings.TrimSpace(string(out))
		if _, err := os.Stat(filepath.Join(daemons, "master")); err == nil {
			return daemons, nil
		}
	}
	return "", errMissing
}

// freePort gives a port that nobody listens on at the moment.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
