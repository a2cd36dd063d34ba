//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/taktsim/takt/cmd/takt/internal/result"
	"github.com/taktsim/takt/engine/model/sample"
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
	// The test binary is the command when it is called by its name: see TestMain.
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	takt := filepath.Join(t.TempDir(), "takt")
	if err := os.Symlink(self, takt); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(takt, "run", file, "--length", "10 weeks", "--replications", "1000000", "--json")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1500 * time.Millisecond)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err = <-done:
	case <-time.After(30 * time.Second):
		_ = cmd.Process.Signal(syscall.SIGKILL)
		t.Fatalf("it went on for 30 s\n%s", talk.String())
	}
	if got := exitStatus(err); got != "130" {
		t.Errorf("exit status %s, want 130\n%s", got, talk.String())
	}
	var r result.Result
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out.String(), talk.String())
	}
	base := r.Base()
	if !r.Interrupted || base == nil || base.Replications == 0 {
		t.Fatalf("interrupted %v, variants %d\n%s", r.Interrupted, len(r.Variants), talk.String())
	}
	if base.Replications >= r.Planned || base.Output.Mean <= 0 {
		t.Errorf("%d of %d replications, output %v", base.Replications, r.Planned, base.Output.Mean)
	}
}
