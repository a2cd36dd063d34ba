package edit

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
)

// metres is a length as a file has it, to the millimetre.
func metres(v float64) string {
	v = math.Round(v*1000)/1000 + 0 // no -0
	return strconv.FormatFloat(v, 'f', -1, 64) + " m"
}

func goodPoint(at [2]float64) error {
	for _, v := range at {
		if math.IsNaN(v) || math.Abs(v) > 1e5 {
			return fmt.Errorf("%g m is no place in a factory", v)
		}
	}
	return nil
}

// Move gives a place another position: the centre of its footprint in the frame of its
// parent, m. Its height stays. A place that comes through `like` gets a table of its
// own, so that what it is like stays where it is.
func (d *Document) Move(path string, at [2]float64) error {
	n, err := d.node(path)
	if err != nil {
		return err
	}
	if n.Parent == nil {
		return errors.New("the factory itself has no place to be moved to")
	}
	if err := goodPoint(at); err != nil {
		return err
	}
	s := &d.now
	x, y := span.Text(metres(at[0])), span.Text(metres(at[1]))
	key := append(s.table(n), "at")
	var text []byte
	if own := s.index.Find(key...); own != nil && own.Kind == span.Array && len(own.Children) >= 2 {
		text = spliced(s.text, []splice{{own.Children[0].Text, x}, {own.Children[1].Text, y}})
	} else {
		value := "[" + x + ", " + y
		if n.At[2] != 0 {
			value += ", " + span.Text(metres(n.At[2]))
		}
		text, err = s.setKey(n, "at", value+"]")
	}
	if err != nil {
		return err
	}
	return d.commit(text, &intent{touched: path})
}

// Turn gives a place another direction, in degrees counter-clockwise from the one in
// which it enters from the west.
func (d *Document) Turn(path string, degrees float64) error {
	n, err := d.node(path)
	if err != nil {
		return err
	}
	if n.Parent == nil || math.IsNaN(degrees) || math.IsInf(degrees, 0) {
		return fmt.Errorf("%s cannot be turned by %g degrees", name(n), degrees)
	}
	degrees = math.Mod(math.Mod(degrees, 360)+360, 360)
	text, err := d.now.setKey(n, "turn", span.Text(strconv.FormatFloat(math.Round(degrees*1000)/1000, 'f', -1, 64)+" deg"))
	if err != nil {
		return err
	}
	return d.commit(text, &intent{touched: path})
}

// Set gives a key of a place a value, which is written as TOML: "45 s" in quotes, 2,
// [1, 2]. The path "" is the factory.
func (d *Document) Set(path, key, value string) error {
	n, err := d.node(path)
	if err != nil {
		return err
	}
	switch key {
	case "kind", "like":
		return fmt.Errorf("%s cannot become something else: delete it and place another", name(n))
	case "flow":
		return errors.New("a flow is changed arrow by arrow: Connect and Disconnect")
	}
	text, err := d.now.setKey(n, key, value)
	if err != nil {
		return err
	}
	return d.commit(text, &intent{touched: path, any: path == ""})
}

// setKey writes a key into a place's own table, and makes that where there is none.
func (s *state) setKey(n *model.Node, key, value string) ([]byte, error) {
	table := s.table(n)
	if s.index.Find(append(slices.Clone(table), key)...) != nil {
		return s.index.Set(append(slices.Clone(table), key), value)
	}
	if s.index.Find(table...) == nil {
		return s.index.InsertTable(table, span.Quote(key)+" = "+value)
	}
	text, err := s.index.InsertKey(table, []string{key}, value)
	if err != nil {
		return nil, err
	}
	return aligned(text, append(slices.Clone(table), key)), nil
}

