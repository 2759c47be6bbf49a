package demo

import (
	"fmt"
	"io"
	"sync"
	"time"

	"onrecord/internal/news"
)

// progress shows a line for each step: redrawn in place on a terminal, and elsewhere printed when a step begins to do
// something at a new moment of the world.
type progress struct {
	out      io.Writer
	terminal bool

	mu     sync.Mutex
	at     time.Time
	counts map[news.Step]int
	failed map[news.Step]int
	todo   map[news.Step]int
	told   map[news.Step]bool
	drawn  bool
	last   time.Time
}

func newProgress(out io.Writer, terminal bool) *progress {
	return &progress{out: out, terminal: terminal, counts: map[news.Step]int{}, failed: map[news.Step]int{}, told: map[news.Step]bool{}}
}

// doing says what a step does, for people.
var doing = map[news.Step]string{
	news.Gather: "feeds asked", news.Read: "texts read", news.Group: "reports grouped", news.Weigh: "stories weighed",
	news.Compose: "drafts made", news.Publish: "editions published", news.Send: "mailings done", news.Alert: "stories looked at for notices",
}

// done counts a run of a step.
func (p *progress) done(step news.Step, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[step]++
	if err != nil {
		p.failed[step]++
	}
	if !p.terminal && !p.told[step] {
		p.told[step] = true
		fmt.Fprintf(p.out, "%s  %-8s %d %s\n", p.at.Format("Mon 15:04"), step, p.counts[step], doing[step])
	}
	p.draw(false)
}

// moment notes that the world moved on.
func (p *progress) moment(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = t
	clear(p.told)
	p.draw(true)
}

// left notes what is still to be done.
func (p *progress) left(todo map[news.Step]int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.todo = todo
	p.draw(len(todo) == 0)
}

// draw shows all steps on a terminal, at most ten times a second unless it must.
func (p *progress) draw(must bool) {
	if !p.terminal || !must && time.Since(p.last) < 100*time.Millisecond {
		return
	}
	p.last = time.Now()
	if p.drawn {
		fmt.Fprintf(p.out, "\x1b[%dA", len(news.Steps())+1)
	}
	p.drawn = true
	fmt.Fprintf(p.out, "\x1b[2K%s\n", p.at.Format("Monday, 2 January, 15:04 MST"))
	for _, step := range news.Steps() {
		line := fmt.Sprintf("  %-8s %5d %s", step, p.counts[step], doing[step])
		if n := p.todo[step]; n > 0 {
			line += fmt.Sprintf(", %d to go", n)
		}
		if n := p.failed[step]; n > 0 {
			line += fmt.Sprintf(", %d failed", n)
		}
		fmt.Fprintf(p.out, "\x1b[2K%s\n", line)
	}
}

func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draw(true)
	if p.terminal {
		fmt.Fprintln(p.out)
	}
}
