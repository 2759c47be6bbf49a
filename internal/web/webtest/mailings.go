package webtest

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
)

// The editions whose mailings stand in all the ways that there are, see Mailed.
const (
	Going     news.ID = "edition-going"     // half-way
	Deferred  news.ID = "edition-deferred"  // all tried, some put off
	Held      news.ID = "edition-held"      // paused by an editor
	Refused   news.ID = "edition-refused"   // paused, with a long message of the server's
	Unreached news.ID = "edition-unreached" // waits for the mail server
	Million   news.ID = "edition-million"
	Cancelled news.ID = "edition-cancelled"
	Forgotten news.ID = "edition-forgotten" // so long ago that what became of single messages was deleted
)

// Mailed adds mailings to the world, one for each way in which they stand; that of Newest is finished.
func (w *World) Mailed() *World {
	newest, _ := w.Edition(context.Background(), Newest)
	w.Messages = map[int64][]news.Addressed{}
	add := func(id news.ID, title string, c news.DeliveryCounts, v news.Sending) {
		if id != Newest {
			e := newest
			e.ID, e.Title, e.Slug = id, title, "2031-02-"+strconv.Itoa(10+len(w.Sendings))
			e.Due = e.Due.AddDate(0, 0, -20+len(w.Sendings))
			w.AllOfThem = append(w.AllOfThem, e)
		}
		v.Number, v.EditionID, v.Counts, v.Listed = int64(len(w.Sendings)+1), id, c, news.WholeList
		v.Began = Now.Add(-4 * time.Minute)
		w.Delivered[id] = c
		w.Sendings = append(w.Sendings, v)
		w.Messages[v.Number] = messages(v)
	}
	add(Newest, "", news.DeliveryCounts{Sent: 1281, Bounced: 3}, news.Sending{State: news.Finished, Ended: Now.Add(-2 * time.Hour)})
	add(Going, "Ferries turn back at the breakwater", news.DeliveryCounts{Waiting: 604, Sent: 655, Deferred: 12, Bounced: 9, Suppressed: 4}, news.Sending{State: news.Underway})
	add(Deferred, "What the fax said", news.DeliveryCounts{Sent: 1270, Deferred: 6, Bounced: 8}, news.Sending{State: news.Underway, Next: Now.Add(12 * time.Minute)})
	add(Held, "The vote in May", news.DeliveryCounts{Waiting: 1100, Sent: 184}, news.Sending{State: news.Paused, Said: news.PausedBy + "ada"})
	add(Refused, "Who signed for the northern pier", news.DeliveryCounts{Waiting: 1262, Deferred: 20, Sent: 2}, news.Sending{State: news.Paused,
		Said: "550 5.7.1 [198.51.100.7] Our system has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been blocked. Please visit https://mailbox.example/support/a/answer/81126?reference=5c69425af5c9ab8dbcf1c5b6f1c4a7aa-NotAWordThatCanBeBrokenAnywhere to review our guidelines"})
	add(Unreached, "Customs archive to open", news.DeliveryCounts{Waiting: 1284}, news.Sending{State: news.Underway, Next: Now.Add(52 * time.Second), Said: "mail.example.org:587: the mail server mail.example.org:587 does not take mail: connection refused"})
	add(Million, "A digest for a million", news.DeliveryCounts{Waiting: 402_118, Sent: 590_033, Deferred: 2_204, Bounced: 5_120, Suppressed: 525}, news.Sending{State: news.Underway})
	add(Cancelled, "Sent by mistake", news.DeliveryCounts{Sent: 31, Cancelled: 1253}, news.Sending{State: news.Cancelled, Said: news.CancelledBy + "ada", Ended: Now.Add(-26 * time.Hour)})
	add(Forgotten, "The winter the ferries stopped", news.DeliveryCounts{Sent: 1280, Bounced: 4}, news.Sending{State: news.Finished, Ended: Now.AddDate(-1, -1, -7),
		Forgotten: time.Date(2031, 2, 20, 3, 0, 0, 0, time.UTC)})
	delete(w.Messages, w.Sendings[len(w.Sendings)-1].Number)
	return w
}

