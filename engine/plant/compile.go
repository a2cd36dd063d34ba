package plant

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
)

// compiler turns a checked model into a Plant.
type compiler struct {
	*Plant
	m         *model.Model
	choiceIDs map[string]uint32
	needIDs   map[string]uint32
	lawIDs    map[string]uint32
	matrices  map[string][]uint32    // of set-up times
	lawSeen   map[random.Dist]uint32 // spares the text of a law met before
	poolCrew  map[*model.Crew]uint32
	poolTool  map[*model.Node]uint32
	inFlow    map[*model.Node]bool
	opID      uint32
	errs      []error
}

// Compile makes a Plant of a model that was read without mistakes.
func Compile(m *model.Model) (*Plant, error) { return compile(m, nil) }

// compile is Compile with a table of laws to begin with, whose numbers stay.
func compile(m *model.Model, laws []law) (*Plant, error) {
	c := &compiler{
		Plant: &Plant{model: m, index: map[string]uint32{}, hashed: map[uint64]uint32{}}, m: m,
		choiceIDs: map[string]uint32{}, needIDs: map[string]uint32{}, lawIDs: map[string]uint32{}, lawSeen: map[random.Dist]uint32{}, matrices: map[string][]uint32{},
		poolCrew: map[*model.Crew]uint32{}, poolTool: map[*model.Node]uint32{}, inFlow: map[*model.Node]bool{},
	}
	for i := range laws {
		c.law(laws[i].dist)
	}
	zero, _ := random.Constant(0)
	c.law(zero) // law 0 is certain
	c.needs = [][]need{nil}
	c.needIDs[""] = 0
	for _, e := range m.Edges {
		c.inFlow[e.From], c.inFlow[e.To] = true, true
	}
	for _, p := range m.Parts {
		c.types = append(c.types, partType{name: p.Name, rank: int32(p.Priority)})
	}
	for _, n := range m.Nodes {
		c.place(n)
	}
	c.crews()
	for _, n := range m.Nodes {
		c.spec(n, &c.places[n.Index])
	}
	c.edges()
	c.routes()
	c.ends()
	c.limits()
	c.paces()
	c.visits()
	c.needy()
	c.directs()
	c.lefts()
	c.releases()
	c.crewPoints()
	for i := range c.choices {
		for _, to := range c.choices[i].to {
			if len(c.choices[i].to) == 1 {
				c.choices[i].sole = to + 1
			}
			c.choices[i].alert = c.choices[i].alert || c.places[to].kind == kindConveyor || c.places[to].picky()
			pl := &c.places[to]
			if pl.choices = append(pl.choices, uint32(i)); len(pl.choices) == 1 {
				pl.only = uint32(i) + 1
			} else {
				pl.only = 0
			}
		}
	}
	if len(c.errs) > 0 {
		return nil, c.errs[0]
	}
	c.hash = sync.OnceValue(c.fingerprint)
	return c.Plant, nil
}

func (c *compiler) errorf(n *model.Node, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s: %s", n.Pos, n.Path, fmt.Sprintf(format, args...)))
}

// law numbers a distribution of times; equal texts share a number.
func (c *compiler) law(d random.Dist) uint32 {
	if id, ok := c.lawSeen[d]; ok {
		return id
	}
	key := d.Text("s")
	id, ok := c.lawIDs[key]
	if !ok {
		l := law{dist: d, fixed: -1, mean: engine.Seconds(d.Mean())}
		if d.IsConstant() {
			l.fixed = l.mean
		}
		c.laws = append(c.laws, l)
		id = uint32(len(c.laws) - 1)
		c.lawIDs[key] = id
	}
	c.lawSeen[d] = id
	return id
}

