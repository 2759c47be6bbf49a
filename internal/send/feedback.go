package send

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// Ours says whether an address is one that bounces come back to and that was made here.
func (s *Step) Ours(address string) bool {
	_, _, err := s.bounces.Check(address)
	return err == nil
}

// Took keeps what came back about messages and does what it says. Whose message it is about is known by the address that we signed
// for it, or by its Message-ID, which nobody can guess who did not get it; what a report says besides of whom it is about counts
// only where a relay tells it that has proven who it is. An error says that it is to be told again; what was taken of it is taken
// once all the same.
func (s *Step) Took(ctx context.Context, all []news.Feedback) error {
	for _, f := range all {
		if f.Kind == news.FeedbackAutoReply || f.Kind == news.FeedbackDelivered {
			continue
		}
		r, err := s.About(ctx, f)
		if err != nil {
			return err
		}
		if err := s.takeSoon(ctx, r); err != nil && news.KindOf(err) != news.NotFound {
			return err
		}
		s.log.LogAttrs(ctx, slog.LevelInfo, "something came back", slog.String("kind", string(r.Kind)), slog.String("verdict", string(r.Verdict)),
			slog.String("by", f.By), slog.String("status", f.Status), slog.Bool("known", r.Subscriber != ""))
	}
	return nil
}

// takeSoon keeps what came back. A server on the same machine can be quicker to return a message than the note that it was sent is on
// its way to the disk; that is waited for, since some servers take hours to tell a thing again.
func (s *Step) takeSoon(ctx context.Context, r news.Returned) error {
	for wait := 20 * time.Millisecond; ; wait *= 2 {
		err := s.store.TakeFeedback(ctx, r, known(r), s.softBounces)
		if news.KindOf(err) != news.Unavailable || wait > s.tempo.soon || !sleep(ctx, wait) {
			return err
		}
	}
}

// byMail are the ways in on which anybody can write.
var byMail = []string{"lmtp", "smtp", "imap", "pop3", Piped}

// Piped is how feedback came that a mail server handed to the command line.
const Piped = "pipe"

// About finds out whose message feedback is about. What is about nobody that is known here, and came by mail, is unknown feedback,
// whatever it says.
func (s *Step) About(ctx context.Context, f news.Feedback) (r news.Returned, err error) {
	r.Feedback = f
	r.Reply = news.ReplyLine(f.Reply)
	for _, address := range []string{f.To, f.Sender} {
		if number, subscription, err := s.bounces.Check(address); err == nil {
			return s.whose(ctx, r, number, subscription)
		}
	}
	if number, subscription, ok := messageOf(f.MessageID); ok {
		return s.whose(ctx, r, number, subscription)
	}
	if f.Address == "" || slices.Contains(byMail, f.By) {
		r.Kind = news.FeedbackUnknown // whatever it is, it is about nobody that we know
		return s.nobodys(ctx, r)
	}
	reader, err := s.people.Store.SubscriberByAddress(ctx, f.Address)
	if news.KindOf(err) == news.NotFound {
		return s.nobodys(ctx, r)
	}
	r.Subscriber, r.Address = reader.ID, ""
	return r, err
}

// nobodys is about nobody that is known. If its address is that of a reader who was erased, it is not to bring that back.
func (s *Step) nobodys(ctx context.Context, r news.Returned) (news.Returned, error) {
	if r.Address == "" {
		return r, nil
	}
	erased, err := s.people.Store.Erased(ctx, s.people.hash(r.Address))
	if erased {
		r.Address, r.Reply = "", ""
	}
	return r, err
}

// whose fills in the reader of a message. One that is not there any more is nobody's.
func (s *Step) whose(ctx context.Context, r news.Returned, number int64, subscription news.ID) (news.Returned, error) {
	if number == 0 {
		return s.ofSingle(ctx, r, subscription)
	}
	u, err := s.store.Subscription(ctx, subscription)
	if news.KindOf(err) == news.NotFound {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	r.Sending, r.Subscription, r.Subscriber, r.Address = number, subscription, u.SubscriberID, ""
	moved, err := s.movedSince(ctx, number, subscription)
	if moved {
		// It says something of an address that the reader has left, and nothing of the one that they have now.
		r.Verdict = news.VerdictNone
		if r.Kind == news.FeedbackComplained {
			r.Subscriber, r.Reply = "", ""
		}
	}
	return r, err
}

// ofSingle fills in the reader or the address of a mail that is no edition. What it says holds for a reader only while the address that
// it was sent to is theirs: one that they asked to move to is not yet.
func (s *Step) ofSingle(ctx context.Context, r news.Returned, id news.ID) (news.Returned, error) {
	e, err := s.people.Store.Errand(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return s.ofSummons(ctx, r, id)
	}
	if err != nil {
		return r, err
	}
	reader, err := s.people.Store.Subscriber(ctx, e.SubscriberID)
	if err != nil {
		return r, err
	}
	if r.Address = e.Address; strings.EqualFold(reader.Address, e.Address) {
		r.Subscriber, r.Address = reader.ID, ""
		return r, nil
	}
	return s.nobodys(ctx, r)
}

// ofSummons fills in the address of an editor.
func (s *Step) ofSummons(ctx context.Context, r news.Returned, id news.ID) (news.Returned, error) {
	v, err := s.store.Summons(ctx, id)
	if news.KindOf(err) == news.NotFound {
		return s.nobodys(ctx, r)
	}
	if err == nil {
		r.Address = v.Address
		s.log.WarnContext(ctx, "what an editor is told came back; mend the address with 'onrecord user set NAME --mail ADDRESS'", "editor", v.Editor)
	}
	return r, err
}

// movedSince says whether the reader of a message has had another address since it was sent.
func (s *Step) movedSince(ctx context.Context, number int64, subscription news.ID) (bool, error) {
	d, err := s.store.Addressed(ctx, number, subscription, s.clock.Now())
	if news.KindOf(err) == news.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	proof, err := s.people.Store.Consents(ctx, subscription)
	return slices.ContainsFunc(proof, func(c news.Consent) bool { return c.Act == news.Moved && c.At.After(d.At) }), err
}

// messageOf reads a Message-ID of ours: NUMBER.SUBSCRIPTION, or what a mail that is no edition was sent for.
func messageOf(id string) (number int64, subscription news.ID, ok bool) {
	local, _, _ := strings.Cut(strings.Trim(id, "<> "), "@")
	before, after, edition := strings.Cut(local, ".")
	if !edition {
		return 0, news.ID(local), news.ID(local).Valid()
	}
	number, err := strconv.ParseInt(before, 10, 64)
	return number, news.ID(after), err == nil && number > 0 && news.ID(after).Valid()
}

// known is what feedback is known again by: of one message one of a kind, of an address one of a kind a day, and of what nobody can
// read its words.
func known(r news.Returned) string {
	kind := string(r.Kind) + " " + string(r.Verdict) + " "
	switch {
	case r.Subscription != "":
		return kind + strconv.FormatInt(r.Sending, 10) + " " + string(r.Subscription)
	case r.Subscriber != "":
		return kind + string(r.Subscriber) + " " + r.At.UTC().Format("2006-01-02")
	}
	h := sha256.Sum256([]byte(strings.Join([]string{r.By, r.To, r.Address, r.MessageID, r.Status, r.Reply}, "\x00")))
	return kind + hex.EncodeToString(h[:16])
}
