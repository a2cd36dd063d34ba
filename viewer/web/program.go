package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// Program is the viewer as a browser runs it: takt.wasm, and the wasm_exec.js of the Go
// that made it beside it. takt.wasm.br and takt.wasm.gz are the same, compressed.
type Program struct {
	Wasm string // the file
}

const (
	module = "github.com/taktsim/takt"
	source = "./cmd/takt-web"
	wasm   = "takt.wasm"
	exe    = "wasm_exec.js"
)

// support is the file that a browser needs to run what Go made.
func (p Program) support() string { return filepath.Join(filepath.Dir(p.Wasm), exe) }

// Check reports what is missing of the program, by its name.
func (p Program) Check() error {
	for _, file := range []string{p.Wasm, p.support()} {
		if info, err := os.Stat(file); err != nil {
			return err
		} else if info.IsDir() {
			return &os.PathError{Op: "open", Path: file, Err: errors.New("this is a directory")}
		}
	}
	return nil
}

// Beside is the program that lies beside an executable, if it is there.
func Beside(executable string) (Program, bool) {
	p := Program{filepath.Join(filepath.Dir(executable), wasm)}
	return p, p.Check() == nil
}

var moduleLine = regexp.MustCompile(`(?m)^module\s+"?` + regexp.QuoteMeta(module) + `"?\s*$`)

// Sources is where Takt's own sources are: in a folder or above it, or where this
// program was built.
func Sources(folder string) (root string, ok bool) {
	_, built, _, _ := runtime.Caller(0) // shortened by -trimpath, so that it is nowhere
	for _, dir := range []string{folder, filepath.Dir(built)} {
		for dir, err := filepath.Abs(dir); err == nil; dir = filepath.Dir(dir) {
			text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
			if err == nil && moduleLine.Match(text) {
				return dir, true
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return "", false
}

// Cache is the folder of a user's cache for the program that is built from sources.
func Cache(root string) (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(root))
	return filepath.Join(dir, "takt", "web-"+hex.EncodeToString(sum[:6])), nil
}

// Build builds the program from sources into a folder, with the go command. Where
// nothing has changed since the last time, that takes a second.
func Build(ctx context.Context, root, dir string) (Program, error) {
	p := Program{filepath.Join(dir, wasm)}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return p, err
	}
	run := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("go %s: %w\n%s", args[0], err, out)
		}
		return strings.TrimSpace(string(out)), err
	}
	file, err := filepath.Abs(p.Wasm)
	if err != nil {
		return p, err
	}
	if _, err := run("build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", file, source); err != nil {
		return p, err
	}
	goroot, err := run("env", "GOROOT")
	if err != nil {
		return p, err
	}
	text, err := os.ReadFile(filepath.Join(goroot, "lib", "wasm", exe))
	if err != nil {
		return p, fmt.Errorf("this Go cannot make programs for browsers: %w", err)
	}
	return p, os.WriteFile(p.support(), text, 0o644)
}

// endings are the files of the encodings.
var endings = map[string]string{"br": ".br", "gzip": ".gz"}

// Compress writes the compressed files, as small as they get: minutes. told hears of
// each file and its size in bytes.
func (p Program) Compress(told func(file string, size int)) error {
	body, err := os.ReadFile(p.Wasm)
	if err != nil {
		return err
	}
	told(p.Wasm, len(body))
	for _, encoding := range []string{"gzip", "br"} {
		packed, file := compress(encoding, body, thorough), p.Wasm+endings[encoding]
		if err := os.WriteFile(file, packed, 0o644); err != nil {
			return err
		}
		told(file, len(packed))
	}
	return nil
}

// load reads the program, and what is compressed of it unless it is older.
func (p Program) load() (program, support *asset, err error) {
	body, err := os.ReadFile(p.Wasm)
	if err != nil {
		return nil, nil, err
	}
	text, err := os.ReadFile(p.support())
	if err != nil {
		return nil, nil, err
	}
	made, err := os.Stat(p.Wasm)
	if err != nil {
		return nil, nil, err
	}
	program, support = newAsset("application/wasm", body), newAsset("text/javascript; charset=utf-8", text)
	program.large = true
	for encoding, ending := range endings {
		info, err := os.Stat(p.Wasm + ending)
		if err != nil || info.ModTime().Before(made.ModTime()) {
			continue
		}
		if packed, err := os.ReadFile(p.Wasm + ending); err == nil {
			program.packed[encoding] = packed
		}
	}
	return program, support, nil
}