// place makes the bare place of a node: what it is and where it stands.
func (c *compiler) place(n *model.Node) {
	pl := place{parent: -1, conwip: -1, batch: 1, batchMin: 1, details: &details{path: n.Path, hash: random.PathHash(n.Path), yield: 1}}
	if n.Parent != nil {
		pl.parent = int32(n.Parent.Index)
	}
	switch n.Spec.(type) {
	case *Source:
		pl.kind, pl.slots = kindSource, 1
	case *Sink:
		pl.kind, pl.room = kindSink, -1
	case *Buffer:
		pl.kind = kindBuffer
	case *Conveyor:
		pl.kind, pl.slots = kindConveyor, 1
	case *Work:
		pl.kind = kindMachine
	case *Assembly:
		pl.kind = kindAssembly
	case *Disassembly:
		pl.kind = kindDisassembly
	}
	if w := WorkOf(n.Spec); w != nil {
		pl.slots = uint32(w.Parallel)
	}
	for i := range c.places {
		pl.firstSlot = max(pl.firstSlot, c.places[i].firstSlot+c.places[i].slots)
	}
	c.index[n.Path] = uint32(n.Index)
	c.hashed[pl.hash] = uint32(n.Index)
	c.places = append(c.places, pl)
}

// crews makes the pools of crews and tools, and the calendars with those who
// follow them.
func (c *compiler) crews() {
	for _, cr := range c.m.Crews {
		c.poolCrew[cr] = uint32(len(c.pools))
		c.pools = append(c.pools, pool{name: "people." + cr.Name, n: uint32(cr.N), finishes: cr.Finishes, crew: cr})
		if cr.Calendar != nil {
			sh := c.shiftOf(cr.Calendar)
			sh.pools = append(sh.pools, uint32(len(c.pools)-1))
		}
	}
	for _, n := range c.m.Nodes {
		if t, ok := n.Spec.(*Tool); ok {
			c.poolTool[n] = uint32(len(c.pools))
			c.pools = append(c.pools, pool{name: n.Path, n: uint32(t.N), tool: n})
		}
		pl := &c.places[n.Index]
		if n.Calendar != nil && (pl.kind.works() || pl.kind == kindSource || pl.kind == kindConveyor && n.Has("calendar")) {
			sh := c.shiftOf(n.Calendar)
			sh.places = append(sh.places, uint32(n.Index))
		}
	}
}

func (c *compiler) shiftOf(cal *model.Calendar) *shift {
	for i := range c.shifts {
		if c.shifts[i].cal == cal.Calendar {
			return &c.shifts[i]
		}
	}
	c.shifts = append(c.shifts, shift{name: cal.Name, cal: cal.Calendar})
	return &c.shifts[len(c.shifts)-1]
}

// spec fills in what the node's keys say.
func (c *compiler) spec(n *model.Node, pl *place) {
	switch s := n.Spec.(type) {
	case *Level:
		pl.wipLimit = uint32(s.WIPLimit)
	case *Source:
		c.source(n, pl, s)
	case *Sink:
		pl.scrap = s.Scrap
	case *Buffer:
		pl.room = int32(s.Room)
		pl.stack = s.Order == "lifo"
	case *Conveyor:
		pitch := s.pitch(c.m.Parts)
		pl.room, pl.accumulates = int32(s.capacityOf(pitch)), s.Accumulate
		pl.travel, pl.pitchTime = engine.Seconds(s.Length/s.Speed), engine.Seconds(pitch/s.Speed)
		for i := range n.Index {
			if c.places[i].kind == kindConveyor {
				pl.belt++
			}
		}
	case *Assembly:
		pl.makes = uint16(s.Makes.Index)
		for _, b := range s.Makes.BOM {
			pl.kit = append(pl.kit, component{uint16(b.Part.Index), uint32(b.N)})
		}
		c.bin(pl)
	case *Disassembly:
		for _, name := range sortedKeys(s.Into) {
			pl.kit = append(pl.kit, component{uint16(c.m.Part(name).Index), uint32(s.Into[name])})
		}
	}
	if w := WorkOf(n.Spec); w != nil {
		c.work(n, pl, w)
	}
	c.gauge(n, pl)
}

func (c *compiler) bin(pl *place) {
	pl.firstBin = uint32(len(c.bins))
	for _, k := range pl.kit {
		c.bins = append(c.bins, k.kind)
	}
}

