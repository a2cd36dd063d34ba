package viewer

import (
	"fmt"
	"image"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/viewer/ui"
)

// keeper is a Canvas that keeps pictures, as a window does, and shows them nowhere: what
// is left is what the panels themselves cost.
type keeper struct {
	pens   map[int]*ui.Raster
	begun  int // pictures that were painted
	sheets map[int]*image.RGBA
}

func (k *keeper) Begin(layer int, at ui.Rect, scale float32) ui.Painter {
	k.begun++
	box := ui.Pixels(at, scale)
	if img := k.sheets[layer]; img == nil || img.Rect.Size() != box.Size() {
		k.sheets[layer] = image.NewRGBA(image.Rectangle{Max: box.Size()})
		k.pens[layer] = ui.NewRaster(k.sheets[layer], ui.Point{X: at.X, Y: at.Y}, scale)
	}
	clear(k.sheets[layer].Pix)
	return k.pens[layer]
}

func (k *keeper) Show(int, ui.Rect, float32) {}

func (k *keeper) Drop(layer int) { delete(k.pens, layer) }

// busy is a user with everything open, before a run that stands.
func busy(t testing.TB) (*user, *keeper) {
	t.Helper()
	u := newUser(t, words.EN)
	u.ran(3 * engine.Hour)
	u.app.choose(u.place("wash.washer").Index + 1)
	u.press('C', 'N')
	u.wait(3)
	return u, &keeper{pens: map[int]*ui.Raster{}, sheets: map[int]*image.RGBA{}}
}

// frame is one picture of the panels.
func (u *user) frame(k *keeper) {
	u.in.Time += 1. / 60
	u.app.Update(u.in, 0)
	u.app.Panels(k)
}

// TestPanelsThatStandCostNothing: nothing is painted and nothing allotted.
func TestPanelsThatStandCostNothing(t *testing.T) {
	u, k := busy(t)
	for range 100 {
		u.frame(k)
	}
	k.begun = 0
	if n := testing.AllocsPerRun(300, func() { u.frame(k) }); n != 0 || k.begun != 0 {
		t.Errorf("%v allocations a frame, and %d pictures", n, k.begun)
	}
}

// TestATextThatChangesAllotsNothing: only what it stands in is painted, and the memory
// for that is there.
func TestATextThatChangesAllotsNothing(t *testing.T) {
	u, k := busy(t)
	n, texts := 0, [2]string{"2026-01-05 09:00:00", "2026-01-05 09:00:01"}
	do := func() {
		n++
		u.app.foot.clock.Set(texts[n%2])
		u.frame(k)
	}
	for range 100 {
		do()
	}
	k.begun = 0
	if got := testing.AllocsPerRun(100, do); got != 0 || k.begun != 101 {
		t.Errorf("%v allocations a frame, and %d pictures in 101", got, k.begun)
	}
}

// BenchmarkPanels is what all panels cost in a frame: as they are, and when one text is
// another than before. Software paints here what a card would.
func BenchmarkPanels(b *testing.B) {
	u, k := busy(b)
	for range 100 {
		u.frame(k)
	}
	b.Run("unchanged", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			u.frame(k)
		}
	})
	var texts [60]string
	for i := range texts {
		texts[i] = fmt.Sprintf("2026-01-05 09:00:%02d", i)
	}
	b.Run("label", func(b *testing.B) {
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			u.in.Time += 1. / 60
			u.app.Update(u.in, 0)
			u.app.foot.clock.Set(texts[n%60])
			u.app.Panels(k)
			n++
		}
	})
}