// aligned moves the "=" of a new key below that of the line before it, as people write
// tables.
func aligned(text []byte, path []string) []byte {
	index, err := span.Index(text)
	if err != nil {
		return text
	}
	n := index.Find(path...)
	if n == nil || len(n.Keys) != 1 {
		return text
	}
	line := index.KeyPos(n).Line
	column := func(line int) int { // of the "=" behind a bare key, in bytes
		s := index.Line(line)
		key := strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyz0123456789-. \t")
		if !strings.HasPrefix(key, "=") {
			return 0
		}
		return len(s) - len(key)
	}
	at, above := column(line), column(line-1)
	if at == 0 || above <= at || above > at+30 {
		return text
	}
	end := n.Keys[0].End
	return slices.Concat(text[:end], bytes.Repeat([]byte(" "), above-at), text[end:])
}

// entry is a key with its value as TOML.
type entry struct{ key, value string }

// needs are the keys with which something of a kind can run at once.
func (s *state) needs(kind string) []entry {
	switch kind {
	case "machine", "station", "disassembly":
		return []entry{{"cycle", `"60 s"`}}
	case "conveyor":
		return []entry{{"length", `"4 m"`}, {"speed", `"0.4 m/s"`}, {"gap", `"0.1 m"`}}
	case "buffer":
		return []entry{{"room", "10"}}
	case "source":
		if len(s.model.Parts) > 0 {
			return []entry{{"part", span.Text(s.model.Parts[0].Name)}, {"every", `"60 s"`}}
		}
	case "assembly":
		for _, p := range s.model.Parts {
			if len(p.BOM) > 0 {
				return []entry{{"makes", span.Text(p.Name)}, {"cycle", `"60 s"`}}
			}
		}
	}
	return nil
}

// Shapes are the names of the shapes in the file: what Place can make something like.
func (d *Document) Shapes() []string {
	var out []string
	for _, n := range children(d.now.index.Find("shape")) {
		out = append(out, n.Name)
	}
	return out
}

// Place puts something new into a level ("" is the factory): of a kind, with the keys
// it needs, or, when like is not "", like a shape or another place. It tells the path
// of what is new.
func (d *Document) Place(kind, like, parent string, at [2]float64) (path string, err error) {
	s := &d.now
	var entries []entry
	base := kind
	if like != "" {
		base = like[strings.LastIndexByte(like, '.')+1:]
		entries = []entry{{"like", span.Text(like)}}
	} else {
		k := s.model.Registry().Kind(kind)
		if k == nil {
			return "", fmt.Errorf("there is no kind %q", kind)
		}
		entries = []entry{{"kind", span.Text(kind)}}
	}
	entries = append(entries, entry{"at", "[" + span.Text(metres(at[0])) + ", " + span.Text(metres(at[1])) + "]"})
	if like == "" {
		entries = append(entries, s.needs(kind)...)
	}
	if err := goodPoint(at); err != nil {
		return "", err
	}
	return d.insert(base, parent, entries)
}

// Duplicate puts another place like the one at a path beside it, with all that is in
// it. It tells the path of what is new.
func (d *Document) Duplicate(path string, at [2]float64) (string, error) {
	n, err := d.node(path)
	if err != nil {
		return "", err
	}
	if n.Parent == nil {
		return "", errors.New("a factory is not duplicated within itself")
	}
	if err := goodPoint(at); err != nil {
		return "", err
	}
	from, own := d.now.origin(n)
	like, err := d.now.likeName(child(n.Parent.Path, "new"), from)
	if err != nil {
		return "", err
	}
	entries := append([]entry{{"like", span.Text(like)}, {"at", "[" + span.Text(metres(at[0])) + ", " + span.Text(metres(at[1])) + "]"}}, own...)
	to, err := d.insert(strings.TrimRight(n.Name, "0123456789-"), n.Parent.Path, entries)
	if err == nil && !alike(d.now.model.Node(path), d.now.model.Node(to)) {
		d.Undo()
		d.next = nil
		return "", fmt.Errorf("%s differs within from what it is like: write it out before it is copied", path)
	}
	return to, err
}

