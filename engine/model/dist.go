package model

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

// dist reads a quantity or a distribution of quantities.
func (d *decoder) dist(r *raw, f *field) (random.Dist, bool) {
	switch x := r.value.(type) {
	case string:
		law, err := parseDist(x, f.dim, f.mean, f.hasMin && f.min >= 0)
		if err != nil {
			d.value(r, "%s", err.Error())
			return law, false
		}
		if f.hasMin && law.Min() < f.min {
			if law.Min() < 0 && f.min == 0 {
				d.value(r, "%s can come out negative", x)
			} else {
				d.value(r, "%s must be at least %s", f.key, f.minText)
			}
			return law, false
		}
		if f.hasMax && law.Max() > f.max {
			d.value(r, "%s must be at most %s", f.key, f.maxText)
			return law, false
		}
		return law, true
	case inBase:
		if !d.bounds(r, float64(x), f) {
			return random.Dist{}, false
		}
		law, err := plain(float64(x), f.dim, f.mean)
		if err != nil {
			d.value(r, "%s", err)
		}
		return law, err == nil
	case int64, float64:
		d.value(r, "%s", unit.NoUnit(r.literal(), f.dim))
	case *rawTable:
		if r.get("file") != nil {
			return d.sampleFile(r, f)
		}
		d.value(r, "want one %s here, not a table", f.dim)
	default:
		d.value(r, "want %s, such as %q, not %s", f.dim.Article(), exampleOf(f.dim), r.what())
	}
	return random.Dist{}, false
}

func exampleOf(d unit.Dim) string {
	if u := d.Units(); len(u) > 0 {
		return "4 " + u[0]
	}
	return "4"
}

// sampleFile reads an empirical distribution from a column of a table:
// { file = "times.csv", column = "cycle [s]" }.
func (d *decoder) sampleFile(r *raw, f *field) (random.Dist, bool) {
	column := "value"
	if c := r.get("column"); c != nil {
		s, ok := c.value.(string)
		if !ok {
			d.value(c, "want the name of a column, in quotes, not %s", c.what())
			return random.Dist{}, false
		}
		column = s
	}
	key := columnKey(column)
	want := []field{{key: key, dim: f.dim, hasDim: true, typ: typeQuantity, need: true}}
	rows, ok := d.b.rowsMapped(r, want, map[string]string{key: column})
	if !ok {
		return random.Dist{}, false
	}
	var values []float64
	for _, row := range rows {
		if cell := row.get(key); cell != nil {
			if q, ok := d.quantity(cell, &want[0]); ok {
				values = append(values, q.Value)
			}
		}
	}
	law, err := random.Empirical(values)
	if err != nil {
		d.value(r, "%s", err.Error())
		return law, false
	}
	return law, true
}

// columnKey is a column's name without its unit.
func columnKey(column string) string {
	name, _, _ := strings.Cut(column, "[")
	return strings.TrimSpace(name)
}

// ParseDist reads a quantity of dimension dim ("90 s") or a distribution of such
// quantities ("triangular(80 s, 90 s, 120 s)"). A plain quantity is a constant, or the
// mean of an exponential when mean is set. The families are those of
// random.Families. Errors are sentences for people.
func ParseDist(text string, dim unit.Dim, mean bool) (random.Dist, error) {
	return parseDist(text, dim, mean, dim == unit.Time)
}

// parseDist is ParseDist for a quantity that may be kept from being negative.
func parseDist(text string, dim unit.Dim, mean, positive bool) (random.Dist, error) {
	s := strings.TrimSpace(text)
	open := strings.IndexByte(s, '(')
	if open < 0 {
		if f, ok := family(s); ok {
			return random.Dist{}, fmt.Errorf("%q needs values: %s", s, usage(f))
		}
		if word := strings.ToLower(s); word != "" && strings.IndexFunc(word, func(r rune) bool { return r < 'a' || r > 'z' }) < 0 {
			if better, ok := unit.Suggest(word, familyNames()); ok {
				return random.Dist{}, fmt.Errorf("%q is no distribution; did you mean %q?", s, better)
			}
		}
		v, err := unit.ParseAs(s, dim)
		if err != nil {
			return random.Dist{}, err
		}
		return plain(v, dim, mean)
	}
	name := strings.TrimSpace(s[:open])
	f, ok := family(name)
	if !ok {
		if _, err := unit.ParseAs(s, dim); name == "" || name[0] >= '0' && name[0] <= '9' {
			return random.Dist{}, err
		}
		hint := didYouMean(name, familyNames())
		if hint == "" {
			hint = "; there are " + strings.Join(familyNames(), ", ")
		}
		return random.Dist{}, fmt.Errorf("%q is no distribution%s", name, hint)
	}
	if !strings.HasSuffix(s, ")") {
		return random.Dist{}, fmt.Errorf("the closing bracket of %s( is missing", name)
	}
	args, err := arguments(s[open+1:len(s)-1], f, dim)
	if err != nil {
		return random.Dist{}, err
	}
	law, err := f.Make(args)
	if positive {
		law, err = f.MakeTime(args)
	}
	if err != nil {
		return law, explain(err, dim)
	}
	if m := law.Mean(); math.IsNaN(m) || math.IsInf(m, 0) {
		return law, fmt.Errorf("%s has no finite mean", s)
	}
	return law, nil
}

// plain is the law that a quantity alone stands for.
func plain(v float64, dim unit.Dim, mean bool) (random.Dist, error) {
	law, err := random.Constant(v)
	if mean {
		law, err = random.Exponential(v)
	}
	return law, explain(err, dim)
}

