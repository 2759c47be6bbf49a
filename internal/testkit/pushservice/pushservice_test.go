package pushservice

import (
	"crypto/ecdh"
	"encoding/base64"
	"testing"
)

// TestTheStandardsExampleOpens opens the message of RFC 8291, appendix A, so that what is held against this package is held against the
// standard.
func TestTheStandardsExampleOpens(t *testing.T) {
	raw := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	private, err := ecdh.P256().NewPrivateKey(raw("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
	if err != nil {
		t.Fatal(err)
	}
	sealed := raw("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")
	got, err := Open(sealed, private, raw("BTBZMqHH6r4Tts7J_aSIgg"))
	if err != nil || string(got) != "When I grow up, I want to be a watermelon" {
		t.Errorf("%q, %v", got, err)
	}
	sealed[len(sealed)-1]++
	if _, err := Open(sealed, private, raw("BTBZMqHH6r4Tts7J_aSIgg")); err == nil {
		t.Error("one that was changed opens, too")
	}
}
