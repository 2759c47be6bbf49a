package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

const speakerColumns = `s.id, s.created, s.merged_into, s.root, s.name, s.folded, s.office, s.affiliation, s.fields`

func scanSpeaker(r row) (v news.Speaker, err error) {
	err = r.Scan(&v.ID, stamp{&v.Created}, &v.MergedInto, &v.Root, &v.Name, &v.Folded, &v.Office, &v.Affiliation, parsed{&v.Set})
	return v, err
}

// Speaker gives a speaker with what editors wrote and reports say of it. One that was joined with another is given as it is, with
// the other's id in Root.
func (s *Store) Speaker(ctx context.Context, id news.ID) (news.Speaker, error) {
	v, err := one(ctx, s, "speaker", scanSpeaker, `SELECT `+speakerColumns+` FROM speaker s WHERE s.id = $1`, id)
	if err != nil {
		return v, err
	}
	return v, s.fill(ctx, &v)
}

// fill adds what is known of a speaker from its names in reports, those of speakers joined with it among them.
func (s *Store) fill(ctx context.Context, v *news.Speaker) error {
	var err error
	if v.Given, err = s.aliases(ctx, v.ID); err != nil {
		return err
	}
	type count struct{ v news.Speaker }
	c, err := one(ctx, s, "speaker", func(r row) (c count, err error) {
		return c, r.Scan(&c.v.Reports, stamp{&c.v.First}, stamp{&c.v.Last})
	}, `SELECT count(DISTINCT a.report_id), coalesce(min(r.published), 0), coalesce(max(r.published), 0)
		FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN report r ON r.id = a.report_id WHERE m.root = $1`, v.ID)
	if err != nil {
		return err
	}
	v.Reports, v.First, v.Last = c.v.Reports, c.v.First, c.v.Last
	held, err := list(ctx, s, func(r row) (h news.Held, err error) { return h, r.Scan(&h.Office, &h.Affiliation) },
		`SELECT a.office, a.affiliation FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN report r ON r.id = a.report_id
		WHERE m.root = $1 AND a.office <> '' ORDER BY r.published DESC, a.affiliation = '', a.report_id LIMIT 1`, v.ID)
	if err != nil {
		return err
	}
	if len(held) > 0 && !v.Set.Office {
		v.Office = held[0].Office
	}
	if len(held) > 0 && !v.Set.Affiliation {
		v.Affiliation = held[0].Affiliation
	}
	type called struct {
		name string
		full bool
	}
	names, err := list(ctx, s, func(r row) (c called, err error) { return c, r.Scan(&c.name, &c.full) },
		`SELECT a.name, max(a.key) <> '' FROM appearance a JOIN speaker m ON m.id = a.speaker_id WHERE m.root = $1 GROUP BY a.name ORDER BY count(*) DESC, a.name`, v.ID)
	if err != nil {
		return err
	}
	for i, n := range names {
		names[i].name = strings.TrimSuffix(strings.TrimSuffix(n.name, "'s"), "’s")
	}
	// One who was first known by the surname is called by the full name that reports gave since.
	stored := slices.IndexFunc(names, func(c called) bool { return c.name == v.Name && c.full })
	if full := slices.IndexFunc(names, func(c called) bool { return c.full }); full >= 0 && stored < 0 && !v.Set.Name {
		v.Name = names[full].name
	}
	seen := map[string]bool{v.Name: true}
	for _, l := range v.Given {
		if !seen[l.Name] {
			v.Aliases, seen[l.Name] = append(v.Aliases, l.Name), true
		}
	}
	for _, n := range names {
		if !seen[n.name] {
			v.Aliases, seen[n.name] = append(v.Aliases, n.name), true
		}
	}
	return nil
}

func (s *Store) aliases(ctx context.Context, id news.ID) ([]news.Alias, error) {
	return list(ctx, s, func(r row) (l news.Alias, err error) { return l, r.Scan(&l.Name, &l.Key) },
		`SELECT name, key FROM speaker_alias WHERE speaker_id = $1 ORDER BY ordinal`, id)
}

// Speakers gives the speakers whom reports name, or editors wrote, and whose names have all the words of a query, folded: those
// in most reports first. It says how many there are in all.
func (s *Store) Speakers(ctx context.Context, folded string, offset, limit int) ([]news.Speaker, int, error) {
	where, args := `s.root = s.id AND EXISTS (SELECT 1 FROM speaker m JOIN appearance a ON a.speaker_id = m.id WHERE m.root = s.id)`, []any{}
	place := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	words := strings.Fields(folded)
	for _, w := range words[:min(len(words), foundWords)] {
		like := ` LIKE ` + place("%"+strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(w)+"%") + ` ESCAPE '\' `
		where += ` AND s.id IN (SELECT m.root FROM speaker m WHERE m.folded` + like +
			`UNION SELECT m.root FROM appearance a JOIN speaker m ON m.id = a.speaker_id WHERE a.key` + like +
			`UNION SELECT m.root FROM speaker_alias l JOIN speaker m ON m.id = l.speaker_id WHERE l.key` + like + `)`
	}
	total, err := s.number(ctx, `SELECT count(*) FROM speaker s WHERE `+where, args...)
	if err != nil || total == 0 {
		return nil, total, err
	}
	all, err := list(ctx, s, scanSpeaker, `SELECT `+speakerColumns+` FROM speaker s
		JOIN (SELECT m.root AS root, count(DISTINCT a.report_id) AS n FROM speaker m JOIN appearance a ON a.speaker_id = m.id GROUP BY m.root) AS c ON c.root = s.id
		WHERE `+where+` ORDER BY c.n DESC, s.folded, s.id LIMIT `+place(limit)+` OFFSET `+place(offset), args...)
	if err != nil {
		return nil, 0, err
	}
	for i := range all {
		if err := s.fill(ctx, &all[i]); err != nil {
			return nil, 0, err
		}
	}
	return all, total, nil
}

