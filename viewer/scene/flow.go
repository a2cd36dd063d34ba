package scene

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
)

// Flow is parts that go from a place to another one.
type Flow struct {
	From, To int // indices of nodes of the model
	Part     int // index of a type of parts of the model
	PerHour  float64
}

// Band is a stripe of the flow on the floor, m.
type Band struct {
	From, To   mgl32.Vec2
	Width, End float32 // at From and at To
	Color      shape.Color
}

const (
	widest     = 1.2 // m: all that leaves the busiest place, or comes into it, is so wide
	narrowest  = .1  // m
	headLength = .55 // m
	headWider  = .2  // m than its band
)

// flowColors are the colours of types of parts, of Okabe and Ito's kind.
var flowColors = [...]shape.Color{0x2F7DBD, 0xD9822B, 0x2A9D7F, 0xB35C9E, 0x8A7A1F, 0x56B4E9}

// badFlow is the colour of what is not good.
const badFlow shape.Color = 0xD1495B

// flows is what is known of the flows that were drawn last.
type flows struct {
	ways  *ways
	of    []Flow // as they were given
	bands []Band
	notes []flowNote
}

// flowNote is how much goes from a place to another, and where that can be said.
type flowNote struct {
	text    string
	perHour float64
	color   shape.Color
	to      int
	at      [5]mgl32.Vec2
}

// showFlows shows the flows of the view as bands on the floor.
func (s *Scene) showFlows(v *View) {
	if len(v.Flows) == 0 {
		s.frame.Bands = nil
		return
	}
	x := &s.flows
	if x.ways == nil {
		x.ways = newWays(s)
	}
	if !slices.Equal(x.of, v.Flows) {
		x.of = append(x.of[:0], v.Flows...)
		s.layFlows()
	}
	s.frame.Bands, s.frame.Floor = x.bands, &s.bare
}

// ribbon is a band from a place to another.
type ribbon struct {
	Flow
	way   []mgl32.Vec2
	width float32
	color shape.Color
	beg   float32 // where it lies beside the middle of the gate, to the left
	end   float32
}

// layFlows makes the bands: those of one gate lie side by side.
func (s *Scene) layFlows() {
	x := &s.flows
	x.bands, x.notes = x.bands[:0], x.notes[:0]
	list := s.ribbons()
	most := 0.
	for _, at := range []func(*ribbon) int{func(r *ribbon) int { return r.From }, func(r *ribbon) int { return r.To }} {
		sums := make([]float64, len(s.Model.Nodes))
		for i := range list {
			sums[at(&list[i])] += list[i].PerHour
		}
		most = max(most, slices.Max(sums))
	}
	for i := range list {
		list[i].width = max(float32(list[i].PerHour/most)*widest, narrowest)
	}
	abreast(list, func(r *ribbon) gate {
		return gate{r.From, r.way[0], r.way[1].Sub(r.way[0]), r.way[len(r.way)-1]}
	}, func(r *ribbon, at float32) { r.beg = at })
	abreast(list, func(r *ribbon) gate {
		n := len(r.way) - 1
		return gate{r.To, r.way[n], r.way[n].Sub(r.way[n-1]), r.way[0]}
	}, func(r *ribbon, at float32) { r.end = at })
	for i := range list {
		s.layRibbon(&list[i])
	}
	for i := 0; i < len(list); {
		j, sum := i, 0.
		for ; j < len(list) && list[j].From == list[i].From && list[j].To == list[i].To; j++ {
			sum += list[j].PerHour
		}
		note := flowNote{text: perHour(sum) + "/h", perHour: sum, color: list[i].color, to: list[i].To}
		for k, t := range [...]float32{.5, .4, .6, .28, .72} {
			note.at[k] = along(list[i].way, t)
		}
		x.notes = append(x.notes, note)
		i = j
	}
	slices.SortStableFunc(x.notes, func(a, b flowNote) int { return -cmp.Compare(a.perHour, b.perHour) })
}

// perHour is a rate as one says it.
func perHour(x float64) string {
	digits := 0
	switch {
	case x < .095:
		digits = 3
	case x < .95:
		digits = 2
	case x < 9.95:
		digits = 1
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// ribbons are the flows with their ways and colours; where there are many types of parts,
// all of them together.
func (s *Scene) ribbons() (list []ribbon) {
	many := len(s.Model.Parts) > len(flowColors)
	for _, f := range s.flows.of {
		if f.From < 0 || f.To < 0 || f.From >= len(s.Model.Nodes) || f.To >= len(s.Model.Nodes) || !(f.PerHour > 0 && f.PerHour < 1e12) {
			continue
		}
		if n := len(list); many && n > 0 && list[n-1].From == f.From && list[n-1].To == f.To {
			list[n-1].PerHour += f.PerHour
			continue
		}
		from, to := s.Model.Nodes[f.From], s.Model.Nodes[f.To]
		r := ribbon{Flow: f, way: s.flows.ways.between(from, to), color: flowColors[0]}
		if !many && f.Part >= 0 {
			r.color = flowColors[f.Part%len(flowColors)]
		}
		if s.bad(f) {
			r.color = badFlow
		}
		if length(r.way) > .25 {
			list = append(list, r)
		}
	}
	return list
}

// bad reports whether only parts that are not good go this way.
func (s *Scene) bad(f Flow) bool {
	bad := false
	for _, e := range s.Model.Edges {
		if e.From.Index == f.From && e.To.Index == f.To {
			if e.FromPort != "fail" && e.FromPort != "scrap" {
				return false
			}
			bad = true
		}
	}
	return bad
}

// gate is where ribbons leave a place or come into it.
type gate struct {
	place     int
	at, ahead mgl32.Vec2
	far       mgl32.Vec2 // the other end of the ribbon
}

// abreast gives the ribbons of one gate their places beside each other: in the order in
// which they part, or come together.
func abreast(list []ribbon, of func(*ribbon) gate, set func(*ribbon, float32)) {
	type lane struct {
		r *ribbon
		gate
		left float32
	}
	lanes := make([]lane, len(list))
	for i := range list {
		g := of(&list[i])
		d := g.far.Sub(g.at)
		lanes[i] = lane{&list[i], g, g.ahead.X()*d.Y() - g.ahead.Y()*d.X()}
	}
	slices.SortStableFunc(lanes, func(a, b lane) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.at.X(), b.at.X()), cmp.Compare(a.at.Y(), b.at.Y()), cmp.Compare(a.left, b.left))
	})
	for i := 0; i < len(lanes); {
		j, sum := i, float32(0)
		for ; j < len(lanes) && lanes[j].place == lanes[i].place && lanes[j].at == lanes[i].at; j++ {
			sum += lanes[j].r.width
		}
		for at := -sum / 2; i < j; i++ {
			w := lanes[i].r.width
			set(lanes[i].r, at+w/2)
			at += w
		}
	}
}

