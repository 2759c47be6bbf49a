package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

var (
	loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	inner    = append(loopback, netip.MustParsePrefix("10.0.0.0/8"))
)

// comes says whom a request seems to come from behind these proxies. A header is given as "Name: value".
func comes(trusted []netip.Prefix, peer string, headers ...string) (remote string) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = peer
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
	}
	Behind(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { remote = Remote(r) })).ServeHTTP(httptest.NewRecorder(), r)
	return remote
}

func TestTheClientBehindProxies(t *testing.T) {
	for _, c := range []struct {
		name    string
		trusted []netip.Prefix
		peer    string
		headers []string
		want    string
	}{
		{"no proxy", loopback, "192.0.2.7:4711", nil, "192.0.2.7"},
		{"a proxy that says nothing", loopback, "127.0.0.1:4711", nil, "127.0.0.1"},
		{"a proxy", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7"}, "192.0.2.7"},
		{"a proxy over IPv6", loopback, "[::1]:4711", []string{"X-Forwarded-For: 2001:db8::7"}, "2001:db8::7"},
		{"mapped into IPv6", loopback, "[::ffff:127.0.0.1]:4711", []string{"X-Forwarded-For: ::ffff:192.0.2.7"}, "192.0.2.7"},
		{"with a port", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7:99"}, "192.0.2.7"},
		{"with a port, IPv6", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: [2001:db8::7]:99"}, "2001:db8::7"},
		{"two proxies", inner, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7, 10.1.2.3"}, "192.0.2.7"},
		{"two proxies, two headers", inner, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7", "X-Forwarded-For: 10.1.2.3"}, "192.0.2.7"},
		{"from inside", inner, "127.0.0.1:4711", []string{"X-Forwarded-For: 10.1.2.3"}, "10.1.2.3"},
		{"Forwarded", loopback, "127.0.0.1:4711", []string{`Forwarded: for=192.0.2.7;proto=https;by=203.0.113.43`}, "192.0.2.7"},
		{"Forwarded, IPv6", loopback, "127.0.0.1:4711", []string{`Forwarded: proto=https; For="[2001:db8::7]:4711"`}, "2001:db8::7"},
		{"Forwarded, two proxies", inner, "127.0.0.1:4711", []string{`Forwarded: for=192.0.2.7, for="10.1.2.3:80"`}, "192.0.2.7"},

		{"a stranger's header", loopback, "192.0.2.66:4711", []string{"X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7"}, "192.0.2.66"},
		{"a stranger who claims to be a proxy", loopback, "192.0.2.66:4711", []string{"X-Forwarded-For: 127.0.0.1"}, "192.0.2.66"},
		{"nobody is trusted", nil, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7"}, "127.0.0.1"},
		{"what the client wrote before the proxy", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7, 127.0.0.1, 192.0.2.66"}, "192.0.2.66"},
		{"nonsense before the proxy", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: \"unknown, \x00, 192.0.2.66"}, "192.0.2.66"},
		{"nonsense from the proxy", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7, unknown"}, "127.0.0.1"},
		{"one hop further in", inner, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.7, junk, 10.1.2.3"}, "10.1.2.3"},
		{"an empty header", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: ", "Forwarded: for=192.0.2.7"}, "127.0.0.1"},
		{"Forwarded beside the proxy's own header", loopback, "127.0.0.1:4711", []string{"X-Forwarded-For: 192.0.2.66", "Forwarded: for=192.0.2.7"}, "192.0.2.66"},
		{"an obfuscated name", loopback, "127.0.0.1:4711", []string{"Forwarded: for=_hidden"}, "127.0.0.1"},
		{"an open quote of the client's", loopback, "127.0.0.1:4711", []string{`Forwarded: for=192.0.2.7;x=", for="192.0.2.66:80"`}, "127.0.0.1"},
		{"an open quote and a backslash", loopback, "127.0.0.1:4711", []string{`Forwarded: for=192.0.2.7;x="\, for=192.0.2.66`}, "127.0.0.1"},
		{"an element without an address", loopback, "127.0.0.1:4711", []string{"Forwarded: for=192.0.2.7, proto=https"}, "127.0.0.1"},
		{"no address at all", loopback, "@", []string{"X-Forwarded-For: 192.0.2.7"}, "@"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := comes(c.trusted, c.peer, c.headers...); got != c.want {
				t.Errorf("comes from %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever a client writes, the address that the last proxy saw is believed or none at all.
func FuzzHeadersThatClientsWrite(f *testing.F) {
	for _, s := range []string{"", "192.0.2.7", `for=192.0.2.7;x="`, `for="[2001:db8::7]:80`, "for=192.0.2.7,,", `a="\`, "unknown", ";;,,", "for=1;for=192.0.2.7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, client string) {
		if strings.ContainsAny(client, "\r\n") {
			return // no header can have these
		}
		if got := comes(loopback, "127.0.0.1:1", "X-Forwarded-For: "+client+", 198.51.100.9"); got != "198.51.100.9" {
			t.Errorf("X-Forwarded-For: comes from %q", got)
		}
		for _, proxy := range []string{"for=198.51.100.9", `for="198.51.100.9:443"`, `for=198.51.100.9;by="[::1]:80"`} {
			if got := comes(loopback, "127.0.0.1:1", "Forwarded: "+client+", "+proxy); got != "198.51.100.9" && got != "127.0.0.1" {
				t.Errorf("Forwarded with %s: comes from %q", proxy, got)
			}
		}
	})
}

func TestAHouseholdIsAnAddressOrA64(t *testing.T) {
	same := func(a, b string) bool {
		one, other := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRequest(http.MethodGet, "/", nil)
		one.RemoteAddr, other.RemoteAddr = a, b
		return Household(one) == Household(other)
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"192.0.2.1:1", "192.0.2.1:2", true}, {"192.0.2.1:1", "192.0.2.2:1", false}, {"[::ffff:192.0.2.1]:1", "192.0.2.1:1", true},
		{"[2001:db8::1]:1", "[2001:db8::ffff:2]:2", true}, {"[2001:db8::1]:1", "[2001:db8:0:1::1]:1", false}, {"[fe80::1%eth0]:1", "[fe80::2%eth1]:1", true},
		{"@", "@", true},
	} {
		if same(c.a, c.b) != c.same {
			t.Errorf("%s and %s are one household: %v", c.a, c.b, !c.same)
		}
	}
}

func TestANetworkIsA24OrA56(t *testing.T) {
	same := func(one, other string) bool {
		a, b := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRequest(http.MethodGet, "/", nil)
		a.RemoteAddr, b.RemoteAddr = one, other
		return Network(a) == Network(b)
	}
	for _, c := range []struct {
		one, other string
		want       bool
	}{
		{"192.0.2.7:1", "192.0.2.200:2", true},
		{"192.0.2.7:1", "192.0.3.7:1", false},
		{"[2001:db8:0:1::7]:1", "[2001:db8:0:ff::9]:1", true},
		{"[2001:db8:0:1::7]:1", "[2001:db8:0:100::7]:1", false},
	} {
		if same(c.one, c.other) != c.want {
			t.Errorf("%s and %s: want %t", c.one, c.other, c.want)
		}
	}
}
