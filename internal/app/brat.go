package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Exported is what was written of one text.
type Exported struct {
	Name       string // of its files, without the ends
	Report     news.ID
	Revision   news.ID
	Statements int
}

// annotator is who the files say made the annotations.
const annotator = "desk"

// ExportStatements writes texts and the statements that stand in them as others do annotations (brat's standoff layout, as the
// PolNeAR corpus has it): text/NAME.txt and attributions/NAME_desk.ann in a folder that is new or empty. Those are the texts in
// which editors corrected something at or after since, of each report the newest; or, with all, the newest text of every report.
// It calls emit for each that is written.
func (a *App) ExportStatements(ctx context.Context, folder string, since time.Time, all bool, emit func(Exported) error) error {
	if err := emptyFolders(folder, "text", "attributions"); err != nil {
		return err
	}
	if all {
		return a.eachNewest(ctx, func(v news.Revision) error { return a.exportText(ctx, folder, v, emit) })
	}
	corrections, err := a.Store.StandingCorrections(ctx, since)
	if err != nil {
		return err
	}
	newest := map[news.ID]news.Revision{} // by report
	var reports []news.ID
	seen := map[news.ID]bool{}
	for _, c := range corrections {
		if c.Lost || seen[c.RevisionID] {
			continue
		}
		seen[c.RevisionID] = true
		v, _, err := a.Store.Revision(ctx, c.RevisionID)
		if err != nil {
			return err
		}
		v.Raw = nil
		have, there := newest[c.ReportID]
		if !there {
			reports = append(reports, c.ReportID)
		}
		if !there || have.Number < v.Number {
			newest[c.ReportID] = v
		}
	}
	for _, id := range reports {
		if err := a.exportText(ctx, folder, newest[id], emit); err != nil {
			return err
		}
	}
	return nil
}

// eachNewest calls fn with the newest text of every report that was read.
func (a *App) eachNewest(ctx context.Context, fn func(v news.Revision) error) error {
	const some = 200
	for after := news.ID(""); ; {
		ids, err := a.Store.ReportsAfter(ctx, after, some)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			after = id
			v, err := a.Store.NewestText(ctx, id)
			if news.KindOf(err) == news.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			if err := fn(v); err != nil {
				return err
			}
		}
	}
}

func (a *App) exportText(ctx context.Context, folder string, v news.Revision, emit func(Exported) error) error {
	report, err := a.Store.Report(ctx, v.ReportID)
	if err != nil {
		return err
	}
	statements, err := a.Store.Statements(ctx, v.ID)
	if err != nil {
		return err
	}
	// A lone carriage return ends a line to some readers and none to others; a space counts the same to all.
	text := strings.ReplaceAll(v.Text, "\r", " ")
	e := Exported{Name: fileName(report, v), Report: report.ID, Revision: v.ID, Statements: len(statements)}
	err = errors.Join(
		writeExport(filepath.Join(folder, "text", e.Name+".txt"), func(w io.Writer) error { _, err := io.WriteString(w, text); return err }),
		writeExport(filepath.Join(folder, "attributions", e.Name+"_"+annotator+".ann"), func(w io.Writer) error { return writeBrat(w, []rune(text), statements) }))
	if err != nil {
		return err
	}
	return emit(e)
}

// fileName names a text by outlet, day and id, in letters that every file system takes.
func fileName(r news.Report, v news.Revision) string {
	var outlet strings.Builder
	for _, c := range strings.ToLower(r.Outlet) {
		switch {
		case outlet.Len() >= 40:
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			outlet.WriteRune(c)
		case outlet.Len() > 0 && !strings.HasSuffix(outlet.String(), "-"):
			outlet.WriteRune('-')
		}
	}
	name := strings.Trim(outlet.String(), "-")
	if name == "" {
		name = "outlet"
	}
	return fmt.Sprintf("%s_%s_%s", name, r.Published.UTC().Format(time.DateOnly), v.ID)
}

