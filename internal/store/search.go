package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// foundWords bounds a query: more words than this are no search.
const foundWords = news.MostWords

// condition is the WHERE of a query with its placeholders, which begin after those that are there already.
type condition struct {
	where []string
	args  []any
}

func (c *condition) place(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *condition) and(where string) { c.where = append(c.where, where) }

func (c *condition) String() string { return strings.Join(c.where, " AND ") }

// narrowed adds what a search asks of reports beside words. r is the report.
func (s *Store) narrowed(c *condition, f news.Search) {
	if f.Outlet != "" {
		c.and(`r.outlet_id = ` + c.place(f.Outlet))
	}
	if !f.From.IsZero() {
		c.and(`r.published >= ` + c.place(micros(f.From)))
	}
	if !f.Until.IsZero() {
		c.and(`r.published < ` + c.place(micros(f.Until)))
	}
	if f.Speaker != "" {
		// A speaker has few reports, so that their statements can be looked at.
		of := `r.id IN (SELECT a.report_id FROM appearance a JOIN speaker m ON m.id = a.speaker_id
			JOIN statement t ON t.report_id = a.report_id AND t.speaker = a.name AND t.overruled_by = ''
			WHERE m.root = ` + c.place(f.Speaker) + ` AND t.revision_id = (SELECT v.id FROM revision v WHERE v.report_id = a.report_id AND v.read ORDER BY v.number DESC LIMIT 1)`
		if f.Standing != "" {
			of += ` AND t.standing = ` + c.place(string(f.Standing))
		}
		if f.Polarity != "" {
			of += ` AND t.polarity = ` + c.place(string(f.Polarity))
		}
		c.and(of + `)`)
		return
	}
	if f.Standing != "" || f.Polarity != "" {
		c.and(`(r.marks & ` + c.place(marksOf(f.Polarity, f.Standing)) + `) <> 0`)
	}
}

// findQuery is the query for the ids of the reports that a search is of.
func (s *Store) findQuery(f news.Search, how searching, offset, limit int) (string, []any) {
	var c condition
	if len(f.Phrases) == 0 {
		c.and(`TRUE`)
		s.narrowed(&c, f)
		return `SELECT r.id FROM report r WHERE ` + c.String() + ` ORDER BY r.published DESC, r.seq DESC LIMIT ` + c.place(limit) + ` OFFSET ` + c.place(offset), c.args
	}
	match := s.dialect.match(f.Phrases)
	c.place(match) // $1
	if s.dialect.inTitle != nil {
		match = s.dialect.inTitle(match)
	}
	c.place(match) // $2
	s.narrowed(&c, f)
	how.newest = f.Newest
	return s.dialect.search(c.String(), how) + ` LIMIT ` + c.place(limit) + ` OFFSET ` + c.place(offset), c.args
}

// how finds out how a search is best gone about, by looks that cost little.
func (s *Store) how(ctx context.Context, f news.Search) (how searching, err error) {
	if len(f.Phrases) == 0 {
		return how, nil
	}
	var c condition
	s.narrowed(&c, f)
	if s.dialect.often != "" {
		n, err := s.number(ctx, s.dialect.often, s.dialect.match(f.Phrases))
		if how.common = n >= commonWord; err != nil {
			return how, err
		}
	}
	if s.dialect.rarely == "" {
		return how, nil
	}
	how.rare = true
	for _, p := range f.Phrases {
		n, err := s.number(ctx, s.dialect.rarely, s.dialect.match([][]string{p}))
		if err != nil {
			return how, err
		}
		if strconv.Itoa(n) == rareWord {
			how.rare = false
			break
		}
	}
	if how.rare || len(c.where) == 0 {
		return how, nil
	}
	n, err := s.number(ctx, `SELECT count(*) FROM (SELECT 1 FROM report r WHERE `+c.String()+` LIMIT `+strconv.Itoa(fewFit)+`)`, c.args...)
	how.narrow, how.none = n < fewFit, n == 0
	return how, err
}

