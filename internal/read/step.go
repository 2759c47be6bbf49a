package read

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"mime"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read/speaker"
)

// Step reads revisions.
type Step struct {
	store   Store
	next    Next
	extract Extract
	reader  *Reader
	matcher *speaker.Matcher
	clock   news.Clock
	log     *slog.Logger
}

// NewStep makes the step.
func NewStep(store Store, next Next, extract Extract, reader *Reader, clock news.Clock, log *slog.Logger) *Step {
	return &Step{
		store: store, next: next, extract: extract, reader: reader, matcher: speaker.NewMatcher(reader.people, store, clock), clock: clock, log: log,
	}
}

// Run reads one revision and hands its report on. A revision that is gone was dropped by an earlier run: nothing is left
// to do. It may be stopped at any moment and run again.
func (s *Step) Run(ctx context.Context, id news.ID) error {
	revision, report, err := s.store.Revision(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading revision %s: %w", id, err)
	}
	document, err := s.document(revision, report)
	if err != nil {
		return fmt.Errorf("reading revision %s of %s: %w", id, report.URL, err)
	}
	again := revision.Read
	fill(&revision, report, document)
	reading := s.reader.Text(revision.Text)
	revision.Language = language(reading.Language, document.Language)
	people := s.reader.people.Look(revision.Text, reading.Statements)

	err = s.store.Within(ctx, func(ctx context.Context) error {
		// Nobody corrects the statements while they are read, nor the other way round. What is gone by now needs no reading.
		if err := s.store.LockRevision(ctx, id); err != nil {
			if news.KindOf(err) == news.NotFound {
				return nil
			}
			return err
		}
		var before *news.Revision
		standIn := false
		previous, err := s.store.PreviousRevision(ctx, report.ID, revision.Number)
		if err != nil && news.KindOf(err) != news.NotFound {
			return err
		}
		if err == nil {
			// A page that had text and now has none is a wall or a fault, not a version.
			empty := strings.TrimSpace(revision.Text) == "" && strings.TrimSpace(previous.Text) != ""
			if empty || previous.Title == revision.Title && previous.Text == revision.Text {
				s.log.DebugContext(ctx, "revision is no new version", "revision", id, "report", report.ID, "empty", empty)
				gave, err := s.giveBack(ctx, id, previous)
				if err == nil {
					err = s.store.DropRevision(ctx, id)
				}
				if err != nil || !gave {
					return err
				}
				if err := s.matchAgain(ctx, report, previous); err != nil {
					return err
				}
				return s.next(ctx, report.ID)
			}
			before = &previous
			// What the feed said in place of the page was a stand-in, not a version that the outlet has changed since.
			standIn = previous.ContentType == news.FromFeed && revision.ContentType != news.FromFeed
		}
		corrections, err := s.corrections(ctx, revision, again, before, standIn)
		if err != nil {
			return err
		}
		if standIn {
			if err := s.store.DropRevision(ctx, previous.ID); err != nil {
				return err
			}
		}
		found, err := s.store.Found(ctx, id)
		if err != nil {
			return err
		}
		if err := s.store.SaveReading(ctx, revision, s.number(revision, reading.Statements, found), corrections); err != nil {
			return err
		}
		// Jobs may come out of order: a version that is older than one already read says nothing about the report today.
		newest, err := s.store.PreviousRevision(ctx, report.ID, math.MaxInt32)
		if err != nil && news.KindOf(err) != news.NotFound {
			return err
		}
		older := err == nil && newest.Number > revision.Number
		if !older {
			report = update(report, revision, document)
			if err := s.store.UpdateReport(ctx, report); err != nil {
				return err
			}
		}
		if len(corrections) > 0 { // who speaks is what editors say it is
			standing, err := s.store.Statements(ctx, id)
			if err != nil {
				return err
			}
			people = s.reader.people.Look(revision.Text, standing)
		}
		if err := s.matcher.Keep(ctx, report, people, older); err != nil {
			return err
		}
		return s.next(ctx, report.ID)
	})
	if err != nil {
		return fmt.Errorf("reading revision %s of %s: %w", id, report.URL, err)
	}
	s.log.DebugContext(ctx, "revision read", "revision", id, "report", report.ID, "language", revision.Language, "statements", len(reading.Statements))
	return nil
}

// document gives the article in what was fetched: plain text is taken as it is, all else is for the extractor.
func (s *Step) document(revision news.Revision, report news.Report) (news.Document, error) {
	kind, _, err := mime.ParseMediaType(revision.ContentType)
	if err != nil || kind != "text/plain" {
		return s.extract(revision.Raw, revision.ContentType, report.URL)
	}
	return news.Document{Title: report.Title, Language: "und", Text: Plain(revision.Raw, revision.ContentType)}, nil
}

// fill copies the article into the revision.
func fill(revision *news.Revision, report news.Report, document news.Document) {
	revision.Title = clean(document.Title)
	if strings.TrimSpace(revision.Title) == "" {
		revision.Title = report.Title
	}
	revision.Byline = clean(document.Byline)
	revision.Text = clean(document.Text)
	revision.Links = document.Links
	revision.Read = true
}

// clean makes a string that every database takes: valid UTF-8 without NUL, which PostgreSQL refuses.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// language prefers what the text looks like to what its page declares, for templates are copied and texts are not.
func language(found, declared string) string {
	if found != "und" || declared == "" {
		return found
	}
	return declared
}

// earliest is before anything that a page on the web can have been published.
var earliest = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// update brings the report up to its newest version. A page's date counts where the feed gave none and it can be true:
// not after the report was seen, an hour's wrong clock aside.
func update(report news.Report, revision news.Revision, document news.Document) news.Report {
	report.Title, report.Language = revision.Title, revision.Language
	if revision.Byline != "" {
		report.Author = revision.Byline
	}
	at := document.Published
	if report.DatedBy == news.DatedBySeen && at.After(earliest) && !at.After(report.Seen.Add(time.Hour)) {
		report.Published, report.DatedBy = at.UTC(), news.DatedByPage
	}
	return report
}
