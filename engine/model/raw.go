package model

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model/span"
)

// raw is one value of a file together with where it was written. Values are shared
// by everything that is `like` one another and never changed; a merge makes new tables.
type raw struct {
	value  any // string, int64, float64, bool, time.Time, []*raw or *rawTable
	path   string
	form   span.Form
	preset any // a spec struct given in code, instead of the kind's defaults

	src       *source // where key and text are; nil when told is set
	key, text span.Range
	told      *Pos // the position of what comes from a table's cell, a setting or code
}

// rawTable is a table with its keys in the order of the file.
type rawTable struct {
	keys []string
	kids map[string]*raw
}

func newTable() *rawTable { return &rawTable{kids: map[string]*raw{}} }

func (t *rawTable) set(key string, v *raw) {
	if t.kids[key] == nil {
		t.keys = append(t.keys, key)
	}
	t.kids[key] = v
}

func (t *rawTable) drop(key string) {
	if t.kids[key] != nil {
		delete(t.kids, key)
		t.keys = slices.DeleteFunc(t.keys, func(k string) bool { return k == key })
	}
}

// clone copies the table itself, not the values in it.
func (t *rawTable) clone() *rawTable {
	return &rawTable{keys: slices.Clone(t.keys), kids: maps.Clone(t.kids)}
}

// table is the table the value is, or nil.
func (r *raw) table() *rawTable {
	if r == nil {
		return nil
	}
	t, _ := r.value.(*rawTable)
	return t
}

// get is a key of the table the value is, or nil.
func (r *raw) get(key string) *raw {
	if t := r.table(); t != nil {
		return t.kids[key]
	}
	return nil
}

func (r *raw) list() ([]*raw, bool) {
	l, ok := r.value.([]*raw)
	return l, ok
}

// written reports whether the table has a header of its own, or stands for one: a
// place, as against a property in braces.
func (r *raw) written() bool { return r.form == span.Header || r.form == span.Implied }

// name is the last part of the path.
func (r *raw) name() string { return r.path[strings.LastIndexByte(r.path, '.')+1:] }

// pos is where the value is written.
func (r *raw) pos() Pos {
	switch {
	case r.told != nil:
		return *r.told
	case r.src == nil:
		return Pos{}
	case r.text.Empty():
		return r.src.at(r.key)
	}
	return r.src.at(r.text)
}

// keyPos is where the name of the value is written.
func (r *raw) keyPos() Pos {
	if r.told != nil || r.src == nil {
		return r.pos()
	}
	return r.src.at(r.key)
}

// within is the position of a piece of a string value. Text with escapes, or over
// several lines, is pointed at as a whole.
func (r *raw) within(offset, length int) Pos {
	s, ok := r.value.(string)
	if !ok || r.told != nil || r.src == nil || offset < 0 || offset+length > len(s) {
		return r.pos()
	}
	text := r.src.index.Text(r.text)
	if len(text) != len(s)+2 || text[1:len(text)-1] != s {
		return r.pos()
	}
	start := r.text.Start + 1 + offset
	return r.src.at(span.Range{Start: start, End: start + length})
}

// literal is the value as a person would write it.
func (r *raw) literal() string {
	if r.src != nil && r.told == nil && !r.text.Empty() && r.text.End-r.text.Start < 60 {
		return r.src.index.Text(r.text)
	}
	switch v := r.value.(type) {
	case string:
		return strconv.Quote(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		return v.Format("2006-01-02 15:04:05")
	case []*raw:
		return "[…]"
	case *rawTable:
		return "{…}"
	}
	return fmt.Sprint(r.value)
}

// what names the type of the value, with an article.
func (r *raw) what() string {
	switch r.value.(type) {
	case string:
		return "a text"
	case int64, float64:
		return "a number"
	case bool:
		return "true or false"
	case time.Time:
		return "a date"
	case []*raw:
		return "a list"
	}
	return "a table"
}

// join puts a name behind a path.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fromTOML pairs a decoded TOML value with the index of its source.
func fromTOML(v any, n *span.Node, src *source, path string) *raw {
	r := &raw{path: path, src: src}
	if n != nil {
		r.form, r.key, r.text = n.Form, n.Key(), n.Text
	}
	switch v := v.(type) {
	case map[string]any:
		t := newTable()
		for _, key := range keysInOrder(v, n) {
			t.set(key, fromTOML(v[key], n.Child(key), src, join(path, key)))
		}
		r.value = t
	case []map[string]any:
		l := make([]*raw, len(v))
		for i := range v {
			l[i] = fromTOML(v[i], n.Child(strconv.Itoa(i)), src, path)
		}
		r.value = l
	case []any:
		l := make([]*raw, len(v))
		for i := range v {
			l[i] = fromTOML(v[i], n.Child(strconv.Itoa(i)), src, path)
		}
		r.value = l
	default:
		r.value = v
	}
	return r
}

// keysInOrder lists the keys of a decoded table in the order of the file.
func keysInOrder(v map[string]any, n *span.Node) []string {
	var out []string
	if n != nil {
		for _, c := range n.Children {
			if _, ok := v[c.Name]; ok {
				out = append(out, c.Name)
			}
		}
	}
	if len(out) < len(v) {
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// fromGo makes a raw value of plain Go values, as settings and the builder give them:
// string, the ints and floats, bool, time.Time, []any, []string, map[string]any, Keys.
func fromGo(v any, pos Pos, path string) (*raw, error) {
	r := &raw{path: path, told: &pos, form: span.Inline}
	switch v := v.(type) {
	case string, int64, float64, bool, time.Time:
		r.value = v
	case int:
		r.value = int64(v)
	case float32:
		r.value = float64(v)
	case []string:
		l := make([]*raw, len(v))
		for i := range v {
			l[i] = &raw{value: v[i], path: path, told: &pos}
		}
		r.value = l
	case []any:
		l := make([]*raw, len(v))
		for i := range v {
			x, err := fromGo(v[i], pos, path)
			if err != nil {
				return nil, err
			}
			l[i] = x
		}
		r.value = l
	case []map[string]any:
		l := make([]any, len(v))
		for i := range v {
			l[i] = v[i]
		}
		return fromGo(l, pos, path)
	case Keys:
		return fromGo(map[string]any(v), pos, path)
	case map[string]any:
		t := newTable()
		for _, k := range slices.Sorted(maps.Keys(v)) {
			x, err := fromGo(v[k], pos, join(path, k))
			if err != nil {
				return nil, err
			}
			t.set(k, x)
		}
		r.value = t
	default:
		return nil, fmt.Errorf("a value of type %T cannot stand in a model; want text, a number, true or false, a list or a table", v)
	}
	return r, nil
}
