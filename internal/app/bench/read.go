package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"onrecord/internal/app"
	"onrecord/internal/news"
	"onrecord/internal/read"
)

// ReadOptions say what reading is measured on.
type ReadOptions struct {
	Path     string        // a folder of .txt files, a .txt file, or JSON Lines with "text"; "-" is In; empty: the sample world
	Runs     int           // of each measurement
	For      time.Duration // how long a run lasts, about
	Longest  int           // bytes of the longest text in the check of lengths
	JSON     bool
	In       io.Reader
	Out, Err io.Writer
}

// ReadFigures are what Read found, as --json prints them. A time that grows in proportion to the length has the same PerWord
// in all rows of Length.
type ReadFigures struct {
	Articles    int             `json:"articles"`
	Words       int             `json:"words"` // of an article
	LeftOut     int             `json:"left_out"`
	PerArticle  float64         `json:"statements_per_article"`
	LoadedMS    Spread          `json:"loaded_ms"` // from the start of the process until the weights are loaded
	ReadyMS     Spread          `json:"ready_ms"`  // and until a first sentence has been read
	All         SpeedFigures    `json:"all_cores"`
	One         SpeedFigures    `json:"one_core"`
	Length      []LengthFigures `json:"length"`
	LengthBytes uint64          `json:"length_peak_bytes"`
	System      string          `json:"system"`
	Go          string          `json:"go"`
}

// SpeedFigures are how quickly articles are read, and the most memory that the process had.
type SpeedFigures struct {
	Cores     int    `json:"cores"`
	Articles  Spread `json:"articles_per_second"`
	Words     Spread `json:"words_per_second"`
	PeakBytes uint64 `json:"peak_bytes"`
}

// LengthFigures are how long a text of a length takes, in microseconds a word, and the same text without any full stop.
type LengthFigures struct {
	Bytes          int     `json:"bytes"`
	Words          int     `json:"words"`
	PerWord        float64 `json:"us_per_word"`
	PerWordEndless float64 `json:"us_per_word_without_full_stops"`
}

// Spread is the middle of several measurements, the least and the most.
type Spread struct {
	Median float64 `json:"median"`
	Least  float64 `json:"least"`
	Most   float64 `json:"most"`
}

func spread(all []float64, times float64) Spread {
	if len(all) == 0 {
		return Spread{}
	}
	s := slices.Sorted(slices.Values(all))
	n := len(s)
	return Spread{(s[(n-1)/2] + s[n/2]) / 2 * times, s[0] * times, s[n-1] * times}
}

// Read measures how quickly statements are found, in how much memory, and how long it takes until the first.
func Read(ctx context.Context, o ReadOptions) error {
	switch {
	case o.Runs < 1:
		return news.FieldErrorf("--runs", "%d is too few; give 1 or more", o.Runs)
	case o.For < time.Millisecond:
		return news.FieldErrorf("--for", "%s is too short; give 1ms or more", o.For)
	case o.Longest < 10_000:
		return news.FieldErrorf("--longest", "%d is too short; give 10000 bytes or more", o.Longest)
	}
	all, err := texts(ctx, o.Path, o.In)
	if err != nil {
		return err
	}
	reader, err := read.New()
	if err != nil {
		return err
	}
	kept := readable(all, reader.Languages())
	f := ReadFigures{Words: articleWords, LeftOut: len(all) - len(kept), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	made := articles(kept)
	if len(made) == 0 {
		var names []string
		for _, l := range reader.Languages() {
			names = append(names, read.LanguageName(l))
		}
		return news.FieldErrorf(o.Path, "holds no text in a language in which statements are found: %s", strings.Join(names, ", "))
	}
	f.Articles = len(made)
	if err := f.measure(ctx, made, o); err != nil {
		return err
	}
	if o.JSON {
		return json.NewEncoder(o.Out).Encode(f)
	}
	return f.print(o.Out)
}

// measure starts this program again for each part.
func (f *ReadFigures) measure(ctx context.Context, articles []string, o ReadOptions) error {
	t := task{Runs: o.Runs, For: o.For, Count: len(articles)}
	for _, n := range []int{10_000, 100_000, 1_000_000, 2_000_000} {
		if n <= o.Longest {
			t.Lengths = append(t.Lengths, n)
		}
	}
	var told bytes.Buffer
	e := json.NewEncoder(&told)
	if err := e.Encode(t); err != nil {
		return err
	}
	for _, a := range articles {
		if err := e.Encode(a); err != nil {
			return err
		}
	}
	oneCore := []string{"GOMAXPROCS=1"}
	var loaded, ready []float64
	starts := 2*o.Runs + 1
	fmt.Fprintf(o.Err, "starting %d times\n", starts)
	for i := range starts + 1 {
		l, r, err := start(ctx, o.Err)
		if err != nil {
			return err
		}
		if i > 0 { // the first one brings the program into the disk's cache
			loaded, ready = append(loaded, l), append(ready, r)
		}
	}
	f.LoadedMS, f.ReadyMS = spread(loaded, 1), spread(ready, 1)
	for _, p := range []struct {
		say  string
		into *SpeedFigures
		env  []string
	}{{"reading on all cores", &f.All, nil}, {"reading on one core", &f.One, oneCore}} {
		fmt.Fprintf(o.Err, "%s, %s after as much to warm up\n", p.say, app.Count(o.Runs, "run"))
		var s speed
		if err := part(ctx, partSpeed, p.env, told.Bytes(), &s, o.Err); err != nil {
			return err
		}
		*p.into = SpeedFigures{s.Cores, spread(s.PerSecond, 1), spread(s.PerSecond, articleWords), s.PeakBytes}
		f.PerArticle = s.PerArticle
	}
	fmt.Fprintln(o.Err, "reading texts of several lengths")
	var l lengths
	if err := part(ctx, partLength, oneCore, told.Bytes(), &l, o.Err); err != nil {
		return err
	}
	f.Length, f.LengthBytes = l.Rows, l.PeakBytes
	return nil
}

// command is this program again, for one part.
func command(ctx context.Context, name string, env []string, progress io.Writer) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding this program to start it again: %w", err)
	}
	c := exec.CommandContext(ctx, program, "bench", "read", "--part", name)
	c.Env, c.Stderr = append(os.Environ(), env...), progress
	return c, nil
}

