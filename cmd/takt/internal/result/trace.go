package result

import (
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// Trace is one line of a trace. Fields that an event does not speak of are left
// out.
type Trace struct {
	Time  string `json:"time"`    // by the factory's clock, with its zone
	At    int64  `json:"time_ns"` // since the start
	Event string `json:"event"`
	Place string `json:"place"`
	Body  int    `json:"body,omitempty"`
	Part  string `json:"part,omitempty"`
	Type  string `json:"type,omitempty"`
	Order string `json:"order,omitempty"`
	Since *int64 `json:"since_ns,omitempty"`
	Due   *int64 `json:"due_ns,omitempty"`
	From  string `json:"from,omitempty"`
	Other string `json:"other,omitempty"`
	What  string `json:"what,omitempty"`
	Among int    `json:"among,omitempty"`
	Good  *bool  `json:"good,omitempty"`
}

// TraceOf is the line of a row, of a factory whose clock starts at an instant.
func TraceOf(clock time.Time, r *trail.Row) Trace {
	t := Trace{
		Time: clock.Add(time.Duration(r.At)).Format(time.RFC3339Nano), At: int64(r.At), Event: r.Event, Place: r.Place, Body: r.Body, Part: r.Part, Type: r.Type,
		Order: r.Order, From: r.From, Other: r.Other, What: r.What, Among: r.Among,
	}
	if since := int64(r.Since); since >= 0 && r.Part != "" {
		t.Since = &since
	}
	if due := int64(r.Due); r.Due != engine.Never {
		t.Due = &due
	}
	if r.Event == plant.PartFinished.String() {
		t.Good = &r.Good
	}
	return t
}
