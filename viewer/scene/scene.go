package scene

import (
	"math"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// Scene is a model ready to be looked at. It keeps the memory of its frames, so it
// serves one at a time.
type Scene struct {
	Model    *model.Model
	Sites    []Site         // by index of the node
	Problems model.Problems // warnings of 3D models that cannot be drawn, see Check

	looks  []look // by index of the node
	parts  []partLook
	floor  Floor
	bare   Floor // without the arrows of the flow
	static []Draw
	frames []int32 // of static, those of buildings
	owner  []int32 // of each of static, the machine body whose stack light it shows; -1: none
	crews  map[string]*crewLook

	glance plant.Glance
	report plant.Report
	notes  map[noteOf]string
	people []uint32 // of each place, how many stand there
	frame  Frame
	wishes []wish
	flows  flows
}

// partLook is how a type of parts looks.
type partLook struct {
	meshes []*shape.Mesh
	unit   mgl32.Vec3 // how large they are together, m
	size   mgl32.Vec3 // how large they are drawn
	accent shape.Color
}

// crewLook is where the people of a crew stand who are not at work.
type crewLook struct {
	n    int
	home mgl32.Vec3
	busy int

	vest, helmet shape.Color
}

// New makes a model ready to be looked at.
func New(m *model.Model) *Scene {
	solids := solidsOf(m)
	s := &Scene{Model: m, Sites: arranged(m, solids), Problems: solids.problems, looks: make([]look, len(m.Nodes)), people: make([]uint32, len(m.Nodes))}
	for i, p := range m.Parts {
		s.parts = append(s.parts, partLookOf(p, solids.parts[i]))
	}
	for i, n := range m.Nodes {
		s.looks[i] = lookOf(n, &s.Sites[i])
		if g := solids.places[i]; g != nil {
			s.looks[i].solid(g, n, &s.Sites[i])
		}
		s.looks[i].accent = shape.Accent(n.Name)
		s.stand(i)
	}
	s.paint()
	s.settle()
	return s
}

// add puts a mesh into the static part of the scene.
func (s *Scene) add(mesh *shape.Mesh, pose mgl32.Mat4, node int, body int32, accent shape.Color) {
	d := Draw{Mesh: mesh, Pose: pose, ID: uint32(node) + 1}
	d.Tint[0], d.Tint[1], d.Tint[2] = shape.Lamps(false, false, false)
	d.Tint[3] = accent
	s.static = append(s.static, d)
	s.owner = append(s.owner, body)
}

// stand puts what place i is made of onto the floor.
func (s *Scene) stand(i int) {
	site, l := &s.Sites[i], &s.looks[i]
	for k := range site.Bodies {
		for _, d := range l.body {
			body := int32(-1)
			if d.tells {
				body = int32(k)
			}
			s.add(d.mesh, site.Pose.Mul4(mgl32.Translate3D(0, site.shift(k), 0)).Mul4(d.pose), i, body, l.accent)
		}
	}
	for _, d := range l.more {
		if s.Model.Nodes[i].Kind.Name == "building" {
			s.frames = append(s.frames, int32(len(s.static)))
		}
		s.add(d.mesh, site.Pose.Mul4(d.pose), i, -1, l.accent)
	}
}

// shift is how far body k stands north of the middle of its place.
func (s *Site) shift(k int) float32 { return (float32(k) - float32(s.Bodies-1)/2) * s.Pitch }

// settle finds where people wait for work: south of everything.
func (s *Scene) settle() {
	s.crews = map[string]*crewLook{}
	lo, _ := s.Bounds()
	at := mgl32.Vec3{lo.X() + 1, lo.Y() - .8, 0}
	for _, c := range s.Model.Crews {
		l := &crewLook{n: min(c.N, 40), home: at}
		l.vest, l.helmet = shape.Crew(c.Name)
		s.crews["people."+c.Name] = l
		at[0] += float32(min(c.N, 40))*.7 + 1.5
	}
}

// Outline are the corners of all that stands in a place, by the index of its node, and
// of the areas around it: what a picture of it must show.
func (s *Scene) Outline(node int) []mgl32.Vec3 {
	var out []mgl32.Vec3
	for _, d := range s.static {
		if !inside(s.Model.Nodes[d.ID-1], s.Model.Nodes[node]) {
			continue
		}
		for _, p := range Corners(d.Mesh.Min, d.Mesh.Max) {
			out = append(out, mgl32.TransformCoordinate(p, d.Pose))
		}
	}
	for i, n := range s.Model.Nodes {
		if n.Kind.Level && equipped(n) && inside(n, s.Model.Nodes[node]) {
			a, b := s.Sites[i].around()
			out = append(out, Corners(mgl32.Vec3{a[0] - 1, a[1] - 1, 0}, mgl32.Vec3{b[0] + 1, b[1] + 1, 0})...)
		}
	}
	return out
}

// Bounds is the box around all that stands, m.
func (s *Scene) Bounds() (lo, hi mgl32.Vec3) {
	for k, p := range s.Outline(0) {
		for i := range p {
			if k == 0 {
				lo[i], hi[i] = p[i], p[i]
			}
			lo[i], hi[i] = min(lo[i], p[i]), max(hi[i], p[i])
		}
	}
	return lo, hi
}

func inside(n, of *model.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == of {
			return true
		}
	}
	return false
}

