package ui

import (
	"image"
	"strings"
)

// Tile is a thing to be chosen by its picture.
type Tile struct {
	Title string
	Mark  string // short, before the title: a number
	Note  string // below the title, weak
	On    bool   // it is what is shown now
}

// Tiles shows pictures with titles in a grid; one of them is chosen.
type Tiles struct {
	Node
	Open    func(i int)             // Enter, or a click
	Picture func(i int) image.Image // asked for one at each Fetch at most, and once each; nil: there are none

	tiles    []Tile
	pictures []image.Image
	asked    []bool
	seen     []int // the tiles that are shown
	filter   string
	rows         // of the grid, one for each line of tiles; chosen is one of seen
	across   int // tiles in a line
	cell     Size
}

// The least size of a tile, and what of it is no picture, points.
const (
	tileWide = 196
	tileGap  = 10
	tileFoot = 44
)

// NewTiles makes a grid of tiles, the one that is On chosen.
func NewTiles(tiles []Tile, open func(i int)) *Tiles {
	t := &Tiles{Node: Node{Stops: true, Grow: 1}, Open: open, tiles: tiles, across: 1, rows: rows{over: -1, chosen: -1, grip: -1}}
	t.pictures, t.asked = make([]image.Image, len(tiles)), make([]bool, len(tiles))
	for i := range tiles {
		t.seen = append(t.seen, i)
		if tiles[i].On {
			t.chosen = i
		}
	}
	return t
}

// Filter shows only tiles with the text in what is written on them, in any case. The
// first of them is chosen.
func (t *Tiles) Filter(text string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == t.filter {
		return
	}
	t.filter, t.seen, t.top, t.over = text, t.seen[:0], 0, -1
	for i, tile := range t.tiles {
		if strings.Contains(strings.ToLower(tile.Mark+" "+tile.Title+" "+tile.Note), text) {
			t.seen = append(t.seen, i)
		}
	}
	t.chosen = min(0, len(t.seen)-1)
	t.Repaint()
}

// Chosen is the tile that is chosen; ok is false when none is.
func (t *Tiles) Chosen() (i int, ok bool) {
	if t.chosen < 0 || t.chosen >= len(t.seen) {
		return 0, false
	}
	return t.seen[t.chosen], true
}

// Shows is how many tiles are shown.
func (t *Tiles) Shows() int { return len(t.seen) }

// Give shows a picture of a tile, without asking for it.
func (t *Tiles) Give(i int, img image.Image) {
	t.pictures[i], t.asked[i] = img, true
	t.Repaint()
}

// Min is part of Widget.
func (t *Tiles) Min(*Theme, float32) Size {
	const columns = 4
	lines := (len(t.tiles) + columns - 1) / columns
	return Size{columns*(tileWide+tileGap) - tileGap + barRoom, float32(lines) * (tileWide*9./16 + tileFoot + tileGap)}
}

// Layout is part of Widget.
func (t *Tiles) Layout(*Theme) {
	room := t.Bounds.W - barRoom
	t.across = max(int((room+tileGap)/(tileWide+tileGap)), 1)
	w := (room - tileGap*float32(t.across-1)) / float32(t.across)
	t.cell = Size{w, w*9/16 + tileFoot}
	if t.chosen >= 0 {
		t.reveal(t.Bounds, t.line(), t.chosen/t.across)
	}
}

func (t *Tiles) line() float32 { return t.cell.H + tileGap }

func (t *Tiles) lines() int { return (len(t.seen) + t.across - 1) / t.across }

func (t *Tiles) tile(at int) Rect {
	x, y := float32(at%t.across)*(t.cell.W+tileGap), float32(at/t.across)*t.line()
	return Rect{t.Bounds.X + x, t.Bounds.Y + y - t.top, t.cell.W, t.cell.H}
}

func (t *Tiles) under(p Point) int {
	if t.Bounds.Has(p) {
		for at := range t.seen {
			if t.tile(at).Has(p) {
				return at
			}
		}
	}
	return -1
}

