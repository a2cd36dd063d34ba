package model

import (
	"reflect"
	"slices"

	"github.com/taktsim/takt/engine/unit"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// crewKeys are the keys of [people.x].
type crewKeys struct {
	Title    string        `key:"title" doc:"what people call them"`
	Doc      string        `key:"doc" doc:"a remark"`
	N        int           `key:"n" need:"yes" min:"1" max:"1000000" doc:"how many there are in each shift"`
	Calendar string        `key:"calendar" ref:"calendar" default:"that of the factory" doc:"when they are there"`
	Zone     string        `key:"zone" default:"that of the factory" doc:"time zone of the calendar"`
	ShiftEnd string        `key:"at-shift-end" enum:"pause|finish" default:"pause" doc:"pause: work stops with their shift and goes on in the next; finish: they end what they have begun"`
	Skills   []string      `key:"skills" doc:"what each of them can do"`
	Serves   Rule          `key:"serves" policy:"assign" default:"first" doc:"who gets them first when they are short; else who has asked first"`
	Repairs  Rule          `key:"repairs" policy:"maintain" default:"fifo" doc:"which broken machine they repair first; else the one that broke first"`
	Cost     unit.Quantity `key:"cost" dim:"money-per-time" doc:"what one of them costs"`
}

// people reads [people.x].
func (b *build) people() {
	names, t := b.section("people", "crews")
	for _, name := range names {
		r := t.kids[name]
		var k crewKeys
		b.dec.into(r, "a crew", r.keyPos(), r.path, nil, &k)
		c := &Crew{Name: name, Title: name, Doc: k.Doc, N: k.N, Finishes: k.ShiftEnd == "finish", Skills: k.Skills, Cost: k.Cost, Serves: k.Serves, Repairs: k.Repairs, Index: len(b.m.Crews), Pos: r.keyPos()}
		if k.Title != "" {
			c.Title = k.Title
		}
		zone := b.zone
		if z := r.get("zone"); z != nil && k.Zone != "" {
			zone = b.zoneOf(z, zone)
		}
		if k.Calendar == "" {
			k.Calendar, _ = b.top.kids["factory"].get("calendar").asText()
		}
		if k.Calendar != "" && k.Calendar != "always" {
			c.Calendar = b.bound(k.Calendar, zone)
		}
		b.m.Crews = append(b.m.Crews, c)
	}
}

// needs checks what the fields of a Need cannot say alone.
func (b *build) needs(r *raw, n *Need) {
	switch {
	case n.Crew == nil && n.Tool == nil:
		if r.get("crew") == nil && r.get("tool") == nil {
			b.value(r, "a need names a crew or a tool: { crew = \"fitters\", n = 2 }")
		}
		return
	case n.Crew != nil && n.Tool != nil:
		b.value(r, "a need names a crew or a tool, not both; write two needs")
		return
	}
	if n.N == 0 {
		n.N = 1
	}
	if n.During == "" {
		n.During = "all"
	}
	switch s := r.get("skill"); {
	case n.Skill == "":
	case n.Crew == nil:
		b.value(s, "a tool has no skill")
	case !n.Crew.HasSkill(n.Skill):
		b.value(s, "the crew %q has no skill %q%s", n.Crew.Name, n.Skill, didYouMean(n.Skill, slices.Clone(n.Crew.Skills)))
	}
	if n.Crew != nil && n.N > n.Crew.N && n.Crew.N > 0 {
		b.value(r, "this needs %d of the crew %q, which has %d", n.N, n.Crew.Name, n.Crew.N)
	}
}
