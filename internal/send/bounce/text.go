package bounce

import (
	"regexp"
	"strings"

	"onrecord/internal/news"
)

var (
	// An address at the head of a line: "<reader@example.org>:", "  reader@example.org", "reader@example.org on Mon, 3 Mar 2031".
	leads = regexp.MustCompile(`^[\s>]*<?([^\s<>@"',;:()\[\]]+@[^\s<>@"',;:()\[\]]+\.[^\s<>@"',;:()\[\]]+?)>?(?:[\s:,;.(]|$)`)
	// A line of the mail that is returned: what follows are its words, not the server's.
	returned = regexp.MustCompile(`(?i)^(return-path|received|message-id|mime-version):`)
	// A server's reply that is quoted: "host said: 550 …", "<<< 550 …", "(reason: 550 …", or at the head of a line.
	quoted = regexp.MustCompile(`(?i)(?:^[\s>|]*|said: *|<<< *|reason: *|reply was: *)([245]\d\d[ -].*)$`)
)

// fromText reads what servers that know no RFC 3464 write. A paragraph that has an address and a status code, enhanced or an SMTP
// reply's, says what became of that address: the one at the head of a line above the code, or else the only one on the code's own
// line. All else says nothing.
func fromText(text string, about news.Feedback) []news.Feedback {
	var all []news.Feedback
	known := map[string]int{} // address → its place in all
	head := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if returned.MatchString(line) {
			break
		}
		if strings.TrimSpace(line) == "" {
			head = ""
			continue
		}
		said, code, status := line, 0, ""
		if m := quoted.FindStringSubmatch(line); m != nil {
			said = m[1]
			code, status = news.ParseReply(said)
		}
		if m := leads.FindStringSubmatch(line); m != nil && code == 0 {
			if a := bareAddress(m[1]); a != "" {
				head = a
			}
		}
		if status == "" && code == 0 {
			status = findStatus(line)
		}
		if status == "" && code == 0 {
			continue
		}
		address := head
		if address == "" {
			if found := inBrackets.FindAllStringSubmatch(line, 2); len(found) == 1 {
				address = bareAddress(found[0][1])
			}
		}
		if address == "" || status == "" && code < 400 || strings.HasPrefix(status, "2") {
			continue
		}
		f := about
		f.Address, f.Status, f.Reply = address, status, said
		f.Kind, f.Verdict = news.FeedbackBounced, news.Judge(f.Status, code)
		if strings.HasPrefix(f.Status, "4") || code != 0 && code < 500 { // given up, or still trying: only the words would tell
			f.Kind, f.Verdict = news.FeedbackDelayed, news.VerdictSoft
		}
		at, twice := known[address]
		switch {
		case !twice && len(all) < most:
			known[address] = len(all)
			all = append(all, f)
		case twice && all[at].Status == "" && f.Status != "": // a better one of the same
			all[at] = f
		}
	}
	return all
}
