package webtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/platform/readerlist"
	"onrecord/internal/web/desk"
)

// SampleReaders are readers in every state: one takes a break, one bounced, one was erased.
func SampleReaders() []news.Reader {
	make := func(id, a string, state news.SubscriptionState, tags ...string) news.Reader {
		return news.Reader{Subscriber: news.Subscriber{ID: news.ID(id), Address: a, Tags: tags, Created: Now.AddDate(-1, 0, 0)},
			Subscription: news.Subscription{ID: news.ID(id + "-s"), SubscriberID: news.ID(id), State: state, Changed: Now.AddDate(0, -1, 0)}}
	}
	all := []news.Reader{
		make("reader-ada", "ada@example.org", news.Active, "donor", "press"), make("reader-leser", "leser@xn--bcher-kva.example", news.Active),
		make("reader-bo", "bo.with.a.very.long.address.that.no.line.holds@department.of.something.example.org", news.Active, "jerusalem-2031"), make("reader-cy", "cy@example.org", news.Pending),
		make("reader-gone", "", news.Ended),
	}
	all[1].PausedUntil, all[1].Language = Now.AddDate(0, 0, 9), "de"
	all[2].Suppression = news.Suppression{Suppressed: news.ByBounce, SuppressedAt: Now.AddDate(0, 0, -3), SuppressedWhy: "550 5.1.1 no such user here"}
	all[4].Erased = Now.AddDate(0, 0, -2)
	return all
}

type deskReaders struct {
	w    *World
	acts *Acts
}

func (d deskReaders) Readers(_ context.Context, f news.ReaderFilter, after news.ID, limit int) (out []news.Reader, err error) {
	for _, r := range SampleReaders() {
		if (f.State == "" || r.Subscription.State == f.State) && strings.Contains(r.Address, f.Address) && (f.Tag == "" || slices.Contains(r.Tags, f.Tag)) &&
			(f.Suppressed == "" || r.Suppressed != "") && after == "" && r.Erased.IsZero() {
			out = append(out, r)
		}
	}
	return out[:min(limit, len(out))], d.w.Fail
}

func (d deskReaders) CountReaders(ctx context.Context, f news.ReaderFilter) (int, error) {
	all, err := d.Readers(ctx, f, "", 1000)
	return len(all), err
}

func (d deskReaders) Subscriber(_ context.Context, id news.ID) (news.Subscriber, error) {
	for _, r := range SampleReaders() {
		if r.ID == id {
			return r.Subscriber, d.w.Fail
		}
	}
	return news.Subscriber{}, none("reader")
}

func (d deskReaders) ReaderData(_ context.Context, u news.Subscriber) (news.ReaderData, error) {
	proof := []news.ProofData{
		{At: Now.AddDate(-1, 0, 0), Act: news.Asked, Address: "192.0.2.7", Agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Wording: "Send me The Strait Brief by mail, every Sunday, Tuesday and Thursday. Every mail has a link that ends this at once."},
		{At: Now.AddDate(-1, 0, 0), Act: news.ConfirmMailed, Mail: "Somebody, we hope it was you, asked for The Strait Brief to be sent to this address.\n\nTo confirm, open this and press the button:\n\nLINK\n", MessageID: "01r5mf9xc0z7anz33gfbbgymq6@brief.example"},
		{At: Now.AddDate(-1, 0, 0), Act: news.Confirmed, Address: "192.0.2.7"},
	}
	return news.ReaderData{Address: u.Address, Subscriptions: []news.SubscriptionData{{Publication: "The Strait Brief", State: news.Active, Proof: proof}}}, nil
}

func (d deskReaders) act(words string) error {
	d.acts.Read = append(d.acts.Read, words)
	return d.w.Fail
}

func (d deskReaders) SetReaderTags(_ context.Context, id news.ID, tags string) error {
	all, err := news.ParseTags(tags)
	if err != nil {
		return err
	}
	return d.act(fmt.Sprintf("%s has the tags %v", id, all))
}

func (d deskReaders) SuppressReader(_ context.Context, id news.ID, why string) error {
	return d.act(fmt.Sprintf("%s is suppressed: %s", id, why))
}

func (d deskReaders) UnsuppressReader(_ context.Context, id news.ID) error {
	return d.act(fmt.Sprintf("%s gets mail", id))
}

func (d deskReaders) EraseReader(_ context.Context, id news.ID) error {
	return d.act(fmt.Sprintf("%s is erased", id))
}

func (d deskReaders) ImportReaders(_ context.Context, o desk.ReaderImport, list *readerlist.List, refuse func(int, string, error) error) (read, taken int, err error) {
	for line, err := range list.Lines() {
		read++
		if err == nil {
			_, err = address.Parse(line.Address)
		}
		if err == nil {
			taken++
		} else if err := errors.Join(refuse(line.Line, line.Address, err)); err != nil {
			return read, taken, err
		}
	}
	return read, taken, d.act(fmt.Sprintf("%d of a list for %s, %v, dry %t: %s", taken, o.Publication, o.Tags, o.DryRun, o.Consent))
}
