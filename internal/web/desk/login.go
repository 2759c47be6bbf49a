package desk

import (
	"net/http"
	"time"

	"github.com/alexedwards/argon2id"

	"onrecord/internal/news"
	"onrecord/internal/web"
)

// A household may try one name ten times at once, and once every six seconds after that; and all names together three times as
// often. Nobody is locked out by what is tried elsewhere, and a colleague's slips do not lock out the office.
const (
	loginEvery = 6 * time.Second
	loginBurst = 10
	colleagues = 3
)

type loginPage struct{ Name, Error string }

func (d *desk) loginForm(w http.ResponseWriter, r *http.Request) {
	if err := d.show(w, r, http.StatusOK, "login", "Log in", loginPage{}); err != nil {
		d.fail(w, r, err)
	}
}

// nobody is a hash of no password, compared with where there is no such user, so that the time taken tells nothing.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func (d *desk) login(w http.ResponseWriter, r *http.Request) {
	if err := web.Form(w, r, largestLogin); err != nil {
		d.fail(w, r, err)
		return
	}
	name, password := r.PostFormValue("name"), r.PostFormValue("password")
	again := func(status int, message string) {
		if err := d.show(w, r, status, "login", "Log in", loginPage{name, message}); err != nil {
			d.fail(w, r, err)
		}
	}
	from := web.Household(r)
	if !d.households.Allow(from) || !d.logins.Allow(from+" "+name) {
		w.Header().Set("Retry-After", "60")
		again(http.StatusTooManyRequests, "Too many attempts; wait a minute and try again.")
		return
	}
	user, err := d.Store.UserByName(r.Context(), name)
	if err != nil && news.KindOf(err) != news.NotFound {
		d.fail(w, r, err)
		return
	}
	hash := user.Password
	if err != nil {
		hash = nobody
	}
	match, compareErr := argon2id.ComparePasswordAndHash(password, hash)
	if compareErr != nil || !match || err != nil {
		again(http.StatusForbidden, "The name or the password is wrong.")
		return
	}
	// A new token, so that one planted before the login is worth nothing.
	if err := d.sessions.RenewToken(r.Context()); err != nil {
		d.fail(w, r, err)
		return
	}
	d.sessions.Put(r.Context(), "user", user.Name)
	http.Redirect(w, r, "/desk/", http.StatusSeeOther)
}

func (d *desk) logout(w http.ResponseWriter, r *http.Request) error {
	if err := d.sessions.Destroy(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/login", http.StatusSeeOther)
	return nil
}
