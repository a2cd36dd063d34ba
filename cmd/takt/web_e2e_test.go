package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/scenarios"
	"github.com/taktsim/takt/viewer"
)

// visitor is somebody before the page.
type visitor struct {
	*browser
	shots string // a folder for pictures of what she sees; "": none
}

// state is the app's.
func (v *visitor) state() (s viewer.State) {
	v.t.Helper()
	var text string
	v.eval(`window.takt && takt.state ? takt.state() : ""`, &text)
	if text == "" {
		var failed []string
		v.eval(`window.takt ? takt.errors : []`, &failed)
		if len(failed) > 0 {
			v.t.Fatalf("the page says %q; the console: %q", failed, v.errors())
		}
		return s
	}
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		v.t.Fatalf("%v in %q", err, text)
	}
	return s
}

// until waits for something to be so.
func (v *visitor) until(what string, seconds float64, is func(viewer.State) bool) viewer.State {
	v.t.Helper()
	var s viewer.State
	for end := time.Now().Add(time.Duration(seconds * 1e9)); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if s = v.state(); is(s) {
			return s
		}
	}
	v.save("failed.png", v.shot())
	v.t.Fatalf("after %v s not yet: %s; %+v; the console: %q", seconds, what, s, v.errors())
	return s
}

// run makes a subtest of what she does.
func (v *visitor) run(name string, does func()) {
	whole := v.t
	whole.Run(name, func(t *testing.T) {
		v.t = t
		defer func() { v.t = whole }()
		does()
	})
}

func (v *visitor) click(x, y float64) {
	v.t.Helper()
	frames := v.state().Frames
	v.mouse("mouseMoved", x, y)
	// The app asks for the mouse once a tick.
	v.until("the mouse is seen", 20, func(s viewer.State) bool { return s.Frames > frames+1 })
	v.mouse("mousePressed", x, y)
	frames = v.state().Frames
	v.until("the button is seen", 20, func(s viewer.State) bool { return s.Frames > frames+1 })
	v.mouse("mouseReleased", x, y)
	frames = v.state().Frames
	v.until("the button is seen", 20, func(s viewer.State) bool { return s.Frames > frames+1 })
}

func (v *visitor) space() { v.key(" ", "Space", 32) }

// save writes a picture to the folder.
func (v *visitor) save(name string, data []byte) {
	if v.shots != "" {
		if err := os.WriteFile(filepath.Join(v.shots, name), data, 0o644); err != nil {
			v.t.Fatal(err)
		}
	}
}

// look takes a picture and looks at it: how many colours there are, and what share of
// it is like each of some.
func (v *visitor) look(name string, like ...[3]int) (colours int, shares []float64) {
	v.t.Helper()
	data := v.shot()
	v.save(name, data)
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		v.t.Fatal(err)
	}
	seen := map[[3]int]bool{}
	shares = make([]float64, len(like))
	size := img.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			c := pixel(img, x, y)
			seen[c] = true
			for i, w := range like {
				if max(abs(c[0]-w[0]), abs(c[1]-w[1]), abs(c[2]-w[2])) <= 24 {
					shares[i] += 1 / float64(size.Dx()*size.Dy())
				}
			}
		}
	}
	return len(seen), shares
}

func pixel(img image.Image, x, y int) [3]int {
	r, g, b, _ := img.At(x, y).RGBA()
	return [3]int{int(r >> 8), int(g >> 8), int(b >> 8)}
}

func abs(x int) int { return max(x, -x) }

const seenFactory = `format = 1
[factory]
title = "Seen from afar"
[part.box]
[hall]
kind = "workshop"
flow = "in -> mill -> out"
[hall.in]
kind = "source"
part = "box"
[hall.mill]
kind = "machine"
cycle = "5 min"
[hall.out]
kind = "sink"
`

