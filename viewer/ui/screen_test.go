package ui_test

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"github.com/taktsim/takt/engine/unit"
	"github.com/taktsim/takt/viewer/ui"
	"pgregory.net/rapid"
)

// hand plays the mouse and the keyboard of a screen of 800 by 600.
type hand struct {
	*ui.Screen
	in ui.Input
}

func newHand(s *ui.Screen) *hand {
	h := &hand{s, ui.Input{Size: ui.Size{W: 800, H: 600}, Cursor: ui.Point{X: -9, Y: -9}}}
	h.tick()
	return h
}

func (h *hand) tick() ui.Taken {
	h.in.Time += 1. / 60
	t := h.Update(h.in)
	h.in.Keys, h.in.Text, h.in.Wheel = nil, "", ui.Point{}
	return t
}

func (h *hand) move(p ui.Point) ui.Taken { h.in.Cursor = p; return h.tick() }

func (h *hand) click(p ui.Point) ui.Taken {
	h.move(p)
	h.in.Down[ui.MouseLeft] = true
	h.tick()
	h.in.Down[ui.MouseLeft] = false
	t := h.tick()
	h.in.Time++ // the next click is no second one
	return t
}

func (h *hand) drag(from, to ui.Point) {
	h.move(from)
	h.in.Down[ui.MouseLeft] = true
	h.tick()
	h.move(to)
	h.in.Down[ui.MouseLeft] = false
	h.tick()
	h.in.Time++
}

func (h *hand) key(m ui.Mods, keys ...ui.Key) ui.Taken {
	h.in.Keys, h.in.Mods = keys, m
	t := h.tick()
	h.in.Mods = 0
	return t
}

func (h *hand) write(s string) { h.in.Text = s; h.tick() }

func box(w, h float32) *ui.Space { return &ui.Space{Size: ui.Size{W: w, H: h}} }

func growing(w, h float32) *ui.Space {
	b := box(w, h)
	b.Grow = 1
	return b
}

func TestLayout(t *testing.T) {
	th := ui.Dark()
	hidden := box(50, 50)
	hidden.Hidden = true
	for _, c := range []struct {
		name  string
		stack *ui.Stack
		in    ui.Rect
		want  []ui.Rect
	}{
		{"a row, in the middle of its height", ui.Row(box(20, 10), box(30, 20)), ui.Rect{X: 0, Y: 0, W: 200, H: 40},
			[]ui.Rect{{X: 0, Y: 15, W: 20, H: 10}, {X: 28, Y: 10, W: 30, H: 20}}},
		{"what grows takes the rest", ui.Row(box(20, 10), growing(0, 10), box(30, 10)), ui.Rect{X: 10, Y: 0, W: 200, H: 10},
			[]ui.Rect{{X: 10, Y: 0, W: 20, H: 10}, {X: 38, Y: 0, W: 134, H: 10}, {X: 180, Y: 0, W: 30, H: 10}}},
		{"and gives when there is none", ui.Row(growing(100, 10), box(150, 10)), ui.Rect{X: 0, Y: 0, W: 200, H: 10},
			[]ui.Rect{{X: 0, Y: 0, W: 42, H: 10}, {X: 50, Y: 0, W: 150, H: 10}}},
		{"a column is as wide as all", ui.Column(box(20, 10), box(30, 20)), ui.Rect{X: 0, Y: 0, W: 100, H: 90},
			[]ui.Rect{{X: 0, Y: 0, W: 100, H: 10}, {X: 0, Y: 18, W: 100, H: 20}}},
		{"what is hidden takes no place", ui.Column(box(20, 10), hidden, box(30, 20)), ui.Rect{X: 0, Y: 0, W: 100, H: 90},
			[]ui.Rect{{X: 0, Y: 0, W: 100, H: 10}, {}, {X: 0, Y: 18, W: 100, H: 20}}},
	} {
		c.stack.Bounds = c.in
		c.stack.Layout(th)
		for i, w := range c.stack.Children() {
			if got := w.Base().Bounds; got != c.want[i] {
				t.Errorf("%s: widget %d is at %v, want %v", c.name, i, got, c.want[i])
			}
		}
	}
}

