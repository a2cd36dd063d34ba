package eventlog

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/learn"
	"github.com/taktsim/takt/twin/link"
)

// Options of an import. The zero value reads what the words of the header and
// the values say by themselves.
type Options struct {
	Map     map[string]string // column key = header text: time, start, end, machine, tag, value, operation, part, instance
	States  map[string]string // value in the log = execution state (ACTIVE, READY, STOPPED, FEED_HOLD, UNAVAILABLE …)
	Sheet   string            // worksheet of a workbook; empty: all
	Dates   string            // "dmy" or "mdy" for dates like 05/04/2026
	Rules   *learn.Rules      // nil: learn.DefaultRules
	Title   string
	Seed    uint64
	Replace bool
}

// Report is what an import tells.
type Report struct {
	link.Report
	Result learn.Result
}

// Reasons of the report.
const (
	NoTime    = "no time"
	NoMachine = "no machine"
	NoValue   = "no value"
	Backward  = "ends before it begins"
	Repeated  = "exact repetition of a row"
	LateRow   = "row older than the one before it (put in order of time)"
	NotAState = "tag whose values are no states; only its times were used"
)

// Import reads logs and writes operation_times.csv, machine_states.csv and,
// when there are operations, factory.toml and orders.csv into out. A table
// without a recognisable header is an error that says what to map; bad rows are
// in the report.
func Import(files []string, out string, opt Options) (Report, error) {
	var rep Report
	ops, stays, err := Read(files, opt, &rep.Report)
	if err != nil {
		return rep, err
	}
	rules := learn.DefaultRules()
	if opt.Rules != nil {
		rules = *opt.Rules
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	rep.Result = learn.Learn(ops, stays, learn.Options{Rules: rules, Title: opt.Title, Seed: opt.Seed, Sources: names, Origin: "event logs"})
	rep.Facts = append(rep.Facts, rep.Result.Facts()...)
	rep.Wrote, err = link.WriteAll(out, rep.Result.Files(), opt.Replace)
	return rep, err
}

// Read reads logs without writing anything; counts go to report.
func Read(files []string, opt Options, report *link.Report) ([]learn.Operation, []learn.Stay, error) {
	report.Unit = "rows"
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("no event log given; name at least one .csv or .xlsx file")
	}
	im := &importer{opt: opt, report: report, seen: map[string]bool{}}
	for _, f := range files {
		sheets, err := link.ReadSheets(f, opt.Sheet, link.Known(columns, opt.Map))
		if err != nil {
			return nil, nil, err
		}
		for _, s := range sheets {
			if err := im.sheet(s); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", s.File, err)
			}
		}
	}
	ops, stays := im.result()
	return ops, stays, nil
}

// point is one row of the form time, machine or tag, value.
type point struct {
	at           time.Time
	machine, tag string
	value        string
}

type importer struct {
	opt    Options
	report *link.Report
	seen   map[string]bool
	points []point
	ops    []learn.Operation
	pieces map[string]int // instance texts to numbers
	taken  map[int]bool
}

func (im *importer) sheet(s *link.Sheet) error {
	h, err := link.FindHeader(s, columns, im.opt.Map)
	if err != nil {
		return err
	}
	intervals := h.Has("start", "end") && (h.Has("machine") || h.Has("operation"))
	if !intervals && !(h.Has("time", "value") && (h.Has("machine") || h.Has("tag"))) {
		return fmt.Errorf("an event log needs the columns time, machine (or tag) and value, or start, end and machine; found %s; name the others with --map",
			strings.Join(found(h), ", "))
	}
	for _, c := range h.Unknown {
		im.report.Concern(s.Place(h.Row, c), "column not used", s.Rows[h.Row][c])
	}
	var last time.Time
	for i := h.Row + 1; i < len(s.Rows); i++ {
		im.report.Read++
		key := strings.Join(s.Rows[i], "\x00")
		if im.seen[key] {
			im.report.Skip(s.Place(i, -1), Repeated, "")
			continue
		}
		im.seen[key] = true
		var at time.Time
		var ok bool
		if intervals {
			at, ok = im.interval(s, h, i)
		} else {
			at, ok = im.point(s, h, i)
		}
		if !ok {
			continue
		}
		im.report.Kept++
		if at.Before(last) {
			im.report.Concern(s.Place(i, -1), LateRow, "by "+last.Sub(at).String())
		}
		last = at
	}
	return nil
}

