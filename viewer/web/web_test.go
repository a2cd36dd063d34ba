package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"github.com/taktsim/takt/viewer/parcel"
)

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// program is one in a folder of its own: not what a browser could run, but as large.
func program(t *testing.T) Program {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, exe), strings.Repeat("// what runs it\n", 100))
	return Program{write(t, filepath.Join(dir, wasm), "\x00asm"+strings.Repeat("program ", 10_000))}
}

const factory = `format = 1
[orders]
file = "data/jobs.csv"
[part.box]
[hall]
kind = "workshop"
flow = "in -> mill -> out"
[hall.in]
kind = "source"
orders = true
[hall.mill]
kind = "machine"
cycle = "5 min"
[hall.out]
kind = "sink"
`

// shop is a server of two factories: one with a table, and one that cannot be read.
type shop struct {
	broken error // why the factory of that name cannot be had
	*Server
	file   string // of the first
	packed int    // how often it was packed
}

func newShop(t *testing.T, p Program, public bool) *shop {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	x := &shop{broken: errors.New("broken cannot be read"), file: write(t, filepath.Join(dir, "works.toml"), factory)}
	write(t, filepath.Join(dir, "secret.txt"), "nobody is to see this")
	table := write(t, filepath.Join(dir, "data", "jobs.csv"), "part,quantity,release\nbox,2,2026-01-05 06:00\n")
	pack := func(name string) (*parcel.Parcel, []string, error) {
		if name == "broken" {
			return nil, nil, x.broken
		}
		x.packed++
		text, err := os.ReadFile(x.file)
		if err != nil {
			return nil, nil, err
		}
		out := &parcel.Parcel{Name: name, Factory: parcel.File{Name: name, Text: text}}
		return out, []string{x.file, table}, out.Fill(func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, name)) })
	}
	picture := func(name string) []byte {
		if name == "broken" {
			return nil
		}
		return []byte("\x89PNG")
	}
	s, err := New(p, Source{Picture: picture, List: parcel.List{Names: []string{"works.toml", "broken"}, Speed: 10, Playing: true}, Pack: pack}, public)
	if err != nil {
		t.Fatal(err)
	}
	x.Server = s
	return x
}

// get asks for a page as one who is on this machine, or elsewhere.
func (x *shop) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host, r.RemoteAddr = "127.0.0.1:8080", "127.0.0.1:5"
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		switch name {
		case "Host":
			r.Host = value
		case "From":
			r.RemoteAddr = value
		case "Method":
			r.Method = value
		default:
			r.Header.Set(name, value)
		}
	}
	w := httptest.NewRecorder()
	x.ServeHTTP(w, r)
	return w
}

func TestPagesAndTheirHeaders(t *testing.T) {
	x := newShop(t, program(t), false)
	for path, kind := range map[string]string{
		"/": "text/html; charset=utf-8", "/page.js": "text/javascript; charset=utf-8", "/page.css": "text/css; charset=utf-8",
		"/wasm_exec.js": "text/javascript; charset=utf-8", "/takt.wasm": "application/wasm", "/factories": "application/json",
		"/factory": "application/json", "/factory?name=works.toml": "application/json",
	} {
		w := x.get(path)
		h := w.Header()
		if w.Code != 200 || h.Get("Content-Type") != kind || w.Body.Len() == 0 {
			t.Errorf("%s: %d, %s, %d bytes", path, w.Code, h.Get("Content-Type"), w.Body.Len())
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache", "Content-Length": fmt.Sprint(w.Body.Len()),
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
		if p := h.Get("Content-Security-Policy"); !strings.Contains(p, "default-src 'none'") || strings.Contains(p, "*") {
			t.Errorf("%s: %q", path, p)
		}
		// What the browser has is not sent again; HEAD sends nothing at all.
		tag := h.Get("ETag")
		if w := x.get(path, "If-None-Match: "+tag); tag == "" || w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != tag {
			t.Errorf("%s again: %d, %d bytes", path, w.Code, w.Body.Len())
		}
		if w := x.get(path, `If-None-Match: "other"`); w.Code != 200 {
			t.Errorf("%s with another tag: %d", path, w.Code)
		}
		if w := x.get(path, "Method: HEAD"); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") != h.Get("Content-Length") {
			t.Errorf("HEAD %s: %d, %d bytes", path, w.Code, w.Body.Len())
		}
	}
	if w := x.get("/picture?name=works.toml"); w.Code != 200 || w.Header().Get("Content-Type") != "image/png" || w.Body.String() != "\x89PNG" {
		t.Errorf("a picture: %d, %q", w.Code, w.Body)
	}
	for _, name := range []string{"broken", "secret.txt", ""} {
		if w := x.get("/picture?name=" + name); w.Code != 404 {
			t.Errorf("a picture of %q: %d", name, w.Code)
		}
	}
	zh, en := x.get("/", "Accept-Language: fr, zh-CN;q=0.8").Body.String(), x.get("/").Body.String()
	if !strings.Contains(zh, "正在加载") || !strings.Contains(en, "Loading") || strings.Contains(en, "<no value>") {
		t.Errorf("pages %s %s", zh, en)
	}
}

