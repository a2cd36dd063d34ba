package model

import (
	"fmt"
	"slices"

	"github.com/taktsim/takt/engine/unit"
)

// Kind is one kind of place: a level (factory, line) or a piece of equipment.
type Kind struct {
	Name  string
	Doc   string // one or two sentences for people
	Level bool   // may have children and a flow
	// New makes a pointer to a fresh spec struct that holds the defaults; nil for a
	// kind without keys of its own.
	New func() any
	// In and Out are the ports where parts come and go. The first is the default: a
	// flow that names no port means it, and Edge carries its name as given here; ""
	// is a port without a name. No ports at all: nothing enters, or nothing leaves.
	In, Out []string
	// Ports, when given, replaces In and Out by what the spec asks for.
	Ports func(spec any) (in, out []string)
	// Passive marks what takes no part in the flow (a tool pool, a building); no
	// warning comes when no flow mentions it.
	Passive bool
	// Transforms marks what turns parts into other parts (an assembly): the check of
	// demand against capacity does not follow parts through it.
	Transforms bool
	Measures   []Measure
	// Check adds the kind's own checks. report tells a mistake at a key of the place
	// ("" for the place as a whole).
	Check func(n *Node, m *Model, report func(key, msg string))

	// What the checks of blocking and overload ask; each may be nil.

	// Room is how many parts the place holds, -1 for any number. Nil counts as 1.
	Room func(spec any, n *Node) int
	// Capacity is how many parts of this type the place could finish in a scheduled
	// second; +Inf or 0 when it sets no limit. Operation is the step of the part's
	// route that is done here, or nil when it has none.
	Capacity func(n *Node, part *Part, op *Operation) float64
	// Demand is what a source wants to send, in parts per scheduled second.
	Demand func(n *Node) (part *Part, perSecond float64)
	// Breaks names the ways in which a place breaks down by itself; it may be none.
	// Nil: it does not break down.
	Breaks func(spec any) []string
	// Paced: its work can be made faster or slower while it runs.
	Paced bool
	// Split is the share (0..1) of what the place finishes that leaves by a port. Nil:
	// evenly over the ports that are connected.
	Split func(n *Node, port string) float64

	keys []string // all keys of a place of this kind
}

// Measure is something a kind reports about itself.
type Measure struct {
	Name  string
	Dim   unit.Dim
	Count bool   // a whole number of things; Dim is then without meaning
	Doc   string // one line for people
}

// Registry is the set of kinds and policies a model may use. The zero Registry is not usable; see
// [NewRegistry].
type Registry struct {
	kinds    []*Kind
	named    map[string]*Kind
	policies []*Policy
}

// NewRegistry makes an empty registry.
func NewRegistry() *Registry { return &Registry{named: map[string]*Kind{}} }

// Add registers a kind. It panics on a name that is bad or taken and on a spec struct
// whose tags make no sense: these are mistakes of the program, not of its input.
func (r *Registry) Add(k Kind) {
	if !goodName(k.Name) {
		panic(fmt.Sprintf("model: %q is no name for a kind", k.Name))
	}
	if r.named[k.Name] != nil {
		panic(fmt.Sprintf("model: kind %q is registered twice", k.Name))
	}
	if k.New == nil {
		k.New = func() any { return &struct{}{} }
	}
	if err := checkTags(k.New()); err != nil {
		panic(fmt.Sprintf("model: kind %q: %v", k.Name, err))
	}
	kind := &k
	kind.keys = kindKeys(kind)
	r.kinds = append(r.kinds, kind)
	r.named[k.Name] = kind
}

// Kind finds a kind by its name, or gives nil.
func (r *Registry) Kind(name string) *Kind { return r.named[name] }

// Kinds lists the kinds in the order of their registration.
func (r *Registry) Kinds() []*Kind { return slices.Clone(r.kinds) }

// Measure finds one of the kind's measures by name.
func (k *Kind) Measure(name string) (Measure, bool) {
	for _, m := range k.Measures {
		if m.Name == name {
			return m, true
		}
	}
	return Measure{}, false
}

func (r *Registry) kindNames() []string {
	out := make([]string, len(r.kinds))
	for i, k := range r.kinds {
		out[i] = k.Name
	}
	return out
}

// level is the kind of that name, or one made up for the root when the registry has none.
func (r *Registry) level(name string) *Kind {
	if k := r.named[name]; k != nil {
		return k
	}
	return &Kind{Name: name, Level: true, Passive: true, New: func() any { return &struct{}{} }}
}

// ports are the kind's ports for a spec.
func (k *Kind) ports(spec any) (in, out []string) {
	if k.Ports != nil {
		return k.Ports(spec)
	}
	return k.In, k.Out
}