// Fetch asks for the picture of one tile that is seen and has none: pictures take time,
// and nobody is to wait for all of them.
func (t *Tiles) Fetch() {
	if t.Picture == nil {
		return
	}
	for at, i := range t.seen {
		if !t.asked[i] && !t.tile(at).Cut(t.Bounds).Empty() {
			t.Give(i, t.Picture(i))
			return
		}
	}
}

// Handle is part of Widget.
func (t *Tiles) Handle(e *Event) bool {
	if t.scroll(&t.Node, t.Bounds, t.line()*float32(t.lines()), e) {
		return true
	}
	switch {
	case e.Kind == OnMove, e.Kind == OnEnter:
		set(&t.Node, &t.over, t.under(e.At))
	case e.Kind == OnLeave:
		set(&t.Node, &t.over, -1)
	case e.Click():
		if at := t.under(e.At); at >= 0 {
			set(&t.Node, &t.chosen, at)
			t.open()
		}
		return true
	case e.Kind == OnKey:
		return t.Key(e)
	}
	return false
}

// Key does what an arrow or Enter does, and tells whether the key was one.
func (t *Tiles) Key(e *Event) bool {
	to := t.chosen
	switch {
	case e.Is(KeyLeft, 0):
		to--
	case e.Is(KeyRight, 0):
		to++
	case e.Is(KeyUp, 0) && to >= t.across:
		to -= t.across
	case e.Is(KeyDown, 0):
		// Into a last line that is shorter one comes to its end.
		if to/t.across < t.lines()-1 || to < 0 {
			to += t.across
		}
	case e.Is(KeyHome, 0):
		to = 0
	case e.Is(KeyEnd, 0):
		to = len(t.seen) - 1
	case e.Is(KeyEnter, 0), e.Is(KeySpace, 0):
		t.open()
		return true
	case e.Is(KeyUp, 0):
	default:
		return false
	}
	if to = min(max(to, 0), len(t.seen)-1); to >= 0 {
		set(&t.Node, &t.chosen, to)
		t.reveal(t.Bounds, t.line(), to/t.across)
	}
	return true
}

func (t *Tiles) open() {
	if i, ok := t.Chosen(); ok && t.Open != nil {
		t.Open(i)
	}
}

// Paint is part of Widget.
func (t *Tiles) Paint(p *Pen) {
	before := p.Within(t.Bounds)
	t.top = min(max(t.top, 0), max(t.line()*float32(t.lines())-t.Bounds.H, 0))
	for at, i := range t.seen {
		if r := t.tile(at); p.Seen(r) {
			t.paintTile(p, r, at, i)
		}
	}
	paintBar(p, scrollBar(t.Bounds, t.top, t.line()*float32(t.lines())), t.Hovered)
	p.Outside(before)
}

func (t *Tiles) paintTile(p *Pen, r Rect, at, i int) {
	tile := &t.tiles[i]
	ground := Color{255, 255, 255, 12}
	switch at {
	case t.chosen:
		ground = p.Select
	case t.over:
		ground = p.Hover
	}
	p.Fill(r, p.Radius, ground)
	picture, foot := r.TakeTop(r.H - tileFoot)
	picture = picture.Inset(3)
	if img := t.pictures[i]; img != nil {
		p.Image(img, picture)
	} else {
		p.Fill(picture, p.Radius-2, p.Field)
		p.Label(picture, tile.Mark, 30, Middle, p.Faint)
	}
	foot = foot.Pad(9, 4)
	title, note := foot.TakeTop(foot.H / 2)
	if tile.Mark != "" {
		w := TextWidth(tile.Mark, p.Theme.Size)
		p.Label(title, tile.Mark, p.Theme.Size, Start, p.Amber)
		_, title = title.TakeLeft(w + 8)
	}
	if tile.On {
		var box Rect
		box, title = title.TakeRight(16)
		p.Icon(IconCheck, box, 13, p.Good)
	}
	p.Label(title, tile.Title, p.Theme.Size, Start, p.Ink)
	p.Label(note, tile.Note, p.Small, Start, p.Dim)
	if at == t.chosen {
		width := float32(1.5)
		if p.Keyed(&t.Node) {
			width = 2.5
		}
		p.Stroke(r, p.Radius, width, p.Focus)
	}
}
