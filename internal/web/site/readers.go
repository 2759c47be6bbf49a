package site

import (
	"context"
	"time"

	"onrecord/internal/news"
)

// Readers are the acts by which readers come, choose and go. Each may be done again without harm. A token is the last part of a
// signed link in a mail; one that was not made here, or is too old, is Forbidden.
type Readers interface {
	// Subscribe notes that somebody asked for a publication and has a confirming mail sent. It answers the same whether the
	// address is known or not. A bad address is Invalid, about the field email; where very many ask at once, that is a Conflict.
	Subscribe(ctx context.Context, s news.SignUp, v news.Visitor) error
	// LookConfirm and LookUnsubscribe give the publication that a link is about, and change nothing.
	LookConfirm(ctx context.Context, token string) (news.Publication, error)
	LookUnsubscribe(ctx context.Context, token string) (news.Publication, error)
	// Confirm makes a subscription active, Unsubscribe ends it.
	Confirm(ctx context.Context, token string, v news.Visitor) (news.Publication, error)
	Unsubscribe(ctx context.Context, token string, v news.Visitor) (news.Publication, error)

	// Preferences gives what a reader's own page shows.
	Preferences(ctx context.Context, token string) (news.Preferences, error)
	// Choose subscribes them to what they want and ends what they do not.
	Choose(ctx context.Context, token string, wishes []news.Wish, v news.Visitor) error
	// Pause holds editions back until a time, which the zero time ends. One too far away is Invalid, about the field until.
	Pause(ctx context.Context, token string, until time.Time) error
	// SetLanguage sets which language they read best; empty: each publication's.
	SetLanguage(ctx context.Context, token, language string) error
	// Move asks a new address whether mails shall go there; Stay takes that back. A bad address is Invalid, about the field email.
	Move(ctx context.Context, token, address string) error
	Stay(ctx context.Context, token string) error
	// LookMove says from where to where the link in that mail moves them; ConfirmMove does it.
	LookMove(ctx context.Context, token string) (news.Move, error)
	ConfirmMove(ctx context.Context, token, wording string, v news.Visitor) (news.Move, error)
	// Data gives all that is kept of them, Erase deletes it.
	Data(ctx context.Context, token string) (news.ReaderData, error)
	Erase(ctx context.Context, token string) error
	// SendLink mails a reader the link to their page. It answers the same whether the address is a reader's or not.
	SendLink(ctx context.Context, address string) error
}
