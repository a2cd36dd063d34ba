package shape

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"pgregory.net/rapid"
)

func ExampleMachine() {
	e := Machine("CNC-07 加工中心", 3.4, 2.2, 0)
	fmt.Println(LookOf("CNC-07 加工中心"), LookOf("wash.check"), LookOf("Ofen 3"))
	fmt.Println(len(e.Static.Faces) < 240, e.Static.Max.Z() > 2.4)
	// Output:
	// mill inspector plain
	// true true
}

func TestLookOfName(t *testing.T) {
	for name, want := range map[string]Look{
		"mill": Mill, "machining.line-1.mill": Mill, "hurco04": Mill, "铣床": Mill, "CNC 3": Mill,
		"lathe": Lathe, "Turning 2": Lathe, "数控车床": Lathe, "drill": Drill, "钻床": Drill, "band saw": Saw, "锯床": Saw,
		"washer": Washer, "清洗机": Washer, "oven": Oven, "heat treatment": Oven, "退火炉": Oven, "press": Press, "stamp": Press, "冲压": Press,
		"laser": Laser, "激光切割": Laser, "grinder": Grinder, "磨床": Grinder, "check": Inspector, "Gauge": Inspector, "检测": Inspector,
		"pack": Packer, "包装": Packer, "robot 2": Cell, "机器人": Cell, "paint": Painter, "涂装": Painter, "print": Printer,
		"test": Tester, "测试台": Tester, "assembly": Bench, "装配": Bench, "disassembly": Disassembler, "拆解": Disassembler,
		"": Plain, "x": Plain, "station": Plain, "compress": Plain,
	} {
		if got := LookOf(name); got != want {
			t.Errorf("%q looks like %v, want %v", name, got, want)
		}
	}
	if got := fmt.Sprint(Looks, Oven); got != "no look oven" {
		t.Errorf("looks are called %q", got)
	}
}

func TestEquipmentKeepsToItsFootprint(t *testing.T) {
	const over = .07 // stripes, and panels on thin machines, stand out so far
	for l := range Looks {
		for _, f := range [][3]float32{{1, 1, 0}, {2.4, 1.6, 0}, {3.4, 2.2, 2.4}, {8, 4, 0}, {12, 12, 3}} {
			e := l.Build(f[0], f[1], f[2], 3)
			lo, hi := e.Static.Min, e.Static.Max
			if lo.X() < -f[0]/2-over || hi.X() > f[0]/2+over || lo.Y() < -f[1]/2-over || hi.Y() > f[1]/2+over || lo.Z() < 0 {
				t.Errorf("%v of %v reaches from %v to %v", l, f, lo, hi)
			}
			for name, p := range map[string]mgl32.Vec3{"lamp": e.Lamp, "work": e.Work, "in": e.In, "out": e.Out, "mount": e.Mount} {
				if math.Abs(float64(p.X())) > float64(f[0]/2) || math.Abs(float64(p.Y())) > float64(f[1]/2)+1e-6 || p.Z() < 0 || p.Z() > hi.Z() {
					t.Errorf("%v of %v has its %s at %v", l, f, name, p)
				}
			}
			if e.Room.X() <= 0 || e.Room.Y() <= 0 || e.Room.Z() <= 0 {
				t.Errorf("%v of %v has no room for work: %v", l, f, e.Room)
			}
			if w := winding(e.Static, solids(e.Static), e.Work.Add(at(0, 0, e.Room.Z()*.5))); w > .5 {
				t.Errorf("%v of %v has its work inside a solid, at %v", l, f, e.Work)
			}
			if e.Tool != nil {
				t1 := e.Tool.Min.Add(e.Stroke)
				if e.Stroke.Len() < .02 || t1.X() < lo.X() || t1.Z() < e.Work.Z()-.1*hi.Z() {
					t.Errorf("%v of %v moves its tool by %v to %v", l, f, e.Stroke, t1)
				}
			}
			seen := map[int]bool{}
			for _, face := range e.Static.Faces {
				if k, ok := face.Color.Tinted(); ok {
					seen[k] = true
				}
			}
			if len(seen) != Tints {
				t.Errorf("%v of %v uses the tints %v, not all", l, f, seen)
			}
		}
	}
}

func TestNamesVary(t *testing.T) {
	different := map[string]bool{}
	for k := range 12 {
		e := Machine(fmt.Sprintf("mill-%d", k), 3.4, 2.2, 0)
		different[fmt.Sprint(len(e.Static.Faces), len(e.Static.Points))] = true
	}
	if len(different) < 3 {
		t.Errorf("twelve mills have %d looks", len(different))
	}
}

