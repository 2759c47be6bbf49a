package send_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/testkit/smtpsink"
)

var points = []smtpsink.Point{smtpsink.Greeting, smtpsink.Mail, smtpsink.Recipient, smtpsink.Data, smtpsink.Content, smtpsink.End}

// manners are what a mail server does at a point.
var manners = map[string]string{
	"hangs":                  smtpsink.Hang,
	"drops":                  smtpsink.Drop,
	"says 421":               "421 4.3.2 going down",
	"says not now":           "451 4.3.0 not now",
	"talks nonsense":         "yes, dear?",
	"says half of it":        "250-and",
	"answers twice":          "250 2.0.0 ok\r\n250 2.0.0 ok",
	"wants more":             "354 go on",
	"says too much":          strings.Repeat("250-and so on\r\n", 100_000) + "250 ok",
	"says it in 100 kB":      strings.Repeat("451-4.3.0 and so on\r\n", 5_000) + "451 4.3.0 not now",
	"talks in other scripts": "451 4.3.0 \xff\xfe\x00 позже",
}

// TestWhateverAServerDoesNobodyIsLost has a server do each of these at each point of some transactions, one by one.
func TestWhateverAServerDoesNobodyIsLost(t *testing.T) {
	for _, at := range points {
		for name, reply := range manners {
			if at == smtpsink.Content && reply != smtpsink.Drop { // there, the sink knows but one way
				continue
			}
			if testing.Short() && (len(at)+len(name))%4 != 0 { // some of each
				continue
			}
			t.Run(fmt.Sprint(name, " at ", at), func(t *testing.T) {
				t.Parallel()
				var calls atomic.Int64
				s := &server{o: smtpsink.Options{Behave: func(point smtpsink.Point, _ string) string {
					if point != at {
						return ""
					}
					if n := calls.Add(1); at == smtpsink.Greeting && n > 3 || at != smtpsink.Greeting && (n%7 != 3 || n > 40) {
						return ""
					}
					return reply
				}}}
				a := newArena(t, setup{readers: several() * 2 / 5, timeout: 200 * time.Millisecond}, s)
				a.all(t, a.finish(t))
			})
		}
	}
}
