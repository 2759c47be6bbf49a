package store

import (
	"context"

	"onrecord/internal/news"
)

const claimColumns = `id, story_id, ordinal, wording, main, locked, key, gone, merged_into`

func scanClaim(r row) (c news.Claim, err error) {
	err = r.Scan(&c.ID, &c.StoryID, &c.Ordinal, &c.Wording, &c.Main, &c.Locked, &c.Key, stamp{&c.Gone}, &c.MergedInto)
	return c, err
}

func scanOrigin(r row) (o news.Origin, err error) {
	err = r.Scan(&o.ClaimID, &o.Label, &o.Name, &o.Standing, &o.Stance, &o.Party, &o.Root, &o.Reports)
	return o, err
}

func scanPosition(r row) (p news.Position, err error) {
	err = r.Scan(&p.ClaimID, &p.ReportID, &p.Stance, &p.Origin, parsed{&p.Also}, &p.EchoOf, &p.TookFrom, &p.TookHow, &p.Standing, &p.Credits,
		&p.StatementID, &p.Quote, &p.Speaker, &p.Withdrawn, &p.ByEditor)
	return p, err
}

func scanEvidence(r row) (e news.Evidence, err error) {
	err = r.Scan(&e.ClaimID, &e.ReportID, &e.StatementID, &e.Key, &e.Stance, &e.Polarity, &e.Standing, &e.Speaker, &e.Origin,
		&e.At[0], &e.At[1], &e.Words, stamp{&e.Since}, &e.ByEditor)
	return e, err
}

// Claim gives a claim by id, also one that has left its ledger.
func (s *Store) Claim(ctx context.Context, id news.ID) (news.Claim, error) {
	return one(ctx, s, "claim", scanClaim, `SELECT `+claimColumns+` FROM claim WHERE id = $1`, id)
}

// Claims gives the claims of a story's ledger with all that bears on them, the main one first.
func (s *Store) Claims(ctx context.Context, storyID news.ID) ([]news.ClaimLedger, error) {
	claims, err := list(ctx, s, scanClaim, `SELECT `+claimColumns+` FROM claim WHERE story_id = $1 AND gone = 0 ORDER BY ordinal, id`, storyID)
	if err != nil {
		return nil, err
	}
	var out []news.ClaimLedger
	for _, claim := range claims {
		c := news.ClaimLedger{Claim: claim}
		if c.Origins, err = list(ctx, s, scanOrigin, `SELECT claim_id, label, name, standing, stance, party, root, reports
			FROM origin WHERE claim_id = $1 ORDER BY ordinal`, c.ID); err != nil {
			return nil, err
		}
		if c.Positions, err = list(ctx, s, scanPosition, `SELECT claim_id, report_id, stance, origin, also, echo_of, took_from, took_how, standing, credits,
			statement_id, quote, speaker, withdrawn, by_editor FROM position WHERE claim_id = $1 ORDER BY ordinal`, c.ID); err != nil {
			return nil, err
		}
		if c.Evidence, err = list(ctx, s, scanEvidence, `SELECT claim_id, report_id, statement_id, key, stance, polarity, standing, speaker, origin,
			begins, ends, words, since, by_editor FROM evidence WHERE claim_id = $1 ORDER BY ordinal`, c.ID); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// ClaimsEver gives all claims that a story's ledger has or had, without what bears on them; those that it has come first, in its order.
func (s *Store) ClaimsEver(ctx context.Context, storyID news.ID) ([]news.Claim, error) {
	return list(ctx, s, scanClaim, `SELECT `+claimColumns+` FROM claim WHERE story_id = $1 ORDER BY gone <> 0, ordinal, id`, storyID)
}

func (s *Store) addClaim(ctx context.Context, storyID news.ID, ordinal int, c news.ClaimLedger) error {
	if _, err := s.exec(ctx, `INSERT INTO claim (`+claimColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, storyID, ordinal, c.Wording, c.Main, c.Locked, c.Key, micros(c.Gone), c.MergedInto); err != nil {
		return err
	}
	for i, o := range c.Origins {
		if _, err := s.exec(ctx, `INSERT INTO origin (claim_id, label, ordinal, name, standing, stance, party, root, reports) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			c.ID, o.Label, i, o.Name, o.Standing, o.Stance, o.Party, o.Root, o.Reports); err != nil {
			return err
		}
	}
	for i, p := range c.Positions {
		if _, err := s.exec(ctx, `INSERT INTO position (claim_id, report_id, ordinal, stance, origin, also, echo_of, took_from, took_how, standing, credits,
			statement_id, quote, speaker, withdrawn, by_editor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
			c.ID, p.ReportID, i, p.Stance, p.Origin, text(list0(p.Also)), p.EchoOf, p.TookFrom, p.TookHow, p.Standing, p.Credits,
			p.StatementID, p.Quote, p.Speaker, p.Withdrawn, p.ByEditor); err != nil {
			return err
		}
	}
	for i, e := range c.Evidence {
		if _, err := s.exec(ctx, `INSERT INTO evidence (claim_id, ordinal, report_id, statement_id, key, stance, polarity, standing, speaker, origin,
			begins, ends, words, since, by_editor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			c.ID, i, e.ReportID, e.StatementID, e.Key, e.Stance, e.Polarity, e.Standing, e.Speaker, e.Origin,
			e.At[0], e.At[1], e.Words, micros(e.Since), e.ByEditor); err != nil {
			return err
		}
	}
	return nil
}
