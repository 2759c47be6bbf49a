package send

import (
	"context"
	"errors"

	"onrecord/internal/news"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send/letter"
)

// summon sends the mail that tells one editor that they are wanted, unless they no longer are. If no editor has an address, that is
// logged. An address that takes no mail is Invalid: a person must mend it.
func (s *Step) summon(ctx context.Context, v news.Summons) error {
	e, err := s.store.Edition(ctx, v.EditionID)
	if err != nil {
		return err
	}
	p, err := s.store.Publication(ctx, e.PublicationID)
	if err != nil {
		return err
	}
	if wanted, err := s.wanted(ctx, v, p, e); err != nil || !wanted {
		return err
	}
	if v.Address == "" {
		s.log.WarnContext(ctx, "an editor is wanted and none has a mail address; give one with 'onrecord user set NAME --mail ADDRESS'",
			"edition", e.Slug, "publication", p.Slug, "to", v.Kind, "due", e.Due)
		return nil
	}
	small := letter.Small{Publication: p, Host: s.host(), Link: s.links.base + "/desk/editions/" + string(e.ID), Postal: p.Postal}
	n := note{to: v.Address, auto: "auto-generated"}
	switch v.Kind {
	case news.ToApprove:
		n.Letter, err = s.pages.Unapproved(small, e)
	case news.ToRelease:
		n.Letter, err = s.pages.Held(small, e)
	case news.ToResume:
		n.Letter, err = s.pages.Halted(small, e, v.Said)
	default:
		err = news.Errorf(news.Invalid, "no mail is for %q", v.Kind)
	}
	if err != nil {
		return err
	}
	_, err = s.sendNote(ctx, p, n, v.ID)
	var refusal *smtp.Refusal
	if errors.As(err, &refusal) && refusal.Final() {
		return news.FieldErrorf("mail", "the mail that tells %s of an edition was refused: %s; mend the address with 'onrecord user set %[1]s --mail ADDRESS'", v.Editor, refusal.Reply)
	}
	return err
}

// wanted says whether an editor still is: somebody may have been quicker.
func (s *Step) wanted(ctx context.Context, v news.Summons, p news.Publication, e news.Edition) (bool, error) {
	if v.Kind == news.ToResume {
		sending, err := s.store.Sending(ctx, e.ID)
		return sending.State == news.Paused, err
	}
	kind, occasion := e.Wants(p, s.clock.Now())
	return kind == v.Kind && occasion.Equal(v.Occasion), nil
}

// tellHalted tells editors that the mailing of an edition has stopped by itself, in the transaction carried by ctx.
func (s *Step) tellHalted(ctx context.Context, v news.Sending) error {
	if s.summons == nil {
		return nil
	}
	now := s.clock.Now()
	ids, err := s.store.Summon(ctx, news.Summons{Kind: news.ToResume, EditionID: v.EditionID, Occasion: now, Said: v.Said, At: now})
	if err != nil {
		return err
	}
	return s.summons(ctx, ids...)
}
