package app

import (
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"onrecord/internal/news"
)

func TestWhoMayEnterTheDesk(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		opens := func(password string) bool {
			t.Helper()
			u, err := a.Store.UserByName(t.Context(), "Änne Berg")
			ok(t, err)
			match, err := argon2id.ComparePasswordAndHash(password, u.Password)
			ok(t, err)
			return match
		}
		add := func(name, password string) error { _, err := a.AddUser(t.Context(), name, password); return err }
		ok(t, add("Änne Berg", "pässwört"))
		if !opens("pässwört") || opens("passwort") {
			t.Error("not the password that was given opens the desk")
		}
		const short = "password: it has fewer than 8 characters; use a longer one"
		refused(t, add("Änne Berg", "another one"), news.Conflict, `name: there is a user "Änne Berg" already`)
		refused(t, add("jon", "sevenäé"), news.Invalid, short)
		const name = "name: a user needs a name of at most 100 characters without spaces around it"
		for _, bad := range []string{"", " jon", "jon\n", strings.Repeat("j", 101)} {
			refused(t, add(bad, "correct horse"), news.Invalid, name)
		}
		refused(t, a.SetPassword(t.Context(), "Änne Berg", "short"), news.Invalid, short)
		refused(t, a.SetPassword(t.Context(), "jon", "correct horse"), news.NotFound, "there is no such user")
		if !opens("pässwört") {
			t.Error("a password that was refused changed the old one")
		}
		ok(t, a.SetPassword(t.Context(), "Änne Berg", "correct horse"))
		if opens("pässwört") || !opens("correct horse") {
			t.Error("the new password is not the one that opens the desk")
		}
		if users, err := a.Store.Users(t.Context()); err != nil || len(users) != 1 {
			t.Errorf("%+v, %v", users, err)
		}
	})
}

func TestAPublicationIsWrittenDownAsPeopleDo(t *testing.T) {
	onBoth(t, func(t *testing.T, fresh func() string) {
		a := openDesk(t, fresh())
		good := NewPublication{Slug: "daily-alert", Name: "Daily Alert", Language: "en", Days: []string{"sun", " Tuesday", "THURS"}, At: "7:05", Zone: "Asia/Jerusalem",
			Sections: []string{"News", " Analysis "}, From: "Daily Alert <alert@digest.example>"}
		made, err := a.AddPublication(t.Context(), good)
		ok(t, err)
		p, err := a.Store.PublicationBySlug(t.Context(), "daily-alert")
		ok(t, err)
		if p.ID != made.ID || strings.Join(p.Sections, "|") != "News|Analysis" {
			t.Errorf("%+v", p)
		}
		if next := p.Schedule.Next(now); !next.Equal(time.Date(2031, 3, 2, 5, 5, 0, 0, time.UTC)) { // Sunday, seven o'clock in winter
			t.Errorf("it appears next %v", next)
		}
		for want, change := range map[string]func(*NewPublication){
			`slug: there is a publication "daily-alert" already`:                                                        func(*NewPublication) {},
			`slug: "Daily Alert" cannot stand in an address; use small letters, digits and hyphens, at most 80 of them`: func(n *NewPublication) { n.Slug = "Daily Alert" },
			`slug: /desk is a page of the program's own; choose another name, such as desk-digest`:                      func(n *NewPublication) { n.Slug = "desk" },
			`name: a publication needs a name`:                                                                          func(n *NewPublication) { n.Name = " " },
			`days: "t" is no day of the week; use sun, mon, tue, wed, thu, fri, sat`:                                    func(n *NewPublication) { n.Days = []string{"t"} },
			`days: "sundays" is no day of the week; use sun, mon, tue, wed, thu, fri, sat`:                              func(n *NewPublication) { n.Days = []string{"sundays"} },
			`days: Sunday stands there twice`:                                                                           func(n *NewPublication) { n.Days = []string{"sun", "Sunday"} },
			`days: an edition appears on at least one day of the week; for a publication of articles alone, say none`:   func(n *NewPublication) { n.Days = nil },
			`at: "24:00" is no time of day from 00:00 to 23:59; write hours and minutes, as 07:00`:                      func(n *NewPublication) { n.At = "24:00" },
			`at: "" is no time of day from 00:00 to 23:59; write hours and minutes, as 07:00`:                           func(n *NewPublication) { n.At = "" },
			`zone: "Mars/Base" is no time zone; use a name such as Asia/Jerusalem`:                                      func(n *NewPublication) { n.Zone = "Mars/Base" },
			`zone: "" is no time zone; use a name such as Asia/Jerusalem`:                                               func(n *NewPublication) { n.Zone = "" },
			`sections: a publication needs at least one section`:                                                        func(n *NewPublication) { n.Sections = nil },
			`sections: a section needs a name`:                                                                          func(n *NewPublication) { n.Sections = []string{"News", " "} },
			`sections: "News" is there twice; name each section once`:                                                   func(n *NewPublication) { n.Sections = []string{"News", "News "} },
			`from: "alert" is no mailbox; one looks like Daily Alert <alert@example.org>`:                               func(n *NewPublication) { n.From = "alert" },
			"from: \"a@b.example\\nBcc: c\" is no mailbox; one looks like Daily Alert <alert@example.org>":              func(n *NewPublication) { n.From = "a@b.example\nBcc: c" },
		} {
			bad := good
			change(&bad)
			kind := news.Invalid
			if bad.Slug == good.Slug && strings.HasPrefix(want, "slug") {
				kind = news.Conflict
			}
			_, err := a.AddPublication(t.Context(), bad)
			refused(t, err, kind, want)
		}
		if all, err := a.Store.Publications(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
