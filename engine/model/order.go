package model

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
	"github.com/taktsim/takt/engine/unit"
)

// orderKeys are the columns of an order.
type orderKeys struct {
	ID       string `key:"id" default:"a running number" doc:"name of the order"`
	Part     *Part  `key:"part" need:"yes" doc:"what is wanted"`
	Quantity int    `key:"quantity" min:"1" max:"100000" default:"1" doc:"pieces"`
	Release  *raw   `key:"release" default:"the start" doc:"when it may begin: a date and time, or a time after the start"`
	Due      *raw   `key:"due" doc:"when it should be done: a date and time, or a time after the start"`
	Priority int    `key:"priority" min:"none" default:"0" doc:"larger goes first"`
	Customer string `key:"customer" doc:"who wants it"`
}

// orders reads [orders]: a list, or a file with a map of columns.
func (b *build) orders() {
	r := b.top.kids["orders"]
	if r == nil {
		return
	}
	items, ok := r.list()
	if !ok && r.get("file") != nil {
		if items, ok = b.rows(r, b.dec.fields(typeOf[orderKeys]())); !ok {
			return
		}
	}
	if !ok {
		if _, place := r.get("kind").asText(); !place {
			b.key(r, "orders come from a file, [orders] with file = \"orders.csv\", or one by one as [[orders]]")
		}
		return
	}
	seen := map[string]Pos{}
	for _, x := range items {
		if x.table() == nil {
			b.value(x, "want an order such as { part = \"housing\", quantity = 20 }, not %s", x.what())
			continue
		}
		b.order(x, seen)
	}
}

func (b *build) order(r *raw, seen map[string]Pos) {
	k := orderKeys{Quantity: 1}
	b.dec.into(r, "an order", r.pos(), r.path, nil, &k)
	o := Order{ID: k.ID, Part: k.Part, Quantity: k.Quantity, Priority: k.Priority, Customer: k.Customer, Due: math.Inf(1), Pos: r.pos()}
	if o.ID == "" {
		o.ID = "order-" + strconv.Itoa(len(b.m.Orders)+1)
	} else if first, twice := seen[o.ID]; twice {
		b.value(r.get("id"), "the order %q is already there, at %s", o.ID, first)
	}
	seen[o.ID] = o.Pos
	if k.Release != nil {
		o.Release, _ = b.offset(k.Release)
	}
	ok := true
	if k.Due != nil {
		o.Due, ok = b.offset(k.Due)
	}
	if ok && o.Due < o.Release {
		b.value(k.Due, "this order is due before it is released")
	}
	b.m.Orders = append(b.m.Orders, o)
}

// offset reads a date and time, or a time after the start, as seconds after the start.
func (b *build) offset(r *raw) (float64, bool) {
	s, text := r.asText()
	if _, date := r.value.(time.Time); !date && !text {
		b.value(r, "want a date and time, such as \"2026-01-13 10:30\", or a time after the start, such as \"8 h\"")
		return 0, false
	}
	if text {
		q, err := unit.Parse(s)
		if err == nil && q.Dim == unit.Time {
			if q.Value < 0 {
				b.value(r, "%q lies before the start", s)
			}
			return q.Value, q.Value >= 0
		}
		if _, bad := calendar.ParseTime(s, b.zone); bad != nil && strings.Count(s, "-") < 2 {
			b.value(r, "%q is neither a date and time, such as \"2026-01-13 10:30\", nor a time after the start, such as \"8 h\"", s)
			return 0, false
		}
	}
	t, ok := b.dec.instant(r)
	return t.Sub(b.m.Clock).Seconds(), ok
}
