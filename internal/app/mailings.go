package app

import (
	"context"

	"onrecord/internal/news"
)

// PauseMailing stops the mailing of an edition until it is resumed, in the name of who.
func (a *App) PauseMailing(ctx context.Context, editionID news.ID, who string) error {
	return a.steps.Send.Pause(ctx, editionID, who)
}

// ResumeMailing lets a paused mailing go on.
func (a *App) ResumeMailing(ctx context.Context, editionID news.ID) error {
	return a.steps.Send.Resume(ctx, editionID)
}

// CancelMailing ends the mailing of an edition for good, in the name of who.
func (a *App) CancelMailing(ctx context.Context, editionID news.ID, who string) error {
	return a.steps.Send.Cancel(ctx, editionID, who)
}

// TestMail sends an edition as a test to addresses as they are typed, and says what became of each.
func (a *App) TestMail(ctx context.Context, editionID news.ID, language string, to []string) ([]news.TestSent, error) {
	return a.steps.Send.Test(ctx, editionID, language, to)
}

// PreviewMail gives the mail of an edition as a reader of a language will get it.
func (a *App) PreviewMail(ctx context.Context, editionID news.ID, language string) (news.MailPreview, error) {
	return a.steps.Send.Preview(ctx, editionID, language)
}
