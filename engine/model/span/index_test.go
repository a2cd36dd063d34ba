package span

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

func TestPositions(t *testing.T) {
	f := index(t, "\xef\xbb\xbf# 清洗机\r\n\"清洗\" = \"机器\" # 备注\r\n[a]\r\n# lead\r\n  b.\"c d\" = [1,\r\n 2]\r\n")
	for _, tc := range []struct {
		path       []string
		key, value string
		lead       string
		trail      string
	}{
		{[]string{"清洗"}, "2:1", "2:8", "# 清洗机\r\n", "# 备注"},
		{[]string{"a"}, "3:2", "3:1", "", ""},
		{[]string{"a", "b"}, "5:3", "5:3", "", ""},
		{[]string{"a", "b", "c d"}, "5:5", "5:13", "# lead\r\n", ""},
		{[]string{"a", "b", "c d", "1"}, "6:2", "6:2", "", ""},
	} {
		n := f.Find(tc.path...)
		if n == nil {
			t.Fatalf("no %v", tc.path)
		}
		at := func(p Pos) string { return fmt.Sprintf("%d:%d", p.Line, p.Col) }
		if k, v := at(f.KeyPos(n)), at(f.ValuePos(n)); k != tc.key || v != tc.value {
			t.Errorf("%v: key %s, value %s, want %s, %s", tc.path, k, v, tc.key, tc.value)
		}
		if f.Text(n.Lead) != tc.lead || f.Text(n.Trail) != tc.trail {
			t.Errorf("%v: comments %q and %q", tc.path, f.Text(n.Lead), f.Text(n.Trail))
		}
		p := f.ValuePos(n)
		if f.Offset(p.Line, p.Col) != p.Offset {
			t.Errorf("%v: Offset(%d, %d) = %d, want %d", tc.path, p.Line, p.Col, f.Offset(p.Line, p.Col), p.Offset)
		}
	}
	if f.Line(1) != "# 清洗机" || f.Line(6) != " 2]" || f.Line(0) != "" || f.Line(99) != "" {
		t.Errorf("lines: %q %q", f.Line(1), f.Line(6))
	}
	if f.Find("a", "x") != nil || f.Find("a", "b", "c d", "2") != nil || f.Find() != f.Root {
		t.Error("Find finds what is not there, or not what is")
	}
	value := f.Find("a", "b", "c d", "0")
	if got := f.At(value.Text.Start); got != value {
		t.Errorf("At an element is %v", got.Path())
	}
	if got := f.At(f.Offset(4, 3)); got != f.Find("a") {
		t.Errorf("At a comment is %v, want its section", got.Path())
	}
}

// The place of a mistake inside a text, whatever the quotes.
func TestInside(t *testing.T) {
	for _, src := range []string{
		`"4 mins"`, `'4 mins'`, `"\u0034\t\"清\" mins"`, "\"\"\"\n4 \\\n   mins\"\"\"", "'''\r\n4 mins'''", `"""4 mins"""`,
	} {
		f := index(t, "x = "+src)
		var v map[string]string
		if _, err := toml.Decode(string(f.Src), &v); err != nil {
			t.Fatal(err)
		}
		at := f.Inside(f.Find("x"), strings.Index(v["x"], "mins"))
		if !strings.HasPrefix(string(f.Src[at:]), "mins") {
			// A line that ends in a backslash lies between the two.
			if !strings.HasPrefix(strings.TrimLeft(string(f.Src[at:]), "\\\n "), "mins") {
				t.Errorf("%s: %q", src, f.Src[at:])
			}
		}
		if end := f.Inside(f.Find("x"), 999); end > f.Find("x").Text.End || end < f.Find("x").Text.Start {
			t.Errorf("%s: the end is at %d", src, end)
		}
	}
}

