package demo

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/sampleworld"
)

var now = time.Date(2031, 3, 5, 12, 0, 0, 0, time.UTC) // a Wednesday

func TestARestartFindsTheSameWorld(t *testing.T) {
	folder := t.TempDir()
	made, err := loadState(t.Context(), folder, now, usual())
	if err != nil {
		t.Fatal(err)
	}
	found, err := loadState(t.Context(), folder, now.AddDate(0, 1, 0), usual())
	if err != nil || found != made {
		t.Errorf("a month later it is %+v, %v; it was made as %+v", found, err, made)
	}
	if want := time.Date(2031, 3, 4, 5, 0, 0, 0, time.UTC); !made.End.Equal(want) { // Tuesday, seven in Jerusalem
		t.Errorf("the last edition before %s is taken to be of %s, not %s", now, made.End, want)
	}
	if len(made.Password) < 12 {
		t.Errorf("the password is %q", made.Password)
	}
	info, err := os.Stat(filepath.Join(folder, "demo.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file with the password: %v, %v", info.Mode(), err)
	}
}

// The ports must be free again at a restart, so they are none that a system gives to whoever connects to something.
func TestPortsAreNoneThatTheSystemHandsOut(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at the end
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	got, err := free(t.Context(), taken.Addr().String(), isFree)
	if err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(got)
	n, _ := strconv.Atoi(port)
	if err != nil || host != "127.0.0.1" || n < 1024 || n >= 32768 {
		t.Errorf("instead of a port that is taken it gives %q, %v", got, err)
	}
	if anywhere, err := free(t.Context(), "127.0.0.1:0", isFree); err != nil || strings.HasSuffix(anywhere, ":0") {
		t.Errorf("where any port will do it gives %q, %v", anywhere, err)
	}
	if again, err := free(t.Context(), got, isFree); err != nil || again != got {
		t.Errorf("of a free port it makes %q, %v", again, err)
	}
}

// TestTwoWorldsBesideOneAnother: a second demonstration takes other addresses for all of its outlets.
func TestTwoWorldsBesideOneAnother(t *testing.T) {
	world, err := sampleworld.New(now)
	if err != nil {
		t.Fatal(err)
	}
	first, err := free(t.Context(), "127.0.0.1:0", world.Free)
	if err != nil {
		t.Fatal(err)
	}
	if err := world.Start(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = world.Close() })
	second, err := free(t.Context(), first, world.Free)
	if err != nil || second == first {
		t.Fatalf("beside %s it takes %s, %v", first, second, err)
	}
	other, err := sampleworld.New(now)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	if a, b := world.Outlets()[0].Homepage, other.Outlets()[0].Homepage; a == b {
		t.Errorf("both are at %s", a)
	}
}

func TestAFolderOfSomethingElse(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "demo.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := loadState(t.Context(), folder, now, usual())
	if news.KindOf(err) != news.Invalid || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "--data") {
		t.Errorf("it says %v", err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "{" {
		t.Errorf("the file is now %q, %v", content, err)
	}
}
