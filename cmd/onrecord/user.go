package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"onrecord/internal/app"
	"onrecord/internal/news"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Let somebody into the desk; the password is asked for, or read from standard input."`
	List     userListCmd     `cmd:"" help:"List who may enter the desk."`
	Set      userSetCmd      `cmd:"" help:"Say where a user is told that they are wanted at the desk."`
	Password userPasswordCmd `cmd:"" help:"Give a user a new password."`
}

type userAddCmd struct {
	settings
	Name string `arg:"" help:"What they log in with."`
	Mail string `help:"Where they are told of editions that are due and not approved, are held, or whose mailing has stopped."`
}

// Run adds a user.
func (c *userAddCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		password, err := askPassword(s)
		if err != nil {
			return err
		}
		if _, err := a.AddEditor(ctx, c.Name, password, c.Mail); err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s may enter the desk at %s/desk\n", c.Name, a.Config.BaseURL)
		return err
	})
}

type userListCmd struct {
	settings
	JSON bool `name:"json" help:"Print JSON Lines."`
}

// Run lists the users.
func (c *userListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		users, err := a.Store.Users(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(users, userLine))
		}
		t := newTable(s, "NAME", "MAIL", "SINCE")
		for _, u := range users {
			t.row(u.Name, u.Mail, u.Created)
		}
		return t.flush()
	})
}

type userSetCmd struct {
	settings
	Name string `arg:"" help:"The user."`
	Mail string `help:"Where they are told; empty: nowhere." required:""`
}

// Run changes where a user is told.
func (c *userSetCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		if err := a.SetUserMail(ctx, c.Name, c.Mail); err != nil {
			return missing(err, "user", c.Name, "onrecord user list")
		}
		if c.Mail == "" {
			_, err := fmt.Fprintf(s.out, "%s is told nothing by mail\n", c.Name)
			return err
		}
		_, err := fmt.Fprintf(s.out, "%s is told at %s\n", c.Name, c.Mail)
		return err
	})
}

type userPasswordCmd struct {
	settings
	Name string `arg:"" help:"The user."`
}

// Run changes a password.
func (c *userPasswordCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		password, err := askPassword(s)
		if err != nil {
			return err
		}
		if err := a.SetPassword(ctx, c.Name, password); err != nil {
			return missing(err, "user", c.Name, "onrecord user list")
		}
		_, err = fmt.Fprintf(s.out, "%s has a new password\n", c.Name)
		return err
	})
}

// askPassword reads a password without showing it if somebody types it, or a line of what is piped in.
func askPassword(s *streams) (string, error) {
	if f, ok := s.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) { //nolint:gosec // a descriptor is small
		fmt.Fprint(s.err, "Password: ")
		typed, err := term.ReadPassword(int(f.Fd())) //nolint:gosec // as above
		fmt.Fprintln(s.err)
		return string(typed), err
	}
	line, err := bufio.NewReader(s.in).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" && err != nil {
		return "", news.FieldErrorf("password", "standard input is empty; pipe the password in, or run this at a terminal")
	}
	return line, nil
}