func (c *compiler) source(n *model.Node, pl *place, s *Source) {
	pl.full = map[string]whenFull{"": fullWait, "wait": fullWait, "queue": fullQueue, "lose": fullLose}[s.WhenFull]
	pl.first, pl.lot, pl.limit = -1, uint32(s.Batch), uint64(s.Limit)
	if !s.Every.IsZero() && s.Every.Mean() > 0 {
		pl.every = c.law(s.Every)
	}
	if !s.First.IsZero() {
		pl.first = engine.Seconds(s.First.Mean())
	}
	if s.Part != nil {
		pl.mix = []share{{uint16(s.Part.Index), 1}}
	}
	total := 0
	for _, name := range sortedKeys(s.Mix) {
		total += s.Mix[name]
	}
	sum := 0
	for _, name := range sortedKeys(s.Mix) {
		sum += s.Mix[name]
		pl.mix = append(pl.mix, share{uint16(c.m.Part(name).Index), float64(sum) / float64(total)})
	}
	if s.Orders {
		c.orders(pl)
	}
}

// orders gives a source the orders of the factory, the earliest release first;
// ties in the order of the file.
func (c *compiler) orders(pl *place) {
	pl.orders = []release{}
	pl.full = fullQueue
	for i, o := range c.m.Orders {
		for k := range o.Quantity {
			pl.orders = append(pl.orders, release{
				release: engine.Seconds(o.Release), due: neverOr(o.Due),
				index: uint32(i), nth: uint32(k), rank: int32(o.Priority), kind: uint16(o.Part.Index),
			})
		}
	}
	slices.SortStableFunc(pl.orders, func(a, b release) int {
		switch {
		case a.release < b.release:
			return -1
		case a.release > b.release:
			return 1
		}
		return 0
	})
}

// work fills in what all kinds of work share.
func (c *compiler) work(n *model.Node, pl *place, w *Work) {
	pl.room = int32(w.Queue)
	if !n.Has("queue") {
		pl.room = 0
		if !c.inFlow[n] {
			pl.room = -1
		}
	}
	pl.batch, pl.batchMin = uint32(w.Batch), uint32(w.Batch)
	if w.BatchMin > 0 {
		pl.batchMin = uint32(w.BatchMin)
	}
	if !w.BatchWait.IsZero() {
		pl.patience = engine.Seconds(w.BatchWait.Mean())
	}
	pl.sameType = w.BatchBy == "part"
	pl.yield, pl.tries = w.Yield, uint16(w.Tries)
	c.policies(n, pl, w)
	run, setup := c.needsOf(n, w.Needs, "run"), c.needsOf(n, w.Needs, "setup")
	for _, p := range c.m.Parts {
		op := operation{place: uint32(n.Index), runNeeds: run, setupNeeds: setup, batch: pl.batch, yield: pl.yield}
		if pl.kind == kindAssembly {
			p = c.m.Parts[pl.makes] // it works on its product
		}
		if d, ok := w.Cycle.Of(p); ok {
			op.cycle = c.law(d)
		}
		pl.ops = append(pl.ops, op)
	}
	pl.kinds = ^uint16(0)
	if !slices.ContainsFunc(pl.ops, func(o operation) bool { return o != pl.ops[0] }) {
		pl.kinds = 0
		pl.ops = slices.Clone(pl.ops[:min(len(pl.ops), 1)]) // there may be very many types
	}
	c.setups(pl, &w.Setup)
	if !w.MTBF.IsZero() {
		pl.modes = append(pl.modes, mode{name: "failure", hash: random.PathHash("failure"), between: c.law(w.MTBF), repair: c.law(w.MTTR),
			needs: c.needsOf(n, w.Needs, "repair"), operating: w.Clock != "calendar"})
	}
	for i, f := range w.Failures {
		name := f.name(i)
		pl.modes = append(pl.modes, mode{name: name, hash: random.PathHash(name), between: c.law(f.MTBF), repair: c.law(f.MTTR),
			needs: c.needsOf(n, f.Needs, ""), operating: f.Clock != "calendar"})
	}
	slices.SortStableFunc(pl.modes, func(a, b mode) int { return cmp.Compare(b.wear(), a.wear()) })
	for _, m := range pl.modes {
		pl.wears += m.wear()
	}
}

