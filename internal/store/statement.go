package store

import (
	"context"

	"onrecord/internal/news"
)

const statementColumns = `id, revision_id, report_id, ordinal, source, cue, content, polarity, standing, speaker, via, by_editor, overruled_by`

func scanStatement(r row) (st news.Statement, err error) {
	err = r.Scan(&st.ID, &st.RevisionID, &st.ReportID, &st.Ordinal, parsed{&st.Source}, parsed{&st.Cue}, parsed{&st.Content},
		&st.Polarity, &st.Standing, &st.Speaker, parsed{&st.Via}, &st.ByEditor, &st.OverruledBy)
	return st, err
}

func (s *Store) addStatement(ctx context.Context, st news.Statement) error {
	_, err := s.exec(ctx, `INSERT INTO statement (`+statementColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		st.ID, st.RevisionID, st.ReportID, st.Ordinal, text(list0(st.Source)), text(list0(st.Cue)), text(list0(st.Content)),
		st.Polarity, st.Standing, st.Speaker, text(list0(st.Via)), st.ByEditor, st.OverruledBy)
	return err
}

// Statements gives the statements of a revision that stand, those of editors among them, in the order of its text.
func (s *Store) Statements(ctx context.Context, revisionID news.ID) ([]news.Statement, error) {
	return list(ctx, s, scanStatement, `SELECT `+statementColumns+` FROM statement WHERE revision_id = $1 AND overruled_by = '' ORDER BY ordinal, id`, revisionID)
}

// Found gives what the machine found in a revision, what editors overruled too, in the order of its text.
func (s *Store) Found(ctx context.Context, revisionID news.ID) ([]news.Statement, error) {
	return list(ctx, s, scanStatement, `SELECT `+statementColumns+` FROM statement WHERE revision_id = $1 AND NOT by_editor ORDER BY ordinal, id`, revisionID)
}
