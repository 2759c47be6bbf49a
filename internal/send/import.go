package send

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"net/netip"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

// ImportStore is what an import needs of the store: many readers at once.
type ImportStore interface {
	// KnownReaders gives what is there already of readers with some addresses, by address in small letters; who has no
	// subscription to the publication has one without an id.
	KnownReaders(ctx context.Context, publicationID news.ID, addresses []string) (map[string]news.Reader, error)
	// ErasedAmong says which of some keyed hashes are those of erased readers.
	ErasedAmong(ctx context.Context, hashes []string) (map[string]bool, error)
	// GiveWay lets others write who wait for it.
	GiveWay(ctx context.Context) error
	// AddReaders adds readers who are not there yet, all or none.
	AddReaders(ctx context.Context, all []news.NewReader) error
}

// Import says how a list of readers is taken.
type Import struct {
	Publication string   // its name in addresses
	Consent     string   // where and to what all of them agreed; empty: each line says so, or Reconfirm
	Reconfirm   bool     // every reader is mailed a link, and gets nothing until they press its button
	Tags        []string // which all who are taken get, besides those of their lines
	DryRun      bool     // say what would become of the list, and change nothing
}

// Imported counts what became of the lines of a list. Read is all of them.
type Imported struct{ Read, Taken, Refused int }

// Refused is a line that an import did not take, and why: Invalid where the line is wrong, Conflict where the reader is not to be
// taken.
type Refused struct {
	Line    int // from 1
	Address string
	Err     error
}

// batchOf is how many lines are taken in one transaction: a desk that is killed has done whole batches, and a second run of the same
// list does the rest.
const batchOf = 500

// Import takes a list of readers who agreed elsewhere, or are to be asked, and tells refuse which lines it does not take and why. Lines
// are taken in batches, so that a list may be of any length. Who ended their subscription, was suppressed or erased stays out, and
// who is there already is told and left as they are. An Invalid error of lines is about its line; any
// other, and one of refuse, ends the import, and what was taken stays.
func (p *People) Import(ctx context.Context, o Import, lines iter.Seq2[news.ReaderLine, error], refuse func(Refused) error) (done Imported, err error) {
	publication, err := p.Store.PublicationBySlug(ctx, o.Publication)
	if err != nil {
		return done, err
	}
	if err := (news.Subscriber{Tags: o.Tags}).Validate(); err != nil {
		return done, err
	}
	i := &importing{People: p, Import: o, publication: publication, refuse: refuse, seed: maphash.MakeSeed(), seen: map[uint64]int{}}
	rested := time.Now()
	for line, err := range lines {
		if err != nil && news.KindOf(err) != news.Invalid {
			return i.done, errors.Join(i.flush(ctx), err)
		}
		if err := ctx.Err(); err != nil {
			return i.done, err
		}
		if i.batch = append(i.batch, listed{line, err}); len(i.batch) < batchOf {
			continue
		}
		if err := i.flush(ctx); err != nil {
			return i.done, err
		}
		if time.Since(rested) > stretch && !o.DryRun {
			if err := p.Store.GiveWay(ctx); err != nil {
				return i.done, err
			}
			rested = time.Now()
		}
	}
	return i.done, i.flush(ctx)
}

// stretch is how long a list is taken at a stretch. Who wants to write meanwhile, a reader who leaves among them, waits for that long.
const stretch = 200 * time.Millisecond

// importing is an import under way.
type importing struct {
	*People
	Import
	publication news.Publication
	refuse      func(Refused) error
	batch       []listed
	done        Imported

	// A dry run adds nobody, so it remembers itself whom it has seen.
	seed maphash.Seed
	seen map[uint64]int
}

// listed is a line of a list, or why it cannot be read.
type listed struct {
	line news.ReaderLine
	err  error
}

// taking is a line that may be taken.
type taking struct {
	line     news.ReaderLine
	address  string
	language string
	tags     []string
	proof    news.Consent
	err      error
}

