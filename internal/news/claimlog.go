package news

import "slices"

// ClaimLog is what editors did to the claims of a story, in the order in which they did it. It says which of the acts count, by these
// rules:
//
//   - An act counts until it is undone. Undoing one undoes no other: the rest is done again as if it had never been.
//   - What was done to a claim that an editor had split off, or that put something into it, rests while that splitting off is undone: it
//     counts for nothing, and stays in the log. What was split or moved out of it counts on, for it says where words belong.
//   - The last word goes: the last wording, the last place of a piece of evidence or of a report, the last claim made central. Where
//     a claim is made part of one that is part of itself, it becomes part of the other.
type ClaimLog []ClaimAct

// needs gives the claims without which an act means nothing.
func (a ClaimAct) needs() []ID {
	switch a.Kind {
	case ActSplit:
		return nil
	case ActMove:
		return []ID{a.Into}
	case ActMerge:
		return []ID{a.ClaimID, a.Into}
	}
	return []ID{a.ClaimID}
}

// Rest gives the acts that stand and count for nothing, as what they build on was undone.
func (l ClaimLog) Rest() []ClaimAct {
	_, rest := l.sort()
	return rest
}

// Counting gives the acts that count, in order.
func (l ClaimLog) Counting() []ClaimAct {
	counting, _ := l.sort()
	return counting
}

func (l ClaimLog) sort() (counting, rest []ClaimAct) {
	gone := l.unsplit()
	for _, a := range l {
		switch {
		case !a.Stands():
		case slices.ContainsFunc(a.needs(), func(id ID) bool { return gone[id] }):
			rest = append(rest, a)
		default:
			counting = append(counting, a)
		}
	}
	return counting, rest
}

// unsplit gives the claims that were split off by an act that is undone.
func (l ClaimLog) unsplit() map[ID]bool {
	gone := map[ID]bool{}
	for _, a := range l {
		if a.Kind == ActSplit {
			gone[a.Into] = !a.Stands()
		}
	}
	return gone
}

// SplitFrom gives for every claim that an editor ever split off the claim that it was split off from.
func (l ClaimLog) SplitFrom() map[ID]ID {
	from := map[ID]ID{}
	for _, a := range l {
		if a.Kind == ActSplit {
			from[a.Into] = a.ClaimID
		}
	}
	return from
}

// Parts says which claims editors made part of which others.
type Parts map[ID]ID

// Parts gives what the acts that count come to. There is no circle in it.
func (l ClaimLog) Parts() Parts {
	p := Parts{}
	for _, a := range l.Counting() {
		if a.Kind != ActMerge || a.Into == a.ClaimID {
			continue
		}
		if p.Whole(a.Into) == a.ClaimID {
			delete(p, a.Into)
		}
		p[a.ClaimID] = a.Into
	}
	return p
}

// Whole gives the claim that a claim is part of in the end, itself if of none.
func (p Parts) Whole(id ID) ID {
	for {
		into, part := p[id]
		if !part {
			return id
		}
		id = into
	}
}

// Refuse says why an act cannot be done after all that was done before: a Conflict, which two editors at work get into.
func (l ClaimLog) Refuse(a ClaimAct) error {
	gone, parts := l.unsplit(), l.Parts()
	for _, id := range a.needs() {
		if gone[id] {
			return Errorf(Conflict, "this claim is gone: it had been split off, and that was undone")
		}
		if _, part := parts[id]; part {
			return Errorf(Conflict, "this claim was made part of another one meanwhile; choose that one, or undo it")
		}
	}
	if a.Kind != ActSplit && a.Kind != ActMove {
		return nil
	}
	put := map[string]ID{} // where evidence was put last
	for _, b := range l.Counting() {
		if b.Kind == ActSplit || b.Kind == ActMove {
			for _, key := range b.Evidence {
				put[key] = parts.Whole(b.Into)
			}
		}
	}
	for _, key := range a.Evidence {
		if at, known := put[key]; known && at != a.ClaimID {
			return Errorf(Conflict, "these words were put elsewhere meanwhile; look at the claim again")
		}
	}
	return nil
}
