package app

import (
	"context"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"

	"onrecord/internal/news"
	"onrecord/internal/platform/dkim"
)

// What the DNS has of a key's record.
const (
	KeyPublished = "published"
	KeyMissing   = "missing"
	KeyWrong     = "wrong"   // something else is there
	KeyUnknown   = "unknown" // no name server answers
)

// publishedState says what the DNS has of a key's record, and why that is not right.
func publishedState(ctx context.Context, dns names, k dkim.Key) (state, why string) {
	found, err := records(ctx, dns, k.Name())
	if err != nil {
		return KeyUnknown, err.Error()
	}
	switch err := k.Published(found); news.KindOf(err) {
	case "":
		return KeyPublished, ""
	case news.NotFound:
		return KeyMissing, err.Error()
	default:
		return KeyWrong, err.Error()
	}
}

// NewMailKey says which keys to make.
type NewMailKey struct {
	Domain   string // empty: that of the mailbox that mails come from
	Selector string // empty: the date; with two kinds, each gets the kind added
	Kind     string // rsa, ed25519 or both; empty: both
}

// MakeMailKeys makes keys for a domain and keeps them. A selector that is taken is a Conflict, and none is made then.
func (a *App) MakeMailKeys(ctx context.Context, n NewMailKey) ([]dkim.Key, error) {
	domain := n.Domain
	if domain == "" {
		found, err := a.mailDomain(ctx)
		if err != nil {
			return nil, err
		}
		domain = found
	}
	kinds := []string{n.Kind}
	if n.Kind == "" || n.Kind == "both" {
		kinds = []string{dkim.RSA, dkim.Ed25519}
	}
	old, err := dkim.LoadAll(a.Config.MailDKIM)
	if err != nil {
		return nil, err
	}
	var keys []dkim.Key
	for _, kind := range kinds {
		selector := n.Selector
		switch {
		case selector == "":
			selector = a.Clock.Now().UTC().Format("20060102") + "-" + kind
		case len(kinds) > 1:
			selector += "-" + kind
		}
		k, err := dkim.Generate(domain, selector, kind)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(old, func(o dkim.Key) bool { return o.Name() == k.Name() }) {
			return nil, &news.Error{Kind: news.Conflict, Field: "selector", Message: k.Domain + " has a key " + k.Selector + " already; choose another by --selector"}
		}
		keys = append(keys, k)
	}
	for _, k := range keys {
		if _, err := k.Save(a.Config.MailDKIM); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// mailDomain gives the domain that mails come from, if there is one alone.
func (a *App) mailDomain(ctx context.Context) (string, error) {
	boxes := []string{a.Config.MailFrom}
	publications, err := a.Store.Publications(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range publications {
		boxes = append(boxes, p.From)
	}
	var domains []string
	for _, box := range boxes {
		if d := domainOf(box); d != "" && !slices.Contains(domains, d) {
			domains = append(domains, d)
		}
	}
	slices.Sort(domains)
	switch len(domains) {
	case 0:
		return "", news.FieldErrorf("domain", "no mailbox says which; name one by --domain, or set mail.from to one like Daily Alert <alert@example.org>")
	case 1:
		return domains[0], nil
	}
	return "", news.FieldErrorf("domain", "mails come from %s; name one by --domain", strings.Join(domains, " and "))
}

// domainOf gives a mailbox's domain in small letters; empty if it is none.
func domainOf(box string) string {
	a, err := netmail.ParseAddress(box)
	if err != nil {
		return ""
	}
	return strings.ToLower(a.Address[strings.LastIndexByte(a.Address, '@')+1:])
}

// MailKey is a key, and what the DNS has of its record.
type MailKey struct {
	dkim.Key
	State string // published, missing, wrong or unknown
	Why   string // it is not published
}

// MailKeys gives all keys, those that were retired among them, and asks the DNS for each.
func (a *App) MailKeys(ctx context.Context) ([]MailKey, error) {
	return mailKeys(ctx, a.Config.MailDKIM, systemNames())
}

func mailKeys(ctx context.Context, folder string, dns names) ([]MailKey, error) {
	keys, err := dkim.LoadAll(folder)
	if err != nil {
		return nil, err
	}
	out := make([]MailKey, len(keys))
	var wait sync.WaitGroup
	for i, k := range keys {
		out[i].Key = k
		wait.Go(func() { out[i].State, out[i].Why = publishedState(ctx, dns, k) })
	}
	wait.Wait()
	// By domain, those that sign before those that no longer do.
	slices.SortStableFunc(out, func(a, b MailKey) int {
		if by := strings.Compare(a.Domain, b.Domain); by != 0 {
			return by
		}
		return retired(a) - retired(b)
	})
	return out, nil
}

func retired(k MailKey) int {
	if k.Retired() {
		return 1
	}
	return 0
}

// RetireMailKey has a key sign no more, and gives it. A selector that several domains have needs the domain; the last key of a
// domain is a Conflict unless last.
func (a *App) RetireMailKey(selector, domain string, last bool) (dkim.Key, error) {
	keys, err := dkim.Load(a.Config.MailDKIM)
	if err != nil {
		return dkim.Key{}, err
	}
	if domain != "" {
		if domain, err = dkim.Domain(domain); err != nil {
			return dkim.Key{}, err
		}
	}
	var of []dkim.Key
	for _, k := range keys {
		if k.Selector == strings.ToLower(selector) && (domain == "" || k.Domain == domain) {
			of = append(of, k)
		}
	}
	switch {
	case len(of) == 0:
		return dkim.Key{}, news.Errorf(news.NotFound, "there is no such key")
	case len(of) > 1:
		return dkim.Key{}, news.FieldErrorf("domain", "%s and %s are two keys; name one by --domain", of[0].Name(), of[1].Name())
	}
	k := of[0]
	others := slices.ContainsFunc(keys, func(o dkim.Key) bool { return o.Domain == k.Domain && o.Selector != k.Selector })
	if !others && !last {
		return dkim.Key{}, news.Errorf(news.Conflict, "%s is the last key of %s, whose mail would go without a signature; make another first (onrecord mail key --domain %s), or say --last", k.Selector, k.Domain, k.Domain)
	}
	return k, k.Retire(a.Config.MailDKIM)
}
