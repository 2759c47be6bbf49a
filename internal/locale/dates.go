package locale

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dates is how days and hours are written. The patterns have the places {weekday}, {day}, {month}, {year}, {hour} and {minute}; {wkd} and
// {mon} are the short names of days and months, {zone} is the name of a time zone.
type dates struct {
	Long     string   `toml:"long"`     // Sunday, 2 March 2031
	Full     string   `toml:"full"`     // 2 March 2031
	Short    string   `toml:"short"`    // 2 March
	Brief    string   `toml:"brief"`    // 2 Mar
	Moment   string   `toml:"moment"`   // 2 Mar, 07:05
	Timed    string   `toml:"timed"`    // 2 March 2031, 07:05
	Exact    string   `toml:"exact"`    // Sunday, 2 March 2031, 07:05 Europe/Lisbon
	Clock    string   `toml:"clock"`    // 07:05
	OfMonth  string   `toml:"of_month"` // Sun 2
	Month    string   `toml:"month"`    // March 2031
	List     string   `toml:"list"`     // how two are joined: {a} and {b}
	Foreign  string   `toml:"foreign"`  // likewise, where the second is written from the other side; empty: no other way
	Comma    string   `toml:"comma"`    // what stands between those before
	Months   []string `toml:"months"`
	Mons     []string `toml:"mons"`
	Weekdays []string `toml:"weekdays"` // from Sunday
	Wkds     []string `toml:"wkds"`

	long, full, short, brief, moment, timed, exact, clock, ofMonth, month, list, foreign wording
}

func (d *dates) check() error {
	if len(d.Months) != 12 || len(d.Weekdays) != 7 || len(d.Mons) != 12 || len(d.Wkds) != 7 {
		return fmt.Errorf("there are %d months (%d short) and %d weekdays (%d short); a year has 12 and a week 7", len(d.Months), len(d.Mons), len(d.Weekdays), len(d.Wkds))
	}
	for _, p := range []struct {
		name, pattern string
		to            *wording
		want          []string
	}{
		{"long", d.Long, &d.long, []string{"day", "month", "weekday", "year"}},
		{"full", d.Full, &d.full, []string{"day", "month", "year"}},
		{"short", d.Short, &d.short, []string{"day", "month"}},
		{"brief", d.Brief, &d.brief, []string{"day", "mon"}},
		{"moment", d.Moment, &d.moment, []string{"day", "hour", "minute", "mon"}},
		{"timed", d.Timed, &d.timed, []string{"day", "hour", "minute", "month", "year"}},
		{"exact", d.Exact, &d.exact, []string{"day", "hour", "minute", "month", "weekday", "year", "zone"}},
		{"clock", d.Clock, &d.clock, []string{"hour", "minute"}},
		{"of_month", d.OfMonth, &d.ofMonth, []string{"day", "wkd"}},
		{"month", d.Month, &d.month, []string{"month", "year"}},
		{"list", d.List, &d.list, []string{"a", "b"}},
	} {
		w, err := read(p.pattern)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if got := w.names; !slices.Equal(got, p.want) {
			return fmt.Errorf("%s has the places %q; it needs %q", p.name, got, p.want)
		}
		*p.to = w
	}
	if d.foreign = d.list; d.Foreign != "" {
		w, err := read(d.Foreign)
		if err != nil {
			return fmt.Errorf("foreign: %w", err)
		}
		if !slices.Equal(w.names, d.list.names) {
			return fmt.Errorf("foreign has the places %q; it needs %q", w.names, d.list.names)
		}
		d.foreign = w
	}
	return nil
}

// Date names a day in full, in the time's own zone: Sunday, 2 March 2031.
func (l *Language) Date(t time.Time) string { return l.write(l.dates.long, t) }

// FullDay is Date without the day of the week: 2 March 2031.
func (l *Language) FullDay(t time.Time) string { return l.write(l.dates.full, t) }

// Day names a day of a year that is known: 2 March.
func (l *Language) Day(t time.Time) string { return l.write(l.dates.short, t) }

// BriefDay is Day where there is little room: 2 Mar.
func (l *Language) BriefDay(t time.Time) string { return l.write(l.dates.brief, t) }

