package model

import (
	"encoding/binary"
	"hash"
	"hash/fnv"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/taktsim/takt/engine/model/calendar"
)

// Hash is a fingerprint of what the model means (FNV-1a, 64 bits): comments, spacing,
// the way a quantity is written ("4 min" or "240 s") and what came through `like` make
// no difference; every value does, titles and positions in the hall included, and so
// does the order of places.
func (m *Model) Hash() uint64 {
	h := hasher{fnv.New64a()}
	h.text("takt model 1")
	h.text(m.Title)
	h.number(uint64(m.Clock.UnixNano()))
	for _, n := range m.Nodes {
		h.text(n.Path)
		h.text(n.Kind.Name)
		for _, v := range []any{n.Title, n.Doc, n.Spec, n.At, n.Size, n.Turn, n.Shape, n.Ports, n.Calendar, n.Zone.String(), n.Tariff} {
			h.value(reflect.ValueOf(v))
		}
	}
	for _, list := range []any{m.Parts, m.Crews, m.Orders, m.Suppliers, m.Customers, m.Tariffs} {
		v := reflect.ValueOf(list)
		h.number(uint64(v.Len()))
		for i := range v.Len() {
			e := v.Index(i)
			if e.Kind() == reflect.Pointer {
				e = e.Elem()
			}
			h.fields(e)
		}
	}
	for _, e := range m.Edges {
		h.text(e.From.Path + "\x00" + e.FromPort + "\x00" + e.To.Path + "\x00" + e.ToPort)
	}
	h.calendars(m)
	return h.Sum64()
}

// Hash is a fingerprint of what the place means by itself, where it stands (at and
// turn) aside: two places of one kind with equal keys have the same.
func (n *Node) Hash() uint64 {
	h := hasher{fnv.New64a()}
	h.text(n.Kind.Name)
	for _, v := range []any{n.Title, n.Doc, n.Spec, n.Size, n.Shape, n.Ports, n.Calendar, n.Zone.String(), n.Tariff} {
		h.value(reflect.ValueOf(v))
	}
	return h.Sum64()
}

type hasher struct {
	hash.Hash64
}

func (h *hasher) number(v uint64) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], v)
	h.Write(b[:])
}

func (h *hasher) text(s string) {
	h.number(uint64(len(s)))
	h.Write([]byte(s))
}

// calendars adds the keys of [calendar.x]: what they say is text.
func (h *hasher) calendars(m *Model) {
	var walk func(r *raw)
	walk = func(r *raw) {
		switch v := r.value.(type) {
		case *rawTable:
			for _, k := range slices.Sorted(slices.Values(v.keys)) {
				h.text(k)
				walk(v.kids[k])
			}
		case []*raw:
			for _, x := range v {
				walk(x)
			}
		default:
			h.text(r.plain())
		}
	}
	if r := m.tree.top.kids["calendar"]; r.table() != nil {
		walk(r)
	}
}

// plain is the value as text, however it is written.
func (r *raw) plain() string {
	bare := *r
	bare.src = nil
	return bare.literal()
}

// value adds any value that a spec may hold; what other parts of the model are is told
// by their names.
func (h *hasher) value(v reflect.Value) {
	if !v.IsValid() {
		h.text("nil")
		return
	}
	if v.Type() == typeRule {
		h.rule(v.Interface().(Rule))
		return
	}
	h.text(v.Kind().String())
	switch v.Kind() {
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		h.number(n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		h.number(math.Float64bits(v.Float()))
	case reflect.String:
		h.text(v.String())
	case reflect.Slice, reflect.Array:
		h.number(uint64(v.Len()))
		for i := range v.Len() {
			h.value(v.Index(i))
		}
	case reflect.Map:
		h.table(v)
	case reflect.Pointer, reflect.Interface:
		h.pointer(v)
	case reflect.Struct:
		h.fields(v)
	}
}

// rule adds a rule as its name and the parameters of its policy.
func (h *hasher) rule(r Rule) {
	h.text(reflect.String.String())
	h.text(r.Name)
	if spec := reflect.ValueOf(r.Spec); spec.IsValid() && spec.Elem().NumField() > 0 {
		h.fields(spec.Elem())
	}
}

func (h *hasher) pointer(v reflect.Value) {
	if v.IsNil() {
		h.text("nil")
		return
	}
	if v.Kind() == reflect.Pointer {
		switch v.Type() {
		case typePart, typeCrew, typeOf[*Calendar](), typeOf[*Tariff](), typeOf[*Supplier](), typeOf[*Customer]():
			h.text(v.Elem().FieldByName("Name").String())
			return
		case typeNode:
			h.text(v.Elem().FieldByName("Path").String())
			return
		case typeRaw, typeOf[*calendar.Calendar](), typeOf[*time.Location]():
			return
		}
	}
	h.value(v.Elem())
}

// table adds a map in the order of its keys.
func (h *hasher) table(v reflect.Value) {
	keys := slices.SortedFunc(v.Seq(), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	h.number(uint64(len(keys)))
	for _, k := range keys {
		h.value(k)
		h.value(v.MapIndex(k))
	}
}

func (h *hasher) fields(v reflect.Value) {
	t := v.Type()
	if t == typeExpr {
		h.text(v.FieldByName("Text").String())
		return
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == typeOf[Pos]() || f.Type == typeRaw {
			continue
		}
		// A key that came later counts only where it is given, so that models
		// without it keep their fingerprint.
		if f.Tag.Get("hash") == "given" && v.Field(i).IsZero() {
			continue
		}
		h.value(v.Field(i))
	}
}
