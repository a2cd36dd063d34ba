package model

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"github.com/taktsim/takt/engine/model/span"
)

// Format is the newest format of factory and scenario files that this package reads.
const Format = 1

// MaxBytes is the largest factory file that is read.
const MaxBytes = 32 << 20

// Load reads a factory file and the tables it names, which are looked for beside it.
// The model is nil when there are mistakes; warnings come with a model.
func Load(path string, reg *Registry) (*Model, Problems) {
	dir := filepath.Dir(path)
	open := func(name string) ([]byte, error) { return readLimited(filepath.Join(dir, filepath.FromSlash(name))) }
	src, err := readLimited(path)
	if err != nil {
		return nil, Problems{{File: path, Msg: whyNot(err)}}
	}
	return Parse(path, src, reg, open)
}

// readLimited reads a file that is not larger than MaxBytes.
func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, errors.New("this is a directory; want a file")
	}
	if info.Size() > MaxBytes {
		return nil, fmt.Errorf("this file has %d MB; at most %d MB are read", info.Size()>>20, MaxBytes>>20)
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err == nil && len(data) > MaxBytes {
		err = fmt.Errorf("this file is larger than %d MB", MaxBytes>>20)
	}
	return data, err
}

// whyNot says in plain words why a file could not be read.
func whyNot(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "this file may not be read"
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return "this file cannot be read: " + pe.Err.Error()
	}
	return err.Error()
}

// Parse reads a factory file from memory. name is what messages call it; open gives the
// tables that it names, and may be nil when there are none.
func Parse(name string, src []byte, reg *Registry, open func(name string) ([]byte, error)) (*Model, Problems) {
	c := &collector{}
	var m *Model
	if top := read(name, src, c); top != nil {
		t := &tree{file: name, top: resolveLikes(top.table(), c), open: open}
		m = t.model(reg, c)
	}
	return m, c.list.sorted(name)
}

// read decodes a TOML source; it is nil when nothing more can be said about it.
func read(name string, src []byte, c *collector) *raw {
	whole := Pos{File: name}
	switch {
	case len(src) > MaxBytes:
		c.add(false, whole, "", "this file has %d MB; at most %d MB are read", len(src)>>20, MaxBytes>>20)
		return nil
	case strings.TrimSpace(strings.TrimPrefix(string(src), "\ufeff")) == "":
		c.add(false, whole, "", "this file is empty; a factory file begins with format = %d", Format)
		return nil
	case !utf8.Valid(src) || strings.IndexByte(string(src), 0) >= 0:
		c.add(false, whole, "", "this is no text in UTF-8; save it as UTF-8, or give another file")
		return nil
	}
	index, err := span.Index(src)
	if err != nil {
		pos := whole
		var e *span.Error
		if errors.As(err, &e) {
			pos = Pos{File: name, Line: e.Pos.Line, Col: e.Pos.Col, EndCol: e.Pos.Col + 1, Source: lineOf(src, e.Pos.Line)}
			err = errors.New(e.Msg)
		}
		c.add(false, pos, "", "%s", err)
		return nil
	}
	s := &source{file: name, index: index}
	var v map[string]any
	if _, err := toml.Decode(string(src), &v); err != nil {
		s.syntax(err, c)
		return nil
	}
	for _, n := range index.Newer {
		c.add(false, Pos{File: name, Line: n.Pos.Line, Col: n.Pos.Col, EndCol: n.Pos.Col + 1, Source: index.Line(n.Pos.Line)}, "", "%s", n.Msg)
	}
	top := fromTOML(v, index.Root, s, "")
	if !checkFormat(name, top, c) {
		return nil
	}
	return top
}

func lineOf(src []byte, line int) string {
	for i, l := range strings.SplitN(string(src), "\n", line+1) {
		if i == line-1 {
			return strings.TrimSuffix(strings.TrimPrefix(l, "\ufeff"), "\r")
		}
	}
	return ""
}

// syntax tells an error of the TOML library.
func (s *source) syntax(err error, c *collector) {
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		c.add(false, Pos{File: s.file}, "", "%s", strings.TrimPrefix(err.Error(), "toml: "))
		return
	}
	start := max(0, min(pe.Position.Start, len(s.index.Src)))
	pos := s.at(span.Range{Start: start, End: max(start, min(start+pe.Position.Len, len(s.index.Src)))})
	if pos.EndCol == pos.Col {
		pos.EndCol++
	}
	msg := pe.Message
	if key, ok := strings.CutSuffix(msg, " has already been defined."); ok {
		msg = strings.Replace(key, "Key ", "", 1) + " is already there"
	}
	c.add(false, pos, pe.LastKey, "%s", strings.ReplaceAll(msg, "'", "\""))
}

// checkFormat looks at the key `format` and at what kind of file this is.
func checkFormat(name string, top *raw, c *collector) bool {
	if f := top.get("factory"); f != nil && f.table() == nil {
		if file, ok := f.asText(); ok {
			c.value(f, "this is a scenario file; its factory is in %q", file)
		} else {
			c.value(f, "want a table: [factory]")
		}
		return false
	}
	r := top.get("format")
	if r == nil {
		c.add(false, Pos{File: name, Line: 1, Col: 1, EndCol: 1}, "format", "a factory file begins with the line: format = %d", Format)
		return true
	}
	n, ok := r.value.(int64)
	switch {
	case !ok || n < 1:
		c.value(r, "want format = %d, not %s", Format, r.literal())
	case n > Format:
		c.value(r, "this file has format %d; this version of Takt reads format %d and none newer", n, Format)
		return false
	case r.key.Start > firstKey(top):
		c.key(r, "format = %d stands before everything else", Format)
	}
	return true
}

// firstKey is where the first key of the file is written.
func firstKey(top *raw) int {
	first := -1
	for _, k := range top.table().keys {
		if at := top.get(k).key.Start; first < 0 || at < first {
			first = at
		}
	}
	return first
}
