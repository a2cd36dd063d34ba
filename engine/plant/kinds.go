package plant

import (
	"fmt"
	"math"

	"github.com/taktsim/takt/engine/decide"
	"github.com/taktsim/takt/engine/decide/rules"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/sense"
	"github.com/taktsim/takt/engine/unit"
)

// Level is what a factory, a workshop or a line may say.
type Level struct {
	WIPLimit int     `key:"wip-limit" min:"1" doc:"CONWIP: sources inside release a part only while fewer parts than this are inside"`
	Area     float64 `key:"area" dim:"area" doc:"floor area, for reports"`
}

// Source makes parts.
type Source struct {
	Part     *model.Part    `key:"part" doc:"the part type it makes"`
	Mix      map[string]int `key:"mix" by:"part" doc:"part types by weight, instead of part"`
	Every    random.Dist    `key:"every" doc:"time between two arrivals; without it, or with 0 s, a part is always ready"`
	First    random.Dist    `key:"first" doc:"time of the first arrival; else one interval after the start"`
	Batch    int            `key:"batch" min:"1" max:"100000" default:"1" doc:"parts that arrive together"`
	Limit    int            `key:"limit" min:"0" doc:"arrivals in all; 0 for no end"`
	WhenFull string         `key:"when-full" enum:"wait|queue|lose" default:"wait" doc:"wait: the part waits and the next interval begins when it has gone; queue: parts queue up outside; lose: the part is turned away"`
	Orders   bool           `key:"orders" doc:"release the factory's orders, each at its date, instead of arrivals by every"`
	Release  model.Rule     `key:"release" policy:"release" hash:"given" default:"conwip" doc:"under a wip-limit: when it lets a part in"`
	Prefer   model.Rule     `key:"prefer" policy:"assign" default:"shortest-queue" doc:"which of several next places with room"`
}

// Sink takes parts out of the plant.
type Sink struct {
	Scrap bool `key:"scrap" doc:"what comes here counts as scrap"`
}

// Buffer holds parts between machines.
type Buffer struct {
	Room   int          `key:"room" unlimited:"yes" min:"1" max:"1000000000" default:"unlimited" doc:"parts it holds"`
	Order  string       `key:"order" enum:"fifo|lifo" default:"fifo" doc:"who leaves first"`
	Prefer model.Rule   `key:"prefer" policy:"assign" default:"shortest-queue" doc:"which of several next places with room"`
	Sensor sense.Sensor `key:"sensor" hash:"given" doc:"how the number of parts is measured, for rules and other onlookers; without it they know it"`
}

// Conveyor moves parts at a constant speed.
type Conveyor struct {
	Length     float64      `key:"length" dim:"length" need:"yes" doc:"from entry to exit"`
	Speed      float64      `key:"speed" dim:"speed" need:"yes" doc:"of the belt"`
	Gap        float64      `key:"gap" dim:"length" default:"0 m" doc:"least distance between two parts"`
	Pitch      float64      `key:"pitch" dim:"length" doc:"distance from the front of one part to the next; else the longest part plus gap"`
	Accumulate bool         `key:"accumulating" default:"true" doc:"parts close up when the first one is stopped; else the whole belt stops"`
	Prefer     model.Rule   `key:"prefer" policy:"assign" default:"shortest-queue" doc:"which of several next places with room"`
	Sensor     sense.Sensor `key:"sensor" hash:"given" doc:"how the number of parts is measured, for rules and other onlookers; without it they know it"`
}

// Power is the electric power of equipment by state.
type Power struct {
	Run   float64 `key:"run" dim:"power" doc:"while working"`
	Idle  float64 `key:"idle" dim:"power" doc:"while waiting or blocked"`
	Setup float64 `key:"setup" dim:"power" doc:"during set-up"`
	Down  float64 `key:"down" dim:"power" doc:"while broken"`
	Off   float64 `key:"off" dim:"power" doc:"outside the shifts"`
	Start float64 `key:"start" dim:"energy" doc:"energy of one switching-on"`
}

