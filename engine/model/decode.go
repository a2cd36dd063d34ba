package model

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
	"github.com/taktsim/takt/engine/unit"
)

// decoder fills spec structs from raw tables.
type decoder struct {
	*collector
	b     *build
	scope *Node // from where the names of places are looked up
	loose bool  // keys may be missing, and places that are named may not be there
	cache map[reflect.Type][]field
}

func (d *decoder) fields(t reflect.Type) []field {
	fs, ok := d.cache[t]
	if !ok {
		fs, _ = fieldsOf(t) // the tags were checked when the kind was registered
		d.cache[t] = fs
	}
	return fs
}

// into fills one or more structs (given by pointers) from a table. what names the thing
// for messages ("a machine"); skip says which keys are not its concern; where is the
// position and path to tell that a key is missing.
func (d *decoder) into(r *raw, what string, where Pos, path string, skip func(string) bool, dst ...any) {
	t := r.table()
	known := map[string]bool{}
	var names []string
	for _, ptr := range dst {
		v := reflect.ValueOf(ptr).Elem()
		for _, f := range d.fields(v.Type()) {
			if known[f.key] {
				continue
			}
			known[f.key] = true
			names = append(names, f.key)
			x := t.kids[f.key]
			switch {
			case x != nil:
				d.set(x, v.FieldByIndex(f.index), &f)
			case f.need && !d.loose && v.FieldByIndex(f.index).IsZero():
				d.add(false, where, path, "%s needs %q%s", what, f.key, needHint(&f))
			}
		}
	}
	for _, key := range t.keys {
		if known[key] || skip != nil && skip(key) {
			continue
		}
		hint := didYouMean(key, names)
		if hint == "" && len(names) > 0 && len(names) <= 8 {
			hint = "; it has " + strings.Join(names, ", ")
		}
		d.key(t.kids[key], "%s has no %q%s", what, key, hint)
	}
}

// needHint is an example of what a missing key could say.
func needHint(f *field) string {
	switch {
	case len(f.enum) > 0:
		return fmt.Sprintf(", such as %s = %q", f.key, f.enum[0])
	case f.hasDim && len(f.dim.Units()) > 0 && f.typ.Kind() != reflect.Slice && f.typ.Kind() != reflect.Array:
		return fmt.Sprintf(", such as %s = %q", f.key, "4 "+f.dim.Units()[0])
	case f.ref != "":
		return ": the name of " + article(f.ref)
	case f.doc != "":
		return ": " + f.doc
	}
	return ""
}

// set fills one field.
func (d *decoder) set(r *raw, v reflect.Value, f *field) {
	if _, told := r.value.(unreadable); told {
		return
	}
	switch v.Type() {
	case typeRaw:
		v.Set(reflect.ValueOf(r))
	case typeDist:
		if x, ok := d.dist(r, f); ok {
			v.Set(reflect.ValueOf(x))
		}
	case typeTimes:
		d.times(r, v.Addr().Interface().(*Times), f)
	case typeMatrix:
		d.matrix(r, v.Addr().Interface().(*Matrix), f)
	case typeRule:
		d.rule(r, v.Addr().Interface().(*Rule), f)
	case typeExpr:
		d.expr(r, v.Addr().Interface().(*Expr))
	case typeQuantity:
		if q, ok := d.quantity(r, f); ok {
			v.Set(reflect.ValueOf(q))
		}
	case typeTime:
		if t, ok := d.instant(r); ok {
			v.Set(reflect.ValueOf(t))
		}
	case typePart, typeNode, typeCrew:
		d.pointer(r, v, f)
	default:
		d.setKind(r, v, f)
	}
}

