package viewer

import (
	"slices"
	"strings"

	"github.com/taktsim/takt/engine/model"
	"github.com/taktsim/takt/viewer/session"
	"github.com/taktsim/takt/viewer/ui"
)

// askRename has the name of what is chosen written in the tree. What is wrong with it is
// told below the field, which stays open.
func (d *desk) askRename() {
	n, ok := d.chosen()
	if !ok {
		return
	}
	a := d.a
	f := ui.NewField(n.Name, nil)
	f.Wide = 200
	var layer *ui.Layer
	f.Enter = func() {
		if err := d.rename(n.Path, strings.TrimSpace(f.String())); err != nil {
			f.Refuse(err)
			return
		}
		a.screen.Close(layer)
	}
	anchor := a.tree.layer.Bounds
	if r, seen := a.tree.tree.Row(uint32(n.Index) + 1); seen {
		anchor = r
	}
	anchor.Y -= anchor.H + 4 // over the row
	layer = a.screen.Popup(ui.NewPanel(a.Lang.T("layout.rename"), ui.NewTold(f)), anchor, nil)
	f.SelectAll()
}

// rename gives a place another name, in the document and in the run.
func (d *desk) rename(path, to string) error {
	renamed, err := d.doc.Rename(path, to)
	if err != nil || len(renamed) == 0 {
		return err
	}
	if err := d.goOn(renamed); err != nil {
		d.doc.Undo()
		return err
	}
	d.depth = d.doc.Depth()
	d.seen(session.Renamed(path, renamed))
	return nil
}

// goOn has the run go over to the document, in which places have other names; where that
// fails, nothing has changed.
func (d *desk) goOn(renamed map[string]string) error {
	if len(renamed) == 0 {
		return d.a.run.Edit(d.model())
	}
	was := d.trials
	d.trials = renamedSets(was, renamed)
	kept, err := d.a.run.Rename(d.model(), renamed)
	if err != nil {
		d.trials = was
	} else if !kept {
		d.a.screen.ToastOf("rename", ui.Caution, d.a.Lang.T("layout.nopast"))
	}
	return err
}

// renamedSets are settings of the same places under their new names.
func renamedSets(sets []model.Setting, renamed map[string]string) []model.Setting {
	out := slices.Clone(sets)
	for i, s := range out {
		last := len(s.Path) - 1
		path := session.Renamed(strings.Join(s.Path[:last], "."), renamed)
		out[i].Path = append(strings.Split(path, "."), s.Path[last])
	}
	return out
}
