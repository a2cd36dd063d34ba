package viewer

import (
	"bytes"
	"errors"
	"os"
	"strings"

	"github.com/taktsim/takt/engine/lab"
	"github.com/taktsim/takt/engine/model/span"
	"github.com/taktsim/takt/viewer/parcel"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// Unpack makes a factory of a parcel, with what was recorded of its run.
func Unpack(name string, p *parcel.Parcel) (*Factory, error) {
	f := &Factory{Name: name, Text: p.Factory.Text, Parse: p.Parse, Trials: p.Sets(), Parcel: func() (*parcel.Parcel, error) { return p, nil }}
	var err error
	if f.Replayed, err = p.Replay(session.Memory); err != nil {
		return nil, err
	}
	if f.Replayed != nil {
		f.Sim = f.Replayed.Tape.Live()
		return f, nil
	}
	f.Sim, err = p.Open()
	return f, err
}

// begin begins to look at the run of a factory.
func (a *App) begin(f *Factory) {
	a.pack = f.Parcel
	if f.Replayed == nil {
		a.run = session.New(f.Sim)
		return
	}
	run, err := session.Replay(f.Replayed)
	switch r := f.Replayed; {
	case err != nil:
		a.try(err)
		run = session.New(f.Sim)
	case r.Met < r.Marks:
		a.screen.Toast(ui.Caution, a.Lang.T("record.differs")+"\n"+r.String())
	}
	a.run = run
}

// record asks where to, and saves the run.
func (a *App) record() {
	name := strings.TrimSuffix(fileName(a.name), ".toml")
	name = strings.TrimSuffix(name, parcel.Ending) + parcel.Ending
	data, err := a.recording()
	switch {
	case errors.Is(err, session.ErrEdited):
		a.screen.Toast(ui.Failure, a.Lang.T("record.edited"))
	case err != nil:
		a.warned = ""
		a.try(err)
	case a.Download != nil:
		a.Download(name, data)
		a.screen.Toast(ui.Success, a.Lang.T("layout.given", name))
	default:
		field := ui.NewField(name, nil)
		field.Wide = 360
		a.screen.Ask(a.Lang.T("record.title"), ui.Column(ui.Paragraph(a.Lang.T("record.does")), field),
			ui.Answer{Title: a.Lang.T("layout.cancel")},
			ui.Answer{Title: a.Lang.T("layout.save"), Do: func() { a.saveRun(strings.TrimSpace(field.String()), data) }})
	}
}

// saveRun writes a recording to a new file.
func (a *App) saveRun(file string, data []byte) {
	var err error
	if !strings.HasSuffix(file, parcel.Ending) {
		err = errors.New(a.Lang.T("record.ending", parcel.Ending))
	} else if _, there := os.Lstat(file); there == nil {
		err = errors.New(a.Lang.T("record.there", file))
	} else {
		err = span.WriteFile(file, data)
	}
	if err != nil {
		a.warned = ""
		a.try(err)
		return
	}
	a.screen.Toast(ui.Success, a.Lang.T("layout.savedto", file))
}

// recording is the run as a file.
func (a *App) recording() ([]byte, error) {
	if a.pack == nil {
		return nil, errors.New(a.Lang.T("record.none"))
	}
	p, err := a.pack()
	if err != nil {
		return nil, err
	}
	file, err := p.File()
	if err != nil {
		return nil, err
	}
	// A file that was saved since is another factory's, which the recording would be refused for.
	if s, err := p.Open(); err != nil || s.Plant().Model().Hash() != a.run.Origin().Hash() {
		return nil, session.ErrEdited
	}
	var out bytes.Buffer
	if err := a.run.Record(&out, lab.Version(), file); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
