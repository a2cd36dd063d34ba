package ui

import "strings"

// Item is a row of a tree. Items stand in the order of the tree, parents before what
// is in them.
type Item struct {
	ID    uint32
	Depth int
	Title string
	Note  string // at the right, weak
	State State
}

// Tree shows items by level; they fold, and a filter shows those with a text in them
// and what they are in.
type Tree struct {
	Node
	Rows   float32         // it asks for so many rows of height; 0: 8
	Choose func(id uint32) // an item was chosen
	Open   func(id uint32) // Enter or a double click on it
	Menu   func(id uint32, at Point)

	items  []Item
	lower  []string // titles, to search in
	folded map[uint32]bool
	filter string
	seen   []int // the items that are shown
	tall   float32
	rows
}

// NewTree makes an empty tree.
func NewTree(choose func(id uint32)) *Tree {
	return &Tree{Node: Node{Stops: true}, Choose: choose, folded: map[uint32]bool{}, rows: rows{over: -1, chosen: -1, grip: -1}}
}

// SetItems shows other items. What was folded stays so, by ID; so does what is chosen.
func (t *Tree) SetItems(items []Item) {
	id, had := t.Chosen()
	t.items = items
	t.lower = make([]string, len(items))
	for i, it := range items {
		t.lower[i] = strings.ToLower(it.Title)
	}
	t.show()
	if had {
		t.Select(id)
	}
}

// SetState changes the state and the note of the item at an index of SetItems.
func (t *Tree) SetState(i int, s State, note string) {
	if it := &t.items[i]; it.State != s || it.Note != note {
		it.State, it.Note = s, note
		t.Repaint()
	}
}

// Filter shows only items with the text in their title, in any case, and what they
// are in; "" shows all.
func (t *Tree) Filter(text string) {
	if text = strings.ToLower(strings.TrimSpace(text)); text != t.filter {
		id, had := t.Chosen()
		t.filter = text
		t.show()
		if had {
			t.Select(id)
		}
	}
}

// Fold folds an item or unfolds it.
func (t *Tree) Fold(id uint32, folded bool) {
	if t.folded[id] != folded {
		chosen, had := t.Chosen()
		t.folded[id] = folded
		t.show()
		if had {
			t.Select(chosen)
		}
	}
}

// Chosen is the item that is chosen; ok is false when none is, or it is not shown.
func (t *Tree) Chosen() (id uint32, ok bool) {
	if t.chosen < 0 || t.chosen >= len(t.seen) {
		return 0, false
	}
	return t.items[t.seen[t.chosen]].ID, true
}

// Select chooses an item, unfolds what it is in and scrolls to it; nobody is told. An
// ID that is not in the tree chooses none.
func (t *Tree) Select(id uint32) {
	t.chosen = -1
	t.Repaint()
	for i, it := range t.items {
		if it.ID != id {
			continue
		}
		depth, opened := it.Depth, false
		for k := i - 1; k >= 0 && depth > 0; k-- {
			if up := t.items[k]; up.Depth < depth {
				depth = up.Depth
				opened = opened || t.folded[up.ID]
				delete(t.folded, up.ID)
			}
		}
		if opened {
			t.show()
		}
		for row, k := range t.seen {
			if k == i {
				t.chosen = row
				if th := t.theme(); th != nil {
					t.reveal(t.Bounds, t.row(th), row)
				}
				return
			}
		}
		return
	}
}

// Row is where an item's title stands on the screen; ok is false where it is not seen.
func (t *Tree) Row(id uint32) (r Rect, ok bool) {
	th := t.theme()
	if th == nil {
		return Rect{}, false
	}
	for at, i := range t.seen {
		if t.items[i].ID == id {
			r = t.rect(t.Bounds, t.row(th), at)
			_, r = r.TakeLeft(20 + float32(t.items[i].Depth)*14)
			return r, !r.Cut(t.Bounds).Empty()
		}
	}
	return Rect{}, false
}

// show makes the list of items that are shown.
func (t *Tree) show() {
	t.seen, t.over, t.chosen = t.seen[:0], -1, -1
	t.Repaint()
	if t.filter == "" {
		for i := 0; i < len(t.items); i++ {
			t.seen = append(t.seen, i)
			if it := t.items[i]; t.folded[it.ID] {
				for i+1 < len(t.items) && t.items[i+1].Depth > it.Depth {
					i++
				}
			}
		}
		return
	}
	// Backwards: an item is shown when it has the text, or when one in it is shown.
	need := 0 // an item of a lower depth than this has a shown one in it
	for i := len(t.items) - 1; i >= 0; i-- {
		d := t.items[i].Depth
		if strings.Contains(t.lower[i], t.filter) || d < need {
			t.seen = append(t.seen, i)
			need = d
		}
	}
	for a, b := 0, len(t.seen)-1; a < b; a, b = a+1, b-1 {
		t.seen[a], t.seen[b] = t.seen[b], t.seen[a]
	}
}

