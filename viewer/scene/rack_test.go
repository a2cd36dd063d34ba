package scene

import (
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/engine"
)

// TestRacks: what is called a rack or is as high is one, as large as its place, with room
// for all its parts; each part that is in it stands on a spot of its own.
func TestRacks(t *testing.T) {
	line := func(keys string) string {
		return `format = 1
[part.tote]
size = ["60 cm", "40 cm", "30 cm"]
[shop]
kind = "line"
flow = ["in -> store -> out -> end"]
[shop.in]
kind = "source"
part = "tote"
every = "10 s"
[shop.store]
kind = "buffer"
` + keys + `
[shop.out]
kind = "machine"
cycle = "1 h"
[shop.end]
kind = "sink"
`
	}
	for name, x := range map[string]struct {
		keys string
		rack bool
		size mgl32.Vec3
	}{
		"by its name":     {"room = 60\ntitle = \"High-bay rack\"", true, mgl32.Vec3{7*2.7 + .1, 1.2, 4.8}},
		"by its height":   {"room = 60\nsize = [\"8 m\", \"1 m\", \"5 m\"]", true, mgl32.Vec3{8, 1, 5}},
		"in Chinese":      {"room = 20\ntitle = \"货架\"", true, mgl32.Vec3{3*2.7 + .1, 1.2, 4.8}},
		"without a limit": {"title = \"Storage\"", true, mgl32.Vec3{8*2.7 + .1, 1.2, 4.8}},
		"too small":       {"room = 4\ntitle = \"Rack\"", false, mgl32.Vec3{}},
		"not high":        {"room = 40\ntitle = \"Shelf\"\nsize = [\"4 m\", \"1 m\", \"2.7 m\"]", true, mgl32.Vec3{4, 1, 2.7}},
		"low":             {"room = 60\nsize = [\"8 m\", \"1 m\"]", false, mgl32.Vec3{}},
	} {
		m := parse(t, "rack.toml", line(x.keys))
		s, sim := New(m), run(t, m)
		node := m.Node("shop.store")
		mesh := s.looks[node.Index].body[0].mesh
		if tall := mesh.Max.Z() > 2.6; tall != x.rack {
			t.Errorf("%s: it is %v m high", name, mesh.Max.Z())
		}
		if !x.rack {
			continue
		}
		if site := &s.Sites[node.Index]; !nearly(site.Size, x.size) || mesh.Max.X()-mesh.Min.X() > site.Size.X()+.01 || !nearly(mgl32.Vec3{mesh.Max.Z()}, mgl32.Vec3{site.Size.Z()}) {
			t.Errorf("%s: it has %v, and the rack is from %v to %v", name, site.Size, mesh.Min, mesh.Max)
		}
		sim.Run(8 * engine.Minute)
		f := s.Frame(sim, sim.Now(), overview(s))
		in, _ := s.Count(node.Index)
		if in < 19 {
			t.Fatalf("%s: only %d parts are in it", name, in)
		}
		seen := map[mgl32.Vec3]bool{}
		for i := range f.Moving {
			if d := &f.Moving[i]; s.isPart(d) && int(d.ID) == node.Index+1 {
				seen[d.Pose.Col(3).Vec3()] = true
			}
		}
		if len(seen) != in {
			t.Errorf("%s: %d parts are in it, on %d spots", name, in, len(seen))
		}
	}
}
