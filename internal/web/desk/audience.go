package desk

import (
	"net/http"
	"strings"

	"onrecord/internal/news"
)

// audienceForm says whom an edition is mailed to, as an editor sees it or typed it.
type audienceForm struct {
	Languages, Tags string
	Wrong           map[string]string
	Who             string // those who are kept, in words
	Readers         int    // how many would be mailed now
	Open            bool   // it may be changed
}

// audience makes the form of an edition.
func (d *desk) audience(r *http.Request, e news.Edition) (f audienceForm, err error) {
	f = audienceForm{
		Languages: strings.Join(e.Audience.Languages, ", "), Tags: strings.Join(e.Audience.Tags, ", "),
		Who: e.Audience.String(), Open: e.State != news.Published,
	}
	if f.Open {
		f.Readers, err = d.Store.CountReaders(r.Context(), news.ToBeMailed(e.PublicationID, e.Audience, d.Clock.Now()))
	}
	return f, err
}

// setAudience keeps whom an edition is mailed to.
func (d *desk) setAudience(w http.ResponseWriter, r *http.Request, id news.ID) error {
	languages, tags := r.PostFormValue("languages"), r.PostFormValue("tags")
	to, err := news.ParseAudience(languages, tags)
	if faults := news.Faults(err); len(faults) > 0 {
		e, err := d.Store.Edition(r.Context(), id)
		if err != nil {
			return err
		}
		f, err := d.audience(r, e)
		if err != nil {
			return err
		}
		f.Languages, f.Tags, f.Wrong = languages, tags, map[string]string{}
		for _, fault := range faults {
			f.Wrong[fault.Field] = sentence(fault.Message)
		}
		return d.showEditionTo(w, r, http.StatusUnprocessableEntity, e, formOf(e), f)
	}
	if err := d.Actions.SetAudience(r.Context(), id, to); err != nil {
		return err
	}
	return d.done(w, r, "It is mailed to "+to.String()+".", "/desk/editions/"+string(id))
}
