package dovecot

import "fmt"

// configuration has all of the server run by one user, and nothing chrooted. 2.4 has other names for some settings; its own are from
// its documents, and were not tried on it yet.
func (s *Server) configuration(version, name, group string, ports []int) string {
	particular := `
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
mail_location = maildir:~/mail
passdb {
  driver = static
  args = password=%[4]s
}
userdb {
  driver = static
  args = uid=%[2]s gid=%[3]s home=%[1]s/home/%%u
}
`
	if version == "2.4" {
		particular = `
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
ssl_server_cert_file = %[1]s/cert.pem
ssl_server_key_file = %[1]s/key.pem
mail_driver = maildir
mail_path = ~/mail
passdb static {
  password = %[4]s
}
userdb static {
  fields {
    uid = %[2]s
    gid = %[3]s
    home = %[1]s/home/%%{user}
  }
}
`
	}
	return fmt.Sprintf(particular, s.folder, name, group, Password) + fmt.Sprintf(`
base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = /dev/stderr
protocols = imap pop3
listen = 127.0.0.1
default_internal_user = %[2]s
default_internal_group = %[3]s
default_login_user = %[2]s
ssl = yes
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
namespace inbox {
  inbox = yes
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = %[4]d
  }
  inet_listener imaps {
    port = %[5]d
    ssl = yes
  }
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = %[6]d
  }
  inet_listener pop3s {
    port = %[7]d
    ssl = yes
  }
}
service auth-worker {
  user = %[2]s
}
service auth {
  user = %[2]s
}
service stats {
  chroot =
}
`, s.folder, name, group, ports[0], ports[1], ports[2], ports[3])
}
