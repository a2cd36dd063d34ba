package takt_test

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module  = "github.com/taktsim/takt"
	maxFunc = 70  // lines of a function, from its first line to its closing brace
	maxFile = 900 // lines of a Go file; 600 is the aim
)

// A room says what a package may import beside the standard library: rooms of
// this module (a trailing /... means the room and all below it) and libraries.
type room struct {
	name  string
	rooms []string
	libs  []string
}

const (
	toml     = "github.com/BurntSushi/toml"
	expr     = "github.com/expr-lang/expr"
	gonum    = "gonum.org/v1/gonum"
	nats     = "github.com/nats-io"
	ebiten   = "github.com/hajimehoshi/ebiten/v2"
	ximage   = "golang.org/x/image"
	quantize = "github.com/ericpauley/go-quantize"
	mathgl   = "github.com/go-gl/mathgl"
	cobra    = "github.com/spf13/cobra"
	term     = "golang.org/x/term"
	text     = "golang.org/x/text"
	excelize = "github.com/xuri/excelize/v2"
	tetra3d  = "github.com/solarlune/tetra3d"
	akita    = "github.com/sarchlab/akita/v4"
	sqlite   = "modernc.org/sqlite"
	brotli   = "github.com/andybalholm/brotli"
	parquet  = "github.com/parquet-go/parquet-go"
)

// rooms is the map of DESIGN.md section 2: arrows point down. Where several
// entries fit a package, the longest name holds.
var rooms = []room{
	{"", nil, nil},
	{"engine", nil, nil},
	{"engine/random", nil, nil},
	{"engine/unit", nil, nil},
	{"engine/stat", []string{"engine/random"}, []string{gonum}},
	{"engine/model", []string{"engine/model/...", "engine/unit", "engine/random"}, []string{toml, expr}},
	{"engine/model/sample", []string{"engine/random"}, nil},
	{"engine/model/span", []string{"engine/unit"}, []string{toml}},
	{"engine/model/table", []string{"engine/unit", "engine/model/calendar"}, []string{excelize, text}},
	{"engine/model/calendar", []string{"engine/unit"}, nil},
	{"engine/model/sample", []string{"engine/unit", "engine/random"}, nil},
	{"engine/model/scenario", []string{"engine/model/...", "engine/unit", "engine/random"}, []string{toml, expr}},
	{"engine/decide", []string{"engine", "engine/model", "engine/unit"}, nil},
	{"engine/decide/rules", []string{"engine", "engine/decide", "engine/model", "engine/unit", "engine/random"}, nil},
	{"engine/sense", []string{"engine/random", "engine/unit"}, nil},
	{"engine/plant/...", []string{"engine/..."}, nil},
	{"engine/bench", []string{"engine/..."}, []string{akita}}, // a module of its own
	{"engine/process", []string{"engine", "engine/random", "engine/stat", "engine/unit"}, nil},
	{"engine/process/script", []string{"engine"}, nil},
	{"engine/flux", []string{"engine/..."}, nil},
	{"engine/lab", []string{"engine/..."}, nil},
	{"engine/lab/local", []string{"engine/..."}, nil},
	{"engine/lab/jetstream", []string{"engine/..."}, []string{nats}},
	{"twin/...", []string{"engine/...", "twin/..."}, nil},
	{"twin/link/trace", []string{"engine/..."}, []string{sqlite, parquet}},
	{"viewer/scene", []string{"engine/...", "assets/..."}, []string{mathgl}},
	{"viewer/render", []string{"viewer/scene", "assets/..."}, []string{mathgl, ximage}},
	{"viewer/render/gpu", []string{"viewer/render", "viewer/scene", "assets/..."}, []string{ebiten, mathgl}},
	{"viewer/session", []string{"engine", "engine/plant", "engine/model", "engine/random"}, nil},
	{"viewer/edit", []string{"engine/model/...", "engine/unit"}, nil},
	{"viewer/bench", []string{"viewer/...", "assets/..."}, []string{ebiten, mathgl, tetra3d}}, // a module of its own
	{"viewer/ui", []string{"viewer/...", "twin/...", "engine/...", "assets/..."}, []string{ximage}},
	{"viewer/ui/window", []string{"viewer/ui", "assets/..."}, []string{ebiten}},
	{"viewer/ui/window/looptest", nil, []string{ebiten}},
	{"viewer/web", []string{"viewer/parcel", "assets/words", "engine/unit"}, []string{brotli}},
	{"viewer/parcel", []string{"engine", "engine/lab", "engine/model/...", "engine/plant"}, nil},
	{"viewer/window", []string{"viewer", "viewer/render/...", "viewer/scene", "viewer/ui/window"}, []string{ebiten}},
	{"viewer", []string{"viewer/...", "twin/...", "engine/...", "assets/..."}, []string{mathgl}},
	{"scenarios", nil, nil},
	{"assets/words", []string{"engine/unit"}, nil},
	{"assets/...", []string{"assets/..."}, []string{mathgl}},
	{"assets/font", nil, []string{ximage}},
	{"takttest", []string{"engine/..."}, nil},
	{"cmd/takt-web", []string{"viewer", "viewer/window", "viewer/parcel", "assets/words"}, nil},
	{"cmd/takt/...", []string{"..."}, []string{cobra, term, quantize}},
}