func TestEdgesAndFloats(t *testing.T) {
	s := screen()
	top := s.Add(box(0, 40), ui.Place{Edge: ui.Top})
	left := s.Add(box(200, 0), ui.Place{Edge: ui.LeftEdge, Margin: 8})
	foot := s.Add(box(0, 50), ui.Place{Edge: ui.Bottom})
	card := s.Add(box(100, 80), ui.At(1, 0))
	newHand(s)
	for _, c := range []struct {
		name      string
		got, want ui.Rect
	}{
		{"top", top.Bounds, ui.Rect{W: 800, H: 40}},
		{"left", left.Bounds, ui.Rect{X: 8, Y: 48, W: 200, H: 544}},
		{"foot", foot.Bounds, ui.Rect{X: 216, Y: 550, W: 584, H: 50}},
		{"free", s.Free(), ui.Rect{X: 216, Y: 40, W: 584, H: 510}},
		{"card", card.Bounds, ui.Rect{X: 688, Y: 52, W: 100, H: 80}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	if s.Covered(ui.Point{X: 400, Y: 300}) || !s.Covered(ui.Point{X: 100, Y: 300}) {
		t.Error("Covered: the middle is free, the left is not")
	}
}

func TestWhatIsHit(t *testing.T) {
	var log []string
	button := func(name string) *ui.Button { return ui.NewButton(name, func() { log = append(log, name) }) }
	s := screen()
	low, high, deaf := button("low"), button("high"), button("deaf")
	deaf.Disabled = true
	s.Add(ui.NewPanel("", ui.Column(low, deaf)), ui.At(0, 0))
	over := s.Add(high, ui.Place{W: 60, H: 20, X: 1, Y: 1})
	h := newHand(s)
	h.click(low.Bounds.Center())
	h.click(deaf.Bounds.Center())
	h.click(over.Bounds.Center())
	if taken := h.click(ui.Point{X: 400, Y: 300}); taken.Pointer {
		t.Error("a click beside all widgets is the program's")
	}
	// Let go elsewhere, a button is not pressed.
	h.drag(low.Bounds.Center(), ui.Point{X: 400, Y: 300})
	// What is drawn over covers what is below.
	s.Remove(over)
	s.Add(box(800, 600), ui.Place{W: -1, H: -1})
	h.click(low.Bounds.Center())
	if want := []string{"low", "high"}; !slices.Equal(log, want) {
		t.Errorf("pressed %v, want %v", log, want)
	}
}

func TestADragThatBeganBesideTheWidgets(t *testing.T) {
	s := screen()
	slider := ui.NewSlider(0, 1, 0, nil)
	s.Add(slider, ui.At(0, 0))
	h := newHand(s)
	h.move(ui.Point{X: 400, Y: 300})
	h.in.Down[ui.MouseLeft] = true
	h.tick()
	if taken := h.move(slider.Bounds.Center()); taken.Pointer || slider.Value != 0 {
		t.Errorf("it is the program's: pointer taken %v, slider at %v", taken.Pointer, slider.Value)
	}
}

func TestKeyboard(t *testing.T) {
	s := screen()
	name := ui.NewField("washer", nil)
	var done string
	name.Done = func(v string) { done = v }
	on := ui.NewSwitch("heat", false, nil)
	choice := ui.NewDropdown(nil, 0, "first", "second", "third")
	s.Add(ui.NewPanel("", ui.Column(name, on, choice)), ui.At(0, 0))
	h := newHand(s)
	if taken := h.key(0, 'W'); !slices.Equal(taken.Keys, []ui.Key{'W'}) {
		t.Errorf("without a focus keys are the program's: %v", taken.Keys)
	}
	h.key(0, ui.KeyTab)
	h.write("dryer") // all is selected when one comes by Tab
	if taken := h.key(0, 'D'); len(taken.Keys) != 0 || !taken.Text {
		t.Errorf("a letter for a field is no command: %v", taken)
	}
	h.key(0, ui.KeyTab)
	if done != "dryer" {
		t.Errorf("leaving the field told %q", done)
	}
	h.key(0, ui.KeySpace)
	h.key(0, ui.KeyTab)
	h.key(0, ui.KeyEnter) // opens the menu, the first chosen
	h.key(0, ui.KeyDown)
	h.key(0, ui.KeyDown)
	h.key(0, ui.KeyEnter)
	if !on.On || choice.At != 2 || s.Focused() != choice {
		t.Errorf("switch %v, choice %d, focus %T", on.On, choice.At, s.Focused())
	}
	h.key(ui.Shift, ui.KeyTab)
	h.key(ui.Shift, ui.KeyTab)
	if s.Focused() != name {
		t.Errorf("Shift+Tab twice leads to %T", s.Focused())
	}
	h.write("x")
	h.key(0, ui.KeyEscape)
	if name.String() != "dryer" {
		t.Errorf("Escape leaves %q", name.String())
	}
}

func TestDialog(t *testing.T) {
	s := screen()
	n := 0
	below := ui.NewButton("below", func() { n += 100 })
	s.Add(below, ui.At(0, 0))
	h := newHand(s)
	ask := func() {
		s.Ask("Sure?", ui.Text("…"), ui.Answer{Title: "No"}, ui.Answer{Title: "Yes", Do: func() { n++ }})
		h.tick()
	}
	ask()
	h.click(below.Bounds.Center())
	if taken := h.key(0, 'Z'); len(taken.Keys) != 0 {
		t.Error("while a dialog is open the program hears no keys")
	}
	h.key(0, ui.KeyEnter) // the likely answer has the focus
	if n != 1 {
		t.Errorf("n = %d: the button below was heard, or the answer was not", n)
	}
	ask()
	h.key(0, ui.KeyEscape)
	h.click(below.Bounds.Center())
	if n != 101 {
		t.Errorf("n = %d after Escape and a click below", n)
	}
}

func TestMenuClosesWhenOneClicksElsewhere(t *testing.T) {
	s := screen()
	n := 0
	b := ui.NewButton("b", func() { n++ })
	s.Add(b, ui.At(0, 0))
	h := newHand(s)
	s.ContextMenu(ui.Point{X: 300, Y: 300}, ui.Choice{Title: "one", Do: func() { n += 10 }}, ui.Choice{Title: "two", Disabled: true})
	h.tick()
	h.click(b.Bounds.Center())
	if n != 0 {
		t.Error("the click that closes a menu does nothing else")
	}
	h.click(b.Bounds.Center())
	s.ContextMenu(ui.Point{X: 300, Y: 300}, ui.Choice{Title: "one", Do: func() { n += 10 }})
	h.tick()
	h.click(ui.Point{X: 330, Y: 315})
	if n != 11 {
		t.Errorf("n = %d, want a press and a choice: 11", n)
	}
}

func TestNumberReadsUnits(t *testing.T) {
	var told []float64
	n := ui.NewNumber(18.2, unit.Time, "", func(v float64) { told = append(told, v) })
	s := screen()
	s.Add(ui.NewPanel("", n), ui.At(0, 0))
	h := newHand(s)
	put := func(text string) {
		s.Focus(n)
		h.key(ui.Command, 'A')
		h.write(text)
		h.key(0, ui.KeyEnter)
	}
	put("20") // as before: seconds
	put("2 min")
	put("3") // minutes now
	put("2 m")
	if n.Wrong() == nil || !strings.Contains(n.Wrong().Error(), "time") {
		t.Errorf("2 m for a time: %v", n.Wrong())
	}
	h.key(0, ui.KeyEscape)
	if n.Wrong() != nil || n.String() != "3 min" {
		t.Errorf("after Escape %q (%v)", n.String(), n.Wrong())
	}
	h.key(0, ui.KeyUp)
	if want := []float64{20, 120, 180, 190}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestTimelineIsDragged(t *testing.T) {
	var at float64
	tl := ui.NewTimeline(0, 1000, func(v float64) { at = v })
	tl.SetMarks([]ui.Mark{{At: 700}, {At: 300, State: ui.Down}})
	s := screen()
	s.Add(ui.NewPanel("", tl), ui.Place{Edge: ui.Bottom})
	h := newHand(s)
	y := tl.Bounds.Center().Y
	x := func(v float64) ui.Point { return ui.Point{X: tl.Scale().At(v), Y: y} }
	h.drag(x(100), x(250))
	if d := at - 250; d > 2 || d < -2 {
		t.Errorf("dragged to 250: %v", at)
	}
	h.click(ui.Point{X: x(300).X + 3, Y: y})
	if at != 300 {
		t.Errorf("a click close to an event leads to it: %v", at)
	}
	h.key(ui.Command, ui.KeyRight)
	if at != 700 {
		t.Errorf("Ctrl+Right leads to the next event: %v", at)
	}
	h.move(x(500))
	h.in.Wheel.Y = 5
	h.tick()
	if sc := tl.Scale(); sc.To-sc.From > 400 || sc.From > 500 || sc.To < 500 {
		t.Errorf("zoomed at 500: %v to %v", sc.From, sc.To)
	}
	tl.SetNow(650)
	tl.SetNow(tl.Scale().To - 1)
	to := tl.Scale().To + 5
	if tl.SetNow(to); tl.Scale().To < to {
		t.Errorf("what is seen (to %v) does not follow the playhead at %v", tl.Scale().To, to)
	}
}

// A filter shows exactly what has the text in it, and what that is in.
func TestTreeFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []ui.Item
		depth := 0
		for i := range rapid.IntRange(1, 60).Draw(t, "n") {
			depth = min(depth+1, rapid.IntRange(0, 4).Draw(t, "depth"))
			if i == 0 {
				depth = 0
			}
			items = append(items, ui.Item{ID: uint32(i + 1), Depth: depth, Title: rapid.StringMatching(`[ABab]{1,3}`).Draw(t, "title")})
		}
		text := rapid.SampledFrom([]string{"ab", "B", "aa", ""}).Draw(t, "text")
		want := map[uint32]bool{}
		for i, it := range items {
			if strings.Contains(strings.ToLower(it.Title), strings.ToLower(text)) {
				for d, k := it.Depth+1, i; k >= 0; k-- {
					if items[k].Depth < d {
						d = items[k].Depth
						want[items[k].ID] = true
					}
				}
			}
		}
		tree := ui.NewTree(nil)
		tree.SetItems(items)
		tree.Filter(text)
		for _, it := range items {
			tree.Select(it.ID)
			if id, ok := tree.Chosen(); ok != want[it.ID] || ok && id != it.ID {
				t.Fatalf("item %d %q is shown: %v, want %v", it.ID, it.Title, ok, want[it.ID])
			}
		}
	})
}

