package ui_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/taktsim/takt/engine/unit"
	"github.com/taktsim/takt/viewer/ui"
)

func screen() *ui.Screen { return ui.NewScreen(ui.Dark()) }

func TestControls(t *testing.T) {
	s := screen()
	tabs := ui.NewTabs(nil, "布局", "运行", "回放", "对比")
	tabs.At = 1
	live := ui.Text("Live  12 ms")
	live.Mark, live.Ink = ui.Busy, ui.GoodInk
	bar := ui.NewPanel("", ui.Row(ui.Heading("数字孪生工厂 · 机加车间 1"), ui.Spring(), tabs, ui.Spring(), live))
	bar.Bar = true
	s.Add(bar, ui.Place{Edge: ui.Top})
	run := ui.NewButton("Run the plant", nil)
	run.Primary, run.Icon = true, ui.IconPlay
	off := ui.NewButton("Not now", nil)
	off.Disabled = true
	toggle := ui.NewToggle("Heat", true, nil)
	icons := ui.Row()
	for i := ui.IconPlay; i <= ui.IconHelp; i++ {
		icons.Add(ui.IconButton(i, "", nil))
		if i%12 == 0 {
			break
		}
	}
	more := ui.Row()
	for i := ui.IconSearch; i <= ui.IconHelp; i++ {
		more.Add(ui.IconButton(i, "", nil))
	}
	icons.Gap, more.Gap = 0, 0
	controls := ui.NewPanel("Controls 控件", ui.Column(
		ui.Row(run, ui.NewButton("Cancel", nil), off, toggle),
		icons, more,
		ui.NewSwitch("Labels of machines", true, nil),
		ui.NewSwitch("People", false, nil),
		ui.NewDropdown(nil, 1, "one", "first in, first out"),
		ui.Paragraph("The washer is busy most of the time. 清洗机大部分时间都在忙。是再买一台，还是换一台更快的？ Buy a second one."),
	))
	controls.Folds = true
	s.Add(controls, ui.At(0, 0).Sized(420, 0))
	states := ui.Column()
	for st := ui.Busy; st < ui.States; st++ {
		l := ui.Text("CNC-07 加工中心")
		l.Mark = st
		states.Add(l)
	}
	s.Add(ui.NewPanel("States", states), ui.At(1, 0))
	golden(t, "controls", shot(s, 760, 440, 1))
	golden(t, "controls-2x", shot(s, 760, 440, 2))
}

var stateNames = [2][ui.States]string{
	{"", "busy", "set-up", "waiting", "blocked", "down", "held", "stopped", "off"},
	{"", "加工", "换型", "等待", "堵塞", "故障", "缺人/工装", "停机", "班外"},
}

type machines struct{}

func (machines) Len() int { return 40 }

func (machines) Cell(row, column int) (string, ui.State) {
	switch column {
	case 0:
		return fmt.Sprintf("CNC-%02d 加工中心", row+1), ui.State(row%8 + 1)
	case 1:
		return unit.Format(.5+.01*float64(row*37%50), unit.Share), 0
	}
	return unit.Format(float64(100+row*61%900), unit.Time), 0
}

func (m machines) Compare(column, a, b int) int {
	if column == 0 {
		return a - b
	}
	return a*37%50 - b*37%50
}

