package shape

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/go-gl/mathgl/mgl32"
)

// footprints are what a machine may stand on, m, with what no machine should be asked
// for among them.
var footprints = [][3]float32{
	{1, 1, 0}, {2.4, 1.6, 0}, {3.4, 2.2, 2.4}, {6, 2, 0}, {12, 6, 4}, {1, 4, 0}, {12, 1, 1},
	{0, 0, 0}, {float32(math.NaN()), float32(math.Inf(1)), -1}, {-3, 1e9, 1e9},
}

// gallery is every mesh of the package in several measures.
func gallery() map[string]*Mesh {
	all := map[string]*Mesh{}
	put := func(m *Mesh, format string, args ...any) { all[fmt.Sprintf(format, args...)] = m }
	for l := range Looks + 1 {
		for i, f := range footprints {
			for variety := range uint32(3) {
				e := l.Build(f[0], f[1], f[2], variety*977)
				put(e.Static, "%v %d %d", l, i, variety)
				put(e.Far, "%v %d %d far", l, i, variety)
				if e.Tool != nil {
					put(e.Tool, "%v %d %d tool", l, i, variety)
				}
			}
		}
	}
	for i, f := range footprints {
		put(Conveyor(f[0]*4, f[1], .8, .25), "conveyor %d", i)
		put(Rollers(f[0]*4, f[1], .8, .2), "rollers %d", i)
		for _, n := range []int{-1, 1, 2, 9, 40, 1000} {
			put(Buffer(f[0], f[1], f[2], n).Mesh, "buffer %d %d", i, n)
		}
		put(Dock(f[0], f[1]).Mesh, "dock %d", i)
		put(Dispatch(f[0], f[1]).Mesh, "dispatch %d", i)
		put(Chute(f[0], f[1]).Mesh, "chute %d", i)
		put(AGV(f[0], f[1]), "agv %d", i)
		put(Tank(f[0], f[1], i), "tank %d", i)
		put(Cabinet(f[0], f[1], f[2]), "cabinet %d", i)
		put(Compressor(f[0], f[1], f[2]), "compressor %d", i)
		put(Toolbox(f[0], f[1]), "toolbox %d", i)
		put(Fence(f[0]*4, f[1]), "fence %d", i)
		put(Gate(f[0], f[1], i%2 == 0), "gate %d", i)
		put(Column(f[0], f[1], 6), "column %d", i)
		put(Wall(f[0]*4, f[1]), "wall %d", i)
		put(Sign(f[0]), "sign %d", i)
		r, b, t := Crane(f[0]*4, f[1]*2, f[2])
		put(r, "rails %d", i)
		put(b, "bridge %d", i)
		put(t, "trolley %d", i)
		a := Robot(f[0])
		put(a.Base, "robot %d", i)
		for k, l := range a.Links {
			put(l.Mesh, "link %d %d", i, k)
		}
	}
	for step := range Steps + 1 {
		put(Person(step), "person %d", step)
	}
	for p := range Parts + 1 {
		put(p.Mesh(), "part %d", p)
	}
	put(Rack(4, 4, 1.1).Mesh, "rack")
	put(Rack(0, -1, 0).Mesh, "least rack")
	put(Rack(999, 999, 999).Mesh, "greatest rack")
	put(Forklift(), "forklift")
	put(Pallet(), "pallet")
	put(Bollard(), "bollard")
	put(Pipe([]mgl32.Vec3{{0, 0, 0}, {0, 0, 2}, {3, 0, 2}, {3, 0, 2}, {3, 2, 2}}, .1), "pipe")
	return all
}

func (f Face) corners() []uint16 {
	if f.Corner[2] == f.Corner[3] {
		return f.Corner[:3]
	}
	return f.Corner[:]
}

func TestFacesArePlanarConvexAndCounterClockwise(t *testing.T) {
	for name, m := range gallery() {
		size := m.Max.Sub(m.Min).Len()
		for k, f := range m.Faces {
			b := body{m: *m}
			corners := f.corners()
			if n := b.normal(corners); !(n.Sub(f.Normal).Len() < 2e-2) {
				t.Errorf("%s: face %d has the normal %v, its corners go round %v", name, k, f.Normal, n)
			}
			if l := f.Normal.Len(); math.Abs(float64(l)-1) > 1e-4 {
				t.Errorf("%s: face %d has a normal of length %g", name, k, l)
			}
			for i, c := range corners {
				p, q, r := m.Points[c], m.Points[corners[(i+1)%len(corners)]], m.Points[corners[(i+2)%len(corners)]]
				if off := q.Sub(p).Dot(f.Normal); math.Abs(float64(off)) > 2e-5*float64(size)+1e-5 {
					t.Errorf("%s: face %d is not planar by %g", name, k, off)
				}
				if turn := q.Sub(p).Cross(r.Sub(q)).Dot(f.Normal); turn <= 0 {
					t.Errorf("%s: face %d turns by %g at corner %d: %v", name, k, turn, i, f.Color)
				}
			}
		}
		if t.Failed() {
			return
		}
	}
}

// solids divides a mesh into what hangs together.
func solids(m *Mesh) [][]Face {
	parent := make([]int, len(m.Points))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			i = parent[i]
		}
		return i
	}
	for _, f := range m.Faces {
		for _, c := range f.Corner {
			parent[find(int(c))] = find(int(f.Corner[0]))
		}
	}
	index := map[int]int{}
	var out [][]Face
	for _, f := range m.Faces {
		root := find(int(f.Corner[0]))
		k, ok := index[root]
		if !ok {
			k = len(out)
			index[root], out = k, append(out, nil)
		}
		out[k] = append(out[k], f)
	}
	return out
}

