package trace

import (
	"bufio"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// Head says what the trace is of.
type Head struct {
	Plant  *plant.Plant
	Name   string // of the run
	Source string // the program, with its version
	Places []bool // by node of the model: write only what happens there; nil: everywhere
}

// Wants reports whether an event happens at one of the places.
func (h *Head) Wants(e *plant.TraceEvent) bool {
	if h.Places == nil || e.Kind == plant.PlanChanged || h.Places[e.Place] {
		return true
	}
	return (e.Kind == plant.PartMoved || e.Kind == plant.PartChosen || e.Kind == plant.WayChosen) && h.Places[e.From]
}

// Follow takes note of a plant.PlanChanged: what is told after it is of another plant.
// Of its places those are wanted that were, and new ones where what is around them is.
func (h *Head) Follow(e *plant.TraceEvent) {
	if e.Kind != plant.PlanChanged {
		return
	}
	was := h.Plant.Model()
	h.Plant = h.Plant.InEdit(e.N)
	if h.Places == nil {
		return
	}
	var places []bool
	for _, n := range h.Plant.Model().Nodes {
		wanted := n.Parent != nil && places[n.Parent.Index]
		if old := was.Node(n.Path); old != nil {
			wanted = h.Places[old.Index]
		}
		places = append(places, wanted)
	}
	h.Places = places
}

// File is a trace that is being written beside its place. Give its Event to
// plant.Sim.Watch, then Close or Abort it.
type File struct {
	head   Head
	out    *span.NewFile
	w      writer
	inside map[uint64][]uint64 // the parts inside a part
	rows   bool                // the format is a table: no list of equipment goes before the events
	events uint64
	err    error
}

// writer is a format.
type writer interface {
	event(e *plant.TraceEvent, r *trail.Row) error
	gone(part uint64) error // nothing more comes of the part
	close() error           // all events have come, or no more are wanted
}

// formats by the ending of the name.
var formats = map[string]func(*sheet) (writer, error){
	".csv": newCSV, ".parquet": newParquet, ".xes": newXES, ".json": newOCELJSON, ".jsonocel": newOCELJSON, ".sqlite": newOCELSQLite,
}

// Endings lists the endings of file names that Create knows.
func Endings() []string { return []string{".csv", ".json", ".jsonocel", ".sqlite", ".xes", ".parquet"} }

// Known reports whether Create knows the ending of a name.
func Known(path string) bool { return formats[ending(path)] != nil }

// ending names the format of a file.
func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }

// sheet is what a format writes to.
type sheet struct {
	Head
	file *span.NewFile
	*bufio.Writer
	clock time.Time
}

// Create begins a trace in the format that the ending of path names: .csv, .json
// or .jsonocel (OCEL 2.0), .sqlite (OCEL 2.0), .xes, .parquet.
func Create(path string, h Head) (*File, error) {
	format := formats[ending(path)]
	if format == nil {
		return nil, fmt.Errorf("%s: a trace ends in one of %s", path, strings.Join(Endings(), ", "))
	}
	out, err := span.Create(path)
	if err != nil {
		return nil, err
	}
	f := &File{head: h, out: out, inside: map[uint64][]uint64{}, rows: Readable(path)}
	f.w, err = format(&sheet{h, out, bufio.NewWriterSize(out, 1<<16), h.Plant.Model().Clock})
	if err != nil {
		out.Abort()
		return nil, err
	}
	return f, nil
}

// Event writes one event. The first error is kept: see Err.
func (f *File) Event(e plant.TraceEvent) {
	if f.err == nil {
		f.err = f.enter(&e)
	}
}

func (f *File) enter(e *plant.TraceEvent) error {
	if f.head.Follow(e); e.Kind == plant.PlanChanged {
		clear(f.inside)
		if !f.rows {
			return fmt.Errorf("at %v the factory changes into one of other equipment, which a trace in this format cannot tell; write it as .csv or .parquet", e.At)
		}
	}
	if f.head.Wants(e) {
		r := trail.RowOf(f.head.Plant, *e)
		f.events++
		if err := f.w.event(e, &r); err != nil {
			return err
		}
	}
	switch {
	case e.Kind == plant.PartBuiltIn || e.Kind == plant.PartThere && e.Other != 0:
		f.inside[e.Other] = append(f.inside[e.Other], e.Part)
	case e.Kind == plant.PartTakenOut:
		f.inside[e.Other] = slices.DeleteFunc(f.inside[e.Other], func(c uint64) bool { return c == e.Part })
	case e.Kind.EndsPart():
		return f.gone(e.Part)
	}
	return nil
}

// gone forgets a part and all that is inside it.
func (f *File) gone(part uint64) error {
	for _, c := range f.inside[part] {
		if err := f.gone(c); err != nil {
			return err
		}
	}
	delete(f.inside, part)
	return f.w.gone(part)
}

// Events is how many events were written, what was there at the beginning
// included.
func (f *File) Events() uint64 { return f.events }

// Err is the first error of writing.
func (f *File) Err() error { return f.err }

// Close completes the file and puts it into its place. After an error nothing is
// left of it.
func (f *File) Close() error {
	if err := f.end(); err != nil {
		return err
	}
	return f.out.Commit()
}

// Abort takes the file away. After Close it does nothing.
func (f *File) Abort() {
	_ = f.end()
	f.out.Abort()
}

// end completes what is beside the file's place, once; after an error it takes it
// away.
func (f *File) end() error {
	if f.w != nil {
		err := f.w.close()
		if f.w = nil; f.err == nil {
			f.err = err
		}
	}
	if f.err != nil {
		f.out.Abort()
	}
	return f.err
}

// stamp is an instant as ISO 8601, in UTC, to the nanosecond.
func (s *sheet) stamp(at engine.Time) string {
	return s.clock.Add(time.Duration(at)).UTC().Format("2006-01-02T15:04:05.000000000Z")
}
