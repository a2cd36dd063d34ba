//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestWhatDrawsWithoutAWindowOpensNone: the loader of dynamic libraries, which a window is
// opened through, is not asked for any of a window system, whatever the display is.
func TestWhatDrawsWithoutAWindowOpensNone(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		strace = ""
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	takt := filepath.Join(dir, "takt")
	if err := os.Symlink(self, takt); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"render", "0", "-o", filepath.Join(dir, "a.png"), "--size", "64x36", "--at", "10 min"},
		{"film", "0", "-o", filepath.Join(dir, "a.gif"), "--size", "64x36", "--from", "0 s", "--to", "2 s", "--speed", "6", "--fps", "6"},
		{"check", filepath.Join("..", "..", "scenarios", "00-gearbox", "factory.toml")},
	} {
		opened := filesOf(t, strace, takt, 0, args)
		for _, lib := range []string{"libX11", "libGL", "libEGL", "libXcursor", "libwayland", ".X11-unix"} {
			if bytes.Contains(opened, []byte(lib)) {
				t.Errorf("takt %s opens %s", strings.Join(args, " "), lib)
			}
		}
	}
	// These eyes see it where one is opened.
	if opened := filesOf(t, strace, takt, 1, []string{"view", "0"}); !bytes.Contains(opened, []byte("libX11")) && !bytes.Contains(opened, []byte(".X11-unix")) {
		t.Error("takt view opens nothing of a window system either")
	}
}

// filesOf runs a command and tells the files and sockets that it opened: by strace, or by
// what the loader says and by what is mapped.
func filesOf(t *testing.T, strace, takt string, status int, args []string) []byte {
	t.Helper()
	list := filepath.Join(t.TempDir(), "list")
	cmd := exec.Command(takt, args...)
	if strace != "" {
		cmd = exec.Command(strace, append([]string{"-f", "-o", list, "-e", "trace=openat,open,connect", takt}, args...)...)
	}
	cmd.Env = append(os.Environ(), "DISPLAY=nonsense:99", "LC_ALL=C", "LD_DEBUG=files")
	var talk bytes.Buffer
	cmd.Stderr = &talk
	if out, err := cmd.Output(); exitStatus(err) != strconv.Itoa(status) {
		t.Fatalf("takt %s: %v\n%s\n%s", strings.Join(args, " "), err, out, talk.Bytes())
	}
	if strace == "" {
		return talk.Bytes()
	}
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	return append(data, talk.Bytes()...)
}
