package store

import "strings"

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
	// search finds reports by full text: $1 the query as match gives it, $2 the limit. It gives report ids, best first, and
	// an excerpt with the found words between U+0002 and U+0003. Only the newest that have the words are ranked; what is to narrow
	// the search must narrow those too.
	search string
	match  func(words []string) string
	// indexArticle and searchArticles do the same with the articles of the house; only published ones are found.
	indexArticle, searchArticles string
	// words gives the rows of a JSON list of strings, which stands in a placeholder.
	words func(placeholder string) string
}

// ranked is how many of the newest reports that have the words of a query are ranked. A word that more have says little of any of them, and
// ranking all of 100,000 takes many times as long as these.
const ranked = "2000"

var sqliteDialect = dialect{
	name: "sqlite",
	sent: `UPDATE delivery SET state = 'sent', attempts = attempts + 1, began = CASE WHEN began = 0 THEN $3 ELSE began END,
			at = $3, due = 0, status = '', reply = $4 ->> subscription_id
		WHERE sending = $1 AND subscription_id IN (SELECT key FROM json_each($4)) AND state = $2`,
	aside: ` INDEXED BY delivery_aside`,
	bind:  func(q string) string { return strings.ReplaceAll(q, "$", "?") },
	now:   `SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)`,
	index: `INSERT OR REPLACE INTO report_text (rowid, title, body) SELECT seq, $2, $3 FROM report WHERE id = $1`,
	search: `SELECT report.id, snippet(report_text, 1, char(2), char(3), ' … ', 40)
		FROM report_text JOIN report ON report.seq = report_text.rowid
		WHERE report_text MATCH $1 AND report_text.rowid >=
			(SELECT coalesce(min(rowid), 0) FROM (SELECT rowid FROM report_text WHERE report_text MATCH $1 ORDER BY rowid DESC LIMIT ` + ranked + `))
		ORDER BY bm25(report_text, 8, 1), report.seq LIMIT $2`,
	indexArticle: `INSERT OR REPLACE INTO article_text (rowid, title, body) SELECT seq, $2, $3 FROM article WHERE id = $1`,
	searchArticles: `SELECT article.id, snippet(article_text, 1, char(2), char(3), ' … ', 40)
		FROM article_text JOIN article ON article.seq = article_text.rowid
		WHERE article_text MATCH $1 AND article.state = 'published' ORDER BY bm25(article_text, 8, 1), article.seq LIMIT $2`,
	match: func(words []string) string {
		quoted := make([]string, len(words))
		for i, w := range words {
			quoted[i] = `"` + strings.ReplaceAll(w, `"`, `""`) + `"`
		}
		return strings.Join(quoted, " ")
	},
	words: func(p string) string { return `SELECT value FROM json_each(` + p + `)` },
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
	search: `SELECT report_id, ts_headline('simple', body, q, 'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxWords=40, MinWords=20')
		FROM plainto_tsquery('simple', $1) q,
			LATERAL (SELECT report_id, body, words FROM report_text WHERE words @@ q ORDER BY report_id DESC LIMIT ` + ranked + `) newest
		ORDER BY ts_rank_cd(words, q) DESC, report_id LIMIT $2`,
	indexArticle: `INSERT INTO article_text (article_id, title, body) VALUES ($1, $2, $3)
		ON CONFLICT (article_id) DO UPDATE SET title = excluded.title, body = excluded.body`,
	searchArticles: `SELECT article_id, ts_headline('simple', body, q, 'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MaxWords=40, MinWords=20')
		FROM article_text t JOIN article a ON a.id = t.article_id, plainto_tsquery('simple', $1) q
		WHERE t.words @@ q AND a.state = 'published' ORDER BY ts_rank_cd(t.words, q) DESC, article_id LIMIT $2`,
	match: func(words []string) string { return strings.Join(words, " ") },
	words: func(p string) string { return `SELECT jsonb_array_elements_text(CAST(` + p + ` AS jsonb))` },
}
