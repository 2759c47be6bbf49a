package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"onrecord/internal/group"
	"onrecord/internal/news"
	"onrecord/internal/platform/input"
)

// GroupOptions say what grouping is measured on.
type GroupOptions struct {
	Name    string // of the file, for errors
	Reports []byte // JSON Lines of real reports, which others are made of
	Most    int    // how many are streamed
	Days    int    // over which they are published
	Rebuild int    // how many the store has of which the index is made again; 0: that is left out
	JSON    bool
	Out     io.Writer
	Err     io.Writer
}

// GroupFigures is what was measured.
type GroupFigures struct {
	Rows    []GroupRow      `json:"rows"`
	BCubed  float64         `json:"bcubed_f1"`
	Found   int             `json:"stories_found"`
	Made    int             `json:"stories_made"`
	Rebuild *RebuildFigures `json:"rebuild,omitempty"`
}

// GroupRow is what a report costs when so many are held: in the mean of the last tenth of them, 20,000 at the most. Times are
// milliseconds of a processor: taking it apart, deciding and keeping it, mending the stories it touches; and all together.
type GroupRow struct {
	Stored  int     `json:"stored"`
	Prepare float64 `json:"prepare_ms"`
	Decide  float64 `json:"decide_ms"`
	Mend    float64 `json:"mend_ms"`
	P50     float64 `json:"p50_ms"`
	P99     float64 `json:"p99_ms"`
	Worst   float64 `json:"worst_ms"`
	HeapMB  uint64  `json:"heap_mb"`     // in use, after a collection; in the last row without what makes the reports
	PeakMB  uint64  `json:"peak_rss_mb"` // of the process, with it
}

// made is a report with what is known of it beforehand.
type made struct {
	ready   group.Ready
	id      string
	story   int
	now     time.Time
	prepare time.Duration
}

// Group streams reports through grouping and prints what one costs.
func Group(ctx context.Context, o GroupOptions) error {
	if o.Most < 1 || o.Days < 1 {
		return news.FieldErrorf("--most", "give at least one report and one day")
	}
	texts, err := groupTexts(ctx, o.Name, o.Reports)
	if err != nil {
		return err
	}
	figures, err := streamGroup(ctx, texts, o)
	if err != nil {
		return err
	}
	if o.Rebuild > 0 {
		r, err := rebuildGroup(ctx, texts, o)
		if err != nil {
			return err
		}
		figures.Rebuild = &r
	}
	if o.JSON {
		return json.NewEncoder(o.Out).Encode(figures)
	}
	_, err = figures.WriteTo(o.Out)
	return err
}

// groupTexts gives the texts that reports are made of.
func groupTexts(ctx context.Context, name string, document []byte) (texts []string, err error) {
	err = input.Lines(ctx, name, bytes.NewReader(document), func(place string, line []byte) error {
		var r struct {
			Text string `json:"text"`
		}
		if err := input.Decode(place, line, &r); err != nil {
			return err
		}
		texts = append(texts, r.Text)
		return nil
	})
	if w := newGroupWorld(texts, 1, 1); err == nil && (len(w.sentences) < 10 || len(w.names) < 10) {
		err = news.FieldErrorf(name, "holds too few texts to make reports of; give ten or more, of some sentences each")
	}
	return texts, err
}

