package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// end is the hour at which the six days of every run here end, so that runs can be compared.
const end = "2031-03-02T05:00:00Z"

// binary builds the program once for all tests of this package.
var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "onrecord-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "onrecord")
	out, err := exec.Command("go", "build", "-o", path, "onrecord/cmd/onrecord").CombinedOutput() //nolint:noctx // bounded by the test run
	if err != nil {
		return "", &buildError{err, out}
	}
	return path, nil
})

type buildError struct {
	err error
	out []byte
}

func (e *buildError) Error() string { return e.err.Error() + "\n" + string(e.out) }

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

func program(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("left out: -short, and this runs the whole program")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// limit bounds one run of the demonstration.
const limit = 4 * time.Minute
