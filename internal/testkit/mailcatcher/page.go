package mailcatcher

import (
	"embed"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

//go:embed pages
var pages embed.FS

// Handler shows what was caught, below a prefix such as "/mail" (or "" for the root).
func (c *Catcher) Handler(prefix string) http.Handler {
	t := template.Must(template.ParseFS(pages, "pages/*.html")) // they are ours, and a test shows them
	mux := http.NewServeMux()
	show := func(w http.ResponseWriter, name string, data any) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'")
		_ = t.ExecuteTemplate(w, name, data) // to fail half-way is to have lost the one who looks
	}
	mux.HandleFunc("GET "+prefix+"/{$}", func(w http.ResponseWriter, _ *http.Request) {
		type line struct {
			N int
			Message
		}
		var lines []line
		for i, m := range c.Messages() {
			lines = append(lines, line{i, m})
		}
		slices.Reverse(lines)
		show(w, "list.html", map[string]any{"Prefix": prefix, "Lines": lines, "Repeats": c.Repeats()})
	})
	one := func(render func(w http.ResponseWriter, n int, m Message)) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			n, err := strconv.Atoi(r.PathValue("n"))
			all := c.Messages()
			if err != nil || n < 0 || n >= len(all) {
				http.NotFound(w, r)
				return
			}
			w.Header().Set("X-Content-Type-Options", "nosniff")
			render(w, n, all[n])
		}
	}
	mux.HandleFunc("GET "+prefix+"/{n}", one(func(w http.ResponseWriter, n int, m Message) {
		from := m.From
		if f, err := m.Header.Text("From"); err == nil && f != "" {
			from = f
		}
		show(w, "mail.html", map[string]any{"Prefix": prefix, "N": n, "Mail": m, "From": from})
	}))
	mux.HandleFunc("GET "+prefix+"/{n}/html", one(func(w http.ResponseWriter, _ int, m Message) {
		// What a mail may do in a careful mail program: look as it looks, and open links elsewhere.
		w.Header().Set("Content-Security-Policy", "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, outward(m.HTML))
	}))
	mux.HandleFunc("GET "+prefix+"/{n}/source", one(func(w http.ResponseWriter, _ int, m Message) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(m.Source)
	}))
	mux.HandleFunc("GET "+prefix+"/style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "pages/style.css")
	})
	return mux
}

// outward has the links of a mail open in a window of their own, those within it left out.
func outward(mail string) string {
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(mail)); ; {
		if z.Next() == html.ErrorToken {
			return b.String()
		}
		raw := string(z.Raw())
		token := z.Token()
		within := slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Key == "href" && strings.HasPrefix(a.Val, "#") })
		if token.Type == html.StartTagToken && token.Data == "a" && !within {
			token.Attr = append(token.Attr, html.Attribute{Key: "target", Val: "_blank"})
			raw = token.String()
		}
		b.WriteString(raw)
	}
}
