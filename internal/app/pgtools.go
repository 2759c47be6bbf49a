package app

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// IsPostgres says whether a database is named by a PostgreSQL address, not by a file.
func IsPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// pgDump writes a PostgreSQL database to a file.
func pgDump(ctx context.Context, database, path string) error {
	said, err := tool(ctx, database, "pg_dump", "--format=custom", "--no-owner", "--file", path)
	if said != "" {
		return news.Errorf(news.Unavailable, "the database cannot be backed up: %s", said)
	}
	return err
}

// restorePostgres puts a backup into a PostgreSQL database that is there and empty: all of it, or nothing.
func restorePostgres(ctx context.Context, database, path string) error {
	if err := isBackup(path, "PGDMP", "backup of a PostgreSQL database"); err != nil {
		return err
	}
	empty, err := store.EmptyPostgres(ctx, database)
	if err != nil {
		return err
	}
	if !empty {
		return news.FieldErrorf("database", "it holds tables already; make an empty one with createdb and name that")
	}
	said, err := tool(ctx, database, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", path)
	if said != "" {
		return news.FieldErrorf(path, "cannot be restored, and nothing of it was: %s", said)
	}
	return err
}

// tool runs one of PostgreSQL's own programs on a database. If the program fails, said is why, on one line. The password
// goes by the environment: everybody on the machine sees a program's arguments.
func tool(ctx context.Context, database, name string, args ...string) (said string, err error) {
	program, err := exec.LookPath(name)
	if err != nil {
		return "", news.Errorf(news.Unavailable, "%s is not installed; it comes with PostgreSQL's client programs (on Debian and Ubuntu: apt-get install postgresql-client)", name)
	}
	address, password, err := forTools(database)
	if err != nil {
		return "", err
	}
	c := exec.CommandContext(ctx, program, append(args, "--dbname", address)...) //nolint:gosec // the names are ours
	c.Env = os.Environ()
	if password != "" {
		c.Env = append(c.Env, "PGPASSWORD="+password)
	}
	out, err := c.CombinedOutput()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		if said = strings.Join(strings.Fields(string(out)), " "); said == "" {
			said = name + ": " + err.Error()
		}
	}
	return said, err
}

// forTools gives an address as PostgreSQL's programs take it: without the password, and without what only the desk's own
// driver knows.
func forTools(database string) (address, password string, err error) {
	u, err := url.Parse(database)
	if err != nil {
		return "", "", news.FieldErrorf("database", "the postgres:// address cannot be read")
	}
	if p, given := u.User.Password(); given {
		password, u.User = p, url.User(u.User.Username())
	}
	options := u.Query()
	if p := options.Get("password"); p != "" {
		password = p
	}
	for name := range options {
		if name == "password" || strings.HasPrefix(name, "pool_") || strings.HasSuffix(name, "_cache_capacity") || name == "default_query_exec_mode" {
			options.Del(name)
		}
	}
	u.RawQuery = strings.ReplaceAll(options.Encode(), "+", "%20") // libpq takes a + for itself
	return u.String(), password, nil
}
