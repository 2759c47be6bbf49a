package store

import (
	"strings"

	"github.com/jackc/pgx/v5"
)

// dialect holds what the two databases say differently. Everything else is said once.
type dialect struct {
	name string

	// bind turns the $1 placeholders that all SQL here is written with into the database's own.
	bind func(query string) string

	// lockGrouping keeps two machines from grouping at once, until the transaction ends, and lockNotices from numbering
	// notices. Empty where one writer is all that there can be.
	lockGrouping, lockNotices string
	// lockName keeps two machines from matching names of the lock $1 with speakers at once, until the transaction ends, and
	// lockSpeakers two editors from changing speakers.
	lockName, lockSpeakers string

	// sent brings deliveries of the mailing $1 from the state $2 to that of being sent, at $3: those that are the keys of the JSON
	// object $4, whose values are the servers' replies. Each is found by its key, whatever the database guesses of how many
	// there are: it guesses wrongly while a list is new.
	sent string
	// settled does the same, changes the counts of the mailing and gives it, all in one statement, if the run $5 owns it; else it gives
	// no row. Empty: there it takes several.
	settled string

	// aside, behind the table of deliveries, has the index of those that did not simply go out taken, where the planner would not.
	aside string
	// bytewise, behind a text, has it compared byte by byte, as SQLite does by itself.
	bytewise string

	// lockRow ends a query for a row that nobody else is to change before the transaction ends. Foreign keys may refer to it still.
	lockRow string

	// now gives the database's own time, in microseconds since 1970.
	now string
	// index puts a report's newest text into the full-text index: $1 the report, $2 its title, $3 its text.
	index string
	// search finds reports by full text: $1 is the query as match gives it, $2 the same of titles alone. It gives report ids, best first or
	// newest first. Only the newest that have the words are ranked, and so a condition on the report r, which may be empty, narrows those too.
	search func(narrowed string, how searching) string
	match  func(phrases [][]string) string
	// inTitle makes of a query one of titles alone; nil: ranking does without.
	inTitle func(match string) string
	// rarely counts the reports that have $1, as far as it matters whether they are few. Empty: it does not matter.
	rarely string
	// often says of how many of the newest 500 reports in a hundred have $1. Empty: it does not matter.
	often string
	// planned goes before the values of a search, so that it is planned for them: where many have a word, the newest that have it are found by
	// walking back from the newest, where few have it, by the index of words, and without the word nobody knows which.
	planned []any
	// searchEditions finds editions likewise: those due from $2 and before $3; $4 is the limit and $5 the offset.
	searchEditions func(newest bool) string
	// indexArticle and searchArticles do the same with the articles of the house; only published ones are found.
	indexArticle, searchArticles string
	// words gives the rows of a JSON list of strings, which stands in a placeholder.
	words func(placeholder string) string
}

// ranked is how many of the newest reports that have the words of a query are ranked: as many as a reader can leaf through. A word that more
// have says little of any of them, and ranking all of 100,000 takes a hundred times as long as these.
const ranked = "1000"

// rareWord is how many reports have a word, or a phrase, that is rare no more; fewFit is how many do not have to be put into a set.
const (
	rareWord = "2000"
	fewFit   = 4000
)

// searching says how a search is gone about.
type searching struct {
	newest bool // the newest first
	rare   bool // few reports have any of the words, so that weighing these by how often they stand there costs little
	narrow bool // few reports are what is asked beside words, so that a set of them is soon made
	none   bool // none are
	common bool // many of the reports have the words
}

// commonWord is how many reports in a hundred have words that are common.
const commonWord = 10

