package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/taktsim/takt/assets/words"
)

// takt runs a command line.
func takt(t *testing.T, args ...string) (out, talk string) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{Lang: words.EN, args: args, out: &o, talk: &e, width: endless}
	if code := run(t.Context(), a); code != exitFine {
		t.Fatalf("takt %s: exit status %d\n%s", strings.Join(args, " "), code, e.String())
	}
	return o.String(), e.String()
}

const pressShop = `format = 1
[factory]
title = "Press shop"
[part.blank]
[shop]
kind = "line"
flow = ["sheets -> press -> out"]
[shop.sheets]
kind = "source"
part = "blank"
every = "1 min"
[shop.press]
kind = "machine"
cycle = "45 s"
size = ["2.5 m", "1.7 m"]
[shop.out]
kind = "sink"
`

// TestThePlacesOf3DModels: a picture shows what lies beside the factory's file; what is
// wrong with it is told at its place, once, and the picture is as if it were not named.
func TestThePlacesOf3DModels(t *testing.T) {
	press, err := os.ReadFile(filepath.Join("..", "..", "assets", "shape", "glb", "testdata", "press.glb"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, plain := filepath.Join(dir, "shop.toml"), filepath.Join(dir, "plain.toml")
	write(t, plain, pressShop)
	write(t, file, strings.Replace(pressShop, `cycle = "45 s"`, "cycle = \"45 s\"\nmodel = \"press.glb\"", 1))
	picture := func(file, name string) ([]byte, string) {
		name = filepath.Join(dir, name)
		_, talk := takt(t, "render", file, "-o", name, "--size", "320x180", "--at", "10 min")
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data, talk
	}
	usual, _ := picture(plain, "plain.png")
	write(t, filepath.Join(dir, "press.glb"), string(press))
	if out, _ := takt(t, "check", file); strings.Contains(out, "warning") {
		t.Errorf("check tells %s", out)
	}
	if got, talk := picture(file, "solid.png"); bytes.Equal(got, usual) || talk != "" {
		t.Errorf("the picture is as without the 3D model, or something was told: %s", talk)
	}
	want := `shop.toml:15:9: shop.press.model: warning: "press.glb": it is cut off: 9000 of its 10412 bytes are there`
	write(t, filepath.Join(dir, "press.glb"), string(press[:9000]))
	if out, _ := takt(t, "check", file); !strings.Contains(out, want) {
		t.Errorf("check tells %s", out)
	}
	if got, talk := picture(file, "solid.png"); !bytes.Equal(got, usual) || !strings.Contains(talk, want) {
		t.Errorf("another picture than without the 3D model, or it was not told: %s", talk)
	}
	_, talk := takt(t, "film", file, "-o", filepath.Join(dir, "film.gif"), "--size", "64x36", "--from", "0 s", "--to", "2 s", "--speed", "6", "--fps", "6")
	if n := strings.Count(talk, "cut off"); n != 1 {
		t.Errorf("a film tells it %d times", n)
	}
}
