package app

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/store"
	"onrecord/internal/testkit/postgres"
)

// holds gives what a desk holds, as people see it.
func holds(t *testing.T, a *App, s told) string {
	t.Helper()
	var out bytes.Buffer
	ok(t, a.ExportFeeds(t.Context(), &out))
	ok(t, a.PrintLedger(t.Context(), &out, s.story.ID))
	for _, r := range []news.Report{s.says, s.denies, s.copy} {
		ok(t, a.Why(t.Context(), &out, string(r.ID)))
	}
	hits, err := a.Store.FindReports(t.Context(), news.Search{Phrases: [][]string{{"Dahl"}}}, 0, 5)
	ok(t, err)
	for _, h := range hits {
		out.WriteString(h.Report.Title + ": " + h.Text)
	}
	return out.String()
}

// write changes two settings together, over and over, until stopped.
func write(t *testing.T, a *App) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	begun, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for n := 1; ctx.Err() == nil; n++ {
			err := a.Store.Within(t.Context(), func(ctx context.Context) error {
				if err := a.Store.SetSetting(ctx, "one", strconv.Itoa(n)); err != nil {
					return err
				}
				return a.Store.SetSetting(ctx, "two", strconv.Itoa(n))
			})
			if err != nil {
				t.Errorf("writing beside the backup: %v", err)
				cancel()
			}
			if n == 1 {
				close(begun)
			}
		}
	}()
	<-begun
	return func() { cancel(); <-ended }
}

func TestABackupOfABusyDeskRestoresToTheSame(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		s := tell(t, a)
		before := holds(t, a, s)
		if !strings.Contains(before, "No talks, says Dahl: ") {
			t.Fatalf("the desk does not hold what it should: %s", before)
		}
		stop := write(t, a)
		file := filepath.Join(t.TempDir(), "monday")
		err := Backup(t.Context(), a.Config, file)
		stop()
		ok(t, err)
		info, err := os.Stat(file)
		ok(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("others than its owner may read the backup: %v", info.Mode())
		}
		refused(t, Backup(t.Context(), a.Config, file), news.Invalid, file+": is there already; name a new file")

		other := a.Config
		other.Database = fresh()
		ok(t, Restore(t.Context(), other, file))
		b := openDesk(t, other.Database)
		if after := holds(t, b, s); after != before {
			t.Errorf("restored, the desk holds\n%s\nand not\n%s", after, before)
		}
		one, err := b.Store.Setting(t.Context(), "one")
		ok(t, err)
		if two, err := b.Store.Setting(t.Context(), "two"); err != nil || one != two {
			t.Errorf("the backup holds a part of a transaction: %s and %s, %v", one, two, err)
		}
	})
}

func TestNothingIsRestoredOverADatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		s := tell(t, a)
		before := holds(t, a, s)
		empty := openDesk(t, fresh())
		file := filepath.Join(t.TempDir(), "monday")
		ok(t, Backup(t.Context(), empty.Config, file))
		want := "database: " + a.Config.Database + " is there already; move it away first"
		if IsPostgres(a.Config.Database) {
			want = "database: it holds tables already; make an empty one with createdb and name that"
		}
		refused(t, Restore(t.Context(), a.Config, file), news.Invalid, want)
		if after := holds(t, a, s); after != before {
			t.Errorf("the desk now holds\n%s\nand not\n%s", after, before)
		}
	})
}

// A write-ahead log that a database left behind when it was moved away would be played into the restored one.
func TestNothingIsRestoredBesideALeftLog(t *testing.T) {
	a := openDesk(t, filepath.Join(t.TempDir(), "desk.db"))
	file := filepath.Join(t.TempDir(), "monday")
	ok(t, Backup(t.Context(), a.Config, file))
	other := a.Config
	other.Database = filepath.Join(t.TempDir(), "other.db")
	ok(t, os.WriteFile(other.Database+"-wal", []byte("left"), 0o600))
	refused(t, Restore(t.Context(), other, file), news.Invalid, "database: "+other.Database+"-wal is there already; move it away first")
}

// damage gives a backup as bad disks and slips make it, with what is said of it.
func damage(t *testing.T, whole []byte, magic string) map[string][]byte {
	t.Helper()
	if !bytes.HasPrefix(whole, []byte(magic)) {
		t.Fatalf("a backup begins with %q", whole[:16])
	}
	rotten := bytes.Clone(whole)
	for i := len(rotten) / 2; i < len(rotten); i++ {
		rotten[i] ^= 0x55
	}
	return map[string][]byte{
		"torn":          whole[:len(whole)/2],
		"rotten":        rotten,
		"only its head": []byte(magic),
		"text":          []byte("No database."),
		"empty":         nil,
	}
}

