package site_test

import (
	"net/http"
	"strings"
	"testing"

	"onrecord/internal/news"
	"onrecord/internal/web/site"
	"onrecord/internal/web/webtest"
)

func TestAReportsPictureComesFromHere(t *testing.T) {
	w := webtest.Sample().Pictured()
	page := "/report/" + string(webtest.Record)
	h := webtest.Handler(t, w)
	if got := webtest.Get(t, h, page); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `<img src="/picture/report-record" width="800" height="450" alt=""`) || strings.Contains(got.Body.String(), "harbour.jpg") {
		t.Errorf("the page answers %d and leads elsewhere, or shows no picture", got.Code)
	}
	got := webtest.Get(t, h, "/picture/report-record")
	if head := got.Header(); got.Code != http.StatusOK || head.Get("Content-Type") != "image/jpeg" || head.Get("Cache-Control") != "public, max-age=86400" || head.Get("Etag") == "" || !strings.HasPrefix(got.Body.String(), "\xff\xd8") {
		t.Errorf("the picture answers %d with %v", got.Code, head)
	}
	if got := webtest.Get(t, h, "/picture/report-marfa"); got.Code != http.StatusNotFound {
		t.Errorf("a picture that is none answers %d", got.Code)
	}
	failed := w.Pictures[webtest.Record]
	failed.JPEG, failed.Why = nil, "it was a web page"
	w.Pictures[webtest.Record] = failed
	if got := webtest.Get(t, h, page); strings.Contains(got.Body.String(), "/picture/") {
		t.Error("the page shows a picture that cannot be had")
	}
	w.Pictures = map[news.ID]news.Picture{}
	if got := webtest.Get(t, h, page); !strings.Contains(got.Body.String(), `<img src="/picture/report-record" width="1200" height="675"`) {
		t.Error("a picture that was never fetched has no room")
	}
	o := webtest.SiteOptions(w)
	o.Picture = nil
	s, err := site.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if got := webtest.Get(t, s, page); strings.Contains(got.Body.String(), "/picture/") {
		t.Error("pictures are shown where they are not to be")
	}
}
