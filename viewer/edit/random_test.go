package edit

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/model/span"
)

// command does something at random, and tells what. Most may be refused.
func command(t *rapid.T, d *Document) (what string, err error) {
	nodes := d.Model().Nodes
	any := func(label string) *model.Node { return nodes[rapid.IntRange(0, len(nodes)-1).Draw(t, label)] }
	at := [2]float64{rapid.Float64Range(-50, 50).Draw(t, "x"), rapid.Float64Range(-50, 50).Draw(t, "y")}
	a, b := any("a"), any("b")
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		return "move " + a.Path, d.Move(a.Path, at)
	case 1:
		return "turn " + a.Path, d.Turn(a.Path, at[0])
	case 2:
		kinds := registry.Kinds()
		k := kinds[rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")].Name
		_, err := d.Place(k, "", a.Path, at)
		return "place " + k + " in " + a.Path, err
	case 3, 4:
		out := ""
		if len(a.Out) > 0 {
			out = a.Out[rapid.IntRange(0, len(a.Out)-1).Draw(t, "port")]
		}
		return fmt.Sprintf("connect %s.%s %s", a.Path, out, b.Path), d.Connect(a.Path, out, b.Path)
	case 5:
		if len(d.Model().Edges) == 0 {
			return "", nil
		}
		e := d.Model().Edges[rapid.IntRange(0, len(d.Model().Edges)-1).Draw(t, "edge")]
		return "disconnect " + arrowOf(&e).String(), d.Disconnect(e.From.Path, e.FromPort, e.To.Path)
	case 6:
		return "delete " + a.Path, d.Delete(a.Path)
	case 7:
		name := rapid.SampledFrom([]string{"in", "queue", "x-1", "mill", "wash", "pass", "check"}).Draw(t, "name")
		_, err := d.Rename(a.Path, name)
		return "rename " + a.Path + " " + name, err
	case 8:
		_, err := d.Duplicate(a.Path, at)
		return "duplicate " + a.Path, err
	}
	return "title of " + a.Path, d.Set(a.Path, "title", span.Text(fmt.Sprint("nr ", at[1])))
}

// comments are the texts of all comments, sorted.
func comments(text []byte) []string {
	var out []string
	for _, l := range strings.Split(string(text), "\n") {
		if i := strings.Index(l, "# "); i >= 0 {
			out = append(out, strings.TrimRight(l[i:], "\r"))
		}
	}
	slices.Sort(out)
	return out
}

// TestAnyCommandsLeaveAGoodFile does commands at random: what comes out can be read and
// has its comments, and undone it is to the byte what it was.
func TestAnyCommandsLeaveAGoodFile(t *testing.T) {
	files := []string{gearbox, lean, boxes, "../../engine/model/testdata/gearbox.toml"}
	rapid.Check(t, func(t *rapid.T) {
		d := openRapid(t, rapid.SampledFrom(files).Draw(t, "file"))
		texts := [][]byte{d.Text()}
		for range rapid.IntRange(1, 12).Draw(t, "commands") {
			before := bytes.Clone(d.Text())
			what, err := command(t, d)
			if err != nil || bytes.Equal(d.Text(), before) {
				if !bytes.Equal(d.Text(), before) {
					t.Fatalf("%s was refused (%v) and yet the text is another", what, err)
				}
				continue
			}
			texts = append(texts, bytes.Clone(d.Text()))
			if m, problems := d.parse(d.Text()); m == nil {
				t.Fatalf("%s: %v", what, problems)
			}
			few(t, what, before, d.Text())
		}
		for k := len(texts) - 2; k >= 0; k-- {
			if _, ok := d.Undo(); !ok || !bytes.Equal(d.Text(), texts[k]) {
				t.Fatalf("undone to step %d it is another text", k)
			}
		}
		if _, ok := d.Undo(); ok {
			t.Fatal("there is more to undo than was done")
		}
		for k := 1; k < len(texts); k++ {
			if _, ok := d.Redo(); !ok || !bytes.Equal(d.Text(), texts[k]) {
				t.Fatalf("done again to step %d it is another text", k)
			}
		}
	})
}

