package news

import "time"

// ClaimBrief is a claim with who is behind each side of it, and the words that show it best.
type ClaimBrief struct {
	Claim
	Origins []OriginBrief // in the ledger's order
}

// OriginBrief is an origin with what the report nearest to it says.
type OriginBrief struct {
	Origin
	Quote     string // the words to prove it; may be empty
	Speaker   string // whose words those are
	Outlet    string
	Published time.Time
}

// On gives the origins on one side.
func (c ClaimBrief) On(side Stance) (out []OriginBrief) {
	for _, o := range c.Origins {
		if o.Stance == side {
			out = append(out, o)
		}
	}
	return out
}