// Whatever people do, nothing panics.
func TestAnyInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := desk(30)
		h := newHand(s)
		sheet := ui.NewSheet(800, 600)
		for i := range rapid.IntRange(1, 60).Draw(t, "n") {
			h.in.Cursor = ui.Point{X: rapid.Float32Range(-10, 810).Draw(t, "x"), Y: rapid.Float32Range(-10, 610).Draw(t, "y")}
			h.in.Down[rapid.IntRange(0, 2).Draw(t, "button")] = rapid.Bool().Draw(t, "down")
			h.in.Wheel.Y = float32(rapid.IntRange(-2, 2).Draw(t, "wheel"))
			h.in.Text = rapid.SampledFrom([]string{"", "", "7", "机"}).Draw(t, "text")
			h.key(ui.Mods(rapid.IntRange(0, 7).Draw(t, "mods")), ui.Key(rapid.IntRange(int(ui.KeyMenu), 'Z').Draw(t, "key")))
			if i%16 == 0 {
				s.Draw(sheet)
			}
		}
	})
}

// desk is a screen as the viewer has, with a tree of n items.
func desk(n int) *ui.Screen {
	s := screen()
	items := make([]ui.Item, n)
	for i := range items {
		items[i] = ui.Item{ID: uint32(i + 1), Depth: min(i%10, 2), Title: fmt.Sprintf("CNC-%02d 加工中心", i), State: ui.State(i % 9)}
	}
	tree := ui.NewTree(nil)
	tree.SetItems(items)
	tree.Grow = 1
	s.Add(ui.NewPanel("Plant", ui.Column(ui.SearchField("Search", tree.Filter), tree)), ui.Place{Edge: ui.LeftEdge, W: 240, Margin: 8})
	s.Add(ui.NewPanel("", timeline()), ui.Place{Edge: ui.Bottom, Margin: 8})
	grid := ui.NewGrid()
	grid.Number("Cycle", 18, unit.Time, "", nil)
	grid.Choice("Rule", 0, nil, "first", "second")
	chart := ui.NewChart("parts/h")
	chart.Set(ui.Series{X: []float64{0, 1, 2}, Y: []float64{3, 1, 2}})
	gantt := ui.NewGantt(0, 8*3600)
	gantt.Set(ui.GanttRow{Name: "a", Spans: spans(1, 8*3600)})
	s.Add(ui.NewPanel("CNC-07", ui.Column(grid, ui.NewScroll(ui.NewTable(machines{}, ui.TableColumn{Title: "a"}, ui.TableColumn{Title: "b", Width: 60})),
		ui.Section("Charts", ui.Column(chart, gantt)), ui.NewSlider(0, 1, .5, nil), ui.NewTabs(nil, "a", "b"))), ui.At(1, 0).Sized(300, 0))
	return s
}