// messages makes the first 120 of a mailing, some of each state.
func messages(v news.Sending) (out []news.Addressed) {
	c := v.Counts
	states := []news.DeliveryState{news.Sent, news.Sent, news.Deferred, news.Sent, news.Bounced, news.Sent, news.Suppressed, news.Waiting, news.Withheld}
	for i := 0; len(out) < min(120, c.Total()); i++ {
		state := states[i%len(states)]
		if *c.Of(state) == 0 {
			continue
		}
		*c.Of(state)--
		d := news.Delivery{Sending: v.Number, Subscription: news.ID(fmt.Sprintf("subscription-%03d", i)), State: state, At: Now.Add(-time.Minute)}
		switch state {
		case news.Sent:
			d.Attempts, d.Reply = 1, "250 2.0.0 Ok: queued as 4XyZ"+strconv.Itoa(1000+i)
		case news.Deferred:
			d.Attempts, d.Due, d.Status, d.Reply = 2, Now.Add(9*time.Minute), "4.2.1", "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. Please resend your message at a later time."
		case news.Bounced:
			d.Attempts, d.Status, d.Reply = 1, "5.1.1", "550 5.1.1 <nobody>: Recipient address rejected: User unknown in virtual mailbox table"
		case news.Suppressed:
			d.Reply = "nothing is sent to this address: bounce"
		}
		d.Began = d.At
		address := fmt.Sprintf("reader%d@mail%d.example", i, i%7)
		switch i % 10 {
		case 3:
			address = fmt.Sprintf("an.uncommonly.long.address.of.somebody.at.the.ministry.%d@correspondence.office.of-the-secretariat.example", i)
		case 5:
			address = fmt.Sprintf("leser%d@xn--bcher-kva.example", i)
		case 7:
			address = "=cmd@example.org"
		}
		m := news.Addressed{Delivery: d, Address: address}
		if i == 14 {
			m.WentTo = "former14@mail0.example"
		}
		out = append(out, m)
	}
	return out
}

// Sending gives the mailing of an edition.
func (w *World) Sending(_ context.Context, id news.ID) (news.Sending, error) {
	w.mailing.Lock()
	defer w.mailing.Unlock()
	return find(w, w.Sendings, "mailing", func(v news.Sending) bool { return v.EditionID == id })
}

// OpenSendings gives those that have not ended.
func (w *World) OpenSendings(context.Context) (out []news.Sending, err error) {
	w.mailing.Lock()
	defer w.mailing.Unlock()
	for _, v := range w.Sendings {
		if v.State != news.Finished && v.State != news.Cancelled {
			out = append(out, v)
		}
	}
	return out, w.Fail
}

// Change changes a mailing.
func (w *World) Change(id news.ID, change func(*news.Sending)) {
	w.mailing.Lock()
	defer w.mailing.Unlock()
	change(&w.Sendings[slices.IndexFunc(w.Sendings, func(v news.Sending) bool { return v.EditionID == id })])
}

// FindDeliveries gives a mailing's messages; the place of the last is what comes after.
func (w *World) FindDeliveries(_ context.Context, number int64, f news.DeliveryFilter, limit int) (found []news.Addressed, after string, err error) {
	if !slices.Contains([]news.DeliveryState{"", news.Waiting, news.Sent, news.Deferred, news.Bounced, news.Suppressed, news.Withheld}, f.State) {
		return nil, "", news.FieldErrorf("state", "there is no state %q", f.State)
	}
	from, _ := strconv.Atoi(f.After)
	for i, m := range w.Messages[number] {
		if i < from || f.State != "" && m.State != f.State || !strings.HasPrefix(m.Address, strings.ToLower(f.Address)) {
			continue
		}
		if len(found) == limit {
			return found, strconv.Itoa(i), w.Fail
		}
		found = append(found, m)
	}
	return found, "", w.Fail
}

// mailings notes what editors do with mailings.
type mailings struct {
	world *World
	acts  *Acts
}

func (m mailings) PauseMailing(_ context.Context, id news.ID, who string) error {
	return m.change("pause", id, who, news.Paused, news.PausedBy+who)
}

func (m mailings) ResumeMailing(_ context.Context, id news.ID) error {
	return m.change("resume", id, "", news.Underway, "")
}

