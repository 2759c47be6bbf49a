package desk

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/platform/readerlist"
	"onrecord/internal/web"
)

// Readers finds those who read the publications, and does what editors want with them. Errors carry a news.Kind.
type Readers interface {
	// Readers gives readers of a publication who come after one, CountReaders how many there are.
	Readers(ctx context.Context, f news.ReaderFilter, after news.ID, limit int) ([]news.Reader, error)
	CountReaders(ctx context.Context, f news.ReaderFilter) (int, error)
	// Subscriber gives a reader, ReaderData all that is kept of them with the proof that they agreed.
	Subscriber(ctx context.Context, id news.ID) (news.Subscriber, error)
	ReaderData(ctx context.Context, u news.Subscriber) (news.ReaderData, error)
	// SetReaderTags sets which tags they have, as typed; a bad one is Invalid, about the field tags.
	SetReaderTags(ctx context.Context, id news.ID, tags string) error
	// SuppressReader keeps all mail from them, UnsuppressReader lets them have it again, whatever kept it.
	SuppressReader(ctx context.Context, id news.ID, why string) error
	UnsuppressReader(ctx context.Context, id news.ID) error
	// EraseReader deletes all that says who they are, for good.
	EraseReader(ctx context.Context, id news.ID) error
	// ImportReaders takes a list, and tells refuse which lines it does not take and why.
	ImportReaders(ctx context.Context, o ReaderImport, list *readerlist.List, refuse func(line int, address string, why error) error) (read, taken int, err error)
}

type readersPage struct {
	Publications []news.Publication
	Filter       news.ReaderFilter
	Slug         string // of the publication that is looked at
	// Active, Pending and Ended count subscriptions; Held those that are active while their reader's address is suppressed.
	Active, Pending, Ended, Held int
	List                         []readerRow
	Total                        int
	More                         string // the address of the next page; empty: there is none
}

// readerRow is a reader in a list.
type readerRow struct{ news.Reader }

// States and Reasons are what the filter offers.
func (readersPage) States() []news.SubscriptionState {
	return []news.SubscriptionState{news.Active, news.Pending, news.Ended}
}

// Reasons are why an address gets no mail.
func (readersPage) Reasons() []news.SuppressedBy {
	return []news.SuppressedBy{news.ByBounce, news.ByComplaint, news.ByOperator}
}

// Shown gives the address as people write it.
func (r readerRow) Shown() string { return address.Show(r.Address) }

// readers lists the readers of a publication.
func (d *desk) readers(w http.ResponseWriter, r *http.Request) error {
	ctx, q := r.Context(), r.URL.Query()
	p := readersPage{}
	var err error
	if p.Publications, err = d.Store.Publications(ctx); err != nil {
		return err
	}
	if len(p.Publications) == 0 {
		return d.show(w, r, http.StatusOK, "readers", "Readers", p)
	}
	publication := p.Publications[0]
	for _, one := range p.Publications {
		if one.Slug == q.Get("publication") {
			publication = one
		}
	}
	if given := q.Get("publication"); given != "" && publication.Slug != given {
		return news.Errorf(news.NotFound, "there is no publication %q", given)
	}
	p.Slug = publication.Slug
	p.Filter = news.ReaderFilter{
		PublicationID: publication.ID, State: news.SubscriptionState(q.Get("state")), Language: field(q, "language"), Tag: strings.ToLower(field(q, "tag")),
		Suppressed: news.SuppressedBy(q.Get("suppressed")), Address: field(q, "q"),
	}
	if err := known(p.Filter); err != nil {
		return err
	}
	counts, err := d.Store.SubscriptionCounts(ctx, publication.ID)
	if err != nil {
		return err
	}
	p.Active, p.Pending, p.Ended = counts[news.Active], counts[news.Pending], counts[news.Ended]
	if p.Held, err = d.Actions.Readers.CountReaders(ctx, news.ReaderFilter{PublicationID: publication.ID, State: news.Active, Suppressed: news.Anything}); err != nil {
		return err
	}
	if p.Total, err = d.Actions.Readers.CountReaders(ctx, p.Filter); err != nil {
		return err
	}
	found, err := d.Actions.Readers.Readers(ctx, p.Filter, news.ID(field(q, "after")), many+1)
	if err != nil {
		return err
	}
	if len(found) > many {
		found = found[:many]
		q.Set("after", string(found[many-1].ID))
		p.More = r.URL.Path + "?" + q.Encode()
	}
	for _, one := range found {
		p.List = append(p.List, readerRow{one})
	}
	return d.show(w, r, http.StatusOK, "readers", "Readers", p)
}

// field gives what was typed into a field of an address, cut to what anybody would type.
func field(q url.Values, name string) string {
	s := strings.TrimSpace(strings.ToValidUTF8(q.Get(name), ""))
	if utf8.RuneCountInString(s) > longQuery {
		s = string([]rune(s)[:longQuery])
	}
	return s
}

// known refuses states and reasons that there are none of.
func known(f news.ReaderFilter) error {
	switch f.State {
	case "", news.Pending, news.Active, news.Ended:
	default:
		return web.WrongQuery("state", string(f.State), "write active, pending or ended")
	}
	if f.Suppressed != news.Anything && f.Suppressed.Validate() != nil {
		return web.WrongQuery("suppressed", string(f.Suppressed), "write any, bounce, complaint or operator")
	}
	return nil
}
