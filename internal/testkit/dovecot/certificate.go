package dovecot

import (
	"errors"
	"os"
	"path/filepath"

	"onrecord/internal/testkit/certificate"
)

// certify makes a certificate for 127.0.0.1 that nobody but Roots trusts.
func (s *Server) certify() (err error) {
	if s.Roots, err = certificate.Write(s.folder); err != nil || os.Geteuid() != 0 {
		return err
	}
	return errors.Join(os.Chown(filepath.Join(s.folder, "cert.pem"), s.uid, s.gid), os.Chown(filepath.Join(s.folder, "key.pem"), s.uid, s.gid))
}
