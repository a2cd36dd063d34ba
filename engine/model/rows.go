package model

import (
	"math"
	"reflect"
	"strings"

	"github.com/taktsim/takt/engine/model/table"
	"github.com/taktsim/takt/engine/unit"
)

// inBase is a quantity that was read already, in the base unit of its dimension.
type inBase float64

// fileKeys are the keys of a table that comes from a file.
type fileKeys struct {
	File  string            `key:"file" need:"yes" doc:"a .csv or .xlsx file beside the factory file"`
	Sheet string            `key:"sheet" doc:"the sheet of an .xlsx file; the first unless given"`
	Map   map[string]string `key:"map" doc:"other people's names of columns: { part = \"Artikel\" }"`
}

// rows reads the table that { file = …, sheet = …, map = … } names, one raw table for
// each row with the keys of fields. ok is false when nothing of it can be used.
func (b *build) rows(r *raw, fields []field) (rows []*raw, ok bool) {
	var k fileKeys
	b.dec.into(r, "a table from a file", r.pos(), r.path, nil, &k)
	var keys []string
	for i := range fields {
		keys = append(keys, fields[i].key)
	}
	for _, key := range sortedKeys(k.Map) {
		if !contains(keys, key) {
			b.key(r.get("map").get(key), "there is no %q to map%s", key, didYouMean(key, keys))
			return nil, false
		}
	}
	return b.readRows(r, &k, fields, true)
}

// rowsMapped is rows for a table whose columns are named by keys of their own
// (from = "…"); other columns do not matter.
func (b *build) rowsMapped(r *raw, fields []field, columns map[string]string) ([]*raw, bool) {
	var k fileKeys
	own := func(key string) bool { return columns[key] != "" || key == "column" }
	b.dec.into(r, "a table from a file", r.pos(), r.path, own, &k)
	k.Map = columns
	return b.readRows(r, &k, fields, false)
}

func (b *build) readRows(r *raw, k *fileKeys, fields []field, strict bool) ([]*raw, bool) {
	f := r.get("file")
	if k.File == "" {
		if _, text := f.asText(); text {
			b.value(f, "want the name of a file")
		}
		return nil, false
	}
	data, err := b.m.Open(k.File)
	if err != nil {
		b.value(f, "%s", err)
		return nil, false
	}
	t := table.Read(k.File, data, table.Options{Sheet: k.Sheet, Map: k.Map})
	var names, needed []string
	for i := range fields {
		names = append(names, fields[i].key)
		if fields[i].need {
			needed = append(needed, fields[i].key)
		}
	}
	if strict {
		t.Unknown(names...)
	}
	complete := t.Require(needed...)
	var out []*raw
	for _, row := range t.Rows {
		if complete {
			out = append(out, b.row(r, row, fields))
		}
	}
	for _, e := range t.Errors() {
		b.add(false, cellPos(e), r.path, "%s", e.Msg)
	}
	return out, complete && len(t.Columns) > 0
}

func cellPos(e *table.Error) Pos {
	return Pos{File: e.File, Line: e.Line, Col: e.Col, EndCol: e.End, Source: e.Source}
}

// row makes a raw table of one row.
func (b *build) row(r *raw, row table.Row, fields []field) *raw {
	t := newTable()
	for i := range fields {
		f := &fields[i]
		if row.Empty(f.key) {
			if f.need {
				row.Need(f.key)
			}
			continue
		}
		if v := b.cell(row, f); v != nil {
			at := row.At(f.key)
			x := &raw{value: v, path: join(r.path, f.key), told: ptr(cellPos(&at))}
			if parts, ok := v.([]string); ok {
				var l []*raw
				for _, p := range parts {
					l = append(l, &raw{value: strings.TrimSpace(p), path: x.path, told: x.told})
				}
				x.value = l
			}
			t.set(f.key, x)
		} else {
			// What was told once is not to be missed as well.
			at := row.At(f.key)
			t.set(f.key, &raw{value: unreadable{}, path: r.path, told: ptr(cellPos(&at))})
		}
	}
	at := row.At("")
	return &raw{value: t, path: r.path, told: ptr(cellPos(&at))}
}

// unreadable stands for a cell about which a mistake was told.
type unreadable struct{}

// cell reads one cell as the field wants it; nil when a mistake was told.
func (b *build) cell(row table.Row, f *field) any {
	text := row.Text(f.key)
	read := func(v any, ok bool) any {
		if !ok {
			return nil
		}
		return v
	}
	switch {
	case f.unlimited && text == "unlimited":
		return text
	case f.typ == typeRaw || f.typ == typeTime:
		if q, err := unit.Parse(text); err == nil && q.Dim == unit.Time {
			return text
		}
		return read(row.Time(f.key, b.zone))
	case f.typ == typeQuantity && f.dim.HasMoney(), strings.Contains(text, "("):
		return text
	case f.hasDim && (f.typ == typeDist || f.typ == typeTimes || f.typ == typeMatrix || f.typ == typeQuantity || f.typ.Kind() == reflect.Float64):
		v, ok := row.Quantity(f.key, f.dim)
		return read(inBase(v), ok)
	}
	switch f.typ.Kind() {
	case reflect.Int:
		v, ok := row.Int(f.key)
		return read(int64(v), ok)
	case reflect.Float64:
		v, ok := row.Number(f.key)
		return read(v, ok && !math.IsInf(v, 0))
	case reflect.Bool:
		return read(row.Bool(f.key))
	case reflect.Slice:
		return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '|' || r == ';' })
	}
	return text
}
