package smtp

import (
	"fmt"
	"regexp"
	"strings"
)

// reply reads the next reply: lines of three digits, each but the last with a hyphen behind them (RFC 5321, section 4.2). The words
// may be missing, and net/textproto wants some. Of them the beginning is kept.
func (c *Conn) reply() (code int, words string, err error) {
	c.line.left = longestAnswer
	var all strings.Builder
	for {
		l, err := c.text.ReadLine()
		if err != nil {
			return 0, "", err
		}
		n, ok := codeOf(l)
		switch {
		case !ok:
			return 0, "", fmt.Errorf("it said %q, which is no reply", oneLine(l))
		case n > code: // a server that is at odds with itself means the worst of it
			code = n
		}
		if all.Len() < 2*longestReply {
			all.WriteString(l[min(4, len(l)):])
			all.WriteByte('\n')
		}
		if len(l) == 3 || l[3] != '-' {
			return code, strings.TrimSuffix(all.String(), "\n"), nil
		}
	}
}

// codeOf gives the three digits that a line of a reply begins with.
func codeOf(l string) (code int, ok bool) {
	if len(l) < 3 || len(l) > 3 && l[3] != ' ' && l[3] != '-' && l[3] != '\t' {
		return 0, false
	}
	for i := range 3 {
		if l[i] < '0' || l[i] > '9' {
			return 0, false
		}
		code = 10*code + int(l[i]-'0')
	}
	return code, code >= 200 && code < 600
}

var enhanced = regexp.MustCompile(`^[45]\.\d{1,3}\.\d{1,3}\b`)

func refusal(code int, words string) *Refusal {
	words = oneLine(words)
	return &Refusal{code, enhanced.FindString(words), fmt.Sprintf("%d %s", code, words)}
}

// longestReply is how much of a server's words is kept, in bytes.
const longestReply = 500

// oneLine makes a reply fit for a log and a table, whatever the server said.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))), " ")
	if len(s) > longestReply {
		s = strings.ToValidUTF8(s[:longestReply], "") + " …"
	}
	return s
}
