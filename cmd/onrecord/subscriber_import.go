package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/platform/readerlist"
	"onrecord/internal/send"
)

type subscriberImportCmd struct {
	settings
	Publication string `arg:"" help:"The publication's name in its address."`
	File        string `arg:"" help:"A CSV file with a header, its columns email, language, tags, consent_at, consent_ip, consent_wording in any order, or one address a line; '-' is stdin."`
	Consent     string `help:"Where and to what these readers agreed, where their lines do not say it; it is kept as the proof." placeholder:"WORDS"`
	Reconfirm   bool   `help:"Mail everybody a link, and send them nothing until they press its button."`
	Tag         string `help:"Tags for all of them, with commas between them." placeholder:"WORDS"`
	DryRun      bool   `help:"Say what would be taken and what not, and change nothing."`
	Report      string `help:"Write what is not taken and why as CSV to this file, in the place of standard error." type:"path" placeholder:"FILE"`
}

// Run takes a list of readers and says line by line who was not taken and why.
func (c *subscriberImportCmd) Run(ctx context.Context, s *streams) error {
	tags, err := news.ParseTags(c.Tag)
	if err != nil {
		return err
	}
	in, err := c.open(s)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	plain, err := unpacked(in)
	if err != nil {
		return news.FieldErrorf(called(c.File), "is packed with gzip, but damaged (%w); fetch it anew", err)
	}
	list, err := readerlist.Read(plain)
	if err != nil {
		return &news.Error{Kind: news.KindOf(err), Field: called(c.File), Message: err.Error(), Err: err}
	}
	if strings.TrimSpace(c.Consent) == "" && !c.Reconfirm && !list.Proof {
		return news.FieldErrorf("consent", "say where and to what these readers agreed, with --consent or in a column consent_wording, which is kept as the proof; or ask them, with --reconfirm")
	}
	if len(list.Ignored) > 0 {
		fmt.Fprintf(s.err, "not taken from %s: the column %s\n", called(c.File), strings.Join(list.Ignored, ", "))
	}
	return c.with(ctx, s, func(a *app.App) error {
		report, err := c.report(s)
		if err != nil {
			return err
		}
		done, err := a.Import(ctx, send.Import{
			Publication: c.Publication, Consent: strings.TrimSpace(c.Consent), Reconfirm: c.Reconfirm, Tags: tags, DryRun: c.DryRun,
		}, list.Lines(), report.add)
		if err = errors.Join(err, report.close()); err != nil {
			return missing(err, "publication", c.Publication, listPublications)
		}
		how := "taken"
		switch {
		case c.DryRun:
			how = "would be taken"
		case c.Reconfirm:
			how = "asked to confirm"
		}
		return s.imported(done.Taken, done.Read, report.bad, "reader", how, "left out")
	})
}

// open opens the list; it is read as it is needed, however long it is.
func (c *subscriberImportCmd) open(s *streams) (io.ReadCloser, error) {
	if c.File == "-" {
		return io.NopCloser(s.in), nil
	}
	f, err := os.Open(c.File)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, news.FieldErrorf(c.File, "there is no such file")
	case err != nil:
		return nil, news.FieldErrorf(c.File, "cannot be read: %w", err)
	}
	return f, nil
}

// unpacked takes gzip off a list.
func unpacked(in io.Reader) (io.Reader, error) {
	b := bufio.NewReader(in)
	if start, _ := b.Peek(2); string(start) == "\x1f\x8b" {
		return gzip.NewReader(b)
	}
	return b, nil
}

// importReport says which lines were not taken, and counts those that were wrong.
type importReport struct {
	add   func(send.Refused) error
	close func() error
	bad   int
}

func (c *subscriberImportCmd) report(s *streams) (*importReport, error) {
	r := &importReport{close: func() error { return nil }}
	if c.Report == "" {
		r.add = func(v send.Refused) error {
			r.count(v)
			s.complain(fmt.Errorf("%s: %s%s", lineOf(c.File, v.Line), before(v.Address), why(v)))
			return nil
		}
		return r, nil
	}
	f, err := os.Create(c.Report)
	if err != nil {
		return nil, news.FieldErrorf("report", "cannot write it: %w", err)
	}
	w := csv.NewWriter(f)
	_ = w.Write([]string{"line", "email", "reason"})
	r.add = func(v send.Refused) error {
		r.count(v)
		return w.Write([]string{strconv.Itoa(v.Line), readerlist.Safe(v.Address), readerlist.Safe(why(v))})
	}
	r.close = func() error {
		w.Flush()
		return errors.Join(w.Error(), f.Close())
	}
	return r, nil
}

func (r *importReport) count(v send.Refused) {
	if news.KindOf(v.Err) == news.Invalid {
		r.bad++
	}
}

func before(address string) string {
	if address == "" {
		return ""
	}
	return address + ": "
}

// why gives the reason without the name of the field that an address stands in: its line is named already.
func why(v send.Refused) string {
	var e *news.Error
	if errors.As(v.Err, &e) && e.Field == "email" {
		return e.Message
	}
	return v.Err.Error()
}
