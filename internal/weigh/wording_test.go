package weigh

import "testing"

func TestWhatIsNoStatementByItself(t *testing.T) {
	for _, s := range []string{
		"Images of the harbour they say was closed by a storm",
		"The video that was posted on Friday",
		"A crater made by a small meteorite near the airport",
		"The moment a lorry is swept off the bridge",
		"Came true for a fisherman from Brae",
		"Whether the new ferry might cause the pier to bend",
		"What they earn: the mayor's dinner",
		"Meet the mayor of Brae",
		"The mayor in connection with the alleged sale of the harbour",
		"The mayor … to sell the harbour",
	} {
		if !fragment(s) {
			t.Errorf("%q was taken for a statement", s)
		}
	}
	for _, s := range []string{
		"The mayor of Brae has resigned",
		"A man who lives on the pier found a shark in his kitchen",
		"Word that the ferry was sold swept through the town",
		"Ferry Lines raises its fares by a tenth",
		"The harbour made by convicts in 1812 was sold to a brewery",
		"Two councillors say the bridge is unsafe",
		"Dorn wears the chain of office even in the bath",
	} {
		if fragment(s) {
			t.Errorf("%q was taken for no statement", s)
		}
	}
}
