package site_test

import (
	"fmt"
	"testing"
	"time"

	"onrecord/internal/web/webtest"
)

// BenchmarkLedger makes the pages of stories of several sizes, from a store in memory: what setting out, drawing and writing take.
func BenchmarkLedger(b *testing.B) {
	for _, n := range []int{3, 30, 300, 3000, 20_000} {
		w := webtest.Sample()
		w.Reports, w.Texts = nil, nil
		id := string(w.Grow(n))
		w.Texts = nil // searched one by one by the store in memory
		h := webtest.Handler(b, w)
		for name, path := range map[string]string{"page": "/story/" + id, "table": "/story/" + id + ".csv", "picture": "/story/" + id + "/timeline.svg"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				size := 0
				for b.Loop() {
					size = webtest.Get(b, h, path).Body.Len()
				}
				b.ReportMetric(float64(size)/1000, "kB")
			})
		}
	}
}

// BenchmarkEdition makes the pages that most readers see, from a store in memory.
func BenchmarkEdition(b *testing.B) {
	h := webtest.Handler(b, webtest.Sample())
	for name, path := range map[string]string{"edition": "/strait-brief/" + webtest.Now.Format(time.DateOnly), "home": "/strait-brief"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				size = webtest.Get(b, h, path).Body.Len()
			}
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		webtest.Handler(b, webtest.Sample())
	}
}
