package demo

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/store"
)

// Digest writes down what a desk knows in a form that two runs over the same world share: without ids, ports, and the order in
// which things came. Two runs that end in the same state have the same digest.
func Digest(ctx context.Context, s *store.Store) (string, error) {
	d := &digest{store: s, urls: map[news.ID]string{}, stories: map[news.ID]string{}}
	reports, err := s.LatestReports(ctx, 1_000_000)
	if err != nil {
		return "", err
	}
	for _, r := range reports {
		d.urls[r.ID] = short(r.URL)
	}
	for _, part := range []func(context.Context) error{d.feeds, d.ledgers, d.reports(reports), d.editions, d.notices} {
		if err := part(ctx); err != nil {
			return "", err
		}
	}
	slices.Sort(d.lines)
	return strings.Join(d.lines, "\n") + "\n", nil
}

type digest struct {
	store   *store.Store
	urls    map[news.ID]string
	stories map[news.ID]string // named after their earliest report
	lines   []string
}

func (d *digest) line(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// short is an address without its port, which differs between runs.
func short(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	if host, _, err := net.SplitHostPort(u.Host); err == nil {
		u.Host = host
	}
	return u.Host + u.Path
}

func (d *digest) feeds(ctx context.Context) error {
	feeds, err := d.store.Feeds(ctx)
	for _, f := range feeds {
		d.line("feed %s %s", short(f.URL), f.State)
	}
	return err
}

func (d *digest) ledgers(ctx context.Context) error {
	stories, err := d.store.Stories(ctx, 1_000_000)
	if err != nil {
		return err
	}
	for _, st := range stories {
		in, err := d.store.StoryReports(ctx, st.ID)
		if err != nil {
			return err
		}
		name := d.urls[in[0].ID]
		d.stories[st.ID] = name
		d.line("story %s: %q of %d reports", name, st.Title, st.Reports)
		for _, r := range in {
			d.line("story %s has %s", name, d.urls[r.ID])
		}
		ledger, err := d.store.Ledger(ctx, st.ID)
		if err != nil {
			return err
		}
		for _, c := range ledger.Claims {
			d.line("claim %s: %q main %v", name, c.Wording, c.Main)
			for _, o := range c.Origins {
				d.line("origin %s %q: %s, %s, %s, %d reports", name, c.Wording, o.Name, o.Standing, o.Stance, o.Reports)
			}
			for _, p := range c.Positions {
				d.line("position %s %q: %s is %s by %s, echo of %q, credits %q, %q", name, c.Wording, d.urls[p.ReportID], p.Stance, p.Origin, d.urls[p.EchoOf], p.Credits, p.Quote)
			}
		}
		for _, c := range ledger.Changes {
			d.line("change %s: %s by %s at %s", name, c.Kind, d.urls[c.ReportID], c.At)
		}
	}
	return nil
}

func (d *digest) reports(all []news.Report) func(context.Context) error {
	return func(ctx context.Context) error {
		for _, r := range all {
			d.line("report %s: %q by %q in %s, %s by the %s, %d texts", d.urls[r.ID], r.Title, r.Author, r.Language, r.Published, r.DatedBy, r.Revisions)
			revisions, err := d.store.Revisions(ctx, r.ID)
			if err != nil {
				return err
			}
			for i, v := range revisions {
				d.line("text %s %d: %q", d.urls[r.ID], i, v.Text)
				statements, err := d.store.Statements(ctx, v.ID)
				if err != nil {
					return err
				}
				for _, st := range statements {
					d.line("statement %s %d %d: %v %v %v %s %s %q %q", d.urls[r.ID], i, st.Ordinal, st.Source, st.Cue, st.Content, st.Polarity, st.Standing, st.Speaker, st.Via)
				}
			}
		}
		return nil
	}
}

func (d *digest) editions(ctx context.Context) error {
	editions, err := d.store.AllEditions(ctx, 1000)
	if err != nil {
		return err
	}
	for _, e := range editions {
		d.line("edition %s: %s %q %q", e.Slug, e.State, e.Title, e.Standfirst)
		for _, s := range e.Sections {
			for i, item := range s.Items {
				d.line("item %s %s %d: %q from %s, %q, %q", e.Slug, s.Name, i, item.Headline, short(item.URL), item.Summary, item.Ledger)
			}
		}
		if err := d.deliveries(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func (d *digest) deliveries(ctx context.Context, e news.Edition) error {
	v, err := d.store.Sending(ctx, e.ID)
	if err != nil {
		return ignoreMissing(err)
	}
	d.line("mailing of %s: %s, %+v", e.Slug, v.State, v.Counts)
	all, err := d.store.Deliveries(ctx, v.Number, "", 1_000_000)
	for _, one := range all {
		subscription, err := d.store.Subscription(ctx, one.Subscription)
		if err != nil {
			return err
		}
		reader, err := d.store.Subscriber(ctx, subscription.SubscriberID)
		if err != nil {
			return err
		}
		d.line("delivery %s to %s: %s", e.Slug, reader.Address, one.State)
	}
	return err
}

// ignoreMissing lets pass that there is no such thing.
func ignoreMissing(err error) error {
	if news.KindOf(err) == news.NotFound {
		return nil
	}
	return err
}

func (d *digest) notices(ctx context.Context) error {
	notices, err := d.store.NoticesAfter(ctx, 0, 1_000_000)
	for _, n := range notices {
		key := n.Key
		for id, name := range d.stories {
			key = strings.ReplaceAll(key, string(id), name)
		}
		for id, name := range d.urls {
			key = strings.ReplaceAll(key, string(id), name)
		}
		if strings.HasPrefix(key, "edition/") {
			key = "edition"
		}
		d.line("notice %s", key)
	}
	return err
}
