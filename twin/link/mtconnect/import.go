package mtconnect

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/twin/learn"
	"github.com/taktsim/takt/twin/link"
)

// Options of an import. The zero value is that of `takt import mtconnect`
// without flags, with learn.DefaultRules.
type Options struct {
	Rules   *learn.Rules // nil: learn.DefaultRules
	Machine string       // machine of logs that name none; empty: from the file name
	Title   string       // of the factory; empty: made from the machines' names
	Seed    uint64       // of the re-simulation against the held-out part
	Replace bool         // overwrite results that are already in the folder
}

// Report is what an import tells: the lines read, kept and skipped, what was
// found, and how the laws did on the part of the log that they did not see.
type Report struct {
	link.Report
	Result learn.Result
}

// Result is what logs hold before anything is fitted.
type Result struct {
	Operations []learn.Operation // in order of machine and start
	Stays      []learn.Stay      // in order of machine and time
}

// Import reads adapter logs (plain, gzip, tar; device models among them are
// used wherever they stand) and writes operation_times.csv, machine_states.csv
// and, when there are operations, factory.toml and orders.csv into out. Only
// unreadable files and an output folder that cannot be written are errors; what
// is wrong inside the logs is in the report, which is filled in both cases.
func Import(files []string, out string, opt Options) (Report, error) {
	var rep Report
	res, err := Read(files, opt, &rep.Report)
	if err != nil {
		return rep, err
	}
	rules := learn.DefaultRules()
	if opt.Rules != nil {
		rules = *opt.Rules
	}
	rep.Result = learn.Learn(res.Operations, res.Stays, learn.Options{
		Rules: rules, Title: opt.Title, Seed: opt.Seed, Sources: names(files), Origin: "MTConnect adapter logs",
	})
	rep.Facts = append(rep.Facts, rep.Result.Facts()...)
	rep.Wrote, err = link.WriteAll(out, rep.Result.Files(), opt.Replace)
	return rep, err
}