func TestData(t *testing.T) {
	s := screen()
	items := []ui.Item{{ID: 1, Title: "Gearbox works 齿轮箱厂", Note: "OEE 71 %"}, {ID: 2, Depth: 1, Title: "Machining", Note: "12"}}
	for i := range 12 {
		items = append(items, ui.Item{ID: uint32(10 + i), Depth: 2, Title: fmt.Sprintf("CNC-%02d 加工中心", i+1), State: ui.State(i%8 + 1), Note: "18.2 s"})
	}
	items = append(items, ui.Item{ID: 3, Depth: 1, Title: "Wash bay 清洗间"}, ui.Item{ID: 4, Depth: 2, Title: "Washer", State: ui.Busy})
	tree := ui.NewTree(nil)
	tree.Rows, tree.Grow = 12, 1
	tree.SetItems(items)
	tree.Select(12)
	search := ui.SearchField("Search  Ctrl+F", tree.Filter)
	plant := ui.NewPanel("Plant 工厂", ui.Column(search, tree))
	s.Add(plant, ui.At(0, 0).Sized(270, -1))

	table := ui.NewTable(machines{}, ui.TableColumn{Title: "Machine 设备"}, ui.TableColumn{Title: "OEE", Width: 80, Align: ui.End}, ui.TableColumn{Title: "Cycle 节拍", Width: 110, Align: ui.End})
	table.Sort(1, true)
	table.Select(20)
	s.Add(ui.NewPanel("Machines 设备", table), ui.At(.47, 0).Sized(400, 0))

	grid := ui.NewGrid()
	grid.Field("Name 名称", "CNC-07 加工中心", nil)
	grid.Number("Cycle 节拍", 18.2, unit.Time, "", nil)
	grid.Number("Power 功率", 11000, unit.Power, "", nil)
	grid.Number("Price 价格", 38000, unit.Money, "EUR", nil)
	grid.Choice("Rule 规则", 0, nil, "first in, first out", "earliest due date")
	grid.Switch("Needs a person 需要人", true, nil)
	facts := ui.NewGrid()
	facts.Tight = true
	down := facts.Fact("状态", "故障停机")
	down.Ink = ui.BadInk
	facts.Fact("OEE", "62.8 %")
	facts.Fact("MTBF", "41.6 h")
	var wave []float64
	for i := range 80 {
		wave = append(wave, 20+3*math.Sin(float64(i)/4)-9*math.Exp(-math.Pow(float64(i-56)/5, 2)))
	}
	card := ui.NewPanel("CNC-07 加工中心", ui.Column(facts, ui.Section("Settings 设置", grid), ui.Section("每小时产量", ui.NewSpark(wave...))))
	card.Mark = ui.Down
	card.Closes = func() {}
	s.Add(card, ui.At(1, 0).Sized(310, 0))

	speed := ui.NewSlider(0, 4, 2, nil)
	speed.Show, speed.Wide, speed.Grow = func(v float64) string { return fmt.Sprintf("×%.0f", math.Pow(10, v)) }, "×10000", 1
	s.Add(ui.NewPanel("Speed 速度", ui.Row(ui.IconButton(ui.IconPlay, "", nil), speed)), ui.At(.47, 1).Sized(400, 0))
	golden(t, "data", shot(s, 1060, 480, 1))
}

func spans(seed int, to float64) (out []ui.Span) {
	at, k := 0.0, seed
	for at < to {
		k = (k*1103515245 + 12345) & 0x7fffffff
		st := []ui.State{ui.Busy, ui.Busy, ui.Waiting, ui.Busy, ui.Blocked, ui.Setup, ui.Busy, ui.Down, ui.Held, ui.Off}[k>>8%10]
		long := 300 + float64(k>>12%2400)
		out = append(out, ui.Span{From: at, To: at + long, State: st})
		at += long
	}
	return out
}

func timeline() *ui.Timeline {
	tl := ui.NewTimeline(0, 3*86400, nil)
	var shifts []ui.Span
	for d := range 3 {
		day := float64(d) * 86400
		shifts = append(shifts, ui.Span{From: day + 6*3600, To: day + 14*3600, Title: "early 早班"}, ui.Span{From: day + 14*3600, To: day + 22*3600, Title: "late 中班"})
	}
	tl.SetShifts(shifts)
	var marks []ui.Mark
	for i := range 30 {
		marks = append(marks, ui.Mark{At: float64(i*i) * 280, State: []ui.State{ui.Down, ui.Blocked, ui.Setup, ui.Down}[i%4], Title: "CNC-07 故障"})
	}
	tl.SetMarks(marks)
	tl.SetPins([]ui.TimePin{{At: 52000, Name: "A"}, {At: 151000, Name: "B"}})
	tl.SetKnown(190000)
	tl.SetNow(138428)
	return tl
}

