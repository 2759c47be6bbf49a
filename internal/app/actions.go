package app

import (
	"context"

	"onrecord/internal/news"
)

// Approve lets a draft appear at its hour, in the name of who.
func (a *App) Approve(ctx context.Context, editionID news.ID, who string) error {
	return a.steps.Compose.Approve(ctx, editionID, who)
}

// Release lets an edition that is held appear at once, in the name of who.
func (a *App) Release(ctx context.Context, editionID news.ID, who string) error {
	return a.steps.Compose.Release(ctx, editionID, who)
}

// Withdraw takes the approval of an edition back, in the name of who.
func (a *App) Withdraw(ctx context.Context, editionID news.ID, who string) error {
	return a.steps.Compose.Withdraw(ctx, editionID, who)
}

// SetAudience says which readers an edition is mailed to.
func (a *App) SetAudience(ctx context.Context, editionID news.ID, to news.Audience) error {
	return a.steps.Compose.Address(ctx, editionID, to)
}

// AudienceOf counts the readers whom an edition of a publication would be mailed to now.
func (a *App) AudienceOf(ctx context.Context, publicationID news.ID, to news.Audience) (int, error) {
	return a.Store.CountReaders(ctx, news.ToBeMailed(publicationID, to, a.Clock.Now()))
}

// Draft has a publication's next edition drafted now, from the news so far.
func (a *App) Draft(ctx context.Context, publicationID news.ID) error {
	return a.steps.Compose.Run(ctx, publicationID)
}

// DraftNext drafts a publication's next edition, as Draft does, and gives it; one that an editor has in hand or approved is
// given as it stands. If nothing has come to draft one from, that is a Conflict.
func (a *App) DraftNext(ctx context.Context, p news.Publication) (news.Edition, error) {
	if err := a.Draft(ctx, p.ID); err != nil {
		return news.Edition{}, err
	}
	_, date := p.Upcoming(a.Clock.Now())
	e, err := a.Store.EditionBySlug(ctx, p.ID, date)
	if news.KindOf(err) == news.NotFound {
		return e, news.Errorf(news.Conflict, "nothing has come yet to draft the edition of %s from; 'onrecord story list' lists what has", date)
	}
	return e, err
}
