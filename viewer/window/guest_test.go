package window

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/exp/vmhost"

	"github.com/taktsim/takt/viewer"
	"github.com/taktsim/takt/viewer/ui/window/looptest"
)

var pictures = flag.String("pictures", "", "a folder for pictures of what the tests see")

// guest is the program itself, whose ticks, frames and input come from here.
type guest struct {
	t       *testing.T
	session *vmhost.GuestSession
	screen  *ebiten.Image
	out     bytes.Buffer
	texts   []*vmhost.GuestTextInput
	frames  []frame
}

// frame is a picture that it showed.
type frame struct {
	name string
	hash string
	pix  []byte
}

const guestWidth, guestHeight = 1280, 800

// buildGuest builds the program such that it is driven instead of opening a window.
func buildGuest(t *testing.T) string {
	t.Helper()
	if why := looptest.Why(); why != "" {
		t.Skip(why)
	}
	file := filepath.Join(t.TempDir(), "takt")
	if out, err := exec.Command("go", "build", "-tags", "ebitenginevmguest", "-o", file, "../../cmd/takt").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// visit runs the program with some words, does something with it, and ends it.
func visit(t *testing.T, file, renderer string, args []string, does func(*guest)) *guest {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "host"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	endpoint, err := vmhost.EndpointURLFromAddr(l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	g := &guest{t: t, screen: ebiten.NewImage(guestWidth, guestHeight)}
	cmd := exec.Command(file, args...)
	cmd.Env = append(os.Environ(), "EBITENGINE_VM_ENDPOINT="+endpoint, "TAKT_RENDERER="+renderer, "LC_ALL=en_US.UTF-8")
	cmd.Stdout, cmd.Stderr = &g.out, t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = l.(*net.UnixListener).SetDeadline(time.Now().Add(30 * time.Second))
	conn, err := l.Accept()
	if err == nil {
		g.session, err = vmhost.NewGuestSession(conn, &vmhost.NewGuestSessionOptions{
			IdleTimeout: 30 * time.Second,
			OnTextInput: func(in *vmhost.GuestTextInput) { g.texts = append(g.texts, in) },
		})
	}
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		t.Fatal(err)
	}
	if err := g.session.SetOutsideScreen(g.screen); err != nil {
		t.Fatal(err)
	}
	does(g)
	if err := g.session.Close(); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	g.screen.Deallocate()
	return g
}

// ticks lets it live for some ticks.
func (g *guest) ticks(n int) {
	g.t.Helper()
	// Each is waited for: what is done next comes after it.
	g.session.AdvanceTicks(n)
	if !g.session.WaitTicks() {
		g.t.Fatalf("it has ended: %v", g.session.Err())
	}
}

func (g *guest) press(keys ...ebiten.Key) {
	g.t.Helper()
	for _, k := range keys {
		g.session.PressKey(k)
		g.ticks(2)
		g.session.ReleaseKey(k)
		g.ticks(2)
	}
}

func (g *guest) move(x, y float64) {
	g.t.Helper()
	g.session.MoveCursor(x, y)
	g.ticks(2)
}

func (g *guest) click(x, y float64) { g.t.Helper(); g.drag(x, y, x, y) }

func (g *guest) drag(x, y, toX, toY float64) {
	g.t.Helper()
	g.move(x, y)
	g.session.PressMouseButton(ebiten.MouseButtonLeft)
	g.ticks(2)
	g.move(toX, toY)
	g.session.ReleaseMouseButton(ebiten.MouseButtonLeft)
	g.ticks(2)
}

// commit writes text by the input method.
func (g *guest) commit(text string) {
	g.t.Helper()
	for _, in := range g.texts {
		if !in.IsClosed() {
			in.SetComposition(text, 0, len(text))
			g.ticks(3)
			in.Commit(text)
			g.ticks(3)
			return
		}
	}
	g.t.Errorf("nobody waits for %q to be written", text)
}

// show has it show a frame, and keeps it.
func (g *guest) show(name string) {
	g.t.Helper()
	g.session.AdvanceFrame()
	if !g.session.WaitFrame() || !g.session.CompositeFrame() {
		g.t.Fatalf("no frame of %s: %v", name, g.session.Err())
	}
	f := frame{name: name, pix: make([]byte, 4*guestWidth*guestHeight)}
	g.screen.ReadPixels(f.pix)
	f.hash = fmt.Sprintf("%x", sha256.Sum256(f.pix))[:16]
	g.frames = append(g.frames, f)
	if *pictures == "" {
		return
	}
	var file bytes.Buffer
	m := &image.RGBA{Pix: f.pix, Stride: 4 * guestWidth, Rect: image.Rect(0, 0, guestWidth, guestHeight)}
	if err := png.Encode(&file, m); err != nil {
		g.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*pictures, "guest-"+name+".png"), file.Bytes(), 0o644); err != nil {
		g.t.Fatal(err)
	}
}

