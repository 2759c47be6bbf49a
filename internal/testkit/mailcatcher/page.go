package mailcatcher

import (
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
)

//go:embed pages
var pages embed.FS

// Handler shows what was caught, below a prefix such as "/mail" (or "" for the root).
func (c *Catcher) Handler(prefix string) http.Handler {
	t := template.Must(template.ParseFS(pages, "pages/*.html")) // they are ours, and a test shows them
	mux := http.NewServeMux()
	show := func(w http.ResponseWriter, name string, data any) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-src 'self'")
		_ = t.ExecuteTemplate(w, name, data)
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
			render(w, n, all[n])
		}
	}
	mux.HandleFunc("GET "+prefix+"/{n}", one(func(w http.ResponseWriter, n int, m Message) {
		show(w, "mail.html", map[string]any{"Prefix": prefix, "N": n, "Mail": m})
	}))
	mux.HandleFunc("GET "+prefix+"/{n}/html", one(func(w http.ResponseWriter, _ int, m Message) {
		// What a mail may do in a careful mail program: look as it looks, and open links elsewhere.
		w.Header().Set("Content-Security-Policy", "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(`<base target="_blank">` + m.HTML))
	}))
	mux.HandleFunc("GET "+prefix+"/{n}/source", one(func(w http.ResponseWriter, _ int, m Message) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(m.Source)
	}))
	mux.HandleFunc("GET "+prefix+"/style.css", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, pages, "pages/style.css")
	})
	return mux
}