// FailureMode is one way in which equipment breaks down.
type FailureMode struct {
	Name  string       `key:"name" doc:"what it is called in reports"`
	MTBF  random.Dist  `key:"mtbf" mean:"exponential" need:"yes" doc:"time between failures"`
	MTTR  random.Dist  `key:"mttr" mean:"exponential" need:"yes" doc:"time of the repair"`
	Clock string       `key:"clock" enum:"operating|calendar" default:"operating" doc:"whether only the time at work counts"`
	Needs []model.Need `key:"needs" doc:"who repairs it"`
}

// Work is what all kinds that work on parts may say.
type Work struct {
	Cycle     model.Times   `key:"cycle" by:"part" doc:"time of one operation, for a part or a batch"`
	Setup     model.Matrix  `key:"setup" doc:"time of a set-up when the part type changes; or a matrix from type to type"`
	Parallel  int           `key:"parallel" min:"1" max:"1000" default:"1" doc:"equal machine bodies side by side"`
	Queue     int           `key:"queue" unlimited:"yes" min:"0" max:"1000000000" doc:"places for parts before it; 0 in a flow, unlimited for a place that only routes mention"`
	Batch     int           `key:"batch" min:"1" max:"100000" default:"1" doc:"parts in one operation"`
	BatchMin  int           `key:"batch-min" min:"1" doc:"parts that are enough to begin; else batch"`
	BatchWait random.Dist   `key:"batch-wait" doc:"how long an incomplete batch waits before it begins all the same (a constant)"`
	BatchBy   string        `key:"batch-by" enum:"any|part" default:"any" doc:"whether the parts of a batch must be of one type"`
	Yield     float64       `key:"yield" dim:"share" default:"100 %" doc:"share that passes; the rest leaves by the port fail, or is scrapped when that leads nowhere"`
	Tries     int           `key:"tries" min:"1" doc:"after so many failures in a row a part leaves by the port scrap"`
	MTBF      random.Dist   `key:"mtbf" mean:"exponential" doc:"time between failures"`
	MTTR      random.Dist   `key:"mttr" mean:"exponential" doc:"time of a repair"`
	Clock     string        `key:"failure-clock" enum:"operating|calendar" default:"operating" doc:"whether only the time at work counts for mtbf"`
	Failures  []FailureMode `key:"failures" doc:"more ways to break down"`
	Needs     []model.Need  `key:"needs" doc:"crews and tools that the work takes"`
	Dispatch  model.Rule    `key:"dispatch" policy:"dispatch" default:"fifo" doc:"which part first"`
	By        model.Expr    `key:"by" expr:"yes" doc:"which part first: the smallest value of an expression"`
	Inspect   model.Rule    `key:"inspect" policy:"inspect" hash:"given" default:"all" doc:"which parts a station with a yield looks at; the others pass in no time, good or bad"`
	Prefer    model.Rule    `key:"prefer" policy:"assign" default:"shortest-queue" doc:"which of several next places with room"`
	Power     Power         `key:"power" doc:"electric power by state"`
	Sensor    sense.Sensor  `key:"sensor" hash:"given" doc:"how the number of parts is measured, for rules and other onlookers; without it they know it"`
}

// Assembly makes one part of several.
type Assembly struct {
	Makes *model.Part `key:"makes" need:"yes" doc:"the part it makes; its bom says of what"`
	Work
}

// Disassembly makes several parts of one.
type Disassembly struct {
	Into map[string]int `key:"into" by:"part" doc:"what it yields of a part that was not assembled here"`
	Work
}

// Tool is a pool of equal tools or fixtures.
type Tool struct {
	N int `key:"n" min:"1" max:"1000000" default:"1" doc:"how many there are"`
}

// Building is what stands around: it takes no part in the flow.
type Building struct {
	Walls   [][2]float64   `key:"walls" dim:"length" min:"none" doc:"corners of the outer wall"`
	Columns Columns        `key:"columns" doc:"a grid of columns"`
	KeepOut [][][2]float64 `key:"keep-out" dim:"length" min:"none" doc:"areas that must stay free"`
	Height  float64        `key:"height" dim:"length" doc:"clear height"`
}