func TestTime(t *testing.T) {
	s := screen()
	now := ui.Text("Day 2  14:27:08")
	now.Wide = "Day 2  00:00:00"
	speed := ui.Text("×60")
	speed.Ink = ui.AmberInk
	bar := func(tl *ui.Timeline) *ui.Panel {
		return ui.NewPanel("", ui.Row(ui.IconButton(ui.IconPause, "", nil), ui.IconButton(ui.IconStep, "", nil), speed, now, tl))
	}
	whole, near := timeline(), timeline()
	near.See(120000, 142000)
	at := ui.Place{Edge: ui.Bottom, Margin: 8}
	s.Add(bar(whole), at)
	s.Add(ui.NewPanel("", near), at)
	gantt := ui.NewGantt(0, 8*3600)
	gantt.Names = stateNames[1]
	gantt.SetAt(5 * 3600)
	var rows []ui.GanttRow
	for i := range 20 {
		rows = append(rows, ui.GanttRow{Name: fmt.Sprintf("CNC-%02d", i+1), Spans: spans(i*7919+3, 8*3600)})
	}
	gantt.Set(rows...)
	gantt.Rows = 10
	s.Add(ui.NewPanel("States 状态", gantt), ui.At(0, 0).Sized(-1, 0))
	golden(t, "time", shot(s, 1000, 490, 1, ui.Input{Cursor: ui.Point{X: 640, Y: 110}}))
}

func TestCharts(t *testing.T) {
	s := screen()
	var x, base, variant, lo, hi []float64
	for i := range 97 {
		h := float64(i) / 12
		x = append(x, h*3600)
		base = append(base, 42+5*math.Sin(h*2)+h)
		variant = append(variant, 46+4*math.Sin(h*2+.4)+1.8*h)
		lo, hi = append(lo, variant[i]-3-h*.4), append(hi, variant[i]+3+h*.4)
	}
	line := ui.NewChart("parts/h")
	line.Times, line.Height = true, 200
	line.Set(ui.Series{Name: "baseline 基准", X: x, Y: base}, ui.Series{Name: "second washer 第二台", X: x, Y: variant, Low: lo, High: hi})
	line.SetAt(3 * 3600)
	s.Add(ui.NewPanel("Throughput 产量", line), ui.At(0, 0).Sized(480, 0))

	cost := ui.NewChart("EUR")
	cost.Height, cost.FromZero = 150, true
	cost.Set(ui.Series{X: []float64{1, 2, 3, 5, 8, 13}, Y: []float64{12000, 8000, 7400, math.NaN(), 9000, 15500}})
	s.Add(ui.NewPanel("Cost of a batch size", cost), ui.At(0, 1).Sized(480, 0))

	util := ui.NewBarChart("%")
	util.Max = 100
	util.Names = stateNames[0]
	var bars []ui.BarRow
	for i := range 7 {
		f := float64(i)
		bars = append(bars, ui.BarRow{Name: fmt.Sprintf("CNC-%02d 加工中心", i+1), Parts: []ui.Part{
			{Value: 40 + 5*f, State: ui.Busy}, {Value: 4 + f, State: ui.Setup}, {Value: 20 - 2*f, State: ui.Waiting}, {Value: 10, State: ui.Blocked}, {Value: 6, State: ui.Down}}})
	}
	util.Set(bars...)
	s.Add(ui.NewPanel("Utilisation 利用率", util), ui.At(1, 0).Sized(430, 0))

	effect := ui.NewBarChart("parts/h")
	effect.Set(ui.BarRow{Name: "baseline", Parts: []ui.Part{{Value: 42}}, Low: 40, High: 44, Text: "42 ± 2"},
		ui.BarRow{Name: "second washer", Parts: []ui.Part{{Value: 55.3, State: ui.Busy}}, Low: 51, High: 59, Text: "55 ± 4"})
	s.Add(ui.NewPanel("What-if 假设", effect), ui.At(1, 1).Sized(430, 0))
	golden(t, "charts", shot(s, 940, 470, 1, ui.Input{Cursor: ui.Point{X: 330, Y: 120}}))
	golden(t, "charts-bars", shot(s, 940, 470, 1, ui.Input{Cursor: ui.Point{X: 760, Y: 140}}))
}

