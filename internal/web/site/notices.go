package site

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/news"
)

// thread is one entry of the panel: a notice, or the newest part of a numbered thread with the others folded under it.
type thread struct {
	news.Notice
	Others []news.Notice // the newest first
}

// panel is the list of notices, the newest first.
type panel struct {
	Threads []thread
	Last    int64 // the newest notice that is shown or known; the stream begins after it
	Live    bool
	Zone    *time.Location
	Now     time.Time
}

func (s *Site) panel(ctx context.Context, v view, limit int) (panel, error) {
	p := panel{Live: s.Events != nil, Zone: v.Zone, Now: v.Now}
	notices, err := s.Store.LatestNotices(ctx, limit)
	if err != nil {
		return p, err
	}
	at := map[string]int{}
	for _, n := range notices {
		p.Last = max(p.Last, n.Seq)
		n.Title, n.Body = unnumbered(n, n.Title), unnumbered(n, n.Body)
		if i, ok := at[n.Thread]; ok && n.Thread != "" {
			p.Threads[i].Others = append(p.Threads[i].Others, n)
			continue
		}
		at[n.Thread] = len(p.Threads)
		p.Threads = append(p.Threads, thread{Notice: n})
	}
	return p, nil
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
	v.Title, v.Here, v.Live, v.Data = v.In.say("notices.title"), "notices", true, p
	f, err := v.noticesFeedLink()
	if err != nil {
		return err
	}
	v.Feeds = []feedLink{f}
	v.Description = v.In.say("notices.about")
	return s.show(w, r, http.StatusOK, "notices", v)
}

// noticeArg hands the template one notice and the panel it stands in.
type noticeArg struct {
	Panel  panel
	Notice news.Notice
}
