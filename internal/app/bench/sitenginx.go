package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// static is nginx, serving a page as a file.
type static struct {
	debian, fastest string // addresses
	stop            func() error
}

type way struct{ name, url string }

// ways are those in which nginx is set up.
func (s *static) ways() []way {
	if s == nil {
		return nil
	}
	return []way{{"as Debian sets it up", "http://" + s.debian + "/page.html"}, {"at its fastest", "http://" + s.fastest + "/page.html"}}
}

// startNginx has nginx serve the very bytes that the service sends, unpacked and packed by gzip; nil, if it is not installed.
func startNginx(ctx context.Context, b *siteBench, page string) (*static, error) {
	nginx, err := tool("nginx")
	if err != nil {
		return nil, nil //nolint:nilerr // then there is nothing to compare with
	}
	folder, err := os.MkdirTemp("", "onrecord-nginx-")
	if err != nil {
		return nil, err
	}
	gone := func() error { return os.RemoveAll(folder) }
	if err := os.Mkdir(filepath.Join(folder, "root"), 0o755); err != nil { //nolint:gosec // nginx reads it as another user
		return nil, errors.Join(err, gone())
	}
	c := loadClient(1)
	defer c.CloseIdleConnections()
	for name, accept := range map[string]string{"page.html": "identity", "page.html.gz": "gzip"} {
		body, err := ask(ctx, c, b.service.url(page), accept)
		if err != nil {
			return nil, errors.Join(err, gone())
		}
		if err := os.WriteFile(filepath.Join(folder, "root", name), body, 0o644); err != nil { //nolint:gosec // nginx reads it as another user
			return nil, errors.Join(err, gone())
		}
	}
	debian, err := freeAddress(ctx)
	if err != nil {
		return nil, errors.Join(err, gone())
	}
	fastest, err := freeAddress(ctx)
	if err != nil {
		return nil, errors.Join(err, gone())
	}
	// The first server is set up as in Debian's nginx.conf, with a log of each request, packing what is asked for packed; the second writes
	// no log, keeps files open and connections for ever, and has the page packed beforehand.
	settings := fmt.Sprintf(`daemon off; worker_processes auto; pid %[1]s/pid; error_log stderr error;
events { worker_connections 768; }
http { sendfile on; tcp_nopush on; types_hash_max_size 2048; types { text/html html; } default_type application/octet-stream; gzip on; root %[1]s/root;
client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
server { listen %[2]s; access_log %[1]s/access.log; }
server { listen %[3]s; access_log off; keepalive_requests 1000000000; gzip_static on; open_file_cache max=10; } }
`, folder, debian, fastest)
	file := filepath.Join(folder, "nginx.conf")
	if err := errors.Join(os.Chmod(folder, 0o755), os.WriteFile(file, []byte(settings), 0o600)); err != nil { //nolint:gosec // as above
		return nil, errors.Join(err, gone())
	}
	command := exec.CommandContext(ctx, nginx, "-c", file, "-e", "stderr")
	command.Stderr = b.Err
	if err := command.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("starting nginx: %w", err), gone())
	}
	stop := func() error {
		err := command.Process.Signal(os.Interrupt)
		_ = command.Wait() // it was told to
		return errors.Join(err, gone())
	}
	for range 100 {
		if answers(ctx, "http://"+debian+"/page.html") && answers(ctx, "http://"+fastest+"/page.html") {
			return &static{debian, fastest, stop}, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("nginx does not answer"), stop())
}