// SpeakerHeld gives the offices and affiliations that reports give a speaker, the one said last first.
func (s *Store) SpeakerHeld(ctx context.Context, root news.ID) ([]news.Held, error) {
	return list(ctx, s, func(r row) (h news.Held, err error) {
		return h, r.Scan(&h.Office, &h.Affiliation, stamp{&h.First}, stamp{&h.Last}, &h.Reports)
	}, `SELECT a.office, a.affiliation, min(r.published), max(r.published), count(DISTINCT a.report_id)
		FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN report r ON r.id = a.report_id
		WHERE m.root = $1 AND (a.office <> '' OR a.affiliation <> '') GROUP BY a.office, a.affiliation ORDER BY 4 DESC, 5 DESC, 1, 2`, root)
}

// SpeakerStories gives the stories whose reports name a speaker.
func (s *Store) SpeakerStories(ctx context.Context, root news.ID) ([]news.ID, error) {
	return list(ctx, s, scanID, `SELECT DISTINCT r.story_id FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN report r ON r.id = a.report_id
		WHERE m.root = $1 AND r.story_id <> ''`, root)
}

// SpeakerStatements gives what the newest texts of reports have a speaker say, the newest report first, and how much there is in
// all.
func (s *Store) SpeakerStatements(ctx context.Context, root news.ID, offset, limit int) ([]news.Quoted, int, error) {
	const from = ` FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN report r ON r.id = a.report_id
		JOIN statement t ON t.report_id = a.report_id AND t.speaker = a.name AND t.overruled_by = '' JOIN revision v ON v.id = t.revision_id
		WHERE m.root = $1 AND v.number = (SELECT max(w.number) FROM revision w WHERE w.report_id = r.id AND w.read)`
	total, err := s.number(ctx, `SELECT count(*)`+from, root)
	if err != nil || total == 0 {
		return nil, total, err
	}
	all, err := list(ctx, s, func(r row) (q news.Quoted, err error) {
		var body string
		err = r.Scan(&q.ID, &q.RevisionID, &q.ReportID, &q.Ordinal, parsed{&q.Source}, parsed{&q.Cue}, parsed{&q.Content}, &q.Polarity,
			&q.Standing, &q.Speaker, parsed{&q.Via}, &q.ByEditor, &q.As, stamp{&q.Published}, &q.OutletID, &q.Outlet, &q.Title, &q.StoryID, &q.Story, &q.Number, &body)
		runes := []rune(body)
		q.Words, q.CueWords = news.Cut(runes, q.Content), news.Cut(runes, q.Cue)
		return q, err
	}, `SELECT t.id, t.revision_id, t.report_id, t.ordinal, t.source, t.cue, t.content, t.polarity, t.standing, t.speaker, t.via, t.by_editor,
		a.name, r.published, r.outlet_id, (SELECT o.name FROM outlet o WHERE o.id = r.outlet_id), r.title, r.story_id,
		coalesce((SELECT y.title FROM story y WHERE y.id = r.story_id), ''),
		(SELECT count(*) FROM statement u WHERE u.revision_id = t.revision_id AND u.overruled_by = '' AND (u.ordinal < t.ordinal OR u.ordinal = t.ordinal AND u.id <= t.id)), v.text`+from+`
		ORDER BY r.published DESC, r.id, t.ordinal, t.id LIMIT $2 OFFSET $3`, root, limit, offset)
	return all, total, err
}

// relatives is how many speakers are looked at when those who may be the same are sought.
const relatives = 200

// Relatives gives speakers who have a surname in common with one, or a name that sounds like one of its names: those among whom
// the same person may be.
func (s *Store) Relatives(ctx context.Context, root news.ID) ([]news.Speaker, error) {
	all, err := list(ctx, s, scanSpeaker, `SELECT `+speakerColumns+` FROM speaker s WHERE s.id IN (
		SELECT o.root FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN appearance b ON b.family = a.family JOIN speaker o ON o.id = b.speaker_id WHERE m.root = $1
		UNION SELECT o.root FROM appearance a JOIN speaker m ON m.id = a.speaker_id JOIN appearance b ON b.sound = a.sound JOIN speaker o ON o.id = b.speaker_id WHERE m.root = $1)
		AND s.id <> $1 ORDER BY s.id LIMIT $2`, root, relatives)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := s.fill(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RecentNames gives the names of the speakers in the newest reports, each once.
func (s *Store) RecentNames(ctx context.Context, limit int) ([]news.CalledSo, error) {
	return list(ctx, s, func(r row) (c news.CalledSo, err error) { return c, r.Scan(&c.Root, &c.Name) },
		`SELECT DISTINCT root, name FROM (SELECT m.root AS root, a.name AS name FROM appearance a JOIN speaker m ON m.id = a.speaker_id
			JOIN report r ON r.id = a.report_id ORDER BY r.published DESC, a.report_id, a.name LIMIT $1) AS newest ORDER BY root, name`, limit)
}

// SpeakersApart gives the pairs of speakers of whom an editor said that they are two.
func (s *Store) SpeakersApart(ctx context.Context) ([][2]news.ID, error) {
	return list(ctx, s, func(r row) (p [2]news.ID, err error) { return p, r.Scan(&p[0], &p[1]) },
		`SELECT o.root, p.root FROM speaker_act c JOIN speaker o ON o.id = c.speaker_id JOIN speaker p ON p.id = c.other_id
		WHERE c.kind = $1 AND NOT c.undone ORDER BY c.seq`, news.ApartAct)
}
