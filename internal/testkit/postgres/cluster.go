// Package postgres gives tests a real PostgreSQL: a throw-away cluster in a temporary folder, and in it an empty database
// for each test.
//
// The cluster named by ONRECORD_TEST_POSTGRES is used if that is set (make test starts one and sets it). Otherwise the
// first test of a process starts one, which ends with the process, killed or not: a shell holds the other end of a
// pipe and stops the server when the pipe closes. Where PostgreSQL is not installed the test is skipped and says so, or
// fails if ONRECORD_TEST_ALL is set.
package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"syscall"
)

// Cluster is a running server.
type Cluster struct {
	URL  string // of its first database, as the user postgres
	pipe io.Closer
	done chan error

	bin, data, options string // for pg_ctl
	as                 *syscall.SysProcAttr
}

// errMissing says that there is no PostgreSQL to start.
var errMissing = errors.New("PostgreSQL is not installed: apt-get install postgresql, or put initdb and postgres on the PATH")

// Start makes a cluster in a new temporary folder and starts it on a free port of 127.0.0.1. Durability is off: it
// lives as long as the tests.
func Start(ctx context.Context) (*Cluster, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "onrecord-postgres-")
	if err != nil {
		return nil, err
	}
	as, err := serverUser(folder)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	data := filepath.Join(folder, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
	initdb.Dir, initdb.SysProcAttr = folder, as
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(folder))
	}
	port, err := freePort(ctx)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	c := &Cluster{URL: fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port), done: make(chan error, 1)}

	// The shell reads its input until this process ends, however it ends, and then stops the server and cleans up.
	const script = `
"$1"/pg_ctl -D "$2" -w -t 60 -l "$2/log" -o "$3" start >"$2/start" 2>&1 || { cat "$2/start" "$2/log"; exit 1; }
echo ready
cat >/dev/null
"$1"/pg_ctl -D "$2" -m immediate stop >/dev/null 2>&1
cd / && rm -rf "$4"
`
	options := fmt.Sprintf("-p %d -k '' -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200", port)
	c.bin, c.data, c.options, c.as = bin, data, options, as
	keeper := exec.Command("/bin/sh", "-c", script, "sh", bin, data, options, folder) //nolint:noctx // it outlives ctx, until the pipe closes
	keeper.Dir = folder
	keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal is not for it
	if as != nil {
		keeper.SysProcAttr.Credential = as.Credential
	}
	in, err := keeper.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := keeper.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := keeper.Start(); err != nil {
		return nil, err
	}
	said := make([]byte, 4096)
	n, err := out.Read(said)
	if !bytes.HasPrefix(said[:n], []byte("ready")) {
		rest, _ := io.ReadAll(out)
		return nil, fmt.Errorf("PostgreSQL does not start: %s%s %w", said[:n], rest, errors.Join(err, keeper.Wait(), os.RemoveAll(folder)))
	}
	c.pipe = in
	go func() {
		err := keeper.Wait()
		c.done <- errors.Join(err, os.RemoveAll(folder))
	}()
	return c, nil
}

// Stop stops the server and removes its folder.
func (c *Cluster) Stop() error {
	return errors.Join(c.pipe.Close(), <-c.done)
}

// find gives the folder of the newest PostgreSQL's programs.
func find() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errMissing
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	sort.Slice(found, func(i, j int) bool { return version(found[i]) > version(found[j]) })
	return filepath.Dir(found[0]), nil
}

// serverUser gives the user to run the server as: PostgreSQL refuses to run as root.
func serverUser(folder string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // nobody else
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("%w (and there is no user postgres to run it as)", errMissing)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(folder, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil //nolint:gosec // ids are small
}

// freePort gives a port that nobody listens on at the moment.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}
