package store

import (
	"context"

	"onrecord/internal/news"
)

const userColumns = `id, name, password, created, mail`

func scanUser(r row) (u news.User, err error) {
	err = r.Scan(&u.ID, &u.Name, &u.Password, stamp{&u.Created}, &u.Mail)
	return u, err
}

// SaveUser adds a user, or changes name, password and address of the one with that id. A name that is taken is a Conflict.
func (s *Store) SaveUser(ctx context.Context, u news.User) error {
	if err := u.Validate(); err != nil {
		return err
	}
	_, err := s.exec(ctx, `INSERT INTO person (id, name, password, created, mail) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, password = excluded.password, mail = excluded.mail`, u.ID, u.Name, u.Password, micros(u.Created), u.Mail)
	return err
}

// UserByName gives a user.
func (s *Store) UserByName(ctx context.Context, name string) (news.User, error) {
	return one(ctx, s, "user", scanUser, `SELECT `+userColumns+` FROM person WHERE name = $1`, name)
}

// Users gives all users by name.
func (s *Store) Users(ctx context.Context) ([]news.User, error) {
	return list(ctx, s, scanUser, `SELECT `+userColumns+` FROM person ORDER BY name`)
}

// UsersWithMail says how many users can be told by mail that they are wanted.
func (s *Store) UsersWithMail(ctx context.Context) (int, error) {
	return s.number(ctx, `SELECT count(*) FROM person WHERE mail <> ''`)
}