// unpacked is the content of an answer.
func unpacked(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var r io.Reader = w.Body
	var err error
	switch w.Header().Get("Content-Encoding") {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		if r, err = gzip.NewReader(r); err != nil {
			t.Fatal(err)
		}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEncodings(t *testing.T) {
	p := program(t)
	x := newShop(t, p, true)
	whole := x.get("/takt.wasm").Body.String()
	tags := map[string]string{}
	for _, c := range []struct{ accept, want string }{
		{"", ""}, {"identity", ""}, {"gzip", "gzip"}, {"gzip, deflate, br, zstd", "br"}, {"GZIP;q=0.5", "gzip"},
		{"br;q=0, gzip", "gzip"}, {"br; q=0.0", ""}, {"*", "br"}, {"*;q=0", ""}, {"br;q=x", ""},
	} {
		w := x.get("/takt.wasm", "Accept-Encoding: "+c.accept, "From: 192.0.2.7:99")
		if got := w.Header().Get("Content-Encoding"); got != c.want {
			t.Errorf("%q: %q, want %q", c.accept, got, c.want)
		}
		if w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: varies by %q", c.accept, w.Header().Get("Vary"))
		}
		if c.want != "" && w.Body.Len() > len(whole)/2 {
			t.Errorf("%q: %d bytes of %d", c.accept, w.Body.Len(), len(whole))
		}
		if unpacked(t, w) != whole {
			t.Errorf("%q: other content", c.accept)
		}
		if tag := w.Header().Get("ETag"); tags[c.want] != "" && tags[c.want] != tag {
			t.Errorf("%q: tag %s, before %s", c.accept, tag, tags[c.want])
		} else {
			tags[c.want] = tag
		}
	}
	if len(tags) != 3 || tags[""] == tags["br"] || tags["br"] == tags["gzip"] {
		t.Errorf("the encodings have the tags %v", tags)
	}
}

// On this machine nobody waits for the program to be compressed; where it has been, it
// is sent so, unless that is older than the program.
func TestWhatIsCompressedAlready(t *testing.T) {
	p := program(t)
	const here, br = "From: 127.0.0.1:9", "Accept-Encoding: br"
	if w := newShop(t, p, false).get("/takt.wasm", br, here); w.Header().Get("Content-Encoding") != "" {
		t.Error("it is compressed for somebody on this machine")
	}
	sizes := map[string]int{}
	if err := p.Compress(func(file string, size int) { sizes[filepath.Base(file)] = size }); err != nil {
		t.Fatal(err)
	}
	w := newShop(t, p, false).get("/takt.wasm", br, here)
	if w.Header().Get("Content-Encoding") != "br" || w.Body.Len() != sizes["takt.wasm.br"] || sizes["takt.wasm.gz"] == 0 {
		t.Errorf("%q, %d bytes; sizes %v", w.Header().Get("Content-Encoding"), w.Body.Len(), sizes)
	}
	if err := os.Chtimes(p.Wasm+".br", time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if w := newShop(t, p, false).get("/takt.wasm", br, here); w.Header().Get("Content-Encoding") != "" {
		t.Error("what is older than the program is sent")
	}
}

func TestWhatIsNotThere(t *testing.T) {
	x := newShop(t, program(t), false)
	for _, path := range []string{
		"/nothing", "/secret.txt", "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/page.js/", "//page.js", "/page.html", "/factory/",
		"/takt.wasm.br", "/factory?name=secret.txt", "/factory?name=../works.toml", "/factory?name=%2fetc%2fpasswd", "/factory?name=data/jobs.csv",
		"/factory?name=works.toml%00", "/factory?name=" + strings.Repeat("a", 10_000),
	} {
		w := x.get(path)
		text := w.Body.String()
		if w.Code != 404 || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" || !strings.HasPrefix(text, "There is no ") ||
			strings.Contains(text, "nobody is to see") || len(text) > 10_000 || w.Header().Get("ETag") != "" {
			t.Errorf("%.80s: %d %.200q", path, w.Code, text)
		}
	}
	if text := x.get("/factory?name=work.toml").Body.String(); !strings.Contains(text, `did you mean "works.toml"?`) {
		t.Error(text)
	}
	if w := x.get("/nothing", "Accept-Language: zh"); w.Code != 404 || !strings.Contains(w.Body.String(), "没有页面") {
		t.Error(w.Body.String())
	}
	if w := x.get("/factory?name=broken"); w.Code != 422 || w.Body.String() != "broken cannot be read\n" {
		t.Errorf("%d %q", w.Code, w.Body.String())
	}
	if w := x.get("/", "Method: POST"); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d, allowed is %q", w.Code, w.Header().Get("Allow"))
	}
}

// A mistake that the server finds comes to the page with its line and its caret.
func TestAMistakeIsSentWithItsLine(t *testing.T) {
	x := newShop(t, program(t), false)
	wrong := &parcel.Parcel{Name: "x", Factory: parcel.File{Name: "x.toml", Text: []byte("format = 1\n[a]\nkind = \"mashine\"\n")}}
	_, x.broken = wrong.Open()
	w := x.get("/factory?name=broken")
	var d parcel.Detailed
	err := parcel.ReadRefusal(w.Body.Bytes())
	if w.Code != 422 || !errors.As(err, &d) || d.Error() != x.broken.Error() || !strings.Contains(d.Detail(), "kind = \"mashine\"") || !strings.Contains(d.Detail(), "^^^^") {
		t.Errorf("%d: %v\n%s", w.Code, err, w.Body)
	}
	if h := w.Header(); h.Get("ETag") != "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("it is kept: %v", h)
	}
	for _, text := range []string{"lost\n", "{}", `{"error":"x"}`, "null"} {
		if err := parcel.ReadRefusal([]byte(text)); errors.As(err, &d) || err.Error() != strings.TrimSpace(text) {
			t.Errorf("%q is read as %v", text, err)
		}
	}
}

