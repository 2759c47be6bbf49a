package web

import "net/http"

// policy lets a page load nothing but the site's own files, and no script or style that stands in the page itself. Scripts turn no text
// into markup or an address of code; the one exception is the address of the worker that shows what is pushed (js/ask.js).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types push"

// always are the headers that every answer carries. Their values are made once: whoever wants another one sets it anew.
func always() (names []string, values [][]string) {
	for _, header := range [][2]string{
		{"Content-Security-Policy", policy},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
	} {
		names, values = append(names, header[0]), append(values, []string{header[1]})
	}
	return names, values
}

// Secure sets the headers that every answer carries.
func Secure(next http.Handler) http.Handler {
	names, values := always()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for i, name := range names {
			h[name] = values[i]
		}
		next.ServeHTTP(w, r)
	})
}

// Framing lets a page show other pages of the site in frames, besides what every page may.
func Framing(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
}

// Foreign lets an answer show a document that was made elsewhere in a frame of the site: it has its own styles, runs no script, loads
// nothing, and is of no origin, whatever is in it.
func Foreign(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'")
}
