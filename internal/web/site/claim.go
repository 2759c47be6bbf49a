package site

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

type claimPage struct {
	Story   news.Story
	Claim   *claimView
	Line    *lineOfTime
	Graph   *graphView
	Changes changes
	Editors editorActs
	Rules   []rule
	Cite    cite
	Chosen  *chosenPart // what was asked for of the claim; nil: all of it
	Gone    *news.Claim // the claim, where it has left the ledger
}

// chosenPart is one part of what bears on a claim, all of it open.
type chosenPart struct {
	Title   string
	Sides   []side // with what was chosen
	Marked  string // the anchor of the line that was asked for
	Reports int
	turning
}

// partEach is how many reports stand on one page of a part.
const partEach = 100

// claimOf finds a claim with the ledger that it is in; found is nil for one that has left its ledger.
func (s *Site) claimOf(ctx context.Context, id news.ID) (c news.Claim, ledger news.Ledger, found *news.ClaimLedger, err error) {
	if c, err = s.Store.Claim(ctx, id); err != nil || c.MergedInto != "" {
		return c, ledger, nil, err
	}
	if ledger, err = s.Store.Ledger(ctx, c.StoryID); err != nil {
		return c, ledger, nil, err
	}
	for i := range ledger.Claims {
		if ledger.Claims[i].ID == id {
			return c, ledger, &ledger.Claims[i], nil
		}
	}
	return c, ledger, nil, nil
}

// claim shows one claim with all that bears on it, or the part of it that was asked for.
func (s *Site) claim(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, ext := extension(r.PathValue("id"))
	c, ledger, found, err := s.claimOf(ctx, news.ID(id))
	if err != nil {
		return err
	}
	if c.MergedInto != "" {
		// Not for good: editors can undo it.
		http.Redirect(w, r, claimAddress(c.MergedInto)+ext, http.StatusFound)
		return nil
	}
	v, err := s.frame(ctx, r, "")
	if err != nil {
		return err
	}
	v.Path = claimAddress(c.ID)
	if found == nil {
		if ext != "" {
			return news.Errorf(news.NotFound, "this claim has left the ledger; %s says since when", v.Path).Say("claim_gone")
		}
		v.Title, v.Data = c.Wording, claimPage{Story: ledger.Story, Gone: &c}
		v.Italic = true // the claim
		return s.show(w, r, http.StatusOK, "claim", v)
	}
	t, err := s.tell(ctx, v.In, ledger)
	if err != nil {
		return err
	}
	if ext != "" {
		return s.file(w, r, v, t, []news.ClaimLedger{*found}, ext, "claim-"+id)
	}
	view := t.setOut(*found, "")
	if err := s.quoteDenials(ctx, &view); err != nil {
		return err
	}
	view.Open = true
	most, err := mostChanges(r)
	if err != nil {
		return err
	}
	p := claimPage{Story: ledger.Story, Claim: &view, Rules: rules(), Cite: s.citeClaim(v, t, view)}
	if p.Chosen, err = choose(&view, r); err != nil {
		return err
	}
	v.Title, v.Description = view.Wording, plain(view.Answer)
	if p.Chosen == nil {
		changed := slices.DeleteFunc(slices.Clone(ledger.Changes), func(ch news.Change) bool { return ch.ClaimID != c.ID })
		p.Graph = graphIn(*found, view, t, v.Zone)
		p.Line = lineIn(t, []claimView{view}, []news.ClaimLedger{*found}, changed, v.Zone)
		p.Changes = changesIn(v.In, changed, t, view.Address, most)
		if p.Editors, err = s.editors(ctx, t, c.ID, view.Address, most); err != nil {
			return err
		}
	}
	if v.LD, err = linked(s.documents(v, t, []news.ClaimLedger{*found}, []claimView{view}, inPage)); err != nil {
		return err
	}
	v.Data = p
	v.Italic = true // the claim
	return s.show(w, r, http.StatusOK, "claim", v)
}

