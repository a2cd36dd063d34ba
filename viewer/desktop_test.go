package viewer

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// desktop is a screen of its own, with the program in a window on it and somebody's
// mouse and keyboard.
type desktop struct {
	t      *testing.T
	dir    string
	number string // of the display

	takt   *exec.Cmd
	began  time.Time
	ended  chan error
	mutex  sync.Mutex
	lines  int
	state  State // as the window told it last
	window uint32
}

// newDesktop starts a screen of some pixels. Where there is none it skips the test.
func newDesktop(t *testing.T, w, h int) *desktop {
	t.Helper()
	if os.Getenv("TAKT_E2E") == "" {
		t.Skip("TAKT_E2E is not set: this test opens a window")
	}
	for _, name := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Fatalf("TAKT_E2E is set, and there is no %s", name)
		}
	}
	d := &desktop{t: t, dir: t.TempDir()}
	r, number, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", w, h), "-fbdir", d.dir, "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{number}
	if err := x.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = x.Process.Signal(os.Interrupt) // so that it takes its socket with it
		_ = x.Wait()
	})
	_ = number.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb gives no display: %v", err)
	}
	_ = r.Close()
	d.number = strings.TrimSpace(line)
	build := exec.Command("go", "build", "-o", filepath.Join(d.dir, "takt"), "../cmd/takt")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return d
}

// open starts the program.
func (d *desktop) open(args ...string) {
	d.t.Helper()
	d.takt = exec.Command(filepath.Join(d.dir, "takt"), append(args, "--json")...)
	d.takt.Env = append(os.Environ(), "DISPLAY=:"+d.number, "LC_ALL=en_US.UTF-8")
	d.takt.Stderr = d.t.Output()
	out, err := d.takt.StdoutPipe()
	if err != nil {
		d.t.Fatal(err)
	}
	d.began, d.ended, d.lines = time.Now(), make(chan error, 1), 0
	if err := d.takt.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() {
		d.listen(out)
		d.ended <- d.takt.Wait()
	}()
	d.t.Cleanup(func() { _ = d.takt.Process.Kill() })
	d.until("a picture", func(s State) bool { return s.Pictures > 0 && s.Frames > 1 })
	d.t.Logf("first picture %.2f s after the program was started", time.Since(d.began).Seconds())
	id, err := strconv.ParseUint(strings.TrimSpace(d.do("search", "--onlyvisible", "--name", "^Takt$")), 10, 32)
	if err != nil {
		d.t.Fatal(err)
	}
	d.window = uint32(id)
}

// listen keeps what the window tells.
func (d *desktop) listen(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var s State
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			d.t.Errorf("%v in %q", err, lines.Bytes())
			continue
		}
		d.mutex.Lock()
		d.state, d.lines = s, d.lines+1
		d.mutex.Unlock()
	}
}

func (d *desktop) last() (State, int) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.state, d.lines
}

// until waits for something to be so.
func (d *desktop) until(what string, is func(State) bool) State {
	d.t.Helper()
	var s State
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		var n int
		if s, n = d.last(); n > 0 && is(s) {
			return s
		}
		select {
		case err := <-d.ended:
			d.t.Fatalf("not yet: %s; it has ended: %v", what, err)
		default:
		}
	}
	d.save("failed.png")
	d.t.Fatalf("after 30 s not yet: %s; %+v", what, s)
	return s
}

// settle waits until the window has seen everything that was done before.
func (d *desktop) settle() {
	d.t.Helper()
	_, n := d.last()
	var from State
	d.until("the window lives", func(s State) bool {
		var k int
		from, k = d.last()
		return k > n
	})
	d.until("the window draws", func(s State) bool { return s.Frames > from.Frames+1 })
}

// do does something with mouse or keyboard: the words of xdotool.
func (d *desktop) do(args ...string) string {
	d.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY=:"+d.number, "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		d.t.Fatalf("xdotool %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// end waits for the program to end by itself.
func (d *desktop) end() {
	d.t.Helper()
	select {
	case err := <-d.ended:
		if err != nil {
			d.t.Errorf("it ends with %v", err)
		}
	case <-time.After(10 * time.Second):
		d.t.Error("it does not end")
	}
}

// picture is what is on the screen: Xvfb keeps it in a file as xwd(1) writes them.
func (d *desktop) picture() (*image.RGBA, error) {
	data, err := os.ReadFile(filepath.Join(d.dir, "Xvfb_screen0"))
	if err != nil {
		return nil, err
	}
	if len(data) < 100 {
		return nil, io.ErrUnexpectedEOF
	}
	word := func(k int) int { return int(binary.BigEndian.Uint32(data[4*k:])) }
	w, h, line := word(4), word(5), word(12)
	from := word(0) + 12*word(19)
	if word(11) != 32 || len(data) < from+h*line {
		return nil, errors.New("the screen has no 32 bits a pixel")
	}
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p := data[from+y*line+4*x:]
			copy(m.Pix[m.PixOffset(x, y):], []byte{p[2], p[1], p[0], 255})
		}
	}
	return m, nil
}

// save writes what is on the screen to a file.
func (d *desktop) save(name string) {
	if *pictures == "" {
		return
	}
	m, err := d.picture()
	if err != nil {
		d.t.Fatal(err)
	}
	var file bytes.Buffer
	if err := png.Encode(&file, m); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*pictures, name), file.Bytes(), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

// closeWindow asks the window to close, as a window manager does when one clicks at the
// cross: by a WM_DELETE_WINDOW of the X protocol (ICCCM 4.2.8.1).
func (d *desktop) closeWindow() {
	d.t.Helper()
	c, err := net.Dial("unix", "/tmp/.X11-unix/X"+d.number)
	if err != nil {
		d.t.Fatal(err)
	}
	defer c.Close()
	le := binary.LittleEndian
	_, _ = c.Write([]byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	head := make([]byte, 8)
	if _, err := io.ReadFull(c, head); err != nil || head[0] != 1 {
		d.t.Fatalf("the display does not let us in: %v, %v", err, head)
	}
	if _, err := io.CopyN(io.Discard, c, 4*int64(le.Uint16(head[6:]))); err != nil {
		d.t.Fatal(err)
	}
	atom := func(name string) uint32 {
		b := append([]byte{16, 0, byte(2 + (len(name)+3)/4), 0, byte(len(name)), 0, 0, 0}, name...)
		_, _ = c.Write(append(b, make([]byte, (4-len(name)%4)%4)...))
		answer := make([]byte, 32)
		if _, err := io.ReadFull(c, answer); err != nil || answer[0] != 1 {
			d.t.Fatalf("there is no atom %s: %v, %v", name, err, answer)
		}
		return le.Uint32(answer[8:])
	}
	event := []byte{25, 0, 11, 0} // SendEvent
	event = le.AppendUint32(event, d.window)
	event = le.AppendUint32(event, 0)
	event = append(event, 33, 32, 0, 0) // a ClientMessage of 32 bits a value
	event = le.AppendUint32(event, d.window)
	protocols, close := atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW")
	event = le.AppendUint32(event, protocols)
	event = le.AppendUint32(event, close)
	event = append(event, make([]byte, 16)...)
	if _, err := c.Write(event); err != nil {
		d.t.Fatal(err)
	}
	atom("WM_PROTOCOLS") // answered after the event was sent
}