func TestNewer(t *testing.T) {
	for src, want := range map[string]string{
		"a = { b = 1,\n c = 2 }":       "1:13: an inline table {…} stays on one line (TOML 1.0); write a table header instead",
		"a = { b = 1, }":               "1:12: no comma stands before the closing brace (TOML 1.0)",
		"a = { b = [1,\n 2] }":         "",
		"a = { b = [{ c = 1,\n}] }":    "1:19: no comma stands before the closing brace (TOML 1.0)",
		"a = { b = \"\"\"\n\"\"\" }":   "",
		`a = "\e"`:                     `1:6: the escapes \e and \x are not in TOML 1.0; write \u001B`,
		`a = "\\e"`:                    "",
		"a = 07:32":                    "1:5: a time of day has seconds (TOML 1.0): 07:32:00",
		"a = 2026-01-05 07:32":         "1:16: a time of day has seconds (TOML 1.0): 07:32:00",
		"a = 2026-01-05T07:32:00.5Z":   "",
		"a = [2026-01-05, 2026-01-06]": "",
	} {
		f := index(t, src)
		got := ""
		if len(f.Newer) > 0 {
			p := f.Newer[0].Pos
			got = fmt.Sprintf("%d:%d: %s", p.Line, p.Col, f.Newer[0].Msg)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for src, want := range map[string]string{
		"a":                     `1:2: "a" has no value: a key is followed by "=" and a value`,
		"a = ":                  "1:5: a value is missing here",
		"a = 45 s":              `1:8: 's' cannot stand behind a value: a new line begins here`,
		"a = \"x":               "1:5: this text has no closing quote",
		"a = 'x\nb = 1":         "1:5: this text has no closing quote ' on its line",
		"a = ?":                 `1:5: '?' cannot begin a value; a text stands in quotes`,
		"清 = 1":                 `1:1: '清' cannot stand in a bare key: letters, digits, "-" and "_" can`,
		"[a":                    `1:3: this table header has no "]"`,
		"[[a]":                  `1:5: this table header has no "]"`,
		"[]":                    `1:2: ']' cannot stand in a bare key: letters, digits, "-" and "_" can`,
		"[a]\n[a]":              `2:2: "a" is written twice; it is already on line 1`,
		"[a]\nx = 1\n\nx = 2":   `4:1: "x" is written twice; it is already on line 2`,
		"a = 1\n[a.b]":          `2:2: "a" is not a table that can grow: it was given a value on line 1`,
		"a = [1 2]":             `1:8: a "," or the array's closing "]" is missing here`,
		"a = [1,":               `1:5: this array has no closing "]"`,
		"a = {b = 1":            `1:11: a "," or the inline table's closing "}" is missing here`,
		"a = {":                 `1:5: this inline table has no closing "}"`,
		"a.\n":                  "1:3: a key is missing here",
		"a = {,}":               "1:6: a key is missing before this comma",
		"\"\\q\" = 1":           `1:1: the key "\q" has an escape that TOML does not know`,
		"x = " + deep("["):      "1:255: arrays and inline tables nest more than 250 deep here",
		"x" + deep(".x") + "=1": "1:501: a key has more than 250 parts",
	} {
		_, err := Index([]byte(src))
		var e *Error
		if !errors.As(err, &e) || e.Error() != want {
			t.Errorf("%.20q: %v, want %s", src, err, want)
		}
	}
}

func deep(s string) string { return strings.Repeat(s, 300) }

// On what the decoder takes, every span decodes to its value and edits keep
// every other byte; on the rest nothing panics.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(works))
	f.Add([]byte("a = {b.c = 1, d = [{}, 'x', \"\"\"\n\\\"\"\"\"\"]}\n[x.\"y z\"]\r\n[[q]]\n[q.r]\n[[q]]"))
	f.Add([]byte("\xef\xbb\xbfd = 1979-05-27 07:32:00.5 # c\nf = +inf\ng = -0x1F"))
	f.Add([]byte("a.b = 1\n[a.c]\n[[e.f]]\nb.c = [\n # c\n 1, # d\n]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := Index(src)
		var want map[string]any
		// The decoder passes over the mark of UTF-16, which is no UTF-8.
		good := utf8.Valid(src) && toml.Unmarshal(src, &want) == nil
		if err != nil {
			// The decoder takes no more than Index does, but for depth, and but for keys and
			// headers of what TOML 1.0 closes for good: inline tables, and tables that dotted
			// keys have made.
			if good && !strings.Contains(err.Error(), "more than") && !strings.Contains(err.Error(), "is not a table that can grow") && !madeByDots(src, err) {
				t.Fatalf("the decoder takes what Index refuses: %v", err)
			}
			return
		}
		checkRanges(t, file)
		file.At(len(src) / 2)
		if good {
			redecode(t, file, want)
			setAndBack(t, src)
			tryEdits(t, file)
		}
	})
}

// madeByDots reports whether a mistake is that of a key which a dotted key has made a
// table before.
func madeByDots(src []byte, err error) bool {
	_, line, ok := strings.Cut(err.Error(), "is written twice; it is already on line ")
	n, wrong := strconv.Atoi(line)
	lines := strings.Split(string(src), "\n")
	if !ok || wrong != nil || n > len(lines) {
		return false
	}
	key, _, _ := strings.Cut(lines[n-1], "=")
	return strings.Contains(key, ".")
}

// tryEdits makes every kind of edit at the first nodes of a file: each gives
// good TOML with the change in it, or an error.
func tryEdits(t testing.TB, f *File) {
	t.Helper()
	tried := 0
	f.Walk(func(n *Node) {
		if tried++; tried > 12 {
			return
		}
		path := n.Path()
		inArray := false
		for p := n.Parent; p != nil; p = p.Parent {
			inArray = inArray || p.Kind == Array
		}
		if out, err := f.DeleteTable(path); err == nil && !inArray && index(t, string(out)).Find(path...) != nil {
			t.Fatalf("%q is still there:\n%s", path, out)
		}
		if out, err := f.DeleteKey(path); err == nil && !inArray && index(t, string(out)).Find(path...) != nil {
			t.Fatalf("%q is still there:\n%s", path, out)
		}
		added := append(n.Path(), "brand new")
		if out, err := f.InsertTable(added, "k = 1"); err == nil && index(t, string(out)).Find(append(added, "k")...) == nil {
			t.Fatalf("%q is not there:\n%s", added, out)
		}
		if out, err := f.InsertKey(path, []string{"brand new"}, "1"); err == nil && index(t, string(out)).Find(added...) == nil {
			t.Fatalf("%q is not there:\n%s", added, out)
		}
		path[len(path)-1] = "brand new"
		if out, err := f.Rename(n.Path(), "brand new"); err == nil && index(t, string(out)).Find(path...) == nil {
			t.Fatalf("%q is not there:\n%s", path, out)
		}
	})
}

func BenchmarkIndex(b *testing.B) {
	var src strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&src, "[hall.line-%d.mill-%d]\nkind = \"machine\"\nat = [\"%d m\", \"4 m\"]\ncycle = \"45 s\" # plain\n\n", i/50, i, i)
	}
	data := []byte(src.String())
	b.SetBytes(int64(len(data)))
	for range b.N {
		if _, err := Index(data); err != nil {
			b.Fatal(err)
		}
	}
}
