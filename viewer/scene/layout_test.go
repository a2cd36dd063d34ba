package scene

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine/model"
)

const nested = `
format = 1
[factory]
size = ["60 m", "40 m"]
[part.box]
[hall]
kind = "workshop"
at = ["10 m", "20 m"]
turn = "90 deg"
[hall.line]
kind = "line"
at = ["5 m", "0 m"]
turn = "90 deg"
flow = "in -> mill -> out"
[hall.line.in]
kind = "source"
part = "box"
at = ["-4 m", "1 m"]
[hall.line.mill]
kind = "machine"
cycle = "1 min"
at = ["3 m", "0 m"]
turn = "-90 deg"
size = ["2 m", "1 m", "3 m"]
[hall.line.out]
kind = "sink"
at = ["8 m", "-2 m"]
`

// TestWhatHasAPlaceStandsThere, in levels that are turned in one another.
func TestWhatHasAPlaceStandsThere(t *testing.T) {
	m := parse(t, "nested.toml", nested)
	sites := Layout(m)
	for _, c := range []struct {
		path    string
		at      mgl32.Vec3
		forward mgl32.Vec3 // where its x goes
		size    mgl32.Vec3
	}{
		// The hall's x points north, the line's west, the mill's north again.
		{"hall", mgl32.Vec3{10, 20, 0}, mgl32.Vec3{0, 1, 0}, mgl32.Vec3{}},
		{"hall.line", mgl32.Vec3{10, 25, 0}, mgl32.Vec3{-1, 0, 0}, mgl32.Vec3{}},
		{"hall.line.in", mgl32.Vec3{14, 24, 0}, mgl32.Vec3{-1, 0, 0}, mgl32.Vec3{}},
		{"hall.line.mill", mgl32.Vec3{7, 25, 0}, mgl32.Vec3{0, 1, 0}, mgl32.Vec3{2, 1, 3}},
		{"hall.line.out", mgl32.Vec3{2, 27, 0}, mgl32.Vec3{-1, 0, 0}, mgl32.Vec3{}},
	} {
		s := sites[m.Node(c.path).Index]
		if got := s.Pose.Col(3).Vec3(); got.Sub(c.at).Len() > 1e-4 {
			t.Errorf("%s stands at %v, want %v", c.path, got, c.at)
		}
		if got := s.Pose.Col(0).Vec3(); got.Sub(c.forward).Len() > 1e-4 {
			t.Errorf("%s looks along %v, want %v", c.path, got, c.forward)
		}
		if c.size != (mgl32.Vec3{}) && s.Size.Sub(c.size).Len() > 1e-6 {
			t.Errorf("%s measures %v, want %v", c.path, s.Size, c.size)
		}
	}
}

// TestBodiesStandSideBySide: the size of a place with several is that of all.
func TestBodiesStandSideBySide(t *testing.T) {
	m := parse(t, "bodies.toml", `
format = 1
[part.box]
[factory]
flow = "in -> a -> b -> out"
[in]
kind = "source"
part = "box"
[a]
kind = "machine"
cycle = "1 min"
parallel = 3
size = ["2 m", "6 m", "2 m"]
[b]
kind = "machine"
cycle = "1 min"
parallel = 3
[out]
kind = "sink"
`)
	s := New(m)
	for _, name := range []string{"a", "b"} {
		site := &s.Sites[m.Node(name).Index]
		if site.Bodies != 3 || site.Pitch < site.Size.Y() {
			t.Errorf("%s: %d bodies of %v m every %v m", name, site.Bodies, site.Size.Y(), site.Pitch)
		}
		if all := site.depth(); name == "a" && all > 6.001 {
			t.Errorf("a: all of them take %v m, want 6", all)
		}
		n := 0
		for _, d := range s.static {
			if d.ID == uint32(m.Node(name).Index)+1 {
				n++
			}
		}
		if n != 3 {
			t.Errorf("%s: %d machines are drawn, want 3", name, n)
		}
	}
}

// box is what a place takes of its parent's floor, m.
func takes(sites []Site, n *model.Node) (lo, hi mgl32.Vec2) {
	s := &sites[n.Index]
	a, b := s.Min, s.Max
	if !n.Kind.Level {
		b = mgl32.Vec2{s.Size.X() / 2, s.depth() / 2}
		a = b.Mul(-1)
	}
	pose := sites[n.Parent.Index].Pose.Inv().Mul4(s.Pose)
	for k, p := range []mgl32.Vec2{a, b, {a.X(), b.Y()}, {b.X(), a.Y()}} {
		q := mgl32.TransformCoordinate(p.Vec3(0), pose).Vec2()
		if k == 0 {
			lo, hi = q, q
		}
		lo, hi = low(lo, q), high(hi, q)
	}
	return lo, hi
}

