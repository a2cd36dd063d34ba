package render

import (
	"cmp"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/go-gl/mathgl/mgl32"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

// hall is a plant of n machines, half as many conveyors and n moving boxes, on a floor
// with zones and lines.
func hall(n int) *scene.Frame {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	machine, conveyor := machineMesh(), conveyorMesh(5)
	cartons := [2]*shape.Mesh{cartonMesh(card), cartonMesh(0x8FB8DC)}
	side := int(math.Ceil(math.Sqrt(float64(n))))
	half := float32(side) * 3.2
	f := &scene.Frame{Floor: &scene.Floor{Min: mgl32.Vec2{-half, -half}, Max: mgl32.Vec2{half, half}}, Size: [2]int{1280, 720}}
	for i := range n {
		x, y := float32(i%side)*6.4-half+3.2, float32(i/side)*6.4-half+3.2
		f.Static = append(f.Static, place(machine, x, y+.6, 0, uint32(i+1), green))
		if i%2 == 0 {
			f.Static = append(f.Static, place(conveyor, x, y-1.6, 0, uint32(i+1)))
		}
		d := place(cartons[i%2], x+4*r.Float32()-2, y-1.6, r.Float32(), uint32(i+1))
		d.Pose[14] = .8
		f.Moving = append(f.Moving, d)
	}
	for i := range side {
		y := float32(i)*6.4 - half
		f.Floor.Zones = append(f.Floor.Zones, scene.Zone{Min: mgl32.Vec2{-half, y}, Max: mgl32.Vec2{half, y + 1}, Color: 0x9CC5B0, Strength: .5})
		f.Floor.Lines = append(f.Floor.Lines, scene.Line{From: mgl32.Vec2{-half, y}, To: mgl32.Vec2{half, y}, Width: .1, Color: yellow})
	}
	f.Camera = scene.DefaultCamera()
	return f
}

func benchmarkDraw(b *testing.B, f *scene.Frame, q Quality) {
	s := New(runtime.GOMAXPROCS(0))
	dst := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	s.Draw(dst, f, q)
	var polygons int
	for i := range s.parts {
		polygons += len(s.parts[i].polygons)
	}
	b.ReportAllocs()
	b.ResetTimer()
	start := cpu()
	for b.Loop() {
		f.Camera.Yaw += .01
		s.Draw(dst, f, q)
	}
	b.ReportMetric((cpu()-start)/float64(b.N), "cpu-ms/frame")
	b.ReportMetric(float64(polygons), "polygons")
}

var qualities = []struct {
	name string
	q    Quality
}{{"fast", Fast}, {"good", Good}, {"best", Best}}

func BenchmarkDraw(b *testing.B) {
	empty := &scene.Frame{Camera: scene.DefaultCamera()}
	ground := hall(1)
	ground.Static, ground.Moving = nil, nil
	ground.Floor = hall(1000).Floor
	ground.Camera.Distance = 60
	for _, q := range qualities[:2] {
		b.Run("empty/"+q.name, func(b *testing.B) { benchmarkDraw(b, empty, q.q) })
		b.Run("floor/"+q.name, func(b *testing.B) { benchmarkDraw(b, ground, q.q) })
	}
	for _, n := range []int{1000, 10000} {
		f := hall(n)
		for _, q := range qualities {
			for _, distance := range []float32{40, 120, 300} {
				b.Run(fmt.Sprintf("%d/%s/%.0fm", n, q.name, distance), func(b *testing.B) {
					f.Camera.Distance = distance
					benchmarkDraw(b, f, q.q)
				})
			}
		}
	}
}

func BenchmarkBake(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := New(runtime.GOMAXPROCS(0))
			f := hall(n)
			dst := image.NewRGBA(image.Rect(0, 0, 64, 36))
			s.Draw(dst, f, Fast)
			start := cpu()
			for b.Loop() {
				s.still.draws = nil
				s.Draw(dst, f, Fast)
			}
			b.ReportMetric((cpu()-start)/float64(b.N), "cpu-ms/frame")
		})
	}
}

// BenchmarkOrder compares finding what is seen by depths with a painter's way: polygons
// sorted by their farthest corner, drawn over each other. Both project first and neither
// gives colours; the painter's picture has errors where polygons overlap.
func BenchmarkOrder(b *testing.B) {
	type key struct {
		near float32
		part int
		i    uint32
	}
	var order []key
	painter := func(s *Soft) {
		order = order[:0]
		for p := range s.parts {
			for i := range s.parts[p].polygons {
				order = append(order, key{s.parts[p].polygons[i].lo, p, uint32(i)})
			}
		}
		slices.SortFunc(order, func(a, b key) int { return cmp.Compare(a.near, b.near) })
		clear(s.colors)
		for _, k := range order {
			p := &s.parts[k.part]
			g := &p.polygons[k.i]
			for band := int(g.y0) / bandRows; band*bandRows < int(g.y1); band++ {
				s.paintOver(g, p.paints[k.i].lit, p.corners[g.first:g.first+int32(g.corners)], band)
			}
		}
	}
	bands := (720 + bandRows - 1) / bandRows
	for _, way := range []struct {
		name string
		draw func(s *Soft)
	}{{"depths", func(s *Soft) { s.each(bands, (*Soft).rasterise) }}, {"painter", painter}} {
		for _, distance := range []float32{40, 120} {
			b.Run(fmt.Sprintf("%s/%.0fm", way.name, distance), func(b *testing.B) {
				f := hall(1000)
				f.Camera.Distance = distance
				s := New(1)
				draw(s, f, 1280, 720, Fast)
				s.frame = f
				start := cpu()
				for b.Loop() {
					for i := range s.parts {
						s.parts[i].reset(bands)
					}
					s.each(parts, (*Soft).project)
					way.draw(s)
				}
				b.ReportMetric((cpu()-start)/float64(b.N), "cpu-ms/frame")
			})
		}
	}
}

// paintOver fills a polygon whatever was there.
func (s *Soft) paintOver(g *polygon, c uint32, corners [][2]int32, band int) {
	top, end := band*bandRows, min((band+1)*bandRows, s.view.h)
	w := &s.workers[0]
	y0, y1 := max(int(g.y0), top), min(int(g.y1), end)
	last := corners[len(corners)-1]
	for _, c := range corners {
		if last[1] < c[1] {
			walk(&w.left, last, c, y0, y1)
		} else if last[1] > c[1] {
			walk(&w.right, c, last, y0, y1)
		}
		last = c
	}
	for y := y0; y < y1; y++ {
		x0, x1 := max(w.left[y%bandRows], 0), min(w.right[y%bandRows], int32(s.view.w))
		for x := x0; x < x1; x++ {
			s.colors[y*s.view.w+int(x)] = c
		}
	}
}
