package news

import "testing"

func TestWhatCameBackIsSaidInWords(t *testing.T) {
	for want, r := range map[string]Returned{
		"no such mailbox: gets no more mail":                                         {Subscriber: "r", Feedback: Feedback{Kind: FeedbackBounced, Verdict: VerdictDead}},
		"no such mailbox; whose it was is not known here":                            {Feedback: Feedback{Kind: FeedbackBounced, Verdict: VerdictDead}},
		"called spam by its reader: gets no more mail":                               {Subscriber: "r", Feedback: Feedback{Kind: FeedbackComplained}},
		"not delivered so far: their server still tries":                             {Subscriber: "r", Feedback: Feedback{Kind: FeedbackDelayed, Verdict: VerdictLater}},
		"nobody could read it: look at its words":                                    {Feedback: Feedback{Kind: FeedbackUnknown}},
		"a report about no mail that is known here":                                  {Feedback: Feedback{Kind: FeedbackUnknown, Verdict: VerdictDead, Status: "5.1.1"}},
		"an automatic answer: left alone":                                            {Feedback: Feedback{Kind: FeedbackAutoReply}},
		"not delivered, for a reason that is not told: still gets mail":              {Subscriber: "r", Feedback: Feedback{Kind: FeedbackBounced}},
		"the mail or its sender was refused: still gets mail; this is yours to mend": {Subscriber: "r", Feedback: Feedback{Kind: FeedbackBounced, Verdict: VerdictRefused}},
		"not delivered, and it may be the mailbox: counted as a soft bounce":         {Subscriber: "r", Feedback: Feedback{Kind: FeedbackBounced, Verdict: VerdictSoft}},
	} {
		if got := r.Words(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, f := range []ReturnedFilter{{}, {Kind: FeedbackUnknown}, {Verdict: VerdictSoft}} {
		if err := f.Validate(); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for _, f := range []ReturnedFilter{{Kind: "bounce"}, {Kind: FeedbackAutoReply}, {Verdict: "later"}} {
		if err := f.Validate(); KindOf(err) != Invalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestOnlyAddressesOfTheWebAreFollowed(t *testing.T) {
	for in, want := range map[string]string{
		"https://outlet.example/a?b=1&c=2#d": "https://outlet.example/a?b=1&c=2#d", "http://outlet.example": "http://outlet.example", "https://outlet.example/a b": "https://outlet.example/a%20b",
		"javascript:alert(1)": "", "//outlet.example/a": "", "/a": "", "": "", "https:///a": "", "https:outlet.example": "", "ftp://outlet.example/a": "", "https://outlet.example/\r\nSet-Cookie: a=b": "", "data:text/html,x": "",
	} {
		if got := WebAddress(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	items, clicks, seen := OpenedItems([]Opened{{What: "a", N: 2}, {What: MailItself, N: 5}, {What: "b", N: 1}})
	if items["a"] != 2 || clicks != 3 || seen != 5 {
		t.Errorf("%v, %d, %d", items, clicks, seen)
	}
}