func TestADamagedBackupIsRefusedAndLeavesNothing(t *testing.T) {
	a := openDesk(t, filepath.Join(t.TempDir(), "desk.db"))
	tell(t, a)
	file := filepath.Join(t.TempDir(), "monday")
	ok(t, Backup(t.Context(), a.Config, file))
	whole, err := os.ReadFile(file)
	ok(t, err)
	for name, content := range damage(t, whole, "SQLite format 3\x00") {
		t.Run(name, func(t *testing.T) {
			bad := filepath.Join(t.TempDir(), "bad")
			ok(t, os.WriteFile(bad, content, 0o600))
			other := a.Config
			folder := t.TempDir()
			other.Database = filepath.Join(folder, "other.db")
			want := bad + ": is damaged; restore an earlier backup"
			if name == "text" || name == "empty" {
				want = bad + ": is no SQLite database; name a file that 'onrecord backup' wrote"
			}
			refused(t, Restore(t.Context(), other, bad), news.Invalid, want)
			left, err := os.ReadDir(folder)
			ok(t, err)
			if len(left) != 0 {
				t.Errorf("it leaves %v behind", left)
			}
			if after, err := os.ReadFile(bad); err != nil || !bytes.Equal(after, content) {
				t.Errorf("the file itself was changed, %v", err)
			}
		})
	}
}

func TestADamagedPostgresBackupIsRefusedAndLeavesNothing(t *testing.T) {
	a := openDesk(t, postgres.New(t))
	tell(t, a)
	file := filepath.Join(t.TempDir(), "monday")
	ok(t, Backup(t.Context(), a.Config, file))
	whole, err := os.ReadFile(file)
	ok(t, err)
	other := a.Config
	other.Database = postgres.New(t)
	for name, content := range damage(t, whole, "PGDMP") {
		bad := filepath.Join(t.TempDir(), "bad")
		ok(t, os.WriteFile(bad, content, 0o600))
		want := bad + ": cannot be restored, and nothing of it was: pg_restore: "
		if name == "text" || name == "empty" {
			want = bad + ": is no backup of a PostgreSQL database; name a file that 'onrecord backup' wrote"
		}
		err := Restore(t.Context(), other, bad)
		if news.KindOf(err) != news.Invalid || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v\nwant %s…", name, err, want)
		}
		if empty, err := store.EmptyPostgres(t.Context(), other.Database); err != nil || !empty {
			t.Fatalf("%s: tables are left behind, %v", name, err)
		}
	}
	ok(t, Restore(t.Context(), other, file))
}

func TestAnotherProgramsDatabaseIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bookmarks.db")
	db, err := sql.Open("sqlite", path)
	ok(t, err)
	_, err = db.ExecContext(t.Context(), `CREATE TABLE bookmark (url TEXT)`)
	ok(t, err)
	ok(t, db.Close())
	before, err := os.ReadFile(path)
	ok(t, err)

	c := set(t, map[string]string{"database": path})
	refused(t, Migrate(t.Context(), c), news.Invalid, "database: "+path+" is the database of another program; name another file")
	c.Database = filepath.Join(t.TempDir(), "desk.db")
	refused(t, Restore(t.Context(), c, path), news.Invalid, path+": is the database of another program; name a file that 'onrecord backup' wrote")
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("it was changed, %v", err)
	}
}

func TestWithoutPostgresToolsTheMendIsSaid(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	c := set(t, map[string]string{"database": "postgres://desk@127.0.0.1:1/desk"})
	folder := t.TempDir()
	refused(t, Backup(t.Context(), c, filepath.Join(folder, "monday")), news.Unavailable,
		"pg_dump is not installed; it comes with PostgreSQL's client programs (on Debian and Ubuntu: apt-get install postgresql-client)")
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("it leaves %v behind, %v", left, err)
	}
}

func TestWhatPostgresToolsAreTold(t *testing.T) {
	for _, c := range []struct{ database, address, password string }{
		{"postgres://desk:pa%20ss@db.example/desk?sslmode=require", "postgres://desk@db.example/desk?sslmode=require", "pa ss"},
		{"postgres://db.example/desk?user=desk&password=x&pool_max_conns=30", "postgres://db.example/desk?user=desk", "x"},
		{"postgres:///desk?host=/run/postgresql&options=-c%20work_mem%3D1MB", "postgres:///desk?host=%2Frun%2Fpostgresql&options=-c%20work_mem%3D1MB", ""},
	} {
		address, password, err := forTools(c.database)
		if err != nil || address != c.address || password != c.password {
			t.Errorf("%s: %s and %q, %v", c.database, address, password, err)
		}
	}
}
