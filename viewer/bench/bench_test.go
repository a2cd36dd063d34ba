//go:build unix

package bench

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/render/gpu"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/ui/window/looptest"
)

var (
	pictures = flag.String("picture", "", "folder to write each contender's picture into")
	machines = flag.Int("machines", 1000, "how many machines stand in the hall")
	away     = flag.Float64("distance", 60, "of the camera, m")
)

func TestMain(m *testing.M) { looptest.Main(m) }

// cpu is the processor time that the process has used, ms. A software rasteriser of
// OpenGL works within it.
func cpu() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return math.NaN()
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// contender is a way to draw.
type contender struct {
	name   string
	frames int // a round
	draw   func(dst *ebiten.Image, f *scene.Frame)
	least  float64 // processor time of a frame, ms
	wall   float64
}

func software(q render.Quality) func(*ebiten.Image, *scene.Frame) {
	s, sheet := render.New(runtime.GOMAXPROCS(0)), image.NewRGBA(image.Rect(0, 0, width, height))
	return func(dst *ebiten.Image, f *scene.Frame) {
		s.Draw(sheet, f, q)
		dst.WritePixels(sheet.Pix)
	}
}

// TestTable lets all draw the same hall in turn and prints what a frame takes: the least
// of the rounds.
func TestTable(t *testing.T) {
	if why := looptest.Why(); why != "" {
		t.Skip(why)
	}
	f := hall(*machines)
	f.Camera.Distance = float32(*away)
	card, err := gpu.New()
	if err != nil {
		t.Fatal(err)
	}
	shot := render.New(runtime.GOMAXPROCS(0))
	contenders := []*contender{
		{name: "empty frame", frames: 20, draw: func(dst *ebiten.Image, f *scene.Frame) { dst.Fill(ground) }},
		{name: "software, fast", frames: 20, draw: software(render.Fast)},
		{name: "software, plain", frames: 20, draw: software(render.Plain)},
		{name: "software, good", frames: 20, draw: software(render.Good)},
		{name: "Kage radix depth", frames: 8, draw: func(dst *ebiten.Image, f *scene.Frame) { card.Draw(dst, shot, f, render.Plain) }},
		{name: "painter, DrawTriangles32", frames: 8, draw: newPainter(runtime.GOMAXPROCS(0)).draw},
		{name: "Tetra3D v0.18.0", frames: 1, draw: newTetra(f, false).draw},
		{name: "Tetra3D v0.18.0, merged", frames: 1, draw: newTetra(f, true).draw},
	}
	target := ebiten.NewImage(width, height)
	corner := target.SubImage(image.Rect(0, 0, 1, 1)).(*ebiten.Image)
	frame := func(c *contender) {
		var pixel [4]byte
		move(f)
		c.draw(target, f)
		corner.ReadPixels(pixel[:]) // not before it is drawn
	}
	for round := range 4 {
		for _, c := range contenders {
			n := c.frames
			if round == 0 {
				n = 1 // what is done only once
			}
			from, start := cpu(), time.Now()
			for range n {
				frame(c)
			}
			took, wall := (cpu()-from)/float64(n), time.Since(start).Seconds()*1e3/float64(n)
			if round == 0 {
				save(t, c.name, target)
				t.Logf("%s: first frame %.0f ms", c.name, wall)
				continue
			}
			if round == 1 || took < c.least {
				c.least, c.wall = took, wall
			}
		}
	}
	report(t, contenders)
}

func report(t *testing.T, contenders []*contender) {
	var out strings.Builder
	base := contenders[3]
	for _, c := range contenders {
		fmt.Fprintf(&out, "| %s | %.1f | %.1f | %.2f |\n", c.name, c.least, c.wall, c.least/base.least)
	}
	t.Logf("%d machines from %.0f m, %d x %d, %d cores:\n| | processor ms a frame | wall ms | beside %s |\n|---|---|---|---|\n%s",
		*machines, *away, width, height, runtime.GOMAXPROCS(0), base.name, out.String())
}

// save writes a contender's picture, if anybody asked for it.
func save(t *testing.T, name string, m *ebiten.Image) {
	if *pictures == "" {
		return
	}
	sheet := image.NewRGBA(image.Rect(0, 0, width, height))
	m.ReadPixels(sheet.Pix)
	var out bytes.Buffer
	if err := png.Encode(&out, sheet); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