// A page of somebody else whose name leads to this machine is not answered.
func TestOnlyThisMachineIsAnswered(t *testing.T) {
	p := program(t)
	for host, code := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "[::1]:8080": 200, "127.1.2.3": 200,
		"evil.example": 403, "evil.example:8080": 403, "192.0.2.1:8080": 403, "localhost.evil.example": 403, "": 403,
	} {
		if w := newShop(t, p, false).get("/factories", "Host: "+host); w.Code != code {
			t.Errorf("%q: %d, want %d", host, w.Code, code)
		}
		if w := newShop(t, p, true).get("/factories", "Host: "+host); w.Code != 200 {
			t.Errorf("%q, public: %d", host, w.Code)
		}
	}
}

func TestFactoriesAreListedAndSent(t *testing.T) {
	if _, err := New(program(t), Source{}, false); err == nil {
		t.Error("nothing is served")
	}
	x := newShop(t, program(t), false)
	var list parcel.List
	if err := json.Unmarshal(x.get("/factories").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Names) != 2 || list.Names[0] != "works.toml" || list.Format != parcel.Format || list.Speed != 10 || !list.Playing {
		t.Errorf("%+v", list)
	}
	p, err := parcel.Read([]byte(unpacked(t, x.get("/factory?name=works.toml", "Accept-Encoding: br"))))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Data) != 1 || !bytes.HasPrefix(p.Data["data/jobs.csv"], []byte("part,quantity")) {
		t.Errorf("data %q", p.Data)
	}
	sim, err := p.Open()
	if err != nil {
		t.Fatal(err)
	}
	if sim.Plant().Model().Node("hall.mill") == nil {
		t.Error("there is no mill")
	}
}