// few fails when a command has changed more lines than it may.
func few(t *rapid.T, what string, before, after []byte) {
	diff := changed(before, after)
	gone, come := 0, 0
	for _, l := range strings.Split(diff, "\n") {
		if strings.HasPrefix(l, "-") {
			gone++
		} else {
			come++
		}
	}
	verb, _, _ := strings.Cut(what, " ")
	most := map[string][2]int{"move": {1, 3}, "turn": {1, 3}, "title": {1, 3}, "place": {0, 7}, "duplicate": {0, 12}, "connect": {1, 3}, "disconnect": {1, 1}}
	if m, ok := most[verb]; ok && (gone > m[0] || come > m[1]) {
		t.Fatalf("%s changed\n%s", what, diff)
	}
	if verb != "delete" && !slices.Equal(comments(before), comments(after)) {
		t.Fatalf("%s changed comments:\n%s", what, diff)
	}
}

func openRapid(t *rapid.T, file string) *Document {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(file, text, func(text []byte) (*model.Model, model.Problems) {
		return model.Parse(file, text, registry, beside(file))
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// FuzzFlow takes an arrow out of any flow and puts it back: there are the ways that
// there were before.
func FuzzFlow(f *testing.F) {
	for _, flow := range []string{`"s -> a -> z"`, `["s -> a", "a.fail -> b -> z", "a -> z"]`, `[ # in
  "s -> a", # on
  'a→b',
]`, `"""
s -> a ->
 b.pass -> z"""`, `[]`, `"s->a->b->c->z"`, `["s -> a -> b", "s -> b"]`} {
		f.Add(flow, uint8(1), false)
		f.Add(flow, uint8(0), true)
	}
	f.Fuzz(func(t *testing.T, flow string, nr uint8, port bool) {
		text := "format = 1\n[part.p]\n[l]\nkind = \"line\"\nflow = " + flow + "\n"
		text += "[l.s]\nkind = \"source\"\npart = \"p\"\nevery = \"60 s\"\n[l.z]\nkind = \"sink\"\n"
		for _, m := range []string{"a", "b", "c"} {
			text += "[l." + m + "]\nkind = \"station\"\ncycle = \"9 s\"\nqueue = \"unlimited\"\n"
		}
		d, err := New("", []byte(text), func(text []byte) (*model.Model, model.Problems) { return model.Parse("f.toml", text, registry, nil) })
		if err != nil {
			return
		}
		edges := d.Model().Edges
		if len(edges) == 0 {
			return
		}
		e := edges[int(nr)%len(edges)]
		before, was := ways(d.Model()), comments(d.Text())
		if port {
			if err := d.Connect("l.a", "fail", "l.c"); err == nil && len(d.Model().Edges) != len(edges)+1 {
				t.Fatalf("%d ways of %d after one more", len(d.Model().Edges), len(edges))
			}
			return
		}
		if err := d.Disconnect(e.From.Path, e.FromPort, e.To.Path); err != nil {
			return
		}
		if len(d.Model().Edges) != len(edges)-1 {
			t.Fatalf("%d ways of %d after one less", len(d.Model().Edges), len(edges))
		}
		if err := d.Connect(e.From.Path, e.FromPort, e.To.Path); err != nil {
			t.Fatal(err)
		}
		if after := ways(d.Model()); !slices.Equal(before, after) {
			t.Fatalf("ways %v, before %v", after, before)
		}
		if is := comments(d.Text()); !slices.Equal(is, was) {
			t.Fatalf("comments %q, before %q", is, was)
		}
	})
}

func ways(m *model.Model) []string {
	var out []string
	for i := range m.Edges {
		out = append(out, arrowOf(&m.Edges[i]).String())
	}
	slices.Sort(out)
	return out
}
