package site

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"

	"onrecord/internal/news"
)

// file serves claims as a file: a table of the evidence, or linked data.
func (s *Site) file(w http.ResponseWriter, r *http.Request, v view, t told, claims []news.ClaimLedger, ext, name string) error {
	var b bytes.Buffer
	kind := "text/csv; charset=utf-8; header=present"
	if ext == ".csv" {
		if err := s.writeCSV(&b, t, claims); err != nil {
			return err
		}
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ext}))
	} else {
		kind = "application/ld+json"
		w.Header().Set("Vary", "Accept-Language")
		set := make([]claimView, len(claims))
		for i, c := range claims {
			set[i] = t.setOut(c, "")
		}
		e := json.NewEncoder(&b)
		e.SetIndent("", "  ")
		if err := e.Encode(s.documents(v, t, claims, set, everything)); err != nil {
			return err
		}
	}
	reply(w, r, http.StatusOK, kind, b.Bytes())
	return nil
}
