package feed

import (
	"net"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"onrecord/internal/news"
)

// tracking are the parameters that say whom a link was given to and not where it leads; a trailing * stands for any rest.
var tracking = []string{
	"utm_*", "mtm_*", "pk_*", "piwik_*", "matomo_*", "hsa_*", "_hs*", "at_campaign*", "at_medium*", "at_custom*", "ns_*", "mc_cid", "mc_eid",
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "igshid", "igsh",
	"li_fat_id", "_openstat", "_ga", "_gl", "cmpid", "cmp", "campaign_id", "partner_id", "ito", "smid", "smtyp", "ocid", "cid_source",
	"ref_src", "ref_url", "guccounter", "guce_referrer*", "wt_mc", "wt.mc_id", "xtor", "spref", "sref", "vero_id", "vero_conv",
	"oly_anon_id", "oly_enc_id", "mkt_tok", "trk", "trkinfo", "__twitter_impression", "ftag", "traffic_source", "feedtype", "s_cid", "soc_src",
	"soc_trk", "rss", "src_rss", "from_rss",
}

// Canonical gives the one form of a web address by which a report is known: scheme and host in lower case, without default
// port, fragment, credentials and tracking parameters, the rest of the query sorted by name. Two links that differ only
// in these lead to the same page; whatever else differs may matter and is kept. Anything but an absolute http or https
// address is Invalid.
func Canonical(raw string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.Opaque != "" {
		return "", notAnAddress(raw)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", notAnAddress(raw)
	}
	if ascii, err := idna.Lookup.ToASCII(host); err == nil && ascii != "" {
		host = ascii
	}
	port := u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"): // IPv6
		u.Host = "[" + host + "]"
	default:
		u.Host = host
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.User, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", false
	u.RawQuery = query(u.RawQuery)
	return u.String(), nil
}

// query sorts the parameters by name, keeps the order of those of one name and their spelling, and drops tracking ones.
func query(raw string) string {
	if raw == "" {
		return ""
	}
	kept := slices.DeleteFunc(strings.Split(raw, "&"), func(p string) bool { return p == "" || tracks(parameter(p)) })
	slices.SortStableFunc(kept, func(a, b string) int { return strings.Compare(parameter(a), parameter(b)) })
	return strings.ReplaceAll(strings.Join(kept, "&"), " ", "%20")
}

func parameter(pair string) string {
	name, _, _ := strings.Cut(pair, "=")
	if decoded, err := url.QueryUnescape(name); err == nil {
		name = decoded
	}
	return name
}

func tracks(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(tracking, func(pattern string) bool {
		matches, err := path.Match(pattern, name)
		return err == nil && matches
	})
}

func notAnAddress(raw string) error {
	return news.FieldErrorf("url", "%q is no web address", cut(raw, 200))
}