// choose finds the part of a claim that an address asks for: a side, some origins, some reports, or one line of evidence. It gives nil
// where it asks for none, and NotFound where what it asks for is no longer there.
func choose(c *claimView, r *http.Request) (*chosenPart, error) {
	q := r.URL.Query()
	p := chosenPart{}
	var keep func(s side, o *originView, r row) bool
	stance, origins, ids, key := q.Get("side"), q["origin"], q["report"], q.Get("evidence")
	switch {
	case stance != "":
		if !slices.Contains(news.Stances(), news.Stance(stance)) {
			return nil, web.WrongQuery("side", stance, "a claim has three: write side=for, side=against or side=beside")
		}
		p.Title = c.In.say("part." + stance)
		keep = func(s side, _ *originView, _ row) bool { return string(s.Stance) == stance }
	case len(origins) > 0:
		p.Title = c.In.count("part.origins", len(origins))
		keep = func(_ side, o *originView, _ row) bool { return o != nil && slices.Contains(origins, o.Anchor) }
	case len(ids) > 0:
		p.Title = c.In.count("part.reports", len(ids))
		keep = func(_ side, _ *originView, r row) bool { return slices.Contains(ids, string(r.Report.ID)) }
	case key != "":
		p.Title, p.Marked = c.In.say("part.evidence"), evidenceAnchor(key)
		has := func(r row) bool {
			return slices.ContainsFunc(r.Lines, func(l line) bool { return l.Key == key })
		}
		keep = func(_ side, _ *originView, r row) bool { return has(r) }
	default:
		return nil, nil
	}
	for _, s := range []side{c.For, c.Against, c.Beside} {
		p.add(s, keep)
	}
	if p.Reports == 0 && stance == "" {
		return nil, news.Errorf(news.NotFound, "what this address led to does not stand in the ledger any more; %s has what does", claimAddress(c.ID)).Say("evidence_gone")
	}
	page, err := web.Page(r)
	if err != nil {
		return nil, err
	}
	q.Del("page")
	p.turning, err = turn(page, p.Reports, partEach, func(page int) string {
		to := claimAddress(c.ID) + "?" + q.Encode()
		if page > 1 {
			to += "&page=" + strconv.Itoa(page)
		}
		return to
	})
	p.page()
	return &p, err
}

// add takes from a side what is to be kept.
func (p *chosenPart) add(s side, keep func(side, *originView, row) bool) {
	out := side{Stance: s.Stance, Address: s.Address, Reports: s.Reports}
	pick := func(rows []row, o *originView) (kept []row) {
		for _, r := range rows {
			if r.Report.ID != "" && keep(s, o, r) {
				kept = append(kept, r)
			}
		}
		p.Reports += len(kept)
		return kept
	}
	for _, o := range s.Origins {
		v := o
		v.Further = pick(append(append([]row{o.Root}, o.Further...), o.all...), &o)
		if len(v.Further) == 0 {
			continue
		}
		v.Root, v.Echoes = row{}, cut[row]{}
		out.Origins = append(out.Origins, v)
	}
	out.Loose, out.Stray = pick(s.Loose, nil), pick(s.Stray, nil)
	if len(out.Origins)+len(out.Loose)+len(out.Stray) > 0 {
		p.Sides = append(p.Sides, out)
	}
}

// page leaves the reports of the page that is shown.
func (p *chosenPart) page() {
	at, from, to := 0, (p.Page-1)*partEach, p.Page*partEach
	leave := func(rows []row) []row {
		begin := at
		at += len(rows)
		lo, hi := min(max(from-begin, 0), len(rows)), min(max(to-begin, 0), len(rows))
		return rows[lo:hi]
	}
	var sides []side
	for _, s := range p.Sides {
		var origins []originView
		for _, o := range s.Origins {
			if o.Further = leave(o.Further); len(o.Further) > 0 {
				origins = append(origins, o)
			}
		}
		s.Origins, s.Loose, s.Stray = origins, leave(s.Loose), leave(s.Stray)
		if len(s.Origins)+len(s.Loose)+len(s.Stray) > 0 {
			sides = append(sides, s)
		}
	}
	p.Sides = sides
}

// extension parts the name of a file from what it is of: "x.csv" is the table of x.
func extension(name string) (id, ext string) {
	for _, ext := range []string{".csv", ".jsonld"} {
		if id, ok := strings.CutSuffix(name, ext); ok {
			return id, ext
		}
	}
	return name, ""
}