// FindReports gives the reports that a search is of, with their newest texts and the statements in these that are what is sought: the best
// first, or the newest. Of more than 1,000 that have words which many have it gives the newest 1,000, those first that have them in the title. A
// search for nothing finds nothing.
func (s *Store) FindReports(ctx context.Context, f news.Search, offset, limit int) ([]news.Hit, error) {
	if f.Empty() {
		return nil, nil
	}
	how, err := s.how(ctx, f)
	if err != nil {
		return nil, err
	}
	if how.none {
		return nil, nil
	}
	query, args := s.findQuery(f, how, offset, limit)
	ids, err := list(ctx, s, scanID, query, slices.Concat(s.dialect.planned, args)...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.hits(ctx, ids, f)
}

// hits fills in what is shown of reports that were found. One that has gone since is left out.
func (s *Store) hits(ctx context.Context, ids []news.ID, f news.Search) ([]news.Hit, error) {
	in := `IN (` + s.dialect.words("$1") + `)`
	reports, err := list(ctx, s, scanReport, reportQuery+`WHERE r.id `+in, text(ids))
	if err != nil {
		return nil, err
	}
	byID := make(map[news.ID]*news.Hit, len(ids))
	for _, r := range reports {
		byID[r.ID] = &news.Hit{Report: r}
	}
	type newest struct {
		id, report news.ID
		text       string
	}
	texts, err := list(ctx, s, func(r row) (v newest, err error) { return v, r.Scan(&v.id, &v.report, &v.text) },
		`SELECT v.id, v.report_id, v.text FROM revision v WHERE v.report_id `+in+` AND v.read
			AND v.number = (SELECT max(w.number) FROM revision w WHERE w.report_id = v.report_id AND w.read)`, text(ids))
	if err != nil {
		return nil, err
	}
	revisions := make([]news.ID, 0, len(texts))
	of := make(map[news.ID][]rune, len(texts))
	for _, v := range texts {
		if h := byID[v.report]; h != nil {
			h.Text = v.text
			revisions = append(revisions, v.id)
			of[v.id] = []rune(v.text)
		}
	}
	roots, err := s.rootsIn(ctx, ids)
	if err != nil {
		return nil, err
	}
	statements, err := list(ctx, s, scanStatement, `SELECT `+statementColumns+` FROM statement WHERE revision_id `+in+` AND overruled_by = '' ORDER BY revision_id, ordinal, id`, text(revisions))
	if err != nil {
		return nil, err
	}
	number := map[news.ID]int{}
	for _, st := range statements {
		h := byID[st.ReportID]
		number[st.RevisionID]++
		root := roots[st.ReportID][st.Speaker]
		if h == nil || f.OfStatements() && !f.Takes(st) || f.Speaker != "" && root != f.Speaker {
			continue
		}
		words := of[st.RevisionID]
		h.Statements = append(h.Statements, news.HitStatement{
			Statement: st, Number: number[st.RevisionID], Root: root,
			Words: news.Cut(words, st.Content), CueWords: news.Cut(words, st.Cue), SourceWords: news.Cut(words, st.Source),
		})
	}
	out := make([]news.Hit, 0, len(ids))
	for _, id := range ids {
		if h := byID[id]; h != nil {
			out = append(out, *h)
		}
	}
	return out, nil
}

// rootsIn gives the speakers of some reports, by report and name.
func (s *Store) rootsIn(ctx context.Context, reports []news.ID) (map[news.ID]map[string]news.ID, error) {
	type named struct {
		report, root news.ID
		name         string
	}
	all, err := list(ctx, s, func(r row) (n named, err error) { return n, r.Scan(&n.report, &n.name, &n.root) },
		`SELECT a.report_id, a.name, m.root FROM appearance a JOIN speaker m ON m.id = a.speaker_id WHERE a.report_id IN (`+s.dialect.words("$1")+`)`, text(reports))
	if err != nil {
		return nil, err
	}
	out := map[news.ID]map[string]news.ID{}
	for _, n := range all {
		if out[n.report] == nil {
			out[n.report] = map[string]news.ID{}
		}
		out[n.report][n.name] = n.root
	}
	return out, nil
}

// FindEditions gives the published editions that have all the words of a search and are of its days, the best first, or the newest.
func (s *Store) FindEditions(ctx context.Context, f news.Search, offset, limit int) ([]news.Edition, error) {
	if len(f.Phrases) == 0 || f.Outlet != "" || f.OfStatements() {
		return nil, nil
	}
	ids, err := list(ctx, s, scanID, s.dialect.searchEditions(f.Newest), s.dialect.match(f.Phrases), micros(f.From), untilMicros(f), limit, offset)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, err := list(ctx, s, scanEdition, `SELECT `+editionColumns+` FROM edition WHERE id IN (`+s.dialect.words("$1")+`)`, text(ids))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b news.Edition) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return all, nil
}

// untilMicros gives the end of a search's days, far away if there is none.
func untilMicros(f news.Search) int64 {
	if f.Until.IsZero() {
		return 1 << 62
	}
	return micros(f.Until)
}

// indexEdition keeps the words of an edition for searches once it has appeared.
func (s *Store) indexEdition(ctx context.Context, e news.Edition) error {
	if _, err := s.exec(ctx, `DELETE FROM edition_text WHERE id = $1`, e.ID); err != nil || e.State != news.Published {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO edition_text (id, title, body) VALUES ($1, $2, $3)`, e.ID, e.Title, e.Words())
	return err
}
