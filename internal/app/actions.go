package app

import (
	"context"

	"onrecord/internal/news"
	"onrecord/internal/send"
)

// Approve lets a draft appear at its hour, in the name of who.
func (a *App) Approve(ctx context.Context, editionID news.ID, who string) error {
	return a.steps.Compose.Approve(ctx, editionID, who)
}

// Draft has a publication's next edition drafted now, from the news so far.
func (a *App) Draft(ctx context.Context, publicationID news.ID) error {
	return a.steps.Compose.Run(ctx, publicationID)
}

// Import subscribes addresses whose owners agreed elsewhere; wording says where and to what.
func (a *App) Import(ctx context.Context, publicationSlug string, addresses []string, wording string) (taken int, refused []send.Refused, err error) {
	return a.steps.Send.Import(ctx, publicationSlug, addresses, wording)
}

// Subscribe notes that somebody asked for a publication, and has the confirming mail sent.
func (a *App) Subscribe(ctx context.Context, publicationSlug, address, remote, wording string) error {
	return a.steps.Send.Subscribe(ctx, publicationSlug, address, remote, wording)
}
