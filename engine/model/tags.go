package model

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

// field is one key of a spec struct, read from the tags of its field.
type field struct {
	key, doc, byDefault string
	index               []int // as reflect.Value.FieldByIndex takes it
	typ                 reflect.Type
	dim                 unit.Dim
	hasDim              bool
	need, unlimited     bool
	expr, mean          bool
	min, max            float64 // in base units
	hasMin, hasMax      bool
	minText, maxText    string
	enum                []string
	ref, by             string
	policy              string // what the policies decide that it may name
}

var (
	typeDist     = reflect.TypeFor[random.Dist]()
	typeTimes    = reflect.TypeFor[Times]()
	typeMatrix   = reflect.TypeFor[Matrix]()
	typeExpr     = reflect.TypeFor[Expr]()
	typeQuantity = reflect.TypeFor[unit.Quantity]()
	typePart     = reflect.TypeFor[*Part]()
	typeNode     = reflect.TypeFor[*Node]()
	typeCrew     = reflect.TypeFor[*Crew]()
	typeRaw      = reflect.TypeFor[*raw]()
	typeTime     = reflect.TypeFor[time.Time]()
)

// refs are the words of the tag `ref`.
var refs = []string{"part", "crew", "tool", "place", "calendar", "supplier", "customer", "tariff", "shape"}

// checkTags reports the first senseless tag of a spec struct, given by a pointer.
func checkTags(spec any) error {
	t := reflect.TypeOf(spec)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return fmt.Errorf("New must make a pointer to a struct, not %T", spec)
	}
	_, err := fieldsOf(t.Elem())
	return err
}

// fieldsOf reads the tags of a struct type, those of embedded structs included.
func fieldsOf(t reflect.Type) ([]field, error) {
	var out []field
	for i := range t.NumField() {
		sf := t.Field(i)
		key, ok := sf.Tag.Lookup("key")
		if !ok {
			if !sf.Anonymous || sf.Type.Kind() != reflect.Struct {
				continue
			}
			inner, err := fieldsOf(sf.Type)
			if err != nil {
				return nil, fmt.Errorf("%s.%w", sf.Name, err)
			}
			for _, f := range inner {
				f.index = append([]int{i}, f.index...)
				out = append(out, f)
			}
			continue
		}
		f, err := readTags(sf)
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", sf.Name, err)
		}
		f.key, f.index = key, []int{i}
		inner := sf.Type
		for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Array || inner.Kind() == reflect.Map {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && !leaf(inner) {
			if _, err := fieldsOf(inner); err != nil {
				return nil, fmt.Errorf("%s.%w", sf.Name, err)
			}
		}
		out = append(out, f)
	}
	return outermost(out), nil
}

// outermost drops the keys of embedded structs that a key further out hides.
func outermost(fields []field) []field {
	depth := map[string]int{}
	for _, f := range fields {
		if d, ok := depth[f.key]; !ok || len(f.index) < d {
			depth[f.key] = len(f.index)
		}
	}
	return slices.DeleteFunc(fields, func(f field) bool { return len(f.index) > depth[f.key] })
}

// leaf reports whether a struct type is read as one value.
func leaf(t reflect.Type) bool {
	switch t {
	case typeDist, typeTimes, typeMatrix, typeExpr, typeQuantity, typeTime, typeRule:
		return true
	}
	return false
}

func readTags(sf reflect.StructField) (field, error) {
	tag := sf.Tag
	f := field{typ: sf.Type, doc: tag.Get("doc"), byDefault: tag.Get("default"), need: tag.Get("need") == "yes",
		unlimited: tag.Get("unlimited") == "yes", expr: tag.Get("expr") == "yes", mean: tag.Get("mean") == "exponential",
		ref: tag.Get("ref"), by: tag.Get("by"), policy: tag.Get("policy"), minText: tag.Get("min"), maxText: tag.Get("max"), hasMin: true}
	if !sf.IsExported() {
		return f, fmt.Errorf("it has a key but is not exported")
	}
	if name := tag.Get("dim"); name != "" {
		if f.dim, f.hasDim = unit.DimByName(name); !f.hasDim {
			return f, fmt.Errorf("there is no dimension %q", name)
		}
	} else if t := sf.Type; t == typeDist || t == typeTimes || t == typeMatrix {
		f.dim, f.hasDim = unit.Time, true
	}
	if e := tag.Get("enum"); e != "" {
		f.enum = strings.Split(e, "|")
	}
	if m := tag.Get("mean"); m != "" && m != "exponential" {
		return f, fmt.Errorf("mean must be exponential, not %q", m)
	}
	if f.ref != "" && !contains(refs, f.ref) {
		return f, fmt.Errorf("ref must be one of %s, not %q", strings.Join(refs, ", "), f.ref)
	}
	if (sf.Type == typeRule) != (f.policy != "") {
		return f, fmt.Errorf("a field of type Rule, and no other, says by the tag policy what is decided")
	}
	if f.by != "" && f.by != "part" && f.by != "place" {
		return f, fmt.Errorf("by must be part or place, not %q", f.by)
	}
	var err error
	if f.minText == "none" {
		f.hasMin, f.minText = false, ""
	} else if f.minText != "" {
		if f.min, err = f.bound(f.minText); err != nil {
			return f, err
		}
	}
	if f.maxText != "" {
		f.hasMax = true
		f.max, err = f.bound(f.maxText)
	}
	return f, err
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// bound reads the tag min or max: a plain number, or a quantity of the field's dimension.
func (f *field) bound(text string) (float64, error) {
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v, nil
	}
	return unit.ParseAs(text, f.dim)
}
