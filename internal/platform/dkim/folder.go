package dkim

import (
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/news"
)

// How the files end: of keys that sign, and of those that no longer do, of which the public half is kept.
const (
	ending        = ".pem"
	endingRetired = ".retired"
)

// longestFile is far more than a key takes, in bytes.
const longestFile = 64 << 10

// Load gives the keys of a folder that sign, by name. A folder that is not there has none. A file that is damaged, or that holds
// another key than its name says, is an Invalid error about the file.
func Load(folder string) ([]Key, error) {
	all, err := LoadAll(folder)
	if err != nil {
		return nil, err
	}
	var keys []Key
	for _, k := range all {
		if !k.Retired() {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// LoadAll is Load with those that were retired.
func LoadAll(folder string) ([]Key, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, news.FieldErrorf(folder, "the keys cannot be read: %w", cause(err))
	}
	var keys []Key
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."): // what is being written
		case filepath.Ext(path) == endingRetired:
			k, err := read(path, endingRetired)
			if err != nil {
				return nil, err
			}
			keys = append(keys, k)
		case filepath.Ext(path) == ending:
			// Between the two acts of retiring both files are there.
			if _, err := os.Lstat(strings.TrimSuffix(path, ending) + endingRetired); err == nil {
				continue
			}
			k, err := read(path, ending)
			if err != nil {
				return nil, err
			}
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// read reads the key of one file.
func read(path, end string) (Key, error) {
	selector, domain, is := strings.Cut(strings.TrimSuffix(filepath.Base(path), end), between)
	k, err := named(domain, selector)
	if !is || err != nil || k.Name()+end != filepath.Base(path) {
		return Key{}, news.FieldErrorf(path, "the name does not say whose key it is; it should be as march%sexample.org%s", between, end)
	}
	text, err := readShort(path)
	if err != nil {
		return Key{}, news.FieldErrorf(path, "the key cannot be read: %w", cause(err))
	}
	damaged := func(why string) (Key, error) {
		return Key{}, news.FieldErrorf(path, "%s; put the file back from a backup, or take it away and make another key: onrecord mail key", why)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return damaged("the file is damaged: it is no PEM")
	}
	var key any
	switch {
	case end == endingRetired && block.Type == "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case end == ending && block.Type == "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case end == ending && block.Type == "RSA PRIVATE KEY": // as older tools write it
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	default:
		return damaged(fmt.Sprintf("the file holds a %q, not the key", block.Type))
	}
	if err != nil {
		return damaged("the file is damaged: " + err.Error())
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		k.private, k.public = key, key.Public()
	case ed25519.PrivateKey:
		k.private, k.public = key, key.Public()
	case *rsa.PublicKey, ed25519.PublicKey:
		k.public = key
	default:
		return damaged("the key is neither RSA nor Ed25519")
	}
	if r, is := k.public.(*rsa.PublicKey); is && r.N.BitLen() < shortestRSA {
		return damaged(fmt.Sprintf("the key has %d bits, and receivers refuse fewer than %d", r.N.BitLen(), shortestRSA))
	}
	return k, nil
}

// shortestRSA is how many bits a receiver asks of a key (RFC 8301, section 3.2).
const shortestRSA = 1024

func readShort(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > longestFile {
		return nil, errors.New("it is no file that could hold one")
	}
	return os.ReadFile(path)
}

// Save writes the key into a folder, which is made if it is not there, for this user's eyes alone, and gives the file. A name
// that is taken, be it by a key that was retired, is a Conflict: receivers may still know the old record.
func (k Key) Save(folder string) (path string, err error) {
	if k.private == nil {
		return "", news.Errorf(news.Invalid, "a retired key is not kept again")
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", news.FieldErrorf(folder, "the folder cannot be made: %w", cause(err))
	}
	path = filepath.Join(folder, k.Name()+ending)
	if _, err := os.Lstat(filepath.Join(folder, k.Name()+endingRetired)); err == nil {
		return "", taken(k)
	}
	return path, k.write(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// Retire has a key of a folder sign no more: its private half is destroyed, its public half stays, so that its record can be
// looked after. One that is not there is NotFound.
func (k Key) Retire(folder string) error {
	name := filepath.Join(folder, k.Name())
	der, err := x509.MarshalPKIXPublicKey(k.public)
	if err != nil {
		return err
	}
	err = k.write(name+endingRetired, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
	if err != nil && news.KindOf(err) != news.Conflict { // a Conflict: retiring was cut off before
		return err
	}
	switch err := os.Remove(name + ending); {
	case errors.Is(err, fs.ErrNotExist):
		return news.Errorf(news.NotFound, "there is no key %s of %s", k.Selector, k.Domain)
	case err != nil:
		return news.FieldErrorf(name+ending, "the key cannot be taken away: %w", cause(err))
	}
	return syncFolder(folder)
}

func taken(k Key) error {
	return &news.Error{Kind: news.Conflict, Field: "selector", Message: fmt.Sprintf("%s has a key %s already; choose another selector", k.Domain, k.Selector)}
}

// write makes a new file, whole or not at all. One that is there is a Conflict.
func (k Key) write(path string, content []byte) error {
	cannot := func(err error) error { return news.FieldErrorf(path, "the key cannot be kept: %w", cause(err)) }
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // with mode 0600
	if err != nil {
		return cannot(err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return cannot(err)
	}
	// A link, unlike a new name, never takes the place of what is there.
	err = os.Link(f.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// Some shared folders know no links; there two who write at the same moment are not told apart.
		if _, there := os.Lstat(path); errors.Is(there, fs.ErrNotExist) {
			err = os.Rename(f.Name(), path)
		}
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return taken(k)
	case err != nil:
		return cannot(err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder has what was named or taken away in a folder outlive a power cut. Systems that cannot do it for folders do without.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	_ = f.Sync()
	return f.Close()
}

// cause takes the path out of an error that is told beside it.
func cause(err error) error {
	if e := (*fs.PathError)(nil); errors.As(err, &e) {
		return e.Err
	}
	if e := (*os.LinkError)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

// File is where a key is kept in a folder.
func (k Key) File(folder string) string {
	if k.Retired() {
		return filepath.Join(folder, k.Name()+endingRetired)
	}
	return filepath.Join(folder, k.Name()+ending)
}
