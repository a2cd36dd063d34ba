package planner

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/link"
)

// Options of an import.
type Options struct {
	Map     map[string]string // column key = header text; see Keys
	Sheet   string            // worksheet of a workbook; empty: all
	Unit    string            // of times whose column names none, such as "min"; empty: such times are not read
	Dates   string            // "dmy" or "mdy" for dates like 05/04/2026
	Title   string            // of the factory
	Replace bool              // overwrite results that are already in the folder
}

// Keys returns the columns that --map can name.
func Keys() []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Key)
	}
	return out
}

// Reasons of the report.
const (
	NoPart      = "no part"
	NoMachine   = "no machine and no operation"
	BadTime     = "time not readable"
	BadCount    = "quantity not readable"
	BadDate     = "date not readable"
	BadShift    = "shift not readable"
	NoRoute     = "order for a part type without a routing"
	UnusedTable = "table not recognised"
	UnusedCol   = "column not used"
	Twice       = "given twice; the first stays"
)

// Import reads tables and writes factory.toml and orders.csv into out. Every
// cell that it cannot read is in the report with its position. An error means
// that nothing could be made: no file, no table that says what is made where.
func Import(files []string, out string, opt Options) (link.Report, error) {
	rep := link.Report{Unit: "rows"}
	p, err := Read(files, opt, &rep)
	if err != nil {
		return rep, err
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	rep.Wrote, err = link.WriteAll(out, p.files(opt.Title, names), opt.Replace)
	return rep, err
}

// Plan is what the tables say.
type Plan struct {
	Parts    []*Part
	Machines []*Machine
	Orders   []Order
	Shifts   []Shift
}

// Part is a part type with its route in order.
type Part struct {
	Name  string
	Steps []*Step
}

// Step is one operation: on each machine that can do it, its times.
type Step struct {
	Number string // as written; empty when the table has none
	Op     string
	On     []Choice
}

// Choice is a machine for a step. Times are in seconds; NaN when not given.
type Choice struct {
	Machine      string
	Cycle, Setup float64
}

// Machine is a machine with what is known of its failures, in seconds; NaN when
// not given. Stops are recorded ones.
type Machine struct {
	Name       string
	MTBF, MTTR float64
	Stops      []Stop
}

// Stop is one recorded downtime.
type Stop struct{ From, To time.Time }

// Order is one order. Zero times are not given.
type Order struct {
	ID           string
	Part         string
	Quantity     int
	Release, Due time.Time
	Priority     string
	Customer     string
}

// Shift is working time on some days of the week.
type Shift struct {
	Name     string
	Days     string // "Mon-Fri"
	From, To string // "06:00"
}

// Read reads tables without writing anything.
func Read(files []string, opt Options, rep *link.Report) (*Plan, error) {
	if len(files) == 0 {
		return nil, fmt.Errorf("no table given; name at least one .csv or .xlsx file")
	}
	r := &reader{opt: opt, rep: rep, plan: &Plan{}}
	for _, f := range files {
		sheets, err := link.ReadSheets(f, opt.Sheet, link.Known(columns, opt.Map))
		if err != nil {
			return nil, err
		}
		for _, s := range sheets {
			if err := r.sheet(s); err != nil {
				return nil, err
			}
		}
	}
	r.check()
	if len(r.plan.Parts) == 0 {
		return nil, fmt.Errorf("no routing among the tables: one needs the columns part, operation or machine, and cycle (%s). "+
			"Name other people's columns with --map, as in --map part=\"Artikel\"", strings.Join(r.kinds, ", "))
	}
	return r.plan, nil
}

type reader struct {
	opt   Options
	rep   *link.Report
	plan  *Plan
	kinds []string // what each table was taken for
}

func (r *reader) sheet(s *link.Sheet) error {
	name := s.File
	if s.Name != "" {
		name += " " + s.Name
	}
	h, err := link.FindHeader(s, columns, r.opt.Map)
	kind := sortOf(h)
	if err != nil || kind == "" {
		why := ""
		if err != nil {
			why = err.Error()
		}
		r.kinds = append(r.kinds, name+": nothing known")
		r.rep.Concern(link.Place{File: name}, UnusedTable, why)
		return nil
	}
	r.kinds = append(r.kinds, fmt.Sprintf("%s: %s", name, kind))
	r.rep.Fact("%s is a table of %s", name, kind)
	for _, c := range h.Unknown {
		r.rep.Concern(s.Place(h.Row, c), UnusedCol, s.Rows[h.Row][c])
	}
	read := map[sort]func(*link.Sheet, link.Header, int) bool{
		routing: r.routing, orders: r.order, shifts: r.shift, downtime: r.stop, failures: r.failure}[kind]
	for i := h.Row + 1; i < len(s.Rows); i++ {
		r.rep.Read++
		if read(s, h, i) {
			r.rep.Kept++
		}
	}
	return nil
}

// skip counts a row as not read because of one cell.
func (r *reader) skip(s *link.Sheet, h link.Header, i int, key, reason, detail string) bool {
	c, ok := h.At[key]
	if !ok {
		c = -1
	}
	r.rep.Skip(s.Place(i, c), reason, detail)
	return false
}

// check counts what the tables say about each other.
func (r *reader) check() {
	slices.SortStableFunc(r.plan.Orders, func(a, b Order) int { return a.Release.Compare(b.Release) })
	for _, o := range r.plan.Orders {
		if r.find(o.Part) == nil {
			r.rep.Concern(link.Place{File: "orders"}, NoRoute, o.Part)
		}
	}
	r.rep.Fact("%d part types, %d machines, %d orders, %d shifts", len(r.plan.Parts), len(r.plan.Machines), len(r.plan.Orders), len(r.plan.Shifts))
}

func (r *reader) find(part string) *Part {
	for _, p := range r.plan.Parts {
		if p.Name == part {
			return p
		}
	}
	return nil
}

func (r *reader) machine(name string) *Machine {
	for _, m := range r.plan.Machines {
		if m.Name == name {
			return m
		}
	}
	m := &Machine{Name: name, MTBF: nan, MTTR: nan}
	r.plan.Machines = append(r.plan.Machines, m)
	return m
}
