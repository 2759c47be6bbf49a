package postfix

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// largest is how large a message may be, and a mailbox in Options.Full, in bytes. Postfix wants the second to be no less.
const largest = 1 << 20

// configure writes main.cf, master.cf and the tables.
func (s *Server) configure(o Options, daemons string, port int) error {
	var boxes, transports strings.Builder
	for _, name := range o.Mailboxes {
		fmt.Fprintf(&boxes, "%s@%s %s/\n", name, Domain, name)
	}
	for _, name := range o.Full { // one file with all mails, which is as long as it may be
		fmt.Fprintf(&boxes, "%s@%s full-%s\n", name, Domain, name)
		fmt.Fprintf(&transports, "%s@%s full:\n", name, Domain)
		if err := errors.Join(os.WriteFile(s.path("mail/full-"+name), nil, 0o600), os.Truncate(s.path("mail/full-"+name), largest)); err != nil {
			return err
		}
	}
	if o.Bounces != "" {
		fmt.Fprintf(&transports, "%s lmtp:unix:%s\n", o.Bounces, s.Back)
	}
	transports.WriteString(`nowhere.test error:5.1.2 Host or domain name not found
slow.test smtp:[127.0.0.1]:1
`)
	files := map[string]string{"boxes": boxes.String(), "transports": transports.String(), "main.cf": s.main(daemons), "master.cf": fmt.Sprintf(master, port, largest)}
	var err error
	for name, content := range files {
		err = errors.Join(err, os.WriteFile(s.path("conf/"+name), []byte(content), 0o644)) //nolint:gosec // Postfix reads it as another user
	}
	return err
}

func (s *Server) main(daemons string) string {
	return fmt.Sprintf(`compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
daemon_directory = %[2]s
mail_owner = postfix
setgid_group = postdrop
maillog_file = %[1]s/log
maillog_file_prefixes = %[1]s

myhostname = relay.test
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtp_host_lookup = native
smtp_dns_support_level = disabled
smtp_tls_security_level = none

message_size_limit = %[5]d
smtpd_tls_security_level = may
smtpd_tls_cert_file = %[1]s/conf/cert.pem
smtpd_tls_key_file = %[1]s/conf/key.pem
smtpd_tls_loglevel = 1

# Who is not there is found out after the mail was taken, so that a report has to come back; except at strict.test.
smtpd_reject_unlisted_recipient = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access inline:{strict.test=reject_unlisted_recipient}

virtual_mailbox_domains = %[4]s, strict.test
virtual_mailbox_base = %[1]s/mail
virtual_mailbox_maps = texthash:%[1]s/conf/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:%[3]d
virtual_gid_maps = static:%[3]d
transport_maps = texthash:%[1]s/conf/transports

# A warning comes at once, and what could not be handed on is tried again soon.
delay_warning_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 10s
queue_run_delay = 1s
transport_retry_time = 1s
in_flow_delay = 0s
`, s.folder, daemons, s.uid(), Domain, largest)
}

// master is master.cf: nothing is chrooted, and nothing listens but at the one port.
const master = `127.0.0.1:%d inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
full unix - n n - - virtual -o virtual_mailbox_limit=%d
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`
