package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/gif"
	_ "image/png" // so that pictures can be read
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

func exitStatus(err error) string {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return "0"
	case errors.As(err, &exit):
		return strconv.Itoa(exit.ExitCode())
	}
	return err.Error()
}

// checkPicture reads a picture, and all of them if it is a film, and asks for its size.
func checkPicture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: picture FILE WxH")
	}
	data := ts.ReadFile(args[0])
	img, _, err := image.Decode(strings.NewReader(data))
	ts.Check(err)
	if filepath.Ext(args[0]) == ".gif" {
		_, err := gif.DecodeAll(strings.NewReader(data))
		ts.Check(err)
	}
	if size := img.Bounds().Size(); fmt.Sprintf("%dx%d", size.X, size.Y) != args[1] {
		ts.Fatalf("%s is of %v, want %s", args[0], size, args[1])
	}
}

// checkJSON parses the last command's output and asks for fields: a.0.b, or
// a.0.b=text.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	d := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	var v any
	ts.Check(d.Decode(&v))
	if d.More() {
		ts.Fatalf("more than one JSON value")
	}
	for _, arg := range args {
		path, want, compare := strings.Cut(arg, "=")
		got, ok := field(v, strings.Split(path, "."))
		if !ok {
			ts.Fatalf("no field %s", path)
		}
		if s := fmt.Sprint(got); compare && s != want {
			ts.Fatalf("%s is %s, want %s", path, s, want)
		}
	}
}

func field(v any, path []string) (any, bool) {
	for _, name := range path {
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[name]; !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}