// explain prints the values in an error of package random with their unit.
func explain(err error, dim unit.Dim) error {
	var e *random.Error
	if errors.As(err, &e) {
		return errors.New(e.Law + ": " + e.Text(func(v float64) string { return unit.Format(v, dim) }))
	}
	return err
}

// families are made once: a file asks for them thousands of times.
var families = random.Families()

func family(name string) (random.Family, bool) {
	for i := range families {
		if families[i].Name == name {
			return families[i], true
		}
	}
	return random.Family{}, false
}

func familyNames() []string {
	var out []string
	for _, f := range families {
		out = append(out, f.Name)
	}
	return out
}

// usage shows how a family is written: triangular(low, mode, high).
func usage(f random.Family) string {
	var names []string
	for _, p := range f.Params {
		names = append(names, p.Name)
	}
	if f.Repeat > 0 {
		names = append(names, "…")
	}
	return f.Name + "(" + strings.Join(names, ", ") + ")"
}

// arguments reads the values in the brackets; a colon or a semicolon parts them as a
// comma does ("discrete(60 s: 3, 90 s: 1)").
func arguments(s string, f random.Family, dim unit.Dim) ([]float64, error) {
	var out []float64
	var pieces []string
	if strings.TrimSpace(s) != "" {
		pieces = strings.FieldsFunc(strings.ReplaceAll(s, ":", ","), func(r rune) bool { return r == ',' || r == ';' })
	}
	if err := f.Check(len(pieces)); err != nil {
		return nil, fmt.Errorf("%s; it is written %s", err, usage(f))
	}
	for i, piece := range pieces {
		piece = strings.TrimSpace(piece)
		p, _ := f.Param(i)
		if p.Plain {
			v, err := strconv.ParseFloat(piece, 64)
			if err != nil {
				return nil, fmt.Errorf("the %s of %s is a plain number, not %q", p.Name, f.Name, piece)
			}
			out = append(out, v)
			continue
		}
		v, err := unit.ParseAs(piece, dim)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// times reads one time, or one for each part type or place.
func (d *decoder) times(r *raw, to *Times, f *field) {
	t := r.table()
	if t == nil || t.kids["file"] != nil {
		if x, ok := d.dist(r, f); ok {
			to.All = x
		}
		return
	}
	for _, key := range t.keys {
		x := t.kids[key]
		entry := NamedDist{Name: key}
		at := &raw{value: key, path: x.path, told: ptr(x.keyPos())}
		law, good := d.dist(x, f)
		switch {
		case key == "*":
			if good {
				to.All = law
			}
			continue
		case f.by == "place":
			entry.Place = d.place(at, key, "place")
			good = good && entry.Place != nil
		case d.reference(at, key, "part"):
			entry.Part = d.b.m.parts[key]
		default:
			good = false
		}
		if good {
			entry.Dist = law
			to.For = append(to.For, entry)
		}
	}
}

// matrix reads one time, or one for each change of part type.
func (d *decoder) matrix(r *raw, to *Matrix, f *field) {
	t := r.table()
	switch {
	case t == nil:
		if x, ok := d.dist(r, f); ok {
			to.All = x
		}
	case t.kids["file"] != nil:
		d.matrixFile(r, to, f)
	default:
		for _, key := range t.keys {
			x := t.kids[key]
			if key == "*" {
				if law, ok := d.dist(x, f); ok {
					to.All = law
				}
				continue
			}
			from, arrow, hasArrow := strings.Cut(key, "->")
			at := raw{path: x.path, told: ptr(x.keyPos())}
			if !hasArrow {
				d.add(false, *at.told, x.path, "want the change, such as \"housing -> gear\" (\"*\" is any part), not %q", key)
				continue
			}
			d.change(to, at, strings.TrimSpace(from), strings.TrimSpace(arrow), x, f)
		}
	}
}

func (d *decoder) change(to *Matrix, at raw, from, into string, time *raw, f *field) {
	var c Change
	var ok [3]bool
	c.From, ok[0] = d.partOrAny(at, from)
	c.To, ok[1] = d.partOrAny(at, into)
	c.Time, ok[2] = d.dist(time, f)
	for i := range to.Pairs {
		if ok[0] && ok[1] && to.Pairs[i].From == c.From && to.Pairs[i].To == c.To {
			d.add(false, *at.told, at.path, "the change from %s to %s is already there", from, into)
			return
		}
	}
	if ok == [3]bool{true, true, true} {
		to.Pairs = append(to.Pairs, c)
	}
}

func (d *decoder) partOrAny(at raw, name string) (*Part, bool) {
	if name == "*" {
		return nil, true
	}
	at.value = name
	if !d.reference(&at, name, "part") {
		return nil, false
	}
	return d.b.m.parts[name], true
}

// matrixFile reads { file = "setup.csv", from = "from", to = "to", time = "time [min]" }.
func (d *decoder) matrixFile(r *raw, to *Matrix, f *field) {
	want := []field{{key: "from", typ: typePart, need: true}, {key: "to", typ: typePart, need: true},
		{key: "time", typ: typeDist, dim: f.dim, hasDim: true, need: true}}
	columns := map[string]string{}
	for _, w := range want {
		if c := r.get(w.key); c != nil {
			if s, ok := c.value.(string); ok {
				columns[w.key] = s
			} else {
				d.value(c, "want the name of a column, in quotes, not %s", c.what())
			}
		}
	}
	rows, ok := d.b.rowsMapped(r, want, columns)
	if !ok {
		return
	}
	for _, row := range rows {
		from, into, time := row.get("from"), row.get("to"), row.get("time")
		if from == nil || into == nil || time == nil {
			continue
		}
		a, _ := from.value.(string)
		b, _ := into.value.(string)
		d.change(to, raw{path: row.path, told: ptr(from.pos())}, a, b, time, f)
	}
}
