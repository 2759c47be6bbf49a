package desk

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/readerlist"
	"onrecord/internal/web"
)

// ReaderImport is what the form for a list of readers asks for.
type ReaderImport struct {
	Publication string // its name in addresses
	Consent     string // where and to what they agreed, where their lines do not say it
	Reconfirm   bool   // mail them a link, and nothing until they press its button
	Tags        []string
	DryRun      bool // say what would become of it, and change nothing
}

type importPage struct {
	Publications []news.Publication
	Form         ReaderImport
	Tags         string
	Wrong        map[string]string
	Done         bool
	Read, Taken  int
	Ignored      []string
	Refused      []refusedLine // the first of them
	Left         int           // how many more there were
}

type refusedLine struct {
	Line    int
	Address string
	Why     string
}

// How many bytes a list has at most that is sent to the desk, and how many refused lines are shown. Longer ones are for the command line.
const (
	largestList  = 64 << 20
	mostRefusals = 200
)

func (d *desk) importForm(w http.ResponseWriter, r *http.Request) error {
	return d.showImport(w, r, http.StatusOK, importPage{Form: ReaderImport{DryRun: true, Publication: r.URL.Query().Get("publication")}})
}

func (d *desk) showImport(w http.ResponseWriter, r *http.Request, status int, p importPage) error {
	var err error
	if p.Publications, err = d.Store.Publications(r.Context()); err != nil {
		return err
	}
	return d.show(w, r, status, "readers-import", "Bring readers along", p)
}

// importReaders takes a list as it comes in: the file is the form's last field, so all that is to be known of it is known before.
func (d *desk) importReaders(w http.ResponseWriter, r *http.Request) error {
	patiently(w)
	r.Body = http.MaxBytesReader(w, r.Body, largestList)
	form, err := r.MultipartReader()
	if err != nil {
		return news.Errorf(news.Invalid, "the form came damaged and cannot be read; load the page again and send it once more")
	}
	p := importPage{Wrong: map[string]string{}}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			p.Wrong["list"] = "Choose a file."
			return d.showImport(w, r, http.StatusUnprocessableEntity, p)
		}
		if err != nil {
			return web.TooLong(err, largestList)
		}
		if part.FormName() == "list" {
			return d.takeList(w, r, p, part)
		}
		value, err := io.ReadAll(io.LimitReader(part, largestLogin))
		if err != nil {
			return web.TooLong(err, largestList)
		}
		p.read(part.FormName(), strings.TrimSpace(string(value)))
	}
}

// read puts a field into the form.
func (p *importPage) read(name, value string) {
	switch name {
	case "publication":
		p.Form.Publication = value
	case "consent":
		p.Form.Consent = value
	case "reconfirm":
		p.Form.Reconfirm = true
	case "dry":
		p.Form.DryRun = true
	case "tags":
		p.Tags = value
	}
}

func (d *desk) takeList(w http.ResponseWriter, r *http.Request, p importPage, file *multipart.Part) error {
	var err error
	if p.Form.Tags, err = news.ParseTags(p.Tags); err != nil {
		p.Wrong["tags"] = message(err)
		return d.showImport(w, r, http.StatusUnprocessableEntity, p)
	}
	list, err := readerlist.Read(file)
	if news.KindOf(err) == news.Invalid {
		p.Wrong["list"] = message(err)
		return d.showImport(w, r, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return web.TooLong(err, largestList)
	}
	if p.Form.Consent == "" && !p.Form.Reconfirm && !list.Proof {
		p.Wrong["consent"] = "Say where and to what these readers agreed, which is kept as the proof; or have them asked."
		return d.showImport(w, r, http.StatusUnprocessableEntity, p)
	}
	p.Ignored = list.Ignored
	p.Read, p.Taken, err = d.Actions.Readers.ImportReaders(r.Context(), p.Form, list, func(line int, address string, why error) error {
		if len(p.Refused) < mostRefusals {
			p.Refused = append(p.Refused, refusedLine{line, address, message(why)})
		} else {
			p.Left++
		}
		return nil
	})
	if err != nil {
		return web.TooLong(err, largestList)
	}
	p.Done = true
	return d.showImport(w, r, http.StatusOK, p)
}

// message gives what an error says, without the name of a field.
func message(err error) string {
	var e *news.Error
	if errors.As(err, &e) {
		return sentence(e.Message)
	}
	return sentence(err.Error())
}