// Somebody looks at a factory in a browser: it runs, it is chosen from, its time is
// dragged, it speaks Chinese, and it goes on as the file says when that is saved.
func TestSomebodyLooksAtAFactoryInABrowser(t *testing.T) {
	if os.Getenv("TAKT_E2E") == "" {
		t.Skip("TAKT_E2E is not set: this test drives a browser")
	}
	file := chromium()
	if file == "" {
		t.Fatal("TAKT_E2E is set, and there is no Chromium")
	}
	ctx, stop := context.WithTimeout(t.Context(), 8*time.Minute)
	defer stop()
	const w, h = 1280, 720
	edited := filepath.Join(t.TempDir(), "seen.toml")
	write(t, edited, seenFactory)
	url, _ := serving(t, ctx, "view", "0", "--web", "--speed", "60")
	v := &visitor{startBrowser(t, ctx, file, w, h), os.Getenv("TAKT_E2E_SHOTS")}

	v.must("Page.navigate", map[string]any{"url": url}, nil)
	v.until("a picture", 120, func(s viewer.State) bool { return s.Pictures > 0 && s.Frames > 1 })
	var at struct{ Began, Loaded, First float64 }
	v.eval(`({began: takt.began, loaded: takt.loaded, first: takt.first})`, &at)
	t.Logf("first picture %.2f s after the page was asked for; the program was there after %.2f s", at.First/1000, at.Loaded/1000)
	if s := v.state(); s.Playing || s.Time != 0 || s.Lang != "en" || s.Name != "00-gearbox" || s.Told != "" {
		t.Errorf("it begins as %+v", s)
	}
	time.Sleep(2 * time.Second)
	colours, shares := v.look("begin.png", [3]int{0xcc, 0xd0, 0xd4}, [3]int{0x16, 0x1b, 0x22})
	if colours < 500 || shares[0] < .05 || shares[1] < .02 {
		t.Errorf("the picture has %d colours, %.0f %% of it floor and %.0f %% panels", colours, shares[0]*100, shares[1]*100)
	}

	v.space()
	before := v.until("it plays", 10, func(s viewer.State) bool { return s.Playing && s.Time > 0 })
	began := time.Now()
	time.Sleep(5 * time.Second)
	after := v.state()
	seconds := time.Since(began).Seconds()
	t.Logf("playing at %v, %dx%d: %.1f frames/s, the factory drawn in %.1f of them", after.Speed, w, h,
		float64(after.Frames-before.Frames)/seconds, float64(after.Pictures-before.Pictures)/seconds)
	if after.Time < before.Time+30 || after.Pictures < before.Pictures+3 {
		t.Errorf("in %.1f s it went from %+v to %+v", seconds, before, after)
	}
	v.space()
	v.until("it stands", 10, func(s viewer.State) bool { return !s.Playing })

	v.run("chosen", func() { v.choose(w, h) })
	v.run("laid out", v.layOut)
	v.run("dragged", func() { v.scrub(w, h) })
	v.run("spoken", func() { v.speak(w) })
	v.run("another", v.another)
	if wrong := v.errors(); len(wrong) > 0 {
		t.Errorf("the console says %q", wrong)
	}
	var failed []string
	if v.eval("takt.errors", &failed); len(failed) > 0 {
		t.Errorf("the page says %q", failed)
	}
	v.run("saved", func() {
		url, end := serving(v.t, ctx, "view", edited, "--web")
		v.edit(url, edited)
		v.wrong(url, edited, end)
	})
}

// another opens another factory from the gallery.
func (v *visitor) another() {
	v.click(187, 19)
	time.Sleep(500 * time.Millisecond)
	v.look("gallery.png")
	v.key("ArrowRight", "ArrowRight", 39)
	v.key("Enter", "Enter", 13)
	v.until("another factory", 30, func(s viewer.State) bool { return s.Name == "15-lean" && s.Title != "" })
	time.Sleep(time.Second)
	v.look("another.png")
}

// choose clicks at the picture until something is chosen.
func (v *visitor) choose(w, h float64) {
	for _, dy := range []float64{.5, .42, .58, .35} {
		for dx := .3; dx < .75; dx += .05 {
			v.click(dx*w, dy*h)
			if s := v.state(); s.Chosen != "" {
				time.Sleep(time.Second)
				v.look("chosen.png")
				return
			}
		}
	}
	v.look("chosen.png")
	v.t.Error("nothing can be chosen")
}

