package dkim

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"testing"

	"onrecord/internal/testkit/leftout"
)

// python gives an interpreter that has dkimpy and its Ed25519; Debian's own is looked for first.
func python(t *testing.T) string {
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), name, "-c", "import dkim, nacl.signing").Run() == nil {
			return name
		}
	}
	leftout.Missing(t, "dkimpy, the verifier of another house; install python3-dkim and python3-nacl")
	return ""
}

type dkimpyCase struct {
	Message string            `json:"message"`
	Keys    map[string]string `json:"keys"`
}

func TestAnotherHousesVerifierAgrees(t *testing.T) {
	interpreter := python(t)
	keys := both(t)
	s := NewSigner(keys)
	published := map[string]string{}
	for _, k := range keys {
		name, value := k.Record()
		published[name] = value
	}
	all := map[string]string{}
	for name, m := range battery() {
		switch name {
		case "signed by somebody before": // its key is nowhere
		case "spaces and no line's end": // dkimpy looks for spaces before line ends alone; by SMTP every line has one
		default:
			all[name] = string(signs(t, s, m))
		}
	}
	bulk := all["bulk"]
	for name, change := range tampered {
		all["tampered: "+name] = change(bulk)
	}
	names := slices.Sorted(maps.Keys(all))
	var in bytes.Buffer
	for _, name := range names {
		if err := json.NewEncoder(&in).Encode(dkimpyCase{base64.StdEncoding.EncodeToString([]byte(all[name])), published}); err != nil {
			t.Fatal(err)
		}
	}
	verify := exec.CommandContext(t.Context(), interpreter, "testdata/verify.py")
	verify.Stdin = &in
	var said, complaints bytes.Buffer
	verify.Stdout, verify.Stderr = &said, &complaints
	if err := verify.Run(); err != nil {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	answers := json.NewDecoder(&said)
	for _, name := range names {
		var got []any
		if err := answers.Decode(&got); err != nil {
			t.Fatal(err)
		}
		_, bad := tampered[name[min(len(name), len("tampered: ")):]]
		for _, verified := range got {
			if (verified == true) == bad {
				t.Errorf("%s: dkimpy says %v", name, verified)
			}
		}
		if len(got) != 2 {
			t.Errorf("%s: %d signatures", name, len(got))
		}
	}
}
