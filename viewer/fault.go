package viewer

import (
	"errors"

	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/ui"
)

// fault is the panel that tells what is wrong with the factory's file, with its lines: it
// stays until it is dismissed, or the file is right again.
type fault struct {
	a     *App
	layer *ui.Layer
	text  *ui.Mono
	is    string // what it tells; "": nothing
}

func newFault(a *App, before *fault) *fault {
	f := &fault{a: a, text: ui.NewMono("")}
	if before != nil { // the same in another language
		f.is = before.is
		f.text.Set(before.is)
	}
	p := ui.NewPanel(a.Lang.T("fault.title"), ui.Column(f.text, ui.Paragraph(a.Lang.T("fault.goeson"))))
	p.Mark = ui.Down
	p.Closes = f.clear
	f.layer = a.screen.Add(p, ui.At(.5, 0))
	f.layer.Show(f.is != "")
	return f
}

// tell shows a mistake of a file; ok is false for errors that are none.
func (f *fault) tell(err error) (ok bool) {
	var m parcel.Detailed
	if ok = errors.As(err, &m); ok {
		f.is = m.Detail()
		f.text.Set(f.is)
		f.layer.Show(true)
	}
	return ok
}

// clear hides it.
func (f *fault) clear() {
	f.is = ""
	f.layer.Show(false)
}
