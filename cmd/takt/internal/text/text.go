package text

import (
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/cmd/takt/internal/result"
)

// MaxRows is how many places the table shows; a larger plant is shown by its
// levels and its most utilised equipment.
const MaxRows = 60

// mostParts is how many part types the table shows.
const mostParts = 20

// Options say how to write.
type Options struct {
	Lang   words.Lang
	Colour bool
	Width  int // columns to which sentences are wrapped; 0: 100
}

// printer writes one result.
type printer struct {
	words.Lang
	o Options
	b strings.Builder
}

// Print writes a result for people.
func Print(w io.Writer, r *result.Result, o Options) error {
	if o.Width == 0 {
		o.Width = 100
	}
	p := &printer{Lang: o.Lang, o: o}
	p.head(r)
	if base := r.Base(); base == nil || base.Replications == 0 {
		p.line(p.T("head.nothing"))
	} else {
		p.places(base)
		p.plant(base)
		p.neck(base)
		p.measures(r)
		p.whatIfs(r)
		p.sweeps(r)
		p.expectations(r)
	}
	text := p.b.String()
	if !o.Colour {
		text = Plain(text)
	}
	_, err := io.WriteString(w, text)
	return err
}

// Plain takes the colours out.
func Plain(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, "m")
	}
}

func (p *printer) line(s string) {
	p.b.WriteString(wrap(s, p.o.Width))
	p.b.WriteByte('\n')
}

func (p *printer) section(title string) {
	p.b.WriteByte('\n')
	p.b.WriteString(paint(Bold, title))
	p.b.WriteByte('\n')
}

// head tells what was run.
func (p *printer) head(r *result.Result) {
	p.b.WriteString(paint(Bold, r.Title) + "\n")
	if r.Question != "" {
		p.line(r.Question)
	}
	p.line(Runs(p.Lang, r))
	p.line(p.T("head.id", r.Engine, r.ModelHash, strconv.FormatUint(r.Seed, 10)))
	if r.Interrupted {
		p.line(paint(Yellow, p.T("head.interrupted")))
	}
	if len(r.Warnings) > 0 {
		p.section(p.T("head.warnings"))
		for _, w := range r.Warnings {
			p.line("- " + w)
		}
	}
}

// Runs says how long and how often was simulated.
func Runs(l words.Lang, r *result.Result) string {
	n := 0
	if base := r.Base(); base != nil {
		n = base.Replications
	}
	count := strconv.Itoa(n)
	if n < r.Planned {
		count += "/" + strconv.Itoa(r.Planned)
	}
	if r.WarmUp == 0 {
		return l.T("head.cut", count, l.Time(r.Length))
	}
	return l.T("head.run", count, l.Time(r.Length), l.Time(r.WarmUp), l.T("warmup."+r.WarmUpRule))
}

// places is the table of equipment, indented by level.
func (p *printer) places(v *result.Variant) {
	p.b.WriteByte('\n')
	states := v.Stops()
	grid := NewGrid(0)
	head := []string{p.T("col.place")}
	for _, st := range states {
		head = append(head, p.T("state."+st))
	}
	grid.Marked(Dim, append(head, p.T("col.parts"), p.T("col.wip"), p.T("col.oee"))...)
	rows, left := v.Rows(MaxRows)
	for _, row := range rows {
		name := row.Title
		if row.Depth == 0 && name == "" {
			name = p.T("plant.factory")
		}
		cells := []string{strings.Repeat("  ", row.Depth) + name}
		for _, st := range states {
			cells = append(cells, share(row, st))
		}
		parts, oee := number(row.Parts.Mean), "-"
		if row.Works && !row.Level && row.OEE.N > 0 {
			oee = result.Percent(row.OEE.Mean)
		}
		cells = append(cells, parts, number(row.WIP), oee)
		mark := ""
		switch {
		case row.Level:
			mark = Bold
		case row.Path == v.Bottleneck.Path && row.Path != "":
			mark = Yellow
		}
		grid.Marked(mark, cells...)
	}
	p.b.WriteString(grid.String())
	if left > 0 {
		p.line("  " + p.T("table.more", strconv.Itoa(left)))
	}
	p.line(paint(Dim, p.T("table.shares")))
}

func share(p *result.Place, st string) string {
	if !p.Works {
		return ""
	}
	return result.Percent(p.States[st])
}

// number prints a count or an average of counts.
func number(v float64) string {
	if v >= 1000 || v == math.Trunc(v) {
		return result.Grouped(uint64(v + 0.5))
	}
	return result.Scale{Factor: 1, Digits: 1}.Number(v)
}

