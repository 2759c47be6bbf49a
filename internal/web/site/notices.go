package site

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"onrecord/internal/news"
)

// thread is one entry of the panel: a notice, or the last part of a numbered thread with the others folded under it.
type thread struct {
	news.Notice
	Others []news.Notice // the last part first
	Have   int           // how many parts there are
}

// Folds says whether there is something to unfold.
func (t thread) Folds() bool { return len(t.Others) > 0 }

// newest is the number of the notice in the entry that was raised last, and latest when the last of them was posted.
func (t thread) newest() (seq int64) {
	for _, n := range t.all() {
		seq = max(seq, n.Seq)
	}
	return seq
}

func (t thread) latest() news.Notice {
	return slices.MaxFunc(t.all(), func(a, b news.Notice) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) })
}

func (t thread) all() []news.Notice { return append([]news.Notice{t.Notice}, t.Others...) }

// panel is the list of notices, the newest first. It is the same for all readers: what is one reader's own, such as what they have seen,
// the scripts add to it in the browser.
type panel struct {
	Threads []thread
	Last    int64 // the newest notice that is shown or known; the stream begins after it
	Limit   int   // how many entries there are at most
	Live    bool
	// Language is the tag of the page's own, which what comes is told in as well.
	Language string
	Push     *push // nil: nobody can ask to be told

	Zone *time.Location
	Now  time.Time
}

// noticed is the quiet mark by which the kinds of notices are told apart.
func (s speech) noticed(k news.NoticeKind) string {
	switch k {
	case news.NoticePost, news.NoticeWatch, news.NoticeEdition:
		return s.say("panel.kind_" + string(k))
	}
	return ""
}

// generous is how many notices are looked at for each entry of the panel, for a thread has many and is one.
const generous = 3

func (s *Site) panel(ctx context.Context, v view, limit int) (panel, error) {
	p := panel{Live: s.Events != nil, Language: v.In.Tag, Limit: limit, Push: s.pushOf(v), Zone: v.Zone, Now: v.Now}
	notices, err := s.Store.LatestNotices(ctx, limit*generous)
	if err != nil {
		return p, err
	}
	var threads []string
	for _, n := range notices {
		if n.Thread != "" && !slices.Contains(threads, n.Thread) {
			threads = append(threads, n.Thread)
		}
	}
	parts, err := s.Store.NoticesOfThreads(ctx, threads) // those that are older than what was looked at
	if err != nil {
		return p, err
	}
	for _, n := range append(slices.Clone(notices), parts...) {
		p.Last = max(p.Last, n.Seq)
	}
	p.Threads = entriesOf(v.In, notices, parts)
	p.Threads = p.Threads[:min(limit, len(p.Threads))]
	return p, nil
}

// entriesOf makes entries of notices, in a language: one of each thread, which stands where its newest part would. A notice that is given twice counts once.
func entriesOf(in speech, lists ...[]news.Notice) []thread {
	var out []thread
	at, known := map[string]int{}, map[int64]bool{}
	for _, n := range slices.Concat(lists...) {
		if known[n.Seq] {
			continue
		}
		known[n.Seq] = true
		n.Title, n.Body = in.Notice(n)
		n.Title, n.Body = unnumbered(n, n.Title), unnumbered(n, n.Body)
		i, ok := at[n.Thread]
		if n.Thread == "" || !ok {
			at[n.Thread] = len(out)
			out = append(out, thread{Notice: n})
			continue
		}
		out[i].Others = append(out[i].Others, n)
	}
	for i, t := range out {
		all, numbers := t.all(), map[int]bool{}
		slices.SortStableFunc(all, func(a, b news.Notice) int {
			return cmp.Or(b.Part-a.Part, b.At.Compare(a.At), cmp.Compare(b.Seq, a.Seq))
		})
		for _, n := range all {
			numbers[n.Part] = true
		}
		out[i] = thread{all[0], all[1:], len(numbers)}
	}
	slices.SortStableFunc(out, func(a, b thread) int {
		x, y := a.latest(), b.latest()
		return cmp.Or(y.At.Compare(x.At), cmp.Compare(y.Seq, x.Seq))
	})
	return out
}

// unnumbered takes the number of a thread's part from the beginning of its words, for it stands before them.
func unnumbered(n news.Notice, s string) string {
	if n.Parts == 0 {
		return s
	}
	rest, found := strings.CutPrefix(strings.TrimSpace(s), fmt.Sprintf("%d/%d", n.Part, n.Parts))
	if !found {
		return s
	}
	return strings.TrimSpace(rest)
}

func (s *Site) notices(w http.ResponseWriter, r *http.Request) error {
	v, err := s.frame(r.Context(), r, "")
	if err != nil {
		return err
	}
	p, err := s.panel(r.Context(), v, noticeful)
	if err != nil {
		return err
	}
	v.Title, v.Here, v.Live, v.Asks, v.Data = v.In.say("panel.title"), "notices", true, p.Push != nil, p
	v.Feeds = []feedLink{v.noticesFeedLink()}
	v.Description = v.In.say("panel.about")
	return s.show(w, r, http.StatusOK, "notices", v)
}

// newNotices gives the number of each of the newest entries of the panel, by which a browser that is on another page counts what its
// reader has not seen. It is the same for everybody: what they have seen stays with them.
func (s *Site) newNotices(w http.ResponseWriter, r *http.Request) error {
	notices, err := s.Store.LatestNotices(r.Context(), paneled*generous)
	if err != nil {
		return err
	}
	seqs := []int64{}
	for _, t := range entriesOf(s.tongue(""), notices) {
		seqs = append(seqs, t.newest())
	}
	b, err := json.Marshal(seqs)
	if err != nil {
		return err
	}
	reply(w, r, http.StatusOK, "application/json", b)
	return nil
}

// foldArg hands the template an entry and the panel it stands in.
type foldArg struct {
	Panel  panel
	Thread thread
}

// noticeArg hands the template one notice and the panel it stands in.
type noticeArg struct {
	Panel  panel
	Notice news.Notice
}