// part runs a part and takes what it says.
func part(ctx context.Context, name string, env []string, told []byte, into any, progress io.Writer) error {
	c, err := command(ctx, name, env, progress)
	if err != nil {
		return err
	}
	c.Stdin = bytes.NewReader(told)
	said, err := c.Output()
	if err != nil {
		return errors.Join(ctx.Err(), fmt.Errorf("the part %q: %w", name, err))
	}
	return json.Unmarshal(said, into)
}

// start starts the program and gives the milliseconds until it has loaded its weights, and until it has read a sentence.
func start(ctx context.Context, progress io.Writer) (loaded, ready float64, err error) {
	c, err := command(ctx, partStart, nil, progress)
	if err != nil {
		return 0, 0, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := c.Start(); err != nil {
		return 0, 0, err
	}
	said := map[string]float64{}
	for scan := bufio.NewScanner(out); scan.Scan(); {
		said[scan.Text()] = float64(time.Since(began).Microseconds()) / 1000
	}
	if err := c.Wait(); err != nil {
		return 0, 0, errors.Join(ctx.Err(), fmt.Errorf("the part %q: %w", partStart, err))
	}
	return said["loaded"], said["ready"], nil
}

// print prints the figures for people.
func (f *ReadFigures) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %d words, %.1f statements each", app.Count(f.Articles, "article"), f.Words, f.PerArticle)
	if f.LeftOut > 0 {
		fmt.Fprintf(&b, " (%s left out, in another language)", app.Count(f.LeftOut, "text"))
	}
	fmt.Fprintf(&b, "; %s, %s\nMedians, and from the least to the most of all runs.\n\n", f.System, f.Go)
	fmt.Fprintf(&b, "start-up      weights loaded in %.0f ms (%.0f–%.0f), a first sentence read in %.0f ms (%.0f–%.0f)\n",
		f.LoadedMS.Median, f.LoadedMS.Least, f.LoadedMS.Most, f.ReadyMS.Median, f.ReadyMS.Least, f.ReadyMS.Most)
	for _, s := range []SpeedFigures{f.All, f.One} {
		fmt.Fprintf(&b, "%-13s %.0f articles a second (%.0f–%.0f), %.0f words a second, peak memory %d MB\n",
			"on "+app.Count(s.Cores, "core"), s.Articles.Median, s.Articles.Least, s.Articles.Most, s.Words.Median, s.PeakBytes>>20)
	}
	fmt.Fprintf(&b, "\n%12s %10s %12s %23s\n", "bytes", "words", "µs a word", "µs without a full stop")
	first := f.Length[0]
	for _, r := range f.Length {
		fmt.Fprintf(&b, "%12d %10d %6.2f ×%4.2f %17.2f ×%4.2f\n", r.Bytes, r.Words, r.PerWord, r.PerWord/first.PerWord, r.PerWordEndless, r.PerWordEndless/first.PerWordEndless)
	}
	fmt.Fprintf(&b, "Time grows in proportion to the length where × stays near 1. Peak memory %d MB.\n", f.LengthBytes>>20)
	_, err := io.WriteString(w, b.String())
	return err
}