// setups fills in the set-up times by part types: one law where they are all the same,
// else a matrix, which places with the same times share. There may be very many types.
func (c *compiler) setups(pl *place, x *model.Matrix) {
	if x.IsZero() {
		return
	}
	pl.matrix = true
	if !x.All.IsZero() {
		pl.change = c.law(x.All)
	}
	if len(x.Pairs) == 0 {
		return
	}
	key := fmt.Sprint(pl.change)
	for _, p := range x.Pairs {
		key += fmt.Sprint(" ", partIndex(p.From), partIndex(p.To), c.law(p.Time))
	}
	if pl.setups = c.matrices[key]; pl.setups == nil {
		pl.setups = make([]uint32, len(c.m.Parts)*len(c.m.Parts))
		for i, from := range c.m.Parts {
			for j, to := range c.m.Parts {
				if d, ok := x.Between(from, to); ok {
					pl.setups[i*len(c.m.Parts)+j] = c.law(d)
				}
			}
		}
		c.matrices[key] = pl.setups
	}
}

func partIndex(p *model.Part) int {
	if p == nil {
		return -1
	}
	return p.Index
}

// needsOf numbers the set of needs for one phase of work; "" takes them all.
func (c *compiler) needsOf(n *model.Node, list []model.Need, during string) uint32 {
	var set []need
	for _, nd := range list {
		all := nd.During == "all" || nd.During == ""
		if during != "" && nd.During != during && !(all && during != "repair") {
			continue
		}
		k := need{n: uint32(max(nd.N, 1))}
		switch {
		case nd.Crew != nil:
			k.pool = c.poolCrew[nd.Crew]
		case nd.Tool != nil:
			k.pool = c.poolTool[nd.Tool]
		default:
			continue
		}
		if i := slices.IndexFunc(set, func(o need) bool { return o.pool == k.pool }); i >= 0 {
			set[i].n += k.n
		} else {
			set = append(set, k)
		}
	}
	for _, k := range set {
		if q := &c.pools[k.pool]; k.n > q.n {
			c.errorf(n, "it needs %d of %s at a time, and there are only %d", k.n, q.name, q.n)
		}
	}
	key := fmt.Sprint(set)
	if len(set) == 0 {
		return 0
	}
	if id, ok := c.needIDs[key]; ok {
		return id
	}
	c.needs = append(c.needs, set)
	c.needIDs[key] = uint32(len(c.needs) - 1)
	return c.needIDs[key]
}

// choice numbers a set of alternatives with a rule.
func (c *compiler) choice(to []uint32, prefer model.Rule) uint32 {
	if prefer.IsZero() {
		prefer = c.ruleOf(decide.KindAssign, "shortest-queue")
	}
	key := fmt.Sprint(to, prefer.Text)
	if id, ok := c.choiceIDs[key]; ok {
		return id
	}
	id := uint32(len(c.choices))
	c.choices = append(c.choices, choice{to: to, rule: prefer.Text, assign: c.point(decide.KindAssign, prefer, "the way to "+c.pathsOf(to), atChoice, id)})
	c.choiceIDs[key] = id
	return id
}

// pathsOf lists the paths of places.
func (c *compiler) pathsOf(places []uint32) string {
	var paths []string
	for _, i := range places {
		paths = append(paths, c.places[i].path)
	}
	return strings.Join(paths, ", ")
}

func preferOf(spec any) model.Rule {
	switch s := spec.(type) {
	case *Source:
		return s.Prefer
	case *Buffer:
		return s.Prefer
	case *Conveyor:
		return s.Prefer
	}
	if w := WorkOf(spec); w != nil {
		return w.Prefer
	}
	return model.Rule{}
}