// Frame is the picture of a state at an instant, which is not before its Now and not
// after its next event. It is good until the next call.
func (s *Scene) Frame(sim *plant.Sim, at engine.Time, v *View) *Frame {
	f := &s.frame
	f.Camera, f.Size, f.Floor, f.Static = v.Camera, v.Size, &s.floor, s.static
	f.Moving, f.Ghosts, f.Glow, f.Labels = f.Moving[:0], f.Ghosts[:0], f.Glow[:0], f.Labels[:0]
	g := &s.glance
	sim.Glance(g, at)
	s.lights(g)
	s.clearSight(v)
	s.showParts(g)
	s.showPeople(g)
	s.showTools(g)
	s.showHeat(sim, g, v)
	s.showGhosts(g, v)
	s.showFlows(v)
	if v.LabelSize != nil {
		s.wishes = s.wishes[:0]
		for i := range s.Model.Nodes {
			s.wishLabel(i, sim, g, v)
		}
		f.Labels = s.labelFlows(v, v.place(s.wishes, f.Labels))
	}
	return f
}

// lights lets the stack lights show what their machines do: green at work, amber when
// it waits or is set up, red when it is broken or stopped, none outside the shifts; and
// belts run.
func (s *Scene) lights(g *plant.Glance) {
	for k, body := range s.owner {
		if body < 0 {
			continue
		}
		d := &s.static[k]
		p := g.Places[d.ID-1]
		if l := &s.looks[d.ID-1]; l.slats > 0 {
			moved := float64(l.speed) * p.Belt.Seconds() / float64(l.slats)
			c := shape.Slats(int(math.Mod(moved, 3)))
			copy(d.Tint[:3], c[:])
			continue
		}
		if uint32(body) >= p.Slots {
			continue
		}
		st := g.Bodies[p.Slot+uint32(body)].State
		d.Tint[0], d.Tint[1], d.Tint[2] = shape.Lamps(
			st == plant.Down || st == plant.Stopped,
			st == plant.Waiting || st == plant.Blocked || st == plant.Held || st == plant.Setup,
			st == plant.Busy || st == plant.Setup)
	}
}

// showParts draws every part where it is.
func (s *Scene) showParts(g *plant.Glance) {
	nth := 0
	for k := range g.Parts {
		p := &g.Parts[k]
		if k > 0 && p.Place == g.Parts[k-1].Place && p.Where == g.Parts[k-1].Where && p.N == g.Parts[k-1].N {
			nth++
		} else {
			nth = 0
		}
		l, site, place := &s.parts[p.Type], &s.Sites[p.Place], &s.looks[p.Place]
		size := l.size.Mul(place.fits(p, l.size))
		at, ok := place.spot(site, p, size, nth)
		if !ok {
			continue
		}
		pose := site.Pose.Mul4(mgl32.Translate3D(at.X(), at.Y(), at.Z())).Mul4(mgl32.Scale3D(size.X()/l.unit.X(), size.Y()/l.unit.Y(), size.Z()/l.unit.Z()))
		for _, mesh := range l.meshes {
			s.frame.Moving = append(s.frame.Moving, Draw{Mesh: mesh, Pose: pose, ID: p.Place + 1, Tint: [shape.Tints]shape.Color{3: l.accent}})
		}
	}
}

// showPeople draws people where they work, and the others where they wait.
func (s *Scene) showPeople(g *plant.Glance) {
	clear(s.people)
	for _, c := range s.crews {
		c.busy = 0
	}
	for _, c := range g.Crews {
		l := s.crews[c.Crew]
		if c.Tool || l == nil {
			continue
		}
		site := &s.Sites[c.Place]
		for range c.N {
			k := s.people[c.Place]
			s.people[c.Place]++
			l.busy++
			x := (float32(k)-.5)*.8 - .2
			pose := site.Pose.Mul4(mgl32.Translate3D(x, -site.depth()/2-.55, 0))
			s.person(pose, c.Place+1, l)
		}
	}
	for _, c := range s.Model.Crews {
		l := s.crews["people."+c.Name]
		for k := range max(l.n-l.busy, 0) {
			s.person(mgl32.Translate3D(l.home.X()+.7*float32(k), l.home.Y(), 0), 0, l)
		}
	}
}