// testLibs may be imported by the tests of every room, and every room by them.
var testLibs = []string{
	"pgregory.net/rapid", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "github.com/santhosh-tekuri/jsonschema/v6", "github.com/coder/websocket", gonum,
}

// stateRooms hold the code that changes a state: its arithmetic must be the
// same to the bit on every architecture.
var stateRooms = []string{"engine", "engine/random", "engine/plant/...", "engine/process", "engine/decide/...", "engine/sense"}

// goRooms are the only rooms of engine that start goroutines.
var goRooms = []string{"engine/lab/local", "engine/lab/jetstream"}

// randomPackages of the standard library give each run another number.
var randomPackages = []string{"math/rand", "math/rand/v2", "crypto/rand", "hash/maphash"}

// wallClock names what package time tells of the machine it runs on. (Sleep
// tells nothing: saving a file may wait for its turn.)
var wallClock = strings.Fields("Now Since Until After AfterFunc Tick NewTicker NewTimer Local")

// exactMath names what package math computes alike on every architecture.
var exactMath = strings.Fields(`Abs Ceil Copysign Dim Float32bits Float32frombits Float64bits Float64frombits Floor
	Frexp Ilogb Inf IsInf IsNaN Ldexp Logb Max Min Mod Modf NaN Nextafter Remainder Round RoundToEven Signbit Sqrt Trunc
	E Pi Phi Sqrt2 SqrtE SqrtPi SqrtPhi Ln2 Log2E Ln10 Log10E MaxFloat32 SmallestNonzeroFloat32 MaxFloat64
	SmallestNonzeroFloat64 MaxInt MinInt MaxInt8 MinInt8 MaxInt16 MinInt16 MaxInt32 MinInt32 MaxInt64 MinInt64
	MaxUint MaxUint8 MaxUint16 MaxUint32 MaxUint64`)

// A source is one parsed Go file. path is slashed and relative to the root.
type source struct {
	path string
	text []byte
	fset *token.FileSet
	file *ast.File
}

func parse(fset *token.FileSet, name string, text []byte) (*source, error) {
	f, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return &source{name, text, fset, f}, err
}

func (s *source) test() bool      { return strings.HasSuffix(s.path, "_test.go") }
func (s *source) generated() bool { return ast.IsGenerated(s.file) }

// pkg is the path of the package's folder within the module, "" for the root.
func (s *source) pkg() string { return strings.TrimPrefix(path.Dir(s.path), ".") }

// in says whether the source lies in one of the rooms.
func (s *source) in(rooms ...string) bool { return within(s.pkg(), rooms) }

func (s *source) line(p token.Pos) int { return s.fset.Position(p).Line }

// within says whether a package is one of the rooms or lies below one that ends
// in /... .
func within(pkg string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool {
		above, deep := strings.CutSuffix(r, "...")
		return pkg == strings.TrimSuffix(above, "/") || deep && strings.HasPrefix(pkg, above)
	})
}