// Columns is a grid of columns.
type Columns struct {
	Every [2]float64 `key:"every" dim:"length" doc:"spacing in x and y"`
	Size  [2]float64 `key:"size" dim:"length" doc:"of one column"`
}

// Registry lists every kind and every policy. It is what a model is read with.
func Registry() *model.Registry {
	r := model.NewRegistry()
	decide.Register(r, rules.All()...)
	for _, level := range []struct{ name, doc string }{
		{"enterprise", "Several factories."}, {"factory", "A site with a clock and a time zone."},
		{"workshop", "An area of a factory."}, {"line", "A work centre: equipment that belongs together."},
		{"cell", "A work centre around a robot or a few machines."},
	} {
		r.Add(model.Kind{Name: level.name, Doc: level.doc, Level: true, Passive: true, New: func() any { return &Level{} }, Measures: levelMeasures})
	}
	r.Add(model.Kind{Name: "source", Doc: "Makes parts: arrivals, orders, or always one ready.", Out: []string{""},
		New: func() any { return &Source{Batch: 1, WhenFull: "wait"} }, Measures: flowMeasures, Check: checkSource, Demand: demand, Paced: true})
	r.Add(model.Kind{Name: "sink", Doc: "Takes parts out of the plant.", In: []string{""},
		New: func() any { return &Sink{} }, Measures: flowMeasures, Room: func(any, *model.Node) int { return -1 }})
	r.Add(model.Kind{Name: "buffer", Doc: "Holds parts.", In: []string{""}, Out: []string{""}, New: func() any { return &Buffer{Room: -1} }, Check: checkSensor,
		Measures: flowMeasures, Room: func(spec any, _ *model.Node) int { return spec.(*Buffer).Room }})
	r.Add(model.Kind{Name: "conveyor", Doc: "Moves parts at a constant speed.", In: []string{""}, Out: []string{""},
		New: func() any { return &Conveyor{Accumulate: true} }, Measures: workMeasures,
		Room: func(spec any, n *model.Node) int { return spec.(*Conveyor).room(n) }, Check: checkConveyor, Breaks: func(any) []string { return nil }})
	for _, k := range []struct{ name, doc string }{
		{"machine", "Works on parts one after the other."}, {"station", "A manual work place: inspection, rework, packing."},
	} {
		r.Add(model.Kind{Name: k.name, Doc: k.doc, In: []string{""}, Out: []string{"", "fail", "scrap", "pass"}, New: func() any { return newWork() },
			Measures: workMeasures, Check: checkWork, Room: roomOfWork, Breaks: failuresOf, Paced: true, Capacity: capacity, Split: split})
	}
	r.Add(model.Kind{Name: "assembly", Transforms: true, Doc: "Makes one part of several.", In: []string{""}, Out: []string{"", "fail", "scrap", "pass"},
		New: func() any { return &Assembly{Work: *newWork()} }, Measures: workMeasures, Check: checkAssembly, Room: roomOfWork, Breaks: failuresOf, Paced: true, Capacity: capacity, Split: split})
	r.Add(model.Kind{Name: "disassembly", Transforms: true, Doc: "Makes several parts of one.", In: []string{""}, Ports: disassemblyPorts,
		New: func() any { return &Disassembly{Work: *newWork()} }, Measures: workMeasures, Check: checkWork, Room: roomOfWork, Breaks: failuresOf, Paced: true, Capacity: capacity})
	r.Add(model.Kind{Name: "tool", Doc: "A pool of equal tools or fixtures.", Passive: true, New: func() any { return &Tool{N: 1} },
		Measures: []model.Measure{{Name: "utilisation", Dim: unit.Share, Doc: "share of the tools in use"}}})
	r.Add(model.Kind{Name: "building", Doc: "Walls, columns and areas that must stay free.", Passive: true, New: func() any { return &Building{} }})
	return r
}

func newWork() *Work { return &Work{Parallel: 1, Batch: 1, Yield: 1} }

// WorkOf is the part of a spec that all kinds of work share, nil for others.
func WorkOf(spec any) *Work {
	switch w := spec.(type) {
	case *Work:
		return w
	case *Assembly:
		return &w.Work
	case *Disassembly:
		return &w.Work
	}
	return nil
}

