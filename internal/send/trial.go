package send

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"onrecord/internal/news"
	"onrecord/internal/platform/address"
	"onrecord/internal/platform/smtp"
	"onrecord/internal/send/letter"
)

// mostTests is how many addresses a test goes to: it is for a few people who look at it, and not a way around the list.
const mostTests = 20

// Test sends an edition, in any state, as a test to addresses as they are typed: its subject and first line say that it is one, and
// its link to unsubscribe leads to a page that says so too. Nothing is noted of it. It says of each address what became of
// it; what is no address is Invalid, about the field "to", and then nothing is sent.
func (s *Step) Test(ctx context.Context, editionID news.ID, language string, given []string) ([]news.TestSent, error) {
	to, err := testers(given)
	if err == nil {
		err = s.speaks(language)
	}
	if err != nil {
		return nil, err
	}
	e, p, err := s.toBe(ctx, editionID)
	if err != nil {
		return nil, err
	}
	from, err := s.envelope(p)
	if err != nil {
		return nil, err
	}
	base := s.links.base + "/" + p.Slug + "/"
	l, err := s.pages.TestEdition(p, e, language, letter.Links{
		Unsubscribe: s.links.base + "/" + string(ToUnsubscribe) + "/" + news.TestToken, Web: base + e.Slug, Archive: base + "archive", Postal: p.Postal,
	})
	if err != nil {
		return nil, err
	}
	var all []news.TestSent
	var away error // what keeps all mail here
	for _, address := range to {
		if away == nil {
			err := s.testOne(ctx, from, address, l)
			all = append(all, news.TestSent{Address: address, Err: err})
			var refusal *smtp.Refusal
			if k := news.KindOf(err); k == news.Conflict || k == news.Unavailable && !errors.As(err, &refusal) {
				away = err
			}
			continue
		}
		all = append(all, news.TestSent{Address: address, Err: away})
	}
	return all, ctx.Err()
}

func (s *Step) testOne(ctx context.Context, from envelope, to string, l letter.Letter) error {
	m, err := from.message(to, "test."+strings.ToLower(rand.Text()))
	if err != nil {
		return err
	}
	from.carry(m, l, s.clock.Now())
	// As readers get them, so that one sees what a mail program makes of them.
	m.SetGenHeaderPreformatted("List-Unsubscribe", bracket(s.links.base+"/"+string(ToUnsubscribe)+"/"+news.TestToken))
	m.SetGenHeaderPreformatted("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	err = s.sendOne(ctx, from, "", to, m)
	if err != nil {
		s.log.LogAttrs(ctx, slog.LevelWarn, "a test mail did not go out", slog.String("to", to), slog.Any("error", err))
	}
	return err
}

// testers reads the addresses that a test goes to, each once.
func testers(given []string) (to []string, err error) {
	for _, one := range given {
		if strings.TrimSpace(one) == "" {
			continue
		}
		a, err := address.Parse(one)
		var fault *news.Error
		if errors.As(err, &fault) {
			return nil, news.FieldErrorf("to", "%q is no mail address: %s", strings.TrimSpace(one), fault.Message)
		}
		if !slices.Contains(to, a) {
			to = append(to, a)
		}
	}
	switch {
	case len(to) == 0:
		return nil, news.FieldErrorf("to", "say whom the test goes to, as ada@example.org")
	case len(to) > mostTests:
		return nil, news.FieldErrorf("to", "a test goes to %d addresses at most, and these are %d", mostTests, len(to))
	}
	return to, nil
}
