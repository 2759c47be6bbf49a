package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alexedwards/argon2id"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
)

// passwordCost is what a login costs: 19 MiB and two passes, the first choice of OWASP's password storage cheat sheet
// for Argon2id.
var passwordCost = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// shortestPassword follows NIST SP 800-63B, section 3.1.1: at least eight characters, and no rules about which.
const shortestPassword = 8

// AddUser lets somebody into the desk. A name that is taken is a Conflict.
func (a *App) AddUser(ctx context.Context, name, password string) (news.User, error) {
	return a.AddEditor(ctx, name, password, "")
}

// AddEditor lets somebody into the desk who is told by mail that they are wanted.
func (a *App) AddEditor(ctx context.Context, name, password, mail string) (news.User, error) {
	mail, err := mailTo(mail)
	if err != nil {
		return news.User{}, err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return news.User{}, err
	}
	now := a.Clock.Now()
	u := news.User{ID: news.NewID(now), Name: name, Password: hash, Mail: mail, Created: now}
	return u, taken(a.Store.SaveUser(ctx, u), "name", "user", name)
}

// SetUserMail says where a user is told that they are wanted; nowhere, if mail is empty.
func (a *App) SetUserMail(ctx context.Context, name, mail string) error {
	mail, err := mailTo(mail)
	if err != nil {
		return err
	}
	return a.Store.Within(ctx, func(ctx context.Context) error {
		u, err := a.Store.UserByName(ctx, name)
		if err != nil {
			return err
		}
		u.Mail = mail
		return a.Store.SaveUser(ctx, u)
	})
}

// mailTo reads the address of an editor; none, if it is empty. What is no address is Invalid, about the field mail.
func mailTo(typed string) (string, error) {
	if typed == "" {
		return "", nil
	}
	to, err := address.Parse(typed)
	var e *news.Error
	if errors.As(err, &e) && e.Field != "" {
		return "", news.FieldErrorf("mail", "%s", e.Message)
	}
	return to, err
}

// taken says which name is taken already, where a Conflict only says that one is.
func taken(err error, field, what, name string) error {
	if news.KindOf(err) != news.Conflict {
		return err
	}
	a := "a"
	if strings.ContainsAny(what[:1], "aeio") {
		a = "an"
	}
	return &news.Error{Kind: news.Conflict, Field: field, Message: fmt.Sprintf("there is %s %s %q already", a, what, name), Err: err}
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
