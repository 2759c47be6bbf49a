package news

// Returned is feedback with what is known of whose message it is about.
type Returned struct {
	Seq          int64 // orders them; given by the store
	Sending      int64 // 0: not known
	Subscription ID    // empty likewise
	Subscriber   ID
	Feedback
}

// ReturnedFilter leaves out what is not of these; what is empty leaves out nothing.
type ReturnedFilter struct {
	Kind       FeedbackKind
	Verdict    Verdict
	Subscriber ID
}
