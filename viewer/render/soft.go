// Package render draws a scene.Frame: a software renderer that needs no graphics card
// and opens no window, whose pictures are the same to the byte on any number of cores,
// and text on pictures.
package render

import (
	"image"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/taktsim/takt/assets/shape"
	"github.com/taktsim/takt/viewer/scene"
)

// Quality is how much time a picture may take.
type Quality uint8

// Fast is for weak machines: light, shadows and floor, but no lines and no smoothing.
// Good adds lines at edges, shadows on things and smoothed edges. Best draws four times
// the pixels and averages them, for still pictures and files. Plain is Good without lines
// and without smoothing.
const (
	Fast Quality = iota
	Good
	Best
	Plain
)

// maxSide bounds a picture: what is larger is left as it is.
const maxSide = 8192

const (
	bandRows = 32 // rows rasterised at once, so that their depths stay in a core's cache
	parts    = 64 // the work on bodies is cut into so many, in order
)

// Soft is the software renderer. It keeps its buffers: once it has seen a scene,
// drawing it again allocates nothing. It may be used by one goroutine at a time.
type Soft struct {
	workers []worker
	starts  []func()
	next    atomic.Int32
	stage   func(*Soft, *worker, int)
	tasks   int
	wait    sync.WaitGroup

	view   view
	fog    fog
	q      Quality
	scale  int // pixels of the buffers per pixel of the picture, along a side
	frame  *scene.Frame
	dst    *image.RGBA
	depth  []float32 // 1/m; at least the floor's
	seen   []uint32  // part<<partShift | index of polygon + 1; 0: nothing
	colors []uint32  // RGBA, before smoothing
	parts  [parts]part
	ghosts part // seen through; a paint's bias is its opacity
	still  still
	meshes map[*shape.Mesh]meshFacts
	floor  floor
	shot   Shot
	rows   []row
	vignet []int32 // darkening by column, of 1/65536
}

// worker is what one of the workers has for itself.
type worker struct {
	soft    *Soft
	points  []point
	body    bodyBuffer
	left    [bandRows]int32
	right   [bandRows]int32
	ground  []uint64 // a row of the floor
	sheet   []uint64 // and of the bands on it
	cover   []uint16
	line    []uint32 // a row of the picture
	patches []int32  // of the floor, in these rows
}

// New makes a renderer with a number of workers, at least one: goroutines that live as
// long as one Draw. The picture does not depend on it.
func New(workers int) *Soft {
	s := &Soft{workers: make([]worker, max(workers, 1)), meshes: map[*shape.Mesh]meshFacts{}}
	for i := range s.workers {
		w := &s.workers[i]
		w.soft = s
		s.starts = append(s.starts, func() {
			w.work()
			s.wait.Done()
		})
	}
	return s
}

func (w *worker) work() {
	for s := w.soft; ; {
		k := int(s.next.Add(1)) - 1
		if k >= s.tasks {
			return
		}
		s.stage(s, w, k)
		// What runs long is stopped by a signal, which costs more than making room.
		runtime.Gosched()
	}
}

// each has the workers do a stage's tasks, each task once.
func (s *Soft) each(tasks int, stage func(*Soft, *worker, int)) {
	s.tasks, s.stage = tasks, stage
	s.next.Store(0)
	n := min(len(s.workers), tasks)
	for i := 1; i < n; i++ {
		s.wait.Add(1)
		go s.starts[i]()
	}
	s.workers[0].work()
	s.wait.Wait()
}

// Draw draws the frame without its labels onto all of dst, whatever Size the frame
// names. What a camera that is no camera sees (a number in it is not finite) is the
// background. A picture with a side over 8192 pixels is left as it is.
func (s *Soft) Draw(dst *image.RGBA, f *scene.Frame, q Quality) {
	size := dst.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 || size.X > maxSide || size.Y > maxSide {
		return
	}
	s.q, s.dst = q, dst
	s.look(f, size.X, size.Y)
	s.prepare()
	bands := (s.view.h + bandRows - 1) / bandRows
	for i := range s.parts {
		s.parts[i].reset(bands)
	}
	if s.view.ok {
		s.each(parts, (*Soft).project)
	}
	s.projectGhosts(bands)
	s.each(bands, (*Soft).rasterise)
	s.each(bands, (*Soft).resolve)
	switch q {
	case Good:
		s.each(bands, (*Soft).smooth)
	case Best:
		s.each((size.Y+bandRows-1)/bandRows, (*Soft).shrink)
	}
	s.frame, s.dst = nil, nil
}

// look points the camera: everything of a frame that is no pixel.
func (s *Soft) look(f *scene.Frame, w, h int) {
	s.frame, s.scale, s.shot.only = f, 1, false
	if s.q == Best {
		s.scale = 2
	}
	s.view = newView(f.Camera, w*s.scale, h*s.scale)
	s.view.lined = s.lined()
	s.fog = newFog(f.Camera.Distance)
	s.still.keep(s, f.Static)
	s.floor.begin(s)
}

// Pick tells whose thing was drawn last at a pixel of the picture, counted from its top
// left: the ID of its draw; 0 for nobody's, the ground, and outside the picture. It knows
// that too of a frame that was only shot.
func (s *Soft) Pick(x, y int) uint32 {
	x, y = x*s.scale, y*s.scale
	if x < 0 || y < 0 || x >= s.view.w || y >= s.view.h {
		return 0
	}
	if s.shot.only {
		return s.pickShot(x, y)
	}
	if p := s.polygon(s.seen[y*s.view.w+x]); p != nil {
		return p.id
	}
	return 0
}

// prepare makes the buffers fit, and all that does not change from row to row.
func (s *Soft) prepare() {
	n := s.view.w * s.view.h
	s.depth, s.seen, s.colors = sized(s.depth, n), sized(s.seen, n), sized(s.colors, n)
	s.rows = sized(s.rows, s.view.h)
	for i := range s.workers {
		w := &s.workers[i]
		w.ground, w.line = sized(w.ground, s.view.w), sized(w.line, s.view.w)
	}
	if len(s.vignet) != s.view.w {
		s.vignet = sized(s.vignet, s.view.w)
		for x := range s.vignet {
			s.vignet[x] = vignetteAt(x, s.view.w)
		}
	}
	for y := range s.rows {
		s.rows[y] = s.newRow(y)
	}
}

// sized is b with the length, made anew only when it has no room.
func sized[T any](b []T, n int) []T {
	if cap(b) < n {
		return make([]T, n)
	}
	return b[:n]
}

// sameSlice tells whether a and b are the same memory.
func sameSlice(a, b []scene.Draw) bool {
	return len(a) == len(b) && unsafe.SliceData(a) == unsafe.SliceData(b)
}

func finite(v ...float32) bool {
	for _, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return false
		}
	}
	return true
}