// A report receives one offence: where it is and what would be right.
type report func(p token.Pos, format string, args ...any)

// sourceChecks are asked of every Go file. A new rule is a line here, its
// function below, and an offender in tidy_self_test.go.
var sourceChecks = []struct {
	name  string
	check func(*source, report)
}{
	{"arrows", checkArrows},
	{"banned calls", checkCalls},
	{"sorted maps", checkMapIterators},
	{"exact math", checkMath},
	{"length", checkLength},
	{"documented", checkDocs},
	{"gofmt", checkFormat},
}

func TestTidySources(t *testing.T) {
	sources := readSources(t)
	for _, c := range sourceChecks {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range sources {
				c.check(s, s.reportTo(t))
			}
		})
	}
	t.Run("package comments", func(t *testing.T) {
		for _, m := range undocumentedPackages(sources) {
			t.Error(m)
		}
	})
}

// TestTidyTypes asks what needs types, of the packages under engine.
func TestTidyTypes(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", "-export", "-deps",
		"-f", "{{.ImportPath}}\t{{.Export}}\t{{join .GoFiles \" \"}}", "./engine/...")
	list, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports, files := map[string]string{}, map[string][]string{}
	for line := range strings.Lines(string(list)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		exports[f[0]] = f[1]
		if pkg, ok := strings.CutPrefix(f[0], module+"/"); ok {
			files[pkg] = strings.Fields(f[2])
		}
	}
	fset := token.NewFileSet()
	compiled := importer.ForCompiler(fset, "gc", func(pkg string) (io.ReadCloser, error) { return os.Open(exports[pkg]) })
	for pkg, names := range files {
		var sources []*source
		for _, name := range names {
			name = path.Join(pkg, name)
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if s, err := parse(fset, name, text); err == nil {
				sources = append(sources, s)
			}
		}
		info := typesOf(fset, sources, compiled)
		for _, s := range sources {
			checkTypes(s, info, s.reportTo(t))
		}
	}
}

// checkArrows holds each import against the map of rooms.
func checkArrows(s *source, offend report) {
	here, ok := roomOf(s.pkg())
	if !ok {
		offend(s.file.Package, "%s is no room of the design: add it to the map (rooms, in tidy_test.go) with what it may import", s.pkg())
		return
	}
	for _, spec := range s.file.Imports {
		p, _ := strconv.Unquote(spec.Path.Value)
		target, own := strings.CutPrefix(p, module)
		target = strings.TrimPrefix(target, "/")
		first, _, _ := strings.Cut(p, "/")
		switch {
		case p == "C":
			offend(spec.Pos(), "import \"C\": takt is built without cgo")
		case own:
			if !s.test() && !within(target, here.rooms) {
				offend(spec.Pos(), "%s may not import %s, only %s", s.pkg(), target, orNothing(here.rooms))
			}
		case strings.Contains(first, "."):
			allowed := here.libs
			if s.test() {
				allowed = slices.Concat(here.libs, testLibs)
			}
			if !slices.ContainsFunc(allowed, func(lib string) bool { return p == lib || strings.HasPrefix(p, lib+"/") }) {
				offend(spec.Pos(), "%s may not import %s, of libraries only %s", s.pkg(), p, orNothing(allowed))
			}
		}
	}
}

func roomOf(pkg string) (best room, ok bool) {
	for _, r := range rooms {
		if within(pkg, []string{r.name}) && (!ok || len(r.name) > len(best.name)) {
			best, ok = r, true
		}
	}
	return best, ok
}

func orNothing(names []string) string {
	if len(names) == 0 {
		return "the standard library"
	}
	return strings.Join(names, ", ")
}

