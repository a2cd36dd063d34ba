package model

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/random"
	"github.com/taktsim/takt/engine/unit"
)

// object is a JSON object; encoding/json writes its keys sorted.
type object = map[string]any

const draft = "https://json-schema.org/draft/2020-12/schema"

// Schema is a JSON Schema (draft 2020-12) of factory files, for completion and checks in
// editors. It is made from the same structs that the decoder fills. It checks shape,
// words and units; what needs the whole file (names, flows, likenesses) it cannot.
func Schema(reg *Registry) ([]byte, error) {
	s := &schema{reg: reg, defs: object{}}
	top := object{"format": object{"const": Format, "description": "version of the format; stands first"}}
	root := s.fields(reflect.TypeOf(reg.level("factory").New()).Elem(), typeOf[commonKeys](), typeOf[levelKeys](), typeOf[rootKeys]())
	top["factory"] = closed(root)
	root = s.fields(reflect.TypeOf(reg.level("enterprise").New()).Elem(), typeOf[commonKeys](), typeOf[levelKeys](), typeOf[rootKeys]())
	top["enterprise"] = closed(root)
	for _, x := range []struct {
		word string
		keys reflect.Type
	}{{"part", typeOf[partKeys]()}, {"calendar", typeOf[calendarKeys]()}, {"people", typeOf[crewKeys]()},
		{"supplier", typeOf[Supplier]()}, {"customer", typeOf[Customer]()}, {"tariff", typeOf[tariffKeys]()}} {
		entry := closed(s.fields(x.keys))
		if need := s.needed(x.keys); len(need) > 0 {
			entry["required"] = need
		}
		top[x.word] = names(entry)
	}
	top["part"].(object)["additionalProperties"].(object)["properties"].(object)["route"] = s.rows(typeOf[operationKeys]())
	top["orders"] = s.rows(typeOf[orderKeys]())
	s.places()
	top["shape"] = names(object{"$ref": "#/$defs/shape"})
	return json.MarshalIndent(object{
		"$schema": draft, "title": "Takt factory", "type": "object", "required": []string{"format"},
		"properties": top, "propertyNames": object{"pattern": namePattern},
		"additionalProperties": object{"$ref": "#/$defs/place"}, "$defs": s.defs,
	}, "", "\t")
}

const namePattern = "^[a-z][a-z0-9-]*$"

// names is a table of entries under names.
func names(entry object) object {
	return object{"type": "object", "propertyNames": object{"pattern": namePattern}, "additionalProperties": entry}
}

