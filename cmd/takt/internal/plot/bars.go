package plot

import (
	"html/template"
	"math"
)

const (
	fontSize  = 12.0
	pageWidth = 860.0
)

// Bar is one row of stacked shares.
type Bar struct {
	Label  string
	Indent int
	Shares []float64 // by part; 0..1
	Strong bool      // stands out: the bottleneck
}

// Part is one part of every bar: its name in the legend, and its style class.
type Part struct{ Name, Class string }

// Stacked draws horizontal bars of shares with a legend above.
func Stacked(label string, bars []Bar, parts []Part, percent func(float64) string) template.HTML {
	const row, top, bottom, box = 21.0, 30.0, 24.0, 13.0
	left := 80.0
	for _, b := range bars {
		left = math.Max(left, math.Min(250, textWidth(b.Label, fontSize)+12*float64(b.Indent)+14))
	}
	c := newCanvas(pageWidth, top+row*float64(len(bars))+bottom, label)
	x := left
	for _, p := range parts {
		c.rect("s-"+p.Class, x, 4, box, box, "")
		c.text("label", "start", x+box+5, 15, p.Name)
		x += box + 5 + textWidth(p.Name, fontSize) + 16
	}
	s := scale{0, 1, left, pageWidth - 22}
	end := top + row*float64(len(bars))
	for _, t := range []float64{0, 0.25, 0.5, 0.75, 1} {
		c.line("grid", s.at(t), top-4, s.at(t), end+2)
		c.text("tick", "middle", s.at(t), end+17, percent(t))
	}
	for i, b := range bars {
		y := top + row*float64(i)
		class := "label"
		if b.Strong {
			class = "label strong"
		}
		indent := 12 * float64(b.Indent)
		c.text(class, "start", 2+indent, y+14, clip(b.Label, fontSize, left-indent-8))
		from := 0.0
		for k, share := range b.Shares {
			if share <= 0 {
				continue
			}
			tip := b.Label + ": " + parts[k].Name + " " + percent(share)
			c.rect("s-"+parts[k].Class, s.at(from), y+2, s.at(from+share)-s.at(from), row-5, tip)
			from += share
		}
	}
	return c.done()
}

// Effect is one interval of a difference.
type Effect struct {
	Label           string
	Mean, Low, High float64
	Clear           bool   // the interval leaves out 0
	Text            string // the figure as it is printed
}

// Effects draws intervals around a line at 0. Values are in the unit shown.
func Effects(label, unit string, list []Effect) template.HTML {
	const row, top, bottom = 26.0, 8.0, 36.0
	left, right := 90.0, 60.0
	lo, hi := 0.0, 0.0
	for _, e := range list {
		left = math.Max(left, math.Min(260, textWidth(e.Label, fontSize)+14))
		right = math.Max(right, textWidth(e.Text, fontSize)+18)
		lo, hi = math.Min(lo, e.Low), math.Max(hi, e.High)
	}
	pad := (hi - lo) * 0.06
	if pad == 0 {
		pad = 1
	}
	c := newCanvas(pageWidth, top+row*float64(len(list))+bottom, label)
	s := scale{lo - pad, hi + pad, left, pageWidth - right}
	end := top + row*float64(len(list))
	ticks := Ticks(lo-pad, hi+pad, 7)
	for _, t := range ticks {
		class := "grid"
		if math.Abs(t) < 1e-12 {
			class = "zero"
		}
		c.line(class, s.at(t), top, s.at(t), end+3)
		c.text("tick", "middle", s.at(t), end+17, Label(t, ticks[min(1, len(ticks)-1)]-ticks[0]))
	}
	c.text("tick", "middle", (s.from+s.to)/2, end+32, unit)
	for i, e := range list {
		y := top + row*(float64(i)+0.5)
		class := "even"
		if e.Clear {
			class = "clear"
		}
		c.text("label", "start", 2, y+4, clip(e.Label, fontSize, left-8))
		c.line("bar "+class, s.at(e.Low), y, s.at(e.High), y)
		c.dot("dot "+class, s.at(e.Mean), y, 4.5, e.Label+": "+e.Text)
		c.text("label", "end", pageWidth-4, y+4, e.Text)
	}
	return c.done()
}