func TestNothingChangedCostsNoMemory(t *testing.T) {
	s := desk(10000)
	h := newHand(s)
	sheet := ui.NewSheet(800, 600)
	s.Draw(sheet)
	in := h.in
	if n := testing.AllocsPerRun(50, func() {
		in.Time += 1. / 60
		s.Update(in)
		s.Draw(sheet)
	}); n != 0 {
		t.Errorf("%v allocations in a frame in which nothing changed", n)
	}
	if s.Busy() {
		t.Error("something wants to be painted though nothing changed")
	}
}

func BenchmarkUnchanged(b *testing.B) {
	s := desk(10000)
	h := newHand(s)
	sheet := ui.NewSheet(800, 600)
	for b.Loop() {
		h.in.Time += 1. / 60
		s.Update(h.in)
		s.Draw(sheet)
	}
}

// BenchmarkUpdateUnchanged is what a frame costs in which nothing changed, without the
// copying of pictures that a window leaves to the graphics card.
func BenchmarkUpdateUnchanged(b *testing.B) {
	h := newHand(desk(10000))
	for b.Loop() {
		h.in.Time += 1. / 60
		h.Update(h.in)
	}
}

func BenchmarkEverythingPainted(b *testing.B) {
	s := desk(10000)
	h := newHand(s)
	sheet := ui.NewSheet(800, 600)
	for b.Loop() {
		h.in.Size.H = 1199 - h.in.Size.H // another height: all is laid out anew
		s.Update(h.in)
		s.Draw(sheet)
	}
}

