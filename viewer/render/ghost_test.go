package render

import (
	"bytes"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/viewer/scene"
)

// haunted is the demo with boxes that are seen through: before things, behind them and
// partly out of the picture.
func haunted(opacity float32) *scene.Frame {
	f := demo()
	m := newMaker()
	m.box(0x3F86D9, -.2, -.2, 0, .2, .2, .4)
	box := m.mesh()
	for k := range 12 {
		d := place(box, float32(k)*2-10, float32(k%5)*2-4, 0, 9999)
		d.Pose = d.Pose.Mul4(mgl32.Scale3D(3, 3, 6))
		f.Ghosts = append(f.Ghosts, scene.Ghost{Draw: d, Opacity: opacity})
	}
	return f
}

// TestGhostsAreSeenThrough: where a single ghost lies over something, half of both shows.
func TestGhostsAreSeenThrough(t *testing.T) {
	for _, q := range []Quality{Fast, Plain, Best} {
		none := draw(New(1), demo(), 480, 270, q)
		f := haunted(1)
		f.Ghosts = f.Ghosts[4:5]
		full := draw(New(1), f, 480, 270, q)
		f.Ghosts[0].Opacity = .5
		half := draw(New(1), f, 480, 270, q)
		covered := 0
		for i := range none.Pix {
			want := (int(none.Pix[i]) + int(full.Pix[i])) / 2
			if d := int(half.Pix[i]) - want; d < -1 || d > 1 {
				t.Fatalf("quality %d: byte %d is %d between %d and %d", q, i, half.Pix[i], none.Pix[i], full.Pix[i])
			}
			if none.Pix[i] != full.Pix[i] {
				covered++
			}
		}
		if covered < 300 {
			t.Errorf("quality %d: the ghost covers %d bytes only", q, covered)
		}
	}
}

// TestGhostsInsideThings are not seen, and what is seen through is not picked.
func TestGhostsInsideThings(t *testing.T) {
	f, g := demo(), demo()
	block := place(cartonMesh(0xFFFFFF), 0, 0, 0, 77)
	block.Pose = block.Pose.Mul4(mgl32.Scale3D(5, 5, 5))
	inside := place(cartonMesh(0xFF0000), 0, 0, .1, 78)
	f.Moving, g.Moving = append(f.Moving, block), append(g.Moving, block)
	f.Ghosts = []scene.Ghost{{Draw: inside, Opacity: .5}}
	if a, b := draw(New(1), f, 480, 270, Good), draw(New(1), g, 480, 270, Good); !bytes.Equal(a.Pix, b.Pix) {
		t.Errorf("a ghost is seen through a block: %d pixels", different(a, b))
	}
	s, h := New(1), haunted(1)
	draw(s, h, 480, 270, Good)
	for y := range 270 {
		for x := range 480 {
			if s.Pick(x, y) == 9999 {
				t.Fatalf("the ghost at %d, %d is picked", x, y)
			}
		}
	}
}

// TestGhostsByAnyWorkers: the picture does not depend on how many draw it, and it needs
// no memory.
func TestGhostsByAnyWorkers(t *testing.T) {
	f := haunted(.4)
	a, b := draw(New(1), f, 480, 270, Good), draw(New(5), f, 480, 270, Good)
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Errorf("%d pixels differ", different(a, b))
	}
	s := New(2)
	s.Draw(a, f, Good)
	if n := testing.AllocsPerRun(20, func() { s.Draw(a, f, Good) }); n > 0 {
		t.Errorf("%v allocations a frame", n)
	}
	f.Ghosts[3].Mesh, f.Ghosts[4].Opacity = nil, -1
	s.Draw(a, f, Good)
}