func names(files []string) []string {
	var out []string
	for _, f := range files {
		out = append(out, path.Base(strings.ReplaceAll(f, `\`, "/")))
	}
	return out
}

// Read reads logs without writing anything; counts go to report.
func Read(files []string, opt Options, report *link.Report) (Result, error) {
	if len(files) == 0 {
		return Result{}, fmt.Errorf("no log given; name at least one file of lines like 2017-02-01T13:59:35Z|execution|ACTIVE")
	}
	report.Unit = "lines"
	im := &importer{opt: opt, report: report, first: map[string]time.Time{}}
	// Device models first: they say what the items in the logs mean.
	for _, models := range []bool{true, false} {
		for _, f := range files {
			err := link.EachMember(f, func(name string, r io.Reader) error { return im.member(name, r, models) })
			if err == nil {
				continue
			}
			if _, ok := errors.AsType[*fs.PathError](err); ok {
				return Result{}, err
			}
			if !models {
				report.Concern(link.Place{File: f}, CutOff, err.Error())
			}
		}
		if models {
			im.reader = NewReader(report, &im.devices)
		}
	}
	if im.logs == 0 {
		return Result{}, fmt.Errorf("no adapter log among %s", strings.Join(names(files), ", "))
	}
	return im.result(), nil
}

type importer struct {
	opt     Options
	report  *link.Report
	devices Devices
	reader  *Reader
	logs    int
	signals []learn.Signal       // of continuous logs
	split   []learn.Signal       // of logs split by operation or piece, for the stays
	ops     []learn.Operation    // of split logs
	first   map[string]time.Time // where each machine's continuous log opens
}

func (im *importer) member(name string, r io.Reader, models bool) error {
	b := bufio.NewReaderSize(r, 1<<16)
	head, _ := b.Peek(512)
	xml := bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"), []byte("<"))
	if xml != models {
		return nil
	}
	if models {
		d, err := ReadDevices(b)
		if err != nil {
			im.report.Concern(link.Place{File: name}, "not a device model", err.Error())
		} else {
			im.devices = d
		}
		return nil
	}
	im.logs++
	im.log(name, b)
	return nil
}

// log reads one adapter log. A log that is one operation or one piece is a
// record of its own: its repetitions of what other logs said are part of it.
func (im *importer) log(file string, in io.Reader) {
	n := ParseName(file)
	n.Machine = cmp.Or(im.opt.Machine, n.Machine)
	reader := im.reader
	own := n.Part != ""
	if own {
		reader = NewReader(im.report, &im.devices)
	}
	var signals []learn.Signal
	seen := map[itemKey]bool{}
	opens := map[string]time.Time{}
	ends := map[string][2]time.Time{}
	count := reader.Read(file, n.Machine, in, func(machine string, o Observation, _ int) {
		e := ends[machine]
		if e[0].IsZero() || o.At.Before(e[0]) {
			e[0] = o.At
		}
		if o.At.After(e[1]) {
			e[1] = o.At
		}
		ends[machine] = e
		key := itemKey{machine, o.Item}
		if _, ok := opens[machine]; !ok && seen[key] {
			opens[machine] = o.At
		}
		seen[key] = true
		if k := im.devices.kind(o.Device, o.Item); k != learn.Other && o.Category == Plain {
			signals = append(signals, learn.Signal{At: o.At, Machine: machine, Kind: k, Value: strings.TrimSpace(o.Value)})
		}
	})
	// The log's ends are signals too: a machine is heard until its last line.
	for machine, e := range ends {
		signals = append(signals, learn.Signal{At: e[0], Machine: machine}, learn.Signal{At: e[1], Machine: machine})
	}
	switch {
	case own && n.Op != "":
		im.whole(file, n, count, signals)
	case own:
		im.piece(file, n, signals)
	default:
		im.signals = append(im.signals, signals...)
		for machine, t := range opens {
			if t.Before(n.Day) {
				t = n.Day
			}
			if old, ok := im.first[machine]; !ok || t.Before(old) {
				im.first[machine] = t
			}
		}
	}
}

func (im *importer) whole(file string, n Name, count int, signals []learn.Signal) {
	if len(signals) == 0 {
		im.report.Concern(link.Place{File: file}, "no observation in the log of an operation", "")
		return
	}
	start, end, active := learn.Whole(signals)
	im.ops = append(im.ops, learn.Operation{Part: n.Part, Op: n.Op, Machine: signals[0].Machine, Instance: n.Instance,
		Start: start, End: end, Active: active, Count: count, Source: file})
	im.split = append(im.split, signals...)
}

// piece numbers the runs of one piece: the log names no operations.
func (im *importer) piece(file string, n Name, signals []learn.Signal) {
	for i, o := range learn.Runs(signals) {
		o.Part, o.Op, o.Instance, o.Source = n.Part, fmt.Sprintf("RUN%d", i+1), n.Instance, file
		im.ops = append(im.ops, o)
	}
	im.split = append(im.split, signals...)
	im.report.Concern(link.Place{File: file}, "the log of a piece names no operations; its runs are numbered", "")
}

func (im *importer) result() Result {
	for _, o := range learn.Runs(im.signals) {
		o.Part, o.Op = cmp.Or(program(o.Op), "no-program"), "RUN"
		im.ops = append(im.ops, o)
	}
	slices.SortStableFunc(im.ops, func(a, b learn.Operation) int {
		return cmp.Or(cmp.Compare(a.Machine, b.Machine), a.Start.Compare(b.Start))
	})
	for i := 1; i < len(im.ops); i++ {
		a, b := im.ops[i-1], im.ops[i]
		if a.Machine == b.Machine && b.Start.Before(a.End) {
			im.report.Concern(link.Place{File: b.Source}, "begins before the previous operation on its machine has ended",
				fmt.Sprintf("%s by %s", b.Machine, a.End.Sub(b.Start).Round(time.Millisecond)))
		}
	}
	stays := learn.Stays(append(im.split, im.signals...), im.first)
	if back := im.reader.MaxBack; back > 0 {
		im.report.Fact("largest step back of one item's time: %s", back.Round(time.Millisecond))
	}
	return Result{Operations: im.ops, Stays: stays}
}

// program returns the bare name of a control program: no folder, no extension.
func program(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	if i := strings.LastIndexByte(s, '.'); i > 0 {
		s = s[:i]
	}
	if s == "." || s == "/" {
		return ""
	}
	return s
}