func (m mailings) CancelMailing(_ context.Context, id news.ID, who string) error {
	return m.change("cancel", id, who, news.Cancelled, news.CancelledBy+who)
}

func (m mailings) change(act string, id news.ID, who string, to news.SendingState, said string) error {
	v, err := m.world.Sending(context.Background(), id)
	if err != nil {
		return news.Errorf(news.Conflict, "it is not being mailed yet")
	}
	if v.State == news.Finished || v.State == news.Cancelled {
		return news.Errorf(news.Conflict, "the mailing has ended")
	}
	m.world.Change(id, func(v *news.Sending) { v.State, v.Said = to, said })
	m.acts.Mailed = append(m.acts.Mailed, strings.TrimSpace(act+" "+string(id)+" "+who))
	return m.world.Fail
}

// TestMail notes it. What goes to full@ is refused.
func (m mailings) TestMail(_ context.Context, id news.ID, language string, to []string) (all []news.TestSent, err error) {
	for _, a := range to {
		a = strings.TrimSpace(a)
		if !strings.Contains(a, "@") {
			return nil, news.FieldErrorf("to", "%q is no mail address: there is no @ in it", a)
		}
		one := news.TestSent{Address: a}
		if strings.HasPrefix(a, "full@") {
			one.Err = news.Errorf(news.Unavailable, "452 4.2.2 <b>the mailbox is full</b>")
		}
		all = append(all, one)
		m.acts.Mailed = append(m.acts.Mailed, "test "+string(id)+" in "+language+" to "+a)
	}
	return all, m.world.Fail
}

// PreviewMail gives a mail with something hostile in each part.
func (m mailings) PreviewMail(ctx context.Context, id news.ID, language string) (v news.MailPreview, err error) {
	e, err := m.world.Edition(ctx, id)
	if err != nil {
		return v, err
	}
	v.Language, v.Languages = "en", []news.MailLanguage{{Tag: "en", Name: "English"}, {Tag: "he", Name: "עברית"}}
	if language == "he" {
		v.Language = "he"
	}
	v.From = "bounces+0-01r5mf9xc0z7anz33gfbbgymq6-abcdefghijklmnop@strait.example"
	v.Fields = []news.MailField{
		{Name: "DKIM-Signature", Value: "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=strait.example; s=20310302-ed25519; t=1930467600; h=From:To:Subject:Date:Message-ID:List-Unsubscribe; bh=" + strings.Repeat("Zm9v", 11) + "=; b=" + strings.Repeat("YmFy", 22)},
		{Name: "Subject", Value: "The Strait Brief: " + e.Title}, {Name: "From", Value: `"The Strait Brief" <brief@strait.example>`}, {Name: "To", Value: "<reader@example.org>"},
		{Name: "List-Unsubscribe", Value: "<https://brief.example/unsubscribe/" + strings.Repeat("k7q2", 20) + ">"}, {Name: "X-Hostile", Value: "<script>alert(1)</script>"},
	}
	v.Text = "The Strait Brief\n\n" + e.Title + "\n" + strings.Repeat("=", 60) + "\n\n1. Karst and Melland agreed to secret talks, officials say\n   The Record · 2 March\n   https://record.example/" + strings.Repeat("a-long-address-", 9) + "\n\n</pre><script>alert(1)</script>\n"
	v.HTML = `<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme: dark) { .back { background: #151618 !important; color: #e9e5db !important } }</style></head>` +
		`<body class="back" style="margin:0;background:#fdfcf9;color:#1d1b18"><table role="presentation" width="100%"><tr><td style="padding:24px;font-family:Georgia,serif"><h1>` + e.Title + `</h1><p>Two officials said so; a spokesman denied it.</p><script>alert(1)</script><img src="https://tracker.example/x.gif" alt=""></td></tr></table></body></html>`
	v.HTMLSize = 24_311
	v.Source = []byte("Subject: The Strait Brief\r\nMIME-Version: 1.0\r\n\r\n" + strings.Repeat("=D7=94=D7=A0=D7=9E=D7=9C ", 400) + "</pre><script>alert(1)</script>\r\n")
	return v, m.world.Fail
}
