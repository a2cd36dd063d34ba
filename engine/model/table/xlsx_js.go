package table

import "errors"

// A browser does without the reader of workbooks: it would be a sixth of what is loaded.
var errWorkbook = errors.New("workbooks cannot be read in a browser; save the sheet as .csv")

func (t *Table) readXLSX([]byte, string) [][]cell {
	t.whole("%v", errWorkbook)
	return nil
}

func sheetNames([]byte) ([]string, error) { return nil, errWorkbook }
