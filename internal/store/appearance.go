package store

import (
	"context"
	"hash/fnv"
	"slices"

	"onrecord/internal/news"
)

const appearanceQuery = `SELECT a.report_id, a.name, a.key, a.family, a.sound, a.office, a.affiliation, a.words, a.company, a.speaker_id, s.root, a.rule,
	a.with_report, a.because, a.pinned, r.published, o.name, r.title
	FROM appearance a JOIN speaker s ON s.id = a.speaker_id JOIN report r ON r.id = a.report_id JOIN outlet o ON o.id = r.outlet_id `

func scanAppearance(r row) (a news.Appearance, err error) {
	err = r.Scan(&a.ReportID, &a.Name, &a.Key, &a.Family, &a.Sound, &a.Office, &a.Affiliation, &a.Words, &a.Company, &a.SpeakerID, &a.Root, &a.Rule,
		&a.With, &a.Because, &a.Pinned, stamp{&a.Published}, &a.Outlet, &a.Title)
	return a, err
}

// nameLocks is how many locks there are for all names: a text that names thousands must not use up those of the database.
const nameLocks = 1024

// LockNames keeps others from matching these names with speakers, until the transaction of ctx ends. They are taken in one order,
// so that two who want the same ones do not wait for each other.
func (s *Store) LockNames(ctx context.Context, names []string) error {
	if s.dialect.lockName == "" {
		return nil
	}
	var locks []int64
	for _, name := range names {
		h := fnv.New32a()
		_, _ = h.Write([]byte(name))
		locks = append(locks, int64(h.Sum32()%nameLocks))
	}
	slices.Sort(locks)
	for _, n := range slices.Compact(locks) {
		if err := s.lock(ctx, s.dialect.lockName, n); err != nil {
			return err
		}
	}
	return nil
}

// Appearances gives the names that the sources of a report have, with the speakers that they were matched with.
func (s *Store) Appearances(ctx context.Context, reportID news.ID) ([]news.Appearance, error) {
	return list(ctx, s, scanAppearance, appearanceQuery+`WHERE a.report_id = $1 ORDER BY a.name`, reportID)
}

// StoryAppearances gives those of all reports of a story.
func (s *Store) StoryAppearances(ctx context.Context, storyID news.ID) ([]news.Appearance, error) {
	return list(ctx, s, scanAppearance, appearanceQuery+`WHERE r.story_id = $1 ORDER BY r.published, a.report_id, a.name`, storyID)
}

// SpeakerAppearances gives the names in reports that are a speaker's, those joined with it among them, the newest report first.
func (s *Store) SpeakerAppearances(ctx context.Context, root news.ID, offset, limit int) ([]news.Appearance, error) {
	return list(ctx, s, scanAppearance, appearanceQuery+`WHERE s.root = $1 ORDER BY r.published DESC, a.report_id, a.name LIMIT $2 OFFSET $3`, root, limit, offset)
}

// namesakes is how many reports that name somebody are looked at: enough to know whom a name can mean, however often it is named.
const namesakes = 400

const namesakeQuery = `SELECT s.root, a.speaker_id, a.name, a.key, a.office, a.affiliation, a.company, r.published, a.report_id, a.rule, ''
	FROM appearance a JOIN speaker s ON s.id = a.speaker_id JOIN report r ON r.id = a.report_id `

func scanNamesake(r row) (n news.Namesake, err error) {
	err = r.Scan(&n.Root, &n.SpeakerID, &n.Name, &n.Key, &n.Office, &n.Affiliation, &n.Company, stamp{&n.At}, &n.Report, &n.Rule, &n.Alias)
	return n, err
}

// Namesakes gives what the newest reports, save one, say of the speakers of a name, and the speakers to whom an editor gave it.
func (s *Store) Namesakes(ctx context.Context, key string, except news.ID) ([]news.Namesake, error) {
	named, err := list(ctx, s, scanNamesake, namesakeQuery+`WHERE a.key = $1 AND a.report_id <> $2 ORDER BY r.published DESC, a.report_id, a.name LIMIT $3`, key, except, namesakes)
	if err != nil {
		return nil, err
	}
	given, err := list(ctx, s, scanNamesake, `SELECT s.root, s.id, '', '', '', '', '', 0, '', '', l.name
		FROM speaker_alias l JOIN speaker s ON s.id = l.speaker_id WHERE l.key = $1 ORDER BY s.id, l.ordinal`, key)
	return append(named, given...), err
}