// failuresOf names the failure modes of a place that works.
func failuresOf(spec any) (names []string) {
	w := WorkOf(spec)
	if !w.MTBF.IsZero() {
		names = append(names, "failure")
	}
	for i := range w.Failures {
		names = append(names, w.Failures[i].name(i))
	}
	return names
}

// name is what the i-th failure mode of a list is called.
func (f *FailureMode) name(i int) string {
	if f.Name != "" {
		return f.Name
	}
	return fmt.Sprintf("failure %d", i+1)
}

func disassemblyPorts(spec any) (in, out []string) {
	out = []string{""}
	return []string{""}, append(out, sortedKeys(spec.(*Disassembly).Into)...)
}

// pitch is the distance that one part takes on the conveyor: of the longest
// part there is, where the conveyor does not say.
func (c *Conveyor) pitch(parts []*model.Part) float64 {
	if c.Pitch > 0 {
		return c.Pitch
	}
	longest := 0.0
	for _, p := range parts {
		longest = math.Max(longest, p.Size[0])
	}
	return longest + c.Gap
}

// capacityOf is how many parts of the given pitch the conveyor holds.
func (c *Conveyor) capacityOf(pitch float64) int {
	if pitch <= 0 {
		return 1
	}
	// 6 m at 0.5 m are 12, whatever the rounding of the quotient.
	return max(1, int(math.Floor(c.Length/pitch+1e-9)))
}

func (c *Conveyor) room(n *model.Node) int { return c.capacityOf(math.Max(c.Pitch, c.Gap)) }

// roomOfWork is how many parts a place of work holds: those before it and those
// in it.
func roomOfWork(spec any, n *model.Node) int {
	w := WorkOf(spec)
	if w.Queue < 0 {
		return -1
	}
	return w.Queue + w.Parallel*w.Batch
}

// capacity is the number of parts a second that a place could do if it never
// waited: parallel x batch / cycle, less the time for repairs.
func capacity(n *model.Node, part *model.Part, op *model.Operation) float64 {
	w := WorkOf(n.Spec)
	d, ok := w.Cycle.Of(part)
	if op != nil {
		if own, has := op.CycleOn(n); has {
			d, ok = own, true
		}
	}
	if !ok || d.Mean() <= 0 {
		return math.Inf(1)
	}
	rate := float64(w.Parallel) * float64(w.Batch) / d.Mean()
	if a, ok := n.Spec.(*Assembly); ok && a.Makes != nil {
		kit := 0
		for _, c := range a.Makes.BOM {
			kit += c.N
		}
		rate *= float64(kit) // it is sent components, not kits
	}
	if !w.MTBF.IsZero() && !w.MTTR.IsZero() {
		rate *= w.MTBF.Mean() / (w.MTBF.Mean() + w.MTTR.Mean())
	}
	return rate
}

// demand is what a source wants to send a second.
func demand(n *model.Node) (*model.Part, float64) {
	src := n.Spec.(*Source)
	if src.Every.IsZero() || src.Every.Mean() <= 0 {
		return src.Part, 0
	}
	return src.Part, float64(src.Batch) / src.Every.Mean()
}

// split is the share of the finished parts that leaves by a port.
func split(n *model.Node, port string) float64 {
	w := WorkOf(n.Spec)
	if port == "fail" || port == "scrap" {
		return 1 - w.Yield
	}
	return w.Yield
}

func checkSource(n *model.Node, m *model.Model, report func(key, msg string)) {
	s := n.Spec.(*Source)
	if n.Has("release") && !limited(n) {
		report("release", "nothing holds its parts back: no level around it has a wip-limit")
	}
	switch {
	case s.Orders && (s.Part != nil || len(s.Mix) > 0 || !s.Every.IsZero()):
		report("orders", "a source of orders has no part, mix or every: the orders say what and when")
	case s.Part != nil && len(s.Mix) > 0:
		report("mix", "give part or mix, not both")
	case !s.Orders && s.Part == nil && len(s.Mix) == 0:
		report("", `a source wants a part: part = "…", or mix, or orders = true`)
	case !s.Orders && (s.Every.IsZero() || s.Every.Mean() <= 0) && s.WhenFull != "wait":
		report("when-full", `without every a part is always ready, so when-full can only be "wait"`)
	}
}

