package site_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

// away has every act of a reader fail.
type away struct{ site.Readers }

var errAway = errors.New("the disk is full")

func (away) LookConfirm(context.Context, string) (news.Publication, error) {
	return news.Publication{}, errAway
}

func (away) LookUnsubscribe(context.Context, string) (news.Publication, error) {
	return news.Publication{}, errAway
}

func (away) Preferences(context.Context, string) (news.Preferences, error) {
	return news.Preferences{}, errAway
}

func (away) Data(context.Context, string) (news.ReaderData, error) { return news.ReaderData{}, errAway }

func (away) LookMove(context.Context, string) (news.Move, error) { return news.Move{}, errAway }

// TestLinksThatAreAReadersOwnAreNotLogged has pages fail that a signed link leads to: whoever reads the log is not to have the link.
func TestLinksThatAreAReadersOwnAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	o := webtest.SiteOptions(webtest.Sample())
	o.Readers, o.Log = away{}, slog.New(slog.NewTextHandler(&log, nil))
	h, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/confirm/signed", "/unsubscribe/signed", "/preferences/signed", "/preferences/signed/data.json", "/preferences/signed/erase", "/new-address/signed"} {
		log.Reset()
		got := webtest.Get(t, h, path)
		page, _, _ := strings.Cut(path[1:], "/")
		if got.Code != http.StatusInternalServerError || !strings.Contains(log.String(), "page=/"+page+"/…") || strings.Contains(log.String(), "signed") {
			t.Errorf("%s answers %d, and the log says %s", path, got.Code, &log)
		}
	}
}
