package desk

import (
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/time/rate"

	"onrecord/internal/news"
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
	r.Body = http.MaxBytesReader(w, r.Body, 8<<10)
	name, password := r.PostFormValue("name"), r.PostFormValue("password")
	again := func(status int, message string) {
		if err := d.show(w, r, status, "login", "Log in", loginPage{name, message}); err != nil {
			d.fail(w, r, err)
		}
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	if !d.logins.allow(host) || !d.logins.allow("name "+name) {
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

// limiter allows ten attempts at once and one every six seconds after that, for each key.
type limiter struct {
	clock news.Clock
	mu    sync.Mutex
	keys  map[string]*rate.Limiter
}

func newLimiter(clock news.Clock) *limiter {
	return &limiter{clock: clock, keys: map[string]*rate.Limiter{}}
}

// keysKept bounds the memory that strangers can make the limiter take.
const keysKept = 10_000

func (l *limiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if len(l.keys) > keysKept {
		for k, have := range l.keys {
			if have.TokensAt(now) >= float64(have.Burst()) {
				delete(l.keys, k)
			}
		}
		if len(l.keys) > keysKept {
			return false
		}
	}
	have := l.keys[key]
	if have == nil {
		have = rate.NewLimiter(rate.Every(6*time.Second), 10)
		l.keys[key] = have
	}
	return have.AllowN(now, 1)
}
