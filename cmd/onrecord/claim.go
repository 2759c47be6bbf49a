package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type claimCmd struct {
	List   claimListCmd   `cmd:"" help:"List the claims of a story, the central one first."`
	Show   claimShowCmd   `cmd:"" help:"Print a claim: its state and why, origins, evidence with its keys, where reports stand."`
	Reword claimRewordCmd `cmd:"" help:"Give a claim another wording, which it keeps."`
	Lock   claimLockCmd   `cmd:"" help:"Keep claims and their wordings as they are, whatever comes."`
	Unlock claimUnlockCmd `cmd:"" help:"Leave claims to the machine again."`
	Lead   claimLeadCmd   `cmd:"" help:"Make a claim the central one of its story."`
	Merge  claimMergeCmd  `cmd:"" help:"Make claims part of another one."`
	Split  claimSplitCmd  `cmd:"" help:"Make evidence of a claim a claim of its own."`
	Move   claimMoveCmd   `cmd:"" help:"Move evidence of a claim to another claim, or to none."`
	Place  claimPlaceCmd  `cmd:"" help:"Say where whole reports stand to a claim."`
	Undo   claimUndoCmd   `cmd:"" help:"Undo one of these acts; 'onrecord claim log' lists them."`
	Log    claimLogCmd    `cmd:"" help:"List what editors did to the claims of a story, the newest first."`
}

const (
	listClaims = "onrecord claim list STORY"
	logClaims  = "onrecord claim log STORY"
)

type claimListCmd struct {
	settings
	JSON  bool   `name:"json" help:"Print JSON Lines."`
	Story string `arg:"" help:"The story's id."`
}

// Run lists claims.
func (c *claimListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		ledger, err := a.Store.Ledger(ctx, news.ID(c.Story))
		if err != nil {
			return missing(err, "story", c.Story, "onrecord story list")
		}
		if c.JSON {
			return printJSON(s, rows(ledger.Claims, claimLine))
		}
		t := newTable(s, "ID", "STATE", "FOR", "AGAINST", "", "WORDING")
		for _, v := range ledger.Claims {
			fors, against, _, _ := v.Sides()
			t.row(v.ID, v.Status().State, fors, against, marksOf(v.Claim), v.Wording)
		}
		return t.flush()
	})
}

// marksOf says what is special about a claim.
func marksOf(c news.Claim) string {
	switch {
	case c.Main && c.Locked:
		return "central, locked"
	case c.Main:
		return "central"
	case c.Locked:
		return "locked"
	}
	return ""
}

type claimShowCmd struct {
	settings
	JSON  bool   `name:"json" help:"Print it as JSON."`
	Claim string `arg:"" help:"The claim's id."`
}

// Run prints a claim.
func (c *claimShowCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		k, err := a.KnownOfClaim(ctx, news.ID(c.Claim))
		if err != nil {
			return missing(err, "claim", c.Claim, listClaims)
		}
		if c.JSON {
			return printJSON(s, []any{claimDocument(k)})
		}
		return app.PrintClaim(s.people(), k)
	})
}

// act does acts in the name of the command line, and prints each with the id by which it is undone. What is so already is no failure, so
// that a script can be run again; it is said beside the results.
func (f settings) act(ctx context.Context, s *streams, acts ...news.ClaimAct) error {
	return f.with(ctx, s, func(a *app.App) error {
		for _, act := range acts {
			for _, id := range []news.ID{act.ClaimID, act.Into} {
				if id == "" {
					continue
				}
				if _, err := a.Store.Claim(ctx, id); err != nil {
					return missing(err, "claim", string(id), listClaims)
				}
			}
			if act.ReportID != "" {
				if _, err := a.Store.Report(ctx, act.ReportID); err != nil {
					return missing(err, "report", string(act.ReportID), "onrecord claim show CLAIM")
				}
			}
		}
		done, already, err := a.ActOnClaims(ctx, atTerminal, acts...)
		for _, act := range done {
			fmt.Fprintf(s.out, "%s %s\n", act.ID, oneLine(act.Words))
		}
		for _, words := range already {
			fmt.Fprintf(s.err, "nothing to do: %s\n", oneLine(words))
		}
		return err
	})
}

type claimRewordCmd struct {
	settings
	Claim   string `arg:"" help:"The claim's id."`
	Wording string `arg:"" help:"One sentence."`
}

// Run words a claim.
func (c *claimRewordCmd) Run(ctx context.Context, s *streams) error {
	return c.act(ctx, s, news.ClaimAct{Kind: news.ActReword, ClaimID: news.ID(c.Claim), Wording: oneLine(c.Wording)})
}

type claimLockCmd struct {
	settings
	Claims []string `arg:"" help:"The claims' ids, of one story."`
}

// Run locks claims.
func (c *claimLockCmd) Run(ctx context.Context, s *streams) error {
	return c.act(ctx, s, rows(c.Claims, func(id string) news.ClaimAct { return news.ClaimAct{Kind: news.ActLock, ClaimID: news.ID(id)} })...)
}

type claimUnlockCmd struct {
	settings
	Claims []string `arg:"" help:"The claims' ids, of one story."`
}

// Run unlocks claims.
func (c *claimUnlockCmd) Run(ctx context.Context, s *streams) error {
	return c.act(ctx, s, rows(c.Claims, func(id string) news.ClaimAct { return news.ClaimAct{Kind: news.ActUnlock, ClaimID: news.ID(id)} })...)
}

