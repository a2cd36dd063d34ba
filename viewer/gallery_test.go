package viewer

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/ui"
)

// pictured is a user whose gallery has the scenarios' pictures and titles.
func pictured(t testing.TB, lang words.Lang) (*user, *int) {
	t.Helper()
	u := newUser(t, lang)
	asked := new(int)
	u.app.Picture = func(name string) image.Image {
		*asked++
		f, err := os.Open(filepath.Join("..", "scenarios", name, "picture.png"))
		if err != nil {
			t.Error(err)
			return nil
		}
		defer f.Close()
		img, err := png.Decode(f)
		if err != nil {
			t.Error(err)
			return nil
		}
		return Thumbnail(img)
	}
	u.app.Title = func(name string, l words.Lang) string { return "Title of " + name + " in " + l.String() }
	return u, asked
}

// TestSomebodyChoosesAScenario: by a click, by arrows, by what she writes; what is open
// stays as it is when she changes her mind.
func TestSomebodyChoosesAScenario(t *testing.T) {
	u, asked := pictured(t, words.EN)
	a := u.app
	u.press('O')
	if a.gallery == nil {
		t.Fatal("O opens no gallery")
	}
	u.wait(.5)
	if *asked != len(a.Names)-1 {
		t.Errorf("%d pictures were asked for: once for each but the one that is shown", *asked)
	}
	if i, ok := a.gallery.tiles.Chosen(); !ok || a.gallery.names[i] != "00-gearbox" {
		t.Error("what is shown is not chosen")
	}
	u.save("gallery.png")
	u.press(ui.KeyEscape)
	if a.gallery != nil || a.name != "00-gearbox" {
		t.Error("Escape does not close it, or opens something")
	}
	u.press('O', ui.KeyRight, ui.KeyEnter)
	if a.gallery != nil || a.name != "15-lean" {
		t.Errorf("Right and Enter open %q", a.name)
	}
	u.press('O')
	u.in.Text = "gearbox"
	u.wait(.1)
	if n := a.gallery.tiles.Shows(); n != 1 {
		t.Errorf("%d tiles for gearbox", n)
	}
	u.press(ui.KeyEnter)
	if a.name != "00-gearbox" {
		t.Errorf("gearbox and Enter open %q", a.name)
	}
	u.press('O')
	u.in.Text = "nothing"
	u.wait(.1)
	u.press(ui.KeyEnter)
	if a.gallery == nil || a.gallery.tiles.Shows() != 0 {
		t.Error("nothing to open, and yet the gallery is closed")
	}
	for range "nothing" {
		u.press(ui.KeyBackspace)
	}
	b := a.gallery.tiles.Bounds
	u.click(b.X+40, b.Y+40)
	if a.name != "00-gearbox" {
		t.Errorf("a click on the first opens %q", a.name)
	}
}

// TestTheGalleryKeepsTheFirstFile: who opened a file of her own finds it again.
func TestTheGalleryKeepsTheFirstFile(t *testing.T) {
	u, file := planner(t, words.ZH)
	a := u.app
	a.first = file // newUser has shown a scenario before
	a.openGallery()
	if a.gallery.names[0] != file || len(a.gallery.names) != 4 {
		t.Errorf("the gallery offers %q", a.gallery.names)
	}
	u.save("gallery-file.png")
	if i, _ := a.gallery.tiles.Chosen(); i != 0 {
		t.Errorf("tile %d is chosen", i)
	}
}

func TestScenariosAreKnownByShortNames(t *testing.T) {
	for _, c := range []struct {
		word, name string
		want       bool
	}{
		{"0", "00-gearbox", true}, {"gearbox", "00-gearbox", true}, {"00-gearbox", "00-gearbox", true}, {"07", "07-production-plan", true},
		{"5", "15-lean", false}, {"", "15-lean", false}, {"my-works.toml", "15-lean", false}, {"a.toml", "a.toml", true},
	} {
		if got := means(c.word, c.name); got != c.want {
			t.Errorf("%q for %q: %v", c.word, c.name, got)
		}
	}
}

// TestThumbnail takes the mean of what it stands for, from the middle.
func TestThumbnail(t *testing.T) {
	img := image.NewRGBA(image.Rect(5, 5, 5+1600, 5+450)) // twice as wide as it should be
	for y := range 450 {
		for x := range 1600 {
			v := uint8(0)
			if x%2 == 0 {
				v = 200
			}
			if x < 400 || x >= 1200 {
				v = 255 // cut off
			}
			img.SetRGBA(5+x, 5+y, color.RGBA{v, 0, 0, 255})
		}
	}
	small := Thumbnail(img).(*image.RGBA)
	if small.Rect.Size() != thumbnail {
		t.Fatal(small.Rect)
	}
	for _, at := range []image.Point{{0, 0}, {399, 224}, {200, 100}} {
		if got := small.RGBAAt(at.X, at.Y); got != (color.RGBA{100, 0, 0, 255}) {
			t.Errorf("%v: %v", at, got)
		}
	}
}

// TestSomebodyOpensAFile by its name in the gallery, and is told when it is not there.
func TestSomebodyOpensAFile(t *testing.T) {
	u, file := planner(t, words.EN)
	u.app.Show(func() *Factory {
		f, err := open("15-lean")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}())
	u.app.Open = openFile
	write := func(text string) {
		u.press('O')
		u.in.Text = text
		u.wait(.1)
		u.press(ui.KeyEnter)
		u.wait(.1)
	}
	write(file + "x")
	if u.app.name != "15-lean" || u.app.told == "" || u.app.gallery == nil {
		t.Errorf("of a file that is not there it says %q", u.app.told)
	}
	u.press(ui.KeyEscape, ui.KeyEscape)
	write(file)
	if u.app.name != file || u.app.scene.Model.Node("wash.washer") == nil {
		t.Errorf("%s is shown, not the file", u.app.name)
	}
}