// Moment names a time of a year that is known, to the minute: 2 Mar, 07:05.
func (l *Language) Moment(t time.Time) string { return l.write(l.dates.moment, t) }

// Timed names a time to the minute: 2 March 2031, 07:05.
func (l *Language) Timed(t time.Time) string { return l.write(l.dates.timed, t) }

// Exact is Timed with the day of the week and the zone that it is told in.
func (l *Language) Exact(t time.Time) string { return l.write(l.dates.exact, t) }

// Clock names a time of day: 07:00.
func (l *Language) Clock(t time.Time) string { return l.write(l.dates.clock, t) }

// DayOfMonth names a day of a month that is known: Sun 2.
func (l *Language) DayOfMonth(t time.Time) string { return l.write(l.dates.ofMonth, t) }

// Month names a month: March 2031.
func (l *Language) Month(t time.Time) string { return l.write(l.dates.month, t) }

// Mon is the short name of a time's month: Mar.
func (l *Language) Mon(t time.Time) string { return l.dates.Mons[t.Month()-1] }

// Year is the year of a time, in the figures of the language: 2031.
func (l *Language) Year(t time.Time) string { return l.figures(strconv.Itoa(t.Year())) }

// Weekdays lists days of the week: Sunday, Tuesday and Thursday.
func (l *Language) Weekdays(days []time.Weekday) string {
	var names []string
	for _, d := range days {
		if d >= 0 && int(d) < len(l.dates.Weekdays) {
			names = append(names, l.dates.Weekdays[d])
		}
	}
	return l.joined(names)
}

// Comma is what stands between names in a list, before the last two.
func (l *Language) Comma() string { return l.dates.Comma }

// List writes names from outside as prose: A, B and C.
func (l *Language) List(names []string) string {
	apart := make([]string, len(names))
	for i, name := range names {
		apart[i] = l.Isolated(name)
	}
	return l.joined(apart)
}

func (l *Language) joined(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	w := l.dates.list
	if strings.HasPrefix(names[last], "\u2068") {
		w = l.dates.foreign
	}
	return w.with(map[string]string{"a": strings.Join(names[:last], l.dates.Comma), "b": names[last]})
}

// Ago says how long before now a time was, as people say it: just now, 5 minutes ago, yesterday, 3 May. A time to come, and one of more
// than a week ago, gives its date, in the zone of now.
func (l *Language) Ago(now, t time.Time) (string, error) {
	t = t.In(now.Location())
	switch d := now.Sub(t); {
	case (d < -time.Minute || d >= 7*24*time.Hour) && t.Year() == now.Year():
		return l.Day(t), nil
	case d < -time.Minute || d >= 7*24*time.Hour:
		return l.FullDay(t), nil
	case d < time.Minute:
		return l.Text("ago.now")
	case d < time.Hour:
		return l.Count("ago.minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return l.Count("ago.hours", int(d/time.Hour))
	case d < 48*time.Hour:
		return l.Text("ago.yesterday")
	default:
		return l.Count("ago.days", int(d/(24*time.Hour)))
	}
}

func (l *Language) write(w wording, t time.Time) string {
	var b strings.Builder
	b.Grow(80) // most dates have room in it, in letters of two bytes too
	d := &l.dates
	for _, p := range w.parts {
		switch p.place {
		case "":
			b.WriteString(p.words)
		case "weekday":
			b.WriteString(d.Weekdays[t.Weekday()])
		case "wkd":
			b.WriteString(d.Wkds[t.Weekday()])
		case "day":
			b.WriteString(l.figures(strconv.Itoa(t.Day())))
		case "month":
			b.WriteString(d.Months[t.Month()-1])
		case "mon":
			b.WriteString(d.Mons[t.Month()-1])
		case "year":
			b.WriteString(l.Year(t))
		case "hour":
			b.WriteString(l.figures(two(t.Hour())))
		case "minute":
			b.WriteString(l.figures(two(t.Minute())))
		case "zone":
			b.WriteString(t.Location().String())
		}
	}
	return b.String()
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func (w wording) with(values map[string]string) string {
	var b strings.Builder
	for _, p := range w.parts {
		b.WriteString(p.words + values[p.place])
	}
	return b.String()
}
