package ui

import "slices"

// TableColumn is a column of a table.
type TableColumn struct {
	Title string
	Width float32 // points; 0: it shares what is left over
	Align Align
}

// Source is what a table shows. It may have any number of rows: only those that are
// seen are asked for.
type Source interface {
	Len() int
	// Cell is the text of a cell, and the state whose mark stands before it.
	Cell(row, column int) (text string, mark State)
	// Compare orders two rows by a column: below 0 when a comes first.
	Compare(column, a, b int) int
}

// Shader is a Source some of whose rows are told apart by the colour of their text.
type Shader interface {
	// Shade is the colour of a row's text.
	Shade(row int, th *Theme) Color
}

// Table shows rows in columns; a click on a title sorts by it, and Alt with an arrow.
type Table struct {
	Node
	Columns []TableColumn
	Rows    float32       // it asks for so many rows of height; 0: 8
	Choose  func(row int) // a row of the source was chosen
	Open    func(row int) // Enter or a double click on it

	source  Source
	order   []int // rows of the source as they are shown
	by      int   // the column they are sorted by, -1: none
	down    bool  // the largest first
	overCol int
	rows
}

// NewTable makes a table of a source.
func NewTable(src Source, columns ...TableColumn) *Table {
	t := &Table{Node: Node{Stops: true}, Columns: columns, source: src, by: -1, overCol: -1, rows: rows{over: -1, chosen: -1, grip: -1}}
	t.Refresh()
	return t
}

// Refresh shows the source anew: its rows or their order may have changed. What is
// chosen stays so.
func (t *Table) Refresh() {
	row, had := t.Chosen()
	n := t.source.Len()
	t.order = slices.Grow(t.order[:0], n)
	for i := range n {
		t.order = append(t.order, i)
	}
	if t.by >= 0 {
		slices.SortStableFunc(t.order, func(a, b int) int {
			if t.down {
				a, b = b, a
			}
			return t.source.Compare(t.by, a, b)
		})
	}
	t.chosen = -1
	if had {
		t.chosen = slices.Index(t.order, row)
	}
	t.over = min(t.over, n-1)
	t.Repaint()
}

// Sort orders the rows by a column, the largest first when down; -1 is the source's
// own order.
func (t *Table) Sort(column int, down bool) {
	t.by, t.down = column, down
	t.Refresh()
}

// Chosen is the row of the source that is chosen; ok is false when none is.
func (t *Table) Chosen() (row int, ok bool) {
	if t.chosen < 0 || t.chosen >= len(t.order) {
		return 0, false
	}
	return t.order[t.chosen], true
}

// Select chooses a row of the source, and scrolls to it; -1 chooses none. Nobody is
// told.
func (t *Table) Select(row int) {
	t.chosen = slices.Index(t.order, row)
	if th := t.theme(); th != nil && t.chosen >= 0 {
		t.reveal(t.body(th), t.row(th), t.chosen)
	}
	t.Repaint()
}

func (t *Table) row(th *Theme) float32 { return th.Row - 2 }

func (t *Table) body(th *Theme) Rect {
	_, r := t.Bounds.TakeTop(t.row(th) + 2)
	return r
}

// Min is part of Widget.
func (t *Table) Min(th *Theme, _ float32) Size {
	w, n := float32(barRoom), t.Rows
	for _, c := range t.Columns {
		if c.Width == 0 {
			w += 120
		}
		w += c.Width
	}
	if n == 0 {
		n = 8
	}
	return Size{w, (n+1)*t.row(th) + 2}
}

// span is from which x to which a column goes, within a width.
func (t *Table) span(i int) (x, w float32) {
	free, shares := t.Bounds.W-barRoom, float32(0)
	for _, c := range t.Columns {
		free -= c.Width
		if c.Width == 0 {
			shares++
		}
	}
	share := max(free, 0) / max(shares, 1)
	x = t.Bounds.X
	for k := range i {
		x += max(t.Columns[k].Width, share*zero(t.Columns[k].Width))
	}
	return x, max(t.Columns[i].Width, share*zero(t.Columns[i].Width))
}

// zero is 1 for 0, and 0 for all else.
func zero(w float32) float32 {
	if w == 0 {
		return 1
	}
	return 0
}

func (t *Table) column(at Point, th *Theme) int {
	if at.Y >= t.body(th).Y {
		return -1
	}
	for i := range t.Columns {
		if x, w := t.span(i); at.X >= x && at.X < x+w {
			return i
		}
	}
	return -1
}