// A factory is packed once, and again when a file of it is saved.
func TestASavedFileIsSentAgain(t *testing.T) {
	x := newShop(t, program(t), false)
	old := time.Now().Add(-time.Minute)
	if err := os.Chtimes(x.file, old, old); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(filepath.Dir(x.file), "data", "jobs.csv"), old, old); err != nil {
		t.Fatal(err)
	}
	const path = "/factory?name=works.toml"
	tag := x.get(path).Header().Get("ETag")
	for range 3 {
		if w := x.get(path, "If-None-Match: "+tag); w.Code != 304 || x.packed != 1 {
			t.Errorf("%d, packed %d times", w.Code, x.packed)
		}
	}
	write(t, x.file, strings.Replace(factory, "5 min", "6 min", 1))
	w := x.get(path, "If-None-Match: "+tag)
	if w.Code != 200 || w.Header().Get("ETag") == tag || x.packed != 2 {
		t.Errorf("after it was saved: %d, packed %d times", w.Code, x.packed)
	}
	if err := os.Remove(x.file); err != nil {
		t.Fatal(err)
	}
	if w := x.get(path); w.Code != 422 || !strings.Contains(w.Body.String(), "works.toml") {
		t.Errorf("after it was removed: %d %q", w.Code, w.Body.String())
	}
}

func TestServerWaitsForNobodyForEver(t *testing.T) {
	h := newShop(t, program(t), false).HTTP()
	if h.ReadHeaderTimeout <= 0 || h.ReadTimeout <= 0 || h.WriteTimeout <= 0 || h.IdleTimeout <= 0 || h.MaxHeaderBytes > 64<<10 {
		t.Errorf("%+v", h)
	}
	srv := httptest.NewUnstartedServer(nil)
	srv.Config = h
	srv.Start()
	defer srv.Close()
	r, err := http.NewRequest(http.MethodGet, srv.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("a", 64<<10))
	answer, err := srv.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 64 kB: %s", answer.Status)
	}
}

func TestWhereAProgramIs(t *testing.T) {
	p := program(t)
	if got, ok := Beside(filepath.Join(filepath.Dir(p.Wasm), "takt")); !ok || got != p {
		t.Errorf("beside takt: %v %v", got, ok)
	}
	if err := os.Remove(p.support()); err != nil {
		t.Fatal(err)
	}
	if err := p.Check(); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), exe) {
		t.Errorf("without %s: %v", exe, err)
	}
	if _, ok := Beside(p.Wasm); ok {
		t.Error("half a program is one")
	}
	if _, err := New(p, Source{List: parcel.List{Names: []string{"a"}}}, false); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a program is served: %v", err)
	}
	if err := (Program{filepath.Dir(p.Wasm)}).Check(); err == nil {
		t.Error("a folder is a program")
	}
	root, ok := Sources(".")
	if _, err := os.Stat(filepath.Join(root, source)); !ok || err != nil {
		t.Errorf("sources at %q, %v: %v", root, ok, err)
	}
	a, _ := Cache("here")
	b, _ := Cache("there")
	if a == b {
		t.Error("two checkouts share a cache")
	}
}

// The program for browsers can be built, and is no larger than promised.
func TestBuild(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the viewer for browsers")
	}
	dir := t.TempDir()
	root, _ := Sources(".")
	start := time.Now()
	p, err := Build(t.Context(), root, dir)
	if err != nil {
		t.Fatal(err)
	}
	built := time.Since(start)
	start = time.Now()
	if _, err := Build(t.Context(), root, dir); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %.1f s, again in %.1f s", built.Seconds(), time.Since(start).Seconds())
	body, err := os.ReadFile(p.Wasm)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(body, []byte("\x00asm\x01\x00\x00\x00")) {
		t.Fatal("what was built is no WebAssembly")
	}
	if bytes.Contains(body, []byte(filepath.ToSlash(root))) {
		t.Error("it holds the path of its sources")
	}
	for _, lib := range []string{"spf13/cobra", "modernc.org/sqlite", "parquet-go", "xuri/excelize", "gonum.org/v1/gonum/lapack", "net/http."} {
		if bytes.Contains(body, []byte(lib)) {
			t.Errorf("it holds %s", lib)
		}
	}
	// What brotli makes of it in minutes, for a release, is 85 % of what it does in seconds.
	level, most := quick, 6_000_000*100/85
	if os.Getenv("TAKT_LONG") != "" {
		level, most = thorough, 6_000_000
	}
	br, gz := len(compress("br", body, level)), len(compress("gzip", body, 6))
	t.Logf("%d bytes; gzip %d; brotli at %d: %d", len(body), gz, level, br)
	if br > most {
		t.Errorf("brotli makes %d bytes of it, at most %d are wanted", br, most)
	}
}
