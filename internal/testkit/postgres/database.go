package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"onrecord/internal/testkit/leftout"
)

// shared is the cluster of this process, started by the first test that wants one.
var shared = sync.OnceValues(func() (*Cluster, error) {
	if url := os.Getenv("ONRECORD_TEST_POSTGRES"); url != "" {
		return &Cluster{URL: url}, nil
	}
	return Start(context.Background())
})

// New gives a test the address of an empty database of its own, dropped when the test ends.
func New(t testing.TB) string {
	t.Helper()
	cluster, err := shared()
	if errors.Is(err, errMissing) {
		leftout.Missing(t, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), time.Now().UnixNano())
	execute(t, cluster.URL, "CREATE DATABASE "+name)
	t.Cleanup(func() { execute(t, cluster.URL, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	u, err := url.Parse(cluster.URL)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func execute(t testing.TB, address, statement string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatalf("connecting to the test cluster: %v", err)
	}
	defer func() { _ = c.Close(ctx) }()
	if _, err := c.Exec(ctx, statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}
