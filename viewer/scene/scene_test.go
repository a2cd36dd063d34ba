package scene

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/engine/plant"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// scenarioNames are the factories that the tests look at.
var scenarioNames = []string{"00-gearbox", "15-lean", "52-digital-twin"}

func parse(t testing.TB, name, text string) *model.Model {
	t.Helper()
	m, problems := model.Parse(name, []byte(text), plant.Registry(), func(table string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(name), table))
	})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

func run(t testing.TB, m *model.Model) *plant.Sim {
	t.Helper()
	p, err := plant.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	return p.New(1, 0)
}

func scenario(t testing.TB, name string) *model.Model {
	t.Helper()
	file := filepath.Join("..", "..", "scenarios", name, "factory.toml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, file, string(text))
}

func sampled(t testing.TB, n int, seed uint64) string {
	t.Helper()
	text, err := sample.Factory(n, seed)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// all are models of every sort.
func all(t testing.TB) map[string]*model.Model {
	out := map[string]*model.Model{"sample": parse(t, "sample.toml", sampled(t, 40, 3))}
	for _, name := range scenarioNames {
		out[name] = scenario(t, name)
	}
	return out
}

// chip is the size of a label without any font.
func chip(title, note string, scale float32) mgl32.Vec2 {
	return mgl32.Vec2{7 * float32(max(len(title), len(note))) * scale, 36 * scale}
}

// overview looks at everything.
func overview(s *Scene) *View {
	size := [2]int{1280, 720}
	return &View{Camera: DefaultCamera().Frame(s.Outline(0), size, .08), Size: size, Lang: words.EN, LabelSize: chip, MaxLabels: 24}
}

// isPart tells whether a draw is a part, and isPerson whether it is somebody.
func (s *Scene) isPart(d *Draw) bool {
	return slices.ContainsFunc(s.parts, func(p partLook) bool { return slices.Contains(p.meshes, d.Mesh) })
}

func isPerson(d *Draw) bool { return d.Mesh == standing }

// copied is a frame that is good for longer.
func copied(f *Frame) *Frame {
	g := *f
	floor := *f.Floor
	g.Floor, g.Static, g.Moving = &floor, slices.Clone(f.Static), slices.Clone(f.Moving)
	g.Glow, g.Labels = slices.Clone(f.Glow), slices.Clone(f.Labels)
	return &g
}

// TestAFrameIsAFunctionOfItsArguments: asked twice, and of two scenes of one model, it is
// the same; another frame in between leaves no trace.
func TestAFrameIsAFunctionOfItsArguments(t *testing.T) {
	for name, m := range all(t) {
		sim := run(t, m)
		a, b := New(m), New(m)
		for _, at := range []engine.Time{0, 20 * engine.Minute, 2 * engine.Hour, 7*engine.Hour + 1} {
			sim.Run(at)
			for heat := range Heats {
				v := overview(a)
				v.Heat, v.Chosen = heat, 3
				one := copied(a.Frame(sim, at, v))
				other := *v
				other.Heat, other.Camera.Yaw, other.Size = (heat+1)%Heats, 2, [2]int{400, 300}
				a.Frame(sim, at, &other)
				if two := a.Frame(sim, at, v); dump(a, one) != dump(a, two) {
					t.Errorf("%s at %v, heat %v: asked again, another frame", name, at, heat)
				}
				if two := b.Frame(sim, at, v); dump(a, one) != dump(b, two) {
					t.Errorf("%s at %v, heat %v: another scene of the model, another frame", name, at, heat)
				}
			}
		}
	}
}

// TestLookingChangesNothing in the state.
func TestLookingChangesNothing(t *testing.T) {
	m := scenario(t, "00-gearbox")
	sim, s := run(t, m), New(m)
	sim.Run(2 * engine.Hour)
	was := sim.Hash()
	for heat := range Heats {
		v := overview(s)
		v.Heat = heat
		s.Frame(sim, 2*engine.Hour+engine.Second, v)
	}
	if sim.Hash() != was {
		t.Error("the state is another after it was looked at")
	}
}

// TestFramesAllotNothing in the long run, whatever is shown; but a heat that tells shares
// of the scheduled time asks the calendars, and they allot.
func TestFramesAllotNothing(t *testing.T) {
	for name, m := range all(t) {
		sim, s := run(t, m), New(m)
		at := 2 * engine.Hour
		sim.Run(at)
		for heat := range Heats {
			v := overview(s)
			v.Heat = heat
			s.Frame(sim, at, v)
			if n := testing.AllocsPerRun(20, func() { s.Frame(sim, at, v) }); n > 0 && (heat == HeatNow || heat == HeatNone || heat == HeatQueue || name == "15-lean") || n > 32 {
				t.Errorf("%s, heat %v: %v allocations a frame", name, heat, n)
			}
		}
	}
}

// TestPartsAreWhereTheyAre: as many are drawn as are there, up to what a store shows.
func TestPartsAreWhereTheyAre(t *testing.T) {
	for name, m := range all(t) {
		sim, s := run(t, m), New(m)
		seen := 0
		for at := engine.Time(0); at < 8*engine.Hour; at += 23 * engine.Minute {
			sim.Run(at)
			f := s.Frame(sim, at, overview(s))
			drawn := make([]int, len(m.Nodes))
			for k := range f.Moving {
				if s.isPart(&f.Moving[k]) {
					drawn[f.Moving[k].ID-1]++
				}
			}
			there := make([][plant.OnBelt + 1]int, len(m.Nodes))
			for _, p := range s.glance.Parts {
				there[p.Place][p.Where]++
			}
			for i, n := range m.Nodes {
				want := there[i][plant.OnBelt] + there[i][plant.InBody] + there[i][plant.InLine] + min(there[i][plant.InStore], len(s.looks[i].spots))
				small := there[i][plant.InLine] <= 12 && there[i][plant.InBody] <= 4*int(max(s.glance.Places[i].Slots, 1))
				if drawn[i] > want || drawn[i] < want && small {
					t.Errorf("%s at %v: %d parts are drawn at %s, want %d: %v in store, line, body, belt", name, at, drawn[i], n.Path, want, there[i])
				}
				seen += drawn[i]
			}
		}
		if seen < 20 {
			t.Errorf("%s: only %d parts were seen", name, seen)
		}
	}
}

// belt is what lies on a conveyor, by how far along it each is, m.
type belt map[uint64]float32

// belts reads what a frame shows of all conveyors, by the node.
func (s *Scene) belts(f *Frame) map[int]belt {
	out := map[int]belt{}
	next := map[int][]float32{}
	for k := range f.Moving {
		d := &f.Moving[k]
		if i := int(d.ID) - 1; i >= 0 && s.looks[i].slats > 0 && s.isPart(d) {
			pose := s.Sites[i].Pose
			next[i] = append(next[i], d.Pose.Col(3).Sub(pose.Col(3)).Dot(pose.Col(0)))
		}
	}
	for _, p := range s.glance.Parts {
		i := int(p.Place)
		if p.Where != plant.OnBelt || len(next[i]) == 0 {
			continue
		}
		if out[i] == nil {
			out[i] = belt{}
		}
		out[i][p.ID], next[i] = next[i][0], next[i][1:]
	}
	return out
}

// TestBeltsCarryPartsOnInOrder: parts do not overlap, and none moves back, or faster than
// its belt.
func TestBeltsCarryPartsOnInOrder(t *testing.T) {
	for name, m := range all(t) {
		sim, s := run(t, m), New(m)
		const step = engine.Time(200e6)
		v := overview(s)
		v.LabelSize = nil
		was, seen := map[int]belt{}, 0
		for at := 2 * engine.Hour; at < 2*engine.Hour+3*engine.Minute; at += step {
			sim.Run(at)
			now := s.belts(s.Frame(sim, at, v))
			for i, b := range now {
				n, spec := m.Nodes[i], m.Nodes[i].Spec.(*plant.Conveyor)
				for id, x := range b {
					seen++
					for other, y := range b {
						if gap := float32(math.Abs(float64(x-y))) - s.parts[0].size.X(); len(s.parts) == 1 && other != id && gap < -1e-3 {
							t.Fatalf("%s at %v: two parts on %s overlap by %.3f m", name, at, n.Path, -gap)
						}
					}
					before, ok := was[i][id]
					if d := x - before; ok && (d < -1e-3 || d > float32(spec.Speed*step.Seconds())+1e-3) {
						t.Fatalf("%s at %v: a part on %s moves by %.3f m in %v, at %v m/s", name, at, n.Path, d, step, spec.Speed)
					}
				}
			}
			was = now
		}
		if seen == 0 && name == "00-gearbox" {
			t.Errorf("%s: no part was seen on a belt", name)
		}
	}
}

// TestPeopleAreAsManyAsThereAre: all of every crew, and those at work where they work.
func TestPeopleAreAsManyAsThereAre(t *testing.T) {
	for name, m := range all(t) {
		sim, s := run(t, m), New(m)
		atWork := 0
		for at := engine.Time(0); at < 8*engine.Hour; at += 7 * engine.Minute {
			sim.Run(at)
			f := s.Frame(sim, at, overview(s))
			want := map[uint32]int{}
			busy := 0
			for _, c := range s.glance.Crews {
				if !c.Tool {
					want[c.Place+1] += int(c.N)
					busy += int(c.N)
				}
			}
			crews := 0
			for _, c := range m.Crews {
				crews += min(c.N, 40)
			}
			got := map[uint32]int{}
			for k := range f.Moving {
				if isPerson(&f.Moving[k]) {
					got[f.Moving[k].ID]++
				}
			}
			want[0] = crews - busy
			for id := range uint32(len(m.Nodes) + 1) {
				if got[id] != want[id] {
					t.Errorf("%s at %v: %d people at node %d, want %d", name, at, got[id], id, want[id])
				}
			}
			atWork += busy
		}
		if atWork == 0 && name == "00-gearbox" {
			t.Error("nobody was at work")
		}
	}
}

// TestPeopleStandApart: no two at the same spot.
func TestPeopleStandApart(t *testing.T) {
	for name, m := range all(t) {
		sim, s := run(t, m), New(m)
		for at := engine.Time(0); at < 4*engine.Hour; at += 11 * engine.Minute {
			sim.Run(at)
			f := s.Frame(sim, at, overview(s))
			var spots []mgl32.Vec3
			for k := range f.Moving {
				if isPerson(&f.Moving[k]) {
					spots = append(spots, f.Moving[k].Pose.Col(3).Vec3())
				}
			}
			for i, a := range spots {
				for _, b := range spots[:i] {
					if a.Sub(b).Len() < .3 {
						t.Fatalf("%s at %v: two people at %v", name, at, a)
					}
				}
			}
		}
	}
}

const states = `
format = 1
[part.box]
[line]
kind = "line"
flow = "in -> busy -> blocked -> slow -> out"
[line.in]
kind = "source"
part = "box"
[line.busy]
kind = "machine"
cycle = "60 s"
[line.blocked]
kind = "machine"
cycle = "20 s"
[line.slow]
kind = "machine"
cycle = "10 min"
[line.out]
kind = "sink"
[idle]
kind = "machine"
cycle = "1 min"
[idle-in]
kind = "source"
part = "box"
every = "100 h"
[idle-out]
kind = "sink"
`

// TestStackLightsTellTheState.
func TestStackLightsTellTheState(t *testing.T) {
	m := parse(t, "states.toml", states+"\n[factory]\nflow = \"idle-in -> idle -> idle-out\"\n")
	sim, s := run(t, m), New(m)
	const at = 30*engine.Minute + 5*engine.Second
	sim.Run(at)
	seen := map[plant.State]bool{}
	look := func() {
		f := s.Frame(sim, sim.Now(), overview(s))
		for k, body := range s.owner {
			d := &f.Static[k]
			if plant.WorkOf(m.Nodes[d.ID-1].Spec) == nil || body < 0 {
				continue
			}
			st, ok := s.State(int(d.ID) - 1)
			if !ok {
				t.Fatalf("%s does nothing", m.Nodes[d.ID-1].Path)
			}
			seen[st] = true
			want := map[plant.State][3]bool{
				plant.Busy: {false, false, true}, plant.Waiting: {false, true, false}, plant.Blocked: {false, true, false},
				plant.Held: {false, true, false}, plant.Setup: {false, true, true}, plant.Down: {true, false, false}, plant.Stopped: {true, false, false},
			}[st]
			var lamps [shape.Tints]shape.Color
			lamps[0], lamps[1], lamps[2] = shape.Lamps(want[0], want[1], want[2])
			if [3]shape.Color(d.Tint[:3]) != [3]shape.Color(lamps[:3]) {
				t.Errorf("%s is %v: lamps %x, want %x", m.Nodes[d.ID-1].Path, st, d.Tint[:3], lamps[:3])
			}
		}
	}
	look()
	if err := sim.BreakPlace("line.busy", "", at, engine.Hour); err != nil {
		t.Fatal(err)
	}
	if err := sim.StopPlace("line.slow", at, engine.Hour); err != nil {
		t.Fatal(err)
	}
	sim.Run(at + 1)
	look()
	for _, st := range []plant.State{plant.Busy, plant.Waiting, plant.Blocked, plant.Down, plant.Stopped} {
		if !seen[st] {
			t.Errorf("nothing was %v", st)
		}
	}
}

// TestRobotsReachWhatTheyWorkOn: where they take, where they work, where they put down, and
// on the way; and they do not jump.
func TestRobotsReachWhatTheyWorkOn(t *testing.T) {
	arms := 0
	models := all(t)
	models["cells"] = parse(t, "cells.toml", cells)
	for name, m := range models {
		s := New(m)
		for i := range s.looks {
			l := &s.looks[i]
			if l.arm == nil {
				continue
			}
			arms++
			var was mgl32.Vec3
			for k := range 1001 {
				goal := l.grip(plant.Busy, float32(k)/1000).Sub(l.mount)
				angles, _ := shape.Reach(l.arm, goal)
				tool := mgl32.TransformCoordinate(l.arm.Tool, shape.Pose(l.arm, angles)[5])
				if d := tool.Sub(goal).Len(); d > .02 {
					t.Fatalf("%s: the robot of %s is %.2f m from what it works on when %d ‰ are done", name, m.Nodes[i].Path, d, k)
				}
				if d := tool.Sub(was).Len(); k > 0 && d > .1 {
					t.Fatalf("%s: the robot of %s jumps by %.2f m at %d ‰", name, m.Nodes[i].Path, d, k)
				}
				was = tool
			}
		}
	}
	if arms == 0 {
		t.Error("no factory has a robot")
	}
}

// cells are robots' cells of some sizes.
const cells = `
format = 1
[part.box]
[factory]
flow = "in -> cell -> small-cell -> robot-2 -> out"
[in]
kind = "source"
part = "box"
[cell]
kind = "machine"
cycle = "30 s"
[small-cell]
kind = "machine"
cycle = "30 s"
size = ["1.5 m", "1.5 m", "2 m"]
[robot-2]
kind = "machine"
cycle = "30 s"
parallel = 2
size = ["5 m", "8 m", "3 m"]
[out]
kind = "sink"
`

var placed = regexp.MustCompile(`(?m)^(at|turn) +=.*\n`)

// TestALevelCountsWhatIsInIt, at any depth.
func TestALevelCountsWhatIsInIt(t *testing.T) {
	m := scenario(t, "00-gearbox")
	sim, s := run(t, m), New(m)
	sim.Run(2 * engine.Hour)
	s.Frame(sim, sim.Now(), &View{Size: [2]int{320, 180}, Camera: DefaultCamera()})
	all, _ := s.Count(0)
	sum := 0
	for _, n := range m.Root.Children {
		in, _ := s.Count(n.Index)
		sum += in
	}
	if all != len(s.glance.Parts) || sum != all || all < 10 {
		t.Errorf("%d parts in the factory, %d in what it is made of, %d are seen", all, sum, len(s.glance.Parts))
	}
}
