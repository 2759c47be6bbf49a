package alert

import (
	"strconv"
	"strings"

	"onrecord/internal/news"
)

// post gives the notice of an outlet's own post.
func post(a news.Account) news.Notice {
	n := news.Notice{
		Key: "post/" + string(a.Report.ID), At: a.Report.Published, Kind: news.NoticePost, Who: a.Outlet.Name,
		Title: a.Report.Title, Body: a.Text, URL: a.Report.URL, StoryID: a.Report.StoryID,
	}
	part, parts, rest := news.ThreadPart(a.Report.Title)
	if parts == 0 {
		part, parts, _ = news.ThreadPart(a.Text)
	}
	if parts > 0 {
		n.Part, n.Parts, n.Title = part, parts, rest
		n.Thread = string(a.Outlet.ID) + "/" + strconv.Itoa(parts) + "/" // as far as the post itself tells; the step finds the rest
	}
	_, _, n.Body = news.ThreadPart(a.Text)
	// What only repeats the title is left out, unless the sentence goes on.
	if rest, ok := strings.CutPrefix(n.Body, n.Title); ok && (rest == "" || strings.ContainsAny(rest[:1], ".!?\n") || strings.HasPrefix(rest, "…")) {
		n.Body = strings.TrimLeft(rest, ".!?… \n\t")
	}
	return n
}
