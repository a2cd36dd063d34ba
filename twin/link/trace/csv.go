package trace

import (
	"encoding/csv"

	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// csvWriter writes a table: the instant by the clock, then trail.Columns.
type csvWriter struct {
	*sheet
	w *csv.Writer
}

func newCSV(s *sheet) (writer, error) {
	w := &csvWriter{s, csv.NewWriter(s)}
	return w, w.w.Write(append([]string{"time"}, trail.Columns...))
}

func (w *csvWriter) event(e *plant.TraceEvent, r *trail.Row) error {
	return w.w.Write(append([]string{w.stamp(e.At)}, r.Fields()...))
}

func (w *csvWriter) gone(uint64) error { return nil }

func (w *csvWriter) close() error {
	w.w.Flush()
	if err := w.w.Error(); err != nil {
		return err
	}
	return w.Flush()
}
