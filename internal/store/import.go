package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/news"
)

// KnownReaders gives what is there already of readers with some addresses, by address in small letters: who has no subscription to
// the publication has one without an id.
func (s *Store) KnownReaders(ctx context.Context, publicationID news.ID, addresses []string) (map[string]news.Reader, error) {
	folded := make([]string, len(addresses))
	for i, a := range addresses {
		folded[i] = strings.ToLower(a)
	}
	all, err := list(ctx, s, func(r row) (v news.Reader, err error) {
		into := append(subscriberInto(&v.Subscriber), &v.Subscription.ID, &v.Subscription.State, stamp{&v.Subscription.Changed})
		return v, r.Scan(into...)
	}, `SELECT `+subscriberColumns+`, coalesce(s.id, ''), coalesce(s.state, ''), coalesce(s.changed, 0)
		FROM subscriber u LEFT JOIN subscription s ON s.subscriber_id = u.id AND s.publication_id = $1
		WHERE u.folded IN (`+s.dialect.words("$2")+`) AND u.erased = 0`, publicationID, text(folded))
	known := make(map[string]news.Reader, len(all))
	for _, v := range all {
		v.Subscription.SubscriberID, v.Subscription.PublicationID = v.ID, publicationID
		known[strings.ToLower(v.Address)] = v
	}
	return known, err
}

// ErasedAmong says which of some keyed hashes are those of readers who were erased.
func (s *Store) ErasedAmong(ctx context.Context, hashes []string) (map[string]bool, error) {
	all, err := list(ctx, s, func(r row) (h string, err error) { return h, r.Scan(&h) },
		`SELECT hash FROM erased WHERE hash IN (`+s.dialect.words("$1")+`)`, text(hashes))
	out := make(map[string]bool, len(all))
	for _, h := range all {
		out[h] = true
	}
	return out, err
}

// rowsAtOnce is how many rows one statement adds: SQLite takes 32,766 values in one.
const rowsAtOnce = 500

// AddReaders adds readers who are not there yet, each with a subscription and the first line of its proof: all or, where one is
// there (Conflict), none.
func (s *Store) AddReaders(ctx context.Context, all []news.NewReader) error {
	return s.Within(ctx, func(ctx context.Context) error {
		for len(all) > 0 {
			some := all[:min(len(all), rowsAtOnce)]
			all = all[len(some):]
			if err := s.addReaders(ctx, some); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) addReaders(ctx context.Context, some []news.NewReader) error {
	texts := map[string]any{"": nil}
	seq := func(t string) (any, error) {
		if known, ok := texts[t]; ok {
			return known, nil
		}
		hash, err := s.proofText(ctx, t)
		if err != nil {
			return nil, err
		}
		texts[t], err = s.number(ctx, `SELECT seq FROM proof_text WHERE hash = $1`, hash)
		return texts[t], err
	}
	var readers, subscriptions, proofs values
	for _, n := range some {
		u, c := n.Subscriber, n.Proof
		readers.add(u.ID, u.Address, strings.ToLower(u.Address), u.Language, tags(u.Tags), micros(u.PausedUntil), micros(u.Created))
		subscriptions.add(n.Subscription.ID, n.Subscription.SubscriberID, n.Subscription.PublicationID, n.Subscription.State, micros(n.Subscription.Changed))
		if c.Act == "" {
			continue
		}
		wording, err := seq(c.Wording)
		if err != nil {
			return err
		}
		mail, err := seq(c.Mail)
		if err != nil {
			return err
		}
		proofs.add(c.SubscriptionID, micros(c.At), c.Act, c.Address, c.Agent, wording, mail, c.MessageID, c.Note)
	}
	for _, into := range []struct {
		table string
		rows  *values
	}{
		{`subscriber (id, address, folded, language, tags, paused_until, created)`, &readers},
		{`subscription (id, subscriber_id, publication_id, state, changed)`, &subscriptions},
		{`consent (subscription_id, at, act, address, agent, wording_seq, mail_seq, message_id, note)`, &proofs},
	} {
		if len(into.rows.args) == 0 {
			continue
		}
		if _, err := s.exec(ctx, `INSERT INTO `+into.table+` VALUES `+into.rows.sql.String(), into.rows.args...); err != nil {
			return err
		}
	}
	return nil
}

// values are rows to be added in one statement.
type values struct {
	sql  strings.Builder
	args []any
}

func (v *values) add(row ...any) {
	if len(v.args) > 0 {
		v.sql.WriteString(", ")
	}
	for i, a := range row {
		v.args = append(v.args, a)
		fmt.Fprintf(&v.sql, "%c$%d", "(,"[min(i, 1)], len(v.args))
	}
	v.sql.WriteByte(')')
}

// breath is longer than SQLite waits before it looks again whether it may write, which is 100 ms at most.
const breath = 110 * time.Millisecond

// GiveWay lets others write who wait for it. SQLite has no queue: a program that writes on and on keeps others out until their patience
// ends. PostgreSQL has, and nothing waits for a list there.
func (s *Store) GiveWay(ctx context.Context) error {
	if s.pool != nil {
		return nil
	}
	timer := time.NewTimer(breath)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
