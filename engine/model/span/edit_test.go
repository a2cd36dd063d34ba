package span

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// works is a source with every form that edits must cope with.
const works = `# Gearbox housings, 清洗.
format = 1

[shape.cnc]    # written once
cycle = "45 s" # plain

# The first line.
[machining.line-1]
kind = "line"
at   = ["8 m", "6 m"]

[machining.line-1.mill]
like = "cnc"
power = { run = "11 kW", idle = "2 kW" }

# All about the drill,
# in two lines.
[machining.line-1.drill]
like = "cnc"
  cycle = "85 s"   # an odd indent
# cycle = "90 s"

# --- the other line ---

[machining.line-2]
like = "machining.line-1"
mill.cycle = "75 s"

[[part.shaft.route]]
op = "turn"

[[part.shaft.route]]
op = "grind"
`

// names splits a dotted path without quoted names.
func names(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ".")
}

func index(t testing.TB, src string) *File {
	t.Helper()
	f, err := Index([]byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// edits are changes to works: what is replaced by what, and nothing else.
var edits = []struct {
	name     string
	edit     func(f *File) ([]byte, error)
	old, new string // a part of works that occurs once, and what becomes of it
}{
	{"set a value", func(f *File) ([]byte, error) { return f.Set(names("machining.line-1.drill.cycle"), `"80 s"`) }, `"85 s"`, `"80 s"`},
	{"set a dotted one", func(f *File) ([]byte, error) { return f.Set(names("machining.line-2.mill.cycle"), `"70 s"`) }, `"75 s"`, `"70 s"`},
	{"set inside braces", func(f *File) ([]byte, error) { return f.Set(names("machining.line-1.mill.power.idle"), `"3 kW"`) }, `"2 kW"`, `"3 kW"`},
	{"set an element", func(f *File) ([]byte, error) { return f.Set(names("machining.line-1.at.1"), `"7 m"`) }, `"6 m"`, `"7 m"`},
	{"set in a block", func(f *File) ([]byte, error) { return f.Set(names("part.shaft.route.1.op"), `"hone"`) }, `"grind"`, `"hone"`},
	{"rename a key", func(f *File) ([]byte, error) { return f.Rename(names("machining.line-1.at"), "where") }, "at   = [", "where   = ["},
	{"rename a table", func(f *File) ([]byte, error) { return f.Rename(names("machining.line-1.drill"), "bore 2") }, "[machining.line-1.drill]", `[machining.line-1."bore 2"]`},
	{"a key behind the last", func(f *File) ([]byte, error) {
		return f.InsertKey(names("machining.line-1"), names("turn"), `"90 deg"`)
	}, "\"6 m\"]\n", "\"6 m\"]\nturn = \"90 deg\"\n"},
	{"a key with the indent", func(f *File) ([]byte, error) {
		return f.InsertKey(names("machining.line-1.drill"), names("batch"), "2")
	}, "odd indent\n", "odd indent\n  batch = 2\n"},
	{"a dotted key", func(f *File) ([]byte, error) {
		return f.InsertKey(names("machining.line-2"), names("drill.cycle"), `"1 s"`)
	}, "mill.cycle = \"75 s\"\n", "mill.cycle = \"75 s\"\ndrill.cycle = \"1 s\"\n"},
	{"a key of a dotted table", func(f *File) ([]byte, error) {
		return f.InsertKey(names("machining.line-2.mill"), names("batch"), "3")
	}, "mill.cycle = \"75 s\"\n", "mill.cycle = \"75 s\"\nmill.batch = 3\n"},
	{"a key inside braces", func(f *File) ([]byte, error) {
		return f.InsertKey(names("machining.line-1.mill.power"), names("start"), `"1 kWh"`)
	}, `"2 kW" }`, `"2 kW", start = "1 kWh" }`},
	{"a key at the top", func(f *File) ([]byte, error) { return f.InsertKey(nil, names("use"), "[]") }, "format = 1\n", "format = 1\nuse = []\n"},
	{"a key of a table without header", func(f *File) ([]byte, error) {
		return f.InsertKey(names("machining"), names("kind"), `"workshop"`)
	}, "# The first line.\n", "[machining]\nkind = \"workshop\"\n\n# The first line.\n"},
	{"a new machine", func(f *File) ([]byte, error) {
		return f.InsertTable(names("machining.line-1.saw"), "kind = \"machine\"\nbatch = 2")
	}, "# cycle = \"90 s\"\n", "# cycle = \"90 s\"\n\n[machining.line-1.saw]\nkind = \"machine\"\nbatch = 2\n"},
	{"a new line", func(f *File) ([]byte, error) { return f.InsertTable(names("machining.line-3"), "") }, "mill.cycle = \"75 s\"\n", "mill.cycle = \"75 s\"\n\n[machining.line-3]\n"},
	{"a new workshop", func(f *File) ([]byte, error) { return f.InsertTable(names("hall"), "kind = \"workshop\"\n") }, "op = \"grind\"\n", "op = \"grind\"\n\n[hall]\nkind = \"workshop\"\n"},
	{"a table in a block", func(f *File) ([]byte, error) { return f.InsertTable(names("part.shaft.route.0.x"), "y = 1\n") }, "op = \"turn\"\n", "op = \"turn\"\n\n[part.shaft.route.x]\ny = 1\n"},
	{"one more block", func(f *File) ([]byte, error) { return f.AppendBlock(names("part.shaft.route"), `op = "wash"`) }, "op = \"grind\"\n", "op = \"grind\"\n\n[[part.shaft.route]]\nop = \"wash\"\n"},
	{"a first block", func(f *File) ([]byte, error) { return f.AppendBlock(names("event"), `at = "day 1"`) }, "op = \"grind\"\n", "op = \"grind\"\n\n[[event]]\nat = \"day 1\"\n"},
	{"delete a key", func(f *File) ([]byte, error) { return f.DeleteKey(names("machining.line-1.kind")) }, "kind = \"line\"\n", ""},
	{"delete the last inside braces", func(f *File) ([]byte, error) { return f.DeleteKey(names("machining.line-1.mill.power.idle")) }, `, idle = "2 kW"`, ""},
	{"delete the first inside braces", func(f *File) ([]byte, error) { return f.DeleteKey(names("machining.line-1.mill.power.run")) }, `run = "11 kW", `, ""},
	{"delete a machine", func(f *File) ([]byte, error) { return f.DeleteTable(names("machining.line-1.drill")) }, "# All about the drill,\n# in two lines.\n[machining.line-1.drill]\nlike = \"cnc\"\n  cycle = \"85 s\"   # an odd indent\n# cycle = \"90 s\"\n\n", ""},
	{"delete a dotted table", func(f *File) ([]byte, error) { return f.DeleteTable(names("machining.line-2.mill")) }, "mill.cycle = \"75 s\"\n", ""},
	{"delete a line with its machines", func(f *File) ([]byte, error) { return f.DeleteTable(names("machining.line-1")) }, works[strings.Index(works, "# The first line."):strings.Index(works, "# --- the other")], ""},
	{"delete the last block", func(f *File) ([]byte, error) { return f.DeleteTable(names("part.shaft.route.1")) }, "\n[[part.shaft.route]]\nop = \"grind\"\n", ""},
	{"delete all blocks", func(f *File) ([]byte, error) { return f.DeleteTable(names("part.shaft.route")) }, "[[part.shaft.route]]\nop = \"turn\"\n\n[[part.shaft.route]]\nop = \"grind\"\n", ""},
}

func TestEdits(t *testing.T) {
	for _, tc := range edits {
		t.Run(tc.name, func(t *testing.T) {
			if strings.Count(works, tc.old) != 1 {
				t.Fatalf("%q occurs %d times", tc.old, strings.Count(works, tc.old))
			}
			for _, end := range []string{"\n", "\r\n"} {
				src := strings.ReplaceAll(works, "\n", end)
				got, err := tc.edit(index(t, src))
				if err != nil {
					t.Fatal(err)
				}
				want := strings.ReplaceAll(strings.Replace(works, tc.old, tc.new, 1), "\n", end)
				if string(got) != want {
					t.Fatalf("got\n%s\nwant\n%s", got, want)
				}
				if src != strings.ReplaceAll(works, "\n", end) {
					t.Fatal("the source was changed")
				}
			}
		})
	}
}

// A table's name changes wherever the table is written.
func TestRenameEverywhere(t *testing.T) {
	got, err := index(t, works).Rename(names("machining.line-1"), "north")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(works, "[machining.line-1", "[machining.north")
	if string(got) != want {
		t.Fatalf("got\n%s", got)
	}
}

func TestEditsOfSmallFiles(t *testing.T) {
	cases := []struct {
		src  string
		edit func(f *File) ([]byte, error)
		want string
	}{
		{"", func(f *File) ([]byte, error) { return f.InsertKey(nil, names("a"), "1") }, "a = 1\n"},
		{"", func(f *File) ([]byte, error) { return f.InsertTable(names("a"), "b = 1") }, "[a]\nb = 1\n"},
		{"a = 1", func(f *File) ([]byte, error) { return f.InsertKey(nil, names("b"), "2") }, "a = 1\nb = 2\n"},
		{"a = 1", func(f *File) ([]byte, error) { return f.InsertTable(names("b"), "") }, "a = 1\n\n[b]\n"},
		{"# only a remark", func(f *File) ([]byte, error) { return f.InsertKey(nil, names("b"), "2") }, "# only a remark\nb = 2\n"},
		{"\xef\xbb\xbfa = 1\n", func(f *File) ([]byte, error) { return f.Set(names("a"), "2") }, "\xef\xbb\xbfa = 2\n"},
		{"# note\n[a]\n", func(f *File) ([]byte, error) { return f.InsertKey(nil, names("x"), "1") }, "x = 1\n\n# note\n[a]\n"},
		{"a = {}\n", func(f *File) ([]byte, error) { return f.InsertKey(names("a"), names("x"), "1") }, "a = { x = 1 }\n"},
		{"a = {x = 1}\n", func(f *File) ([]byte, error) { return f.DeleteKey(names("a.x")) }, "a = {}\n"},
		{"a = {b.x=1, c=2, b.y=3}\n", func(f *File) ([]byte, error) { return f.DeleteKey(names("a.c")) }, "a = {b.x=1, b.y=3}\n"},
		{"[a.b]\nc.d = 1\n[a.b.c.e]\n", func(f *File) ([]byte, error) { return f.DeleteTable(names("a.b.c")) }, "[a.b]\n"},
		{"[a]\nx=1\n\n\n[b]", func(f *File) ([]byte, error) { return f.DeleteTable(names("b")) }, "[a]\nx=1\n"},
		{"[a]", func(f *File) ([]byte, error) { return f.DeleteTable(names("a")) }, ""},
	}
	for _, tc := range cases {
		got, err := tc.edit(index(t, tc.src))
		if err != nil || string(got) != tc.want {
			t.Errorf("from %q: got %q, %v, want %q", tc.src, got, err, tc.want)
		}
	}
}

func TestRefusedEdits(t *testing.T) {
	f := index(t, works)
	cases := []struct {
		edit func() ([]byte, error)
		want string
	}{
		{func() ([]byte, error) { return f.Set(names("machining.line-9"), "1") }, "there is no machining.line-9 in this file"},
		{func() ([]byte, error) { return f.Set(names("machining.line-1"), "1") }, "machining.line-1 is a table with keys of its own, not a value"},
		{func() ([]byte, error) { return f.Set(names("format"), "1\ny = 2") }, `"1\ny = 2" is not one TOML value alone`},
		{func() ([]byte, error) { return f.Set(names("format"), "1 # x") }, `"1 # x" is not one TOML value alone`},
		{func() ([]byte, error) { return f.Set(names("format"), "45 s") }, `"45 s" is no TOML value: 's' cannot stand behind a value: a new line begins here`},
		{func() ([]byte, error) { return f.Set(names("format"), "{\na = 1 }") }, "an inline table {…} stays on one line (TOML 1.0); write a table header instead"},
		{func() ([]byte, error) { return f.Set(names("format"), "1979-99-99") }, ""},
		{func() ([]byte, error) { return f.Rename(names("machining.line-1"), "line-2") }, "there is already a machining.line-2"},
		{func() ([]byte, error) { return f.Rename(names("part.shaft.route.0"), "x") }, "part.shaft.route.0 has no name that could be changed"},
		{func() ([]byte, error) { return f.InsertKey(names("format"), names("x"), "1") }, "format is not a table that could get a key"},
		{func() ([]byte, error) { return f.InsertKey(names("machining.line-1"), names("kind"), "1") }, "there is already a machining.line-1.kind"},
		{func() ([]byte, error) { return f.InsertTable(names("machining.line-1"), "") }, "there is already a machining.line-1"},
		{func() ([]byte, error) { return f.InsertTable(names("a"), "b = \"") }, "this change would leave a file that cannot be read: 36:5: this text has no closing quote % on its line"},
		{func() ([]byte, error) { return f.AppendBlock(names("machining"), "") }, "machining is not an array of tables"},
		{func() ([]byte, error) { return f.DeleteTable(nil) }, " is not a table"},
		{func() ([]byte, error) { return f.DeleteKey(names("machining.line-1.at.0")) }, "machining.line-1.at.0 cannot be removed on its own: set or delete what it stands in"},
		{func() ([]byte, error) { return f.InsertKey(names("machining.line-1"), names("mill.batch"), "1") }, ""},
	}
	for i, tc := range cases {
		got, err := tc.edit()
		want := strings.Replace(tc.want, "%", `"`, 1)
		if err == nil || want != "" && err.Error() != want {
			t.Errorf("%d: got %q, %v, want %s", i, got, err, want)
		}
	}
}

// Setting any value of any corpus file to a marker and back gives the file.
func TestSetKeepsEveryOtherByte(t *testing.T) {
	dir, names := corpus(t)
	tried := 0
	for i, name := range names {
		if testing.Short() && i%5 != 0 {
			continue
		}
		src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		tried += setAndBack(t, src)
		tryEdits(t, index(t, string(src)))
	}
	if tried < 150 {
		t.Errorf("only %d values tried", tried)
	}
}

// setAndBack sets each value of a good source and sets it back.
func setAndBack(t testing.TB, src []byte) int {
	t.Helper()
	f := index(t, string(src))
	tried := 0
	f.Walk(func(n *Node) {
		if n.Kind != Value && n.Form != Inline || tried > 20 {
			return
		}
		tried++
		got, err := f.Set(n.Path(), "4711")
		if err != nil {
			t.Fatalf("%v: %v\n%s", n.Path(), err, src)
		}
		if !bytes.Equal(got, []byte(string(src[:n.Text.Start])+"4711"+string(src[n.Text.End:]))) {
			t.Fatalf("%v: other bytes changed\n%s", n.Path(), got)
		}
		var v map[string]any
		if err := toml.Unmarshal(got, &v); err != nil {
			t.Fatal(err)
		}
		g := index(t, string(got))
		if text := g.Text(g.Find(n.Path()...).Text); text != "4711" {
			t.Fatalf("%v is %s after it was set", n.Path(), text)
		}
		old := f.Text(n.Text)
		if checkValue(old) != nil {
			return // it has something newer than TOML 1.0
		}
		back, err := g.Set(n.Path(), old)
		if err != nil || !bytes.Equal(back, src) {
			t.Fatalf("%v: back again: %v\n%s", n.Path(), err, back)
		}
	})
	return tried
}

func TestText(t *testing.T) {
	for _, s := range []string{"", "plain", `a "quote" and \`, "tab\tline\nend\r", "清洗机", "\x00\x7f\x1b"} {
		var v map[string]string
		if _, err := toml.Decode("x = "+Text(s), &v); err != nil || v["x"] != s {
			t.Errorf("%q comes back as %q, %v", s, v["x"], err)
		}
		var m map[string]any
		if _, err := toml.Decode(Quote(s)+" = 1", &m); err != nil || m[s] == nil {
			t.Errorf("the key %q comes back as %v, %v", s, m, err)
		}
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "factory.toml")
	read := func() string {
		t.Helper()
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if err := WriteFile(name, []byte("new")); err != nil || read() != "new" {
		t.Fatal(err, read())
	}
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(name, []byte("newer")); err != nil || read() != "newer" {
		t.Fatal(err, read())
	}
	if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if runtime.GOOS != "windows" {
		link := filepath.Join(dir, "link.toml")
		if err := os.Symlink("factory.toml", link); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(link, []byte("through the link")); err != nil || read() != "through the link" {
			t.Error(err, read())
		}
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Error("the link is gone")
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(dir, nil); err == nil {
		t.Error("a folder was written over")
	}
	if err := WriteFile(filepath.Join(dir, "no", "such"), nil); err == nil {
		t.Error("a folder that is not there was written to")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left over: %v", len(left), left)
	}
}
