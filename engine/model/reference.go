package model

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Reference writes the reference of all keys as Markdown: the sections of a factory
// file, the keys of every place, and the registered kinds with ports and measures.
func Reference(w io.Writer, reg *Registry) error {
	r := &reference{}
	r.line("# Keys of factory.toml\n")
	r.line("Quantities are texts with a unit (`\"45 s\"`, `\"1.2 m/s\"`, `\"97 %%\"`); counts are bare whole numbers; a time marked *or law* may be a distribution such as `\"triangular(80 s, 90 s, 120 s)\"`.\n")
	r.line("## The file\n")
	r.table(typeOf[rootKeys]())
	r.line("These stand in `[factory]` (or `[enterprise]`), beside the keys of every place and of every level.\n")
	for _, x := range []struct {
		head string
		keys reflect.Type
	}{{"`[part.x]`", typeOf[partKeys]()}, {"`[[part.x.route]]`", typeOf[operationKeys]()}, {"a need (in `needs`)", typeOf[Need]()},
		{"`[calendar.x]`", typeOf[calendarKeys]()}, {"`[people.x]`", typeOf[crewKeys]()}, {"`[[orders]]`", typeOf[orderKeys]()},
		{"a table from a file", typeOf[fileKeys]()}, {"`[supplier.x]`", typeOf[Supplier]()}, {"`[customer.x]`", typeOf[Customer]()},
		{"`[tariff.x]`", typeOf[tariffKeys]()}, {"Every place", typeOf[commonKeys]()}, {"Every level", typeOf[levelKeys]()}} {
		r.line("## %s\n", x.head)
		r.table(x.keys)
	}
	r.line("# Kinds\n")
	for _, k := range reg.kinds {
		r.line("## %s\n", k.Name)
		r.line("%s\n", k.Doc)
		r.table(reflect.TypeOf(k.New()).Elem())
		in, out := k.ports(k.New())
		r.ports("Enters by", in)
		r.ports("Leaves by", out)
		for _, m := range k.Measures {
			what := m.Dim.String()
			if m.Count {
				what = "count"
			}
			r.line("- measure `%s` (%s): %s", m.Name, what, m.Doc)
		}
		if len(k.Measures) > 0 {
			r.line("")
		}
	}
	r.policies(reg)
	_, err := io.WriteString(w, r.b.String())
	return err
}

type reference struct{ b strings.Builder }

func (r *reference) line(format string, args ...any) { fmt.Fprintf(&r.b, format+"\n", args...) }

func (r *reference) ports(verb string, ports []string) {
	var named []string
	for _, p := range ports {
		if p == "" {
			p = "(the place itself)"
		}
		named = append(named, "`"+p+"`")
	}
	if len(named) > 0 {
		r.line("%s %s.\n", verb, strings.Join(named, ", "))
	}
}

// table writes the keys of a struct type, those of inner tables below with a dot.
func (r *reference) table(t reflect.Type) {
	fields, _ := fieldsOf(t)
	if len(fields) == 0 {
		return
	}
	r.line("| key | value | default | |\n|---|---|---|---|")
	r.rows("", fields)
	r.line("")
}

func (r *reference) rows(above string, fields []field) {
	for i := range fields {
		f := &fields[i]
		byDefault := f.byDefault
		if f.need {
			byDefault = "**needed**"
		}
		r.line("| `%s` | %s | %s | %s |", above+f.key, strings.ReplaceAll(describe(f), "|", "\\|"), byDefault, strings.ReplaceAll(f.doc, "|", "\\|"))
		if f.typ.Kind() == reflect.Struct && !leaf(f.typ) {
			inner, _ := fieldsOf(f.typ)
			r.rows(above+f.key+".", inner)
		}
	}
}

// describe says in words what a value looks like.
func describe(f *field) string {
	var out string
	switch f.typ {
	case typeDist:
		out = f.dim.String() + " or law"
		if f.mean {
			out += "; a plain one is the mean of an exponential"
		}
	case typeTimes:
		by := f.by
		if by == "" {
			by = "part"
		}
		out = f.dim.String() + " or law, or one for each " + by
	case typeMatrix:
		out = f.dim.String() + " or law, or one for each change"
	case typeRule:
		out = article(f.policy+" rule") + ", see Policies"
	case typeExpr:
		out = "expression"
	case typePart:
		out = "name of a part"
	case typeCrew:
		out = "name of a crew"
	case typeNode:
		out = "name of a place"
	case typeRaw:
		out = "text or list"
	default:
		out = describeKind(f)
	}
	if f.unlimited {
		out += `, or "unlimited"`
	}
	if f.minText != "" {
		out += ", at least " + f.minText
	}
	if f.maxText != "" {
		out += ", at most " + f.maxText
	}
	return out
}

func describeKind(f *field) string {
	t, many := f.typ, ""
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Array {
		t, many = t.Elem(), "list of "+many
	}
	switch {
	case t.Kind() == reflect.Map && f.ref != "":
		return "table of " + f.ref + "s"
	case t.Kind() == reflect.Map:
		return "table"
	case f.ref != "":
		return many + "name of " + article(f.ref)
	case len(f.enum) > 0:
		return many + "`" + strings.Join(f.enum, "`, `") + "`"
	case t == typeQuantity || t.Kind() == reflect.Float64 && f.hasDim:
		return many + f.dim.String()
	case t.Kind() == reflect.Float64:
		return many + "number"
	case t.Kind() == reflect.Int:
		return many + "count"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Struct:
		return many + "table"
	}
	return many + "text"
}
