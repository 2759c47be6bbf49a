// Package dovecot gives tests a real IMAP and POP3 server: a throw-away Dovecot in a temporary folder, on free ports of 127.0.0.1,
// with a certificate of its own.
//
// The first test of a process starts it and it ends with the process, killed or not: a shell holds the other end of a pipe and
// stops the server when the pipe closes. Every user name is let in with Password and has a Maildir of its own. Run as root, the
// server runs as the user dovecot, which the package makes. Where Dovecot (2.3 or 2.4) is not installed the test is left out and says so,
// or fails if ONRECORD_TEST_ALL is set.
package dovecot

import (
	"bufio"
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"onrecord/internal/testkit/leftout"
)

// Password lets every user in.
const Password = "open-sesame"

// Server is a running Dovecot.
type Server struct {
	IMAP, IMAPS, POP3, POP3S string // host:port; the first of each pair offers STARTTLS or STLS
	Roots                    *x509.CertPool

	folder   string
	uid, gid int
	pipe     io.Closer

	mu    sync.Mutex
	mails int
}

var errMissing = errors.New("Dovecot 2.3 or 2.4 is not installed: apt-get install dovecot-imapd dovecot-pop3d") //nolint:staticcheck // a name

var shared = sync.OnceValues(func() (*Server, error) { return start(context.Background()) })

// New gives the server of this process. Tests take users of their own: nothing is cleared between them.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := shared()
	if errors.Is(err, errMissing) {
		leftout.Missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func start(ctx context.Context) (_ *Server, err error) {
	program, version, err := find(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{}
	if s.folder, err = os.MkdirTemp("", "onrecord-dovecot-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(s.folder))
		}
	}()
	as, name, group, err := s.serverUser()
	if err != nil {
		return nil, err
	}
	if err := s.certify(); err != nil {
		return nil, err
	}
	ports, err := freePorts(ctx, 4)
	if err != nil {
		return nil, err
	}
	s.IMAP, s.IMAPS, s.POP3, s.POP3S = address(ports[0]), address(ports[1]), address(ports[2]), address(ports[3])
	conf := filepath.Join(s.folder, "dovecot.conf")
	if err := os.WriteFile(conf, []byte(s.configuration(version, name, group, ports)), 0o644); err != nil { //nolint:gosec // the server reads it
		return nil, err
	}

	// The shell reads its input until this process ends, however it ends, and then stops the server and cleans up.
	const script = `
"$1" -F -c "$2" &
cat >/dev/null
kill $! 2>/dev/null
wait $!
cd / && rm -rf "$3"
`
	keeper := exec.Command("/bin/sh", "-c", script, "sh", program, conf, s.folder) //nolint:noctx // it outlives ctx, until the pipe closes
	keeper.Dir = s.folder
	keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: as} // an interrupt at the terminal is not for it
	if s.pipe, err = keeper.StdinPipe(); err != nil {
		return nil, err
	}
	// A pipe of our own: the log goes on, and nobody waits for its end.
	log, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	keeper.Stdout, keeper.Stderr = w, w
	if err := keeper.Start(); err != nil {
		return nil, errors.Join(err, w.Close(), log.Close())
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	var said bytes.Buffer
	for lines := bufio.NewScanner(log); lines.Scan(); {
		fmt.Fprintln(&said, lines.Text())
		if strings.Contains(lines.Text(), "starting up") { // it listens by now
			go func() { _, _ = io.Copy(io.Discard, log) }()
			return s, nil
		}
		if strings.Contains(lines.Text(), "Fatal:") {
			break
		}
	}
	return nil, errors.Join(fmt.Errorf("Dovecot does not start: %s", said.String()), s.pipe.Close()) //nolint:staticcheck // a name
}

// Deliver puts a mail into a user's INBOX as an MDA does (Maildir: written elsewhere and moved in).
func (s *Server) Deliver(t testing.TB, user, mail string) {
	t.Helper()
	s.mu.Lock()
	s.mails++
	name := fmt.Sprintf("%d.M%dP%d.test", s.mails+1900000000, s.mails, os.Getpid())
	s.mu.Unlock()
	box := filepath.Join(s.folder, "home", user, "mail")
	for _, dir := range []string{filepath.Dir(box), box, box + "/tmp", box + "/new", box + "/cur"} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		s.own(t, dir)
	}
	if err := os.WriteFile(box+"/tmp/"+name, []byte(mail), 0o600); err != nil {
		t.Fatal(err)
	}
	s.own(t, box+"/tmp/"+name)
	if err := os.Rename(box+"/tmp/"+name, box+"/new/"+name); err != nil {
		t.Fatal(err)
	}
}