// alike reports whether two places of a model say the same, with all that is in them.
func alike(a, b *model.Node) bool {
	return a.Kind == b.Kind && reflect.DeepEqual(a.Spec, b.Spec) &&
		slices.EqualFunc(a.Children, b.Children, func(x, y *model.Node) bool { return x.Name == y.Name && x.At == y.At && alike(x, y) })
}

// origin is the path of the table where a place begins: its own, unless that only says
// what differs from the place of the same name in what its level is like. Then it is
// that one's, and own are the keys that differ.
func (s *state) origin(n *model.Node) (from string, own []entry) {
	known := map[string]bool{"at": true}
	at := strings.Split(n.Path, ".")
	for {
		t, base := s.index.Find(at...), s.likes.base(at)
		if base == nil || base[0] == "shape" || t.Child("like") != nil || t.Child("kind") != nil {
			return strings.Join(at, "."), own
		}
		for _, k := range children(t) {
			if !known[k.Name] && (k.Kind == span.Value || k.Form == span.Inline) {
				known[k.Name] = true
				own = append(own, entry{span.Quote(k.Name), s.index.Text(k.Text)})
			}
		}
		at = base
	}
}

// likeName is the shortest name by which a table means a place in its `like`.
func (s *state) likeName(owner, path string) (string, error) {
	names := strings.Split(path, ".")
	for k := len(names) - 1; k >= 0; k-- {
		if strings.Join(s.likes.target(strings.Split(owner, "."), names[k:]), ".") == path {
			return strings.Join(names[k:], "."), nil
		}
	}
	return "", fmt.Errorf("%s cannot be named in a `like`: something else has that name", path)
}

// insert writes the table of a new place, under a name that nobody has.
func (d *Document) insert(base, parent string, entries []entry) (string, error) {
	up, err := d.node(parent)
	if err != nil {
		return "", err
	}
	if !up.Kind.Level {
		return "", fmt.Errorf("%s is a %s: nothing stands in it", parent, up.Kind.Name)
	}
	body := table(entries)
	for k, tries := 1, 0; tries < 20; k++ {
		name := base
		if k > 1 {
			name = base + "-" + strconv.Itoa(k)
		}
		path := child(parent, name)
		where := strings.Split(path, ".")
		if up.Child(name) != nil || d.now.index.Find(where...) != nil || parent == "" && slices.Contains(reserved, name) {
			continue
		}
		tries++
		var text []byte
		if text, err = d.now.index.InsertTable(where, body); err != nil {
			return "", err
		}
		err = d.commit(text, &intent{added: path})
		if strays := (errStrays{}); !errors.As(err, &strays) {
			return path, err
		}
		// The name hides one that something else means: another may not.
	}
	return "", err
}

// reserved are the names that mean something else at the top of a file.
var reserved = strings.Fields("format factory enterprise part shape calendar people orders supplier customer tariff what-if sweep event measure run expect use")

// table writes the lines of a table, "=" below "=".
func table(entries []entry) string {
	wide := 0
	for _, e := range entries {
		wide = max(wide, len(e.key))
	}
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "%-*s = %s\n", wide, e.key, e.value)
	}
	return b.String()
}

// child is the path of a place in a level.
func child(level, name string) string {
	if level == "" {
		return name
	}
	return level + "." + name
}

// goodName says what is wrong with a name of a place.
func goodName(name string) error {
	for i, c := range []byte(name) {
		if c < 'a' || c > 'z' {
			if i == 0 || (c < '0' || c > '9') && c != '-' {
				return fmt.Errorf("%q is no name: small letters, digits and hyphens, a letter first", name)
			}
		}
	}
	if name == "" {
		return errors.New("a place needs a name")
	}
	return nil
}

// children are those of a node that may be nil.
func children(n *span.Node) []*span.Node {
	if n == nil {
		return nil
	}
	return n.Children
}