// person draws somebody who stands and looks north.
func (s *Scene) person(pose mgl32.Mat4, id uint32, c *crewLook) {
	d := Draw{Mesh: standing, Pose: pose.Mul4(mgl32.HomogRotate3DZ(math.Pi / 2)), ID: id}
	d.Tint[0], d.Tint[1] = c.vest, c.helmet
	s.frame.Moving = append(s.frame.Moving, d)
}

var standing = shape.Person(0)

// showTools draws what moves on machines, and their robots, as far as their work has
// come.
func (s *Scene) showTools(g *plant.Glance) {
	for i := range s.looks {
		l, site := &s.looks[i], &s.Sites[i]
		if l.arm == nil && l.tool == nil {
			continue
		}
		p := g.Places[i]
		for k := range p.Slots {
			b := &g.Bodies[p.Slot+k]
			pose := site.Pose.Mul4(mgl32.Translate3D(0, site.shift(int(k)), 0))
			if l.tool != nil {
				at := l.path.Mul(stroke(b))
				s.frame.Moving = append(s.frame.Moving, Draw{Mesh: l.tool, Pose: pose.Mul4(mgl32.Translate3D(at.X(), at.Y(), at.Z())), ID: uint32(i) + 1, Tint: [shape.Tints]shape.Color{3: l.accent}})
			}
			if l.arm != nil {
				s.showArm(l, b, pose, uint32(i)+1)
			}
		}
	}
}

// strokes is how often a tool goes out and back in one operation.
const strokes = 6

// stroke is how far the tool of a machine body is out, 0 to 1.
func stroke(b *plant.BodyGlance) float32 {
	if b.State != plant.Busy && (b.Done == 0 || b.Done == 1) {
		return 0
	}
	_, c := math.Sincos(2 * math.Pi * strokes * b.Done)
	return float32(1-c) / 2
}

// showArm draws a robot: it takes a part, holds it where the work is, and puts it down.
func (s *Scene) showArm(l *look, b *plant.BodyGlance, pose mgl32.Mat4, id uint32) {
	angles, _ := shape.Reach(l.arm, l.grip(b.State, float32(b.Done)).Sub(l.mount))
	base := pose.Mul4(mgl32.Translate3D(l.mount.X(), l.mount.Y(), l.mount.Z()))
	s.frame.Moving = append(s.frame.Moving, Draw{Mesh: l.arm.Base, Pose: base, ID: id})
	for j, turned := range shape.Pose(l.arm, angles) {
		s.frame.Moving = append(s.frame.Moving, Draw{Mesh: l.arm.Links[j].Mesh, Pose: base.Mul4(turned), ID: id})
	}
}

// grip is where the tool of a robot is when a share of its work is done.
func (l *look) grip(st plant.State, done float32) mgl32.Vec3 {
	over := mgl32.Vec3{0, 0, .35}
	in, work, out := l.in.Add(over), l.work.Add(mgl32.Vec3{0, 0, l.room.Z()*.5 + .05}), l.out.Add(over)
	between := func(a, b mgl32.Vec3, t float32) mgl32.Vec3 {
		t = t * t * (3 - 2*t) // it starts and stops gently
		return a.Add(b.Sub(a).Mul(t)).Add(mgl32.Vec3{0, 0, .5 * t * (1 - t)})
	}
	switch {
	case st != plant.Busy && done == 0:
		return in
	case done < .2:
		return between(in, work, done/.2)
	case done > .8:
		return between(work, out, (done-.8)/.2)
	}
	turn, _ := sincos(done * 40)
	return work.Add(mgl32.Vec3{turn * .06, 0, 0})
}

// depth is the extent of all bodies along y, m.
func (s *Site) depth() float32 { return s.Size.Y() + s.Pitch*float32(s.Bodies-1) }

