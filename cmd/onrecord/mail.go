package main

import (
	"context"
	"fmt"

	"onrecord/internal/app"
	"onrecord/internal/platform/dkim"
)

type mailCmd struct {
	Key      mailKeyCmd      `cmd:"" help:"The keys by which mails are signed (DKIM): make, list, retire."`
	Returned mailReturnedCmd `cmd:"" help:"List what came back of mails: bounces, complaints, and what nobody could read."`
	Bounce   mailBounceCmd   `cmd:"" help:"Read a mail that came back, from a file or a pipe, and say what it means."`
}

type mailKeyCmd struct {
	Make   mailKeyMakeCmd   `cmd:"" default:"withargs" help:"Make keys for a domain and print the DNS records to publish. The same as 'mail key' alone."`
	List   mailKeyListCmd   `cmd:"" help:"List the keys, and whether the DNS has their records."`
	Retire mailKeyRetireCmd `cmd:"" help:"Have a key sign no more, and destroy it."`
}

type mailKeyMakeCmd struct {
	settings
	Domain   string `help:"The domain whose mail is signed, and that of domains below it. If not given: that of the mailbox that mails come from."`
	Selector string `help:"What tells the domain's keys apart. With both kinds, each gets its kind added. If not given: today's date."`
	Kind     string `help:"rsa, which all receivers verify; ed25519, which is quicker and shorter; or both." enum:"rsa,ed25519,both" default:"both"`
	JSON     bool   `name:"json" help:"Print JSON Lines."`
}

// Run makes keys.
func (c *mailKeyMakeCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		keys, err := a.MakeMailKeys(ctx, app.NewMailKey{Domain: c.Domain, Selector: c.Selector, Kind: c.Kind})
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(keys, func(k dkim.Key) mailKeyRow { return mailKeyLine(app.MailKey{Key: k}) }))
		}
		fmt.Fprintf(s.people(), "%s made for %s, in %s. Mails are signed by them from now on.\n\n", app.Count(len(keys), "key"), keys[0].Domain, a.Config.MailDKIM)
		s.toPublish(keys)
		_, err = fmt.Fprintln(s.out, "'onrecord mail key list' says whether the DNS has them, 'onrecord check' whether receivers believe the mail.")
		return err
	})
}

// toPublish prints records as name servers' pages take them, and as zone files do.
func (s *streams) toPublish(keys []dkim.Key) {
	fmt.Fprintln(s.out, "Publish as TXT records, each alone at its name:")
	for _, k := range keys {
		name, value := k.Record()
		fmt.Fprintf(s.out, "\n%s\n%s\n", name, value)
	}
	fmt.Fprint(s.out, "\nThe same in a zone file:\n\n")
	for _, k := range keys {
		fmt.Fprintln(s.out, k.ZoneLine())
	}
	fmt.Fprintln(s.out)
}

type mailKeyListCmd struct {
	settings
	JSON bool `name:"json" help:"Print JSON Lines."`
}

// Run lists keys.
func (c *mailKeyListCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		keys, err := a.MailKeys(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(s, rows(keys, mailKeyLine))
		}
		var lacking []dkim.Key
		t := newTable(s, "DOMAIN", "SELECTOR", "KIND", "SIGNS", "DNS")
		for _, k := range keys {
			signs, dns := "yes", k.State
			switch {
			case k.Retired() && k.Why == "":
				signs, dns = "no", "published still; take it out a week after it was retired"
			case k.Retired():
				signs = "no"
			case k.Why != "":
				dns += ": " + k.Why
			}
			if !k.Retired() && (k.State == app.KeyMissing || k.State == app.KeyWrong) {
				lacking = append(lacking, k.Key)
			}
			t.row(k.Domain, k.Selector, k.Kind(), signs, dns)
		}
		if err := t.flush(); err != nil {
			return err
		}
		if len(lacking) > 0 {
			fmt.Fprintln(s.out)
			s.toPublish(lacking)
		}
		return nil
	})
}

type mailKeyRetireCmd struct {
	settings
	Selector string `arg:"" help:"The key's selector, as 'mail key list' has it."`
	Domain   string `help:"The key's domain, where several have that selector."`
	Last     bool   `help:"Retire it though the domain has no other key: its mail goes without a signature then."`
}

// Run retires a key.
func (c *mailKeyRetireCmd) Run(ctx context.Context, s *streams) error {
	return c.with(ctx, s, func(a *app.App) error {
		k, err := a.RetireMailKey(c.Selector, c.Domain, c.Last)
		if err != nil {
			return missing(err, "key", c.Selector, "onrecord mail key list")
		}
		_, err = fmt.Fprintf(s.people(), "%s of %s signs no more. Leave its record for a week, for mails that are still on their way; then take it out of the DNS:\n%s\n", k.Selector, k.Domain, k.Name())
		return err
	})
}

type mailKeyRow struct {
	Domain   string `json:"domain"`
	Selector string `json:"selector"`
	Kind     string `json:"kind"`
	Signs    bool   `json:"signs"`
	Name     string `json:"name"`
	Record   string `json:"record"`
	Zone     string `json:"zone"`
	DNS      string `json:"dns"` // published, missing, wrong or unknown; empty: it was not asked
	Problem  string `json:"problem"`
}

func mailKeyLine(k app.MailKey) mailKeyRow {
	name, record := k.Record()
	return mailKeyRow{k.Domain, k.Selector, k.Kind(), !k.Retired(), name, record, k.ZoneLine(), k.State, k.Why}
}
