package demo

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/testkit/sampleworld"
)

// figures are what a run found, beside what the sample world must give.
type figures struct {
	Feeds, Broken, Gone, Reports, Revisions, Stories, Statements, Claims, Origins, Items, Sent, Caught, Notices, Parked int

	seconds  float64
	expected sampleworld.Expected
	wrong    []string // what is wrong besides the counts
	used     string   // what somebody did at the desk since; "" if nothing: then every figure must be right
}

// figures counts what is there and looks at the answer to the story whose shape the product comes from.
func (d *demo) figures(ctx context.Context, e news.Edition) (f figures, err error) {
	s := d.app.Store
	f.expected = d.world.Expected()
	feeds, err := s.Feeds(ctx)
	if err != nil {
		return f, err
	}
	f.Feeds = len(feeds)
	if d.again { // in a first run nobody has changed anything, so that everything must be right
		if f.used, err = d.used(ctx, feeds, e); err != nil {
			return f, err
		}
	}
	for _, feed := range feeds {
		switch feed.State {
		case news.FeedBroken:
			f.Broken++
		case news.FeedGone:
			f.Gone++
		}
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return f, err
	}
	f.Reports, f.Revisions, f.Stories, f.Statements = counts.Reports, counts.Revisions, counts.Stories, counts.Statements
	f.Claims, f.Origins, f.Notices = counts.Claims, counts.Origins, counts.Notices
	f.Items = e.Items()
	deliveries, err := s.DeliveryCounts(ctx, e.ID)
	if err != nil {
		return f, err
	}
	f.Sent, f.Caught = deliveries.Sent, d.catcher.Count()
	parked, err := d.app.Flow.Parked(ctx, 1000)
	if err != nil {
		return f, err
	}
	f.Parked = len(parked)
	for _, p := range parked {
		f.wrong = append(f.wrong, fmt.Sprintf("the %s job of %s is parked: %s", p.Job.Step, p.Job.ID, p.Error))
	}
	if err := d.together(ctx, &f); err != nil {
		return f, err
	}
	err = d.answer(ctx, &f)
	f.seconds = time.Since(d.began).Seconds()
	return f, err
}

// together looks whether reports about one happening are in one story, and others are not.
func (d *demo) together(ctx context.Context, f *figures) error {
	happening := map[news.ID]map[string]bool{}
	story := map[string]map[news.ID]bool{}
	for address, name := range f.expected.StoryOf {
		r, err := d.app.Store.ReportByURL(ctx, address)
		if news.KindOf(err) == news.NotFound {
			f.wrong = append(f.wrong, "the report at "+address+" was not gathered")
			continue
		}
		if err != nil {
			return err
		}
		if happening[r.StoryID] == nil {
			happening[r.StoryID] = map[string]bool{}
		}
		if story[name] == nil {
			story[name] = map[news.ID]bool{}
		}
		happening[r.StoryID][name], story[name][r.StoryID] = true, true
	}
	for name, ids := range story {
		if len(ids) > 1 {
			f.wrong = append(f.wrong, fmt.Sprintf("the happening %s is divided into %d stories", name, len(ids)))
		}
	}
	for id, names := range happening {
		if len(names) > 1 {
			f.wrong = append(f.wrong, fmt.Sprintf("the story %s holds %d happenings", id, len(names)))
		}
	}
	slices.Sort(f.wrong)
	return nil
}

// seedStory is the story that the first report of the talks is in.
func (d *demo) seedStory(ctx context.Context) (news.Story, error) {
	r, err := d.app.Store.ReportByURL(ctx, d.world.Expected().Talks.First)
	if err != nil {
		return news.Story{}, err
	}
	return d.app.Store.Story(ctx, r.StoryID)
}