// limited reports whether a level around n has a limit.
func limited(n *model.Node) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if l, ok := up.Spec.(*Level); ok && l.WIPLimit > 0 {
			return true
		}
	}
	return false
}

func checkSensor(n *model.Node, _ *model.Model, report func(key, msg string)) {
	if msg := sensorOf(n.Spec).Problem(); msg != "" {
		report("sensor", msg)
	}
}

func checkConveyor(n *model.Node, m *model.Model, report func(key, msg string)) {
	c := n.Spec.(*Conveyor)
	checkSensor(n, m, report)
	if p := c.pitch(m.Parts); c.Length > 0 && p > c.Length {
		report("length", fmt.Sprintf("a part takes %s of the belt, which is only %s long", unit.Format(p, unit.Length), unit.Format(c.Length, unit.Length)))
	}
	if c.Length > 0 && c.pitch(m.Parts) == 0 {
		report("length", "how many parts fit is unknown: give the part a size, or the conveyor a gap or a pitch")
	}
	if c.Length > 0 && c.Speed <= 0 {
		report("speed", "a conveyor's speed must be above 0")
	}
}

func checkWork(n *model.Node, m *model.Model, report func(key, msg string)) {
	w := WorkOf(n.Spec)
	checkSensor(n, m, report)
	if w.Cycle.IsZero() && !routed(n, m) {
		report("", `it wants a cycle time: cycle = "45 s"`)
	}
	if !w.MTBF.IsZero() && w.MTTR.IsZero() || w.MTBF.IsZero() && !w.MTTR.IsZero() {
		report("mtbf", "mtbf and mttr go together")
	}
	for _, d := range []struct {
		key  string
		dist *random.Dist
	}{{"mtbf", &w.MTBF}, {"mttr", &w.MTTR}} {
		if n.Has(d.key) && d.dist.Max() <= 0 {
			report(d.key, "a time of 0 s would come again and again at the same instant")
		}
	}
	checkFailures(w, report)
	if w.BatchMin > w.Batch {
		report("batch-min", fmt.Sprintf("%d is more than a whole batch of %d", w.BatchMin, w.Batch))
	}
	if !w.BatchWait.IsZero() && !w.BatchWait.IsConstant() {
		report("batch-wait", "this is a plain time, not a distribution")
	}
	if !w.By.IsZero() && !w.Dispatch.IsZero() && n.Has("dispatch") {
		report("by", "give dispatch or by, not both")
	}
	if n.Has("inspect") && (n.Kind.Name != "station" || w.Yield >= 1) {
		report("inspect", "only a station with a yield below 100 % inspects; a machine's yield is of its own work")
	}
	if w.Tries > 0 && w.Yield >= 1 {
		report("tries", "tries counts failures, and with a yield of 100 % there are none")
	}
}

// checkFailures reports modes of one name: they would always break down together.
func checkFailures(w *Work, report func(key, msg string)) {
	named := map[string]bool{}
	for _, name := range failuresOf(w) {
		if named[name] {
			report("failures", fmt.Sprintf("two of them are called %q; give each a name of its own", name))
		}
		named[name] = true
	}
}

func checkAssembly(n *model.Node, m *model.Model, report func(key, msg string)) {
	checkWork(n, m, report)
	a := n.Spec.(*Assembly)
	if a.Batch > 1 {
		report("batch", "an assembly takes the parts of one bill of materials; batch has no meaning for it")
	}
	if a.Makes != nil && len(a.Makes.BOM) == 0 {
		report("makes", fmt.Sprintf("%q has no bom, so there is nothing to assemble it from", a.Makes.Name))
	}
}

// routed reports whether every operation that names n brings its own time.
func routed(n *model.Node, m *model.Model) bool {
	found := false
	for _, p := range m.Parts {
		for i := range p.Route {
			for _, on := range p.Route[i].On {
				if on == n {
					if _, ok := p.Route[i].CycleOn(n); !ok {
						return false
					}
					found = true
				}
			}
		}
	}
	return found
}
