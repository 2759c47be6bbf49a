package site

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// heard is how many statements stand on one page of a speaker.
const heard = 40

type speakerPage struct {
	Speaker news.Speaker
	Called  string // office and affiliation, as one line
	Held    []heldView
	Total   int
	Heard   []heardOf
	Turns   []news.Turn // where they said one thing and later the contrary
	turning
}

// mostTurns is how many turns are shown.
const mostTurns = 12

// turnArg hands over one half of a turn with the page.
type turnArg struct {
	View view
	It   news.TurnSide
	Key  string // of its heading, before the stance
}

// heldView is what reports said that the speaker was, and when.
type heldView struct {
	news.Held
	Words string
}

// heardOf is what the reports of one story have a speaker say.
type heardOf struct {
	Story   news.ID // empty: a report that is in no story
	Title   string
	Reports []heardIn
}

// heardIn is what one report has a speaker say.
type heardIn struct {
	news.Quoted // the first of them, for what is the report's own
	Statements  []news.Quoted
}

// speaker shows all that a speaker is reported to have said, the newest first.
func (s *Site) speaker(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, err := web.Page(r)
	if err != nil {
		return err
	}
	who, err := s.Store.Speaker(ctx, news.ID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if who.Root != who.ID {
		// Not for good: editors can undo it.
		http.Redirect(w, r, speakerAddress(who.Root, page), http.StatusFound)
		return nil
	}
	if who.Reports == 0 {
		return news.Errorf(news.NotFound, "no report names this speaker any more").Say("speaker_gone")
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	p := speakerPage{Speaker: who, Called: calledOf(who.Office, who.Affiliation)}
	said, total, err := s.Store.SpeakerStatements(ctx, who.ID, (page-1)*heard, heard)
	if err != nil {
		return err
	}
	p.Total = total
	if p.turning, err = turn(page, total, heard, func(page int) string { return speakerAddress(who.ID, page) }); err != nil {
		return err
	}
	if page == 1 {
		if p.Turns, err = s.Store.SpeakerTurns(ctx, who.ID, mostTurns); err != nil {
			return err
		}
	}
	held, err := s.Store.SpeakerHeld(ctx, who.ID)
	if err != nil {
		return err
	}
	p.Held, p.Heard = heldViews(held), byStory(said)
	v.Feeds = []feedLink{speakerFeedLink(who)}
	v.Title, v.Description, v.Data = who.Name, v.In.say("speaker.about", "name", who.Name), p
	return s.show(w, r, http.StatusOK, "speaker", v)
}

func speakerAddress(id news.ID, page int) string {
	address := "/speaker/" + url.PathEscape(string(id))
	if page > 1 {
		address += "?page=" + strconv.Itoa(page)
	}
	return address
}

func calledOf(office, affiliation string) string {
	return strings.Trim(office+", "+affiliation, ", ")
}

// mostHeld is how many offices are listed; what reports call somebody is endless.
const mostHeld = 12

// heldViews leaves out what another line says with more words.
func heldViews(held []news.Held) []heldView {
	var out []heldView
	for i, h := range held {
		fuller := false
		for j, o := range held {
			fuller = fuller || i != j && strings.EqualFold(h.Office, o.Office) && (h.Affiliation == "" && o.Affiliation != "" || j < i && strings.EqualFold(h.Affiliation, o.Affiliation)) ||
				h.Office == "" && o.Office != "" && strings.EqualFold(h.Affiliation, o.Affiliation)
		}
		if !fuller && len(out) < mostHeld {
			out = append(out, heldView{h, calledOf(h.Office, h.Affiliation)})
		}
	}
	return out
}

// byReport puts statements that stand one after the other in the same report together.
func byReport(said []news.Quoted) []heardIn {
	var out []heardIn
	for _, q := range said {
		q.Words = oneLine(q.Words)
		if n := len(out); n > 0 && out[n-1].ReportID == q.ReportID {
			out[n-1].Statements = append(out[n-1].Statements, q)
			continue
		}
		out = append(out, heardIn{q, []news.Quoted{q}})
	}
	return out
}

// byStory puts those of one story under its title, in the order of the newest report of each.
func byStory(said []news.Quoted) []heardOf {
	var out []heardOf
	for _, in := range byReport(said) {
		i := slices.IndexFunc(out, func(h heardOf) bool { return h.Story == in.StoryID && h.Story != "" })
		if i < 0 {
			i = len(out)
			out = append(out, heardOf{Story: in.StoryID, Title: in.Story})
		}
		out[i].Reports = append(out[i].Reports, in)
	}
	return out
}

// linkStatements gives the statements of a report the pages of their speakers.
func (s *Site) linkStatements(ctx context.Context, reportID news.ID, statements []said) error {
	appear, err := s.Store.Appearances(ctx, reportID)
	if err != nil {
		return err
	}
	pages := pagesOf(appear)
	for i := range statements {
		statements[i].Page = pages[placed{reportID, statements[i].Speaker}]
	}
	return nil
}

// placed is a name in a report.
type placed struct {
	report news.ID
	name   string
}

func pagesOf(appear []news.Appearance) map[placed]string {
	pages := make(map[placed]string, len(appear))
	for _, a := range appear {
		pages[placed{a.ReportID, a.Name}] = speakerAddress(a.Root, 1)
	}
	return pages
}

// linkOrigins gives the origins of a claim, and whoever speaks in it, the pages of the speakers whom they name.
func linkOrigins(c *claimView, appear []news.Appearance, pages map[placed]string) {
	in := map[news.ID][]news.Appearance{}
	for _, a := range appear {
		in[a.ReportID] = append(in[a.ReportID], a)
	}
	link := func(rows []row) {
		for _, r := range rows {
			for i := range r.Lines {
				r.Lines[i].Page = pages[placed{r.Report.ID, r.Lines[i].Speaker}]
			}
		}
	}
	for _, side := range []*side{&c.For, &c.Against, &c.Beside} {
		link(side.Loose)
		link(side.Stray)
		for i := range side.Origins {
			o := &side.Origins[i]
			link([]row{o.Root})
			link(o.Further)
			link(o.all)
			o.Page = pages[placed{o.Origin.Root, o.Name}]
			for _, a := range in[o.Origin.Root] {
				if o.Page == "" && strings.HasPrefix(o.Name, a.Name+",") {
					o.Page = speakerAddress(a.Root, 1)
				}
			}
		}
	}
}
