package main

import (
	"os"
	"runtime/debug"
)

// collectAt is by how many hundredths memory in use may grow before what is no longer used is given back. The index of stories
// is most of what the service holds, and has next to no pointers: collecting twice as often as Go does by itself costs little
// and keeps a million reports within two gigabytes.
const collectAt = 50

// thrifty sets that, unless the environment says otherwise.
func thrifty() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
}
