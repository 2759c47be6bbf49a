package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// mailParts are the tabs of a preview, with what they are called.
var mailParts = []struct{ Key, Name string }{
	{"screen", "On a screen"}, {"telephone", "On a telephone"}, {"text", "Text"}, {"header", "Header"}, {"source", "Source"},
}

type mailPage struct {
	Edition     news.Edition
	Publication news.Publication
	Mail        news.MailPreview
	Part        string
	Parts       []mailLink
	Tongues     []mailLink
	To          string // as typed
	Error       string
	Told        []news.TestSent // what became of a test, where not all of it went out
}

type mailLink struct {
	Name, Tag, Address string
	Here               bool
}

// Address gives the address of the mail, or of something below it, in the language that is chosen.
func (p mailPage) Address(below string) string { return p.at(below, p.Part, p.Mail.Language) }

func (p mailPage) at(below, part, language string) string {
	q := url.Values{"language": {language}}
	if below == "" {
		q.Set("part", part)
	}
	return "/desk/editions/" + string(p.Edition.ID) + "/mail" + below + "?" + q.Encode()
}

// Large says that mail programs would cut the mail off.
func (p mailPage) Large() bool { return p.Mail.HTMLSize > news.ClipAt }

func (d *desk) mailOf(r *http.Request) (p mailPage, err error) {
	ctx := r.Context()
	if p.Edition, err = d.Store.Edition(ctx, news.ID(r.PathValue("id"))); err != nil {
		return p, err
	}
	if p.Publication, err = d.Store.Publication(ctx, p.Edition.PublicationID); err != nil {
		return p, err
	}
	p.Mail, err = d.Actions.Mailings.PreviewMail(ctx, p.Edition.ID, r.FormValue("language"))
	return p, err
}

func (d *desk) mail(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailOf(r)
	if err != nil {
		return err
	}
	return d.showMail(w, r, http.StatusOK, p)
}

func (d *desk) showMail(w http.ResponseWriter, r *http.Request, status int, p mailPage) error {
	p.Part = r.FormValue("part")
	if p.Part == "" {
		p.Part = mailParts[0].Key
	}
	for _, part := range mailParts {
		p.Parts = append(p.Parts, mailLink{Name: part.Name, Address: p.at("", part.Key, p.Mail.Language), Here: part.Key == p.Part})
	}
	if !slices.ContainsFunc(p.Parts, func(l mailLink) bool { return l.Here }) {
		return web.WrongQuery("part", p.Part, "write part=screen, or another of telephone, text, header and source")
	}
	for _, l := range p.Mail.Languages {
		p.Tongues = append(p.Tongues, mailLink{Name: l.Name, Tag: l.Tag, Address: p.at("", p.Part, l.Tag), Here: l.Tag == p.Mail.Language})
	}
	web.Framing(w)
	return d.show(w, r, status, "mail", "The mail of "+p.Edition.Title, p)
}

// mailHTML serves the HTML part alone, for a frame.
func (d *desk) mailHTML(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailOf(r)
	if err != nil {
		return err
	}
	web.Foreign(w)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(p.Mail.HTML)) // whoever asked may be gone
	return nil
}

// mailSource serves the whole mail as a file that mail programs open (RFC 5322).
func (d *desk) mailSource(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailOf(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "message/rfc822")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", p.Publication.Slug+"-"+p.Edition.Slug+"-"+p.Mail.Language+".eml"))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(p.Mail.Source)
	return nil
}

// testWithin is how long a test may take: a little less than an answer may.
const testWithin = 25 * time.Second

// testMail sends a test to the addresses that were typed, with commas, semicolons or line ends between them.
func (d *desk) testMail(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailOf(r)
	if err != nil {
		return err
	}
	p.To = r.PostFormValue("to")
	ctx, cancel := context.WithTimeout(r.Context(), testWithin)
	defer cancel()
	to := strings.FieldsFunc(p.To, func(c rune) bool { return strings.ContainsRune(",;\r\n", c) })
	told, err := d.Actions.Mailings.TestMail(ctx, p.Edition.ID, p.Mail.Language, to)
	var wrong *news.Error
	if errors.As(err, &wrong) && wrong.Kind == news.Invalid && wrong.Field == "to" {
		p.Error = sentence(wrong.Message)
		return d.showMail(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil && len(told) == 0 {
		return err
	}
	if slices.ContainsFunc(told, func(t news.TestSent) bool { return t.Err != nil }) {
		p.Told = told
		return d.showMail(w, r, http.StatusOK, p)
	}
	var gone []string
	for _, t := range told {
		gone = append(gone, t.Address)
	}
	p.Part = r.FormValue("part")
	return d.done(w, r, "The test went to "+strings.Join(gone, ", ")+".", p.Address(""))
}
