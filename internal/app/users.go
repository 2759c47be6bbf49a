package app

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"

	"onrecord/internal/news"
)

// passwordCost is what a login costs: 19 MiB and two passes, the first choice of OWASP's password storage cheat sheet
// for Argon2id.
var passwordCost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// shortestPassword follows NIST SP 800-63B, section 3.1.1: at least eight characters, and no rules about which.
const shortestPassword = 8

// AddUser lets somebody into the desk. A name that is taken is a Conflict.
func (a *App) AddUser(ctx context.Context, name, password string) (news.User, error) {
	hash, err := hashPassword(password)
	if err != nil {
		return news.User{}, err
	}
	now := a.Clock.Now()
	u := news.User{ID: news.NewID(now), Name: name, Password: hash, Created: now}
	return u, taken(a.Store.SaveUser(ctx, u), "name", "user", name)
}

// taken says which name is taken already, where a Conflict only says that one is.
func taken(err error, field, what, name string) error {
	if news.KindOf(err) != news.Conflict {
		return err
	}
	return &news.Error{Kind: news.Conflict, Field: field, Message: fmt.Sprintf("there is a %s %q already", what, name), Err: err}
}

// SetPassword gives a user a new password.
func (a *App) SetPassword(ctx context.Context, name, password string) error {
	u, err := a.Store.UserByName(ctx, name)
	if err != nil {
		return err
	}
	if u.Password, err = hashPassword(password); err != nil {
		return err
	}
	return a.Store.SaveUser(ctx, u)
}

func hashPassword(password string) (string, error) {
	if len([]rune(password)) < shortestPassword {
		return "", news.FieldErrorf("password", "it has fewer than %d characters; use a longer one", shortestPassword)
	}
	return argon2id.CreateHash(password, &passwordCost)
}
