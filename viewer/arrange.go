package viewer

import "github.com/taktsim/takt/viewer/ui"

// How wide the columns at the sides are, how far panels keep from each other and the
// edges, and how little of a list is still of use; points.
const (
	leftWide   = 232
	rightWide  = 292
	chartWide  = 560
	middleWide = 640
	margin     = 12
	leastList  = 96
)

// arrange puts the panels where none lies above another, whatever is open and however
// small the window is: the tree and the charts at the left, facts and alarms at the
// right, what is told in the middle at the top, what one works with in the middle at the
// bottom.
func (a *App) arrange(free ui.Rect) {
	area := free.Inset(margin)
	if work := a.working(); work != nil {
		need := work.Need(area.W)
		w := min(max(need.W, 620), area.W)
		h := min(work.Need(w).H, area.H*.6)
		work.Put(ui.Rect{X: area.X + (area.W-w)/2, Y: area.Bottom() - h, W: w, H: h})
		area.H -= h + margin
	}
	left, right := area, area
	left.W = min(leftWide, area.W/2)
	right.W = min(rightWide, area.W/2)
	right.X = area.Right() - right.W
	middle := ui.Rect{X: left.Right() + margin, Y: area.Y, W: area.Right() - left.Right() - margin}
	if a.facts.layer.Shown() || a.alarms.layer.Shown() {
		middle.W -= right.W + margin
	}
	if a.charts.layer.Shown() {
		w := min(chartWide, middle.Right()-left.X)
		h := min(a.charts.layer.Need(w).H, area.H-leastList-margin)
		a.charts.layer.Put(ui.Rect{X: left.X, Y: area.Bottom() - h, W: w, H: h})
		left.H -= h + margin
	}
	stack(left, a.tree.layer)
	stack(right, a.facts.layer, a.alarms.layer)
	for _, l := range []*ui.Layer{a.fault.layer, a.neck.layer} {
		if !l.Shown() {
			continue
		}
		w := min(middleWide, middle.W)
		if l == a.fault.layer { // lines of a file are as long as they are
			w = min(max(w, l.Need(middle.W).W), middle.W)
		}
		h := min(l.Need(w).H, area.H)
		l.Put(ui.Rect{X: middle.X + (middle.W-w)/2, Y: middle.Y, W: w, H: h})
		middle.Y += h + margin
	}
}

// stack puts layers one below the other, the last at the bottom; what is missing of the
// height is missing for the first.
func stack(column ui.Rect, layers ...*ui.Layer) {
	for k := len(layers) - 1; k >= 0; k-- {
		l := layers[k]
		if !l.Shown() {
			continue
		}
		h := l.Need(column.W).H
		if k > 0 {
			h = min(h, column.H*.45)
			l.Put(ui.Rect{X: column.X, Y: column.Bottom() - h, W: column.W, H: h})
			column.H -= h + margin
			continue
		}
		l.Put(ui.Rect{X: column.X, Y: column.Y, W: column.W, H: min(h, column.H)})
	}
}

// working is the panel of what one does: laying out, or comparing; nil: one looks.
func (a *App) working() *ui.Layer {
	switch {
	case a.compared != nil:
		return a.compared.layer
	case a.moments != nil:
		return a.moments.layer
	case a.desk.layer != nil:
		return a.desk.layer
	}
	return nil
}
