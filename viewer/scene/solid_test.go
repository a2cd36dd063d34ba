package scene

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// pressSize is that of assets/shape/glb/testdata/press.glb, m.
var pressSize = mgl32.Vec3{2.425, 1.6, 3}

// withFiles is a factory beside which files lie: press.glb and those that are given.
func withFiles(t testing.TB, text string, files map[string][]byte) *model.Model {
	t.Helper()
	m, problems := model.Parse("solid.toml", []byte(text), plant.Registry(), func(name string) ([]byte, error) {
		if name == "press.glb" {
			return os.ReadFile(filepath.Join("..", "..", "assets", "shape", "glb", "testdata", name))
		}
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, fs.ErrNotExist
	})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return m
}

// solid is a line with one place of its own, between a source and a sink.
func solidLine(place string) string {
	return `format = 1
[part.blank]
size = ["40 cm", "30 cm", "20 cm"]
[shop]
kind = "line"
flow = ["in -> it -> out"]
[shop.in]
kind = "source"
part = "blank"
every = "1 min"
[shop.it]
` + place + `
[shop.out]
kind = "sink"
`
}

// solidBox is the box around all that stands in a place but its mast, in the world.
func (s *Scene) solidBox(node int) (lo, hi mgl32.Vec3) {
	lo, hi = mgl32.Vec3{1e9, 1e9, 1e9}, mgl32.Vec3{-1e9, -1e9, -1e9}
	for k, d := range s.static {
		if int(d.ID) != node+1 || s.owner[k] >= 0 {
			continue
		}
		for _, p := range Corners(d.Mesh.Min, d.Mesh.Max) {
			p = mgl32.TransformCoordinate(p, d.Pose)
			for i, x := range p {
				lo[i], hi[i] = min(lo[i], x), max(hi[i], x)
			}
		}
	}
	return lo, hi
}

func nearly(a, b mgl32.Vec3) bool { return a.Sub(b).Len() < 2e-3 }

// TestSolidsStandInTheirPlace: in the middle of the footprint, on the floor, in their own
// size, or as large as the size that is given has room for.
func TestSolidsStandInTheirPlace(t *testing.T) {
	for name, x := range map[string]struct {
		keys       string
		size, body mgl32.Vec3 // of the site and of what stands there
	}{
		"its own size":           {`kind = "machine"` + "\n" + `cycle = "1 min"`, pressSize, pressSize},
		"a place that is wide":   {`kind = "machine"` + "\n" + `cycle = "1 min"` + "\n" + `size = ["10 m", "3.2 m"]`, mgl32.Vec3{10, 3.2, 6}, pressSize.Mul(2)},
		"a place that is low":    {`kind = "machine"` + "\n" + `cycle = "1 min"` + "\n" + `size = ["10 m", "10 m", "1.5 m"]`, mgl32.Vec3{10, 10, 1.5}, pressSize.Mul(.5)},
		"a store":                {`kind = "buffer"` + "\n" + `room = 6`, pressSize, pressSize},
		"as long as the belt is": {`kind = "conveyor"` + "\n" + `length = "4.85 m"` + "\n" + `speed = "1 m/s"`, pressSize.Mul(2), pressSize.Mul(2)},
	} {
		m := withFiles(t, solidLine(x.keys+"\nat = [\"20 m\", \"30 m\"]\nmodel = \"press.glb\""), nil)
		s := New(m)
		n := m.Node("shop.it")
		lo, hi := s.solidBox(n.Index)
		mid := s.Sites[n.Index].Pose.Col(3).Vec3()
		if got := s.Sites[n.Index].Size; !nearly(got, x.size) {
			t.Errorf("%s: the place is %v large, want %v", name, got, x.size)
		}
		if !nearly(hi.Sub(lo), x.body) || !nearly(lo.Add(hi).Mul(.5), mid.Add(mgl32.Vec3{0, 0, x.body.Z() / 2})) {
			t.Errorf("%s: it stands from %v to %v, at %v; want %v large", name, lo, hi, mid, x.body)
		}
	}
}

// TestSolidsOfSeveralBodies stand side by side with their lamps, which tell what each does.
func TestSolidsOfSeveralBodies(t *testing.T) {
	m := withFiles(t, solidLine("kind = \"machine\"\ncycle = \"70 s\"\nparallel = 2\nmodel = \"press.glb\""), nil)
	s, sim := New(m), run(t, m)
	sim.Run(90 * engine.Second)
	f := s.Frame(sim, sim.Now(), overview(s))
	node := m.Node("shop.it").Index
	lo, hi := s.solidBox(node)
	if got, want := hi.Y()-lo.Y(), 2*pressSize.Y()+.8; math.Abs(float64(got-want)) > 2e-3 {
		t.Errorf("two presses and the aisle between them take %v m, want %v", got, want)
	}
	// After 90 s the first works on the part that came at 60 s, the other waits.
	lit := map[shape.Color]int{}
	for k, d := range f.Static {
		if int(d.ID) == node+1 && s.owner[k] >= 0 {
			_, amber, green := shape.Lamps(false, true, true)
			if d.Tint[1] == amber {
				lit[amber]++
			}
			if d.Tint[2] == green {
				lit[green]++
			}
		}
	}
	if len(lit) != 2 || lit[shape.Green] != 1 || lit[shape.Amber] != 1 {
		t.Errorf("the lamps are %v", lit)
	}
}

