package news

import "time"

// SummonsKind says what editors are wanted for.
type SummonsKind string

// What editors are wanted for.
const (
	ToApprove SummonsKind = "approve" // an edition is due soon, and nobody has approved it
	ToRelease SummonsKind = "release" // an approved edition is held, for its hour passed while the machine was off
	ToResume  SummonsKind = "resume"  // the mailing of an edition has halted by itself
)

// Summons tells one editor that they are wanted. There is one for each editor, edition, kind and occasion, ever.
type Summons struct {
	ID        ID
	Kind      SummonsKind
	EditionID ID
	Occasion  time.Time // the hour that it is about, or when the mailing halted
	Editor    string    // who is told; empty: no editor has an address
	Address   string    // where
	Said      string    // of a mailing: why it halted
	At        time.Time
}

// Wants says what editors are to be told of an edition at now, and of which occasion; nothing, if the kind is empty.
func (e Edition) Wants(p Publication, now time.Time) (kind SummonsKind, occasion time.Time) {
	switch {
	case e.Held(p, now):
		return ToRelease, e.Promised()
	case e.State == Draft && p.Remind > 0 && !now.Before(e.Due.Add(-p.Remind)) && now.Sub(e.Due) <= p.window():
		return ToApprove, e.Due
	}
	return "", time.Time{}
}
