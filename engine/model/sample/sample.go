package sample

import "fmt"

// MaxMachines is the largest plant that [Factory] makes.
const MaxMachines = 10_000

// Factory writes the factory.toml of a plant with n pieces of equipment that
// work on parts (machines, stations and assemblies; buffers, conveyors, sources
// and sinks come on top). An error says that n is out of range.
func Factory(n int, seed uint64) ([]byte, error) {
	if n < 1 || n > MaxMachines {
		return nil, fmt.Errorf("a plant has 1 to %d machines, not %d", MaxMachines, n)
	}
	p := design(n, seed)
	p.layout()
	return p.text(n, seed), nil
}

// plant is a factory on the drawing board.
type plant struct {
	calendar calendar
	shops    []*shop
	parts    []part
	crews    []crew
	shapes   []shape // those in use, in the order of the catalogue
	width    float64 // m
	depth    float64
}

// shop is a workshop: lines beside one another, and to their right the line
// that they share, if any.
type shop struct {
	name, title string
	lines       []*line
	shared      *line
	x, y, w, d  float64 // centre and size, m
}

// line is a row of items.
type line struct {
	name, title string
	flow        []string
	items       []*item
	x, y, w, d  float64 // centre, in the frame of the workshop, and size
}

// item is one place on the floor: equipment, a queue, a conveyor.
type item struct {
	name string
	keys []pair  // in the order in which they are written, kind or like first
	x, y float64 // centre, in the frame of the line
	w, d float64 // footprint
}

// pair is a key and its value as TOML.
type pair struct{ key, value string }

func (it *item) set(key, format string, args ...any) {
	it.keys = append(it.keys, pair{key, fmt.Sprintf(format, args...)})
}

// part is a part type with what it is made of.
type part struct {
	name string
	size [3]float64 // m
	bom  []pair
}

type crew struct {
	name string
	n    int
}

// all lists the lines of the workshop in the order in which they are written.
func (s *shop) all() []*line {
	if s.shared == nil {
		return s.lines
	}
	return append(append([]*line(nil), s.lines...), s.shared)
}
