package fetch

import (
	"strings"
	"testing"

	"onrecord/internal/news"
)

func TestWhereFeedsMayBe(t *testing.T) {
	for _, c := range []struct {
		address   string
		off, on   news.Kind // without and with AllowLoopback; empty: it may be asked
		saysOfOff string
	}{
		{"https://courier.example/rss", "", "", ""},
		{"http://courier.example:8080/rss", "", "", ""},
		{"http://192.0.2.2.example/", "", "", ""},
		{"http://1.1.1.1/", "", "", ""},
		{"http://[2606:4700::1111]/", "", "", ""},
		{"http://courier.example:22/rss", news.Forbidden, "", "port 22 is closed"},
		{"http://localhost/rss", news.Forbidden, "", "gather.loopback"},
		{"http://a.LOCALHOST./rss", news.Forbidden, "", "gather.loopback"},
		{"http://127.8.9.10:9000/rss", news.Forbidden, "", "gather.loopback"},
		{"http://[::1]/rss", news.Forbidden, "", "gather.loopback"},
		{"http://[::ffff:127.0.0.1]/rss", news.Forbidden, "", "gather.loopback"},
		{"http://10.1.2.3/rss", news.Forbidden, news.Forbidden, "private"},
		{"http://192.168.0.1/rss", news.Forbidden, news.Forbidden, "private"},
		{"http://169.254.169.254/latest", news.Forbidden, news.Forbidden, "private"},
		{"http://[fe80::1%25eth0]/", news.Forbidden, news.Forbidden, "private"},
		{"http://[fd00::1]/", news.Forbidden, news.Forbidden, "private"},
		{"http://0.0.0.0/", news.Forbidden, news.Forbidden, "reserved"},
		{"http://127.1/", news.Invalid, news.Invalid, "no host"},
		{"http://2130706433/", news.Invalid, news.Invalid, "no host"},
		{"http://0x7f.0.0.0x1/", news.Invalid, news.Invalid, "no host"},
		{"ftp://courier.example/", news.Invalid, news.Invalid, "no web address"},
		{"http:///rss", news.Invalid, news.Invalid, "no web address"},
	} {
		off, on := MayAsk(c.address, false), MayAsk(c.address, true)
		if news.KindOf(off) != c.off || news.KindOf(on) != c.on {
			t.Errorf("%s: %v, with loopback %v; want %q and %q", c.address, off, on, c.off, c.on)
		}
		if off != nil && !strings.Contains(off.Error(), c.saysOfOff) {
			t.Errorf("%s: %v does not say %q", c.address, off, c.saysOfOff)
		}
	}
}
