package scene

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/assets/shape/glb"
	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
)

// PartTriangles is how many triangles the 3D model of a part may have: there are many of
// them, and they move.
const PartTriangles = 4000

// solids are the 3D models that a factory names; nil where there is none, or none that
// can be drawn.
type solids struct {
	places   []*glb.Model // by index of the node
	parts    []*glb.Model // by index of the part
	problems model.Problems
}

// Check reads the 3D models that a factory names, and warns of those that cannot be
// drawn: what they are for is drawn without them.
func Check(m *model.Model) model.Problems { return solidsOf(m).problems }

func solidsOf(m *model.Model) *solids {
	s := &solids{places: make([]*glb.Model, len(m.Nodes)), parts: make([]*glb.Model, len(m.Parts))}
	told := map[model.Pos]bool{}
	type file struct {
		*glb.Model
		err error
	}
	files := map[string]file{} // many places are like one another
	read := func(name, path string, at model.Pos, most int) *glb.Model {
		if name == "" {
			return nil
		}
		f, seen := files[name]
		if !seen {
			f.Model, f.err = readSolid(m, name)
			files[name] = f
		}
		g, err := f.Model, f.err
		if err == nil && g.Triangles > most {
			err = fmt.Errorf("%q: it has %d triangles; a part has at most %d", name, g.Triangles, most)
		}
		if err == nil {
			return g
		}
		if !told[at] { // what is like another names the file in the same place
			told[at] = true
			p := at.Problem(path, err.Error()+"; it is drawn without its 3D model")
			p.Warning = true
			s.problems = append(s.problems, p)
		}
		return nil
	}
	for i, n := range m.Nodes {
		s.places[i] = read(n.Shape, n.Path+".model", n.KeyPos("model"), glb.MaxTriangles)
	}
	for i, p := range m.Parts {
		s.parts[i] = read(p.Shape, "part."+p.Name+".model", p.KeyPos("model"), PartTriangles)
	}
	return s
}

// known are the models that were read, by what is in their files: an edit, a what-if or
// another frame of a film makes a new scene of the same files.
var known = struct {
	sync.Mutex
	models map[[sha256.Size]byte]*glb.Model
}{models: map[[sha256.Size]byte]*glb.Model{}}

// mostKnown is how many are kept.
const mostKnown = 64

// readSolid reads a model. The error names the file.
func readSolid(m *model.Model, name string) (*glb.Model, error) {
	data, err := m.Open(name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	known.Lock()
	defer known.Unlock()
	if g := known.models[sum]; g != nil {
		return g, nil
	}
	g, err := glb.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	if len(known.models) >= mostKnown {
		clear(known.models)
	}
	known.models[sum] = g
	return g, nil
}

// least is how small a model is taken to be at least along an axis, m: a sheet has no
// height.
const least = 1e-3

// grown is by how much a model is drawn larger so that it is as large as a size has room
// for; where the size is 0 it does not matter.
func grown(g *glb.Model, size mgl32.Vec3) float32 {
	k := float32(0)
	for i, want := range size {
		if by := want / max(g.Size[i], least); want > 0 && (k == 0 || by < k) {
			k = by
		}
	}
	if k == 0 {
		return 1
	}
	return k
}

// given is the size that the model of a place is drawn in, as far as the factory says so;
// 0 elsewhere.
func (s *Site) given(n *model.Node) (size mgl32.Vec3) {
	for k, v := range n.Size {
		if v > 0 {
			size[k] = s.Size[k]
		}
	}
	if c, ok := n.Spec.(*plant.Conveyor); ok && size[0] == 0 {
		size[0] = float32(c.Length)
	}
	return size
}

// solid has a place look like its 3D model, instead of what it looked like. Parts are
// where they were, but for what would be in them.
func (l *look) solid(g *glb.Model, n *model.Node, s *Site) {
	if n.Kind.Level || n.Kind.Passive && n.Kind.Name == "building" {
		at := g.Origin.Mul(-1)
		l.body, l.more = nil, pieces(g, mgl32.Translate3D(at[0], at[1], at[2]))
		return
	}
	k := grown(g, s.given(n))
	l.body, l.more, l.arm, l.tool, l.slats = pieces(g, mgl32.Scale3D(k, k, k)), nil, nil, nil, 0
	high := g.Size.Z() * k
	switch spec := n.Spec.(type) {
	case *plant.Buffer:
		store := shape.Place(s.Size.X(), s.Size.Y(), max(spec.Room, 0))
		if spec.Room <= 0 {
			store = shape.Buffer(s.Size.X(), s.Size.Y(), 0, spec.Room)
		}
		l.spots, l.room = store.Spots, store.Room
		foot := store.Spots[0].Z()
		for i := range l.spots {
			l.spots[i][2] += high - foot
		}
	default:
		if plant.WorkOf(n.Spec) != nil {
			// The model has no lamps that tell what the machine does.
			l.body = append(l.body, piece{shape.Mast(min(high+.3, tallest)), mgl32.Translate3D(s.Size.X()/2-.1, -s.Size.Y()/2-.12, 0), true})
		}
	}
}

// tallest is how high a mast with lamps is at most, m.
const tallest = 2.6

// pieces are the meshes of a model.
func pieces(g *glb.Model, pose mgl32.Mat4) (list []piece) {
	for _, m := range g.Meshes {
		list = append(list, piece{mesh: m, pose: pose})
	}
	return list
}

// partLookOf is how a type of parts looks.
func partLookOf(p *model.Part, g *glb.Model) partLook {
	size := mgl32.Vec3{float32(p.Size[0]), float32(p.Size[1]), float32(p.Size[2])}
	l := partLook{unit: mgl32.Vec3{1, 1, 1}, accent: shape.Accent(p.Name)}
	if g != nil {
		l.meshes = g.Meshes
		for k, x := range g.Size {
			l.unit[k] = max(x, least)
		}
		l.size = l.unit.Mul(grown(g, size))
		return l
	}
	for k, usual := range [...]float32{.4, .3, .25} {
		if size[k] <= 0 {
			size[k] = usual
		}
	}
	l.meshes, l.size = []*shape.Mesh{shape.PartOf(p.Name + " " + p.Title).Mesh()}, size
	return l
}
