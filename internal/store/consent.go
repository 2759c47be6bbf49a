package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"onrecord/internal/news"
)

// AddConsent adds a line to the proof of what a reader agreed to. The database itself refuses to change or delete a line, but
// for what Erase blanks.
func (s *Store) AddConsent(ctx context.Context, c news.Consent) error {
	return s.Within(ctx, func(ctx context.Context) error {
		wording, err := s.proofText(ctx, c.Wording)
		if err != nil {
			return err
		}
		mail, err := s.proofText(ctx, c.Mail)
		if err != nil {
			return err
		}
		_, err = s.exec(ctx, `INSERT INTO consent (subscription_id, at, act, address, agent, wording_seq, mail_seq, message_id, note)
			VALUES ($1, $2, $3, $4, $5, (SELECT seq FROM proof_text WHERE hash = $6), (SELECT seq FROM proof_text WHERE hash = $7), $8, $9)`,
			c.SubscriptionID, micros(c.At), c.Act, c.Address, c.Agent, wording, mail, c.MessageID, c.Note)
		return err
	})
}

// proofText keeps a text that proof rests on, once, and gives its hash. The empty text has none.
func (s *Store) proofText(ctx context.Context, text string) (hash string, err error) {
	if text == "" {
		return "", nil
	}
	sum := sha256.Sum256([]byte(text))
	hash = hex.EncodeToString(sum[:])
	_, err = s.exec(ctx, `INSERT INTO proof_text (hash, text) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM proof_text WHERE hash = $1) ON CONFLICT (hash) DO NOTHING`, hash, text)
	return hash, err
}

// Consents gives the proof of one subscription, the first line first.
func (s *Store) Consents(ctx context.Context, subscriptionID news.ID) ([]news.Consent, error) {
	return list(ctx, s, func(r row) (c news.Consent, err error) {
		err = r.Scan(&c.SubscriptionID, stamp{&c.At}, &c.Act, &c.Address, &c.Agent, &c.Wording, &c.Mail, &c.MessageID, &c.Note)
		return c, err
	}, `SELECT c.subscription_id, c.at, c.act, c.address, c.agent, coalesce(w.text, ''), coalesce(m.text, ''), c.message_id, c.note
		FROM consent c LEFT JOIN proof_text w ON w.seq = c.wording_seq LEFT JOIN proof_text m ON m.seq = c.mail_seq
		WHERE c.subscription_id = $1 ORDER BY c.seq`, subscriptionID)
}
