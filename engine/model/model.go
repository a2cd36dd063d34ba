package model

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

// Model is a checked factory. It is not changed once it is made; [Model.With] makes
// changed copies.
type Model struct {
	File       string
	Title      string
	Enterprise bool      // several factories; paths start with the factory's name
	Clock      time.Time // the instant at which the simulation starts, in the zone of the root
	Root       *Node     // the factory, or the enterprise; its Path is ""
	Nodes      []*Node   // all places, Root first, depth first in file order; Nodes[i].Index == i
	Factories  []*Node   // the places of kind factory: Root itself, or its children
	Edges      []Edge    // in the order of the flows
	Parts      []*Part
	Calendars  []*Calendar
	Crews      []*Crew
	Orders     []Order
	Suppliers  []*Supplier
	Customers  []*Customer
	Tariffs    []*Tariff

	registry *Registry
	tree     *tree // what it was built from, `like` resolved
	nodes    map[string]*Node
	parts    map[string]*Part
}

// Node finds a place by its path ("" is the root), or gives nil.
func (m *Model) Node(path string) *Node { return m.nodes[path] }

// Part finds a part type by name, or gives nil.
func (m *Model) Part(name string) *Part { return m.parts[name] }

// Crew finds a crew by name, or gives nil.
func (m *Model) Crew(name string) *Crew { return byName(m.Crews, name) }

// Calendar finds a calendar by name, or gives nil.
func (m *Model) Calendar(name string) *Calendar { return byName(m.Calendars, name) }

// Tariff finds a tariff by name, or gives nil.
func (m *Model) Tariff(name string) *Tariff { return byName(m.Tariffs, name) }

// Open reads a file beside the factory's file or below it, such as a table or the 3D
// model of a place; at most MaxBytes. The error names the file and says in plain words
// why it cannot be read.
func (m *Model) Open(name string) ([]byte, error) {
	switch {
	case !filepath.IsLocal(filepath.FromSlash(name)):
		return nil, fmt.Errorf("%q does not lie beside the factory file or below it", name)
	case m.tree.open == nil:
		return nil, fmt.Errorf("%q cannot be read: this model has no folder", name)
	}
	data, err := m.tree.open(name)
	if err != nil {
		return nil, fmt.Errorf("%q: %s", name, whyNot(err))
	}
	return data, nil
}

// Shapes are the files of 3D models that places and parts name, sorted.
func (m *Model) Shapes() []string {
	names := map[string]bool{}
	for _, n := range m.Nodes {
		names[n.Shape] = true
	}
	for _, p := range m.Parts {
		names[p.Shape] = true
	}
	delete(names, "")
	return sortedKeys(names)
}

// Registry is the set of kinds the model was made with.
func (m *Model) Registry() *Registry { return m.registry }

type named interface{ name() string }

func byName[T named](list []T, name string) (none T) {
	for _, x := range list {
		if x.name() == name {
			return x
		}
	}
	return none
}

// Node is one place: a level or a piece of equipment.
type Node struct {
	Path     string // "machining.line-1.mill"; "" for the root
	Name     string // the last part of Path
	Title    string // in any language; Name when none is given
	Doc      string
	Kind     *Kind
	Parent   *Node
	Children []*Node
	Spec     any // what Kind.New made, filled in
	Index    int // place in Model.Nodes

	At, Size [3]float64            // m, in the frame of Parent; zero when not given
	Turn     float64               // degrees, counter-clockwise
	Shape    string                // the file of the 3D model (key `model`)
	Ports    map[string][2]float64 // where a port is, m from At in the place's own frame

	Calendar *Calendar      // own or inherited; nil: always open
	Zone     *time.Location // own or inherited, never nil
	Tariff   *Tariff        // own or inherited; nil: energy has no price
	Factory  *Node          // the factory it stands in; nil for an enterprise
	Pos      Pos            // where it is written

	In, Out []string // its ports; the first is the default

	keys   map[string]*raw // what was given, inherited keys included
	table  *raw
	broken bool // a mistake was told about its kind or likeness, so that no others follow from it
}

// Has reports whether a key was given for the place, by itself or through `like`.
func (n *Node) Has(key string) bool { return n.keys[key] != nil }

// KeyPos is where the value of a key was written; the place itself when it was not given.
func (n *Node) KeyPos(key string) Pos {
	if r := n.keys[key]; r != nil {
		return r.pos()
	}
	return n.Pos
}