func BenchmarkTreeScrolled(b *testing.B) {
	s := desk(10000)
	h := newHand(s)
	sheet := ui.NewSheet(800, 600)
	h.move(ui.Point{X: 100, Y: 300})
	d := float32(-1)
	for i := 0; b.Loop(); i++ {
		if i%1000 == 999 {
			d = -d
		}
		h.in.Wheel.Y = d
		h.tick()
		s.Draw(sheet)
	}
}

func Example() {
	s := ui.NewScreen(ui.Dark())
	count := ui.Text("0 parts")
	n := 0
	run := ui.NewButton("Make one", func() {
		n++
		count.Set(fmt.Sprint(n, " parts"))
	})
	s.Add(ui.NewPanel("Line 7 铣床", ui.Column(count, run)), ui.At(0, 0).Sized(160, 0))

	// A window gives the input; here a person clicks the button once.
	in := ui.Input{Size: ui.Size{W: 320, H: 200}, Cursor: ui.Point{X: 80, Y: 90}}
	s.Update(in)
	in.Down[ui.MouseLeft] = true
	s.Update(in)
	in.Down[ui.MouseLeft] = false
	taken := s.Update(in)

	sheet := ui.NewSheet(320, 200)
	s.Draw(sheet)
	fmt.Println(count, taken.Pointer, sheet.Image.At(80, 30) != color.Color(color.RGBA{}), sheet.Image.Bounds().Max == image.Pt(320, 200))
	// Output: 1 parts true true true
}