// answer looks whether the ledger of the talks says who asserts, who denies, and how many really know.
func (d *demo) answer(ctx context.Context, f *figures) error {
	story, err := d.seedStory(ctx)
	if err != nil {
		return err
	}
	ledger, err := d.app.Store.Ledger(ctx, story.ID)
	if err != nil {
		return err
	}
	wrong := func(format string, args ...any) {
		f.wrong = append(f.wrong, "the talks: "+fmt.Sprintf(format, args...))
	}
	if len(ledger.Claims) == 0 {
		wrong("there is no claim")
		return nil
	}
	talks, claim := f.expected.Talks, ledger.Claims[0]
	for _, w := range talks.Claim {
		if !strings.Contains(strings.ToLower(claim.Wording), strings.ToLower(w)) {
			wrong("the claim %q does not say %q", claim.Wording, w)
		}
	}
	denied := map[string]bool{}
	unnamed := 0
	for _, o := range claim.Origins {
		if o.Stance == news.Against {
			denied[o.Name] = true
		}
		if o.Stance == news.For {
			unnamed++
			if o.Standing != news.Unnamed {
				wrong("the origin for it, %s, is %s; it must be unnamed", o.Name, o.Standing)
			}
		}
	}
	if unnamed != 1 {
		wrong("%d origins are for it; it must be 1", unnamed)
	}
	for _, name := range talks.Deniers {
		if !slices.ContainsFunc(slices.Collect(keys(denied)), func(n string) bool { return strings.Contains(n, name) }) {
			wrong("%s is not among those who deny it", name)
		}
	}
	at := map[string]news.Position{}
	ids := map[string]news.ID{}
	for _, p := range claim.Positions {
		r, err := d.app.Store.Report(ctx, p.ReportID)
		if err != nil {
			return err
		}
		at[r.URL], ids[r.URL] = p, r.ID
	}
	first := at[talks.First]
	if first.Stance != news.For {
		wrong("the first report stands %q", first.Stance)
	}
	for _, u := range talks.Repeats {
		if p := at[u]; p.Origin != first.Origin {
			wrong("%s only repeats, but its origin is %q", path(u), p.Origin)
		}
	}
	for _, u := range talks.Copies {
		if p := at[u]; p.EchoOf != ids[talks.Wire] {
			wrong("%s is no copy of the agency's report", path(u))
		}
	}
	if p := at[talks.Wire]; p.Stance != news.Against {
		wrong("the agency's report of the denial stands %q", p.Stance)
	}
	if p := at[talks.Unnamed]; p.Origin == first.Origin {
		wrong("the third account is taken for the first")
	}
	for _, kind := range []news.ChangeKind{news.StatementCame, news.FirstDenial} {
		if !slices.ContainsFunc(ledger.Changes, func(c news.Change) bool { return c.Kind == kind }) {
			wrong("no %s is among what changed", kind)
		}
	}
	return nil
}

func keys(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func path(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}

// rows are the lines of the summary; must is what the figure must be, negative: at least that many the other way round.
func (f figures) rows() []struct {
	name       string
	have, must int
	atLeast    bool
} {
	e := f.expected
	return []struct {
		name       string
		have, must int
		atLeast    bool
	}{
		{"feeds", f.Feeds, e.Feeds, false},
		{"  not answering with a feed", f.Broken, e.FeedsBroken, false},
		{"  gone", f.Gone, e.FeedsGone, false},
		{"reports", f.Reports, e.Reports, false},
		{"revisions", f.Revisions, e.Revisions, false},
		{"stories", f.Stories, e.Stories, false},
		{"statements", f.Statements, e.Reports, true},
		{"claims", f.Claims, e.Stories - 1, true},
		{"origins", f.Origins, e.Stories - 1, true},
		{"items in the edition", f.Items, e.Items, true},
		{"mails sent", f.Sent, Readers, false},
		{"mails caught", f.Caught, Readers, false},
		{"notices", f.Notices, 5, true},
		{"jobs parked", f.Parked, 0, false},
	}
}

// print writes the summary.
func (f figures) print(w io.Writer) {
	for _, r := range f.rows() {
		note := ""
		if f.used == "" && (r.atLeast && r.have < r.must || !r.atLeast && r.have != r.must) {
			note = fmt.Sprintf("   must be %s%d", map[bool]string{true: "at least "}[r.atLeast], r.must)
		}
		fmt.Fprintf(w, "%-28s %6d%s\n", r.name, r.have, note)
	}
	fmt.Fprintf(w, "%-28s %6.1f\n", "seconds", math.Round(f.seconds*10)/10)
	if f.used != "" {
		fmt.Fprintf(w, "The desk has been used since (%s), so the figures are its own and not those of the sample world.\n", f.used)
	}
}

// problems lists what is not as it must be.
func (f figures) problems() []string {
	if f.used != "" {
		return nil
	}
	var out []string
	for _, r := range f.rows() {
		switch {
		case r.atLeast && r.have < r.must:
			out = append(out, fmt.Sprintf("%s: %d, fewer than %d", strings.TrimSpace(r.name), r.have, r.must))
		case !r.atLeast && r.have != r.must:
			out = append(out, fmt.Sprintf("%s: %d, not %d", strings.TrimSpace(r.name), r.have, r.must))
		}
	}
	return append(out, f.wrong...)
}
