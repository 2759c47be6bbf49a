package terminal_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"onrecord/internal/platform/terminal"
)

func TestColoursAreForThoseWhoWantThem(t *testing.T) {
	for _, tt := range []struct {
		mode terminal.Mode
		env  string // what is set, NAME=VALUE
		want bool
	}{
		{terminal.Auto, "", false}, // no terminal
		{terminal.Auto, "CLICOLOR_FORCE=1", true},
		{terminal.Auto, "CLICOLOR_FORCE=0", false},
		{terminal.Auto, "CLICOLOR_FORCE=1 NO_COLOR=yes", false},
		{terminal.Auto, "CLICOLOR_FORCE=1 NO_COLOR=", true},
		{terminal.Always, "NO_COLOR=1 TERM=dumb", true},
		{terminal.Never, "CLICOLOR_FORCE=1", false},
	} {
		s := terminal.Look(&bytes.Buffer{}, set(tt.env), tt.mode)
		if s.Colour != tt.want {
			t.Errorf("%s with %q: colours %v", tt.mode, tt.env, s.Colour)
		}
	}
}

func TestTheWidthOfWhatIsNoTerminal(t *testing.T) {
	for env, want := range map[string]int{"": 100, "COLUMNS=60": 60, "COLUMNS=0": 100, "COLUMNS=-4": 100, "COLUMNS=wide": 100} {
		if s := terminal.Look(&bytes.Buffer{}, set(env), terminal.Auto); s.Width != want {
			t.Errorf("%q: %d columns, want %d", env, s.Width, want)
		}
	}
}

func set(env string) func(string) string {
	return func(name string) string {
		for pair := range strings.FieldsSeq(env) {
			if value, found := strings.CutPrefix(pair, name+"="); found {
				return value
			}
		}
		return ""
	}
}

func TestCleanTextCommandsNothing(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		" the\r\n\tdam \u00a0 is\u2028safe\n": "the dam is safe",
		"\x1b[31mred\x1b[0m":                  "\ufffd[31mred\ufffd[0m",
		"\x1b]0;title\a":                      "\ufffd]0;title\ufffd",
		"\u009b2J":                            "\ufffd2J",
		"a\x00b\x7fc":                         "a\ufffdb\ufffdc",
		"safe\u202eefas\u2066":                "safe\ufffdefas\ufffd",
		"ab\xffc":                             "ab\ufffdc",
		"שלום \u200f👩‍🚒":                      "שלום \u200f👩‍🚒",
	} {
		if got := terminal.Clean(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"the dam is safe", 15, []string{"the dam is safe"}},
		{"the dam is safe", 14, []string{"the dam is", "safe"}},
		{"the dam is safe", 7, []string{"the dam", "is safe"}}, // the space hangs over
		{"the dam is safe", 2, []string{"th", "e", "da", "m", "is", "sa", "fe"}},
		{"unbreakable", 4, []string{"unbr", "eaka", "ble"}},
		{"a well-known man", 8, []string{"a well-", "known", "man"}},
		{"“It holds,” she said", 6, []string{"“It", "holds,", "” she", "said"}}, // longer than the line together
		{"這座大壩沒有裂縫。", 8, []string{"這座大壩", "沒有裂", "縫。"}},                         // no line begins with a full stop
		{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 5, []string{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"}}, // letters are not divided
		{"éé", 1, []string{"é", "é"}},
		{"大大", 1, []string{"大", "大"}}, // wider than a line
		{"x", 0, []string{"x"}},
	} {
		if got := terminal.Wrap(tt.text, tt.width); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %d columns is %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("the dam — “is” safe, 這座大壩 👩‍👩‍👧‍👦 שלום", 7)
	f.Add("   \u0301\u0301 x\u200dy -", 2)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 2 || width > 1000 || len(text) > 10000 {
			return
		}
		text = terminal.Clean(text)
		lines := terminal.Wrap(text, width)
		for _, l := range lines {
			if terminal.Width(l) > width && uniseg.GraphemeClusterCount(l) > 1 {
				t.Errorf("%q in %d columns has a line of %d: %q", text, width, terminal.Width(l), l)
			}
			if strings.ContainsFunc(l, terminal.Commands) {
				t.Errorf("%q commands", l)
			}
		}
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Errorf("%q in %d columns becomes %q", text, width, got)
		}
	})
}
