// Package trail follows runs of a plant: what happened in words, as the rows of a
// table; what a run was, as a hash in ingredients; and where two runs part.
package trail

import (
	"fmt"
	"strconv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
)

// Row is a plant.TraceEvent in words: names instead of indexes, so that it means
// something without the model.
type Row struct {
	At    engine.Time
	Event string // the name of the plant.TraceKind
	Place string // path
	Body  int    // which machine body of the place, from 1; 0: it is about none
	Part  string // the part's ID, 16 hexadecimal digits; "" when it is about none
	Type  string // the part's type
	Order string // the part's order, "" for none
	Since engine.Time
	Due   engine.Time
	From  string // path of where the part was; "" when it was at Place
	Other string // the part that it is built into or taken out of
	What  string // the state, the operation, the failure, the order from outside
	Among int    // of how many it was chosen; 0: nothing was chosen
	Good  bool   // of finished: it passed
}

// inputs are the names of the codes of inputs.
var inputs = map[uint32]string{
	plant.InputStop: "stop", plant.InputStart: "start", plant.InputEdit: "edit", plant.InputRelease: "release",
	plant.InputFault: "break", plant.InputRepair: "repair", plant.InputSpeed: "speed", plant.InputForce: "force", plant.InputFree: "free",
	plant.InputReport: "report", plant.InputDecide: "decide", plant.InputBranch: "branch", plant.InputReset: "reset",
}

// ID writes the ID of a part as rows have it.
func ID(part uint64) string { return fmt.Sprintf("%016x", part) }

// RowOf puts an event of a state of p into words.
func RowOf(p *plant.Plant, e plant.TraceEvent) Row {
	m := p.Model()
	r := Row{At: e.At, Event: e.Kind.String(), Place: m.Nodes[e.Place].Path, Since: -1, Due: engine.Never, Good: e.Good}
	if e.Slot > 0 {
		first, _ := p.SlotsOf(int(e.Place))
		r.Body = int(e.Slot-first-1) + 1
	}
	switch e.Kind {
	case plant.StateChanged:
		r.What = e.State.String()
	case plant.Failed, plant.Repaired:
		if r.What = p.FailureName(int(e.Place), int(e.N)); e.N == plant.FromOutside {
			r.What = "from outside"
		}
	case plant.Decided:
		if r.What = "lapsed"; e.Good {
			r.What = "taken"
		}
	case plant.InputCame:
		r.What = inputs[e.N]
	case plant.PartMoved:
		r.From = m.Nodes[e.From].Path
	case plant.PartChosen, plant.WayChosen:
		if r.Among = int(e.N); e.From != e.Place {
			r.From = m.Nodes[e.From].Path
		}
	}
	if !e.Kind.OfPart() {
		return r
	}
	part := m.Parts[e.Type]
	r.Part, r.Type, r.Since, r.Due = ID(e.Part), part.Name, e.Since, e.Due
	if e.Order > 0 {
		r.Order = m.Orders[e.Order-1].ID
	}
	if e.Other > 0 {
		r.Other = ID(e.Other)
	}
	if e.Op > 0 && (e.Kind == plant.PartBegun || e.Kind == plant.PartFinished) {
		r.What = part.Route[e.Op-1].Op
	}
	return r
}

// Columns are the names of what Fields gives. Times are in nanoseconds since the
// start of the model.
var Columns = []string{"time_ns", "event", "place", "body", "part", "type", "order", "since_ns", "due_ns", "from", "other", "what", "among", "good"}

// Fields are the values of the Columns, "" for none.
func (r *Row) Fields() []string {
	good := ""
	if r.Event == plant.PartFinished.String() {
		good = strconv.FormatBool(r.Good)
	}
	return []string{
		strconv.FormatInt(int64(r.At), 10), r.Event, r.Place, count(r.Body), r.Part, r.Type, r.Order, instant(r.Since), instant(r.Due),
		r.From, r.Other, r.What, count(r.Among), good,
	}
}

// Parse is the Row whose Fields were given.
func Parse(fields []string) (Row, error) {
	if len(fields) != len(Columns) {
		return Row{}, fmt.Errorf("%d fields; a trace has %d", len(fields), len(Columns))
	}
	r := Row{
		Event: fields[1], Place: fields[2], Part: fields[4], Type: fields[5], Order: fields[6],
		Since: -1, Due: engine.Never, From: fields[9], Other: fields[10], What: fields[11],
	}
	numbers := []struct {
		col int
		set func(int64)
	}{
		{0, func(n int64) { r.At = engine.Time(n) }}, {3, func(n int64) { r.Body = int(n) }}, {7, func(n int64) { r.Since = engine.Time(n) }},
		{8, func(n int64) { r.Due = engine.Time(n) }}, {12, func(n int64) { r.Among = int(n) }},
	}
	for _, c := range numbers {
		text := fields[c.col]
		if text == "" && c.col > 0 {
			continue
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return Row{}, fmt.Errorf("%s: %q is no whole number", Columns[c.col], text)
		}
		c.set(n)
	}
	switch fields[13] {
	case "true":
		r.Good = true
	case "", "false":
	default:
		return Row{}, fmt.Errorf("good: %q; want true or false", fields[13])
	}
	return r, nil
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func instant(t engine.Time) string {
	if t < 0 || t == engine.Never {
		return ""
	}
	return strconv.FormatInt(int64(t), 10)
}
