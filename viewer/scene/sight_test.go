package scene

import (
	"math"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
)

// TestColumnsDoNotStandBeforeWhatIsLookedAt: a camera close to a machine sees it; columns
// beside and behind it, and all of them from afar, are drawn.
func TestColumnsDoNotStandBeforeWhatIsLookedAt(t *testing.T) {
	m := parse(t, "hall.toml", `format = 1
[part.box]
[hall]
kind = "building"
walls = [["0 m", "0 m"], ["60 m", "0 m"], ["60 m", "40 m"], ["0 m", "40 m"]]
columns = { every = ["10 m", "10 m"], size = ["40 cm", "40 cm"] }
height = "6 m"
[in]
kind = "source"
part = "box"
every = "1 min"
at = ["10 m", "25 m"]
[mill]
kind = "machine"
cycle = "1 min"
at = ["30 m", "22 m"]
[out]
kind = "sink"
at = ["50 m", "25 m"]
[factory]
flow = "in -> mill -> out"
`)
	s, sim := New(m), run(t, m)
	v := overview(s)
	away := func() (at []mgl32.Vec2) {
		f := s.Frame(sim, 0, v)
		for _, d := range f.Static {
			if d.Away {
				at = append(at, d.Pose.Col(3).Vec2())
			}
			if d.Away && m.Nodes[d.ID-1].Kind.Name != "building" {
				t.Errorf("%s is left out", m.Nodes[d.ID-1].Path)
			}
		}
		return at
	}
	if at := away(); len(at) > 0 {
		t.Errorf("from afar %d things are left out", len(at))
	}
	// From the south the columns at 30, 10 and 30, 20 stand right before the mill.
	v.Camera = Camera{Target: mgl32.Vec3{30, 22, 1}, Pitch: 10 * math.Pi / 180, Distance: 16, Fov: 32 * math.Pi / 180}
	at := away()
	if len(at) != 2 || at[0] != (mgl32.Vec2{30, 10}) || at[1] != (mgl32.Vec2{30, 20}) {
		t.Errorf("left out are those at %v, want those at 30, 10 and 30, 20", at)
	}
	// From the side they do not hide it.
	v.Camera.Yaw = .9
	for _, p := range away() {
		if p.X() == 30 {
			t.Errorf("what stands aside, at %v, is left out", p)
		}
	}
}