func (i *importing) flush(ctx context.Context) error {
	if len(i.batch) == 0 {
		return nil
	}
	all := make([]taking, len(i.batch))
	for n, l := range i.batch {
		if all[n] = (taking{line: l.line, err: l.err}); l.err == nil {
			all[n] = i.read(l.line)
		}
	}
	i.batch = i.batch[:0]
	err := i.twice(ctx, func(ctx context.Context) error { return i.take(ctx, all) })
	if err != nil {
		return err
	}
	for _, t := range all {
		i.done.Read++
		if t.err == nil {
			i.done.Taken++
			continue
		}
		i.done.Refused++
		if err := i.refuse(Refused{t.line.Line, strings.TrimSpace(t.line.Address), t.err}); err != nil {
			return err
		}
	}
	return nil
}

// read makes sense of a line.
func (i *importing) read(line news.ReaderLine) (t taking) {
	t.line = line
	switch state := strings.ToLower(line.State); {
	case state != "" && state != string(news.Active) && state != "subscribed" && state != "confirmed":
		t.err = news.FieldErrorf("state", "the list itself says that this reader is %s", line.State)
		return t
	case line.Suppressed != "":
		t.err = news.FieldErrorf("suppressed", "the list itself says that this reader gets no mail: %s", line.Suppressed)
		return t
	}
	if t.address, t.err = address.Parse(line.Address); t.err != nil {
		return t
	}
	var own []string
	if own, t.err = news.ParseTags(line.Tags); t.err != nil {
		return t
	}
	if t.tags, t.err = news.ParseTags(strings.Join(append(own, i.Tags...), " ")); t.err != nil {
		return t
	}
	t.language = strings.TrimSpace(line.Language)
	if t.err = (news.Subscriber{Language: t.language}).Validate(); t.err != nil {
		return t
	}
	t.proof, t.err = i.proof(line)
	return t
}

// proof makes the line of the proof from what a list says.
func (i *importing) proof(line news.ReaderLine) (c news.Consent, err error) {
	now := i.Clock.Now()
	c = news.Consent{At: now, Act: news.Imported, Wording: strings.TrimSpace(line.Wording)}
	if c.Wording == "" {
		c.Wording = i.Consent
	}
	if c.Wording == "" && !i.Reconfirm {
		return c, news.FieldErrorf("consent", "nothing proves that this reader agreed; fill in consent_wording, or give --consent for all, or --reconfirm to ask them")
	}
	if at := strings.TrimSpace(line.ConsentAt); at != "" {
		if c.At, err = moment(at); err != nil {
			return c, err
		}
		if c.At.After(now) {
			return c, news.FieldErrorf("consent_at", "%s is in the future", at)
		}
		c.Note = "taken in on " + now.Format(time.DateOnly)
	}
	if ip := strings.TrimSpace(line.ConsentIP); ip != "" {
		a, err := netip.ParseAddr(ip)
		if err != nil {
			return c, news.FieldErrorf("consent_ip", "%q is no network address; one looks like 192.0.2.7 or 2001:db8::7", ip)
		}
		c.Address = a.String()
	}
	return c, nil
}

