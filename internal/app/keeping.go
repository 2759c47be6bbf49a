package app

import (
	"context"
	"time"
)

// forgottenAtOnce is how many rows are deleted in one transaction: few enough that who mails meanwhile does not wait long.
const forgottenAtOnce = 10_000

// forgetAgain is after how long it is looked again whether there is something to forget, when there was nothing.
const forgetAgain = time.Hour

// Forget deletes some of what is kept of single messages for longer than mail.keep says, and pictures that were fetched long ago, and
// says whether there may be more. Any number of machines may do it at once.
func (a *App) Forget(ctx context.Context) (more bool, err error) {
	now := a.Clock.Now()
	const atOnce = 100 // pictures are large
	more, err = a.Store.ForgetPictures(ctx, now.Add(-picturesKept), atOnce)
	if err != nil || a.Config.MailKeep == 0 {
		return more, err
	}
	further, err := a.Store.Forget(ctx, now.Add(-a.Config.MailKeep), now, forgottenAtOnce)
	return more || further, err
}

// forget does so with every tick until ctx ends, and rests where there is nothing.
func (a *App) forget(ctx context.Context) {
	ticker := time.NewTicker(a.Config.Tick)
	defer ticker.Stop()
	var rests time.Time
	for {
		if now := a.Clock.Now(); !now.Before(rests) || rests.Sub(now) > forgetAgain { // the clock may have been put back
			more, err := a.Forget(ctx)
			if err != nil && ctx.Err() == nil {
				a.Log.WarnContext(ctx, "what is kept of old mails cannot be deleted yet", "error", err)
			}
			if !more {
				rests = now.Add(forgetAgain)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
