package news

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		status string
		code   int
		want   Verdict
	}{
		{"5.1.0", 0, VerdictSoft}, {"5.1.1", 0, VerdictDead}, {"5.1.1", 550, VerdictDead}, {"5.1.2", 0, VerdictDead}, {"5.1.3", 501, VerdictDead},
		{"5.1.4", 0, VerdictSoft}, {"5.1.6", 0, VerdictDead}, {"5.1.7", 553, VerdictRefused}, {"5.1.8", 0, VerdictRefused}, {"5.1.10", 556, VerdictDead},
		{"5.2.0", 0, VerdictSoft}, {"5.2.1", 550, VerdictDead}, {"5.2.2", 552, VerdictSoft}, {"5.2.3", 552, VerdictRefused}, {"5.2.4", 0, VerdictSoft},
		{"5.3.0", 554, VerdictSoft}, {"5.3.2", 0, VerdictSoft}, {"5.3.4", 552, VerdictRefused}, {"5.4.1", 550, VerdictSoft}, {"5.4.310", 0, VerdictSoft},
		{"5.5.1", 503, VerdictRefused}, {"5.6.0", 0, VerdictRefused}, {"5.7.1", 550, VerdictRefused}, {"5.7.26", 550, VerdictRefused}, {"5.7.17", 0, VerdictDead},
		{"5.0.0", 0, VerdictSoft}, {"5.0.0", 550, VerdictSoft}, {"5.0.0", 554, VerdictRefused}, {"5.9.9", 0, VerdictSoft},
		// What class 4 means depends on whether somebody still tries.
		{"4.2.2", 452, VerdictLater}, {"", 421, VerdictLater}, {"5.1.1", 450, VerdictLater}, {"4.4.7", 0, VerdictSoft}, {"4.1.1", 0, VerdictSoft},
		// Bare codes, and those that contradict the code.
		{"", 550, VerdictSoft}, {"", 551, VerdictSoft}, {"", 553, VerdictSoft}, {"", 552, VerdictRefused}, {"", 554, VerdictRefused}, {"", 501, VerdictRefused},
		{"4.1.1", 550, VerdictSoft}, {"4.1.1", 554, VerdictRefused},
		// Nothing against the address.
		{"", 0, VerdictNone}, {"2.1.5", 0, VerdictNone}, {"2.0.0", 250, VerdictNone}, {"", 354, VerdictNone}, {"5.1.1", 250, VerdictNone},
		{"no code", 0, VerdictNone}, {"5.1", 0, VerdictNone}, {"5.1.1.1", 0, VerdictNone}, {"5.1.1", 999, VerdictNone}, {"", -1, VerdictNone},
	} {
		if got := Judge(tt.status, tt.code); got != tt.want {
			t.Errorf("Judge(%q, %d) is %q, want %q", tt.status, tt.code, got, tt.want)
		}
	}
}

func TestParseReply(t *testing.T) {
	for reply, want := range map[string]struct {
		code   int
		status string
	}{
		"550 5.1.1 no such user":    {550, "5.1.1"},
		"550-5.1.1 no such\n550 x":  {550, "5.1.1"},
		"550 #5.1.0 rejected":       {550, "5.1.0"},
		"550: 5.2.1":                {550, "5.2.1"},
		" 452 4.2.2 full":           {452, "4.2.2"},
		"550 5.1.1":                 {550, "5.1.1"},
		"550 5.1.1.":                {550, "5.1.1"},
		"550":                       {550, ""},
		"550 no such user 5.1.1":    {550, ""},
		"550 4.1.1 contradicts":     {550, ""},
		"550 5.1.1.2 is an address": {550, ""},
		"5500 no code":              {0, ""},
		"user 550 5.1.1":            {0, ""},
		"354 go on":                 {0, ""},
		"":                          {0, ""},
	} {
		if code, status := ParseReply(reply); code != want.code || status != want.status {
			t.Errorf("%q gives %d, %q", reply, code, status)
		}
	}
}

func TestReplyLine(t *testing.T) {
	for in, want := range map[string]string{
		"  550 5.1.1\r\n\tno  such\x00 user\n": "550 5.1.1 no such user",
		"caf\xe9 \u202eabc":                    "caf abc",
		strings.Repeat("ä", 600):               strings.Repeat("ä", 500),
		strings.Repeat("ab ", 600):             strings.Repeat("ab ", 166) + "ab",
		"":                                     "",
	} {
		got := ReplyLine(in)
		if got != want {
			t.Errorf("%q gives %q", in, got)
		}
	}
}

func FuzzReplies(f *testing.F) {
	f.Add("550 5.1.1 no such user", 550)
	f.Add("450-4.2.2", 0)
	f.Add("caf\xe9\r\n\x00", 5)
	f.Fuzz(func(t *testing.T, s string, code int) {
		line := ReplyLine(s)
		if utf8.RuneCountInString(line) > MaxReply || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n\x00") || line != strings.TrimSpace(line) {
			t.Errorf("%q gives %q", s, line)
		}
		got, status := ParseReply(s)
		if status != "" && Judge(status, got) == VerdictNone && status[0] != '2' {
			t.Errorf("%q gives %d, %q, which says nothing", s, got, status)
		}
		Judge(s, code)
	})
}