func found(h link.Header) []string {
	var out []string
	for k := range h.At {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// date reads a time cell; a failure is counted.
func (im *importer) date(s *link.Sheet, h link.Header, i int, key string) (time.Time, bool) {
	c := h.At[key]
	if h.Cell(s.Rows[i], key) == "" {
		im.report.Skip(s.Place(i, c), NoTime, "the cell "+key+" is empty")
		return time.Time{}, false
	}
	t, err := s.Date(i, c, im.opt.Dates)
	if err != nil {
		im.report.Skip(s.Place(i, c), NoTime, err.Error())
		return time.Time{}, false
	}
	return t.UTC(), true
}

func (im *importer) point(s *link.Sheet, h link.Header, i int) (time.Time, bool) {
	row := s.Rows[i]
	at, ok := im.date(s, h, i, "time")
	if !ok {
		return at, false
	}
	p := point{at: at, machine: h.Cell(row, "machine"), tag: h.Cell(row, "tag"), value: h.Cell(row, "value")}
	if p.machine == "" && p.tag == "" {
		im.report.Skip(s.Place(i, -1), NoMachine, "")
		return at, false
	}
	if p.value == "" {
		im.report.Skip(s.Place(i, h.At["value"]), NoValue, "")
		return at, false
	}
	if p.machine == "" {
		p.machine, p.tag = splitTag(p.tag)
	}
	im.points = append(im.points, p)
	return at, true
}

// splitTag takes "line-1.mill.execution" apart when its last element is an item
// that tells something; otherwise the whole tag is the machine.
func splitTag(tag string) (machine, item string) {
	if i := strings.LastIndexAny(tag, "./:"); i > 0 && learn.KindOf(tag[i+1:]) != learn.Other {
		return tag[:i], tag[i+1:]
	}
	return tag, ""
}

func (im *importer) interval(s *link.Sheet, h link.Header, i int) (time.Time, bool) {
	row := s.Rows[i]
	from, ok := im.date(s, h, i, "start")
	if !ok {
		return from, false
	}
	to, ok := im.date(s, h, i, "end")
	if !ok {
		return from, false
	}
	if to.Before(from) {
		im.report.Skip(s.Place(i, h.At["end"]), Backward, h.Cell(row, "start")+" to "+h.Cell(row, "end"))
		return from, false
	}
	machine, op := h.Cell(row, "machine"), h.Cell(row, "operation")
	if machine == "" && op == "" {
		im.report.Skip(s.Place(i, -1), NoMachine, "")
		return from, false
	}
	im.ops = append(im.ops, learn.Operation{
		Part: cmp.Or(h.Cell(row, "part"), "part-a"), Op: cmp.Or(op, machine), Machine: cmp.Or(machine, op),
		Instance: im.number(h.Cell(row, "instance")), Start: from, End: to, Active: to.Sub(from), Count: 1, Source: s.File,
	})
	return from, true
}

// number gives every instance text a number of its own: the one that it is, or
// the next free one.
func (im *importer) number(text string) int {
	if text == "" {
		return 0
	}
	if n, ok := im.pieces[text]; ok {
		return n
	}
	if im.pieces == nil {
		im.pieces, im.taken = map[string]int{}, map[int]bool{}
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || im.taken[n] {
		for n = len(im.pieces) + 1; im.taken[n]; n++ {
		}
	}
	im.pieces[text], im.taken[n] = n, true
	return n
}

func (im *importer) result() ([]learn.Operation, []learn.Stay) {
	signals := im.signals()
	ops := im.ops
	for _, o := range learn.Runs(signals) {
		o.Part, o.Op = cmp.Or(o.Op, "part-a"), "RUN"
		ops = append(ops, o)
	}
	slices.SortStableFunc(ops, func(a, b learn.Operation) int {
		return cmp.Or(cmp.Compare(a.Machine, b.Machine), a.Start.Compare(b.Start))
	})
	stays := learn.Stays(signals, nil)
	for _, o := range im.ops {
		stays = append(stays, learn.Stay{Machine: o.Machine, State: learn.Active, From: o.Start, To: o.End})
	}
	slices.SortStableFunc(stays, func(a, b learn.Stay) int {
		return cmp.Or(cmp.Compare(a.Machine, b.Machine), a.From.Compare(b.From))
	})
	return ops, stays
}

// signals gives every point its kind: by the name of its tag, or, for a tag
// without a telling name, as a state when most of its values are words for one.
func (im *importer) signals() []learn.Signal {
	type source struct{ machine, tag string }
	known, all := map[source]int{}, map[source]int{}
	for _, p := range im.points {
		s := source{p.machine, p.tag}
		all[s]++
		if _, ok := im.state(p.value); ok {
			known[s]++
		}
	}
	told := map[source]bool{}
	var out []learn.Signal
	for _, p := range im.points {
		s := source{p.machine, p.tag}
		k := learn.KindOf(p.tag)
		if k == learn.Other && 2*known[s] > all[s] {
			k = learn.Execution
		}
		value := p.value
		if k == learn.Execution || k == learn.Availability {
			if v, ok := im.state(value); ok {
				value = v
			}
		}
		if k == learn.Other && !told[s] {
			told[s] = true
			im.report.Concern(link.Place{File: "-"}, NotAState, strings.Trim(p.machine+" "+p.tag, " "))
		}
		out = append(out, learn.Signal{At: p.at, Machine: p.machine, Kind: k, Value: value})
	}
	return out
}

func (im *importer) state(value string) (string, bool) {
	if v, ok := im.opt.States[value]; ok {
		return v, true
	}
	v, ok := states[strings.ToLower(strings.TrimSpace(value))]
	return v, ok
}
