package text

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// TraceLine writes an event of a trace for people: when by the factory's clock,
// where, in a column of a width, what.
func TraceLine(l words.Lang, clock time.Time, column int, r *trail.Row) string {
	at := clock.Add(time.Duration(r.At)).Format("2006-01-02 15:04:05.000")
	place := r.Place
	if place == "" {
		place = "*"
	}
	if r.Body > 1 {
		place += "#" + strconv.Itoa(r.Body)
	}
	return strings.TrimRight(at+"  "+pad(place, column)+"  "+TraceEvent(l, r), " ")
}

// TraceEvent writes what happens, without when and where.
func TraceEvent(l words.Lang, r *trail.Row) string {
	if r.Event == plant.StateChanged.String() {
		return l.T("state." + r.What)
	}
	out := l.T("trace." + r.Event)
	if r.Event == plant.PartFinished.String() && !r.Good {
		out = l.T("trace.bad")
	}
	for _, s := range []string{r.What, r.Type, r.Part} {
		if s != "" {
			out += " " + s
		}
	}
	if r.From != "" {
		out += " " + l.T("trace.from", r.From)
	}
	if r.Other != "" {
		out += " " + l.T("trace.with", r.Other)
	}
	if r.Among > 0 {
		out += " " + l.T("trace.among", strconv.Itoa(r.Among))
	}
	if r.Order != "" {
		out += fmt.Sprintf(" (%s)", r.Order)
	}
	return out
}

// pad fills a name up to a width.
func pad(s string, width int) string { return s + strings.Repeat(" ", max(width-Width(s), 0)) }
