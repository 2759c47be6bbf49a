package main

import (
	"fmt"
	"runtime/debug"
)

// version is set by the linker in released builds: -ldflags "-X main.version=1.2.3".
var version = "dev"

type versionCmd struct{}

// Run prints the version, the revision it was built from where the build knows it, and the Go version.
func (versionCmd) Run(s *streams) error {
	out := "onrecord " + version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
				out += " (" + setting.Value[:12] + ")"
			}
		}
		out += " " + info.GoVersion
	}
	_, err := fmt.Fprintln(s.out, out)
	return err
}