func closed(properties object) object {
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

type schema struct {
	reg  *Registry
	defs object
}

// places defines what a place is: by its kind where it says one, else whatever its
// `like` may be.
func (s *schema) places() {
	any := object{}
	var kinds []string
	var shape, need []object
	for _, k := range s.reg.kinds {
		if k.Name == "enterprise" {
			continue
		}
		kinds = append(kinds, k.Name)
		types := []reflect.Type{reflect.TypeOf(k.New()).Elem(), typeOf[commonKeys]()}
		if k.Level {
			types = append(types, typeOf[levelKeys]())
		}
		properties := s.fields(types...)
		for key, v := range sorted(properties) {
			if old, ok := any[key]; ok && !reflect.DeepEqual(old, v) {
				any[key] = true // kinds differ in what they take here
			} else if !ok {
				any[key] = v
			}
		}
		def := closed(properties)
		def["description"] = k.Doc
		if k.Level {
			def["additionalProperties"] = object{"$ref": "#/$defs/place"}
			def["propertyNames"] = object{"pattern": namePattern}
		}
		s.defs["kind-"+k.Name] = def
		is := object{"properties": object{"kind": object{"const": k.Name}}, "required": []string{"kind"}}
		shape = append(shape, object{"if": is, "then": object{"$ref": "#/$defs/kind-" + k.Name}})
		if needed := s.needed(types[0]); len(needed) > 0 {
			alone := object{"allOf": []object{is, {"not": object{"required": []string{"like"}}}}}
			need = append(need, object{"if": alone, "then": object{"required": needed}})
		}
	}
	any["kind"] = object{"enum": kinds, "description": tagDoc(typeOf[commonKeys](), "kind")}
	// A place that is only `like` another may set keys of places inside: mill.cycle = …
	s.defs["like"] = object{"type": "object", "properties": any, "additionalProperties": object{"type": "object"}}
	noKind := object{"not": object{"required": []string{"kind"}}}
	shape = append(shape, object{"if": noKind, "then": object{"$ref": "#/$defs/like"}})
	s.defs["shape"] = object{"type": "object", "properties": object{"kind": any["kind"]},
		"anyOf": []object{{"required": []string{"kind"}}, {"required": []string{"like"}}}, "allOf": shape}
	place := object{"$ref": "#/$defs/shape"}
	if len(need) > 0 {
		place["allOf"] = need
	}
	s.defs["place"] = place
}

func sorted(m object) func(yield func(string, any) bool) {
	return func(yield func(string, any) bool) {
		for _, k := range sortedKeys(m) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

func tagDoc(t reflect.Type, key string) string {
	fields, _ := fieldsOf(t)
	for _, f := range fields {
		if f.key == key {
			return f.doc
		}
	}
	return ""
}

// fields are the properties that struct types describe.
func (s *schema) fields(types ...reflect.Type) object {
	out := object{}
	for _, t := range types {
		fields, _ := fieldsOf(t)
		for i := range fields {
			f := &fields[i]
			if out[f.key] != nil {
				continue
			}
			v := s.field(f, f.typ)
			if f.doc != "" {
				v["description"] = f.doc
				if f.byDefault != "" {
					v["description"] = f.doc + " (default: " + f.byDefault + ")"
				}
			}
			out[f.key] = v
		}
	}
	return out
}

func (s *schema) needed(t reflect.Type) []string {
	var out []string
	fields, _ := fieldsOf(t)
	for _, f := range fields {
		if f.need {
			out = append(out, f.key)
		}
	}
	return out
}

// quantity defines the pattern of a dimension once.
func (s *schema) quantity(d unit.Dim) object {
	name := "quantity-" + strings.ReplaceAll(d.String(), " ", "-")
	if s.defs[name] == nil {
		s.defs[name] = object{"type": "string", "pattern": "^(?:" + unit.Pattern(d) + ")$", "examples": examples(d)}
	}
	return object{"$ref": "#/$defs/" + name}
}

func examples(d unit.Dim) []string {
	var out []string
	for _, u := range d.Units() {
		out = append(out, "4 "+u)
	}
	return out
}

// law defines a quantity or a distribution of such.
func (s *schema) law(d unit.Dim) object {
	name := "distribution-of-" + strings.ReplaceAll(d.String(), " ", "-")
	if s.defs[name] == nil {
		var families []string
		for _, f := range random.Families() {
			families = append(families, f.Name)
		}
		file := object{"type": "object", "required": []string{"file"}, "properties": object{"file": text(), "sheet": text(), "column": text()}, "additionalProperties": false}
		s.defs[name] = object{"anyOf": []object{s.quantity(d),
			{"type": "string", "pattern": "^\\s*(?:" + strings.Join(families, "|") + ")\\s*\\(.*\\)\\s*$"}, file}}
	}
	return object{"$ref": "#/$defs/" + name}
}

func text() object { return object{"type": "string"} }

// field is the schema of one value of a type.
func (s *schema) field(f *field, t reflect.Type) object {
	switch t {
	case typeDist:
		return s.law(f.dim)
	case typeTimes, typeMatrix:
		return object{"anyOf": []object{s.law(f.dim), {"type": "object", "additionalProperties": s.law(f.dim)},
			{"type": "object", "required": []string{"file"}, "additionalProperties": text()}}}
	case typeRule:
		return s.rule(f)
	case typeExpr:
		return object{"type": "string", "minLength": 1}
	case typeQuantity:
		return s.quantity(f.dim)
	case typePart, typeNode, typeCrew:
		return text()
	case typeTime:
		return object{"type": []string{"string", "object"}}
	case typeRaw:
		return object{"type": []string{"string", "array"}}
	}
	switch t.Kind() {
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		if len(f.enum) > 0 {
			return object{"enum": f.enum}
		}
		return text()
	case reflect.Float64:
		return s.number(f)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return bounded(object{"type": "integer"}, f)
	case reflect.Slice:
		return s.list(f, t)
	case reflect.Array:
		return object{"type": "array", "items": s.field(f, t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": s.field(f, t.Elem())}
	case reflect.Struct:
		out := closed(s.fields(t))
		if need := s.needed(t); len(need) > 0 {
			out["required"] = need
		}
		return out
	}
	return object{}
}

func (s *schema) number(f *field) object {
	if !f.hasDim {
		return bounded(object{"type": "number"}, f)
	}
	if f.unlimited {
		return object{"anyOf": []object{s.quantity(f.dim), {"const": "unlimited"}}}
	}
	return s.quantity(f.dim)
}

func bounded(o object, f *field) object {
	if f.hasMin {
		o["minimum"] = f.min
	}
	if f.hasMax {
		o["maximum"] = f.max
	}
	if f.unlimited {
		return object{"anyOf": []object{o, {"const": "unlimited"}}}
	}
	return o
}

func (s *schema) list(f *field, t reflect.Type) object {
	if inner := t.Elem(); inner.Kind() == reflect.Struct && !leaf(inner) {
		return s.rows(inner)
	}
	items := s.field(f, t.Elem())
	list := object{"type": "array", "items": items}
	if k := t.Elem().Kind(); k == reflect.Slice || k == reflect.Array || slices.Contains([]string{"at", "size"}, f.key) {
		return list
	}
	return object{"anyOf": []object{list, items}}
}

// rows is a list of tables, or the file that holds them.
func (s *schema) rows(t reflect.Type) object {
	item := closed(s.fields(t))
	if need := s.needed(t); len(need) > 0 {
		item["required"] = need
	}
	file := closed(s.fields(typeOf[fileKeys]()))
	file["required"] = []string{"file"}
	return object{"anyOf": []object{{"type": "array", "items": item}, file}}
}