// layRibbon makes the bands of one flow, with an arrow's head at its end.
func (s *Scene) layRibbon(r *ribbon) {
	path := shiftedWay(r)
	all := length(path)
	head := min(headLength, all*.45)
	var done float32
	for k := 0; k+1 < len(path); k++ {
		a, b := path[k], path[k+1]
		d := b.Sub(a).Len()
		if d < 1e-4 {
			continue
		}
		u := b.Sub(a).Mul(1 / d)
		end := min(d, all-head-done)
		if done += d; end <= 0 {
			continue
		}
		// Where it bends, one reaches into the next, so that there is no gap.
		before, after := float32(0), float32(0)
		if k > 0 {
			before = reaching(u, a.Sub(path[k-1]), r.width)
		}
		if end == d && k+2 < len(path) {
			after = reaching(u, path[k+2].Sub(b), r.width)
		}
		s.flows.bands = append(s.flows.bands, Band{a.Sub(u.Mul(before)), a.Add(u.Mul(end + after)), r.width, r.width, r.color})
	}
	tip := path[len(path)-1]
	foot := along(path, (all-head)/all)
	if tip.Sub(foot).Len() > 1e-3 {
		s.flows.bands = append(s.flows.bands, Band{foot, tip, r.width + headWider, 0, r.color})
	}
}

// reaching is by how much a band must reach beyond the corner with another.
func reaching(u, v mgl32.Vec2, width float32) float32 {
	if v.Len() < 1e-4 {
		return 0
	}
	v = v.Normalize()
	turn := u.X()*v.Y() - u.Y()*v.X()
	return width / 2 * min(max(turn, -turn)/(1+max(u.Dot(v), 0)), .5)
}

// shiftedWay is the way of a ribbon, beside the middle at its ends.
func shiftedWay(r *ribbon) []mgl32.Vec2 {
	way := r.way
	if len(way) == 2 && r.beg != r.end { // it needs points on which to change lanes
		a, d := way[0], way[1].Sub(way[0])
		way = nil
		for k := range 9 {
			way = append(way, a.Add(d.Mul(float32(k)/8)))
		}
	}
	all, done := length(way), float32(0)
	out := make([]mgl32.Vec2, len(way))
	for k, p := range way {
		if k > 0 {
			done += p.Sub(way[k-1]).Len()
		}
		t := done / all
		off := r.beg + (r.end-r.beg)*t*t*(3-2*t)
		d := way[min(k+1, len(way)-1)].Sub(way[max(k-1, 0)]).Normalize()
		out[k] = p.Add(mgl32.Vec2{-d.Y(), d.X()}.Mul(off))
	}
	return out
}

func length(way []mgl32.Vec2) (sum float32) {
	for k := 1; k < len(way); k++ {
		sum += way[k].Sub(way[k-1]).Len()
	}
	return sum
}

// along is the point of a way at a share of its length.
func along(way []mgl32.Vec2, t float32) mgl32.Vec2 {
	left := length(way) * t
	for k := 1; k < len(way); k++ {
		d := way[k].Sub(way[k-1])
		if l := d.Len(); left > l {
			left -= l
		} else if l > 0 {
			return way[k-1].Add(d.Mul(left / l))
		}
	}
	return way[len(way)-1]
}

// labelFlows says on the bands how much they are, the most first.
func (s *Scene) labelFlows(v *View, out []Label) []Label {
	if len(v.Flows) == 0 {
		return out
	}
	most := len(out) + v.MaxLabels
	for _, n := range s.flows.notes {
		if len(out) >= most {
			break
		}
		size := v.LabelSize(n.text, "", v.scale()*SmallLabel)
		for _, p := range n.at {
			at, depth := v.Camera.Look(p.Vec3(0), v.Size)
			if depth < Near {
				continue
			}
			l := Label{ID: uint32(n.to) + 1, Title: n.text, Bar: n.color, Anchor: at, Min: at.Sub(size.Mul(.5)), Max: at.Add(size.Mul(.5)), Small: true}
			if v.vacant(l.Min, l.Max, out) {
				out = append(out, l)
				break
			}
		}
	}
	return out
}
