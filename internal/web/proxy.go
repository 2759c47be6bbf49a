package web

import (
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// Behind gives every request the address of its client where it comes through proxies: those who stand at one of the trusted
// addresses are believed about whom they forward for. From then on RemoteAddr is the client's, for limits and for the proof of
// consent alike.
//
// The addresses are those of X-Forwarded-For or, where there is none, of Forwarded (RFC 7239). Each proxy adds the one that it
// was asked from at the end, so the client is the last that is no trusted proxy; what stands before it is the client's own
// claim. A request from anybody else keeps the address that it comes from, whatever its headers say.
func Behind(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if client := client(trusted, r); client != "" {
			forwarded := *r
			forwarded.RemoteAddr = net.JoinHostPort(client, "0")
			r = &forwarded
		}
		next.ServeHTTP(w, r)
	})
}

// client gives the address that trusted proxies forward for, or "" where there is nothing to believe.
func client(trusted []netip.Prefix, r *http.Request) string {
	if r.Header["X-Forwarded-For"] == nil && r.Header["Forwarded"] == nil {
		return ""
	}
	is := func(a netip.Addr) bool {
		return slices.ContainsFunc(trusted, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	peer, ok := address(Remote(r))
	if !ok || !is(peer) {
		return ""
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if len(r.Header.Values("X-Forwarded-For")) == 0 {
		hops = forwardedFor(strings.Join(r.Header.Values("Forwarded"), ","))
	}
	found := ""
	for _, hop := range slices.Backward(hops) {
		a, ok := address(hop)
		if !ok {
			break // what stands before it cannot be trusted either
		}
		if found = a.String(); !is(a) {
			break
		}
	}
	return found
}

// address reads an IP address as headers and sockets give it: with or without a port, in brackets or not. An IPv4 address that
// is mapped into IPv6 is that IPv4 address.
func address(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if p, err := netip.ParseAddrPort(s); err == nil {
		return p.Addr().Unmap().WithZone(""), true
	}
	if inside, found := strings.CutPrefix(s, "["); found {
		s = strings.TrimSuffix(inside, "]")
	}
	a, err := netip.ParseAddr(s)
	return a.Unmap().WithZone(""), err == nil
}

// pair is one of an element's parameters and what ends it (RFC 7239, section 4); empty elements count for nothing.
var pair = regexp.MustCompile(`^[ \t]*(?:([\w!#$%&'*+.^|~-]+)=("(?:[^"\\]|\\.)*"|[^ \t",;]*))?[ \t]*(,|;|$)`)

// forwardedFor gives the "for" of each element of a Forwarded header, "" for an element without one. Of a header that is not well
// formed nothing is taken: an open quote of the client's could swallow what the proxy wrote.
func forwardedFor(header string) []string {
	var hops []string
	for hop := ""; ; {
		found := pair.FindStringSubmatch(header)
		if found == nil {
			return nil
		}
		if strings.EqualFold(found[1], "for") {
			hop = strings.Trim(found[2], `"`)
		}
		if found[3] != ";" {
			hops, hop = append(hops, hop), ""
		}
		if header = header[len(found[0]):]; found[3] == "" {
			return hops
		}
	}
}
