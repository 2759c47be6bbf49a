package terminal

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// Mode says when colours are used.
type Mode string

// The modes, as --color takes them.
const (
	Auto   Mode = "auto"
	Always Mode = "always"
	Never  Mode = "never"
)

// usualWidth is how wide the screen is taken to be where it does not say.
const usualWidth = 100

// Screen is what is printed on.
type Screen struct {
	Width  int // in columns; at least 1
	Colour bool
}

// Look finds out what out is. A width comes from the terminal, else from COLUMNS, else it is 100. Colours are used as mode
// says; Auto means: never with NO_COLOR (no-color.org), always with CLICOLOR_FORCE (bixense.com/clicolors), else on a terminal
// that is not TERM=dumb and whose user did not set CLICOLOR=0.
func Look(out io.Writer, env func(string) string, mode Mode) Screen {
	s := Screen{Width: usualWidth}
	if n, err := strconv.Atoi(env("COLUMNS")); err == nil && n > 0 {
		s.Width = n
	}
	terminal := false
	if f, ok := out.(*os.File); ok {
		fd := int(f.Fd()) //nolint:gosec // a descriptor is small
		terminal = term.IsTerminal(fd)
		if n, _, err := term.GetSize(fd); err == nil && n > 0 {
			s.Width = n
		}
	}
	switch name, forced := env("TERM"), env("CLICOLOR_FORCE"); {
	case mode == Always || mode == Never:
		s.Colour = mode == Always
	case env("NO_COLOR") != "":
	case forced != "" && forced != "0":
		s.Colour = true
	default:
		s.Colour = terminal && name != "" && name != "dumb" && env("CLICOLOR") != "0"
	}
	return s
}

// Style is how letters look, as the parameters of SGR (ECMA-48, section 8.3.117); empty is as usual. Only the sixteen colours that
// users choose for themselves are used, so that it can be read on light and on dark.
type Style string

// The styles.
const (
	Plain   Style = ""
	Bold    Style = "1"
	Faint   Style = "2"
	Red     Style = "1;31"
	Green   Style = "32"
	Yellow  Style = "33"
	Magenta Style = "35"
	Cyan    Style = "36"
)

// Paint gives text in a style. The text must be clean: see Clean.
func (s Screen) Paint(style Style, text string) string {
	if !s.Colour || style == Plain || text == "" {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[0m"
}