// Handle is part of Widget.
func (t *Table) Handle(e *Event) bool {
	th := e.Screen.Theme
	row, body := t.row(th), t.body(th)
	if t.scroll(&t.Node, body, row*float32(len(t.order)), e) {
		return true
	}
	switch e.Kind {
	case OnMove, OnEnter:
		set(&t.Node, &t.over, t.hit(body, row, len(t.order), e.At))
		set(&t.Node, &t.overCol, t.column(e.At, th))
	case OnLeave:
		set(&t.Node, &t.over, -1)
		set(&t.Node, &t.overCol, -1)
	case OnPress:
		if c := t.column(e.At, th); c >= 0 {
			t.Sort(c, t.by == c && !t.down)
			return true
		}
		if at := t.hit(body, row, len(t.order), e.At); at >= 0 {
			t.choose(at)
			if e.Clicks == 2 && t.Open != nil {
				t.Open(t.order[at])
			}
			return true
		}
	case OnKey:
		if t.sortKey(e) {
			return true
		}
		if to, ok := t.jump(e, body, row, len(t.order)); ok {
			t.choose(to)
			t.reveal(body, row, to)
			return true
		}
		if at, ok := t.Chosen(); ok && e.Is(KeyEnter, 0) && t.Open != nil {
			t.Open(at)
			return true
		}
	}
	return false
}

// sortKey sorts by another column, or the other way round, by Alt and an arrow.
func (t *Table) sortKey(e *Event) bool {
	n := len(t.Columns)
	switch {
	case e.Is(KeyRight, Alt):
		t.Sort(min(t.by+1, n-1), t.down)
	case e.Is(KeyLeft, Alt):
		t.Sort(max(t.by-1, -1), t.down)
	case e.Is(KeyUp, Alt), e.Is(KeyDown, Alt):
		t.Sort(t.by, e.Key == KeyDown)
	default:
		return false
	}
	return true
}

func (t *Table) choose(at int) {
	if set(&t.Node, &t.chosen, at) && t.Choose != nil {
		t.Choose(t.order[at])
	}
}

// Paint is part of Widget.
func (t *Table) Paint(p *Pen) {
	before := p.Within(t.Bounds)
	defer p.Outside(before)
	body, row := t.body(p.Theme), t.row(p.Theme)
	for i, c := range t.Columns {
		x, w := t.span(i)
		r, ink := Rect{x + 8, t.Bounds.Y, w - 16, row}, p.Dim
		if i == t.overCol {
			ink = p.Ink
		}
		if i == t.by {
			icon := IconChevronUp
			if t.down {
				icon = IconChevronDown
			}
			var box Rect
			if c.Align == End {
				box, _ = r.TakeLeft(10)
				box.X = r.Right() - min(TextWidth(c.Title, p.Small), r.W) - 14
			} else {
				box = Rect{r.X + min(TextWidth(c.Title, p.Small), r.W-12) + 3, r.Y, 10, r.H}
			}
			p.Icon(icon, box, 10, p.Focus)
		}
		p.Label(r, c.Title, p.Small, c.Align, ink)
	}
	p.HLine(t.Bounds.X, t.Bounds.Right(), body.Y-1, p.Track)
	p.Within(body)
	from, to := t.shows(body, row, len(t.order))
	for at := from; at < to; at++ {
		r := t.rect(body, row, at)
		t.ground(p, &t.Node, Rect{r.X, r.Y, r.W - barRoom + 4, r.H}, at)
		ink := p.Ink
		if s, ok := t.source.(Shader); ok {
			ink = s.Shade(t.order[at], p.Theme)
		}
		for i, c := range t.Columns {
			x, w := t.span(i)
			text, mark := t.source.Cell(t.order[at], i)
			cell := Rect{x + 8, r.Y, w - 16, r.H}
			if mark != NoState {
				var box Rect
				box, cell = cell.TakeLeft(16)
				p.State(mark, Rect{box.X, box.Y, 10, box.H}, 9)
			}
			p.Label(cell, text, p.Theme.Size, c.Align, ink)
		}
	}
	paintBar(p, scrollBar(body, t.top, row*float32(len(t.order))), t.Hovered)
	if p.Keyed(&t.Node) {
		p.Stroke(t.Bounds, 4, 1.5, p.Focus)
	}
}
