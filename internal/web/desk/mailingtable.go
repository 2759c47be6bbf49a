package desk

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/news"
	"onrecord/internal/platform/readerlist"
)

// How many messages are read at a time for a table, and how long it may take until a browser has them: a table of any length is
// written piece by piece.
const (
	tablePiece   = 2000
	piecePatient = 30 * time.Second
)

// mailingTable writes the messages of a mailing that the filter of the page leaves, one a line, as CSV (RFC 4180, in UTF-8).
func (d *desk) mailingTable(w http.ResponseWriter, r *http.Request) error {
	p, err := d.mailingOf(r)
	if err != nil {
		return err
	}
	if p.Mailing.Number == 0 {
		return news.Errorf(news.NotFound, "this edition is not being mailed yet")
	}
	if at := p.Mailing.Forgotten; !at.IsZero() {
		return news.Errorf(news.NotFound, "what became of each message was deleted on %s; the counts of the mailing stay", at.In(d.zone(r.Context())).Format("2 January 2006"))
	}
	given := r.URL.Query()
	f := news.DeliveryFilter{State: news.DeliveryState(given.Get("state")), Address: strings.TrimSpace(given.Get("q"))}
	piece, after, err := d.Store.FindDeliveries(r.Context(), p.Mailing.Number, f, tablePiece)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="mailing-`+p.Publication.Slug+"-"+p.Edition.Slug+`.csv"`)
	w.Header().Set("Cache-Control", "no-store")
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write([]string{"email", "state", "attempts", "unheard", "first_attempt", "since", "next_try", "status", "reply", "moved_to"}) // Flush tells
	slow := http.NewResponseController(w)
	for {
		for _, m := range piece {
			row := []string{m.To(), string(m.State), strconv.Itoa(m.Attempts), strconv.Itoa(m.Unheard), utc(m.Began), utc(m.At), utc(m.Due), m.Status, m.Reply, m.MovedTo()}
			for i := range row {
				row[i] = readerlist.Safe(row[i]) // whoever opens it in a spreadsheet runs nothing
			}
			_ = out.Write(row)
		}
		if out.Flush(); out.Error() != nil {
			panic(http.ErrAbortHandler) // whoever asked is gone
		}
		if after == "" {
			return nil
		}
		_ = slow.SetWriteDeadline(time.Now().Add(piecePatient)) // where it cannot be set, there is none
		f.After = after
		if piece, after, err = d.Store.FindDeliveries(r.Context(), p.Mailing.Number, f, tablePiece); err != nil {
			d.Log.Error("a table of messages broke off", "page", r.URL.Path, "error", err)
			panic(http.ErrAbortHandler) // half a table must not look like a whole one
		}
	}
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