func (d *decoder) setKind(r *raw, v reflect.Value, f *field) {
	switch v.Kind() {
	case reflect.String:
		if s, ok := d.text(r, f); ok {
			v.SetString(s)
		}
	case reflect.Bool:
		b, ok := r.value.(bool)
		if !ok {
			d.value(r, "want true or false, without quotes, not %s", r.what())
			return
		}
		v.SetBool(b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n, ok := d.count(r, f); ok {
			if v.OverflowInt(n) {
				d.value(r, "%d is too large", n)
				return
			}
			v.SetInt(n)
		}
	case reflect.Float64:
		if x, ok := d.float(r, f); ok {
			v.SetFloat(x)
		}
	case reflect.Slice, reflect.Array:
		d.list(r, v, f)
	case reflect.Map:
		d.mapping(r, v, f)
	case reflect.Struct:
		if r.table() == nil {
			d.value(r, "want a table in braces, such as { %s }, not %s", d.sample(v.Type()), r.what())
			return
		}
		d.into(r, "`"+r.name()+"`", r.pos(), r.path, nil, v.Addr().Interface())
		if n, ok := v.Addr().Interface().(*Need); ok {
			d.b.needs(r, n)
		}
	default:
		d.value(r, "a key of type %s cannot be read", v.Type())
	}
}

// sample shows the first key of a struct.
func (d *decoder) sample(t reflect.Type) string {
	fs := d.fields(t)
	if len(fs) == 0 {
		return "…"
	}
	return fs[0].key + " = …"
}

func (d *decoder) text(r *raw, f *field) (string, bool) {
	s, ok := r.value.(string)
	if !ok {
		if r.what() == "a number" || r.what() == "a date" {
			d.value(r, "want a text, in quotes: %q", r.literal())
		} else {
			d.value(r, "want a text, in quotes, not %s", r.what())
		}
		return "", false
	}
	if len(f.enum) > 0 && !contains(f.enum, s) {
		hint := didYouMean(s, f.enum)
		if hint == "" {
			hint = "; it can be " + quoted(f.enum, "or")
		}
		d.value(r, "%q is no %s%s", s, f.key, hint)
		return "", false
	}
	if f.expr {
		if _, err := ParseExpr(s); err != nil {
			d.exprError(r, err)
			return "", false
		}
	}
	if f.ref != "" && !d.reference(r, s, f.ref) {
		return "", false
	}
	return s, true
}

// reference checks that a name names something.
func (d *decoder) reference(r *raw, name, ref string) bool {
	var known []string
	switch ref {
	case "tool", "place":
		return d.place(r, name, ref) != nil
	case "shape":
		known = d.b.top.kids["shape"].table().names()
	default:
		known = d.b.names(ref)
	}
	if slices.Contains(known, name) {
		return true
	}
	hint := didYouMean(name, known)
	if hint == "" && len(known) == 0 {
		hint = fmt.Sprintf("; describe it in [%s.%s]", map[string]string{"crew": "people"}[ref]+strings.Repeat(ref, b2i(ref != "crew")), name)
	}
	d.value(r, "there is no %s %q%s", ref, name, hint)
	return false
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// place finds a place by a name seen from the scope, or tells that there is none.
func (d *decoder) place(r *raw, name, ref string) *Node {
	scope := d.scope
	if scope == nil {
		scope = d.b.m.Root
	}
	n := scope.Lookup(name)
	switch {
	case n == nil && d.loose:
	case n == nil:
		d.value(r, "there is no %s %q%s", ref, name, didYouMean(name, d.b.placeNames(scope)))
	case n.broken:
	case ref == "tool" && !n.Is("tool"):
		d.value(r, "%q is %s, not a tool", name, article(n.Kind.Name))
		return nil
	}
	return n
}

func (d *decoder) pointer(r *raw, v reflect.Value, f *field) {
	s, ok := r.value.(string)
	if !ok {
		d.value(r, "want a name, in quotes, not %s", r.what())
		return
	}
	switch v.Type() {
	case typeNode:
		ref := f.ref
		if ref == "" {
			ref = "place"
		}
		if n := d.place(r, s, ref); n != nil {
			v.Set(reflect.ValueOf(n))
		}
	case typePart:
		if d.reference(r, s, "part") {
			v.Set(reflect.ValueOf(d.b.m.parts[s]))
		}
	case typeCrew:
		if d.reference(r, s, "crew") {
			v.Set(reflect.ValueOf(d.b.m.Crew(s)))
		}
	}
}

// count reads a bare whole number.
func (d *decoder) count(r *raw, f *field) (int64, bool) {
	var n int64
	switch x := r.value.(type) {
	case int64:
		n = x
	case float64:
		if x != math.Trunc(x) || math.Abs(x) > 1e15 {
			d.value(r, "%s is no count; want a whole number", r.literal())
			return 0, false
		}
		n = int64(x)
	case string:
		if f.unlimited && x == "unlimited" {
			return -1, true
		}
		q, err := unit.Parse(x)
		switch {
		case f.unlimited && err != nil:
			d.value(r, "want a whole number without quotes, or \"unlimited\", not %q", x)
		case err == nil && q.Value == math.Trunc(q.Value) && (q.Dim == unit.Share || q.Dim == unit.Count):
			d.value(r, "%q is a text; a count is a bare number: %g", x, q.Value)
		default:
			d.value(r, "want a whole number without quotes, not %q", x)
		}
		return 0, false
	default:
		d.value(r, "want a whole number, not %s", r.what())
		return 0, false
	}
	if f.hasMin && float64(n) < f.min {
		d.value(r, "%s must be at least %g, not %d", f.key, f.min, n)
		return 0, false
	}
	if f.hasMax && float64(n) > f.max {
		d.value(r, "%s must be at most %g, not %d", f.key, f.max, n)
		return 0, false
	}
	return n, true
}

// float reads a quantity of the field's dimension, or a plain number where it has none.
func (d *decoder) float(r *raw, f *field) (float64, bool) {
	if f.unlimited && r.value == "unlimited" {
		return math.Inf(1), true
	}
	var v float64
	if f.hasDim {
		q, ok := d.quantity(r, f)
		return q.Value, ok
	}
	switch x := r.value.(type) {
	case int64:
		v = float64(x)
	case float64:
		v = x
	default:
		d.value(r, "want a plain number, not %s", r.what())
		return 0, false
	}
	return v, d.bounds(r, v, f)
}

func (d *decoder) bounds(r *raw, v float64, f *field) bool {
	show := func(bound float64, text string) string {
		if text != "" && f.hasDim {
			return text
		}
		if f.hasDim {
			return unit.Format(bound, f.dim)
		}
		return fmt.Sprintf("%g", bound)
	}
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		d.value(r, "want a finite number")
	case f.hasMin && v < f.min && f.min == 0:
		d.value(r, "%s cannot be negative", f.key)
	case f.hasMin && v < f.min:
		d.value(r, "%s must be at least %s", f.key, show(f.min, f.minText))
	case f.hasMax && v > f.max:
		d.value(r, "%s must be at most %s", f.key, show(f.max, f.maxText))
	default:
		return true
	}
	return false
}

func (d *decoder) quantity(r *raw, f *field) (unit.Quantity, bool) {
	switch x := r.value.(type) {
	case string:
		q, err := unit.ParseQuantity(x, f.dim)
		if err != nil {
			d.value(r, "%s", err.Error())
			return q, false
		}
		return q, d.bounds(r, q.Value, f)
	case inBase:
		return unit.Quantity{Value: float64(x), Dim: f.dim}, d.bounds(r, float64(x), f)
	case int64, float64:
		d.value(r, "%s", unit.NoUnit(r.literal(), f.dim))
	default:
		d.value(r, "want %s, such as %q, not %s", f.dim.Article(), "4 "+strings.Join(f.dim.Units()[:min(1, len(f.dim.Units()))], ""), r.what())
	}
	return unit.Quantity{}, false
}

// instant reads a date and time on the clock of the scope's zone.
func (d *decoder) instant(r *raw) (time.Time, bool) {
	zone := d.b.zone
	if d.scope != nil && d.scope.Zone != nil {
		zone = d.scope.Zone
	}
	text := ""
	switch x := r.value.(type) {
	case string:
		text = x
	case time.Time:
		text = r.literal()
	default:
		d.value(r, "want a date and time, such as \"2026-01-05 06:00\", not %s", r.what())
		return time.Time{}, false
	}
	t, err := calendar.ParseTime(text, zone)
	if err != nil {
		d.value(r, "%s", err.Error())
		return t, false
	}
	return t, true
}

func (d *decoder) expr(r *raw, to *Expr) {
	s, ok := r.value.(string)
	if !ok {
		d.value(r, "want an expression in quotes, such as \"due - now - work\", not %s", r.what())
		return
	}
	e, err := ParseExpr(s)
	if err != nil {
		d.exprError(r, err)
		return
	}
	*to = e
}

func (d *decoder) exprError(r *raw, err error) {
	if e, ok := err.(*unit.Error); ok {
		d.add(false, r.within(e.Offset, e.Len), r.path, "%s", e.Msg)
		return
	}
	d.value(r, "%s", err.Error())
}

func (d *decoder) list(r *raw, v reflect.Value, f *field) {
	items, ok := r.list()
	structs := v.Type().Elem().Kind() == reflect.Struct && !leaf(v.Type().Elem())
	if !ok && structs && r.get("file") != nil {
		items, ok = d.b.rows(r, d.keysOf(v.Type().Elem()))
		if !ok {
			return
		}
	}
	if !ok {
		if v.Kind() == reflect.Slice && r.table() == nil && !structs && v.Type().Elem().Kind() != reflect.Slice && v.Type().Elem().Kind() != reflect.Array {
			items = []*raw{r} // one alone need not stand in brackets
		} else {
			d.value(r, "want a list in brackets, not %s", r.what())
			return
		}
	}
	if v.Kind() == reflect.Array {
		if len(items) != v.Len() {
			d.value(r, "want %d values, not %d", v.Len(), len(items))
			return
		}
	} else {
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	}
	for i, x := range items {
		d.set(x, v.Index(i), f)
	}
}

// keysOf are the keys of a struct type.
func (d *decoder) keysOf(t reflect.Type) []field { return d.fields(t) }

// mapping reads a table whose keys are names.
func (d *decoder) mapping(r *raw, v reflect.Value, f *field) {
	t := r.table()
	if t == nil {
		d.value(r, "want a table in braces, such as { name = … }, not %s", r.what())
		return
	}
	ref := f.ref
	if ref == "" {
		ref = f.by
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(t.keys)))
	for _, key := range t.keys {
		if ref != "" && !d.reference(&raw{value: key, path: t.kids[key].path, told: ptr(t.kids[key].keyPos())}, key, ref) {
			continue
		}
		x := reflect.New(v.Type().Elem()).Elem()
		d.set(t.kids[key], x, f)
		v.SetMapIndex(reflect.ValueOf(key), x)
	}
}

func ptr[T any](v T) *T { return &v }
