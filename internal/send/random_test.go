package send_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onrecord/internal/news"
	"onrecord/internal/testkit/smtpsink"
)

// act is what a server does at one moment of a script.
type act struct {
	at    smtpsink.Point
	nth   int // of the times that it comes to this point
	reply string
}

// scripted has a server follow a script, and be well where there is nothing in it.
func scripted(script []act) *server {
	var mu sync.Mutex
	times := map[smtpsink.Point]int{}
	return &server{o: smtpsink.Options{Behave: func(at smtpsink.Point, _ string) string {
		mu.Lock()
		defer mu.Unlock()
		times[at]++
		for _, a := range script {
			if a.at == at && a.nth == times[at] {
				return a.reply
			}
		}
		return ""
	}}}
}

// TestScriptsOfMisbehaviour has one to three servers misbehave at random, and sends until the mailing ends. An editor resumes it as often
// as it is paused, and the clock goes on, at times too far or back.
func TestScriptsOfMisbehaviour(t *testing.T) {
	replies := []string{
		smtpsink.Drop, smtpsink.Hang, "421 4.3.2 going down", "451 4.3.0 not now", "450 4.2.0 greylisted", "452 4.2.2 full", "550 5.1.1 nobody", "552 5.2.2 full",
		"554 5.7.1 no", "550", "554 no", "what?", "250-half", "250 2.0.0 ok\r\n250 2.0.0 ok", "354 go on", "250", "550-5.1.1 no\r\n550 5.1.1 body",
	}
	rapid.Check(t, func(t *rapid.T) {
		readers := rapid.IntRange(1, 60).Draw(t, "readers")
		var servers []*server
		for i := range rapid.IntRange(1, 3).Draw(t, "servers") {
			acts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) act {
				a := act{rapid.SampledFrom(points).Draw(t, "point"), rapid.IntRange(1, 40).Draw(t, "nth"), rapid.SampledFrom(replies).Draw(t, "reply")}
				if a.at == smtpsink.Content {
					a.reply = smtpsink.Drop
				}
				return a
			}), 0, 12).Draw(t, fmt.Sprint("script ", i))
			s := scripted(acts)
			s.connections = rapid.IntRange(1, 6).Draw(t, "connections")
			s.weight = rapid.IntRange(1, 5).Draw(t, "weight")
			s.o.Plain = rapid.Bool().Draw(t, "plain")
			s.o.Eager = rapid.Bool().Draw(t, "eager")
			servers = append(servers, s)
		}
		leaps := rapid.SliceOfN(rapid.SampledFrom([]time.Duration{-40 * 24 * time.Hour, -time.Hour, 0, 0, time.Hour, 400 * 24 * time.Hour}), 3, 3).Draw(t, "leaps")
		a := newArena(t, setup{readers: readers, timeout: 60 * time.Millisecond}, servers...)
		var v news.Sending
		for i := 0; ; i++ {
			if i == 100 {
				t.Fatalf("it does not end: %+v", v)
			}
			if v = a.run(t); v.State == news.Finished {
				break
			}
			if v.State == news.Paused {
				a.resume(t)
				continue
			}
			a.clock.move(max(min(v.Next.Sub(a.clock.Now()), 6*time.Hour), 0) + 5*time.Minute)
			if i < len(leaps) {
				a.clock.move(leaps[i])
			}
		}
		if n := v.Counts; n.Sent+n.Bounced != readers {
			t.Fatalf("in the end: %+v", n)
		}
	})
}