// moment reads a time as lists have it.
func moment(s string) (time.Time, error) {
	for _, form := range []string{time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05", time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, news.FieldErrorf("consent_at", "%q is no time; write 2031-03-02 or 2031-03-02T07:00:00Z", s)
}

// take takes those of a batch who may be taken, in the transaction that ctx carries, and gives the others their reason.
func (i *importing) take(ctx context.Context, all []taking) error {
	var addresses, hashes []string
	for _, t := range all {
		if t.address != "" {
			addresses, hashes = append(addresses, t.address), append(hashes, i.hash(t.address))
		}
	}
	known, err := i.Store.KnownReaders(ctx, i.publication.ID, addresses)
	if err != nil {
		return err
	}
	erased, err := i.Store.ErasedAmong(ctx, hashes)
	if err != nil {
		return err
	}
	var fresh []news.NewReader
	var asked []news.Errand
	batch := map[string]int{}
	for n := range all {
		t := &all[n]
		if news.KindOf(t.err) == news.Invalid {
			continue
		}
		folded := strings.ToLower(t.address)
		r, there := known[folded]
		first, twice := batch[folded]
		if i.DryRun && !twice {
			first, twice = i.seen[maphash.String(i.seed, folded)]
		}
		switch t.err = refusal(r, there, erased[i.hash(t.address)], i.Reconfirm); {
		case t.err != nil:
			continue
		case twice:
			t.err = news.Errorf(news.Conflict, "stands in this list already, in line %d", first)
			continue
		}
		batch[folded] = t.line.Line
		if i.DryRun {
			i.seen[maphash.String(i.seed, folded)] = t.line.Line
			continue
		}
		made, err := i.reader(ctx, r, there, t)
		if err != nil {
			return err
		}
		if !there {
			fresh = append(fresh, made)
		}
		if i.Reconfirm {
			asked = append(asked, news.Errand{ID: news.NewID(i.Clock.Now()), Kind: news.ToAsk, SubscriberID: made.Subscriber.ID, SubscriptionID: made.Subscription.ID, Address: t.address, At: i.Clock.Now()})
		}
	}
	if err := i.Store.AddReaders(ctx, fresh); err != nil {
		return err
	}
	return i.askAll(ctx, asked)
}

// refusal says why a reader is not taken, or nothing.
func refusal(r news.Reader, there, erased, reconfirm bool) error {
	switch {
	case !there && erased:
		return news.Errorf(news.Conflict, "the reader was erased on their demand; only they can come back, by subscribing")
	case r.Suppressed != "":
		why := ""
		if r.SuppressedWhy != "" {
			why = ": " + r.SuppressedWhy
		}
		return news.Errorf(news.Conflict, "gets no mail since %s (%s%s)", r.SuppressedAt.Format(time.DateOnly), r.Suppressed, why)
	case r.Subscription.State == news.Active:
		return news.Errorf(news.Conflict, "is subscribed already")
	case r.Subscription.State == news.Ended:
		return news.Errorf(news.Conflict, "the reader ended this subscription; only they can begin it again")
	case r.Subscription.State == news.Pending && reconfirm:
		return news.Errorf(news.Conflict, "was asked to confirm already")
	}
	return nil
}

// reader makes what is kept of a reader who is taken. Of one who is there already, the subscription alone is made or changed.
func (i *importing) reader(ctx context.Context, r news.Reader, there bool, t *taking) (made news.NewReader, err error) {
	now := i.Clock.Now()
	made = news.NewReader{Subscriber: r.Subscriber, Subscription: r.Subscription, Proof: t.proof}
	if !there {
		made.Subscriber = news.Subscriber{ID: news.NewID(now), Address: t.address, Language: t.language, Tags: t.tags, Created: now}
	}
	s := &made.Subscription
	if s.ID == "" {
		*s = news.Subscription{ID: news.NewID(now), SubscriberID: made.Subscriber.ID, PublicationID: i.publication.ID}
	}
	s.State, s.Changed, made.Proof.SubscriptionID = news.Active, now, s.ID
	if i.Reconfirm {
		s.State = news.Pending
		if made.Proof.Wording == "" {
			made.Proof = news.Consent{} // there is nothing yet that they agreed to
		}
	}
	if !there {
		return made, nil
	}
	if err := i.Store.SaveSubscription(ctx, *s); err != nil {
		return made, fmt.Errorf("taking line %d: %w", t.line.Line, err)
	}
	if made.Proof.Act != "" {
		err = i.Store.AddConsent(ctx, made.Proof)
	}
	return made, err
}

func (i *importing) askAll(ctx context.Context, asked []news.Errand) error {
	ids := make([]news.ID, len(asked))
	for n, e := range asked {
		ids[n] = e.ID
		if err := i.Store.AddErrand(ctx, e); err != nil {
			return err
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return i.Next(ctx, ids...)
}