// collisions are the pairs of one level that overlap and of which one at least was placed
// by Layout.
func collisions(m *model.Model) []string {
	sites := Layout(m)
	var out []string
	for _, level := range m.Nodes {
		for i, a := range level.Children {
			for _, b := range level.Children[:i] {
				if a.Kind.Name == "building" || b.Kind.Name == "building" || a.Has("at") && b.Has("at") {
					continue
				}
				if a.Kind.Level && len(a.Children) == 0 || b.Kind.Level && len(b.Children) == 0 {
					continue
				}
				alo, ahi := takes(sites, a)
				blo, bhi := takes(sites, b)
				if over := min(min(ahi.X(), bhi.X())-max(alo.X(), blo.X()), min(ahi.Y(), bhi.Y())-max(alo.Y(), blo.Y())); over > 1e-3 {
					out = append(out, fmt.Sprintf("%s and %s by %.2f m", a.Path, b.Path, over))
				}
			}
		}
	}
	return out
}

// TestWhatHasNoPlaceFindsRoom: whatever of a plant is given.
func TestWhatHasNoPlaceFindsRoom(t *testing.T) {
	for name, m := range all(t) {
		if c := collisions(m); len(c) > 0 {
			t.Errorf("%s: %s", name, strings.Join(c, ", "))
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		text := sampled(t, rapid.IntRange(1, 60).Draw(rt, "machines"), rapid.Uint64Range(0, 1000).Draw(rt, "seed"))
		keep := rapid.IntRange(0, 4).Draw(rt, "keep")
		n := 0
		text = placed.ReplaceAllStringFunc(text, func(line string) string {
			if n++; n*2654435761>>8%4 < keep {
				return line
			}
			return ""
		})
		m := parse(t, "sample.toml", text)
		if c := collisions(m); len(c) > 0 {
			rt.Fatalf("%d overlap: %s", len(c), strings.Join(c, ", "))
		}
	})
}

// TestTheFlowGoesEast, where nobody says where things stand: by arrows and by routes.
func TestTheFlowGoesEast(t *testing.T) {
	var b strings.Builder
	b.WriteString("format = 1\n[part.box]\n[factory]\nflow = [\"in -> a -> b -> c -> d -> out\", \"b -> c2 -> d\"]\n[in]\nkind = \"source\"\npart = \"box\"\n[out]\nkind = \"sink\"\n")
	for _, name := range []string{"d", "b", "c2", "a", "c"} { // not in the order of the flow
		fmt.Fprintf(&b, "[%s]\nkind = \"machine\"\ncycle = \"1 min\"\n", name)
	}
	m := parse(t, "flow.toml", b.String())
	sites := Layout(m)
	x := func(path string) float32 { return sites[m.Node(path).Index].Pose.Col(3).X() }
	for _, e := range m.Edges {
		if a, b := x(e.From.Path), x(e.To.Path); b <= a {
			t.Errorf("%s stands at %v m, %s after it at %v m", e.From.Path, a, e.To.Path, b)
		}
	}
	if x("c") != x("c2") {
		t.Errorf("branches stand at %v and %v m, want side by side", x("c"), x("c2"))
	}
	routed := strings.NewReplacer("[part.box]", "[part.box]\nroute = [{ on = \"a\", cycle = \"1 min\" }, { on = \"b\", cycle = \"1 min\" }, { on = \"c\", cycle = \"1 min\" }]",
		"flow = [\"in -> a -> b -> c -> d -> out\", \"b -> c2 -> d\"]", "flow = [\"in -> a\", \"c -> out\", \"c2 -> out\", \"d -> out\"]").Replace(b.String())
	m = parse(t, "routes.toml", routed)
	sites = Layout(m)
	if a, b, c := x("a"), x("b"), x("c"); !(a < b && b < c) {
		t.Errorf("along the route a, b, c stand at %v, %v, %v m", a, b, c)
	}
}

// TestEverythingHasAFinitePlace: at most some hundred metres away.
func TestEverythingHasAFinitePlace(t *testing.T) {
	for name, m := range all(t) {
		for i, s := range Layout(m) {
			for _, v := range s.Pose {
				if math.IsNaN(float64(v)) || v > 1000 || v < -1000 {
					t.Errorf("%s: %s stands at %v", name, m.Nodes[i].Path, s.Pose.Col(3))
					break
				}
			}
			if n := m.Nodes[i]; !n.Kind.Level && !n.Kind.Passive && (s.Size.X() <= 0 || s.Size.Y() <= 0 || s.Size.Z() <= 0) {
				t.Errorf("%s: %s measures %v", name, n.Path, s.Size)
			}
		}
	}
}
