package trace

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/taktsim/takt/engine"
	"github.com/taktsim/takt/engine/plant"
	"github.com/taktsim/takt/engine/plant/trail"
)

// parquetRow is a trail.Row as Parquet has it; what a row has not is null.
type parquetRow struct {
	Time  int64   `parquet:"time,timestamp(nanosecond)"`
	At    int64   `parquet:"time_ns,delta"`
	Event string  `parquet:"event,dict"`
	Place string  `parquet:"place,dict"`
	Body  *int32  `parquet:"body,optional"`
	Part  *string `parquet:"part,optional,dict"`
	Type  *string `parquet:"type,optional,dict"`
	Order *string `parquet:"order,optional,dict"`
	Since *int64  `parquet:"since_ns,optional"`
	Due   *int64  `parquet:"due_ns,optional"`
	From  *string `parquet:"from,optional,dict"`
	Other *string `parquet:"other,optional,dict"`
	What  *string `parquet:"what,optional,dict"`
	Among *int32  `parquet:"among,optional"`
	Good  *bool   `parquet:"good,optional"`
}

// groupRows is how many rows are held in memory until they are written as one
// group.
const groupRows = 1 << 16

type parquetWriter struct {
	*sheet
	w    *parquet.GenericWriter[parquetRow]
	rows []parquetRow
}

func newParquet(s *sheet) (writer, error) {
	w := parquet.NewGenericWriter[parquetRow](s, parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(groupRows),
		parquet.CreatedBy("takt", s.Source, ""), parquet.KeyValueMetadata("run", s.Name))
	return &parquetWriter{sheet: s, w: w, rows: make([]parquetRow, 0, 1024)}, nil
}

func (w *parquetWriter) event(e *plant.TraceEvent, r *trail.Row) error {
	row := parquetRow{
		Time: w.clock.UnixNano() + int64(e.At), At: int64(e.At), Event: r.Event, Place: r.Place, Body: number(r.Body), Part: text(r.Part), Type: text(r.Type),
		Order: text(r.Order), Since: moment(r.Since), Due: moment(r.Due), From: text(r.From), Other: text(r.Other), What: text(r.What), Among: number(r.Among),
	}
	if e.Kind == plant.PartFinished {
		row.Good = &r.Good
	}
	w.rows = append(w.rows, row)
	if len(w.rows) == cap(w.rows) {
		return w.put()
	}
	return nil
}

func (w *parquetWriter) put() error {
	_, err := w.w.Write(w.rows)
	w.rows = w.rows[:0]
	return err
}

func (w *parquetWriter) gone(uint64) error { return nil }

func (w *parquetWriter) close() error {
	if err := w.put(); err != nil {
		return err
	}
	if err := w.w.Close(); err != nil {
		return err
	}
	return w.Flush()
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func number(n int) *int32 {
	if n == 0 {
		return nil
	}
	v := int32(n)
	return &v
}

func moment(t engine.Time) *int64 {
	if t < 0 || t == engine.Never {
		return nil
	}
	v := int64(t)
	return &v
}

// row is the row as it was written.
func (p *parquetRow) row() trail.Row {
	r := trail.Row{At: engine.Time(p.At), Event: p.Event, Place: p.Place, Since: -1, Due: engine.Never}
	for _, c := range []struct {
		to   *string
		from *string
	}{{&r.Part, p.Part}, {&r.Type, p.Type}, {&r.Order, p.Order}, {&r.From, p.From}, {&r.Other, p.Other}, {&r.What, p.What}} {
		if c.from != nil {
			*c.to = *c.from
		}
	}
	if p.Body != nil {
		r.Body = int(*p.Body)
	}
	if p.Among != nil {
		r.Among = int(*p.Among)
	}
	if p.Since != nil {
		r.Since = engine.Time(*p.Since)
	}
	if p.Due != nil {
		r.Due = engine.Time(*p.Due)
	}
	if p.Good != nil {
		r.Good = *p.Good
	}
	return r
}