// portOf numbers a port of a model's edge for parts of a type; ok is false when
// parts of the type do not leave by it.
func portOf(name string, part *model.Part) (port uint16, ok bool) {
	switch name {
	case "", "pass", "out":
		return portOut, true
	case "fail":
		return portFail, true
	case "scrap":
		return portScrap, true
	}
	return portOut, name == part.Name
}

// edges compiles the flow: for every place, port and part type the choice.
func (c *compiler) edges() {
	from := make([][]model.Edge, len(c.places))
	for _, e := range c.m.Edges {
		from[e.From.Index] = append(from[e.From.Index], e)
	}
	for i, list := range from {
		pl := &c.places[i]
		pl.out = make([]uint32, int(ports)*len(c.types))
		for port := range ports {
			var last []uint32 // parts of one kind mostly go the same ways
			var way uint32
			for _, p := range c.m.Parts {
				var to []uint32
				for _, e := range list {
					if q, ok := portOf(e.FromPort, p); ok && q == port && c.takes(uint32(e.To.Index), p) {
						to = append(to, uint32(e.To.Index))
					}
				}
				if len(to) == 0 {
					continue
				}
				if !slices.Equal(to, last) {
					last, way = to, c.choice(to, preferOf(c.m.Nodes[i].Spec))+1
				}
				pl.out[int(port)*len(c.types)+p.Index] = way
			}
		}
	}
}

// ends lets parts without a route go straight to a sink, or to an assembly that
// wants them, from places that no flow leads out of.
func (c *compiler) ends() {
	out := make([]bool, len(c.places))
	for _, e := range c.m.Edges {
		out[e.From.Index] = true
	}
	for i := range c.places {
		if k := c.places[i].kind; out[i] || k == kindPassive || k == kindSink {
			continue
		}
		for _, p := range c.m.Parts {
			if t := &c.types[p.Index]; len(t.route) == 0 {
				if to := c.direct(c.goals(p, t, 0)); len(to) > 0 {
					c.places[i].out[p.Index] = c.choice(to, model.Rule{}) + 1
				}
			}
		}
	}
}

// takes reports whether place i has any use for parts of a type.
func (c *compiler) takes(i uint32, p *model.Part) bool {
	pl := &c.places[i]
	if pl.kind != kindAssembly {
		return pl.kind != kindPassive
	}
	return slices.ContainsFunc(pl.kit, func(k component) bool { return int(k.kind) == p.Index })
}

// needy marks the places some of whose work needs a crew or a tool.
func (c *compiler) needy() {
	mark := func(o *operation) {
		if o.runNeeds != 0 || o.setupNeeds != 0 {
			c.places[o.place].needy = true
		}
	}
	for i := range c.places {
		for k := range c.places[i].ops {
			mark(&c.places[i].ops[k])
		}
	}
	for i := range c.types {
		for _, step := range c.types[i].route {
			for k := range step.on {
				mark(&step.on[k])
			}
		}
	}
}

// directs marks the places that have nothing to decide: first come, first
// served, one by one, without crews or tools.
func (c *compiler) directs() {
	for i := range c.places {
		pl := &c.places[i]
		pl.direct = pl.kind == kindBuffer || pl.kind == kindMachine && pl.dispatch == 0 && pl.batch == 1 && !pl.sameType && !pl.needy
		for k := range pl.ops {
			pl.direct = pl.direct && pl.ops[k].batch == 1
		}
	}
	for i := range c.types {
		for _, step := range c.types[i].route {
			for k := range step.on {
				if pl := &c.places[step.on[k].place]; step.on[k].batch != pl.batch {
					pl.direct, pl.lots = false, true
				}
			}
		}
	}
}

// limits finds for every place the CONWIP limit around it, and for every limit
// the sources that keep to it.
func (c *compiler) limits() {
	for i := range c.places {
		pl := &c.places[i]
		for q := pl.parent; q >= 0; q = c.places[q].parent {
			if c.places[q].wipLimit > 0 {
				pl.conwip = q
				break
			}
		}
		if pl.kind == kindSource && pl.conwip >= 0 {
			l := &c.places[pl.conwip]
			l.sources = append(l.sources, uint32(i))
		}
	}
}
