package ui_test

import (
	"testing"

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
