package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/taktsim/takt/assets/words"
	"github.com/taktsim/takt/viewer/parcel"
)

// serving runs a command line that serves; it gives its address, and what ends it.
func serving(t *testing.T, ctx context.Context, args ...string) (url string, end func()) {
	t.Helper()
	r, w := io.Pipe()
	a := newApp(args)
	a.Lang, a.out, a.talk = words.EN, w, t.Output()
	ctx, stop := context.WithCancel(ctx)
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, a)
		_ = w.Close()
	}()
	end = sync.OnceFunc(func() {
		stop()
		if status := <-done; status != exitFine {
			t.Errorf("takt %q ends with %d", args, status)
		}
	})
	t.Cleanup(end)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if url := regexp.MustCompile(`http://\S+`).FindString(lines.Text()); url != "" {
			go func() { _, _ = io.Copy(io.Discard, r) }()
			return url, end
		}
	}
	t.Fatalf("takt %q gives no address", args)
	return "", nil
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ask asks a server for something.
func ask(t *testing.T, url string) []byte {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %s", url, answer.Status, err, data)
	}
	return data
}

// What view --web offers: the factory that was asked for, as the flags say, and all
// scenarios that are built in, as they are.
func TestViewWebOffersFactories(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "takt.wasm"), "\x00asm")
	write(t, filepath.Join(dir, "wasm_exec.js"), "// nothing")
	url, end := serving(t, t.Context(), "view", "gearbox", "--web", "--wasm", filepath.Join(dir, "takt.wasm"),
		"--speed", "600", "--play", "--seed", "9", "--what-if", "second-washer", "--replication", "3")
	if got := ask(t, url+"takt.wasm"); string(got) != "\x00asm" {
		t.Errorf("the program is %q", got)
	}
	var list parcel.List
	if err := json.Unmarshal(ask(t, url+"factories"), &list); err != nil {
		t.Fatal(err)
	}
	if want := scenarioWords(); !slices.Equal(list.Names, want) || list.Speed != 600 || !list.Playing {
		t.Errorf("%+v, want %q", list, want)
	}
	for _, name := range list.Names {
		p, err := parcel.Read(ask(t, url+"factory?name="+name))
		if err != nil {
			t.Fatal(err)
		}
		if first := name == list.Names[0]; first != (p.Seed != nil && *p.Seed == 9) || first != (p.Variant == "second-washer") || p.Replication != 3 {
			t.Errorf("%s: seed %v, variant %q, replication %d", name, p.Seed, p.Variant, p.Replication)
		}
		s, err := p.Open()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s.Plant().Model().Title == "" {
			t.Errorf("%s has no title", name)
		}
	}
	end()
	if _, err := http.Get(url); err == nil {
		t.Error("it answers after it has ended")
	}
}