var sqliteDialect = dialect{
	name: "sqlite",
	sent: `UPDATE delivery SET state = 'sent', attempts = attempts + 1, began = CASE WHEN began = 0 THEN $3 ELSE began END,
			at = $3, due = 0, status = '', reply = $4 ->> subscription_id
		WHERE sending = $1 AND subscription_id IN (SELECT key FROM json_each($4)) AND state = $2`,
	aside:  ` INDEXED BY delivery_aside`,
	bind:   func(q string) string { return strings.ReplaceAll(q, "$", "?") },
	now:    `SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)`,
	index:  `INSERT OR REPLACE INTO report_text (rowid, title, body) SELECT seq, $2, $3 FROM report WHERE id = $1`,
	search: sqliteSearch,
	searchEditions: func(newest bool) string {
		order := `bm25(edition_text, 0, 8, 1), e.due DESC`
		if newest {
			order = `e.due DESC`
		}
		return `SELECT e.id FROM edition_text CROSS JOIN edition e ON e.id = edition_text.id
			WHERE edition_text MATCH $1 AND e.due >= $2 AND e.due < $3 ORDER BY ` + order + ` LIMIT $4 OFFSET $5`
	},
	indexArticle: `INSERT OR REPLACE INTO article_text (rowid, title, body) SELECT seq, $2, $3 FROM article WHERE id = $1`,
	searchArticles: `SELECT article.id, snippet(article_text, 1, char(2), char(3), ' … ', 40)
		FROM article_text JOIN article ON article.seq = article_text.rowid
		WHERE article_text MATCH $1 AND article.state = 'published' ORDER BY bm25(article_text, 8, 1), article.seq LIMIT $2`,
	match: func(phrases [][]string) string {
		quoted := make([]string, len(phrases))
		for i, p := range phrases {
			quoted[i] = `"` + strings.ReplaceAll(strings.Join(p, " "), `"`, `""`) + `"`
		}
		return strings.Join(quoted, " ")
	},
	inTitle: func(match string) string { return `{title} : (` + strings.ReplaceAll(match, `" "`, `" AND "`) + `)` },
	rarely:  `SELECT count(*) FROM (SELECT 1 FROM report_text WHERE report_text MATCH $1 LIMIT ` + rareWord + `)`,
	words:   func(p string) string { return `SELECT value FROM json_each(` + p + `)` },
}

// sqliteSearch finds reports in the full-text index. How often words stand in a text counts only where they are rare: to weigh them by it the
// index goes through all texts that have one of them. Else those come first that have the words in the title, then the newest.
// What narrows the search is looked up in a set that is made once from an index of the reports, if few are in it; if many are, those that
// have the words are looked at one after the other until there are enough.
func sqliteSearch(narrowed string, how searching) string {
	if how.rare {
		order := `bm25(report_text, 8, 1), r.seq DESC`
		if how.newest {
			order = `r.published DESC, r.seq DESC`
		}
		if narrowed != "" {
			narrowed = ` AND ` + narrowed
		}
		return `SELECT r.id FROM report_text CROSS JOIN report r ON r.seq = report_text.rowid WHERE report_text MATCH $1 AND $2 <> ''` + narrowed + ` ORDER BY ` + order
	}
	with, join, where := "", "", ""
	switch {
	case narrowed != "" && how.narrow:
		with = `kept AS MATERIALIZED (SELECT r.seq AS n FROM report r WHERE ` + narrowed + `), `
		where = ` AND report_text.rowid >= (SELECT min(n) FROM kept) AND report_text.rowid <= (SELECT max(n) FROM kept) AND +report_text.rowid IN (SELECT n FROM kept)`
	case narrowed != "":
		join, where = ` CROSS JOIN report r ON r.seq = report_text.rowid`, ` AND `+narrowed
	}
	order := `titled DESC, p.published DESC, p.seq DESC`
	if how.newest {
		order = `p.published DESC, p.seq DESC`
	}
	return `WITH ` + with + `newest AS MATERIALIZED (SELECT report_text.rowid AS n FROM report_text` + join + ` WHERE report_text MATCH $1` + where +
		` ORDER BY report_text.rowid DESC LIMIT ` + ranked + `)
		SELECT id FROM (SELECT p.id AS id, p.published AS published, p.seq AS seq,
			newest.n IN (SELECT report_text.rowid FROM report_text WHERE report_text MATCH $2 AND report_text.rowid >= (SELECT min(n) FROM newest)) AS titled
			FROM newest CROSS JOIN report p ON p.seq = newest.n) p ORDER BY ` + order
}

// postgresSearch finds reports in the full-text index, or, where many have the words, by walking back from the newest until there are enough. What
// narrows the search is then looked up first, and those that have the words are sought in it, the newest first: the planner, which knows nothing of
// ids that come with time, would rather walk back through all.
func postgresSearch(narrowed string, how searching) string {
	newest := `SELECT x.report_id, x.words FROM report_text x WHERE x.words @@ to_tsquery('simple', $1) AND $2 <> ''`
	switch {
	case narrowed != "" && how.common:
		newest = `SELECT r.id AS report_id, x.words FROM (SELECT r.id FROM report r WHERE ` + narrowed + ` AND $2 <> '' ORDER BY r.id DESC OFFSET 0) r
			CROSS JOIN LATERAL (SELECT x.words FROM report_text x WHERE x.report_id = r.id AND x.words @@ to_tsquery('simple', $1) OFFSET 0) x`
	case narrowed != "":
		newest += ` AND EXISTS (SELECT 1 FROM report r WHERE r.id = x.report_id AND ` + narrowed + `)`
	}
	if !how.common { // the planner is not to know that the newest are wanted: it counts a look at the words of a text far too cheap
		newest = `SELECT x.report_id, x.words FROM (` + newest + ` OFFSET 0) x`
	}
	from := `FROM (` + newest + ` ORDER BY report_id DESC LIMIT ` + ranked + `) newest`
	if how.newest {
		return `SELECT newest.report_id ` + from + ` JOIN report p ON p.id = newest.report_id ORDER BY p.published DESC, p.seq DESC`
	}
	return `SELECT newest.report_id ` + from + ` ORDER BY ts_rank_cd(newest.words, to_tsquery('simple', $1)) DESC, newest.report_id DESC`
}

