package trace

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/parquet-go/parquet-go"

	"github.com/taktsim/takt/engine/plant/trail"
)

// Table is a trace that is read back, row by row. Close it.
type Table struct {
	name string
	next func() (trail.Row, error)
	file *os.File
	line int
}

// Readable reports whether Open reads files of this name.
func Readable(path string) bool { return ending(path) == ".csv" || ending(path) == ".parquet" }

// Open reads a trace in CSV or Parquet, as Create writes it. A file that is
// something else, or damaged, is an error: here, or of Next.
func Open(path string) (*Table, error) {
	if !Readable(path) {
		return nil, fmt.Errorf("%s: traces are read as .csv or .parquet", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s: this is a folder, not a trace", path)
	}
	t := &Table{name: path, file: f}
	if ending(path) == ".csv" {
		err = t.openCSV(bufio.NewReaderSize(f, 1<<16))
	} else {
		err = t.openParquet()
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// Next is trail.Rows's.
func (t *Table) Next() (trail.Row, error) {
	r, err := t.next()
	t.line++
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s: row %d: %w", t.name, t.line, err)
	}
	return r, err
}

// Close closes the file.
func (t *Table) Close() error { return t.file.Close() }

func (t *Table) openCSV(r io.Reader) error {
	c := csv.NewReader(r)
	c.ReuseRecord = true
	head, err := c.Read()
	if err != nil || !slices.Equal(head, append([]string{"time"}, trail.Columns...)) {
		return errors.New("this is no trace: its first line does not name the columns")
	}
	t.next = func() (trail.Row, error) {
		fields, err := c.Read()
		if err != nil {
			return trail.Row{}, err
		}
		return trail.Parse(fields[1:])
	}
	return nil
}

func (t *Table) openParquet() error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	f, err := opened(t.file, info.Size())
	if err != nil {
		return errors.New("this is no Parquet file, or it is damaged")
	}
	if want := parquet.SchemaOf(parquetRow{}); !slices.EqualFunc(f.Schema().Columns(), want.Columns(), slices.Equal) {
		return errors.New("this is no trace: it has other columns")
	}
	r := parquet.NewGenericReader[parquetRow](f)
	rows := make([]parquetRow, 256)
	k, n := 0, 0
	t.next = func() (row trail.Row, err error) {
		defer func() {
			if p := recover(); p != nil {
				err = errors.New("the Parquet file is damaged")
			}
		}()
		if k == n {
			clear(rows)
			k = 0
			if n, err = r.Read(rows); n == 0 {
				if err == nil {
					err = errors.New("the Parquet file is damaged")
				}
				return row, err
			}
		}
		k++
		return rows[k-1].row(), nil
	}
	return nil
}

// opened opens a Parquet file. The library panics over some damaged ones.
func opened(r io.ReaderAt, size int64) (f *parquet.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("damaged")
		}
	}()
	return parquet.OpenFile(r, size)
}
