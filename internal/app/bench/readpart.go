package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/read"
)

// The parts of the measurement. Each runs in a process of its own, so that none has the memory or the warm caches of another.
const (
	partStart  = "start"  // says "loaded" when the weights are, and "ready" when a first sentence has been read
	partSpeed  = "speed"  // reads articles on all the cores that the process may use
	partLength = "length" // reads texts of several lengths on one core
)

// task is what a part is told on its standard input; the articles follow, a JSON string each.
type task struct {
	Runs    int           `json:"runs"`
	For     time.Duration `json:"for"`
	Lengths []int         `json:"lengths"`
	Count   int           `json:"count"` // of articles
}

// speed is what the part "speed" says.
type speed struct {
	Cores      int       `json:"cores"`
	PerSecond  []float64 `json:"per_second"` // articles, run by run
	PeakBytes  uint64    `json:"peak_bytes"`
	PerArticle float64   `json:"per_article"` // statements
}

// lengths is what the part "length" says.
type lengths struct {
	Rows      []LengthFigures `json:"rows"`
	PeakBytes uint64          `json:"peak_bytes"`
}

// ReadPart does one part of the measurement: what Read starts this program again for.
func ReadPart(ctx context.Context, part string, in io.Reader, out io.Writer) error {
	reader, err := read.New()
	if err != nil {
		return err
	}
	if part == partStart {
		fmt.Fprintln(out, "loaded")
		reader.Text("Harbour minister Anna Berg said on Monday that the dam was safe.")
		fmt.Fprintln(out, "ready")
		return nil
	}
	decoder := json.NewDecoder(in)
	var t task
	if err := decoder.Decode(&t); err != nil {
		return fmt.Errorf("the task of a part: %w", err)
	}
	articles := make([]string, t.Count)
	for i := range articles {
		if err := decoder.Decode(&articles[i]); err != nil {
			return fmt.Errorf("the articles of a part: %w", err)
		}
	}
	switch part {
	case partSpeed:
		return json.NewEncoder(out).Encode(measureSpeed(ctx, reader, articles, t))
	case partLength:
		return json.NewEncoder(out).Encode(measureLength(ctx, reader, articles, t))
	}
	return news.FieldErrorf("--part", "there is no part %q", part)
}

// measureSpeed warms up for as long as a run takes, learns from that how much work a run is, and does the runs.
func measureSpeed(ctx context.Context, reader *read.Reader, articles []string, t task) speed {
	s := speed{Cores: runtime.GOMAXPROCS(0)}
	work := len(articles)
	took := readAll(ctx, reader, articles, work)
	for took < t.For && ctx.Err() == nil {
		work *= 2
		took = readAll(ctx, reader, articles, work)
	}
	work = max(s.Cores, int(float64(work)*float64(t.For)/float64(took)))
	for range t.Runs {
		took := readAll(ctx, reader, articles, work)
		s.PerSecond = append(s.PerSecond, float64(work)/took.Seconds())
	}
	s.PeakBytes = peakMemory()
	for _, a := range articles {
		s.PerArticle += float64(len(reader.Text(a).Statements)) / float64(len(articles))
	}
	return s
}

// readAll reads so many articles, over and over the same, on all cores.
func readAll(ctx context.Context, reader *read.Reader, articles []string, work int) time.Duration {
	var next atomic.Int64
	var wait sync.WaitGroup
	began := time.Now()
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < work && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				reader.Text(articles[i%len(articles)])
			}
		})
	}
	wait.Wait()
	return time.Since(began)
}

// measureLength gives what a word takes in texts of several lengths. Where texts are short there are several of them, so that all
// lengths have about the same words.
func measureLength(ctx context.Context, reader *read.Reader, articles []string, t task) lengths {
	var out lengths
	for _, n := range t.Lengths {
		row := LengthFigures{Bytes: n}
		row.Words, row.PerWord = perWord(ctx, reader, articles, n, true, t)
		_, row.PerWordEndless = perWord(ctx, reader, articles, n, false, t)
		out.Rows = append(out.Rows, row)
	}
	out.PeakBytes = peakMemory()
	return out
}

// perWord gives the words of a text of so many bytes, and the microseconds that one takes: of a few readings the quickest counts.
func perWord(ctx context.Context, reader *read.Reader, articles []string, bytes int, stops bool, t task) (words int, us float64) {
	texts := max(1, min(len(articles), 100_000/bytes))
	best, all := time.Duration(0), 0
	for i := range texts {
		text := long(articles, i*len(articles)/texts, bytes, stops)
		words = len(strings.Fields(text))
		all += words
		quickest, spent := time.Duration(0), time.Duration(0)
		for n := 0; n < 2 || n < 10*t.Runs && spent < t.For/time.Duration(texts); n++ {
			if ctx.Err() != nil || n > 0 && spent > 10*t.For {
				break
			}
			began := time.Now()
			reader.Text(text)
			took := time.Since(began)
			if spent += took; n == 0 || took < quickest {
				quickest = took
			}
		}
		best += quickest
	}
	return words, float64(best.Nanoseconds()) / 1000 / float64(all)
}