func TestPopups(t *testing.T) {
	s := screen()
	b := ui.NewButton("Menu", nil)
	b.Hint = "Opens a menu; 打开菜单"
	s.Add(ui.NewPanel("", b), ui.At(0, 0))
	s.Update(ui.Input{Size: ui.Size{W: 900, H: 420}})
	s.Menu(b.Bounds, ui.Choice{Title: "Frame it 居中", Key: "F", Icon: ui.IconCamera}, ui.Choice{Title: "Show contents", On: true}, ui.Choice{},
		ui.Choice{Title: "Undo 撤销", Key: "Ctrl+Z", Icon: ui.IconUndo, Disabled: true}, ui.Choice{Title: "Delete 删除", Key: "Del", Icon: ui.IconTrash})
	s.Toast(ui.Success, "Saved factory.toml")
	s.Toast(ui.Failure, "factory.toml:41: cycle: “18 x” has no unit that is known; this is a time: try “18 s”. 旧模型继续运行。")
	golden(t, "menu", shot(s, 900, 420, 1, ui.Input{Cursor: ui.Point{X: 60, Y: 70}}))

	s = screen()
	s.Add(ui.NewPanel("", b), ui.At(0, 0))
	in := ui.Point{X: b.Bounds.X + 5, Y: b.Bounds.Y + 5}
	golden(t, "tooltip", shot(s, 300, 120, 1, ui.Input{Cursor: in}, ui.Input{Cursor: in, Time: 1}))

	s = screen()
	s.Add(ui.NewPanel("Behind", ui.Text("what is behind a dialog")), ui.At(0, 0))
	name := ui.NewField("washer-2", nil)
	s.Ask("Keep the second washer? 保留第二台清洗机？", ui.Column(ui.Paragraph("The variant makes 13 parts an hour more than the baseline. 该方案比基准每小时多生产 13 件。"), name),
		ui.Answer{Title: "Drop 放弃"}, ui.Answer{Title: "Keep 保留"})
	golden(t, "dialog", shot(s, 700, 360, 1))
}

// What is being written, what is wrong, what has the keyboard.
func TestWriting(t *testing.T) {
	s := screen()
	name, cycle := ui.NewField("Line 7 铣床 and a title that is longer than the field", nil), ui.NewNumber(18.2, unit.Time, "", nil)
	drop := ui.NewDropdown(nil, 2, "first in, first out", "earliest due date", "shortest first 最短优先")
	grid := ui.NewGrid()
	grid.Row("Name", name)
	grid.Row("Cycle", cycle)
	grid.Row("Rule", drop)
	tl := timeline()
	s.Add(ui.NewPanel("CNC-07", grid), ui.At(0, 0).Sized(330, 0))
	s.Add(ui.NewPanel("", tl), ui.Place{Edge: ui.Bottom, Margin: 8})
	size := ui.Size{W: 760, H: 330}
	s.Update(ui.Input{Size: size})
	s.Focus(cycle)
	s.Update(ui.Input{Size: size, Keys: []ui.Key{'A'}, Mods: ui.Command})
	s.Update(ui.Input{Size: size, Text: "18 x", Keys: nil})
	at := cycle.Bounds.Center()
	golden(t, "wrong", shot(s, 760, 330, 1, ui.Input{Cursor: at}, ui.Input{Cursor: at, Time: 2}))
	s.Focus(name)
	s.Update(ui.Input{Size: size, Keys: []ui.Key{ui.KeyEnd}, Time: 3})
	over := ui.Point{X: 520, Y: tl.Bounds.Center().Y}
	golden(t, "composing", shot(s, 760, 330, 1, ui.Input{Cursor: over, Time: 3, Compose: "xichuang"}))
	s.Focus(drop)
	s.Update(ui.Input{Size: size, Time: 4, Keys: []ui.Key{ui.KeyEnter}})
	golden(t, "dropdown", shot(s, 760, 330, 1, ui.Input{Time: 5}))
}
