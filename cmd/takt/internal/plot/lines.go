package plot

import (
	"html/template"
	"math"
	"strconv"
)

// Series is a figure over time with a band.
type Series struct {
	At, Mean, Low, High []float64 // At in seconds
	Unit                string
	WarmUp              float64 // s that are shown grey
	TimeLabel           string  // what the horizontal axis is
}

// Lines draws a series over time.
func Lines(label string, s Series) template.HTML {
	const h, left, top, bottom = 230.0, 58.0, 22.0, 40.0
	c := newCanvas(pageWidth, h, label)
	if len(s.At) == 0 {
		return c.done()
	}
	hi := 0.0
	for _, list := range [][]float64{s.Mean, s.High} {
		for _, v := range list {
			hi = math.Max(hi, v)
		}
	}
	if hi == 0 {
		hi = 1
	}
	ticks := Ticks(0, hi*1.05, 5)
	last := s.At[len(s.At)-1]
	x, y := scale{0, last, left, pageWidth - 14}, scale{0, hi * 1.05, h - bottom, top}
	if s.WarmUp > 0 {
		c.rect("warm", x.at(0), top, x.at(s.WarmUp)-x.at(0), h-bottom-top, "")
	}
	c.grid(y, ticks, left)
	at, labels, unit := TimeTicks(last, 12)
	for i, t := range at {
		c.line("axis", x.at(t), h-bottom, x.at(t), h-bottom+4)
		c.text("tick", "middle", x.at(t), h-bottom+17, labels[i])
	}
	c.text("tick", "middle", (left+pageWidth)/2, h-6, s.TimeLabel+" ["+unit+"]")
	c.text("tick", "start", 2, 13, s.Unit)
	c.band(x, y, s.At, s.Low, s.High)
	xs, ys := make([]float64, len(s.At)), make([]float64, len(s.At))
	for i := range s.At {
		xs[i], ys[i] = x.at(s.At[i]), y.at(s.Mean[i])
	}
	c.path("line", xs, ys, false)
	return c.done()
}

// grid draws the horizontal lines and their labels.
func (c *canvas) grid(y scale, ticks []float64, left float64) {
	for _, t := range ticks {
		class := "grid"
		if t == 0 {
			class = "axis"
		}
		c.line(class, left, y.at(t), pageWidth-14, y.at(t))
		c.text("tick", "end", left-6, y.at(t)+4, Label(t, ticks[min(1, len(ticks)-1)]-ticks[0]))
	}
}

// band fills the room between low and high.
func (c *canvas) band(x, y scale, at, low, high []float64) {
	var xs, ys []float64
	for i := range at {
		xs, ys = append(xs, x.at(at[i])), append(ys, y.at(high[i]))
	}
	for i := len(at) - 1; i >= 0; i-- {
		xs, ys = append(xs, x.at(at[i])), append(ys, y.at(low[i]))
	}
	c.path("band", xs, ys, true)
}

// Point is one value of a sweep with what came out.
type Point struct {
	Label           string
	Mean, Low, High float64
	Text            string
}

// Curve draws a measure over a swept value: to scale where the values are
// numbers, else side by side.
func Curve(label, unit, xLabel string, points []Point) template.HTML {
	const h, left, top, bottom = 240.0, 64.0, 22.0, 42.0
	c := newCanvas(pageWidth, h, label)
	lo, hi := math.Inf(1), math.Inf(-1)
	xs, numeric := make([]float64, len(points)), true
	for i, p := range points {
		lo, hi = math.Min(lo, p.Low), math.Max(hi, p.High)
		v, err := strconv.ParseFloat(p.Label, 64)
		numeric = numeric && err == nil
		xs[i] = v
	}
	if len(points) == 0 || math.IsInf(lo, 0) || math.IsNaN(lo+hi) {
		return c.done()
	}
	if !numeric {
		for i := range xs {
			xs[i] = float64(i)
		}
	}
	pad := math.Max((hi-lo)*0.08, math.Abs(hi)*1e-3)
	if pad == 0 {
		pad = 1
	}
	if lo > 0 && lo < (hi-lo)*1.5 {
		lo = 0 // near enough to show the whole height
	} else {
		lo -= pad
	}
	least, most := xs[0], xs[0]
	for _, v := range xs {
		least, most = math.Min(least, v), math.Max(most, v)
	}
	x, y := scale{least, most, left + 30, pageWidth - 44}, scale{lo, hi + pad, h - bottom, top}
	c.grid(y, Ticks(y.lo, y.hi, 5), left)
	c.text("tick", "start", 2, 13, unit)
	c.text("tick", "middle", (left+pageWidth)/2, h-6, xLabel)
	ys := make([]float64, len(points))
	for i := range points {
		xs[i], ys[i] = x.at(xs[i]), y.at(points[i].Mean)
	}
	c.path("line", xs, ys, false)
	for i, p := range points {
		c.line("bar clear", xs[i], y.at(p.Low), xs[i], y.at(p.High))
		c.dot("dot clear", xs[i], ys[i], 4.5, p.Label+": "+p.Text)
		c.text("tick", "middle", xs[i], h-bottom+17, p.Label)
	}
	return c.done()
}
