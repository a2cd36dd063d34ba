package font_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"github.com/taktsim/takt/assets/font"
)

func parse(t *testing.T) *sfnt.Font {
	f, err := sfnt.Parse(font.Regular())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// absent lists the characters of a text that the font lacks, each once.
func absent(t *testing.T, f *sfnt.Font, text string) (runes []rune) {
	var buf sfnt.Buffer
	for _, r := range text {
		if unicode.IsControl(r) || slices.Contains(runes, r) {
			continue
		}
		g, err := f.GlyphIndex(&buf, r)
		if err != nil {
			t.Fatal(err)
		}
		if g == 0 {
			runes = append(runes, r)
		}
	}
	return runes
}

// words are the string literals of a Go file.
func words(t *testing.T, name string) (all string) {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, _ := strconv.Unquote(lit.Value)
			all += s
		}
		return true
	})
	return all
}

func TestEverythingTaktSaysCanBeWritten(t *testing.T) {
	f := parse(t)
	for _, pattern := range []string{"../../assets/words/*.go", "../../scenarios/*/*.toml", "../../scenarios/*/README.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s (%v)", pattern, err)
		}
		for _, name := range names {
			text := ""
			if filepath.Ext(name) == ".go" {
				text = words(t, name)
			} else if b, err := os.ReadFile(name); err != nil {
				t.Fatal(err)
			} else {
				text = string(b)
			}
			if missing := absent(t, f, text); len(missing) > 0 {
				t.Errorf("%s: %q is not in regular.otf: add it to TRADE or SIGNS in subset.py and run that", name, missing)
			}
		}
	}
}

func TestSigns(t *testing.T) {
	const signs = "→←↑↓±×÷°µ²³≤≥…–—·•▶■●○▲▼◀%‰€¥Ωσλμρ、。，！？：；（）「」《》￥"
	if missing := absent(t, parse(t), signs); len(missing) > 0 {
		t.Errorf("%q is not in regular.otf", missing)
	}
	if len(absent(t, parse(t), "龘")) == 0 {
		t.Error("a character that nobody asked for is in the font: is absent right?")
	}
}

// The viewer counts on figures of one width: numbers that run must not tremble.
func TestFiguresAreOfOneWidth(t *testing.T) {
	f, widths := parse(t), map[string]bool{}
	var buf sfnt.Buffer
	for r := '0'; r <= '9'; r++ {
		g, err := f.GlyphIndex(&buf, r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := f.GlyphAdvance(&buf, g, 1000<<6, 0)
		if err != nil {
			t.Fatal(err)
		}
		widths[w.String()] = true
	}
	if len(widths) != 1 {
		t.Errorf("widths %v", widths)
	}
}

func ExampleRegular() {
	f, err := sfnt.Parse(font.Regular())
	if err != nil {
		fmt.Println(err)
		return
	}
	name, _ := f.Name(nil, sfnt.NameIDFull)
	fmt.Println(name, f.UnitsPerEm(), f.NumGlyphs() > 4000)
	// Output: Noto Sans CJK SC 1000 true
}