// Family gives what the newest reports, save one, say of the speakers of a surname.
func (s *Store) Family(ctx context.Context, family string, except news.ID) ([]news.Namesake, error) {
	return list(ctx, s, scanNamesake, namesakeQuery+`WHERE a.family = $1 AND a.report_id <> $2 ORDER BY r.published DESC, a.report_id, a.name LIMIT $3`, family, except, namesakes)
}

// AddSpeaker adds a speaker whom nobody has joined with another.
func (s *Store) AddSpeaker(ctx context.Context, v news.Speaker) error {
	_, err := s.exec(ctx, `INSERT INTO speaker (id, created, merged_into, root, name, folded, office, affiliation, fields)
		VALUES ($1, $2, '', $1, $3, $4, '', '', $5)`, v.ID, micros(v.Created), v.Name, v.Folded, text(news.SpeakerSet{}))
	return err
}

// SaveAppearances adds or replaces names of a report. Those that none of its statements has any more are forgotten, save those
// that an editor placed, and so are speakers who have no name left and whom no editor touched.
func (s *Store) SaveAppearances(ctx context.Context, reportID news.ID, found []news.Appearance) error {
	return s.Within(ctx, func(ctx context.Context) error {
		before, err := list(ctx, s, scanID, `SELECT DISTINCT speaker_id FROM appearance WHERE report_id = $1`, reportID)
		if err != nil {
			return err
		}
		for _, a := range found {
			if _, err := s.exec(ctx, `INSERT INTO appearance (report_id, name, key, family, sound, office, affiliation, words, company, speaker_id, rule, with_report, because, pinned)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
				ON CONFLICT (report_id, name) DO UPDATE SET key = excluded.key, family = excluded.family, sound = excluded.sound, office = excluded.office,
					affiliation = excluded.affiliation, words = excluded.words, company = excluded.company, speaker_id = excluded.speaker_id, rule = excluded.rule,
					with_report = excluded.with_report, because = excluded.because, pinned = excluded.pinned`,
				reportID, a.Name, a.Key, a.Family, a.Sound, a.Office, a.Affiliation, a.Words, a.Company, a.SpeakerID, a.Rule, a.With, a.Because, a.Pinned); err != nil {
				return err
			}
		}
		if _, err := s.exec(ctx, `DELETE FROM appearance WHERE report_id = $1 AND NOT pinned
			AND NOT EXISTS (SELECT 1 FROM statement t WHERE t.report_id = appearance.report_id AND t.speaker = appearance.name AND t.overruled_by = '')`, reportID); err != nil {
			return err
		}
		for _, a := range found { // one that an editor's statement pushed aside was new for nothing
			before = append(before, a.SpeakerID)
		}
		for _, id := range before {
			if _, err := s.exec(ctx, `DELETE FROM speaker WHERE id = $1 AND root = $1 AND fields = $2
				AND NOT EXISTS (SELECT 1 FROM appearance a WHERE a.speaker_id = $1)
				AND NOT EXISTS (SELECT 1 FROM speaker m WHERE m.merged_into = $1)
				AND NOT EXISTS (SELECT 1 FROM speaker_alias l WHERE l.speaker_id = $1)
				AND NOT EXISTS (SELECT 1 FROM speaker_act c WHERE c.speaker_id = $1 OR c.other_id = $1)`, id, text(news.SpeakerSet{})); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unmatched gives reports that have named sources and whose names were never matched, the oldest first: a newer program finds
// them in the database of an older one.
func (s *Store) Unmatched(ctx context.Context, after news.ID, limit int) ([]news.ID, error) {
	return list(ctx, s, scanID, `SELECT r.id FROM report r WHERE r.id > $1
		AND EXISTS (SELECT 1 FROM statement t WHERE t.report_id = r.id AND t.standing = $3 AND t.speaker <> '' AND t.overruled_by = '')
		AND NOT EXISTS (SELECT 1 FROM appearance a WHERE a.report_id = r.id) ORDER BY r.id LIMIT $2`, after, limit, news.Named)
}

// ReportsAfter gives reports in the order of their ids.
func (s *Store) ReportsAfter(ctx context.Context, after news.ID, limit int) ([]news.ID, error) {
	return list(ctx, s, scanID, `SELECT id FROM report WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
}
