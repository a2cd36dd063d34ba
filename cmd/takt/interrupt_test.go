//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/gif"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/engine/model/sample"
	"github.com/taktsim/takt/twin/link/trace"
)

// Ctrl-C ends a run with what was measured until then, and status 130.
func TestInterruptPrintsWhatWasMeasured(t *testing.T) {
	text, err := sample.Factory(50, 1)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "factory.toml")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	code, out, talk := interrupted(t, func() bool { return time.Since(began) > 1500*time.Millisecond }, "run", file, "--length", "10 weeks", "--replications", "1000000", "--json")
	if code != "130" {
		t.Errorf("exit status %s, want 130\n%s", code, talk)
	}
	var r result.Result
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, talk)
	}
	base := r.Base()
	if !r.Interrupted || base == nil || base.Replications == 0 {
		t.Fatalf("interrupted %v, variants %d\n%s", r.Interrupted, len(r.Variants), talk)
	}
	if base.Replications >= r.Planned || base.Output.Mean <= 0 {
		t.Errorf("%d of %d replications, output %v", base.Replications, r.Planned, base.Output.Mean)
	}
}

// interrupted runs the command, interrupts it when it is time, and gives its exit
// status and what it said.
func interrupted(t *testing.T, ripe func() bool, args ...string) (code, out, talk string) {
	t.Helper()
	// The test binary is the command when it is called by its name: see TestMain.
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	takt := filepath.Join(t.TempDir(), "takt")
	if err := os.Symlink(self, takt); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(takt, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); !ripe() && time.Since(began) < 20*time.Second; {
		time.Sleep(10 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err = <-done:
	case <-time.After(30 * time.Second):
		_ = cmd.Process.Signal(syscall.SIGKILL)
		t.Fatalf("it went on for 30 s\n%s", stderr.String())
	}
	return exitStatus(err), stdout.String(), stderr.String()
}

// Ctrl-C ends a trace with a file that is whole and has what was traced until
// then, in every format.
func TestInterruptLeavesAWholeTrace(t *testing.T) {
	text, err := sample.Factory(50, 1)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "factory.toml")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, end string }{{"a.csv", "\n"}, {"a.json", "]}\n"}, {"a.xes", "</log>\n"}, {"a.sqlite", ""}, {"a.parquet", "PAR1"}} {
		path := filepath.Join(dir, c.name)
		// Whether it is at work is seen by the file beside the one to come.
		grown := func() bool {
			beside, _ := filepath.Glob(filepath.Join(dir, "."+c.name+".*.tmp"))
			if len(beside) == 0 {
				return false
			}
			info, err := os.Stat(beside[0])
			return err == nil && info.Size() > 100_000
		}
		code, _, talk := interrupted(t, grown, "trace", file, "--length", "5000 weeks", "-o", path)
		if code != "130" {
			t.Errorf("%s: exit status %s, want 130\n%s", c.name, code, talk)
		}
		data, err := os.ReadFile(path)
		if err != nil || len(data) < 1000 || !bytes.HasSuffix(data, []byte(c.end)) {
			t.Errorf("%s: %d bytes, %v", c.name, len(data), err)
		}
		switch filepath.Ext(c.name) {
		case ".json":
			if !json.Valid(data) {
				t.Error("the JSON is not whole")
			}
		case ".csv", ".parquet":
			rows(t, path)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Ctrl-C ends a film with the pictures that were taken until then, as a GIF and as a
// folder.
func TestInterruptKeepsThePicturesMade(t *testing.T) {
	dir := t.TempDir()
	frames := filepath.Join(dir, "frames")
	args := []string{"film", "0", "--size", "160x90", "--from", "2 h", "--to", "40 h", "--speed", "120", "--fps", "12", "-o"}
	some := func() bool {
		made, _ := filepath.Glob(filepath.Join(frames, "*.png"))
		return len(made) >= 5
	}
	code, out, talk := interrupted(t, some, append(args, frames)...)
	made, _ := filepath.Glob(filepath.Join(frames, "*.png"))
	if code != "130" || len(made) < 5 || len(made) > 10_000 || !strings.Contains(out, "frames: "+strconv.Itoa(len(made))+" pictures") {
		t.Errorf("exit status %s, %d pictures, it says %q\n%s", code, len(made), out, talk)
	}
	for _, file := range made {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	began := time.Now()
	film := filepath.Join(dir, "a.gif")
	code, out, talk = interrupted(t, func() bool { return time.Since(began) > 2*time.Second }, append(args, film)...)
	if code != "130" || !strings.Contains(out, "a.gif: ") {
		t.Errorf("exit status %s, it says %q\n%s", code, out, talk)
	}
	data, err := os.ReadFile(film)
	if err != nil {
		t.Fatal(err)
	}
	if g, err := gif.DecodeAll(bytes.NewReader(data)); err != nil || !strings.Contains(out, "a.gif: "+strconv.Itoa(len(g.Image))+" pictures") {
		t.Errorf("the film: %v; it says %q", err, out)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// rows reads a table to its end.
func rows(t *testing.T, path string) {
	t.Helper()
	table, err := trace.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	for n := 0; ; n++ {
		if _, err := table.Next(); err != nil {
			if !errors.Is(err, io.EOF) || n < 100 {
				t.Errorf("%s: %v after %d rows", path, err, n)
			}
			return
		}
	}
}
