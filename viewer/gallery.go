package viewer

import (
	"image"
	"image/color"
	"image/draw"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/taktsim/takt/viewer/render"
	"github.com/taktsim/takt/viewer/scene"
	"github.com/taktsim/takt/viewer/ui"
)

// gallery is the dialog in which a factory is chosen by its picture. Keys that its field
// has no use for go to the tiles.
type gallery struct {
	*ui.Stack
	a     *App
	names []string
	field *ui.Field
	tiles *ui.Tiles
	note  *ui.Label
	layer *ui.Layer
}

// thumbnail is the size of a picture in the gallery, pixels.
var thumbnail = image.Pt(400, 225)

// openGallery offers all factories there are, and what was opened first.
func (a *App) openGallery() {
	g := &gallery{a: a, names: slices.Clone(a.Names), note: ui.Note(a.Lang.T("gallery.keys"))}
	if a.first != "" && !slices.Contains(g.names, a.first) && !a.offers(a.first) {
		g.names = append([]string{a.first}, g.names...)
	}
	var tiles []ui.Tile
	for _, name := range g.names {
		tiles = append(tiles, a.tile(name))
	}
	g.tiles = ui.NewTiles(tiles, g.open)
	if a.Picture != nil {
		g.tiles.Picture = func(i int) image.Image { return a.Picture(g.names[i]) }
	}
	for i, t := range tiles {
		if t.On && a.scene != nil {
			g.tiles.Give(i, a.thumbnail())
		}
	}
	g.field = ui.SearchField(a.Lang.T("gallery.filter"), g.filter)
	g.field.Enter = g.openChosen
	g.Stack = ui.Column(g.field, g.tiles, g.note)
	g.Grow = 1
	g.layer = a.screen.Ask(a.Lang.T("view.gallery"), g, ui.Answer{Title: a.Lang.T("gallery.close")})
	g.layer.Closed(func() { a.gallery = nil })
	a.gallery = g
}

// offers reports whether a word that was typed names one of what is built in: "0" or
// "gearbox" for 00-gearbox.
func (a *App) offers(word string) bool {
	return slices.ContainsFunc(a.Names, func(name string) bool { return means(word, name) })
}

func means(word, name string) bool {
	nr, rest := numbered(name)
	typed, err := strconv.Atoi(word)
	return word == name || nr >= 0 && (err == nil && typed == nr || word == rest)
}

// numbered takes the number of a scenario off its name, -1 where there is none.
func numbered(name string) (nr int, rest string) {
	head, rest, _ := strings.Cut(name, "-")
	if nr, err := strconv.Atoi(head); err == nil && nr >= 0 {
		return nr, rest
	}
	return -1, name
}

// tile is what the gallery shows of a factory.
func (a *App) tile(name string) ui.Tile {
	t := ui.Tile{Title: name, Note: name, On: means(a.name, name)}
	nr, _ := numbered(name)
	if nr >= 0 {
		t.Mark = strconv.Itoa(nr)
	}
	switch {
	case t.On && nr < 0 && a.scene != nil:
		t.Title = a.scene.Model.Title
	case a.Title != nil:
		t.Title = a.Title(name, a.Lang)
	}
	if t.Title == name { // a file
		t.Title = filepath.Base(name)
	}
	return t
}

// thumbnail is a small picture of the factory as it is now.
func (a *App) thumbnail() image.Image {
	img := image.NewRGBA(image.Rectangle{Max: thumbnail})
	view := scene.View{Lang: a.Lang, Size: [2]int{thumbnail.X, thumbnail.Y}, Scale: 1}
	view.Camera = scene.DefaultCamera().Frame(a.scene.Outline(0), view.Size, .06)
	f := scene.New(a.scene.Model).Frame(a.run.Sim(), a.run.Now(), &view)
	render.New(1).Draw(img, f, render.Best)
	return img
}

// Thumbnail is a picture made as small as the gallery shows it: the middle of it, each
// pixel the mean of those that it stands for.
func Thumbnail(img image.Image) image.Image {
	b := img.Bounds()
	src := image.NewRGBA(image.Rectangle{Max: b.Size()})
	draw.Draw(src, src.Rect, img, b.Min, draw.Src)
	// The part that has the thumbnail's shape.
	w, h := b.Dx(), b.Dy()
	if w*thumbnail.Y > h*thumbnail.X {
		w = h * thumbnail.X / thumbnail.Y
	} else {
		h = w * thumbnail.Y / thumbnail.X
	}
	from := image.Pt((b.Dx()-w)/2, (b.Dy()-h)/2)
	out := image.NewRGBA(image.Rectangle{Max: thumbnail})
	for y := range thumbnail.Y {
		for x := range thumbnail.X {
			box := image.Rect(x*w/thumbnail.X, y*h/thumbnail.Y, max((x+1)*w/thumbnail.X, x*w/thumbnail.X+1), max((y+1)*h/thumbnail.Y, y*h/thumbnail.Y+1))
			out.SetRGBA(x, y, mean(src, box.Add(from).Intersect(src.Rect)))
		}
	}
	return out
}

// mean is the mean colour of a part of a picture.
func mean(img *image.RGBA, box image.Rectangle) color.RGBA {
	var sum [4]int
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := img.Pix[img.PixOffset(box.Min.X, y):img.PixOffset(box.Max.X, y)]
		for i, v := range row {
			sum[i%4] += int(v)
		}
	}
	n := max(box.Dx()*box.Dy(), 1)
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), uint8(sum[3] / n)}
}

func (g *gallery) filter(text string) {
	g.tiles.Filter(text)
	switch file := strings.TrimSpace(text); {
	case g.tiles.Shows() > 0:
		g.note.Set(g.a.Lang.T("gallery.keys"))
	case g.a.Download == nil:
		g.note.Set(g.a.Lang.T("gallery.file", file))
	default: // there are no files in a browser
		g.note.Set(g.a.Lang.T("gallery.none"))
	}
}

// Handle is part of ui.Widget.
func (g *gallery) Handle(e *ui.Event) bool {
	return e.Kind == ui.OnKey && g.tiles.Key(e)
}

func (g *gallery) openChosen() {
	if i, ok := g.tiles.Chosen(); ok {
		g.open(i)
		return
	}
	if file := strings.TrimSpace(g.field.String()); file != "" && g.a.Download == nil {
		f, err := g.a.Open(file)
		if err != nil { // who mistyped it goes on writing
			g.a.warned = ""
			g.a.try(err)
			return
		}
		g.a.screen.Close(g.layer)
		g.a.desk.unless(func() { g.a.arrive(f) })
	}
}

func (g *gallery) open(i int) {
	g.a.screen.Close(g.layer)
	if name := g.names[i]; name != g.a.name {
		g.a.open(name)
	}
}