type claimLeadCmd struct {
	settings
	Claim string `arg:"" help:"The claim's id."`
}

// Run makes a claim central.
func (c *claimLeadCmd) Run(ctx context.Context, s *streams) error {
	return c.act(ctx, s, news.ClaimAct{Kind: news.ActLead, ClaimID: news.ID(c.Claim)})
}

type claimMergeCmd struct {
	settings
	Claim  string   `arg:"" help:"The claim that stays, by id."`
	Others []string `arg:"" help:"Those that become part of it, of the same story."`
}

// Run merges claims.
func (c *claimMergeCmd) Run(ctx context.Context, s *streams) error {
	return c.act(ctx, s, rows(c.Others, func(id string) news.ClaimAct {
		return news.ClaimAct{Kind: news.ActMerge, ClaimID: news.ID(id), Into: news.ID(c.Claim)}
	})...)
}

type claimSplitCmd struct {
	settings
	Claim    string   `arg:"" help:"The claim that the evidence stands in, by id."`
	Wording  string   `arg:"" help:"The new claim, one sentence."`
	Evidence []string `help:"What the new claim is about, by the keys that 'onrecord claim show' prints." required:"" placeholder:"KEY"`
	Stance   string   `help:"How it stands to the new claim: for, against or beside; as it reads if not given." placeholder:"STANCE"`
}

// Run splits a claim.
func (c *claimSplitCmd) Run(ctx context.Context, s *streams) error {
	if err := stanceOf(c.Stance, "for", "against", "beside", ""); err != nil {
		return err
	}
	return c.act(ctx, s, news.ClaimAct{Kind: news.ActSplit, ClaimID: news.ID(c.Claim), Wording: oneLine(c.Wording), Evidence: c.Evidence, Stance: news.Stance(c.Stance)})
}

type claimMoveCmd struct {
	settings
	Claim    string   `arg:"" help:"The claim that the evidence stands in, by id."`
	To       string   `help:"The claim that it goes to, by id, or none." required:"" placeholder:"CLAIM"`
	Evidence []string `help:"What is moved, by the keys that 'onrecord claim show' prints." required:"" placeholder:"KEY"`
	Stance   string   `help:"How it stands there: for, against or beside." placeholder:"STANCE"`
}

// Run moves evidence.
func (c *claimMoveCmd) Run(ctx context.Context, s *streams) error {
	act := news.ClaimAct{Kind: news.ActMove, ClaimID: news.ID(c.Claim), Evidence: c.Evidence}
	if c.To == "none" {
		if c.Stance != "" {
			return news.FieldErrorf("--stance", "cannot be given with --to none: it then stands nowhere")
		}
		return c.act(ctx, s, act)
	}
	if err := stanceOf(c.Stance, "for", "against", "beside"); err != nil {
		return err
	}
	act.Into, act.Stance = news.ID(c.To), news.Stance(c.Stance)
	return c.act(ctx, s, act)
}

type claimPlaceCmd struct {
	settings
	Claim   string   `arg:"" help:"The claim's id."`
	Reports []string `arg:"" help:"The reports' ids."`
	Stance  string   `help:"Where they stand: for, against or beside; machine: where the machine places them." required:"" placeholder:"STANCE"`
}

// Run places reports.
func (c *claimPlaceCmd) Run(ctx context.Context, s *streams) error {
	if err := stanceOf(c.Stance, "for", "against", "beside", "machine"); err != nil {
		return err
	}
	return c.act(ctx, s, rows(c.Reports, func(id string) news.ClaimAct {
		act := news.ClaimAct{Kind: news.ActPlace, ClaimID: news.ID(c.Claim), ReportID: news.ID(id), Stance: news.Stance(c.Stance)}
		if c.Stance == "machine" {
			act.Kind, act.Stance = news.ActUnplace, ""
		}
		return act
	})...)
}

type claimUndoCmd struct {
	settings
	Act string `arg:"" help:"The act's id."`
}

// Run undoes an act.
func (c *claimUndoCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		resting, err := a.UndoClaim(ctx, atTerminal, news.ID(c.Act))
		if err != nil {
			return missing(err, "act", c.Act, logClaims)
		}
		fmt.Fprintf(s.out, "%s is undone\n", oneLine(c.Act))
		if resting > 0 {
			fmt.Fprintln(s.out, rested(resting))
		}
		return nil
	})
}

func rested(n int) string {
	if n == 1 {
		return "1 later act builds on it, and counts for nothing now"
	}
	return fmt.Sprintf("%d later acts build on it, and count for nothing now", n)
}

type claimLogCmd struct {
	settings
	JSON  bool   `name:"json" help:"Print JSON Lines."`
	Story string `arg:"" help:"The story's id."`
}

// Run lists acts.
func (c *claimLogCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		ledger, err := a.Store.Ledger(ctx, news.ID(c.Story))
		if err != nil {
			return missing(err, "story", c.Story, "onrecord story list")
		}
		acts, err := a.KnownClaimActs(ctx, ledger)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(acts, claimActLine))
		}
		t := newTable(s, "ID", "AT", "WHO", "", "WHAT")
		for _, act := range acts {
			t.row(act.ID, act.At, act.By, fateOf(act), act.Words)
		}
		return t.flush()
	})
}

// fateOf says what has become of an act.
func fateOf(act news.KnownAct) string {
	switch {
	case !act.Stands():
		return "undone by " + act.UndoneBy
	case act.Rests:
		return "rests"
	case act.Lost > 0:
		return "words gone"
	}
	return ""
}
