package desk

import (
	"errors"
	"net/http"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

type readerPage struct {
	news.Subscriber
	Data  news.ReaderData
	Tags  string // as they stand in their field
	Why   string // as typed
	Wrong map[string]string
}

// Shown gives an address as people write it.
func (readerPage) Shown(a string) string { return address.Show(a) }

// reader shows one reader, with the proof that they agreed.
func (d *desk) reader(w http.ResponseWriter, r *http.Request) error {
	return d.showReader(w, r, http.StatusOK, func(*readerPage) {})
}

func (d *desk) showReader(w http.ResponseWriter, r *http.Request, status int, fill func(*readerPage)) error {
	u, err := d.Actions.Readers.Subscriber(r.Context(), news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	p := readerPage{Subscriber: u, Tags: strings.Join(u.Tags, ", "), Wrong: map[string]string{}}
	if p.Data, err = d.Actions.Readers.ReaderData(r.Context(), u); err != nil {
		return err
	}
	fill(&p)
	title := address.Show(u.Address)
	if !u.Erased.IsZero() {
		title = "An erased reader"
	}
	return d.show(w, r, status, "reader", title, p)
}

// changeReader does what one of the forms on a reader's page asks for.
func (d *desk) changeReader(w http.ResponseWriter, r *http.Request) error {
	ctx, id, here := r.Context(), news.ID(r.PathValue("id")), r.URL.Path
	readers := d.Actions.Readers
	var err error
	said := ""
	switch r.PostFormValue("do") {
	case "tags":
		said, err = "The tags are kept.", readers.SetReaderTags(ctx, id, r.PostFormValue("tags"))
	case "suppress":
		why := strings.TrimSpace(r.PostFormValue("why"))
		if why == "" {
			err = news.FieldErrorf("why", "say why, so that others know")
			break
		}
		said, err = "Nothing is sent to this address any more.", readers.SuppressReader(ctx, id, why+" ("+d.user(ctx)+")")
	case "unsuppress":
		said, err = "This address gets mail again.", readers.UnsuppressReader(ctx, id)
	case "erase":
		if r.PostFormValue("sure") == "" {
			err = news.FieldErrorf("sure", "tick that it is for good")
			break
		}
		said, err = "All that says who this reader was is erased.", readers.EraseReader(ctx, id)
	default:
		err = news.Errorf(news.Invalid, "the form does not say what to do; load the page again and press one of its buttons")
	}
	var wrong *news.Error
	if errors.As(err, &wrong) && wrong.Kind == news.Invalid && wrong.Field != "" {
		return d.showReader(w, r, http.StatusUnprocessableEntity, func(p *readerPage) {
			p.Wrong[wrong.Field], p.Why = sentence(wrong.Message), r.PostFormValue("why")
			if wrong.Field == "tags" {
				p.Tags = r.PostFormValue("tags")
			}
		})
	}
	if err != nil {
		return err
	}
	return d.done(w, r, said, here)
}
