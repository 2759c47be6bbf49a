package app

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/read"
)

func TestAPageSaysInWhichLanguageItsTextIs(t *testing.T) {
	reader, err := read.New()
	ok(t, err)
	r := openVersions(t, filepath.Join(t.TempDir(), "desk.db"), reader)
	for text, want := range map[string]string{
		"Das Wehr ist sicher, sagte die Bürgermeisterin der Stadt am Montag, und niemand widersprach ihr in der Sitzung des Rates.": "This text is in German; statements are found only in English so far.",
		"The dam is old, and it rained for three days on the hills above the town.":                                                 "No statement was found in this text.",
	} {
		r.comes(text)
		h, err := r.Handler() // a new one has kept no page
		ok(t, err)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/report/"+string(r.report), nil))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page of %q answers %d and does not say %q", text, w.Code, want)
		}
	}
	for language, want := range map[string]string{
		"en": "", "en-GB": "", "pt-BR": "This text is in Portuguese; statements are found only in English so far.",
		"und": "This text is too short or too mixed to tell its language; statements are found only in English so far.",
	} {
		if got := notRead(language, []string{"en"}); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}
