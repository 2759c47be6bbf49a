package weigh

import (
	"strings"
	"testing"
)

// What a denial denies is never put with a "not" in it, which a reader would have to turn round twice.
func TestWhatADenialDenies(t *testing.T) {
	for says, denies := range map[string]string{
		"It's not true that the two have agreed on talks": "the two have agreed on talks",
		"“There are no talks with Tarvia, secret or not”": "There are talks with Tarvia, secret or not",
		"there were not any talks":                        "there were talks",
		"the minister never met the envoy":                "the minister met the envoy",
		"the fax had not been approved":                   "the fax had been approved",
	} {
		if got := affirmed(strings.Trim(says, "“”")); got != denies {
			t.Errorf("%q denies %q; it should be %q", says, got, denies)
		}
	}
}
