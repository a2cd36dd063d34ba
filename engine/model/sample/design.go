package sample

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/taktsim/takt/engine/random"
)

// designer is a plant in the making.
type designer struct {
	*plant
	*dice
	left  int                // equipment still to be placed
	rate  float64            // parts a second that go to dispatch
	used  map[string]bool    // shapes
	names map[string]int     // part names given so far
	pace  float64            // s, of the present workshop
	fixes map[string]float64 // crew -> people busy on average
}

func design(n int, seed uint64) *plant {
	g := &designer{plant: &plant{}, dice: newDice(n, seed), left: n, used: map[string]bool{}, names: map[string]int{}, fixes: map[string]float64{}}
	g.calendar = pick(g.dice, calendars)
	packers := 0
	if n >= 12 {
		packers = max(1, n/50)
	}
	for g.left -= packers; g.left > 0; {
		g.workshop(packers > 0)
	}
	g.left = packers
	if packers > 0 {
		g.dispatch(packers)
	}
	for _, s := range catalogue() {
		if g.used[s.name] {
			g.shapes = append(g.shapes, s)
		}
	}
	for _, c := range []string{"fitters", "inspectors"} {
		if busy := g.fixes[c]; busy > 0 {
			g.crews = append(g.crews, crew{c, max(1, int(math.Ceil(busy/0.5)))})
		}
	}
	return g.plant
}

// workshop adds a workshop of the sort that fits what is left.
func (g *designer) workshop(dispatched bool) {
	g.pace = math.Round(random.Exp(g.between(random.Log(50), random.Log(200))))
	k := len(g.shops) + 1
	out := "dock"
	if dispatched {
		out = "dispatch.packing.store"
	}
	switch {
	case g.left < 8:
		s := &shop{name: fmt.Sprintf("machining-%d", k), title: fmt.Sprintf("Machining %d", k)}
		l := g.machiningLine("line-1", g.left, out)
		if !dispatched {
			g.dock(l)
		}
		s.lines = append(s.lines, l)
		g.shops = append(g.shops, s)
		g.rate += 1 / g.pace
	case g.chance(0.6) || g.left < 10:
		g.machiningShop(k, out)
	default:
		g.assemblyShop(k, out)
	}
}

// machiningShop has parallel lines with one wash and one inspection.
func (g *designer) machiningShop(k int, out string) {
	s := &shop{name: fmt.Sprintf("machining-%d", k), title: fmt.Sprintf("Machining %d", k)}
	n := min(g.left, g.whole(12, 40))
	if rest := g.left - n; rest > 0 && rest < 8 { // leave no crumbs
		n = g.left
	}
	for n -= 3; n > 0; {
		m := min(n, g.whole(3, 8))
		if n-m < 2 {
			m = n
		}
		s.lines = append(s.lines, g.machiningLine(fmt.Sprintf("line-%d", len(s.lines)+1), m, "finish.in"))
		n -= m
	}
	rate := float64(len(s.lines)) / g.pace
	s.shared = g.finish(rate, out)
	if out == "dock" {
		g.dock(s.shared)
	}
	g.shops = append(g.shops, s)
	g.rate += rate
}

// machiningLine makes one part type, or two of the same family.
func (g *designer) machiningLine(name string, n int, out string) *line {
	l := &line{name: name}
	src := g.source(l, fmt.Sprintf("exponential(%s)", seconds(g.pace)))
	flow := "raw -> stock"
	set := 0.0 // share of the pace that a set-up takes on average
	first := g.newPart()
	if n > 1 && g.chance(0.35) {
		second := g.newPart()
		src.set("mix", "{ %s = 2, %s = 1 }", first, second)
		set = 4. / 9 // two draws in a row differ so often
	} else {
		src.set("part", "%q", first)
	}
	flow += " -> " + g.machines(l, n, set)
	l.flow = []string{flow + " -> " + out}
	return l
}

// machines adds n machines with what lies between them and returns their flow.
func (g *designer) machines(l *line, n int, set float64) string {
	slow := g.whole(0, n-1)
	steps := make([]int, n)
	for i := range steps {
		steps[i] = g.whole(0, len(machining)-1)
	}
	slices.Sort(steps)
	flow, given := "", map[string]int{}
	for i, k := range steps {
		m := machining[k]
		load := g.between(0.40, 0.72)
		if i == slow {
			load = g.between(0.84, 0.94)
		}
		if i > 0 {
			flow += g.between2(l, i)
		}
		given[m.name]++
		it := g.equip(l, m, fmt.Sprintf("%s-%d", m.name, given[m.name]))
		if m.setup > 0 && set > 0 {
			it.set("setup", "%q", seconds(m.setup*g.pace))
			load -= float64(set * m.setup)
		}
		it.set("cycle", "%s", g.law(g.pace*load*availability(m)))
		flow += it.name
	}
	return flow
}

// availability is the share of its working time that a machine is in order.
func availability(m shape) float64 {
	if m.mtbf == 0 {
		return 1
	}
	return m.mtbf * 60 / (float64(m.mtbf*60) + m.mttr)
}

// between2 puts a queue or a conveyor before machine i and returns its part of
// the flow.
func (g *designer) between2(l *line, i int) string {
	if g.chance(0.25) {
		it := &item{name: fmt.Sprintf("belt-%d", i), w: math.Round(g.between(4, 9)), d: 0.6}
		it.set("kind", `"conveyor"`)
		it.set("length", "%q", metres(it.w))
		it.set("speed", `"%s m/s"`, digits(g.between(0.15, 0.5)))
		it.set("gap", `"0.1 m"`)
		l.items = append(l.items, it)
		return " -> " + it.name + " -> "
	}
	it := g.queue(fmt.Sprintf("queue-%d", i), g.whole(8, 24))
	l.items = append(l.items, it)
	return " -> " + it.name + " -> "
}

func (g *designer) queue(name string, room int) *item {
	it := &item{name: name, w: 1.6, d: 1.2}
	it.set("kind", `"buffer"`)
	if room > 0 {
		it.set("room", "%d", room)
	}
	return it
}

// equip adds a piece of equipment of a shape to a line.
func (g *designer) equip(l *line, m shape, name string) *item {
	g.used[m.name] = true
	g.left--
	it := &item{name: name, w: m.w, d: m.d}
	it.set("like", "%q", m.name)
	l.items = append(l.items, it)
	if m.mtbf > 0 {
		g.fixes["fitters"] += m.mttr / (float64(m.mtbf*60) + m.mttr)
	}
	return it
}

// source begins a line with parts that come at intervals of a law.
func (g *designer) source(l *line, every string) *item {
	it := &item{name: "raw", w: 1.6, d: 1.6}
	it.set("kind", `"source"`)
	it.set("every", "%q", every)
	// Without room for raw parts every wait for the first machine would be lost.
	l.items = append(l.items, it, g.queue("stock", g.whole(10, 20)))
	return it
}

func (g *designer) dock(l *line) {
	it := &item{name: "dock", w: 3, d: 2.4}
	it.set("kind", `"sink"`)
	l.items = append(l.items, it)
}

// newPart makes up a machined part.
func (g *designer) newPart() string {
	size := [3]float64{g.between(0.1, 0.5), g.between(0.08, 0.4), g.between(0.05, 0.3)}
	return g.name(blanks, size, nil)
}

func (g *designer) name(list []string, size [3]float64, bom []pair) string {
	base := pick(g.dice, list)
	g.names[base]++
	name := base + "-" + strconv.Itoa(g.names[base])
	g.parts = append(g.parts, part{name, size, bom})
	return name
}
