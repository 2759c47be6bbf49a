package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"onrecord/internal/news"
)

// wrongMethod says that there is a page, but not for this method.
type wrongMethod struct{ allow []string }

func (e wrongMethod) Error() string {
	return fmt.Sprintf("this page takes %s only", strings.Join(e.allow, " and "))
}

// Route serves the pages of a mux. What it has none for goes to fail, as a page that is not there or, with Allow set, as one
// that is there for other methods (RFC 9110, section 15.5.6). So does an address whose fields cannot be told apart, of which pages would see
// a part.
func Route(mux *http.ServeMux, fail func(w http.ResponseWriter, r *http.Request, err error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern != "" {
			if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
				fail(w, r, wrongQuery{news.Errorf(news.Invalid, "what stands behind the question mark of this address is damaged; copy the address anew, or leave that part out")})
				return
			}
			mux.ServeHTTP(w, r)
			return
		}
		var allow []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
			other := *r
			other.Method = method
			if _, pattern := mux.Handler(&other); pattern != "" {
				allow = append(allow, method)
			}
		}
		if len(allow) == 0 {
			fail(w, r, news.Errorf(news.NotFound, "there is no page at this address"))
			return
		}
		w.Header().Set("Allow", strings.Join(allow, ", "))
		fail(w, r, wrongMethod{allow})
	})
}
