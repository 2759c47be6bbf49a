package desk

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// itemForm is an item of a draft as an editor sees it, or typed it.
type itemForm struct {
	news.EditionItem
	Section string
	Place   string // in its section, from 1
	Remove  bool

	was      int // the place it had
	wasUnder string
}

// editionForm is a draft as an editor sees it, or typed it.
type editionForm struct {
	Title, Standfirst string
	Items             []itemForm
	Version           string            // of the draft that the form was made from
	Wrong             map[string]string // what cannot be taken, by the name of the field
}

// formOf makes the form from a draft.
func formOf(e news.Edition) editionForm {
	f := editionForm{Title: e.Title, Standfirst: e.Standfirst, Version: version(e), Wrong: map[string]string{}}
	for _, s := range e.Sections {
		for i, item := range s.Items {
			f.Items = append(f.Items, itemForm{EditionItem: item, Section: s.Name, Place: strconv.Itoa(i + 1), was: i + 1, wasUnder: s.Name})
		}
	}
	return f
}

// version names what a draft says, so that two editors do not write over one another unseen.
func version(e news.Edition) string {
	b, err := json.Marshal([]any{e.Title, e.Standfirst, e.State, e.Sections})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// read puts into the form what was typed; get gives a field's value. What cannot be taken is noted and kept as it was typed.
func (f editionForm) read(get func(string) string, sections []string) editionForm {
	typed := func(name string) string { return strings.TrimSpace(strings.ReplaceAll(get(name), "\r\n", "\n")) }
	f.Title, f.Standfirst = typed("title"), typed("standfirst")
	f.note(news.Edition{Title: f.Title, Standfirst: f.Standfirst}.Validate(), "")
	kept := 0
	for i := range f.Items {
		item, id := &f.Items[i], string(f.Items[i].ID)
		item.Headline, item.Summary = typed("headline-"+id), typed("summary-"+id)
		item.Section, item.Place, item.Remove = get("section-"+id), typed("place-"+id), get("remove-"+id) != ""
		if item.Remove {
			continue
		}
		kept++
		f.note(item.Validate(), "-"+id)
		if item.Headline == "" {
			f.Wrong["headline-"+id] = "An item needs a headline; to leave it out, tick “Take out”."
		}
		if !slices.Contains(sections, item.Section) {
			f.Wrong["section-"+id] = "Choose one of the sections."
		}
		if n, err := strconv.Atoi(item.Place); err != nil || n < 1 {
			f.Wrong["place-"+id] = "A place is a number from 1."
		}
	}
	if kept == 0 {
		f.Wrong["items"] = "Every item is taken out; leave at least one in."
	}
	return f
}

// note notes the faults of what was typed into fields whose names end so.
func (f editionForm) note(err error, end string) {
	for _, fault := range news.Faults(err) {
		f.Wrong[fault.Field+end] = sentence(fault.Message)
	}
}

// edition makes the draft from a form in which nothing is wrong. An item that was given the place of another one comes before
// it if it moves up or in from another section, and after it if it moves down, as somebody who counts the list means it.
func (f editionForm) edition(e news.Edition, sections []string) news.Edition {
	type placed struct {
		item news.EditionItem
		key  int
	}
	under := map[string][]placed{}
	for _, item := range f.Items {
		if item.Remove {
			continue
		}
		place, _ := strconv.Atoi(item.Place)
		key := 3 * min(place, 1_000_000)
		switch {
		case item.Section != item.wasUnder || place < item.was:
			key--
		case place > item.was:
			key++
		}
		under[item.Section] = append(under[item.Section], placed{item.EditionItem, key})
	}
	e.Title, e.Standfirst, e.Sections = f.Title, f.Standfirst, nil
	for _, name := range sections {
		items := under[name]
		if len(items) == 0 {
			continue
		}
		slices.SortStableFunc(items, func(a, b placed) int { return a.key - b.key })
		section := news.Section{Name: name}
		for _, p := range items {
			section.Items = append(section.Items, p.item)
		}
		e.Sections = append(e.Sections, section)
	}
	return e
}

// wrongOf gives what is wrong in a form, by the names of its fields, where an error is about what was typed; what is about no field in
// particular is under "". ok is false for any other error.
func wrongOf(err error) (wrong map[string]string, ok bool) {
	if kind := news.KindOf(err); kind != news.Invalid && kind != news.Conflict {
		return nil, false
	}
	wrong = map[string]string{}
	for _, fault := range news.Faults(err) {
		wrong[fault.Field] = sentence(fault.Message)
	}
	return wrong, len(wrong) > 0
}
