package locale

import "time"

// MonthName gives the name of a month by itself, as headings have it.
func (l *Language) MonthName(m time.Month) string { return l.dates.Months[m-1] }