// plant tells the figures of the whole plant and of each part type.
func (p *printer) plant(v *result.Variant) {
	p.section(p.T("plant.factory"))
	grid := NewGrid(0)
	grid.Marked(Dim, p.T("col.part"), p.T("col.output"), p.T("col.lead"), p.T("col.lead90"), p.T("col.wip"), p.T("col.scrapped"))
	perHour := result.Scale{Factor: 1, Digits: -1}
	left := 0
	for i := range v.Parts {
		x := &v.Parts[i]
		if x.Output.Mean == 0 && x.WIP.Mean == 0 {
			continue
		}
		if len(grid.rows) > mostParts {
			left++
			continue
		}
		grid.Row(x.Title, perHour.Interval(x.Output), x.LeadTime.Text("time", ""), x.Lead90.Text("time", ""), perHour.Interval(x.WIP), number(x.Scrapped))
	}
	if len(grid.rows) != 2 {
		grid.Row(p.T("plant.factory"), perHour.Interval(v.Output), v.LeadTime.Text("time", ""), "", perHour.Interval(v.WIP), "")
	}
	p.b.WriteString(grid.String())
	if left > 0 {
		p.line("  " + p.T("table.parts", strconv.Itoa(left)))
	}
	if v.Replications > 1 {
		p.line(paint(Dim, p.T("table.ci", strconv.Itoa(v.Replications))))
	} else {
		p.line(paint(Dim, p.T("table.ci1")))
	}
}

// neck is the sentence about the bottleneck.
func (p *printer) neck(v *result.Variant) {
	p.b.WriteByte('\n')
	for i, s := range Bottleneck(p.Lang, &v.Bottleneck) {
		if i == 0 {
			s = paint(Bold, s)
		}
		p.line(s)
	}
}

// measures are the figures the scenario asked for, of the baseline.
func (p *printer) measures(r *result.Result) {
	base := r.Base()
	if len(base.Measures) == 0 {
		return
	}
	p.section(p.T("measure.title"))
	grid := NewGrid(0, 2)
	for i := range base.Measures {
		m := &base.Measures[i]
		grid.Row(m.Name, m.Value.Text(m.Dim, m.Unit), paint(Dim, m.Text))
	}
	p.b.WriteString(grid.String())
}

// whatIfs sets every variant beside the baseline.
func (p *printer) whatIfs(r *result.Result) {
	if len(r.Variants) < 2 {
		return
	}
	p.section(p.T("whatif.title"))
	for i := range r.Variants[1:] {
		v := &r.Variants[i+1]
		p.line(paint(Cyan, v.Name) + "  " + paint(Dim, Changes(v)) + gap(v.Why))
		grid := NewGrid(0)
		for k := range v.Measures {
			m := &v.Measures[k]
			scale := r.Scale(m)
			cells := []string{"  " + m.Name, scale.Interval(m.Value)}
			colour := ""
			if d := m.Difference; d != nil {
				mark := " "
				if d.Clear() {
					mark, colour = "*", Bold
				}
				cells = append(cells, scale.Signed(*d)+" "+mark)
			}
			grid.Marked(colour, cells...)
		}
		p.b.WriteString(grid.String())
		if v.Bottleneck.Path != r.Base().Bottleneck.Path {
			p.line("    " + Bottleneck(p.Lang, &v.Bottleneck)[0])
		}
	}
	p.line(paint(Dim, p.T("whatif.note")))
}

func gap(why string) string {
	if why == "" {
		return ""
	}
	return "  " + why
}

// Changes is the list of settings of a what-if.
func Changes(v *result.Variant) string {
	var list []string
	for _, c := range v.Changes {
		list = append(list, c.Path+" = "+c.Value)
	}
	return strings.Join(list, ", ")
}

func (p *printer) sweeps(r *result.Result) {
	for i := range r.Sweeps {
		s := &r.Sweeps[i]
		if len(s.Points) == 0 {
			continue
		}
		p.section(p.T("sweep.title", s.Name, s.Path))
		grid := NewGrid()
		head := []string{s.Name}
		for _, m := range s.Points[0].Measures {
			head = append(head, m.Name)
		}
		grid.Marked(Dim, head...)
		for _, point := range s.Points {
			cells := []string{point.Value}
			for k, m := range point.Measures {
				cells = append(cells, s.Scale(k).Interval(m.Value))
			}
			grid.Row(cells...)
		}
		p.b.WriteString(grid.String())
	}
}

func (p *printer) expectations(r *result.Result) {
	if len(r.Expectations) == 0 {
		return
	}
	p.section(p.T("expect.title"))
	grid := NewGrid(0, 1, 2, 3)
	for i := range r.Expectations {
		x := &r.Expectations[i]
		verdict, colour := Verdict(p.Lang, x)
		grid.Marked(colour, verdict, variantName(p.Lang, x.Variant), x.Text, x.Value.Text(x.Dim, x.Unit))
	}
	p.b.WriteString(grid.String())
	for i := range r.Expectations {
		if s := Needed(p.Lang, &r.Expectations[i]); s != "" {
			p.line("  " + r.Expectations[i].Text + ": " + s)
		}
	}
}

func variantName(l words.Lang, name string) string {
	if name == result.Baseline {
		return l.T("baseline")
	}
	return name
}

// Verdict is the word for a verdict and its colour on a terminal.
func Verdict(l words.Lang, x *result.Expectation) (word, colour string) {
	switch x.Verdict {
	case result.Holds:
		return l.T("expect.holds"), Green
	case result.Fails:
		return l.T("expect.fails"), Red
	}
	return l.T("expect.undec"), Yellow
}

// Needed says what would decide an undecided expectation, "" for others.
func Needed(l words.Lang, x *result.Expectation) string {
	switch {
	case x.Verdict != result.Undecided:
		return ""
	case x.Needed > 0:
		return l.T("expect.need", result.Grouped(uint64(x.Needed)))
	}
	return l.T("expect.never")
}