// Child finds a direct child by name, or gives nil.
func (n *Node) Child(name string) *Node {
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Lookup finds a place by a name seen from n: among its children, then those of its
// parent, and so outward; the rest of a dotted name goes down from there. It gives nil
// when there is none.
func (n *Node) Lookup(name string) *Node {
	first, rest, dotted := strings.Cut(name, ".")
	for at := n; at != nil; at = at.Parent {
		c := at.Child(first)
		if c == nil {
			continue
		}
		if !dotted {
			return c
		}
		if d := c.down(rest); d != nil {
			return d
		}
	}
	return nil
}

func (n *Node) down(path string) *Node {
	for n != nil && path != "" {
		var first string
		first, path, _ = strings.Cut(path, ".")
		n = n.Child(first)
	}
	return n
}

// Is reports whether the place is of the named kind.
func (n *Node) Is(kind string) bool { return n.Kind != nil && n.Kind.Name == kind }

// World is the position of the footprint's centre in the frame of the root (m), with
// the turn (degrees) that the parents add up to.
func (n *Node) World() (at [3]float64, turn float64) {
	return world(n)
}

// Edge is one arrow of a flow.
type Edge struct {
	From     *Node
	FromPort string // one of From.Out
	To       *Node
	ToPort   string // one of To.In
	Pos      Pos    // of the arrow's end in the flow text

	path string // of the flow
}

// Part is a type of part.
type Part struct {
	Name, Title string
	Doc         string
	Size        [3]float64    // m
	Mass        float64       // kg; 0 when not given
	Value       unit.Quantity // money a piece; zero when not given
	Priority    int           // larger goes first
	Shape       string        // the file of the 3D model
	Route       []Operation   // in order; empty: it follows the flow
	BOM         []Component
	Index       int // place in Model.Parts
	Pos         Pos

	table *raw
}

func (p *Part) name() string { return p.Name }

// KeyPos is where the value of a key was written; the part itself when it was not given.
func (p *Part) KeyPos(key string) Pos {
	if r := p.table.get(key); r != nil {
		return r.pos()
	}
	return p.Pos
}

// Component is one line of a bill of materials.
type Component struct {
	Part *Part
	N    int // pieces for one whole
}

// Operation is one step of a route.
type Operation struct {
	Op     string  // its name
	On     []*Node // where it can be done, at least one
	Prefer Rule    // what chooses among On: one of [PreferRules], or an assign policy
	Cycle  Times   // by place; zero: the place's own
	Setup  Times   // by place; zero: the place's own
	Batch  int     // 0: the place's own
	Yield  float64 // share that is good; 0: the place's own
	Needs  []Need
	Index  int // place in Part.Route
	Pos    Pos
}

// PreferRules are the rules a route may name to choose among alternative places; the
// first is used when none is named.
var PreferRules = []string{"first", "shortest-queue", "fastest", "round-robin", "random"}

// CycleOn is the operation's cycle time on a place; ok is false when the place's own counts.
func (o *Operation) CycleOn(n *Node) (d random.Dist, ok bool) { return o.Cycle.on(n) }

// SetupOn is the operation's set-up time on a place; ok is false when the place's own counts.
func (o *Operation) SetupOn(n *Node) (d random.Dist, ok bool) { return o.Setup.on(n) }

// Need is people or tools that work must have before it starts.
type Need struct {
	Crew   *Crew  `key:"crew" doc:"the people it takes"`
	Tool   *Node  `key:"tool" ref:"tool" doc:"the pool of tools or fixtures it takes"`
	Skill  string `key:"skill" doc:"the skill the people must have"`
	N      int    `key:"n" min:"1" default:"1" doc:"how many"`
	During string `key:"during" enum:"all|run|setup|repair" default:"all" doc:"when they are needed"`
}

// Crew is a group of people who can stand in for one another.
type Crew struct {
	Name, Title string
	Doc         string
	N           int
	Calendar    *Calendar // nil: always there
	Finishes    bool      // at the end of their shift they end what they have begun
	Skills      []string
	Cost        unit.Quantity // money per time; zero when not given
	Serves      Rule          `hash:"given"` // who gets them first when they are short; zero: who has asked first
	Repairs     Rule          `hash:"given"` // which broken machine they repair first; zero: as Serves says
	Index       int           // place in Model.Crews
	Pos         Pos
}

func (c *Crew) name() string { return c.Name }

// HasSkill reports whether the crew has a skill; "" is no demand.
func (c *Crew) HasSkill(skill string) bool {
	for _, s := range c.Skills {
		if s == skill {
			return true
		}
	}
	return skill == ""
}

// Order asks for a quantity of a part.
type Order struct {
	ID       string
	Part     *Part
	Quantity int
	Release  float64 // s from Model.Clock
	Due      float64 // s from Model.Clock; +Inf when it has no date
	Priority int     // larger goes first
	Customer string  // one of Model.Customers, or just a name
	Pos      Pos
}