// emptyFolders makes folders within one that is new, or has nothing in it but these, and nothing in these: what else is in it would be
// taken for a part of the export.
func emptyFolders(folder string, names ...string) error {
	if folder == "" {
		return news.FieldErrorf(`""`, "is the name of no folder; name one that is new or empty")
	}
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		return news.FieldErrorf(folder, "is no folder; name one that is new or empty")
	}
	in, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return news.FieldErrorf(folder, "cannot be read: %w", withoutPath(err))
	}
	for _, file := range in {
		if !slices.Contains(names, file.Name()) {
			return news.FieldErrorf(folder, "holds something else already, %q; name a folder that is new or empty", file.Name())
		}
	}
	for _, name := range names {
		if err := emptyFolder(folder, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	return nil
}

// emptyFolder makes a folder within another one, unless it is there and empty.
func emptyFolder(within, path string) error {
	if err := os.MkdirAll(path, 0o750); err != nil {
		return news.FieldErrorf(within, "cannot be made: %w", withoutPath(err))
	}
	in, err := os.ReadDir(path)
	if err != nil {
		return news.FieldErrorf(within, "cannot be read: %w", withoutPath(err))
	}
	if len(in) > 0 {
		return news.FieldErrorf(within, "holds an export already; name a new folder")
	}
	return nil
}

func writeExport(path string, fill func(w io.Writer) error) error {
	f, err := os.OpenFile(filepath.Clean(path), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return news.FieldErrorf(path, "cannot be written: %w", withoutPath(err))
	}
	w := bufio.NewWriter(f)
	if err := errors.Join(fill(w), w.Flush(), f.Close()); err != nil {
		return news.FieldErrorf(path, "cannot be written: %w", withoutPath(err))
	}
	return nil
}

// writeBrat writes statements as brat does: a T line for each role, its spans in code points and its words; an E line that puts
// them together; attributes for standing and polarity; a note of who speaks and through whom it came.
// See https://brat.nlplab.org/standoff.html.
func writeBrat(w io.Writer, text []rune, statements []news.Statement) error {
	t, notes := 0, 0
	for i, st := range statements {
		anchor := "Attribution"
		if len(st.Source) == 0 {
			anchor = "Attribution-no-source"
		}
		event := ""
		for _, role := range []struct {
			name  string
			spans []news.Span
		}{{"Source", st.Source}, {"Cue", st.Cue}, {"Content", st.Content}, {anchor, st.Cue}} {
			spans := lines(text, role.spans)
			if len(spans) == 0 {
				continue
			}
			t++
			var at, words []string
			for _, s := range spans {
				at, words = append(at, fmt.Sprintf("%d %d", s[0], s[1])), append(words, string(text[s[0]:s[1]]))
			}
			if _, err := fmt.Fprintf(w, "T%d\t%s %s\t%s\n", t, role.name, strings.Join(at, ";"), strings.Join(words, " ")); err != nil {
				return err
			}
			event = strings.TrimSuffix(fmt.Sprintf("%s:T%d %s", role.name, t, event), " ") // the anchor, which is written last, comes first
		}
		_, err := fmt.Fprintf(w, "E%d\t%s\nA%d\tStanding E%d %s\nA%d\tPolarity E%d %s\n", i+1, event, 2*i+1, i+1, st.Standing, 2*i+2, i+1, st.Polarity)
		if err != nil {
			return err
		}
		for _, note := range []struct{ name, words string }{{"speaker", st.Speaker}, {"via", strings.Join(st.Via, "; ")}} {
			if note.words == "" {
				continue
			}
			notes++
			if _, err := fmt.Fprintf(w, "#%d\tAnnotatorNotes E%d\t%s: %s\n", notes, i+1, note.name, oneSpace(note.words)); err != nil {
				return err
			}
		}
	}
	return nil
}

// lines cuts spans where lines end, for an annotation may not run over the end of one. Those outside the text are left out.
func lines(text []rune, spans []news.Span) (out []news.Span) {
	for _, s := range spans {
		if s[0] < 0 || s[1] > len(text) {
			continue
		}
		for from := s[0]; from < s[1]; {
			to := from
			for to < s[1] && text[to] != '\n' {
				to++
			}
			if to > from {
				out = append(out, news.Span{from, to})
			}
			from = to + 1
		}
	}
	return out
}
