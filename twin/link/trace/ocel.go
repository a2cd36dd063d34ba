package trace

import (
	"fmt"
	"strconv"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// ocelWriter tells a trace in the words of OCEL 2.0 to one of its formats.
type ocelWriter struct {
	*sheet
	to     ocelFormat
	seen   map[uint64]bool     // parts that are known and of which more may come
	built  map[uint64][]uint64 // components of a part that is to come next
	bodies []body              // by slot
	places []string            // names of the nodes as objects
	orders []string            // names of the orders as objects
	events uint64
}

// body is a machine body: its object and what it does.
type body struct {
	id     string
	object int // number of the object
	state  plant.State
	since  engine.Time
	told   plant.State
	known  bool // its state is known
}

// ocelFormat writes events and objects down. A lasting object may change later; it
// is known by the number that object gave.
type ocelFormat interface {
	event(id, kind, time string, attributes []property, relations []relation) error
	object(id, kind, time string, lasting bool, attributes []property, relations []relation) (int, error)
	change(object int, time, name string, value any) error
	close() error
}

// property is an attribute: a string, an int64, a bool, or a stamp.
type property struct {
	name  string
	value any
}

// stamp is an instant in ISO 8601.
type stamp string

// relation is a relation to an object, with its qualifier.
type relation struct {
	object, qualifier string
}

// ocelType is the declaration of a type of events or objects.
type ocelType struct {
	name       string
	attributes []ocelAttribute
}

type ocelAttribute struct{ name, kind string }

const (
	typePart      = "part"
	typeEquipment = "equipment"
	typeOrder     = "order"
)

// objectTypes and eventTypes are all that a trace may have.
var objectTypes = []ocelType{
	{typePart, []ocelAttribute{{"type", "string"}, {"born", "time"}, {"due", "time"}}},
	{typeEquipment, []ocelAttribute{{"kind", "string"}, {"title", "string"}, {"state", "string"}}},
	{typeOrder, []ocelAttribute{{"type", "string"}, {"quantity", "integer"}, {"release", "time"}, {"due", "time"}, {"customer", "string"}}},
}

func eventTypes() []ocelType {
	more := map[plant.TraceKind][]ocelAttribute{
		plant.PartBegun: {{"operation", "string"}}, plant.PartFinished: {{"operation", "string"}, {"good", "boolean"}},
		plant.PartChosen: {{"among", "integer"}}, plant.WayChosen: {{"among", "integer"}},
		plant.Failed: {{"failure", "string"}}, plant.Repaired: {{"failure", "string"}}, plant.InputCame: {{"command", "string"}}, plant.Decided: {{"answer", "string"}},
	}
	var out []ocelType
	for k := range plant.TraceKinds {
		if happens(k) {
			out = append(out, ocelType{k.String(), more[k]})
		}
	}
	return out
}

// happens reports whether events of the kind are events in OCEL: a state is an
// attribute, and what is there at the beginning is an object.
func happens(k plant.TraceKind) bool {
	return k != plant.StateChanged && k != plant.PartThere && k != plant.PlanChanged
}

// newOCEL writes what the model has: equipment and orders.
func newOCEL(s *sheet, to ocelFormat) (*ocelWriter, error) {
	w := &ocelWriter{sheet: s, to: to, seen: map[uint64]bool{}, built: map[uint64][]uint64{}}
	m := s.Plant.Model()
	start := s.stamp(0)
	for i, n := range m.Nodes {
		id := n.Path
		if id == "" {
			for id = n.Kind.Name; m.Node(id) != nil; { // a place may have the name
				id += "*"
			}
		}
		w.places = append(w.places, id)
		var in []relation
		if n.Parent != nil {
			in = []relation{{w.places[n.Parent.Index], "in"}}
		}
		about := []property{{"kind", n.Kind.Name}}
		if n.Title != "" {
			about = append(about, property{"title", n.Title})
		}
		number, err := to.object(id, typeEquipment, start, true, about, in)
		if err != nil {
			return nil, err
		}
		_, bodies := s.Plant.SlotsOf(i)
		for k := range bodies {
			b := body{id: id, object: number}
			if bodies > 1 {
				b.id += "#" + strconv.Itoa(int(k)+1)
				if b.object, err = to.object(b.id, typeEquipment, start, true, about, []relation{{id, "body of"}}); err != nil {
					return nil, err
				}
			}
			w.bodies = append(w.bodies, b)
		}
	}
	for i := range m.Orders {
		if err := w.order(i); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// order writes an order of the model. Its name may be that of something else.
func (w *ocelWriter) order(i int) error {
	o := &w.Plant.Model().Orders[i]
	id := "order " + strconv.Itoa(i+1)
	if o.ID != "" {
		id += ": " + o.ID
	}
	w.orders = append(w.orders, id)
	about := []property{{"type", o.Part.Name}, {"quantity", int64(o.Quantity)}, {"release", stamp(w.stamp(engine.Seconds(o.Release)))}}
	if due := engine.Seconds(o.Due); due != engine.Never {
		about = append(about, property{"due", stamp(w.stamp(due))})
	}
	if o.Customer != "" {
		about = append(about, property{"customer", o.Customer})
	}
	_, err := w.to.object(id, typeOrder, w.stamp(0), false, about, nil)
	return err
}

func (w *ocelWriter) event(e *plant.TraceEvent, r *trail.Row) error {
	if e.Kind == plant.StateChanged {
		return w.state(e)
	}
	if e.Kind.OfPart() {
		if err := w.part(e, r); err != nil {
			return err
		}
	}
	if e.Kind == plant.PartBuiltIn {
		w.built[e.Other] = append(w.built[e.Other], e.Part)
	}
	if !happens(e.Kind) {
		return nil
	}
	w.events++
	return w.to.event(fmt.Sprintf("e%010d", w.events), r.Event, w.stamp(e.At), attributesOf(e, r), w.relationsOf(e, r))
}

func attributesOf(e *plant.TraceEvent, r *trail.Row) (list []property) {
	add := func(name, value string) {
		if value != "" {
			list = append(list, property{name, value})
		}
	}
	switch e.Kind {
	case plant.PartBegun, plant.PartFinished:
		add("operation", r.What)
		if e.Kind == plant.PartFinished {
			list = append(list, property{"good", e.Good})
		}
	case plant.PartChosen, plant.WayChosen:
		list = append(list, property{"among", int64(e.N)})
	case plant.Failed, plant.Repaired:
		add("failure", r.What)
	case plant.Decided:
		add("answer", r.What)
	case plant.InputCame:
		add("command", r.What)
	}
	return list
}

func (w *ocelWriter) relationsOf(e *plant.TraceEvent, r *trail.Row) (list []relation) {
	if e.Kind.OfPart() {
		list = append(list, relation{r.Part, "part"})
	}
	at := "at"
	if r.From != "" {
		at = "to"
		list = append(list, relation{w.places[e.From], "from"})
	}
	list = append(list, relation{w.places[e.Place], at})
	if e.Slot > 0 {
		list = append(list, relation{w.bodies[e.Slot-1].id, "by"})
	}
	if r.Other != "" {
		how := "out of"
		if e.Kind == plant.PartBuiltIn {
			how = "into"
		}
		list = append(list, relation{r.Other, how})
	}
	if e.Order > 0 {
		list = append(list, relation{w.orders[e.Order-1], "order"})
	}
	return list
}

// part writes the part of an event when it is seen first.
func (w *ocelWriter) part(e *plant.TraceEvent, r *trail.Row) error {
	if w.seen[e.Part] {
		return nil
	}
	w.seen[e.Part] = true
	about := []property{{"type", r.Type}}
	if e.Since >= 0 {
		about = append(about, property{"born", stamp(w.stamp(e.Since))})
	}
	if due := moment(e.Due); due != nil {
		about = append(about, property{"due", stamp(w.stamp(e.Due))})
	}
	var to []relation
	if e.Order > 0 {
		to = append(to, relation{w.orders[e.Order-1], "ordered by"})
	}
	if e.Kind == plant.PartThere && e.Other != 0 {
		to = append(to, relation{r.Other, "component of"})
	}
	for _, c := range w.built[e.Part] {
		to = append(to, relation{trail.ID(c), "component"})
	}
	delete(w.built, e.Part)
	_, err := w.to.object(r.Part, typePart, w.stamp(e.At), false, about, to)
	return err
}

// state notes what a body does now. What lasts no time is left out.
func (w *ocelWriter) state(e *plant.TraceEvent) error {
	b := &w.bodies[e.Slot-1]
	if b.known && e.At > b.since {
		if err := w.tell(b); err != nil {
			return err
		}
	}
	b.state, b.since, b.known = e.State, e.At, true
	return nil
}

// tell writes the state of a body, if it is another one than was written last.
func (w *ocelWriter) tell(b *body) error {
	if b.told == b.state+1 {
		return nil
	}
	b.told = b.state + 1
	return w.to.change(b.object, w.stamp(b.since), "state", b.state.String())
}

func (w *ocelWriter) gone(part uint64) error {
	delete(w.seen, part)
	delete(w.built, part)
	return nil
}

func (w *ocelWriter) close() error {
	for i := range w.bodies {
		if b := &w.bodies[i]; b.known {
			if err := w.tell(b); err != nil {
				_ = w.to.close()
				return err
			}
		}
	}
	return w.to.close()
}
