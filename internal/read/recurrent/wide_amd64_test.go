package recurrent

import "testing"

// Processors that cannot multiply and add at once do the same in two steps.
func TestWholeNumbersInTwoSteps(t *testing.T) {
	had := dots
	dots = false
	defer func() { dots = had }()
	TestWholeNumbers(t)
}