func flat(s []Face) bool {
	return !slices.ContainsFunc(s, func(f Face) bool { return f.Normal.Sub(s[0].Normal).Len() > 1e-3 })
}

func TestSolidsAreClosedAndLookOutwards(t *testing.T) {
	for name, m := range gallery() {
		for k, s := range solids(m) {
			if flat(s) {
				continue
			}
			edges := map[[2]uint16]int{}
			b := body{m: *m}
			var loops [][]uint16
			for _, f := range s {
				c := f.corners()
				loops = append(loops, slices.Clone(c))
				for i := range c {
					edges[[2]uint16{c[i], c[(i+1)%len(c)]}]++
				}
			}
			for e, n := range edges {
				if n != 1 || edges[[2]uint16{e[1], e[0]}] != 1 {
					t.Errorf("%s: solid %d is open or folded at %v", name, k, e)
				}
			}
			if v := b.volume(loops, loops[0][0]); !(v > 0) {
				t.Errorf("%s: solid %d encloses %g", name, k, v)
			}
		}
	}
}

// winding is how often the solids of a mesh go round a point: 0 outside.
func winding(m *Mesh, all [][]Face, p vec) (w float64) {
	for _, s := range all {
		if flat(s) {
			continue
		}
		for _, f := range s {
			c := f.corners()
			for k := 1; k+1 < len(c); k++ {
				x, y, z := m.Points[c[0]].Sub(p), m.Points[c[k]].Sub(p), m.Points[c[k+1]].Sub(p)
				lx, ly, lz := x.Len(), y.Len(), z.Len()
				num := x.Dot(y.Cross(z))
				den := lx*ly*lz + x.Dot(y)*lz + y.Dot(z)*lx + z.Dot(x)*ly
				w += math.Atan2(float64(num), float64(den)) / (2 * math.Pi)
			}
		}
	}
	return w
}

func TestPlatesLieProudOfASolid(t *testing.T) {
	for name, m := range gallery() {
		all := solids(m)
		for k, s := range all {
			if !flat(s) {
				continue
			}
			var mid vec
			for _, c := range s[0].Corner {
				mid = mid.Add(m.Points[c].Mul(.25))
			}
			held := winding(m, all, mid.Sub(s[0].Normal.Mul(.03))) > .5
			for _, c := range s[0].Corner {
				// A stripe may bridge the groove between two housings.
				p := m.Points[c].Mul(.9).Add(mid.Mul(.1)).Sub(s[0].Normal.Mul(.03))
				held = held || s[0].Color == Tint(3) && winding(m, all, p) > .5
			}
			if !held {
				t.Errorf("%s: plate %d at %v has no solid behind it", name, k, mid)
			}
			// A stripe may end behind what stands beside it.
			seen := s[0].Color == Tint(3) || winding(m, all, mid) < .5
			for _, c := range s[0].Corner {
				seen = seen || winding(m, all, m.Points[c].Mul(.9).Add(mid.Mul(.1))) < .5
			}
			if !seen {
				t.Errorf("%s: plate %d at %v lies within a solid", name, k, mid)
			}
		}
	}
}

func TestBoxAroundAllPoints(t *testing.T) {
	for name, m := range gallery() {
		lo, hi := m.Points[0], m.Points[0]
		for _, p := range m.Points {
			for k := range p {
				if math.IsNaN(float64(p[k])) || math.IsInf(float64(p[k]), 0) {
					t.Fatalf("%s: a point at %v", name, p)
				}
				lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
			}
		}
		if lo != m.Min || hi != m.Max {
			t.Errorf("%s: the box is %v to %v, its points reach %v to %v", name, m.Min, m.Max, lo, hi)
		}
	}
}

func TestMeshesAreSmall(t *testing.T) {
	for name, m := range gallery() {
		if n := len(m.Faces); n > 400 {
			t.Errorf("%s has %d faces, at most 400", name, n)
		}
	}
	for l := range Looks {
		e := l.Build(3.4, 2.2, 0, 5)
		if n := len(e.Static.Faces); n > 240 {
			t.Errorf("%v has %d faces, at most 240", l, n)
		}
		if n := len(e.Far.Faces); n > 40 {
			t.Errorf("%v from afar has %d faces, at most 40", l, n)
		}
	}
}

func TestTheSameMeasuresMakeTheSameMesh(t *testing.T) {
	a, b := gallery(), gallery()
	for name := range a {
		if !reflect.DeepEqual(a[name], b[name]) {
			t.Errorf("%s differs from itself", name)
		}
	}
}

// palette reads the colours from palette.go.
func palette(t *testing.T) map[Color]string {
	file, err := parser.ParseFile(token.NewFileSet(), "palette.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	colors := map[Color]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				c, err := strconv.ParseUint(lit.Value, 0, 32)
				if err != nil {
					t.Fatal(err)
				}
				colors[Color(c)] = v.Names[0].Name
			}
		}
		return true
	})
	return colors
}

func TestColoursAreOfThePalette(t *testing.T) {
	colors := palette(t)
	used := map[Color]bool{}
	for name, m := range gallery() {
		for k, f := range m.Faces {
			used[f.Color] = true
			n, tinted := f.Color.Tinted()
			if tinted && n >= Tints || !tinted && colors[f.Color] == "" {
				t.Errorf("%s: face %d has the colour %06x", name, k, f.Color)
			}
		}
	}
	for c, name := range colors {
		if !used[c] && !slices.Contains(accents[:], c) {
			t.Logf("%s is in the palette and on no mesh", name)
		}
	}
}

func TestLampsTellWhichIsLit(t *testing.T) {
	r, a, g := Lamps(true, false, false)
	if r != Red || a == Amber || g == Green {
		t.Errorf("red alone is %06x %06x %06x", r, a, g)
	}
}