// streamGroup does the measuring. One goroutine makes reports and takes them apart, another decides; no report's time has the
// waiting of one for the other in it.
func streamGroup(ctx context.Context, texts []string, o GroupOptions) (f GroupFigures, err error) {
	runtime.GC()
	bare := heapInUse()
	grouper := group.New(group.Options{})
	reports := make(chan made, 64)
	go func() {
		defer close(reports)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		world := newGroupWorld(texts, o.Most, o.Days)
		for range o.Most {
			r, story, now := world.report()
			began := busy()
			ready := grouper.Prepare(r)
			select {
			case reports <- made{ready, r.ID, story, now, busy() - began}:
			case <-ctx.Done():
				return
			}
		}
	}()
	m := newMender(grouper)
	should := make([]int32, 0, o.Most)
	var prepare, decide, mend, whole []time.Duration
	n := 0
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for n < o.Most {
		r, open := <-reports
		if !open {
			break
		}
		began := busy()
		story := m.decide(r.ready)
		decided := busy()
		m.mend(story)
		done := busy()
		grouper.Forget(r.now.AddDate(0, 0, -45))
		prepare, decide, mend = append(prepare, r.prepare), append(decide, decided-began), append(mend, done-decided)
		whole = append(whole, r.prepare+done-began)
		should = append(should, int32(r.story))
		n++
		last := min(max(n/10, 100), 20_000)
		if len(whole) > 2*last {
			cut := len(whole) - last
			prepare, decide, mend, whole = slices.Delete(prepare, 0, cut), slices.Delete(decide, 0, cut), slices.Delete(mend, 0, cut), slices.Delete(whole, 0, cut)
		}
		if n == o.Most || n == 1000 || n == 10_000 || n == 100_000 || n == 300_000 {
			k := max(0, len(whole)-last)
			row := GroupRow{Stored: n, Prepare: meanMS(prepare[k:]), Decide: meanMS(decide[k:]), Mend: meanMS(mend[k:])}
			all := slices.Sorted(slices.Values(whole[k:]))
			row.P50, row.P99, row.Worst = ms(all[len(all)/2]), ms(all[len(all)*99/100]), ms(all[len(all)-1])
			row.PeakMB = peakMemory() >> 20
			if n == o.Most {
				for range reports { //nolint:revive // until its maker has ended, and what it holds can go
				}
			}
			runtime.GC()
			row.HeapMB = (heapInUse() - bare) >> 20
			f.Rows = append(f.Rows, row)
			fmt.Fprintf(o.Err, "%d merged, %d split; %+v\n", m.merged, m.split, row)
		}
	}
	if err := ctx.Err(); err != nil {
		return f, err
	}
	f.BCubed, f.Found, f.Made = m.judge(should)
	return f, nil
}

// started is when the program was, for a clock where there is no better one.
var started = time.Now()

// mender puts reports into stories as the step does, without a store.
type mender struct {
	grouper       *group.Grouper
	stories       int
	ids           []string
	merged, split int
}

func newMender(g *group.Grouper) *mender { return &mender{grouper: g} }

func (m *mender) fresh() string {
	m.stories++
	return fmt.Sprintf("s%025d", m.stories)
}

func (m *mender) decide(r group.Ready) (story string) {
	if story = m.grouper.DecideReady(r).Story; story == "" {
		story = m.fresh()
	}
	m.grouper.Put(r, story)
	m.ids = append(m.ids, r.ID)
	return story
}

func (m *mender) mend(story string) {
	for _, g := range m.grouper.Mend(story) {
		if g.Split {
			g.Into = m.fresh()
			m.split++
		} else {
			m.merged++
		}
		for _, id := range g.Reports {
			m.grouper.Add(group.Report{ID: id}, g.Into)
		}
	}
}

// judge compares the stories found with those that were told (BCubed F1), and counts both.
func (m *mender) judge(should []int32) (f1 float64, found, told int) {
	type pair struct {
		is     string
		should int32
	}
	both, is, was := map[pair]float64{}, map[string]float64{}, map[int32]float64{}
	total := 0.0
	for i, id := range m.ids {
		story := m.grouper.Story(id)
		if story == "" {
			continue // forgotten
		}
		both[pair{story, should[i]}]++
		is[story]++
		was[should[i]]++
		total++
	}
	p, r := 0.0, 0.0
	for k, n := range both {
		p += n * n / is[k.is] / total
		r += n * n / was[k.should] / total
	}
	return 2 * p * r / (p + r), len(is), len(was)
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func meanMS(all []time.Duration) float64 {
	sum := time.Duration(0)
	for _, d := range all {
		sum += d
	}
	return ms(sum / time.Duration(max(1, len(all))))
}

// WriteTo writes the figures as a table.
func (f GroupFigures) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%9s %11s %10s %8s %8s %8s %9s %9s %12s\n", "stored", "prepare ms", "decide ms", "mend ms", "p50 ms", "p99 ms", "worst ms", "heap MB", "peak RSS MB")
	for _, r := range f.Rows {
		fmt.Fprintf(&b, "%9d %11.3f %10.3f %8.3f %8.2f %8.2f %9.1f %9d %12d\n", r.Stored, r.Prepare, r.Decide, r.Mend, r.P50, r.P99, r.Worst, r.HeapMB, r.PeakMB)
	}
	fmt.Fprintf(&b, "\n%d stories found for %d told, BCubed F1 %.3f\n", f.Found, f.Made, f.BCubed)
	if r := f.Rebuild; r != nil {
		fmt.Fprintf(&b, "the index of %d reports of %d days (%d a day) was made again from SQLite (%d MB) in %.1f s; peak RSS %d MB\n",
			r.Reports, r.Days, r.Reports/r.Days, r.FileMB, r.Seconds, r.PeakMB)
	}
	return b.WriteTo(w)
}