// checkCalls keeps the wall clock, other people's dice and goroutines out of
// engine: a run is a function of its model, seed and inputs.
func checkCalls(s *source, offend report) {
	if s.test() || !s.in("engine/...") {
		return
	}
	for _, spec := range s.file.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); slices.Contains(randomPackages, p) {
			offend(spec.Pos(), "import %q: draw from engine/random, by seed and purpose", p)
		}
	}
	s.uses("time", func(sel *ast.SelectorExpr) {
		if slices.Contains(wallClock, sel.Sel.Name) {
			offend(sel.Pos(), "time.%s: engine knows no clock but its own; let the caller pass it in", sel.Sel.Name)
		}
	})
	ast.Inspect(s.file, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok && !s.in(goRooms...) {
			offend(g.Pos(), "go statement: only %s start goroutines", strings.Join(goRooms, " and "))
		}
		return true
	})
}

// checkMapIterators finds iterators over maps whose order is not made definite
// on the spot. (A range over the map itself needs types: checkTypes.)
func checkMapIterators(s *source, offend report) {
	if s.test() || !s.in("engine/...") {
		return
	}
	sorted := map[ast.Expr]bool{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(sel.Sel.Name, "Sorted") && isName(sel.X, s.importName("slices")) {
				sorted[call.Args[0]] = true
			}
		}
		return true
	})
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || sorted[call] {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch name := sel.Sel.Name; {
		case slices.Contains([]string{"Keys", "Values", "All"}, name) && isName(sel.X, s.importName("maps")):
			offend(call.Pos(), "maps.%s comes in no order: write slices.Sorted(maps.Keys(m))", name)
		case name == "MapRange" || name == "MapKeys":
			offend(call.Pos(), "%s comes in no order: sort the keys first", name)
		}
		return true
	})
}

// checkMath keeps state code to the part of package math that is exact.
func checkMath(s *source, offend report) {
	if s.test() || !s.in(stateRooms...) {
		return
	}
	s.uses("math", func(sel *ast.SelectorExpr) {
		if !slices.Contains(exactMath, sel.Sel.Name) {
			offend(sel.Pos(), "math.%s differs between architectures; state code uses engine/random's own", sel.Sel.Name)
		}
	})
}

func checkLength(s *source, offend report) {
	if s.generated() {
		return
	}
	if n := bytes.Count(s.text, []byte("\n")); n > maxFile {
		offend(s.file.Package, "%d lines, at most %d: divide the file, one noun each", n, maxFile)
	}
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if n := s.line(f.End()) - s.line(f.Pos()) + 1; n > maxFunc {
			offend(f.Pos(), "%s has %d lines, at most %d", funcName(f), n, maxFunc)
		}
	}
}

// checkDocs wants a comment on every exported name of a package that can be
// imported.
func checkDocs(s *source, offend report) {
	if s.test() || s.generated() || s.file.Name.Name == "main" {
		return
	}
	for _, d := range s.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			recv := receiver(d)
			// The conventional methods say what they do by their name.
			conventional := recv != "" && slices.Contains([]string{"Error", "String", "Unwrap", "Len", "Less", "Swap"}, d.Name.Name)
			if d.Name.IsExported() && (recv == "" || ast.IsExported(recv)) && d.Doc == nil && !conventional {
				offend(d.Pos(), "%s has no doc comment", funcName(d))
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				var names []*ast.Ident
				commented := d.Doc != nil
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names = []*ast.Ident{spec.Name}
					commented = commented || spec.Doc != nil || spec.Comment != nil
				case *ast.ValueSpec:
					names = spec.Names
					commented = commented || spec.Doc != nil || spec.Comment != nil
				}
				for _, n := range names {
					if n.IsExported() && !commented {
						offend(n.Pos(), "%s has no doc comment", n.Name)
					}
				}
			}
		}
	}
}

func checkFormat(s *source, offend report) {
	if want, err := format.Source(s.text); err != nil || !bytes.Equal(want, s.text) {
		offend(s.file.Package, "not formatted: gofmt -w %s", s.path)
	}
}

// undocumentedPackages lists the packages without a package comment, or with
// one that does not begin as godoc wants it.
func undocumentedPackages(sources []*source) (offences []string) {
	comments, names := map[string]string{}, map[string]string{}
	for _, s := range sources {
		if s.test() {
			continue
		}
		names[s.pkg()] = s.file.Name.Name
		comments[s.pkg()] += s.file.Doc.Text()
	}
	for pkg, name := range names {
		want := "Package " + name
		if name == "main" {
			want = "Command " + path.Base(pkg)
		}
		if !strings.HasPrefix(comments[pkg], want+" ") {
			offences = append(offences, fmt.Sprintf("%s: no package comment that begins with \"%s …\"", cmp.Or(pkg, "."), want))
		}
	}
	slices.Sort(offences)
	return offences
}

