package news

import "slices"

// Returned is feedback with what is known of whose message it is about.
type Returned struct {
	Seq          int64 // orders them; given by the store
	Sending      int64 // 0: not known
	Subscription ID    // empty likewise
	Subscriber   ID
	EditionID    ID     // of the message; empty likewise, and where it is a message that is no edition
	Edition      string // its date
	Publication  string // its publication's name
	Feedback
}

// ReturnedFilter leaves out what is not of these; what is empty leaves out nothing.
type ReturnedFilter struct {
	Kind       FeedbackKind
	Verdict    Verdict
	Subscriber ID
}

// ReturnedKinds are those that are kept and can be asked for.
func ReturnedKinds() []FeedbackKind {
	return []FeedbackKind{FeedbackBounced, FeedbackComplained, FeedbackUnknown, FeedbackDelayed}
}

// ReturnedVerdicts are what can be said of an address.
func ReturnedVerdicts() []Verdict { return []Verdict{VerdictDead, VerdictSoft, VerdictRefused} }

// Validate says whether such feedback is kept at all.
func (f ReturnedFilter) Validate() error {
	if f.Kind != "" && !slices.Contains(ReturnedKinds(), f.Kind) {
		return FieldErrorf("kind", "%q is none of bounced, complained, unknown and delayed", f.Kind)
	}
	if f.Verdict != "" && !slices.Contains(ReturnedVerdicts(), f.Verdict) {
		return FieldErrorf("verdict", "%q is none of dead, soft and refused", f.Verdict)
	}
	return nil
}

// Words say what came back and what followed from it.
func (r Returned) Words() string {
	of := func(what, follows string) string {
		if r.Subscriber == "" {
			return what + "; whose it was is not known here"
		}
		return what + follows
	}
	switch {
	case r.Kind == FeedbackComplained:
		return of("called spam by its reader", ": gets no more mail")
	case r.Kind == FeedbackAutoReply:
		return "an automatic answer: left alone"
	case r.Kind == FeedbackDelivered:
		return "delivered"
	case r.Kind == FeedbackUnknown && r.Subscriber == "" && (r.Verdict != "" || r.Status != ""):
		return "a report about no mail that is known here"
	case r.Kind == FeedbackUnknown:
		return "nobody could read it: look at its words"
	case r.Kind == FeedbackDelayed:
		return of("not delivered so far", ": their server still tries")
	case r.Verdict == VerdictDead:
		return of("no such mailbox", ": gets no more mail")
	case r.Verdict == VerdictSoft:
		return of("not delivered, and it may be the mailbox", ": counted as a soft bounce")
	case r.Verdict == VerdictRefused:
		return of("the mail or its sender was refused", ": still gets mail; this is yours to mend")
	}
	return of("not delivered, for a reason that is not told", ": still gets mail")
}