// Mails gives how many mails a user's folder has ("" is INBOX), those that are flagged as deleted left out.
func (s *Server) Mails(t testing.TB, user, folder string) int {
	t.Helper()
	box := filepath.Join(s.folder, "home", user, "mail")
	if folder != "" {
		box = filepath.Join(box, "."+strings.ReplaceAll(folder, "/", "."))
	}
	n := 0
	for _, sub := range []string{"new", "cur"} {
		files, err := os.ReadDir(filepath.Join(box, sub))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for _, f := range files {
			if _, flags, _ := strings.Cut(f.Name(), ":2,"); !strings.Contains(flags, "T") {
				n++
			}
		}
	}
	return n
}

func (s *Server) own(t testing.TB, path string) {
	t.Helper()
	if os.Geteuid() == 0 {
		if err := os.Chown(path, s.uid, s.gid); err != nil {
			t.Fatal(err)
		}
	}
}

// find gives the program and its version, 2.3 or 2.4.
func find(ctx context.Context) (program, version string, err error) {
	if program, err = exec.LookPath("dovecot"); err != nil {
		if program = "/usr/sbin/dovecot"; !executable(program) { // on no user's PATH in Debian
			return "", "", errMissing
		}
	}
	said, err := exec.CommandContext(ctx, program, "--version").Output()
	if err != nil || len(said) < 4 || !bytes.HasPrefix(said, []byte("2.3.")) && !bytes.HasPrefix(said, []byte("2.4.")) {
		return "", "", errMissing
	}
	return program, string(said[:3]), nil
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0
}

// serverUser gives the user and group to run the server as, and gives them the folder.
func (s *Server) serverUser() (as *syscall.Credential, name, group string, err error) {
	u, err := user.Current()
	if err == nil && os.Geteuid() == 0 {
		if u, err = user.Lookup("dovecot"); err != nil {
			return nil, "", "", fmt.Errorf("%w (and there is no user dovecot to run it as)", errMissing)
		}
	}
	if err != nil {
		return nil, "", "", err
	}
	g, err := user.LookupGroupId(u.Gid)
	if err != nil {
		return nil, "", "", err
	}
	if s.uid, err = strconv.Atoi(u.Uid); err != nil {
		return nil, "", "", err
	}
	if s.gid, err = strconv.Atoi(u.Gid); err != nil {
		return nil, "", "", err
	}
	if os.Geteuid() != 0 {
		return nil, u.Username, g.Name, nil
	}
	for _, dir := range []string{s.folder, filepath.Join(s.folder, "home"), filepath.Join(s.folder, "run")} {
		if err := errors.Join(os.MkdirAll(dir, 0o755), os.Chown(dir, s.uid, s.gid)); err != nil { //nolint:gosec // the server's
			return nil, "", "", err
		}
	}
	return &syscall.Credential{Uid: uint32(s.uid), Gid: uint32(s.gid)}, u.Username, g.Name, nil //nolint:gosec // ids are small
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// freePorts gives ports that nobody listens on at the moment.
func freePorts(ctx context.Context, n int) (ports []int, err error) {
	for range n {
		l, listening := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if listening != nil {
			return nil, listening
		}
		defer func() { err = errors.Join(err, l.Close()) }()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, err
}
