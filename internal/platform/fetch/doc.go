// Package fetch is the way out: an HTTP client for addresses that strangers choose.
//
// In: the address of a feed or page, with the validators of the last answer. Out: the answer, decoded and within the size
// limit, or a news.Error that names the address: Invalid for one that is none, Forbidden where we may not go (a private
// network, robots.txt, 401, 403), Unavailable for everything that may be different next time.
//
// Every address is checked after its name is resolved and before it is dialled, at the first request and at each redirect,
// so no feed can make the desk look into the network it stands in. Hosts are asked no more often than the rate says.
package fetch
