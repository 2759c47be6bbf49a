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

// slack is how much memory is counted as in use that nothing is written to, and that therefore is not there. A machine that only serves
// pages holds next to nothing, and would collect what requests leave behind after every few hundred of them: a third of its time. With
// this it collects when they left behind half as much.
const slack = 32 << 20

// roomy keeps the collector from running all the time where pages are served. What it gives is to be kept until the service ends.
func roomy() []byte { return make([]byte, slack) }
