package sample

import (
	"fmt"
	"math"
	"strconv"
)

// finish is the wash and the inspection that the lines of a workshop share.
func (g *designer) finish(rate float64, out string) *line {
	l := &line{name: "finish", title: "Wash and inspection"}
	in := &item{name: "in", w: 8, d: 1}
	in.set("kind", `"conveyor"`)
	in.set("length", `"8 m"`)
	in.set("speed", `"0.6 m/s"`)
	in.set("gap", `"0.1 m"`)
	l.items = append(l.items, in)

	batch := 2 * g.whole(2, 6)
	w := g.equip(l, washer, "washer")
	w.set("batch", "%d", batch)
	w.set("queue", "%d", batch) // the next batch gathers while one is washed
	w.set("cycle", "%q", seconds(g.between(0.82, 0.90)*availability(washer)*float64(batch)/rate))
	l.items = append(l.items, g.queue("rack", 2*batch))

	load, good := g.between(0.70, 0.88), float64(g.whole(95, 99))/100
	bodies := max(1, int(math.Ceil(rate*45/load)))
	c := g.equip(l, checking, "check")
	c.set("cycle", "%s", g.law(load*float64(bodies)/rate))
	if bodies > 1 {
		c.set("parallel", "%d", bodies)
	}
	c.set("yield", `"%d %%"`, int(math.Round(good*100)))
	c.set("needs", `[{ crew = "inspectors" }]`)
	r := g.equip(l, reworking, "rework")
	again := math.Min(600, 0.5/(rate*(1-good)))
	r.set("cycle", "%s", g.law(again))
	r.set("queue", "10")
	r.set("needs", `[{ crew = "inspectors" }]`)
	g.fixes["inspectors"] += float64(load*float64(bodies)) + float64(again*rate*(1-good))
	l.flow = []string{"in -> washer -> rack -> check", "check.pass -> " + out, "check.fail -> rework -> " + out}
	return l
}

// assemblyShop has feeder lines, whose parts come together in an assembly line.
func (g *designer) assemblyShop(k int, out string) {
	s := &shop{name: fmt.Sprintf("assembly-%d", k), title: fmt.Sprintf("Assembly %d", k)}
	feeders := g.whole(2, 3)
	n := min(g.left, g.whole(3*feeders+2, 7*feeders+4))
	if rest := g.left - n; rest > 0 && rest < 8 {
		n = min(g.left, 9*feeders+7)
	}
	after := min(g.whole(1, 4), n-1-2*feeders)
	n -= 1 + after
	var bom []pair
	for i := range feeders {
		m := n / (feeders - i)
		n -= m
		l, made := g.feeder(fmt.Sprintf("feeder-%d", i+1), m)
		s.lines = append(s.lines, l)
		bom = append(bom, made)
	}
	s.shared = g.assemblyLine(bom, after, out)
	if out == "dock" {
		g.dock(s.shared)
	}
	g.shops = append(g.shops, s)
	g.rate += 1 / g.pace
}

// feeder makes one component, at the pace of the assembly, and tells its line
// of the bill of materials. Its arrivals are even: two streams that only keep
// the same pace on average drift apart until one of them blocks.
func (g *designer) feeder(name string, machines int) (*line, pair) {
	l, made, pieces := &line{name: name}, g.newPart(), 1
	if g.chance(0.3) {
		pieces = 2
	}
	pace := g.pace
	g.pace /= float64(pieces)
	src := g.source(l, fmt.Sprintf("uniform(%s, %s)", seconds(0.7*g.pace), seconds(1.3*g.pace)))
	src.set("part", "%q", made)
	l.flow = []string{"raw -> stock -> " + g.machines(l, machines, 0) + " -> shelf -> main.cell"}
	g.pace = pace
	l.items = append(l.items, g.queue("shelf", 20*pieces))
	return l, pair{made, strconv.Itoa(pieces)}
}

// assemblyLine joins the parts of the bom and goes on with some stations.
func (g *designer) assemblyLine(bom []pair, stations int, out string) *line {
	l := &line{name: "main", title: "Main line"}
	size := [3]float64{g.between(0.5, 0.9), g.between(0.4, 0.7), g.between(0.3, 0.6)}
	made := g.name(goods, size, bom)
	c := g.equip(l, joining, "cell")
	c.set("makes", "%q", made)
	c.set("cycle", "%s", g.law(g.pace*g.between(0.82, 0.90)*availability(joining)))
	flow := "cell"
	for i := range stations {
		q := g.queue(fmt.Sprintf("queue-%d", i+1), g.whole(3, 10))
		l.items = append(l.items, q)
		m := assembling[i]
		it := g.equip(l, m, m.name)
		it.set("cycle", "%s", g.law(g.pace*g.between(0.50, 0.85)*availability(m)))
		flow += " -> " + q.name + " -> " + it.name
	}
	l.flow = []string{flow + " -> " + out}
	return l
}

// dispatch packs what all workshops send.
func (g *designer) dispatch(packers int) {
	l := &line{name: "packing", title: "Packing"}
	l.items = append(l.items, g.queue("store", 0))
	load := g.between(0.84, 0.92)
	for i := range packers {
		name := fmt.Sprintf("pack-%d", i+1)
		it := g.equip(l, packing, name)
		it.set("cycle", "%s", g.law(load*availability(packing)*float64(packers)/g.rate))
		l.flow = append(l.flow, "store -> "+name+" -> dock")
	}
	g.dock(l)
	g.shops = append(g.shops, &shop{name: "dispatch", title: "Dispatch", lines: []*line{l}})
}
