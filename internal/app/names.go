package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// names asks the DNS, as *net.Resolver does. A name that is not there, or has no such records, is a *net.DNSError that says
// so by IsNotFound.
type names interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupIPAddr(ctx context.Context, host string) ([]net.IPAddr, error)
	LookupAddr(ctx context.Context, addr string) (names []string, err error)
}

// lookupTime is how long one answer is waited for.
const lookupTime = 5 * time.Second

// patient asks by another, each time so long at most, and for names as they are: a search list, by which a machine finds its
// neighbours by short names, would find records where the world finds none.
type patient struct {
	names
	each time.Duration
}

// systemNames asks the name servers that this machine is set to ask.
func systemNames() names { return patient{net.DefaultResolver, lookupTime} }

func (p patient) LookupTXT(ctx context.Context, name string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, p.each)
	defer cancel()
	return p.names.LookupTXT(ctx, rooted(name))
}

func (p patient) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	ctx, cancel := context.WithTimeout(ctx, p.each)
	defer cancel()
	return p.names.LookupMX(ctx, rooted(name))
}

// LookupIPAddr takes the name of a host as the system does: a mail server may have a short one.
func (p patient) LookupIPAddr(ctx context.Context, host string) ([]net.IPAddr, error) {
	ctx, cancel := context.WithTimeout(ctx, p.each)
	defer cancel()
	return p.names.LookupIPAddr(ctx, host)
}

func (p patient) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, p.each)
	defer cancel()
	return p.names.LookupAddr(ctx, addr)
}

func rooted(name string) string { return strings.TrimSuffix(name, ".") + "." }

// notFound says whether the DNS has answered that there is no such name or record.
func notFound(err error) bool {
	var e *net.DNSError
	return errors.As(err, &e) && e.IsNotFound
}

// records gives the TXT records of a name, none if it has none.
func records(ctx context.Context, dns names, name string) ([]string, error) {
	found, err := dns.LookupTXT(ctx, name)
	if notFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be looked up: %s", name, lookupFault(err))
	}
	return found, nil
}

// lookupFault says why there is no answer, without the name and the server's address.
func lookupFault(err error) string {
	var e *net.DNSError
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &e) && e.IsTimeout:
		return "no name server answered in time"
	case e != nil:
		return e.Err
	}
	return err.Error()
}

// noNameServer is the mend where the DNS does not answer.
const noNameServer = "Give this machine a name server that answers, and check again."

// addresses gives those of a host that the world can reach, and whether it has others.
func addresses(ctx context.Context, dns names, host string) (public []netip.Addr, others bool, err error) {
	var all []netip.Addr
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		all = []netip.Addr{a}
	} else {
		found, err := dns.LookupIPAddr(ctx, host)
		if err != nil {
			return nil, false, err
		}
		for _, f := range found {
			if a, is := netip.AddrFromSlice(f.IP); is {
				all = append(all, a)
			}
		}
	}
	for _, a := range all {
		a = a.Unmap().WithZone("")
		switch {
		case !a.IsGlobalUnicast() || a.IsPrivate() || shared.Contains(a):
			others = true
		case !slices.Contains(public, a):
			public = append(public, a)
		}
	}
	return public, others, nil
}

// shared is what providers give to machines behind their own NAT (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")
