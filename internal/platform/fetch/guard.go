package fetch

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"code.dny.dev/ssrf"

	"onrecord/internal/news"
)

// ports are those that web servers stand at; at others something else may listen.
var ports = []uint16{80, 443, 8000, 8008, 8080, 8443}

func guard(loopback bool) *ssrf.Guardian {
	options := []ssrf.Option{ssrf.WithPorts(ports...)}
	if loopback {
		options = []ssrf.Option{
			ssrf.WithAnyPort(),
			ssrf.WithAllowedV4Prefixes(netip.MustParsePrefix("127.0.0.0/8")),
			ssrf.WithAllowedV6Prefixes(netip.MustParsePrefix("::1/128")),
		}
	}
	return ssrf.New(options...)
}

// MayAsk says whether a client with or without AllowLoopback would ask an address, as far as the address itself tells; what its
// name leads to is checked when it is dialled. The error is Forbidden, or Invalid if it is no web address.
func MayAsk(address string, loopback bool) error {
	u, err := check(address)
	if err != nil {
		return err
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	ip, err := netip.ParseAddr(host)
	switch {
	case err == nil:
		ip = ip.Unmap().WithZone("")
	case host == "localhost" || strings.HasSuffix(host, ".localhost"): // RFC 6761, section 6.3
		ip = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case numeric(host[strings.LastIndexByte(host, '.')+1:]):
		return problem(news.Invalid, address, err, "%q is no host and no IP address in full", host) // 127.1 and 0x7f000001 among them
	}
	if ip.IsValid() {
		network := "tcp6"
		if ip.Is4() {
			network = "tcp4"
		}
		err := guard(loopback).Safe(network, netip.AddrPortFrom(ip, ports[0]).String(), nil)
		switch {
		case err != nil && ip.IsLoopback():
			return problem(news.Forbidden, address, err, "%s is this machine itself, where feeds are asked only with the setting gather.loopback", host)
		case err != nil:
			return problem(news.Forbidden, address, err, "%s is in a private or reserved network, where the desk does not go", host)
		}
	}
	if port := portOf(u); !loopback && !slices.Contains(ports, port) {
		return problem(news.Forbidden, address, nil, "the port %s is closed to us; feeds are asked at 80, 443, 8000, 8008, 8080 and 8443", u.Port())
	}
	return nil
}

// numeric says whether the last part of a host makes it an IP address to those who dial it (URL Standard, section 3.5).
func numeric(label string) bool {
	_, err := strconv.ParseUint(label, 0, 64)
	return err == nil || strings.Trim(label, "0123456789") == ""
}

// portOf gives the port that an address names or stands for, 0 if it is none.
func portOf(u *url.URL) uint16 {
	if u.Port() == "" {
		return map[string]uint16{"http": 80, "https": 443}[u.Scheme]
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil {
		return 0
	}
	return uint16(port)
}
