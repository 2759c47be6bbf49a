package stance_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"onrecord/internal/weigh/stance"
)

// In a line or two a "not" decides.
func TestShortTexts(t *testing.T) {
	j, err := stance.Learned()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		claim, text string
		want        stance.Stance
	}{
		{"The vaccine causes hair loss", "There is no evidence that the vaccine causes hair loss, the medicines agency said.", stance.Disagree},
		{"The vaccine causes hair loss", "The vaccine can cause hair loss in one of a thousand people, the medicines agency said.", stance.Agree},
		{"Mayor took bribes", "Mayor denied he took bribes.", stance.Disagree},
		{"The mayor did not take bribes", "A court found the mayor guilty of taking bribes on Thursday.", stance.Disagree},
		{"The mayor did not take bribes", "The mayor did not take bribes, a court found on Thursday.", stance.Agree},
	} {
		if got := j.Stance(j.Claim(c.claim), j.Text(c.text)); got != c.want {
			t.Errorf("%q is %s to %q, want %s", c.text, got, c.claim, c.want)
		}
	}
}

// What is right of forty made-up texts of one to three sentences, some of them hard, must not become less.
func TestFortyShortTexts(t *testing.T) {
	const least = 26
	j, err := stance.Learned()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/short.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	right, wrong := 0, ""
	for lines := json.NewDecoder(f); lines.More(); {
		var c struct {
			Claim, Text string
			Stance      stance.Stance
		}
		if err := lines.Decode(&c); err != nil {
			t.Fatal(err)
		}
		if got := j.Stance(j.Claim(c.Claim), j.Text(c.Text)); got == c.Stance {
			right++
		} else {
			wrong += fmt.Sprintf("\n%s, not %s: %s | %s", got, c.Stance, c.Claim, c.Text)
		}
	}
	t.Logf("%d right", right)
	if right < least {
		t.Errorf("%d are right, fewer than %d:%s", right, least, wrong)
	}
}