// wishLabel asks for the label of node i: sooner for what is chosen or pointed at, then
// for what is wrong.
func (s *Scene) wishLabel(i int, sim *plant.Sim, g *plant.Glance, v *View) {
	n, site, p := s.Model.Nodes[i], &s.Sites[i], &g.Places[i]
	special := v.Chosen == i+1 || v.Pointed == i+1
	if s.looks[i].body == nil || n.Kind.Passive && !special {
		return
	}
	rank, bar := 3, StateColor(plant.Off)
	says := noteOf{lang: v.Lang, works: plant.WorkOf(n.Spec) != nil, state: plant.States, count: p.Queue}
	if p.Slots > 0 {
		says.state = worst(g, p)
		bar = StateColor(says.state)
		switch says.state {
		case plant.Down, plant.Stopped, plant.Held:
			rank = 1
		case plant.Blocked:
			rank = 2
		}
	}
	if !says.works {
		says.count = p.Inside
		rank++
	}
	if _, says.gone = n.Spec.(*plant.Sink); says.gone {
		says.count = uint32(sim.Stats.At(uint32(i)).In)
	}
	if f := s.forecast(v); f != nil && !says.gone {
		if ahead, ok := f.Parts(i); ok {
			says.ahead, says.low, says.high = true, uint32(ahead.Low), uint32(ahead.High)
		}
		if v.Heat == HeatRisk {
			says.risk = int(f.Risk(i)*100 + .5)
		}
	}
	if special {
		rank = 0
	} else if rank > 1 && v.pixels(site) < smallest*v.scale() {
		return
	}
	top := mgl32.TransformCoordinate(mgl32.Vec3{0, 0, site.Size.Z() + .1}, site.Pose)
	s.wishes = v.wish(s.wishes, i, top, rank, n.Title, s.note(says), bar)
}

// noteOf is what the note of a label tells.
type noteOf struct {
	lang  words.Lang
	works bool
	state plant.State // States: none
	count uint32      // of parts that wait for the work, or are in a store
	gone  bool        // they are those that have left by a sink

	ahead     bool // it is known how many there may be at the horizon of the forecast
	low, high uint32
	risk      int // of failure before it, per cent
}

// note is the text of a note; those of late are kept, so that a picture allots nothing.
func (s *Scene) note(of noteOf) string {
	if note, ok := s.notes[of]; ok {
		return note
	}
	note := ""
	if of.state < plant.States {
		note = of.lang.T("state." + of.state.String())
	}
	if !of.works {
		note = of.lang.T("view.parts", digits(int(of.count)))
		switch {
		case of.gone:
			note = of.lang.T("view.gone", digits(int(of.count)))
		case of.count == 1:
			note = of.lang.T("view.part")
		}
	} else if of.count > 0 {
		note += " · " + of.lang.T("view.queue", digits(int(of.count)))
	}
	switch {
	case of.ahead && of.low != of.high:
		note += of.lang.T("view.ahead", digits(int(of.low))+"–"+digits(int(of.high)))
	case of.ahead && of.high != of.count:
		note += of.lang.T("view.ahead", digits(int(of.high)))
	}
	if of.risk > 0 {
		note += " · " + of.lang.T("view.risk", digits(of.risk))
	}
	if s.notes == nil || len(s.notes) > 4096 {
		s.notes = map[noteOf]string{}
	}
	s.notes[of] = note
	return note
}

// smallest is how wide equipment must be in the picture to have a label when nothing is
// wrong with it, pixels at a scale of 1.
const smallest = 56

// pixels is about how wide a place is in the picture.
func (v *View) pixels(s *Site) float32 {
	_, depth := v.Camera.Look(s.Pose.Col(3).Vec3(), v.Size)
	return max(s.Size.X(), s.Size.Y()) * v.Camera.Lens(v.Size[1]) / max(depth, Near)
}

// worst is the state of a place that asks for attention most.
func worst(g *plant.Glance, p *plant.PlaceGlance) plant.State {
	order := [plant.States]int{plant.Off: 0, plant.Waiting: 1, plant.Busy: 2, plant.Setup: 3, plant.Blocked: 4, plant.Held: 5, plant.Stopped: 6, plant.Down: 7}
	w := g.Bodies[p.Slot].State
	for _, b := range g.Bodies[p.Slot : p.Slot+p.Slots] {
		if order[b.State] > order[w] {
			w = b.State
		}
	}
	return w
}

// State is what a place did in the last frame, of several bodies what asks for attention
// most; ok is false for what does no work.
func (s *Scene) State(node int) (st plant.State, ok bool) {
	if node >= len(s.glance.Places) || s.glance.Places[node].Slots == 0 {
		return 0, false
	}
	return worst(&s.glance, &s.glance.Places[node]), true
}

// Count is how many parts were in a place in the last frame, of a level in all of it,
// and how many of them wait for work.
func (s *Scene) Count(node int) (in, queue int) {
	if node >= len(s.glance.Places) {
		return 0, 0
	}
	for k := node; k < len(s.Model.Nodes) && inside(s.Model.Nodes[k], s.Model.Nodes[node]); k++ { // a level comes before what is in it
		p := &s.glance.Places[k]
		in, queue = in+int(p.Inside), queue+int(p.Queue)
	}
	return in, queue
}