func (t *Tree) row(th *Theme) float32 { return th.Row - 2 }

func (t *Tree) parent(i int) bool {
	return i+1 < len(t.items) && t.items[i+1].Depth > t.items[i].Depth
}

// Min is part of Widget.
func (t *Tree) Min(th *Theme, _ float32) Size {
	n := t.Rows
	if n == 0 {
		n = 8
	}
	return Size{180, n * t.row(th)}
}

// Layout is part of Widget: what is chosen stays in sight.
func (t *Tree) Layout(th *Theme) {
	if t.tall != t.Bounds.H && t.chosen >= 0 {
		t.reveal(t.Bounds, t.row(th), t.chosen)
	}
	t.tall = t.Bounds.H
}

// Handle is part of Widget.
func (t *Tree) Handle(e *Event) bool {
	row := t.row(e.Screen.Theme)
	if t.scroll(&t.Node, t.Bounds, row*float32(len(t.seen)), e) {
		return true
	}
	switch e.Kind {
	case OnMove, OnEnter:
		set(&t.Node, &t.over, t.hit(t.Bounds, row, len(t.seen), e.At))
	case OnLeave:
		set(&t.Node, &t.over, -1)
	case OnPress:
		return t.press(e, t.hit(t.Bounds, row, len(t.seen), e.At))
	case OnKey:
		if to, ok := t.jump(e, t.Bounds, row, len(t.seen)); ok {
			t.choose(to)
			t.reveal(t.Bounds, row, to)
			return true
		}
		return t.key(e)
	}
	return false
}

func (t *Tree) press(e *Event, at int) bool {
	if at < 0 {
		return false
	}
	it := t.items[t.seen[at]]
	x := t.Bounds.X + 8 + float32(it.Depth)*14
	switch {
	case e.Button == MouseLeft && t.parent(t.seen[at]) && e.At.X < x+14:
		t.Fold(it.ID, !t.folded[it.ID])
	case e.Button == MouseLeft && e.Clicks == 2 && t.Open != nil:
		t.Open(it.ID)
	default:
		t.choose(at)
		if e.Button == MouseRight && t.Menu != nil {
			t.Menu(it.ID, e.At)
		}
	}
	return true
}

func (t *Tree) choose(at int) {
	if set(&t.Node, &t.chosen, at) && t.Choose != nil {
		t.Choose(t.items[t.seen[at]].ID)
	}
}

func (t *Tree) key(e *Event) bool {
	id, ok := t.Chosen()
	if ok && t.Menu != nil && (e.Is(KeyMenu, 0) || e.Is(KeyF10, Shift)) {
		r, _ := t.Row(id)
		t.Menu(id, Point{r.X + 8, r.Bottom()})
		return true
	}
	if !ok || e.Mods != 0 {
		return false
	}
	i := t.seen[t.chosen]
	switch e.Key {
	case KeyEnter:
		if t.Open != nil {
			t.Open(id)
		}
	case KeyRight:
		t.Fold(id, false)
	case KeyLeft:
		if t.parent(i) && !t.folded[id] {
			t.Fold(id, true)
			return true
		}
		for k := t.chosen - 1; k >= 0; k-- {
			if t.items[t.seen[k]].Depth < t.items[i].Depth {
				t.choose(k)
				t.reveal(t.Bounds, t.row(e.Screen.Theme), k)
				break
			}
		}
	default:
		return false
	}
	return true
}

// Paint is part of Widget.
func (t *Tree) Paint(p *Pen) {
	before := p.Within(t.Bounds)
	defer p.Outside(before)
	row := t.row(p.Theme)
	from, to := t.shows(t.Bounds, row, len(t.seen))
	for at := from; at < to; at++ {
		i := t.seen[at]
		it, r := &t.items[i], t.rect(t.Bounds, row, at)
		t.ground(p, &t.Node, r, at)
		_, r = r.TakeLeft(6 + float32(it.Depth)*14)
		box, r := r.TakeLeft(14)
		if t.parent(i) {
			icon := IconChevronDown
			if t.folded[it.ID] && t.filter == "" {
				icon = IconChevronRight
			}
			p.Icon(icon, box, 11, p.Dim)
		}
		if it.State != NoState {
			var mark Rect
			mark, r = r.TakeLeft(16)
			p.State(it.State, Rect{mark.X, mark.Y, 12, mark.H}, 9)
		}
		r.W -= barRoom
		if it.Note != "" {
			p.Label(r, it.Note, p.Small, End, p.Faint)
			r.W -= TextWidth(it.Note, p.Small) + 8
		}
		p.Label(r, it.Title, p.Theme.Size, Start, p.Ink)
	}
	paintBar(p, scrollBar(t.Bounds, t.top, row*float32(len(t.seen))), t.Hovered)
	if p.Keyed(&t.Node) {
		p.Stroke(t.Bounds, 4, 1.5, p.Focus)
	}
}