// script plays, turns, goes nearer, chooses, looks at charts, writes, asks for help and
// lays out.
func script(g *guest) {
	g.t.Helper()
	// A picture is drawn anew, better, when nothing has changed for a while.
	wait := func(ticks int) {
		g.ticks(ticks / 2)
		g.session.AdvanceFrame()
		g.session.WaitFrame()
		g.session.CompositeFrame()
		g.ticks(ticks / 2)
	}
	wait(60)
	g.show("open")
	g.press(ebiten.KeySpace)
	wait(120)
	g.press(ebiten.KeySpace)
	wait(60)
	g.show("played")
	g.drag(640, 620, 720, 650)
	g.move(600, 430)
	for range 4 {
		g.session.ScrollWheel(0, 1)
		g.ticks(2)
	}
	wait(60)
	g.show("nearer")
	g.press(ebiten.KeyC)
	g.click(600, 430)
	wait(80)
	g.show("charts")
	g.click(120, 88) // the field in which one searches
	g.commit("铣床")
	wait(40)
	g.show("written")
	g.press(ebiten.KeyBackspace, ebiten.KeyBackspace, ebiten.KeyEscape, ebiten.KeyF1)
	wait(60)
	g.show("help")
	g.press(ebiten.KeyEscape, ebiten.KeyC, ebiten.KeyM, ebiten.KeyT)
	wait(240)
	g.show("layout")
}

// TestTheSameGesturesGiveTheSamePixels: the program as it is, driven tick by tick, shows
// and tells the same in two runs, with each renderer.
func TestTheSameGesturesGiveTheSamePixels(t *testing.T) {
	file := buildGuest(t)
	args := []string{"view", "0", "--speed", "60", "--json"}
	for _, renderer := range []string{"software", "gpu"} {
		t.Run(renderer, func(t *testing.T) {
			a, b := visit(t, file, renderer, args, script), visit(t, file, renderer, args, script)
			seen := map[string]string{}
			for i := range a.frames {
				f, g := &a.frames[i], &b.frames[i]
				t.Logf("%-8s %s", f.name, f.hash)
				if f.hash != g.hash {
					t.Errorf("%s: the first run showed %s, the second %s: %d pixels differ", f.name, f.hash, g.hash, differ(f.pix, g.pix))
				}
				if other, ok := seen[f.hash]; ok {
					t.Errorf("%s looks like %s", f.name, other)
				}
				seen[f.hash] = f.name
			}
			if a.out.String() != b.out.String() {
				t.Errorf("the first run tells\n%s\nthe second\n%s", last(a), last(b))
			}
			told(t, a)
		})
	}
}

func differ(a, b []byte) (n int) {
	for i := 0; i < len(a); i += 4 {
		if !bytes.Equal(a[i:i+4], b[i:i+4]) {
			n++
		}
	}
	return n
}

func last(g *guest) string {
	lines := strings.Split(strings.TrimSpace(g.out.String()), "\n")
	return lines[len(lines)-1]
}

// told looks through what the program told while it was driven.
func told(t *testing.T, g *guest) {
	t.Helper()
	var played, near, wrote, helped, laidOut bool
	var first viewer.State
	for i, line := range strings.Split(strings.TrimSpace(g.out.String()), "\n") {
		var s viewer.State
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if i == 0 {
			first = s
		}
		played = played || s.Playing && s.Time > 60
		near = near || s.Camera.Distance < .7*first.Camera.Distance
		wrote = wrote || s.Writes == "铣床"
		helped = helped || s.Asks != ""
		laidOut = laidOut || s.Layout
	}
	if !played || !near || !wrote || !helped || !laidOut {
		t.Errorf("it played %v, went nearer %v, was written in %v, helped %v, laid out %v", played, near, wrote, helped, laidOut)
	}
}