// layOut turns what is chosen, and has the factory downloaded.
func (v *visitor) layOut() {
	v.eval(`(takt.download = (name, bytes) => { takt.kept = [name, new TextDecoder().decode(bytes)]; }, 1)`, nil)
	v.key("m", "KeyM", 77)
	v.until("the desk", 10, func(s viewer.State) bool { return s.Layout })
	v.key("r", "KeyR", 82)
	v.until("a turn", 10, func(s viewer.State) bool { return s.Unsaved })
	v.look("desk.png")
	control := map[string]any{"type": "rawKeyDown", "key": "Control", "code": "ControlLeft", "windowsVirtualKeyCode": 17}
	v.must("Input.dispatchKeyEvent", control, nil)
	v.key("s", "KeyS", 83)
	control["type"] = "keyUp"
	v.must("Input.dispatchKeyEvent", control, nil)
	var kept [2]string
	for range 100 {
		if v.eval("takt.kept || [\"\", \"\"]", &kept); kept[0] != "" {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	before, err := scenarios.FS.ReadFile("00-gearbox/factory.toml")
	if err != nil {
		v.t.Fatal(err)
	}
	m, problems := model.Parse(kept[0], []byte(kept[1]), plant.Registry(), nil)
	if err := problems.Err(); err != nil {
		v.t.Fatalf("%v in\n%s", err, kept[1])
	}
	if n := m.Node(v.state().Chosen); kept[0] != "00-gearbox.toml" || n == nil || n.Turn != 90 {
		v.t.Errorf("in what was downloaded as %q, %+v is not turned", kept[0], n)
	}
	if strings.Count(kept[1], "#") != strings.Count(string(before), "#") {
		v.t.Errorf("comments were lost:\n%s", kept[1])
	}
	v.until("it is safe", 10, func(s viewer.State) bool { return !s.Unsaved })
	// A key of the same tick in which Control is let go of still counts as pressed with it.
	frames := v.state().Frames
	v.until("Control is let go of", 20, func(s viewer.State) bool { return s.Frames > frames+1 })
	v.key("m", "KeyM", 77)
	v.until("no desk", 10, func(s viewer.State) bool { return !s.Layout })
}

// scrub drags the time along the timeline.
func (v *visitor) scrub(w, h float64) {
	y := h - 20
	before := v.state()
	v.mouse("mouseMoved", .5*w, y)
	time.Sleep(300 * time.Millisecond)
	v.mouse("mousePressed", .5*w, y)
	time.Sleep(300 * time.Millisecond)
	for x := .5; x <= .8; x += .05 {
		v.mouse("mouseMoved", x*w, y)
		time.Sleep(100 * time.Millisecond)
	}
	v.mouse("mouseReleased", .8*w, y)
	s := v.until("a later time", 30, func(s viewer.State) bool { return s.Time > before.Time+3600 })
	v.look("later.png")
	v.click(.55*w, y)
	back := v.until("an earlier time", 30, func(n viewer.State) bool { return n.Time < s.Time-600 })
	if back.Known < s.Time {
		v.t.Errorf("gone back to %v s, what is known ends at %v", back.Time, back.Known)
	}
}

// speak switches to Chinese and back, by the globe at the top.
func (v *visitor) speak(w float64) {
	v.click(w-52, 20)
	v.until("Chinese", 20, func(s viewer.State) bool { return s.Lang == "zh" })
	time.Sleep(time.Second)
	v.look("zh.png")
	v.click(w-52, 20)
	v.until("English", 20, func(s viewer.State) bool { return s.Lang == "en" })
}

// edit saves a file, with a mistake and then without.
func (v *visitor) edit(url, file string) {
	v.must("Page.navigate", map[string]any{"url": url + "?lang=zh"}, nil)
	v.until("the other factory", 60, func(s viewer.State) bool { return s.Frames > 1 && s.Title == "Seen from afar" && s.Lang == "zh" })
	v.space()
	v.until("it plays", 20, func(s viewer.State) bool { return s.Time > 5 })
	write(v.t, file, strings.Replace(seenFactory, "cycle =", "cycel =", 1))
	s := v.until("the mistake is told", 20, func(s viewer.State) bool { return strings.Contains(s.Told, "cycel") })
	if !s.Playing {
		v.t.Error("a mistake stops the factory")
	}
	v.look("mistake.png")
	write(v.t, file, strings.Replace(seenFactory, "Seen from afar", "Seen again", 1))
	t := s.Time
	s = v.until("the change is seen", 20, func(s viewer.State) bool { return s.Title == "Seen again" })
	if !s.Playing || s.Time < t {
		v.t.Errorf("at %v s a change came, and it goes on as %+v", t, s)
	}
	time.Sleep(time.Second)
	v.look("changed.png")
}

// wrong loads the page of a factory with a mistake, and looks on while its server ends.
func (v *visitor) wrong(url, file string, end func()) {
	text := func(id string) (s string) {
		v.eval(`(e => e && !e.hidden ? e.textContent : "")(document.getElementById("`+id+`"))`, &s)
		return s
	}
	// wait waits for a text of the page.
	wait := func(id, want string) {
		for range 300 {
			if strings.Contains(text(id), want) {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		v.t.Errorf("#%s says %q, want %q in it; the console: %q", id, text(id), want, v.errors())
	}
	load := func() { v.must("Page.navigate", map[string]any{"url": url + "?lang=zh"}, nil) }
	write(v.t, file, strings.Replace(seenFactory, "cycle =", "cycel =", 1))
	load()
	wait("text", "cycel = \"5 min\"\n")
	wait("text", "^")
	v.look("wrong.png")
	write(v.t, file, seenFactory)
	load()
	v.until("a picture", 60, func(s viewer.State) bool { return s.Frames > 1 })
	v.space()
	end()
	wait("note", "没有响应")
	v.look("lost.png")
	before := v.state()
	v.until("it goes on", 20, func(s viewer.State) bool { return s.Time > before.Time })
}