// TestSolidOfALevel is drawn where the file has it.
func TestSolidOfALevel(t *testing.T) {
	text := strings.Replace(solidLine("kind = \"machine\"\ncycle = \"1 min\""), `kind = "line"`, "kind = \"line\"\nat = [\"5 m\", \"7 m\"]\nmodel = \"press.glb\"", 1)
	m := withFiles(t, text, nil)
	s := New(m)
	lo, hi := s.solidBox(m.Node("shop").Index)
	// By the script that made it: 1.1 m to the left of its origin, .8 m to the front.
	if !nearly(lo, mgl32.Vec3{5 - 1.1, 7 - .8, 0}) || !nearly(hi, mgl32.Vec3{5 + 1.325, 7 + .8, 3}) {
		t.Errorf("it stands from %v to %v", lo, hi)
	}
}

// TestPartsWithSolids are drawn in their own proportions, within their size.
func TestPartsWithSolids(t *testing.T) {
	m := withFiles(t, strings.Replace(solidLine("kind = \"machine\"\ncycle = \"70 s\""), `["40 cm", "30 cm", "20 cm"]`, `["50 cm", "1 m", "60 cm"]`+"\nmodel = \"press.glb\"", 1), nil)
	s, sim := New(m), run(t, m)
	if got, want := s.parts[0].size, pressSize.Mul(.2); !nearly(got, want) {
		t.Errorf("the part is %v large, want %v", got, want)
	}
	sim.Run(time90)
	parts := 0
	f := s.Frame(sim, time90, overview(s))
	for i := range f.Moving {
		if s.isPart(&f.Moving[i]) {
			parts++
			if d := &f.Moving[i]; d.Pose.At(2, 2)*pressSize.Z() > .6 {
				t.Errorf("a part is %v m high", d.Pose.At(2, 2)*pressSize.Z())
			}
		}
	}
	if parts == 0 {
		t.Error("no part is seen")
	}
}

const time90 = 90 * engine.Second

// TestSolidsThatCannotBeDrawn are told with their place, once, and the usual look is drawn.
func TestSolidsThatCannotBeDrawn(t *testing.T) {
	press, err := os.ReadFile(filepath.Join("..", "..", "assets", "shape", "glb", "testdata", "press.glb"))
	if err != nil {
		t.Fatal(err)
	}
	text := solidLine("kind = \"machine\"\ncycle = \"1 min\"\nmodel = \"mill.glb\"") + `
[shop.more]
like = "shop.it"
[part.other]
model = "../press.glb"
`
	plain := New(withFiles(t, strings.Replace(strings.Replace(text, `model = "mill.glb"`, "", 1), `model = "../press.glb"`, "", 1), nil))
	for want, files := range map[string]map[string][]byte{
		`"mill.glb": there is no such file; it is drawn without its 3D model`:        nil,
		`"mill.glb": it is cut off: 5000 of its 10412 bytes are there; it is drawn`:  {"mill.glb": press[:5000]},
		`"mill.glb": this is no GLB file; it is drawn without its 3D model`:          {"mill.glb": []byte("solid cube")},
		`"mill.glb": its description (JSON chunk) cannot be read: invalid character`: {"mill.glb": append(append([]byte{}, press[:30]...), make([]byte, len(press)-30)...)},
	} {
		m := withFiles(t, text, files)
		s := New(m)
		if len(s.Problems) != 2 || s.Problems.Err() != nil {
			t.Errorf("want two warnings, got %v", s.Problems)
			continue
		}
		p := s.Problems[0]
		if !strings.HasPrefix(p.Msg, want) || p.Line != 14 || p.Col != 9 || p.Path != "shop.it.model" {
			t.Errorf("want %q, got %v", want, p)
		}
		if other := s.Problems[1]; !strings.Contains(other.Msg, "does not lie beside the factory file") || other.Path != "part.other.model" {
			t.Errorf("got %v", other)
		}
		if len(s.static) != len(plain.static) {
			t.Errorf("%d things stand there, not the %d of the usual look", len(s.static), len(plain.static))
		}
		for k := range s.static {
			if a, b := &s.static[k], &plain.static[k]; a.Pose != b.Pose || len(a.Mesh.Faces) != len(b.Mesh.Faces) {
				t.Errorf("%s does not look as without a 3D model", m.Nodes[a.ID-1].Path)
			}
		}
	}
}

// TestAFileIsReadOnce: however many scenes show it.
func TestAFileIsReadOnce(t *testing.T) {
	m := withFiles(t, solidLine("kind = \"machine\"\ncycle = \"1 min\"\nmodel = \"press.glb\""), nil)
	a, b := solidsOf(m), solidsOf(m)
	if g := a.places[m.Node("shop.it").Index]; g == nil || g != b.places[m.Node("shop.it").Index] {
		t.Error("it is read anew")
	}
	if _, err := readSolid(m, "other.glb"); !errors.Is(err, fs.ErrNotExist) && !strings.Contains(err.Error(), "no such file") {
		t.Error(err)
	}
}

// TestAFileOfManyPlacesIsOpenedOnce for a scene, and again for the next: it may be another.
func TestAFileOfManyPlacesIsOpenedOnce(t *testing.T) {
	text, opened := solidLine("kind = \"machine\"\ncycle = \"1 min\"\nmodel = \"press.glb\""), 0
	for _, name := range []string{"two", "three"} {
		text += "[shop." + name + "]\nlike = \"it\"\n"
	}
	text = strings.Replace(text, "in -> it -> out", "in -> it -> two -> three -> out", 1)
	text = strings.Replace(text, "[shop.it]", "[shape.it]", 1) + "[shop.it]\nlike = \"it\"\n"
	m, problems := model.Parse("solid.toml", []byte(text), plant.Registry(), func(name string) ([]byte, error) {
		opened++
		return os.ReadFile(filepath.Join("..", "..", "assets", "shape", "glb", "testdata", name))
	})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	for want := 1; want <= 2; want++ {
		if s := New(m); opened != want || !nearly(s.Sites[m.Node("shop.three").Index].Size, pressSize) {
			t.Errorf("scene %d: the file was opened %d times", want, opened)
		}
	}
}