const postgresSent = `UPDATE delivery SET state = 'sent', attempts = attempts + 1, began = CASE WHEN began = 0 THEN $3 ELSE began END,
			at = $3, due = 0, status = '', reply = $4::jsonb ->> subscription_id
		WHERE sending = $1 AND subscription_id = ANY (ARRAY (SELECT jsonb_object_keys($4::jsonb))) AND state = $2`

var postgresDialect = dialect{
	name: "postgres",
	sent: postgresSent,
	settled: `WITH moved AS (` + postgresSent + ` AND EXISTS (SELECT 1 FROM sending WHERE number = $1 AND owner = $5 FOR UPDATE) RETURNING 1)
		UPDATE sending SET sent = sent + moves.n, waiting = waiting - CASE WHEN $2 = 'waiting' THEN moves.n ELSE 0 END,
			deferred = deferred - CASE WHEN $2 = 'deferred' THEN moves.n ELSE 0 END
		FROM (SELECT count(*) AS n FROM moved) moves WHERE number = $1 AND owner = $5`,
	bytewise:     ` COLLATE "C"`,
	bind:         func(q string) string { return q },
	lockRow:      ` FOR NO KEY UPDATE`,
	lockGrouping: `SELECT pg_advisory_xact_lock(7041776)`,
	lockNotices:  `SELECT pg_advisory_xact_lock(7041777)`,
	lockSpeakers: `SELECT pg_advisory_xact_lock(7041778)`,
	lockName:     `SELECT pg_advisory_xact_lock(7041778, $1)`,
	now:          `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)`,
	index: `INSERT INTO report_text (report_id, title, body) VALUES ($1, $2, $3)
		ON CONFLICT (report_id) DO UPDATE SET title = excluded.title, body = excluded.body`,
	search: postgresSearch,
	often: `SELECT coalesce(100 * count(*) FILTER (WHERE words @@ to_tsquery('simple', $1)) / nullif(count(*), 0), 0)
		FROM (SELECT words FROM report_text ORDER BY report_id DESC LIMIT 500) x`,
	planned: []any{pgx.QueryExecModeCacheDescribe},
	searchEditions: func(newest bool) string {
		order := `ts_rank_cd(x.words, q) DESC, e.due DESC`
		if newest {
			order = `e.due DESC`
		}
		return `SELECT e.id FROM to_tsquery('simple', $1) q, edition_text x JOIN edition e ON e.id = x.id
			WHERE x.words @@ q AND e.due >= $2 AND e.due < $3 ORDER BY ` + order + `, e.id LIMIT $4 OFFSET $5`
	},
	indexArticle: `INSERT INTO article_text (article_id, title, body) VALUES ($1, $2, $3)
		ON CONFLICT (article_id) DO UPDATE SET title = excluded.title, body = excluded.body`,
	searchArticles: `SELECT article_id, ts_headline('simple', body, q, 'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxWords=40, MinWords=20')
		FROM article_text t JOIN article a ON a.id = t.article_id, to_tsquery('simple', $1) q
		WHERE t.words @@ q AND a.state = 'published' ORDER BY ts_rank_cd(t.words, q) DESC, article_id LIMIT $2`,
	match: func(phrases [][]string) string {
		all := make([]string, len(phrases))
		for i, p := range phrases {
			if all[i] = `'` + p[0] + `'`; len(p) > 1 { // in the title, which has the weight A, or in the text, but not from one into the other
				all[i] = `('` + strings.Join(p, `':A <-> '`) + `':A | '` + strings.Join(p, `':D <-> '`) + `':D)` // a word has no quotation mark in it
			}
		}
		return strings.Join(all, " & ")
	},
	words: func(p string) string { return `SELECT jsonb_array_elements_text(CAST(` + p + ` AS jsonb))` },
}