// typesOf type-checks one package. Errors are left to the compiler: what is
// known of the rest is enough here.
func typesOf(fset *token.FileSet, sources []*source, imports types.Importer) *types.Info {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: imports, Error: func(error) {}}
	var files []*ast.File
	for _, s := range sources {
		files = append(files, s.file)
	}
	if len(sources) > 0 {
		_, _ = conf.Check(sources[0].pkg(), fset, files, info)
	}
	return info
}

// checkTypes finds ranges over maps and, in state code, products that an
// architecture with a fused multiply-add would round once instead of twice.
// (.ci/run looks at the machine code of arm64 for the rest of those.)
func checkTypes(s *source, info *types.Info, offend report) {
	if s.test() || !s.in("engine/...") {
		return
	}
	product := func(e ast.Expr) {
		e = ast.Unparen(e)
		if neg, ok := e.(*ast.UnaryExpr); ok {
			e = ast.Unparen(neg.X)
		}
		mul, ok := e.(*ast.BinaryExpr)
		tv := info.Types[e]
		if !ok || mul.Op != token.MUL || tv.Type == nil || tv.Value != nil {
			return
		}
		if b, ok := tv.Type.Underlying().(*types.Basic); ok && b.Info()&types.IsFloat != 0 {
			offend(mul.Pos(), "a product that is added may be fused: write float64(%s)", types.ExprString(mul))
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			if t := info.Types[n.X].Type; t != nil {
				if _, ok := t.Underlying().(*types.Map); ok {
					offend(n.Pos(), "ranges over a map, in no order: range over slices.Sorted(maps.Keys(%s))", types.ExprString(n.X))
				}
			}
		case *ast.BinaryExpr:
			if s.in(stateRooms...) && (n.Op == token.ADD || n.Op == token.SUB) {
				product(n.X)
				product(n.Y)
			}
		case *ast.AssignStmt:
			if s.in(stateRooms...) && (n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN) {
				product(n.Rhs[0])
			}
		}
		return true
	})
}

// reportTo returns the report that fails t with file:line.
func (s *source) reportTo(t *testing.T) report {
	return func(p token.Pos, format string, args ...any) {
		t.Helper()
		t.Errorf("%s:%d: %s", s.path, s.line(p), fmt.Sprintf(format, args...))
	}
}

// uses calls f for every name of the imported package pkg that the source uses.
func (s *source) uses(pkg string, f func(*ast.SelectorExpr)) {
	name := s.importName(pkg)
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && isName(sel.X, name) {
			f(sel)
		}
		return true
	})
}

// importName is what the source calls a package, "" when it does not import it.
func (s *source) importName(pkg string) string {
	for _, spec := range s.file.Imports {
		if p, _ := strconv.Unquote(spec.Path.Value); p == pkg {
			if spec.Name != nil {
				return spec.Name.Name
			}
			return path.Base(pkg)
		}
	}
	return ""
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && name != "" && id.Name == name
}

func funcName(f *ast.FuncDecl) string {
	if r := receiver(f); r != "" {
		return r + "." + f.Name.Name
	}
	return f.Name.Name
}

// receiver is the name of the type that a method belongs to.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	name := types.ExprString(f.Recv.List[0].Type)
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "*"), "[")
	return name
}

// readSources parses every Go file of the module.
func readSources(t *testing.T) (sources []*source) {
	fset := token.NewFileSet()
	for _, name := range treeFiles(t) {
		if path.Ext(name) != ".go" || strings.Contains("/"+name, "/testdata/") || strings.HasPrefix(name, ".") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := parse(fset, name, text)
		if err != nil {
			t.Error(err)
			continue
		}
		sources = append(sources, s)
	}
	return sources
}
