package news

import (
	"strings"
	"time"
)

// User is somebody who may enter the desk.
type User struct {
	ID       ID
	Name     string // what they log in with
	Password string // an argon2id hash, never the password
	Mail     string // where they are told that they are wanted; empty: nowhere
	Created  time.Time
}

// Validate says whether the user may be stored.
func (u User) Validate() error {
	if strings.TrimSpace(u.Name) != u.Name || u.Name == "" || len(u.Name) > 100 {
		return FieldErrorf("name", "a user needs a name of at most 100 characters without spaces around it")
	}
	if !strings.HasPrefix(u.Password, "$argon2id$") {
		return FieldErrorf("password", "the password is not hashed")
	}
	if a, err := ParseAddress(u.Mail); u.Mail != "" && (err != nil || a != u.Mail) {
		return FieldErrorf("mail", "%q is no mail address; one looks like editor@example.org", u.Mail)
	}
	return nil
}
