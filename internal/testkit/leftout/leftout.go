// Package leftout leaves a test out where what it needs is missing, and says so where people see it.
//
// go test shows what a passing package prints only with -v. A test that is left out without a word looks like one that
// passed, so the reason also goes to the terminal, if there is one, once a reason in each package. With ONRECORD_TEST_ALL
// set, as make test sets it, the test fails instead.
package leftout

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// All says whether nothing may be left out.
func All() bool { return os.Getenv("ONRECORD_TEST_ALL") != "" }

// Missing ends the test: it is left out, or fails if nothing may be. what says what is missing, and the mend.
func Missing(t testing.TB, what string) {
	t.Helper()
	if All() {
		t.Fatal(what)
	}
	once, _ := told.LoadOrStore(what, sync.OnceFunc(func() { tell(t.Name(), what) }))
	once.(func())()
	t.Skip("left out: " + what)
}

var told sync.Map // what is missing → func()

// tell prints to the terminal, past go test.
func tell(test, what string) {
	tty, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0)
	if err != nil {
		return // no terminal: nobody looks
	}
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".test")
	test, _, _ = strings.Cut(test, "/")
	_, _ = fmt.Fprintf(tty, "left out in %s: %s and others that need it: %s\n", name, test, what)
	_ = tty.Close()
}