func TestSpotsLieInTheStoreApart(t *testing.T) {
	stores := map[string]Store{"rack": Rack(5, 4, 1.1), "dock": Dock(4, 4), "dispatch": Dispatch(4, 5), "chute": Chute(2, 1)}
	for _, n := range []int{0, 1, 2, 3, 7, 16, 17, 100, 500} {
		for _, f := range [][2]float32{{1, 1}, {3, 2}, {2, 6}} {
			s := Buffer(f[0], f[1], 0, n)
			if len(s.Spots) != n && n > 0 {
				t.Errorf("a buffer for %d has %d spots", n, len(s.Spots))
			}
			stores[fmt.Sprint("buffer ", n, f)] = s
		}
	}
	for name, s := range stores {
		lo, hi := s.Mesh.Min, s.Mesh.Max
		if len(s.Spots) == 0 {
			t.Errorf("%s has no spots", name)
		}
		for i, p := range s.Spots {
			half := s.Room.Mul(.5)
			if p.X()-half.X() < lo.X() || p.X()+half.X() > hi.X() || p.Y()-half.Y() < lo.Y() || p.Y()+half.Y() > hi.Y() {
				t.Errorf("%s: spot %d at %v with room %v is not within %v to %v", name, i, p, s.Room, lo, hi)
			}
			if winding(s.Mesh, solids(s.Mesh), p.Add(at(0, 0, s.Room.Z()*.5))) > .5 {
				t.Errorf("%s: spot %d at %v lies in a solid", name, i, p)
			}
			for j, q := range s.Spots[:i] {
				d := p.Sub(q)
				if abs(d.X()) < s.Room.X() && abs(d.Y()) < s.Room.Y() && abs(d.Z()) < s.Room.Z() {
					t.Errorf("%s: spots %d and %d are too near for %v", name, i, j, s.Room)
				}
			}
		}
	}
}

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

func TestPartsAreOneMetre(t *testing.T) {
	for p := range Parts {
		m := p.Mesh()
		for k := range 3 {
			if size := m.Max[k] - m.Min[k]; size < .79 || size > 1.03 {
				t.Errorf("part %d measures %g in axis %d", p, size, k)
			}
		}
		if m.Min.Z() != 0 {
			t.Errorf("part %d stands at %g", p, m.Min.Z())
		}
	}
	for name, want := range map[string]Part{"box": Box, "housing": Block, "gear": Round, "assembled-box": Box, "motor": Assembled, "plate": Sheet, "轴": Round} {
		if got := PartOf(name); got != want {
			t.Errorf("%q is part %d, want %d", name, got, want)
		}
	}
	if a, b := PartOf("q7"), PartOf("q7"); a != b {
		t.Errorf("the same name is part %d and %d", a, b)
	}
}

func TestArmReachesItsTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reach := rapid.Float32Range(.5, 3).Draw(t, "reach")
		a := Robot(reach)
		angle := rapid.Float64Range(-math.Pi, math.Pi).Draw(t, "angle")
		// What is reached is a ring around the shoulder's circle, less the bend of the wrist.
		out := rapid.Float64Range(.3, .8).Draw(t, "out") * float64(reach)
		target := at(float32(out*math.Cos(angle)), float32(out*math.Sin(angle)), rapid.Float32Range(-.05, .45).Draw(t, "z")*reach)
		q, ok := Reach(&a, target)
		if !ok {
			t.Fatalf("cannot reach %v", target)
		}
		poses := Pose(&a, q)
		if got := mgl32.TransformCoordinate(a.Tool, poses[5]); got.Sub(target).Len() > 1e-3 {
			t.Fatalf("reaches %v instead of %v by %v", got, target, q)
		}
		for axis, want := range []vec{at(1, 0, 0), at(0, 1, 0), at(0, 0, 1)} {
			if got := poses[5].Col(axis).Vec3(); got.Sub(want).Len() > 1e-3 {
				t.Fatalf("the tool's axis %d points to %v instead of %v", axis, got, want)
			}
		}
	})
}

func TestArmSaysWhatIsOutOfReach(t *testing.T) {
	a := Robot(2)
	for _, target := range []vec{at(5, 0, 1), at(0, -9, 0), at(0, 0, 9)} {
		q, ok := Reach(&a, target)
		if ok {
			t.Errorf("an arm of 2 m reaches %v", target)
		}
		tool := mgl32.TransformCoordinate(a.Tool, Pose(&a, q)[5])
		if math.IsNaN(float64(tool.Len())) || tool.Len() > 3 {
			t.Errorf("towards %v the tool is at %v", target, tool)
		}
		if flat := at(target.X(), target.Y(), 0); flat.Len() > 0 && tool.Dot(flat) < 0 {
			t.Errorf("towards %v it turns away, to %v", target, tool)
		}
	}
	if got := mgl32.TransformCoordinate(a.Tool, Pose(&a, [6]float32{})[5]); got.Sub(a.Tool).Len() > 1e-5 {
		t.Errorf("at rest the tool is at %v instead of %v", got, a.Tool)
	}
}

func TestReachDoesNotAllocate(t *testing.T) {
	a := Robot(2)
	if n := testing.AllocsPerRun(10, func() {
		q, _ := Reach(&a, at(1, .5, .3))
		_ = Pose(&a, q)
	}); n != 0 {
		t.Errorf("a pose allocates %g times", n)
	}
}

func TestPersonStandsOnTheFloor(t *testing.T) {
	seen := map[string]bool{}
	for step := range Steps + 1 {
		m := Person(step)
		if m.Min.Z() != 0 || m.Max.Z() < 1.7 || m.Max.Z() > 1.95 {
			t.Errorf("step %d reaches from %g to %g", step, m.Min.Z(), m.Max.Z())
		}
		seen[fmt.Sprint(m.Points)] = true
	}
	if len(seen) < Steps/2 {
		t.Errorf("a walk has %d poses", len(seen))
	}
}

func TestSlatsMoveOn(t *testing.T) {
	for k := -7; k < 7; k++ {
		a, b := Slats(k), Slats(k+1)
		if a[0] != b[1] || a[1] != b[2] || a[2] != b[0] {
			t.Errorf("slats move from %v to %v at %d", a, b, k)
		}
	}
	if strings.Count(fmt.Sprint(Slats(0)), fmt.Sprint(Seam)) != 1 {
		t.Errorf("slats are %v: one of three is light", Slats(0))
	}
}
